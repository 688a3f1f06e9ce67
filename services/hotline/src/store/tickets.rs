//! Tickets and their register rows.

mod lists;
mod row;

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    etag, exec, fetch_all, fetch_optional,
    id::{AssetId, BranchId, CustomerId, TicketId},
    time::Timestamp,
};
use uuid::Uuid;

pub use lists::{Filter, RegisterFilter, of_customer, of_ids, page, register_page};
use row::{Row, select};

use crate::domain::{ticket::Ticket, words::FaultKind};

/// A ticket with what is sealed of it.
pub struct StoredTicket {
    /// The ticket.
    pub ticket: Ticket,
    /// The contact, sealed; none once the ticket is over.
    pub contact: Option<Vec<u8>>,
    /// How it was solved by telephone, sealed.
    pub solution: Option<Vec<u8>>,
    /// Why another coverage than the derived one counts, sealed.
    pub coverage_reason: Option<Vec<u8>>,
}

/// Adds a ticket; `solution` and `coverage_reason` are sealed.
pub async fn insert(
    tx: &mut Tx,
    ticket: &Ticket,
    solution: Option<&[u8]>,
    coverage_reason: Option<&[u8]>,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO ticket (
            id, branch_id, state, outcome, register_no, register_position, voucher_no, register_state, channel,
            call_id, customer_id, asset_id, product_line, model, serial_number, zone, fault_kind, mode,
            service_class, coverage_kind, entitlement, urged, promised_contact_by, first_requested_at,
            handed_over_at, target_branch_id, consultation_id, solution, repeat_of, opened_by, opened_at,
            closed_at, cleared_at, cleared_by, voucher_archived_at, version, coverage_reason
        ) VALUES (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
            $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37
        )";
    let entitlement = serde_json::to_string(&ticket.entitlement)
        .map_err(|source| Error::internal_from("could not write an entitlement", source))?;
    exec!(
        tx,
        SQL,
        ticket.id,
        &ticket.branch_id,
        ticket.state,
        ticket.outcome,
        &ticket.register.no,
        ticket.register.position,
        &ticket.register.voucher_no,
        ticket.register.state,
        ticket.channel,
        ticket.call_id,
        ticket.customer_id,
        ticket.asset_id,
        &ticket.product_line,
        &ticket.model,
        &ticket.serial_number,
        ticket.zone,
        ticket.fault_kind,
        ticket.mode,
        ticket.service_class,
        ticket.coverage_kind,
        entitlement,
        ticket.urged,
        ticket.promised_contact_by,
        ticket.first_requested_at,
        ticket.handed_over_at,
        ticket.target_branch_id.as_ref(),
        ticket.consultation_id,
        solution,
        ticket.repeat_of,
        &ticket.opened_by,
        ticket.opened_at,
        ticket.closed_at,
        ticket.register.cleared_at,
        &ticket.register.cleared_by,
        ticket.register.voucher_archived_at,
        ticket.version,
        coverage_reason,
    )?;
    Ok(())
}

/// Stores what can change of a ticket.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn update(tx: &mut Tx, ticket: &mut Ticket) -> Result<()> {
    const SQL: &str = "
        UPDATE ticket
        SET
            state = $3,
            outcome = $4,
            register_state = $5,
            work_order_id = $6,
            work_order_no = $7,
            closed_at = $8,
            cancel_reason = $9,
            dispatched_at = $10,
            cleared_at = $11,
            cleared_by = $12,
            voucher_archived_at = $13,
            version = version + 1
        WHERE id = $1 AND version = $2";
    let rows = exec!(
        tx,
        SQL,
        ticket.id,
        ticket.version,
        ticket.state,
        ticket.outcome,
        ticket.register.state,
        ticket.work_order.as_ref().map(|order| order.id),
        ticket.work_order.as_ref().map(|order| order.no.as_str()),
        ticket.closed_at,
        ticket.cancel_reason,
        ticket.register.dispatched_at,
        ticket.register.cleared_at,
        &ticket.register.cleared_by,
        ticket.register.voucher_archived_at,
    )?;
    ticket.version += 1;
    etag::changed(rows)
}

