//! Work orders: one at a time.

use std::collections::HashMap;

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::{Tx, fetch_many},
    etag, exec, fetch_all, fetch_optional,
    id::{TicketId, WorkOrderId},
};
use uuid::Uuid;

pub use super::work_order_lists::{listed, open_orders, queue, waiting};
use super::{
    amendments, attached, bookings, contact_attempts, extra_consents, late_facts, missed_services, part_lines,
    visit_payments, visits,
    work_order_row::{Row, codes, select_order},
};
use crate::domain::{WorkOrder, reasons::WORK_ORDER_NOT_FOUND};

/// An order of one of the caller's branches.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`.
pub async fn get(tx: &mut Tx, scope: &BranchScope, id: WorkOrderId) -> Result<WorkOrder> {
    const SQL: &str = select_order!("WHERE id = $1");
    let row = fetch_optional!(tx, Row, SQL, id)?;
    found(tx, scope, row).await
}

/// As [`get`], and keeps others from changing it until the transaction ends.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`.
pub async fn lock(tx: &mut Tx, scope: &BranchScope, id: WorkOrderId) -> Result<WorkOrder> {
    const PORTABLE: &str = select_order!("WHERE id = $1");
    const POSTGRES: &str = select_order!("WHERE id = $1 FOR UPDATE");
    let sql = if tx.is_postgres() { POSTGRES } else { PORTABLE };
    let row = fetch_optional!(tx, Row, sql, id)?;
    found(tx, scope, row).await
}

/// The latest order of a ticket.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`.
pub async fn latest_of_ticket(tx: &mut Tx, scope: &BranchScope, ticket: TicketId) -> Result<WorkOrder> {
    const SQL: &str = select_order!("WHERE ticket_id = $1 ORDER BY id DESC LIMIT 1");
    let row = fetch_optional!(tx, Row, SQL, ticket)?;
    found(tx, scope, row).await
}

