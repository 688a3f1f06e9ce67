//! Customers who are to be told, live (HOT-28).

use aftersales_kit::{
    Result,
    db::Tx,
    live::{self, Current, List, Stream},
    outbox::Event,
    rpc::Call,
};
use aftersales_proto::hotline::v1::{self as proto, hotline_event::Event as Fact};
use uuid::Uuid;

use crate::{
    app::tell_customer,
    rpc::{
        live::{LiveLists, Seen, fact},
        tasks::{LIST, place, task},
    },
    store::contact_tasks::{self, Filter, Place},
};

impl List for Seen<Filter> {
    type Key = Uuid;
    type Place = Place;
    type Row = proto::ContactTask;

    async fn page(&self, tx: &mut Tx, after: Option<&Place>, limit: i64) -> Result<Vec<(Place, proto::ContactTask)>> {
        let sealer = &self.hotline.env.sealer;
        let found = tell_customer::list(tx, sealer, &self.filter, after.cloned(), limit).await?;
        let now = self.now();
        Ok(found
            .iter()
            .map(|view| (place(view), task(&self.call, view, now)))
            .collect())
    }

    fn touched(&self, event: &Event) -> Vec<Uuid> {
        let id = match fact(event) {
            Some(Fact::ContactTaskOpened(it)) => it.task_id,
            Some(Fact::ContactTaskDone(it)) => it.task_id,
            Some(Fact::ContactTaskClosed(it)) => it.task_id,
            _ => return Vec::new(),
        };
        Uuid::try_parse(&id).into_iter().collect()
    }

    async fn current(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Current<proto::ContactTask>>> {
        let (sealer, now) = (&self.hotline.env.sealer, self.now());
        let current = |stored: contact_tasks::StoredTask| {
            let (held, id) = (self.filter.admits(&stored.task), stored.task.id);
            let row = || Ok(task(&self.call, &tell_customer::opened(sealer, stored)?, now));
            Current::when(held, id, row)
        };
        contact_tasks::of_ids(tx, ids).await?.into_iter().map(current).collect()
    }
}

impl LiveLists {
    pub(super) async fn contact_tasks(
        &self,
        call: &Call,
        request: proto::WatchContactTasksRequest,
    ) -> Result<Stream<proto::WatchContactTasksResponse>> {
        let wanted = proto::ListContactTasksRequest {
            branch_id: request.branch_id,
            state: request.state,
            ticket_id: request.ticket_id,
            ..proto::ListContactTasksRequest::default()
        };
        let list = self.seen(call, self.0.contact_task_filter(call, &wanted).await?);
        let answer = live::told!(
            proto::WatchContactTasksResponse,
            watch_contact_tasks_response,
            ContactTaskRows.tasks
        );
        self.live(call, LIST, &wanted, list)
            .stream(&request.resume_token, answer)
            .await
    }
}
