//! RPCs of customers who are to be told what becomes of their machines (HOT-28).

use aftersales_kit::{Result, etag, id::TicketId, page::page_size, rpc::Call, time::Timestamp};
use aftersales_proto::hotline::v1::{
    CompleteContactTaskRequest, CompleteContactTaskResponse, ContactTask, ContactTaskState as WantedState,
    ListContactTasksRequest, ListContactTasksResponse,
};

use super::{
    Hotline, INTAKE, convert,
    decode::{self, word},
};
use crate::{
    app::tell_customer::{self, Done, TaskView},
    domain::contact_task::ContactTaskState,
    events::proto_value,
    store::contact_tasks::{Filter, Place},
};

/// Name of the list in its page tokens.
pub(super) const LIST: &str = "hotline.contact_tasks";

impl Hotline {
    pub(super) async fn list_contact_tasks(
        &self,
        call: &Call,
        request: ListContactTasksRequest,
    ) -> Result<ListContactTasksResponse> {
        let filter = self.contact_task_filter(call, &request).await?;
        let (size, pages) = (page_size(request.page_size), &self.env.pages);
        let wanted = ListContactTasksRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let after = pages.key(LIST, &wanted, &request.page_token)?;
        let mut tx = self.read().await?;
        let found = tell_customer::list(&mut tx, &self.env.sealer, &filter, after, size + 1).await?;
        let (found, next_page_token) = pages.cut(LIST, &wanted, found, size, place)?;
        let now = self.kit.clock().now();
        Ok(ListContactTasksResponse {
            tasks: found.iter().map(|view| task(call, view, now)).collect(),
            next_page_token,
        })
    }

    /// Which tasks a request for the list means.
    pub(super) async fn contact_task_filter(&self, call: &Call, request: &ListContactTasksRequest) -> Result<Filter> {
        let book = self.branch(call, &request.branch_id).await?;
        let state = match request.state() {
            WantedState::Unspecified => None,
            state => Some(word!(ContactTaskState, state, "CONTACT_TASK_STATE_", "state")?),
        };
        Ok(Filter {
            branch_id: book.id().clone(),
            state,
            ticket_id: decode::optional(&request.ticket_id, "ticket_id", TicketId::parse)?,
        })
    }

    pub(super) async fn complete_contact_task(
        &self,
        call: &Call,
        request: CompleteContactTaskRequest,
    ) -> Result<CompleteContactTaskResponse> {
        let done = Done {
            id: decode::id(&request.task_id, "task_id", decode::uuid)?,
            said: request.said.clone(),
            by: call.caller.subject.clone(),
            etag: request.etag.clone(),
        };
        let (sealer, scope, caller) = (self.sealer(), call.caller.scope.clone(), call.clone());
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let view = tell_customer::complete(tx, &sealer, &scope, done).await?;
                    let task = Some(task(&caller, &view, tx.now()));
                    Ok(CompleteContactTaskResponse { task })
                })
            })
            .await
    }
}

/// Where a task stands in the list.
pub(super) fn place(view: &TaskView) -> Place {
    (view.task.state.to_string(), view.task.due_at, view.task.id)
}

/// A task as a caller sees it.
pub(super) fn task(call: &Call, view: &TaskView, now: Timestamp) -> ContactTask {
    let it = &view.task;
    let (available_actions, readonly_reason) = convert::actions_of(call, &[INTAKE], it.possible(), it.readonly());
    ContactTask {
        id: it.id.to_string(),
        branch_id: it.branch_id.to_string(),
        ticket_id: it.ticket_id.to_string(),
        work_order_no: it.work_order_no.clone(),
        plan: it.plan.clone(),
        state: proto_value!(ContactTaskState, "CONTACT_TASK_STATE_", it.state),
        opened_at: convert::instant(it.opened_at),
        due_at: convert::instant(it.due_at),
        overdue: it.is_overdue(now),
        said: view.said.clone(),
        done_at: it.done_at.and_then(convert::instant),
        done_by: it.done_by.clone(),
        etag: etag::of(it.version),
        available_actions,
        readonly_reason,
        topic: it.topic.clone(),
        close_reason: it.closed.map_or(0, |(reason, _)| {
            proto_value!(ContactTaskCloseReason, "CONTACT_TASK_CLOSE_REASON_", reason)
        }),
        closed_at: it.closed.and_then(|(_, at)| convert::instant(at)),
    }
}