/// The ids of a ticket's orders, oldest first.
pub async fn ids_of_ticket(tx: &mut Tx, ticket: TicketId) -> Result<Vec<WorkOrderId>> {
    let rows = fetch_all!(
        tx,
        (WorkOrderId,),
        "SELECT id FROM work_order WHERE ticket_id = $1 ORDER BY id",
        ticket
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Gives the ticket's numbers to its orders that have none; gives those orders.
pub async fn number(tx: &mut Tx, ticket: TicketId, register_no: &str, voucher_no: &str) -> Result<Vec<WorkOrderId>> {
    const SQL: &str = "
        UPDATE work_order
        SET register_no = $2, voucher_no = $3
        WHERE ticket_id = $1 AND register_no = ''
        RETURNING id";
    let rows = fetch_all!(tx, (WorkOrderId,), SQL, ticket, register_no, voucher_no)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whether an order has the id, whosever it is.
pub async fn is_taken(tx: &mut Tx, id: WorkOrderId) -> Result<bool> {
    let found = fetch_all!(tx, (WorkOrderId,), "SELECT id FROM work_order WHERE id = $1", id)?;
    Ok(!found.is_empty())
}

/// Every order of some tickets, oldest first, whosever they are.
pub async fn of_tickets(tx: &mut Tx, tickets: &[Uuid]) -> Result<Vec<WorkOrder>> {
    const SQL: &str = select_order!("WHERE ticket_id {in} ORDER BY id");
    let rows = fetch_many::<Row>(tx, SQL, tickets).await?;
    whole(tx, rows).await
}

async fn found(tx: &mut Tx, scope: &BranchScope, row: Option<Row>) -> Result<WorkOrder> {
    let row = row.ok_or(&WORK_ORDER_NOT_FOUND)?;
    scope.admit(&row.branch_id, &WORK_ORDER_NOT_FOUND)?;
    let mut orders = whole(tx, vec![row]).await?;
    orders.pop().ok_or_else(|| (&WORK_ORDER_NOT_FOUND).into())
}

/// The orders with what stands in the other tables, in a few round trips however many they are.
pub(super) async fn whole(tx: &mut Tx, rows: Vec<Row>) -> Result<Vec<WorkOrder>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id.uuid()).collect();
    let mut contacts = grouped(contact_attempts::of_orders(tx, &ids).await?);
    let mut visits = grouped(visits::of_orders(tx, &ids).await?);
    let mut parts = grouped(part_lines::of_orders(tx, &ids).await?);
    let mut missed = grouped(missed_services::of_orders(tx, &ids).await?);
    let mut late = grouped(late_facts::of_orders(tx, &ids).await?);
    let mut extras = grouped(extra_consents::of_orders(tx, &ids).await?);
    let mut amendments = grouped(amendments::of_orders(tx, &ids).await?);
    let mut paid = grouped(visit_payments::of_orders(tx, &ids).await?);
    let whole = |row: Row| {
        let id = row.id.uuid();
        let mut order = row.into_order();
        order.contacts = contacts.remove(&id).unwrap_or_default();
        order.visits = visits.remove(&id).unwrap_or_default();
        order.parts = parts.remove(&id).unwrap_or_default();
        order.missed = missed.remove(&id).unwrap_or_default();
        order.late = late.remove(&id).unwrap_or_default();
        order.extras = extras.remove(&id).unwrap_or_default();
        order.amendments = amendments.remove(&id).unwrap_or_default();
        for (number, money) in paid.remove(&id).unwrap_or_default() {
            if let Some(visit) = order.visits.iter_mut().find(|visit| visit.number == number) {
                visit.paid = money;
            }
        }
        order
    };
    let mut orders: Vec<WorkOrder> = rows.into_iter().map(whole).collect();
    attached::put_in(tx, &mut orders).await?;
    Ok(orders)
}

pub(super) fn grouped<T>(rows: Vec<(Uuid, T)>) -> HashMap<Uuid, Vec<T>> {
    let mut groups: HashMap<Uuid, Vec<T>> = HashMap::new();
    for (id, item) in rows {
        groups.entry(id).or_default().push(item);
    }
    groups
}

const INSERT: &str = "
    INSERT INTO work_order (
        id, number, branch_id, ticket_id, state, source, reissued, original_id, customer_id, asset_id,
        product_line, model, serial_number, fault_kind, in_warranty, in_onsite_period, service_class, coverage,
        zone, register_no, voucher_no, first_requested_at, urged, promised_contact_by, queued_at, visit_number,
        visit_from, no_parts_needed, cancel_note, return_reason, in_queue, queue_rank, zone_rank, wanted_at,
        order_type, payer_kind, payer_id, crew, agreed_total, quote_version, same_day, technician_id, assigned_at,
        contact_owner, received_at, received_by, reissue_late, version
    ) VALUES (
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
        $24, $25, $26, $27, $28, '', '', $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44,
        $45, 1
    )
    ON CONFLICT DO NOTHING";

/// Stores a new order; `false` when the hand-over of its ticket made one before.
pub async fn insert(tx: &mut Tx, order: &mut WorkOrder) -> Result<bool> {
    let request = &order.request;
    let rows = exec!(
        tx,
        INSERT,
        order.id,
        &order.number,
        &order.branch_id,
        request.ticket_id,
        order.state,
        order.source,
        order.reissued,
        order.original_id,
        request.customer_id,
        request.asset_id,
        &request.product_line,
        &request.model,
        &request.serial_number,
        request.fault_kind,
        request.in_warranty,
        request.in_onsite_period,
        request.service_class,
        request.coverage,
        request.zone,
        &request.register_no,
        &request.voucher_no,
        request.first_requested_at,
        request.urged,
        request.promised_contact_by,
        order.queued_at,
        order.visit_number,
        order.visit_from,
        order.no_parts_needed,
        order.state.is_in_queue(),
        order.queue_rank(),
        request.zone.rank(),
        order.wanted_at(),
        request.order_type,
        request.payer.kind,
        request.payer.party_id,
        codes(&order.crew),
        order.agreed_total,
        order.quote_version,
        order.same_day,
        order.technician_id.as_ref(),
        order.assigned_at,
        order.contact_owner,
        order.received.as_ref().map(|(at, _)| *at),
        order.received.as_ref().map(|(_, by)| by),
        order.reissue_late,
    )?;
    order.version = 1;
    Ok(rows == 1)
}

const SAVE: &str = "
    UPDATE work_order
    SET
        state = $3,
        waiting = $4,
        received_at = $5,
        received_by = $6,
        technician_id = $7,
        assigned_at = $8,
        contact_owner = $9,
        visit_number = $10,
        visit_from = $11,
        promised_start = $12,
        appointed_date = $13,
        no_parts_needed = $14,
        confirmed_at = $15,
        confirmed_by = $16,
        cancel_reason = $17,
        cancel_note = $18,
        return_reason = $19,
        ticket_cancelled_at = $20,
        in_queue = $21,
        wanted_at = $22,
        queue_rank = $23,
        crew = $24,
        same_day = $25,
        bonus_exclusion = $26,
        report_delay_days = $27,
        phoned_at = $28,
        phoned_by = $29,
        phone_findings = $30,
        manual_read_at = $31,
        manual_read_by = $32,
        carried_over = $33,
        received_way = $34,
        version = version + 1
    WHERE id = $1 AND version = $2";

/// Stores what changed in the order's own row, books its crew and keeps new late facts; gives it its next version.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn save(tx: &mut Tx, order: &mut WorkOrder) -> Result<()> {
    let promise = order.promise();
    let rows = exec!(
        tx,
        SAVE,
        order.id,
        order.version,
        order.state,
        order.waiting,
        order.received.as_ref().map(|(at, _)| *at),
        order.received.as_ref().map(|(_, by)| by),
        order.technician_id.as_ref(),
        order.assigned_at,
        order.contact_owner,
        order.visit_number,
        order.visit_from,
        promise.map(|promise| promise.window.start),
        promise.map(|promise| promise.appointed_date),
        order.no_parts_needed,
        order.confirmed.as_ref().map(|(at, _)| *at),
        order.confirmed.as_ref().map(|(_, by)| by),
        order.cancel_reason,
        &order.cancel_note,
        &order.return_reason,
        order.ticket_cancelled_at,
        order.state.is_in_queue(),
        order.wanted_at(),
        order.queue_rank(),
        codes(&order.crew),
        order.same_day,
        &order.bonus_exclusion,
        order.report_delay_days,
        order.phoned.as_ref().map(|(at, _)| *at),
        order.phoned.as_ref().map(|(_, by)| by),
        &order.phone_findings,
        order.manual_read.as_ref().map(|(at, _)| *at),
        order.manual_read.as_ref().map(|(_, by)| by),
        order.carried_over,
        order.received_way,
    )?;
    order.version += 1;
    etag::changed(rows)?;
    bookings::put(tx, order).await?;
    for late in &mut order.late {
        if !std::mem::replace(&mut late.kept, true) {
            late_facts::insert(tx, order.id, late).await?;
        }
    }
    Ok(())
}
