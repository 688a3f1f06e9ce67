//! Goods in custody: receipt and card.

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::{Tx, fetch_many},
    etag, exec, fetch_all, fetch_optional,
    id::{AssetId, BranchId, CustomerId, StaffId, TicketId, WorkOrderId},
    time::{BusinessDate, Timestamp},
};

use super::custody_escalations;
use crate::domain::{
    Card, CustodyState, Done, Goods, ReplacedPart, ServiceClass, SignatureMethod, TakeBack, TakeBackId, Unrepaired,
    custody_reasons::TAKE_BACK_NOT_FOUND,
};

/// The columns of [`Row`], for every statement that reads it.
macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT ",
            "id, branch_id, work_order_id, visit_number, ticket_id, customer_id, asset_id, service_class, state, ",
            "receipt_no, goods, serial_number, accessories, condition, promised_return, taken_at, taken_by, ",
            "receipt_signed_at, receipt_sign_method, card_no, location, fault, technician_id, planned_finish, ",
            "registered_at, registered_by, repair_minutes, replaced_parts, no_parts, finished_at, finished_by, ",
            "unrepaired_reason, unrepaired_note, inspected_at, inspected_by, inspection_note, return_date, delivered_at, delivered_by, ",
            "delivery_signed_at, delivery_sign_method, lost_receipt, invoice_due_at, invoice_requested_at, ",
            "invoice_requested_by, invoice_late, archived_at, archived_by, archive_reference, version ",
            "FROM take_back ",
            $tail
        )
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    id: TakeBackId,
    branch_id: BranchId,
    work_order_id: WorkOrderId,
    visit_number: i64,
    ticket_id: TicketId,
    customer_id: CustomerId,
    asset_id: AssetId,
    service_class: ServiceClass,
    state: CustodyState,
    receipt_no: String,
    goods: String,
    serial_number: String,
    accessories: String,
    condition: String,
    promised_return: BusinessDate,
    taken_at: Timestamp,
    taken_by: String,
    receipt_signed_at: Timestamp,
    receipt_sign_method: SignatureMethod,
    card_no: Option<String>,
    location: Option<String>,
    fault: Option<String>,
    technician_id: Option<StaffId>,
    planned_finish: Option<Timestamp>,
    registered_at: Option<Timestamp>,
    registered_by: Option<String>,
    repair_minutes: i64,
    replaced_parts: String,
    no_parts: bool,
    finished_at: Option<Timestamp>,
    finished_by: Option<String>,
    unrepaired_reason: Option<Unrepaired>,
    unrepaired_note: String,
    inspected_at: Option<Timestamp>,
    inspected_by: Option<String>,
    inspection_note: String,
    return_date: Option<BusinessDate>,
    delivered_at: Option<Timestamp>,
    delivered_by: Option<String>,
    delivery_signed_at: Option<Timestamp>,
    delivery_sign_method: Option<SignatureMethod>,
    lost_receipt: String,
    invoice_due_at: Option<Timestamp>,
    invoice_requested_at: Option<Timestamp>,
    invoice_requested_by: Option<String>,
    invoice_late: bool,
    archived_at: Option<Timestamp>,
    archived_by: Option<String>,
    archive_reference: String,
    version: i64,
}

/// A take-back of one of the caller's branches.
///
/// # Errors
/// `TAKE_BACK_NOT_FOUND`.
pub async fn get(tx: &mut Tx, scope: &BranchScope, id: TakeBackId) -> Result<TakeBack> {
    const SQL: &str = select!("WHERE id = $1");
    let row = fetch_optional!(tx, Row, SQL, id)?;
    found(tx, scope, row).await
}

/// As [`get`], and keeps others from changing it until the transaction ends.
///
/// # Errors
/// `TAKE_BACK_NOT_FOUND`.
pub async fn lock(tx: &mut Tx, scope: &BranchScope, id: TakeBackId) -> Result<TakeBack> {
    const PORTABLE: &str = select!("WHERE id = $1");
    const POSTGRES: &str = select!("WHERE id = $1 FOR UPDATE");
    let sql = if tx.is_postgres() { POSTGRES } else { PORTABLE };
    let row = fetch_optional!(tx, Row, sql, id)?;
    found(tx, scope, row).await
}

