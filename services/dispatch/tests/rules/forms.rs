//! The requests and facts of the tests, with nothing wrong in them; a test changes what its rule is about.

use aftersales_kit::{id, testing::rig::at};
use aftersales_proto::{
    common::v1::{CoverageKind, FaultKind, Satisfaction, ServiceClass, Signature, SignatureMethod, TimeWindow, Zone},
    dispatch::v1::{
        self as proto, ContactChannel, ContactResult, DeliveryConfirmation, SignOff,
        complete_visit_request::Result as Told,
    },
    hotline::v1::TicketHandedOver,
};

/// A new key of idempotency.
pub fn key() -> String {
    id::new_uuid().to_string()
}

/// A time of the contract.
pub fn time(text: &str) -> Option<prost_types::Timestamp> {
    Some(at(text).to_proto())
}

/// A window of the contract.
pub fn window(start: &str, end: &str) -> Option<TimeWindow> {
    Some(TimeWindow {
        start: time(start),
        end: time(end),
    })
}

/// A hand-over as the hotline tells it, to be changed by the test.
pub fn handed_over(requested: &str) -> TicketHandedOver {
    TicketHandedOver {
        ticket_id: key(),
        branch_id: "BJ01".to_owned(),
        customer_id: key(),
        asset_id: key(),
        product_line: "PC".to_owned(),
        model: "PC-100".to_owned(),
        fault_kind: FaultKind::Hardware.into(),
        in_warranty: true,
        in_onsite_period: true,
        service_class: ServiceClass::C.into(),
        coverage_kind: CoverageKind::InWarranty.into(),
        zone: Zone::InArea.into(),
        register_no: "BJ01-R-000001".to_owned(),
        voucher_no: "BJ01-V-000001".to_owned(),
        first_requested_at: time(requested),
        urged: false,
        promised_contact_by: None,
        handed_over_at: time(requested),
        receive_by: None,
        ..TicketHandedOver::default()
    }
}

/// A sign-off with which nothing is wrong.
pub fn sign_off(signed: &str) -> SignOff {
    SignOff {
        system_accepted: true,
        delivered: DeliveryConfirmation::Yes.into(),
        satisfaction: Satisfaction::VerySatisfied.into(),
        reasons: Vec::new(),
        suggestions: String::new(),
        signature: Some(signature(signed)),
    }
}

/// A signature.
pub fn signature(signed: &str) -> Signature {
    Signature {
        signed_by: "王芳".to_owned(),
        signed_at: time(signed),
        method: SignatureMethod::OnScreen.into(),
    }
}

/// A repair with which nothing is wrong.
pub fn repaired(signed: &str) -> proto::RepairedResult {
    proto::RepairedResult {
        findings: "硬盘损坏".to_owned(),
        work_done: "更换硬盘".to_owned(),
        cleaned: true,
        sign_off: Some(sign_off(signed)),
    }
}

/// The request to end a visit.
pub fn completion(order: &str, told: Told) -> proto::CompleteVisitRequest {
    proto::CompleteVisitRequest {
        request_id: key(),
        work_order_id: order.to_owned(),
        at: None,
        result: Some(told),
        etag: String::new(),
        payment: None,
        answer_later: None,
    }
}

/// The request to log an attempt.
pub fn attempt(order: &str, result: ContactResult, at: Option<&str>) -> proto::LogContactRequest {
    proto::LogContactRequest {
        request_id: key(),
        work_order_id: order.to_owned(),
        result: result.into(),
        channel: ContactChannel::Phone.into(),
        at: at.and_then(time),
        fault_judgement: "硬盘".to_owned(),
        note: String::new(),
        etag: String::new(),
    }
}

/// The request to promise a visit.
pub fn promise(order: &str, start: &str, end: &str) -> proto::PromiseVisitRequest {
    proto::PromiseVisitRequest {
        request_id: key(),
        work_order_id: order.to_owned(),
        window: window(start, end),
        beyond_limit: None,
        etag: String::new(),
        at: None,
        availability_override_reason: String::new(),
    }
}

macro_rules! plain_request {
    ($($name:ident = $request:ident { $($field:ident: $value:expr),* };)+) => {$(
        /// The request for an order.
        pub fn $name(order: &str) -> proto::$request {
            proto::$request {
                request_id: key(),
                work_order_id: order.to_owned(),
                etag: String::new(),
                $($field: $value),*
            }
        }
    )+};
}

plain_request! {
    receipt = ReceiveWorkOrderRequest {};
    appointment = ReportAppointmentRequest { at: None };
    no_parts = DeclareNoPartsRequest {};
    departure = DepartRequest { at: None, override_reason: String::new(), check: None };
    arrival = ArriveRequest { at: None };
    report = ReportCompletionRequest { at: None };
    confirmation = ConfirmWorkOrderRequest { voucher_returned: true };
    giving_back = ReturnUnreachableRequest { reason: "无人接听".to_owned(), at: None };
    reopening = ReopenWorkOrderRequest { note: String::new() };
    cancelling = CancelWorkOrderRequest {
        reason: proto::WorkOrderCancelReason::CustomerWithdrew.into(),
        note: "不修了".to_owned()
    };
}

/// The request to assign a technician.
pub fn assignment(order: &str, technician: &str, reason: &str) -> proto::AssignTechnicianRequest {
    proto::AssignTechnicianRequest {
        request_id: key(),
        work_order_id: order.to_owned(),
        technician_id: technician.to_owned(),
        reason: reason.to_owned(),
        etag: String::new(),
    }
}
