//! Service vouchers (服务凭证): a side of their tickets, and where they are kept once they are back (DSP-38).

use std::collections::HashMap;

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec, fetch_all,
    id::{BranchId, TicketId},
    time::Timestamp,
};

use uuid::Uuid;

use crate::domain::ticket::{RegisterState, Ticket};

/// Where a voucher is kept.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Returned {
    /// When it was carried back.
    pub returned_at: Timestamp,
    /// Where the paper is.
    pub archive_place: String,
    /// Who archived it.
    pub archived_by: String,
}

/// Keeps where a voucher is.
pub async fn insert(tx: &mut Tx, ticket: TicketId, returned: &Returned) -> Result<()> {
    const SQL: &str = "
        INSERT INTO voucher_return (ticket_id, returned_at, archive_place, archived_by)
        VALUES ($1, $2, $3, $4)";
    exec!(
        tx,
        SQL,
        ticket,
        returned.returned_at,
        &returned.archive_place,
        &returned.archived_by
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct ReturnedRow {
    ticket_id: TicketId,
    #[sqlx(flatten)]
    returned: Returned,
}

/// Where the vouchers of some tickets are; those that were archived with the confirmed repair sheet, or are not back,
/// are not among them.
pub async fn of_tickets(tx: &mut Tx, tickets: &[Uuid]) -> Result<HashMap<TicketId, Returned>> {
    const SQL: &str =
        "SELECT ticket_id, returned_at, archive_place, archived_by FROM voucher_return WHERE ticket_id {in}";
    let rows = fetch_many::<ReturnedRow>(tx, SQL, tickets).await?;
    Ok(rows.into_iter().map(|row| (row.ticket_id, row.returned)).collect())
}

/// Which vouchers of a branch a list holds.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Branch.
    pub branch_id: BranchId,
    /// Only this state.
    pub state: Option<RegisterState>,
    /// Issued before.
    pub issued_before: Option<Timestamp>,
}

impl Filter {
    /// Whether the voucher of a ticket meets the conditions.
    pub fn admits(&self, ticket: &Ticket) -> bool {
        ticket.branch_id == self.branch_id
            && self.state.is_none_or(|state| state == ticket.register.state)
            && self.issued_before.is_none_or(|before| ticket.opened_at < before)
    }
}

/// Tickets of up to `limit` vouchers after a place, oldest first.
pub async fn page(tx: &mut Tx, filter: &Filter, after: Option<(Timestamp, TicketId)>, limit: i64) -> Result<Vec<Uuid>> {
    const SQL: &str = "
        SELECT id
        FROM ticket
        WHERE branch_id = $1 AND (opened_at, id) > ($2, $3) AND opened_at < $4 AND register_state LIKE $5
        ORDER BY opened_at, id
        LIMIT $6";
    let (at, id) = after.unwrap_or((Timestamp::MIN, TicketId::from_uuid(Uuid::nil())));
    let state = filter.state.map_or("%", RegisterState::as_str);
    let rows = fetch_all!(
        tx,
        (Uuid,),
        SQL,
        &filter.branch_id,
        at,
        id,
        filter.issued_before.unwrap_or(Timestamp::MAX),
        state,
        limit
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