async fn found(tx: &mut Tx, scope: &BranchScope, row: Option<Row>) -> Result<TakeBack> {
    let row = row.ok_or(&TAKE_BACK_NOT_FOUND)?;
    scope.admit(&row.branch_id, &TAKE_BACK_NOT_FOUND)?;
    let mut one = whole(tx, vec![row]).await?;
    one.pop().ok_or_else(|| (&TAKE_BACK_NOT_FOUND).into())
}

/// When the goods of an order's visit were delivered, if they were taken back and are.
pub async fn delivered_at(tx: &mut Tx, order: WorkOrderId, visit: i64) -> Result<Option<Timestamp>> {
    const SQL: &str = "SELECT delivered_at FROM take_back WHERE work_order_id = $1 AND visit_number = $2";
    let row = fetch_optional!(tx, (Option<Timestamp>,), SQL, order, visit)?;
    Ok(row.and_then(|(at,)| at))
}

/// Which take-backs to list. All given conditions must hold.
#[derive(Debug, Clone, Default)]
pub struct CustodyFilter {
    /// In one of these states; all when empty.
    pub states: Vec<CustodyState>,
    /// Repaired by this technician.
    pub technician: Option<StaffId>,
    /// With an open receipt.
    pub receipt_open: bool,
    /// With an unanswered call for help.
    pub escalated: bool,
    /// Of this work order.
    pub work_order: Option<WorkOrderId>,
    /// Taken after this one.
    pub after: Option<TakeBackId>,
    /// At most so many.
    pub limit: i64,
}

impl CustodyFilter {
    /// A take-back matches, wherever it stands in the list.
    pub fn admits(&self, it: &TakeBack) -> bool {
        let technician = it.card.as_ref().map(|card| &card.technician_id);
        (self.states.is_empty() || self.states.contains(&it.state))
            && (self.technician.is_none() || self.technician.as_ref() == technician)
            && (!self.receipt_open || it.receipt_open())
            && (!self.escalated || it.open_escalation().is_some())
            && self.work_order.is_none_or(|order| order == it.work_order_id)
    }
}

/// Take-backs of a branch, longest taken first.
pub async fn listed(tx: &mut Tx, branch: &BranchId, filter: &CustodyFilter) -> Result<Vec<TakeBack>> {
    const SQL: &str = select!(
        "WHERE branch_id = $1 AND id > $2 AND ($3 = '' OR $3 LIKE '%,' || state || ',%')
        AND ($4 IS NULL OR technician_id = $4) AND (NOT $5 OR receipt_open) AND (NOT $6 OR escalated)
        AND ($7 IS NULL OR work_order_id = $7)
        ORDER BY id
        LIMIT $8"
    );
    let states: String = filter.states.iter().map(|state| format!(",{state},")).collect();
    let rows = fetch_all!(
        tx,
        Row,
        SQL,
        branch,
        filter.after.map_or(uuid::Uuid::nil(), TakeBackId::uuid),
        &states,
        filter.technician.as_ref(),
        filter.receipt_open,
        filter.escalated,
        filter.work_order,
        filter.limit,
    )?;
    whole(tx, rows).await
}

/// Some take-backs, whether they match a filter or not.
pub async fn of_ids(tx: &mut Tx, ids: &[uuid::Uuid]) -> Result<Vec<TakeBack>> {
    const SQL: &str = select!("WHERE id {in}");
    let rows = fetch_many(tx, SQL, ids).await?;
    whole(tx, rows).await
}

