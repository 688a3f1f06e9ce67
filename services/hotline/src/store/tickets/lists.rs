//! Lists of tickets and of register rows.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::{Tx, fetch_many},
    fetch_all,
    id::{AssetId, BranchId, CustomerId, TicketId},
    time::Timestamp,
};
use uuid::Uuid;

use super::{
    StoredTicket,
    row::{Row, select},
};
use crate::{
    domain::{
        ticket::{RegisterState, Ticket, TicketState},
        words::ServiceMode,
    },
    store::searchable,
};

/// Which tickets a list holds; all conditions must hold.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Branches.
    pub scope: BranchScope,
    /// States; none is all, an empty list none at all.
    pub states: Option<Vec<TicketState>>,
    /// Neither closed nor cancelled.
    pub open_only: bool,
    /// Customer.
    pub customer_id: Option<CustomerId>,
    /// Asset.
    pub asset_id: Option<AssetId>,
    /// Mode.
    pub mode: Option<ServiceMode>,
    /// Opened not before.
    pub opened_from: Option<Timestamp>,
    /// Opened before.
    pub opened_to: Option<Timestamp>,
}

impl Filter {
    /// Whether a ticket meets the conditions.
    pub fn admits(&self, ticket: &Ticket) -> bool {
        self.scope.contains(&ticket.branch_id)
            && self.states.as_ref().is_none_or(|states| states.contains(&ticket.state))
            && (!self.open_only || ticket.closed_at.is_none())
            && self.customer_id.is_none_or(|customer| customer == ticket.customer_id)
            && self.asset_id.is_none_or(|asset| asset == ticket.asset_id)
            && self.mode.is_none_or(|mode| mode == ticket.mode)
            && self.opened_from.is_none_or(|from| ticket.opened_at >= from)
            && self.opened_to.is_none_or(|to| ticket.opened_at < to)
    }
}

/// Some tickets by their ids, whosever they are.
pub async fn of_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<StoredTicket>> {
    const SQL: &str = select!("WHERE ticket.id {in} ORDER BY ticket.id");
    let rows = fetch_many::<Row>(tx, SQL, ids).await?;
    rows.into_iter().map(Row::stored).collect()
}

/// Selects tickets by what leads the list and by the filter's conditions.
macro_rules! tickets_where {
    ($lead:literal) => {
        concat!(
            select!(""),
            "WHERE ",
            $lead,
            " AND (opened_at, ticket.id) < ($2, $3)",
            " AND ($4 = '' OR $4 LIKE '%,' || state || ',%')",
            " AND (NOT $5 OR closed_at IS NULL)",
            " AND ($6 = '' OR mode = $6)",
            " AND opened_at >= $7 AND opened_at < $8",
            " AND ($9 IS NULL OR asset_id = $9)",
            " ORDER BY opened_at DESC, ticket.id DESC LIMIT $10"
        )
    };
}

/// Up to `limit` tickets before a key, newest first.
pub async fn page(
    tx: &mut Tx,
    filter: &Filter,
    before: (Timestamp, TicketId),
    limit: i64,
) -> Result<Vec<StoredTicket>> {
    const OF_BRANCH: &str = tickets_where!("branch_id = $1");
    const OF_BRANCHES: &str = tickets_where!("($1 = '' OR $1 LIKE '%,' || branch_id || ',%')");
    const OF_CUSTOMER: &str = tickets_where!("($1 = '' OR $1 LIKE '%,' || branch_id || ',%') AND customer_id = $11");
    let branch = match filter.scope.only() {
        Some([only]) => Some(only.as_str()),
        _ => None,
    };
    let branches = searchable(&filter.scope);
    let states = filter.states.as_deref().map(searchable_states).unwrap_or_default();
    let mode = filter.mode.map_or("", ServiceMode::as_str);
    let from = filter.opened_from.unwrap_or(Timestamp::MIN);
    let to = filter.opened_to.unwrap_or(Timestamp::MAX);
    let (open, asset) = (filter.open_only, filter.asset_id);
    let rows = match (filter.customer_id, branch) {
        (Some(customer), _) => {
            fetch_all!(
                tx,
                Row,
                OF_CUSTOMER,
                &branches,
                before.0,
                before.1,
                &states,
                open,
                mode,
                from,
                to,
                asset,
                limit,
                customer
            )
        }
        (None, Some(branch)) => {
            fetch_all!(
                tx, Row, OF_BRANCH, branch, before.0, before.1, &states, open, mode, from, to, asset, limit
            )
        }
        (None, None) => {
            fetch_all!(
                tx,
                Row,
                OF_BRANCHES,
                &branches,
                before.0,
                before.1,
                &states,
                open,
                mode,
                from,
                to,
                asset,
                limit
            )
        }
    };
    rows?.into_iter().map(Row::stored).collect()
}

fn searchable_states(states: &[TicketState]) -> String {
    states
        .iter()
        .fold(",".to_owned(), |list, state| list + state.as_str() + ",")
}

/// Up to `limit` tickets of a customer, newest first.
pub async fn of_customer(tx: &mut Tx, scope: &BranchScope, id: CustomerId, limit: i64) -> Result<Vec<StoredTicket>> {
    const SQL: &str = select!(
        "WHERE customer_id = $1 AND ($2 = '' OR $2 LIKE '%,' || branch_id || ',%') \
         ORDER BY opened_at DESC, ticket.id DESC LIMIT $3"
    );
    let rows = fetch_all!(tx, Row, SQL, id, searchable(scope), limit)?;
    rows.into_iter().map(Row::stored).collect()
}

/// Which rows of a branch's register a list holds.
#[derive(Debug, Clone)]
pub struct RegisterFilter {
    /// Branch.
    pub branch_id: BranchId,
    /// Only this state.
    pub state: Option<RegisterState>,
    /// Reported not before.
    pub reported_from: Option<Timestamp>,
    /// Reported before.
    pub reported_to: Option<Timestamp>,
}

impl RegisterFilter {
    /// Whether a ticket's row meets the conditions.
    pub fn admits(&self, ticket: &Ticket) -> bool {
        let reported = ticket.first_requested_at;
        ticket.branch_id == self.branch_id
            && self.state.is_none_or(|state| state == ticket.register.state)
            && self.reported_from.is_none_or(|from| reported >= from)
            && self.reported_to.is_none_or(|to| reported < to)
    }
}

/// Up to `limit` rows of a register after a place in the series.
pub async fn register_page(tx: &mut Tx, filter: &RegisterFilter, after: i64, limit: i64) -> Result<Vec<StoredTicket>> {
    const SQL: &str = select!(
        "WHERE branch_id = $1 AND register_position > $2 AND register_state LIKE $3 \
         AND first_requested_at >= $4 AND first_requested_at < $5 ORDER BY register_position LIMIT $6"
    );
    let state = filter.state.map_or("%", RegisterState::as_str);
    let from = filter.reported_from.unwrap_or(Timestamp::MIN);
    let to = filter.reported_to.unwrap_or(Timestamp::MAX);
    let rows = fetch_all!(tx, Row, SQL, &filter.branch_id, after, state, from, to, limit)?;
    rows.into_iter().map(Row::stored).collect()
}