/// Keeps why a ticket was cancelled, in the customer's words, sealed.
pub async fn note_cancellation(tx: &mut Tx, ticket: TicketId, note: &[u8]) -> Result<()> {
    exec!(tx, "UPDATE ticket SET cancel_note = $2 WHERE id = $1", ticket, note)?;
    Ok(())
}

/// A ticket that exists for the scope.
pub async fn by_id(tx: &mut Tx, scope: &BranchScope, id: TicketId) -> Result<Option<StoredTicket>> {
    const SQL: &str = select!("WHERE ticket.id = $1");
    visible(fetch_optional!(tx, Row, SQL, id)?, scope)
}

/// A ticket by its register number.
pub async fn by_register_no(tx: &mut Tx, scope: &BranchScope, no: &str) -> Result<Option<StoredTicket>> {
    const SQL: &str = select!("WHERE ticket.register_no = $1");
    visible(fetch_optional!(tx, Row, SQL, no)?, scope)
}

fn visible(row: Option<Row>, scope: &BranchScope) -> Result<Option<StoredTicket>> {
    let found = row.map(Row::stored).transpose()?;
    Ok(found.filter(|stored| scope.contains(&stored.ticket.branch_id)))
}

/// An earlier ticket that may be about the same matter (HOT-08).
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Earlier {
    /// Its id.
    pub id: TicketId,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Who opened it.
    pub opened_by: String,
}

/// The newest ticket of a branch for the same customer, asset and kind of fault that was not taken by mistake.
pub async fn same_matter(
    tx: &mut Tx,
    branch: &BranchId,
    customer: CustomerId,
    asset: AssetId,
    fault: FaultKind,
) -> Result<Option<Earlier>> {
    const SQL: &str = "
        SELECT id, opened_at, opened_by
        FROM ticket
        WHERE customer_id = $1 AND asset_id = $2 AND branch_id = $3 AND fault_kind = $4
            AND (cancel_reason IS NULL OR cancel_reason = 'CUSTOMER_WITHDREW') AND opened_by <> 'system'
        ORDER BY opened_at DESC
        LIMIT 1";
    fetch_optional!(tx, Earlier, SQL, customer, asset, branch, fault)
}

/// Ids of the tickets of a call, in the order they were opened.
pub async fn ids_of_call(tx: &mut Tx, call: Uuid) -> Result<Vec<TicketId>> {
    const SQL: &str = "SELECT id FROM ticket WHERE call_id = $1 ORDER BY opened_at, id";
    Ok(fetch_all!(tx, (TicketId,), SQL, call)?
        .into_iter()
        .map(|(id,)| id)
        .collect())
}

/// How often customers had to call again about matters that one agent handled first (HOT-08).
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Repeated {
    /// The agent.
    pub agent: String,
    /// Tickets that the agent opened.
    pub handled: i64,
    /// Those with a later ticket about the same matter.
    pub repeated: i64,
}

/// Repeated calls about the tickets that a branch opened in a time, by who handled them first.
pub async fn repeats(tx: &mut Tx, branch: &BranchId, from: Timestamp, to: Timestamp) -> Result<Vec<Repeated>> {
    const SQL: &str = "
        SELECT earlier.opened_by AS agent,
            COUNT(*) AS handled,
            CAST(SUM(CASE
                WHEN EXISTS (SELECT 1 FROM ticket again WHERE again.repeat_of = earlier.id) THEN 1
                WHEN EXISTS (SELECT 1 FROM call_inquiry i WHERE i.ticket_id = earlier.id AND i.repeated) THEN 1
                ELSE 0
            END) AS BIGINT) AS repeated
        FROM ticket earlier
        WHERE earlier.branch_id = $1 AND earlier.opened_at >= $2 AND earlier.opened_at < $3
            AND (earlier.cancel_reason IS NULL OR earlier.cancel_reason = 'CUSTOMER_WITHDREW')
            AND earlier.opened_by <> 'system'
        GROUP BY earlier.opened_by
        ORDER BY earlier.opened_by";
    fetch_all!(tx, Repeated, SQL, branch, from, to)
}