/// How many receipts of a branch are not voided, and how many of its goods are between IN and OUT by their state.
pub async fn open_counts(tx: &mut Tx, branch: &BranchId) -> Result<(i64, i64)> {
    const SQL: &str = "
        SELECT
            COALESCE(SUM(CASE WHEN receipt_open THEN 1 ELSE 0 END), 0),
            COALESCE(SUM(CASE WHEN receipt_open AND state <> 'RECEIPTED' THEN 1 ELSE 0 END), 0)
        FROM take_back
        WHERE branch_id = $1";
    let row = fetch_optional!(tx, (i64, i64), SQL, branch)?;
    Ok(row.unwrap_or_default())
}

async fn whole(tx: &mut Tx, rows: Vec<Row>) -> Result<Vec<TakeBack>> {
    let ids: Vec<uuid::Uuid> = rows.iter().map(|row| row.id.uuid()).collect();
    let mut escalations = custody_escalations::of_take_backs(tx, &ids).await?;
    let read = |row: Row| {
        let id = row.id.uuid();
        let mut take_back = row.read()?;
        let (mine, rest) = std::mem::take(&mut escalations)
            .into_iter()
            .partition(|(of, _)| *of == id);
        escalations = rest;
        let mine: Vec<_> = mine;
        take_back.escalations = mine.into_iter().map(|(_, escalation)| escalation).collect();
        Ok(take_back)
    };
    rows.into_iter().map(read).collect()
}

const INSERT: &str = "
    INSERT INTO take_back (
        id, branch_id, work_order_id, visit_number, ticket_id, customer_id, asset_id, service_class, receipt_no,
        goods, serial_number, accessories, condition, promised_return, taken_at, taken_by, receipt_signed_at,
        receipt_sign_method, state, inspection_note, lost_receipt, archive_reference, replaced_parts,
        repair_minutes, no_parts, invoice_late, receipt_open, escalated, version
    ) VALUES (
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
        $23, $24, $25, $26, $27, $28, 1
    )";

/// Stores new goods.
pub async fn insert(tx: &mut Tx, it: &mut TakeBack) -> Result<()> {
    exec!(
        tx,
        INSERT,
        it.id,
        &it.branch_id,
        it.work_order_id,
        it.visit_number,
        it.ticket_id,
        it.customer_id,
        it.asset_id,
        it.service_class,
        &it.receipt_no,
        &it.goods.name,
        &it.goods.serial_number,
        &it.goods.accessories,
        &it.goods.condition,
        it.goods.promised_return,
        it.taken.0,
        &it.taken.1,
        it.receipt_signed.0,
        it.receipt_signed.1,
        it.state,
        &it.inspection_note,
        &it.lost_receipt,
        &it.archive_reference,
        parts(None)?,
        0_i64,
        false,
        it.invoice_late,
        it.receipt_open(),
        it.open_escalation().is_some(),
    )?;
    it.version = 1;
    Ok(())
}

const SAVE: &str = "
    UPDATE take_back
    SET
        state = $3,
        card_no = $4,
        location = $5,
        fault = $6,
        technician_id = $7,
        planned_finish = $8,
        registered_at = $9,
        registered_by = $10,
        repair_minutes = $11,
        replaced_parts = $12,
        no_parts = $13,
        finished_at = $14,
        finished_by = $15,
        inspected_at = $16,
        inspected_by = $17,
        inspection_note = $18,
        return_date = $19,
        delivered_at = $20,
        delivered_by = $21,
        delivery_signed_at = $22,
        delivery_sign_method = $23,
        lost_receipt = $24,
        invoice_due_at = $25,
        invoice_requested_at = $26,
        invoice_requested_by = $27,
        invoice_late = $28,
        archived_at = $29,
        archived_by = $30,
        archive_reference = $31,
        receipt_open = $32,
        escalated = $33,
        unrepaired_reason = $34,
        unrepaired_note = $35,
        version = version + 1
    WHERE id = $1 AND version = $2";

