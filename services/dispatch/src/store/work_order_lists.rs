//! Work orders: many at a time.

use std::collections::HashMap;

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    fetch_all,
    id::{BranchId, CustomerId, StaffId, TicketId, WorkOrderId},
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use super::{
    work_order_row::{Row, select_order},
    work_orders::whole,
};
use crate::domain::{State, WorkOrder, sorting};

/// Which work orders to list. All given conditions must hold.
#[derive(Debug, Clone, Default)]
pub struct ListFilter {
    /// In one of these states; all when empty.
    pub states: Vec<State>,
    /// Neither closed, cancelled nor returned.
    pub open_only: bool,
    /// Of this technician.
    pub technician: Option<StaffId>,
    /// Of this technician or with him in the crew.
    pub member: Option<StaffId>,
    /// Of this ticket.
    pub ticket: Option<TicketId>,
    /// Of this customer.
    pub customer: Option<CustomerId>,
    /// Appointed on this local date.
    pub appointed: Option<BusinessDate>,
    /// Queued not before.
    pub queued_from: Option<Timestamp>,
    /// Queued before.
    pub queued_to: Option<Timestamp>,
    /// Older than this order.
    pub before: Option<WorkOrderId>,
    /// At most so many.
    pub limit: i64,
}

impl ListFilter {
    /// The wanted states as a list that SQL can search; empty for all.
    fn wanted_states(&self) -> String {
        let wanted = |state: &&State| {
            (self.states.is_empty() || self.states.contains(state)) && (!self.open_only || state.is_open())
        };
        if self.states.is_empty() && !self.open_only {
            return String::new();
        }
        // a leading dot keeps a list without any state from meaning all of them
        let names: String = State::ALL
            .iter()
            .filter(wanted)
            .map(|state| format!(",{state},"))
            .collect();
        format!(".{names}")
    }

    /// Whether an order meets the conditions, wherever it stands in the list.
    pub fn admits(&self, order: &WorkOrder) -> bool {
        let request = &order.request;
        (self.states.is_empty() || self.states.contains(&order.state))
            && (!self.open_only || order.state.is_open())
            && (self.technician.is_none() || self.technician == order.technician_id)
            && self
                .member
                .as_ref()
                .is_none_or(|member| order.everybody().contains(member))
            && self.ticket.is_none_or(|ticket| ticket == request.ticket_id)
            && self.customer.is_none_or(|customer| customer == request.customer_id)
            && self
                .appointed
                .is_none_or(|date| order.promise().is_some_and(|it| it.appointed_date == date))
            && self.queued_from.is_none_or(|from| order.queued_at >= from)
            && self.queued_to.is_none_or(|to| order.queued_at < to)
    }

    /// Greatest id that no order has, so that the first page begins at the newest.
    fn before(&self) -> Uuid {
        self.before.map_or(Uuid::max(), WorkOrderId::uuid)
    }
}

/// The conditions of [`ListFilter`], after the one that chooses the index.
macro_rules! select_filtered {
    ($first:literal) => {
        concat!(
            select_order!(""),
            "WHERE ",
            $first,
            " AND id < $2 AND ($3 = '' OR $3 LIKE '%,' || state || ',%') AND ($4 IS NULL OR technician_id = $4) ",
            "AND ($5 IS NULL OR ticket_id = $5) AND ($6 IS NULL OR customer_id = $6) ",
            "AND ($7 IS NULL OR appointed_date = $7) AND ($8 IS NULL OR queued_at >= $8) ",
            "AND ($9 IS NULL OR queued_at < $9) AND ($10 IS NULL OR technician_id = $10 ",
            "OR REPLACE(',' || crew || ',', ',' || $10 || ',', '') <> ',' || crew || ',') ORDER BY id DESC LIMIT $11"
        )
    };
}

