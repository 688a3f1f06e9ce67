//! The callback list (回访名单, CBK-02), live.

use aftersales_kit::{
    Result,
    db::Tx,
    live::{self, Current, List, Live, Stream},
    outbox::Event,
    rpc::Call,
    service::Kit,
    time::BusinessDate,
};
use aftersales_proto::callback::v1::{
    self as proto, CallbackEvent, callback_event::Event as Fact, callback_live_service_server::CallbackLiveService,
};
use prost::Message as _;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::{Callback, LIST, convert, decode, place};
use crate::{
    app::{Desk, list_tasks},
    domain::{Task, TaskId},
    store::task_list::TaskQuery,
};

/// Tasks of some branches, earliest due first, as one caller sees them.
struct Tasks {
    kit: Kit,
    desk: Desk,
    call: Call,
    query: TaskQuery,
}

impl List for Tasks {
    type Key = Uuid;
    type Place = (BusinessDate, TaskId);
    type Row = proto::CallbackTask;

    async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&Self::Place>,
        limit: i64,
    ) -> Result<Vec<(Self::Place, proto::CallbackTask)>> {
        let query = TaskQuery {
            after: after.copied(),
            limit,
            ..self.query.clone()
        };
        let found = list_tasks::run(tx, &self.desk, &query).await?;
        let now = self.kit.clock().now();
        let row = |task: Task| (place(&task), convert::task(&self.call, task, now));
        Ok(found.into_iter().map(row).collect())
    }

    /// Every event of callback says which task it is about.
    fn touched(&self, event: &Event) -> Vec<Uuid> {
        task_of(event).into_iter().collect()
    }

    async fn current(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Current<proto::CallbackTask>>> {
        let now = self.kit.clock().now();
        let current = |task: Task| {
            let (held, id) = (self.query.admits(&task), task.id);
            Current::when(held, id, || Ok(convert::task(&self.call, task, now)))
        };
        let found = list_tasks::of_ids(tx, &self.desk, ids).await?;
        found.into_iter().map(current).collect()
    }
}

fn task_of(event: &Event) -> Option<Uuid> {
    let task = match CallbackEvent::decode(event.payload.as_slice()).ok()?.event? {
        Fact::CallbackTaskCreated(it) => it.task,
        Fact::CallbackTaskMoved(it) => it.task,
        Fact::CallbackAttempted(it) => it.task,
        Fact::CallbackCompleted(it) => it.task,
        Fact::VisitNotOnTimeReported(it) => it.task,
        Fact::RevisitNeeded(it) => it.task,
        Fact::DissatisfactionReported(it) => it.task,
        Fact::ImprovementRecorded(it) => it.task,
        Fact::CallbackClosed(it) => it.task,
        Fact::CallbackTaskChanged(it) => it.task,
    };
    Uuid::try_parse(&task?.callback_task_id).ok()
}

impl Callback {
    async fn watch(
        &self,
        call: &Call,
        request: proto::WatchCallbackTasksRequest,
    ) -> Result<Stream<proto::WatchCallbackTasksResponse>> {
        let filter = proto::CallbackTaskFilter {
            states: request.states,
            due_from: request.due_from,
            due_to: request.due_to,
            technician_id: request.technician_id,
            ticket_id: request.ticket_id,
            callable_only: false,
        };
        let wanted = proto::ListCallbackTasksRequest {
            branch_id: request.branch_id,
            filter: Some(filter),
            ..proto::ListCallbackTasksRequest::default()
        };
        let now = self.kit.clock().now();
        let list = Tasks {
            query: decode::task_query(&call.caller.scope, wanted.clone(), None, 0, now),
            desk: self.desk.clone(),
            kit: self.kit.clone(),
            call: call.clone(),
        };
        let answer = live::told!(
            proto::WatchCallbackTasksResponse,
            watch_callback_tasks_response,
            CallbackTaskRows.tasks
        );
        Live::new(&self.kit, &self.pages, call, LIST, &wanted, list)
            .stream(&request.resume_token, answer)
            .await
    }
}

#[tonic::async_trait]
impl CallbackLiveService for Callback {
    type WatchCallbackTasksStream = Stream<proto::WatchCallbackTasksResponse>;

    async fn watch_callback_tasks(
        &self,
        request: Request<proto::WatchCallbackTasksRequest>,
    ) -> Result<Response<Self::WatchCallbackTasksStream>, Status> {
        let call = Call::of(&request);
        call.reply(self.watch(&call, request.into_inner()).await)
    }
}
