//! Methods that read.

use std::collections::HashMap;

use aftersales_kit::{
    Result,
    auth::{BranchScope, Role},
    db::Tx,
    id::{CustomerId, StaffId, TicketId, WorkOrderId},
    page::page_size,
    reasons::{BRANCH_UNKNOWN, INVALID_REQUEST},
    refdata::BranchBook,
    rpc::Call,
    sla::{self, Deadline, DeadlineState},
    time::BusinessDate,
};
use aftersales_proto::dispatch::v1 as proto;
use uuid::Uuid;

use super::{
    Dispatch,
    commands::{present, settable},
    convert::{branch, instant, staff, target},
    view::View,
};
use crate::{
    domain::{Presence, State, WorkOrder},
    store::{
        ListFilter, QueueKey,
        presences::{self},
        work_orders,
    },
    wire::Wire,
};

const ORDERS: &str = "dispatch.work_orders";
const QUEUE: &str = "dispatch.queue";
const PRESENCE: &str = "dispatch.presence";

impl Dispatch {
    pub(super) async fn get_work_order(
        &self,
        call: &Call,
        request: proto::GetWorkOrderRequest,
    ) -> Result<proto::GetWorkOrderResponse> {
        let (mut tx, scope) = (self.kit.read().await?, &call.caller.scope);
        let order = if request.work_order_id.is_empty() {
            let ticket = ticket(&request.ticket_id, "ticket_id")?;
            work_orders::latest_of_ticket(&mut tx, scope, ticket).await?
        } else {
            work_orders::get(&mut tx, scope, target(&request.work_order_id, "")?.id).await?
        };
        drop(tx);
        let work_order = Some(View::of(call).order(&order));
        self.revealed(call, proto::GetWorkOrderResponse { work_order }).await
    }

    pub(super) async fn list_work_orders(
        &self,
        call: &Call,
        mut request: proto::ListWorkOrdersRequest,
    ) -> Result<proto::ListWorkOrdersResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let mut filter = list_filter(request.filter.as_ref())?;
        filter.before = self.pages.key::<WorkOrderId>(ORDERS, &request, &token)?;
        filter.limit = size + 1;
        let scope = narrowed(&call.caller.scope, &request.branch_id)?;
        let mut tx = self.kit.read().await?;
        let rows = work_orders::listed(&mut tx, &scope, &filter).await?;
        let (rows, next_page_token) = self.pages.cut(ORDERS, &request, rows, size, |order| order.id)?;
        Ok(proto::ListWorkOrdersResponse {
            work_orders: self.orders(&mut tx, call, &rows).await?,
            next_page_token,
        })
    }

    pub(super) async fn list_dispatch_queue(
        &self,
        call: &Call,
        mut request: proto::ListDispatchQueueRequest,
    ) -> Result<proto::ListDispatchQueueResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let branch = branch(&request.branch_id)?;
        call.caller.scope.admit(&branch, &BRANCH_UNKNOWN)?;
        let after = self.pages.key::<QueueKey>(QUEUE, &request, &token)?;
        let mut tx = self.kit.read().await?;
        let rows = work_orders::queue(&mut tx, &branch, request.unassigned_only, after, size + 1).await?;
        let (rows, next_page_token) = self.pages.cut(QUEUE, &request, rows, size, QueueKey::of)?;
        Ok(proto::ListDispatchQueueResponse {
            entries: self.entries(&mut tx, call, &rows).await?,
            next_page_token,
        })
    }

    /// Some orders as the caller sees them.
    pub(super) async fn orders(&self, tx: &mut Tx, call: &Call, orders: &[WorkOrder]) -> Result<Vec<proto::WorkOrder>> {
        let view = View::of(call);
        let mut shown: Vec<_> = orders.iter().map(|order| view.order(order)).collect();
        self.reveal(tx, call, shown.iter_mut()).await?;
        Ok(shown)
    }

    /// Some orders as entries of the queue.
    pub(super) async fn entries(
        &self,
        tx: &mut Tx,
        call: &Call,
        orders: &[WorkOrder],
    ) -> Result<Vec<proto::QueueEntry>> {
        let mut deadlines = open_deadlines(tx, orders).await?;
        let shown = self.orders(tx, call, orders).await?;
        let entry = |(order, shown): (&WorkOrder, proto::WorkOrder)| {
            entry(order, shown, deadlines.remove(&order.id.uuid()).unwrap_or_default())
        };
        Ok(orders.iter().zip(shown).map(entry).collect())
    }

    pub(super) async fn list_presence(
        &self,
        call: &Call,
        mut request: proto::ListPresenceRequest,
    ) -> Result<proto::ListPresenceResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let branch = branch(&request.branch_id)?;
        call.caller.scope.admit(&branch, &BRANCH_UNKNOWN)?;
        let after = self.pages.key::<String>(PRESENCE, &request, &token)?;
        let book = self.kit.branch(&branch).await?;
        let mut tx = self.kit.read().await?;
        let mut rows = presences_of(&mut tx, call, &book).await?;
        rows.retain(|row| after.as_ref().is_none_or(|after| row.technician_id > *after));
        let (presences, next_page_token) = self
            .pages
            .cut(PRESENCE, &request, rows, size, |row| row.technician_id.clone())?;
        Ok(proto::ListPresenceResponse {
            presences,
            next_page_token,
        })
    }
}