/// Orders of the caller's branches, newest first.
pub async fn listed(tx: &mut Tx, scope: &BranchScope, filter: &ListFilter) -> Result<Vec<WorkOrder>> {
    let mut rows = Vec::new();
    match scope.only() {
        None => rows = page(tx, None, filter).await?,
        Some(branches) => {
            for branch in branches {
                rows.extend(page(tx, Some(branch), filter).await?);
            }
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    rows.truncate(usize::try_from(filter.limit).unwrap_or_default());
    whole(tx, rows).await
}

async fn page(tx: &mut Tx, branch: Option<&BranchId>, filter: &ListFilter) -> Result<Vec<Row>> {
    const ANY: &str = select_filtered!("$1 IS NULL");
    const OF_BRANCH: &str = select_filtered!("branch_id = $1");
    let sql = if branch.is_some() { OF_BRANCH } else { ANY };
    fetch_all!(
        tx,
        Row,
        sql,
        branch,
        filter.before(),
        filter.wanted_states(),
        filter.technician.as_ref(),
        filter.ticket,
        filter.customer,
        filter.appointed,
        filter.queued_from,
        filter.queued_to,
        filter.member.as_ref(),
        filter.limit,
    )
}

/// The place of an order in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct QueueKey {
    rank: i64,
    wanted_at: Timestamp,
    zone: i64,
    first_requested_at: Timestamp,
    id: WorkOrderId,
}

impl QueueKey {
    /// Before every order.
    const FIRST: Self = Self {
        rank: -1,
        wanted_at: Timestamp::MIN,
        zone: -1,
        first_requested_at: Timestamp::MIN,
        id: WorkOrderId::from_uuid(Uuid::nil()),
    };

    /// Of an order.
    pub fn of(order: &WorkOrder) -> Self {
        Self {
            rank: order.queue_rank(),
            wanted_at: order.wanted_at(),
            zone: order.request.zone.rank(),
            first_requested_at: order.request.first_requested_at,
            id: order.id,
        }
    }
}

impl QueueKey {
    /// The key as text that sorts as the key does, byte by byte.
    pub fn text(&self) -> String {
        format!(
            "{:x}{}{:x}{}{}",
            self.rank,
            sorting(self.wanted_at),
            self.zone,
            sorting(self.first_requested_at),
            self.id
        )
    }
}

/// Orders of a branch that want attention, by [`WorkOrder::queue_rank`], then by when they are wanted, zone and first
/// request (DSP-15, DSP-31, DSP-36).
pub async fn queue(
    tx: &mut Tx,
    branch: &BranchId,
    unassigned_only: bool,
    after: Option<QueueKey>,
    limit: i64,
) -> Result<Vec<WorkOrder>> {
    const SQL: &str = select_order!(
        "WHERE branch_id = $1 AND in_queue
        AND (queue_rank, wanted_at, zone_rank, first_requested_at, id) > ($2, $3, $4, $5, $6)
        AND ($7 OR technician_id IS NULL)
        ORDER BY queue_rank, wanted_at, zone_rank, first_requested_at, id
        LIMIT $8"
    );
    let after = after.unwrap_or(QueueKey::FIRST);
    let rows = fetch_all!(
        tx,
        Row,
        SQL,
        branch,
        after.rank,
        after.wanted_at,
        after.zone,
        after.first_requested_at,
        after.id,
        !unassigned_only,
        limit,
    )?;
    whole(tx, rows).await
}

/// Ids of a branch's orders that no coordinator received yet, in the order of the queue (HOT-46).
pub async fn waiting(tx: &mut Tx, branch: &BranchId, limit: i64) -> Result<Vec<WorkOrderId>> {
    const SQL: &str = "
        SELECT id
        FROM work_order
        WHERE branch_id = $1 AND in_queue AND state = 'QUEUED'
        ORDER BY queue_rank, wanted_at, zone_rank, first_requested_at, id
        LIMIT $2";
    let rows = fetch_all!(tx, (WorkOrderId,), SQL, branch, limit)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// How many open orders each technician of a branch has (DSP-18).
pub async fn open_orders(tx: &mut Tx, branch: &BranchId) -> Result<HashMap<StaffId, i64>> {
    const SQL: &str = "
        SELECT technician_id, COUNT(*)
        FROM work_order
        WHERE branch_id = $1 AND in_queue AND technician_id IS NOT NULL
        GROUP BY technician_id";
    Ok(fetch_all!(tx, (StaffId, i64), SQL, branch)?.into_iter().collect())
}
