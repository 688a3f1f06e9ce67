//! `CallbackService`: decode, call, encode.

mod convert;
mod decode;
pub mod digest;
mod live;

use std::sync::Arc;

use aftersales_kit::{
    Result,
    auth::{Caller, Role},
    id::{StaffId, TicketId},
    page::{self, PageTokens},
    rpc::Call,
    service::Kit,
    time::BusinessDate,
};
use aftersales_proto::callback::v1::{
    CallbackTask, CompleteCallbackRequest, CompleteCallbackResponse, GetCallbackTaskRequest, GetCallbackTaskResponse,
    GetTechnicianKpiRequest, GetTechnicianKpiResponse, ListCallbackTasksRequest, ListCallbackTasksResponse,
    RecordAttemptRequest, RecordAttemptResponse, RecordImprovementRequest, RecordImprovementResponse,
    callback_service_server::CallbackService,
};
use tonic::{Request, Response, Status};

use crate::{
    app::{self, Desk},
    domain::{Task, TaskId, kpi::Month, reasons::KPI_OF_OTHERS},
    peers::Hotline,
};

/// Name of the list in its page tokens.
const LIST: &str = "callback.tasks";

/// The gRPC service.
#[derive(Clone)]
pub struct Callback {
    /// The service's hold on the kit.
    pub kit: Kit,
    /// What the use cases stand on.
    pub desk: Desk,
    /// Signing of page tokens.
    pub pages: Arc<PageTokens>,
    /// Where a missing contact is fetched.
    pub hotline: Hotline,
}

impl Callback {
    async fn list(&self, call: &Call, request: ListCallbackTasksRequest) -> Result<ListCallbackTasksResponse> {
        let now = self.kit.clock().now();
        let size = page::page_size(request.page_size);
        let filter = ListCallbackTasksRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let after = self
            .pages
            .key::<(BusinessDate, TaskId)>(LIST, &filter, &request.page_token)?;
        let query = decode::task_query(&call.caller.scope, request, after, size + 1, now);
        let tasks = app::list_tasks::run(&mut self.kit.read().await?, &self.desk, &query).await?;
        let (tasks, next_page_token) = self.pages.cut(LIST, &filter, tasks, size, place)?;
        let tasks = tasks.into_iter().map(|task| convert::task(call, task, now)).collect();
        Ok(ListCallbackTasksResponse { tasks, next_page_token })
    }

    async fn get(&self, call: &Call, request: &GetCallbackTaskRequest) -> Result<GetCallbackTaskResponse> {
        let id = TaskId::parse(&request.callback_task_id).ok();
        let ticket = TicketId::parse(&request.ticket_id).ok();
        let mut tx = self.kit.read().await?;
        let mut task = app::get_task::run(&mut tx, &self.desk, &call.caller.scope, id, ticket).await?;
        drop(tx);
        if task.is_open() && task.contact.is_none() {
            task.contact = self.hotline.contact(call, task.ticket_id).await;
        }
        Ok(GetCallbackTaskResponse {
            task: Some(self.encode(call, task)),
        })
    }

    async fn attempt(&self, call: &Call, request: RecordAttemptRequest) -> Result<RecordAttemptResponse> {
        let command = decode::attempt(&request)?;
        let (desk, by) = (self.desk.clone(), call.clone());
        let answer = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let (scope, subject) = (&by.caller.scope, &by.caller.subject);
                let task = app::record_attempt::run(tx, &desk, scope, subject, command).await?;
                Ok(RecordAttemptResponse {
                    task: Some(convert::task(&by, task, tx.now())),
                })
            })
        });
        answer.await
    }

    async fn complete(&self, call: &Call, request: CompleteCallbackRequest) -> Result<CompleteCallbackResponse> {
        let command = decode::completion(&request)?;
        let (desk, by) = (self.desk.clone(), call.clone());
        let answer = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let (scope, subject) = (&by.caller.scope, &by.caller.subject);
                let task = app::complete_callback::run(tx, &desk, scope, subject, command).await?;
                Ok(CompleteCallbackResponse {
                    task: Some(convert::task(&by, task, tx.now())),
                })
            })
        });
        answer.await
    }

    async fn improve(&self, call: &Call, request: RecordImprovementRequest) -> Result<RecordImprovementResponse> {
        let command = decode::improvement(&request)?;
        let (desk, by) = (self.desk.clone(), call.clone());
        let answer = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let (scope, subject) = (&by.caller.scope, &by.caller.subject);
                let task = app::record_improvement::run(tx, &desk, scope, subject, command).await?;
                Ok(RecordImprovementResponse {
                    task: Some(convert::task(&by, task, tx.now())),
                })
            })
        });
        answer.await
    }

    async fn kpi(&self, call: &Call, request: GetTechnicianKpiRequest) -> Result<GetTechnicianKpiResponse> {
        let month = Month::parse(&request.month)?;
        let branch = decode::branch(&request.branch_id)?;
        let technician = StaffId::parse(&request.technician_id).map_err(|_| decode::wrong("technician_id"))?;
        if sees_own_only(&call.caller) && call.caller.subject != technician.as_str() {
            return Err((&KPI_OF_OTHERS).into());
        }
        let mut tx = self.kit.read().await?;
        let figures = app::get_technician_kpi::run(&mut tx, &call.caller.scope, &branch, &technician, month).await?;
        Ok(convert::figures(&request, &figures))
    }

    fn encode(&self, call: &Call, task: Task) -> CallbackTask {
        convert::task(call, task, self.kit.clock().now())
    }
}

/// Where a task stands in the list.
const fn place(task: &Task) -> (BusinessDate, TaskId) {
    (task.schedule.due_date, task.id)
}

/// A technician who is nothing else besides.
fn sees_own_only(caller: &Caller) -> bool {
    caller.roles.iter().all(|role| role == Role::Technician)
}

#[tonic::async_trait]
impl CallbackService for Callback {
    async fn list_callback_tasks(
        &self,
        request: Request<ListCallbackTasksRequest>,
    ) -> Result<Response<ListCallbackTasksResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.list(&call, request.into_inner()).await)
    }

    async fn get_callback_task(
        &self,
        request: Request<GetCallbackTaskRequest>,
    ) -> Result<Response<GetCallbackTaskResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.get(&call, request.get_ref()).await)
    }

    async fn record_attempt(
        &self,
        request: Request<RecordAttemptRequest>,
    ) -> Result<Response<RecordAttemptResponse>, Status> {
        let call = Call::of_mutation(&request);
        call.reply(self.attempt(&call, request.into_inner()).await)
    }

    async fn complete_callback(
        &self,
        request: Request<CompleteCallbackRequest>,
    ) -> Result<Response<CompleteCallbackResponse>, Status> {
        let call = Call::of_mutation(&request);
        call.reply(self.complete(&call, request.into_inner()).await)
    }

    async fn record_improvement(
        &self,
        request: Request<RecordImprovementRequest>,
    ) -> Result<Response<RecordImprovementResponse>, Status> {
        let call = Call::of_mutation(&request);
        call.reply(self.improve(&call, request.into_inner()).await)
    }

    async fn get_technician_kpi(
        &self,
        request: Request<GetTechnicianKpiRequest>,
    ) -> Result<Response<GetTechnicianKpiResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.kpi(&call, request.into_inner()).await)
    }
}