/// Stores what changed and gives the record its next version.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn save(tx: &mut Tx, it: &mut TakeBack) -> Result<()> {
    let card = it.card.as_ref();
    let rows = exec!(
        tx,
        SAVE,
        it.id,
        it.version,
        it.state,
        card.map(|card| &card.number),
        card.map(|card| &card.location),
        card.map(|card| &card.fault),
        card.map(|card| &card.technician_id),
        card.map(|card| card.planned_finish),
        card.map(|card| card.registered.0),
        card.map(|card| &card.registered.1),
        card.map_or(0, |card| card.repair_minutes),
        parts(card)?,
        card.is_some_and(|card| card.no_parts),
        at(&it.finished),
        by(&it.finished),
        at(&it.inspected),
        by(&it.inspected),
        &it.inspection_note,
        it.return_date,
        at(&it.delivered),
        by(&it.delivered),
        it.delivery_signed.map(|(at, _)| at),
        it.delivery_signed.map(|(_, method)| method),
        &it.lost_receipt,
        it.invoice_due_at,
        at(&it.invoice_requested),
        by(&it.invoice_requested),
        it.invoice_late,
        at(&it.archived),
        by(&it.archived),
        &it.archive_reference,
        it.receipt_open(),
        it.open_escalation().is_some(),
        it.unrepaired.as_ref().map(|(reason, _)| *reason),
        it.unrepaired.as_ref().map_or("", |(_, note)| note),
    )?;
    it.version += 1;
    etag::changed(rows)
}

fn at(done: &Done) -> Option<Timestamp> {
    done.as_ref().map(|(at, _)| *at)
}

fn by(done: &Done) -> Option<&String> {
    done.as_ref().map(|(_, by)| by)
}

fn parts(card: Option<&Card>) -> Result<String> {
    let parts = card.map(|card| card.parts.as_slice()).unwrap_or_default();
    serde_json::to_string(parts).map_err(|source| Error::internal_from("write replaced parts", source))
}

impl Row {
    fn card(&self) -> Result<Option<Card>> {
        let parts: Vec<ReplacedPart> = serde_json::from_str(&self.replaced_parts)
            .map_err(|source| Error::internal_from("read replaced parts", source))?;
        let made = self
            .card_no
            .clone()
            .zip(self.technician_id.clone())
            .zip(self.planned_finish);
        let registered = self.registered_at.zip(self.registered_by.clone());
        Ok(made
            .zip(registered)
            .map(|(((number, technician_id), planned_finish), registered)| Card {
                number,
                location: self.location.clone().unwrap_or_default(),
                fault: self.fault.clone().unwrap_or_default(),
                technician_id,
                planned_finish,
                registered,
                repair_minutes: self.repair_minutes,
                parts,
                no_parts: self.no_parts,
            }))
    }

    fn read(self) -> Result<TakeBack> {
        Ok(TakeBack {
            card: self.card()?,
            id: self.id,
            branch_id: self.branch_id,
            work_order_id: self.work_order_id,
            visit_number: self.visit_number,
            ticket_id: self.ticket_id,
            customer_id: self.customer_id,
            asset_id: self.asset_id,
            service_class: self.service_class,
            state: self.state,
            receipt_no: self.receipt_no,
            goods: Goods {
                name: self.goods,
                serial_number: self.serial_number,
                accessories: self.accessories,
                condition: self.condition,
                promised_return: self.promised_return,
            },
            taken: (self.taken_at, self.taken_by),
            receipt_signed: (self.receipt_signed_at, self.receipt_sign_method),
            finished: self.finished_at.zip(self.finished_by),
            unrepaired: self.unrepaired_reason.map(|reason| (reason, self.unrepaired_note)),
            inspected: self.inspected_at.zip(self.inspected_by),
            inspection_note: self.inspection_note,
            return_date: self.return_date,
            delivered: self.delivered_at.zip(self.delivered_by),
            delivery_signed: self.delivery_signed_at.zip(self.delivery_sign_method),
            lost_receipt: self.lost_receipt,
            invoice_due_at: self.invoice_due_at,
            invoice_requested: self.invoice_requested_at.zip(self.invoice_requested_by),
            invoice_late: self.invoice_late,
            archived: self.archived_at.zip(self.archived_by),
            archive_reference: self.archive_reference,
            escalations: Vec::new(),
            version: self.version,
        })
    }
}