/// Where each technician of a branch is, by code.
pub(super) async fn presences_of(
    tx: &mut Tx,
    call: &Call,
    book: &BranchBook,
) -> Result<Vec<proto::TechnicianPresence>> {
    let staff = book
        .all_staff()
        .iter()
        .filter(|member| member.works_as(Role::Technician));
    let mut codes: Vec<&StaffId> = staff.map(|member| &member.id).collect();
    codes.sort_unstable();
    let there = presences::of_branch(tx, book.id()).await?;
    let open = work_orders::open_orders(tx, book.id()).await?;
    let presence = |code: &StaffId| {
        let open = open.get(code).copied().unwrap_or_default();
        match there.iter().find(|there| there.technician_id == *code) {
            Some(there) => present(call, book.id().as_str(), there, open),
            None => never_said(call, book.id().as_str(), code, open),
        }
    };
    Ok(codes.into_iter().map(presence).collect())
}

fn never_said(call: &Call, branch: &str, code: &StaffId, open: i64) -> proto::TechnicianPresence {
    let (available_actions, readonly_reason) = settable(call, code);
    proto::TechnicianPresence {
        branch_id: branch.to_owned(),
        technician_id: code.to_string(),
        presence: Presence::OffDuty.to_wire().into(),
        since: None,
        open_orders: i32::try_from(open).unwrap_or(i32::MAX),
        available_actions,
        readonly_reason,
    }
}

fn entry(order: &WorkOrder, shown: proto::WorkOrder, deadlines: Vec<Deadline>) -> proto::QueueEntry {
    let running = deadlines
        .iter()
        .find(|deadline| deadline.state == DeadlineState::Running);
    proto::QueueEntry {
        work_order: Some(shown),
        next_due_at: running.map(|deadline| deadline.due_at.to_proto()),
        next_due_kind: running.map(|deadline| deadline.kind.clone()).unwrap_or_default(),
        overdue: deadlines.iter().any(|deadline| deadline.state == DeadlineState::Missed),
        sort_key: QueueKey::of(order).text(),
    }
}

/// The open deadlines of some orders by order, earliest due first.
async fn open_deadlines(tx: &mut Tx, orders: &[WorkOrder]) -> Result<HashMap<Uuid, Vec<Deadline>>> {
    let tickets: Vec<Uuid> = orders.iter().map(|order| order.request.ticket_id.uuid()).collect();
    let mut by_order: HashMap<Uuid, Vec<Deadline>> = HashMap::new();
    for deadline in sla::open_of_tickets(tx, &tickets).await? {
        by_order.entry(deadline.subject).or_default().push(deadline);
    }
    Ok(by_order)
}

pub(super) fn narrowed(scope: &BranchScope, wanted: &str) -> Result<BranchScope> {
    if wanted.is_empty() {
        return Ok(scope.clone());
    }
    let branch = branch(wanted)?;
    Ok(scope.narrow(&[branch]))
}

fn ticket(text: &str, field: &str) -> Result<TicketId> {
    Ok(TicketId::parse(text).map_err(|_| INVALID_REQUEST.field(field, "must be a UUID"))?)
}

fn said<T>(text: &str, read: impl Fn(&str) -> Result<T>) -> Result<Option<T>> {
    if text.is_empty() {
        Ok(None)
    } else {
        read(text).map(Some)
    }
}

pub(super) fn list_filter(filter: Option<&proto::WorkOrderFilter>) -> Result<ListFilter> {
    let Some(filter) = filter else {
        return Ok(ListFilter::default());
    };
    let customer = |text: &str| -> Result<CustomerId> {
        Ok(CustomerId::parse(text).map_err(|_| INVALID_REQUEST.field("filter.customer_id", "must be a UUID"))?)
    };
    let date = |text: &str| -> Result<BusinessDate> {
        let bad = || INVALID_REQUEST.field("filter.appointed_date", "must be a date").into();
        BusinessDate::parse(text).ok_or_else(bad)
    };
    Ok(ListFilter {
        states: filter.states().filter_map(State::from_wire).collect(),
        open_only: filter.open_only,
        technician: said(&filter.technician_id, staff)?,
        ticket: said(&filter.ticket_id, |text| ticket(text, "filter.ticket_id"))?,
        customer: said(&filter.customer_id, customer)?,
        appointed: said(&filter.appointed_date, date)?,
        queued_from: instant(filter.queued_from, "filter.queued_from")?,
        queued_to: instant(filter.queued_to, "filter.queued_to")?,
        ..ListFilter::default()
    })
}
