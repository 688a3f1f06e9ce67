//! A work order's own row.

use aftersales_kit::{
    id::{AssetId, BranchId, CustomerId, StaffId, TicketId, WorkOrderId},
    time::Timestamp,
};

use crate::domain::{
    CancelReason, ContactOwner, Coverage, FaultKind, HandOverWay, OrderType, Payer, PayerKind, Request, ServiceClass,
    Source, State, Waiting, WorkOrder, Zone,
};

/// The columns of [`Row`], for every statement that reads it.
macro_rules! select_order {
    ($tail:literal) => {
        concat!(
            "SELECT id, number, branch_id, ticket_id, state, waiting, source, reissued, original_id, customer_id, ",
            "asset_id, product_line, model, serial_number, fault_kind, in_warranty, in_onsite_period, service_class, ",
            "coverage, zone, register_no, voucher_no, first_requested_at, urged, promised_contact_by, queued_at, ",
            "received_at, received_by, technician_id, assigned_at, contact_owner, visit_number, visit_from, ",
            "no_parts_needed, confirmed_at, confirmed_by, cancel_reason, cancel_note, return_reason, ",
            "ticket_cancelled_at, version, order_type, payer_kind, payer_id, crew, agreed_total, quote_version, ",
            "same_day, bonus_exclusion, report_delay_days, reissue_late, phoned_at, phoned_by, phone_findings, ",
            "manual_read_at, manual_read_by, carried_over, received_way FROM work_order ",
            $tail
        )
    };
}
pub(super) use select_order;

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub id: WorkOrderId,
    number: String,
    pub branch_id: BranchId,
    ticket_id: TicketId,
    state: State,
    waiting: Option<Waiting>,
    source: Source,
    reissued: bool,
    original_id: Option<WorkOrderId>,
    customer_id: CustomerId,
    asset_id: AssetId,
    product_line: String,
    model: String,
    serial_number: String,
    fault_kind: FaultKind,
    in_warranty: bool,
    in_onsite_period: bool,
    service_class: ServiceClass,
    coverage: Coverage,
    zone: Zone,
    register_no: String,
    voucher_no: String,
    first_requested_at: Timestamp,
    urged: bool,
    promised_contact_by: Option<Timestamp>,
    queued_at: Timestamp,
    received_at: Option<Timestamp>,
    received_by: Option<String>,
    technician_id: Option<StaffId>,
    assigned_at: Option<Timestamp>,
    contact_owner: Option<ContactOwner>,
    visit_number: i64,
    visit_from: Timestamp,
    no_parts_needed: bool,
    confirmed_at: Option<Timestamp>,
    confirmed_by: Option<String>,
    cancel_reason: Option<CancelReason>,
    cancel_note: String,
    return_reason: String,
    ticket_cancelled_at: Option<Timestamp>,
    carried_over: i64,
    received_way: Option<HandOverWay>,
    version: i64,
    order_type: OrderType,
    payer_kind: PayerKind,
    payer_id: Option<CustomerId>,
    crew: String,
    agreed_total: Option<i64>,
    quote_version: i64,
    same_day: bool,
    bonus_exclusion: String,
    report_delay_days: i64,
    reissue_late: bool,
    phoned_at: Option<Timestamp>,
    phoned_by: Option<String>,
    phone_findings: String,
    manual_read_at: Option<Timestamp>,
    manual_read_by: Option<String>,
}

/// The codes of a crew as they are stored.
pub(super) fn codes(crew: &[StaffId]) -> String {
    let codes: Vec<&str> = crew.iter().map(StaffId::as_str).collect();
    codes.join(",")
}

/// The codes of a stored crew; none of them was stored without being one.
pub(super) fn crew_of(codes: &str) -> Vec<StaffId> {
    let codes = codes.split(',').filter(|code| !code.is_empty());
    codes.filter_map(|code| StaffId::parse(code).ok()).collect()
}

impl Row {
    /// The order without what stands in the other tables.
    pub(super) fn into_order(self) -> WorkOrder {
        let request = self.request();
        WorkOrder {
            state: self.state,
            waiting: self.waiting,
            source: self.source,
            reissued: self.reissued,
            original_id: self.original_id,
            received: self.received_at.zip(self.received_by),
            technician_id: self.technician_id,
            assigned_at: self.assigned_at,
            contact_owner: self.contact_owner,
            visit_number: self.visit_number,
            visit_from: self.visit_from,
            no_parts_needed: self.no_parts_needed,
            confirmed: self.confirmed_at.zip(self.confirmed_by),
            cancel_reason: self.cancel_reason,
            cancel_note: self.cancel_note,
            return_reason: self.return_reason,
            ticket_cancelled_at: self.ticket_cancelled_at,
            carried_over: self.carried_over,
            received_way: self.received_way,
            version: self.version,
            crew: crew_of(&self.crew),
            agreed_total: self.agreed_total,
            quote_version: self.quote_version,
            same_day: self.same_day,
            bonus_exclusion: self.bonus_exclusion,
            report_delay_days: self.report_delay_days,
            reissue_late: self.reissue_late,
            phoned: self.phoned_at.zip(self.phoned_by),
            phone_findings: self.phone_findings,
            manual_read: self.manual_read_at.zip(self.manual_read_by),
            ..WorkOrder::queued(self.id, self.number, self.branch_id, request, self.queued_at)
        }
    }

    fn request(&self) -> Request {
        Request {
            ticket_id: self.ticket_id,
            order_type: self.order_type,
            customer_id: self.customer_id,
            asset_id: self.asset_id,
            payer: Payer {
                kind: self.payer_kind,
                party_id: self.payer_id,
            },
            product_line: self.product_line.clone(),
            model: self.model.clone(),
            serial_number: self.serial_number.clone(),
            fault_kind: self.fault_kind,
            in_warranty: self.in_warranty,
            in_onsite_period: self.in_onsite_period,
            service_class: self.service_class,
            coverage: self.coverage,
            zone: self.zone,
            register_no: self.register_no.clone(),
            voucher_no: self.voucher_no.clone(),
            first_requested_at: self.first_requested_at,
            urged: self.urged,
            promised_contact_by: self.promised_contact_by,
        }
    }
}
