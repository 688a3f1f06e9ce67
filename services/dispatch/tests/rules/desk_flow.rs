//! The desks of crews, blank forms, paid visits and the roster.

use aftersales_kit::{auth::Role, id::BranchId, outbox::NewEvent};
use aftersales_proto::{
    common::v1::{Contact, CoverageKind, Money, ServiceClass, Zone},
    dispatch::v1::{
        self as proto, DispatchEvent, WorkOrderType, crew_service_client::CrewServiceClient,
        dispatch_event::Event as Fact, issue_service_client::IssueServiceClient,
        preparation_service_client::PreparationServiceClient,
    },
    registry::v1::{
        Absence, AbsenceKind, RegistryEvent, Shift, StaffDay, StaffDayChanged, registry_event::Event as Registered,
    },
};
use prost::Message as _;

use super::desk::{Desk, Step, key, step, time};

macro_rules! calls {
    ($client:ident: $($name:ident($request:ident) -> $response:ident;)+) => {
        impl Desk {
            $(
                /// Calls the method as somebody of BJ01.
                pub async fn $name(
                    &self,
                    (role, code): (Role, &str),
                    request: proto::$request,
                ) -> Step<proto::$response> {
                    let channel = self.rig.channel(&[role], "BJ01", code).await;
                    step($client::new(channel).$name(request).await)
                }
            )+
        }
    };
}

calls! {
    CrewServiceClient:
    assign_crew(AssignCrewRequest) -> AssignCrewResponse;
    insist_same_day(InsistSameDayRequest) -> InsistSameDayResponse;
    find_availability(FindAvailabilityRequest) -> FindAvailabilityResponse;
    list_dispatch_orders(ListDispatchOrdersRequest) -> ListDispatchOrdersResponse;
}

calls! {
    IssueServiceClient:
    create_work_order(CreateWorkOrderRequest) -> CreateWorkOrderResponse;
    reissue_work_order(ReissueWorkOrderRequest) -> ReissueWorkOrderResponse;
    resolve_by_phone(ResolveByPhoneRequest) -> ResolveByPhoneResponse;
}

calls! {
    PreparationServiceClient:
    confirm_manual_read(ConfirmManualReadRequest) -> ConfirmManualReadResponse;
    record_extra_consent(RecordExtraConsentRequest) -> RecordExtraConsentResponse;
    get_visit_card(GetVisitCardRequest) -> GetVisitCardResponse;
}

/// The request to assign a crew.
pub fn crew(order: &str, lead: &str, members: &[&str]) -> proto::AssignCrewRequest {
    proto::AssignCrewRequest {
        request_id: key(),
        work_order_id: order.to_owned(),
        lead_id: lead.to_owned(),
        member_ids: members.iter().map(|code| (*code).to_owned()).collect(),
        ..proto::AssignCrewRequest::default()
    }
}

/// The request to issue an order again.
pub fn reissue(order: &str) -> proto::ReissueWorkOrderRequest {
    proto::ReissueWorkOrderRequest {
        request_id: key(),
        work_order_id: order.to_owned(),
        etag: String::new(),
    }
}

/// The request of a customer who insists.
pub fn insisting(order: &str) -> proto::InsistSameDayRequest {
    proto::InsistSameDayRequest {
        request_id: key(),
        work_order_id: order.to_owned(),
        etag: String::new(),
    }
}

/// A need that the telephone served.
pub fn by_phone(order: &str) -> proto::ResolveByPhoneRequest {
    proto::ResolveByPhoneRequest {
        request_id: key(),
        work_order_id: order.to_owned(),
        findings: "电源未接".to_owned(),
        at: None,
        etag: String::new(),
    }
}

/// A blank form of E1's own job.
pub fn own_job() -> proto::CreateWorkOrderRequest {
    proto::CreateWorkOrderRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        order_type: WorkOrderType::Repair.into(),
        technician_id: "E1".to_owned(),
        customer_id: key(),
        asset_id: key(),
        contact: Some(Contact {
            name: "王芳".to_owned(),
            phone: "13800000001".to_owned(),
            address: "北京市海淀区学院路5号".to_owned(),
            zone: Zone::InArea.into(),
            site_condition: "三楼".to_owned(),
        }),
        need_summary: "无法开机".to_owned(),
        product_line: "PC".to_owned(),
        model: "PC-100".to_owned(),
        service_class: ServiceClass::C.into(),
        coverage_kind: CoverageKind::InWarranty.into(),
        ..proto::CreateWorkOrderRequest::default()
    }
}

/// An internal task.
pub fn internal(order_type: WorkOrderType) -> proto::CreateWorkOrderRequest {
    proto::CreateWorkOrderRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        order_type: order_type.into(),
        technician_id: "E1".to_owned(),
        need_summary: "整理样机".to_owned(),
        ..proto::CreateWorkOrderRequest::default()
    }
}

/// An amount.
pub fn fen(amount: i64) -> Option<Money> {
    Some(Money {
        currency_code: "CNY".to_owned(),
        minor_units: amount,
    })
}

impl Desk {
    /// The registry tells E1's or another's date: shifts and absences as pairs of times.
    pub async fn roster(&self, code: &str, date: &str, shifts: &[(&str, &str)], absences: &[(&str, &str)]) {
        let shift = |(start, end): &(&str, &str)| Shift {
            start: time(start),
            end: time(end),
        };
        let absence = |(start, end): &(&str, &str)| Absence {
            start: time(start),
            end: time(end),
            kind: AbsenceKind::Leave.into(),
        };
        let day = StaffDay {
            branch_id: "BJ01".to_owned(),
            staff_id: code.to_owned(),
            date: date.to_owned(),
            shifts: shifts.iter().map(shift).collect(),
            absences: absences.iter().map(absence).collect(),
        };
        let payload = RegistryEvent {
            event: Some(Registered::StaffDayChanged(StaffDayChanged { day: Some(day) })),
        };
        let branch = BranchId::parse("BJ01").unwrap();
        let event = NewEvent::new(code, branch, "StaffDayChanged", &payload);
        self.rig.emit("registry", event).await;
        self.rig.settle().await;
    }

    /// Dispatch's own events so far, as they are told.
    pub async fn told(&self) -> Vec<Fact> {
        let events = self.rig.events(aftersales_dispatch::NAME).await;
        let own = events
            .iter()
            .filter(|event| event.kind.starts_with("aftersales.dispatch.v1."));
        own.filter_map(|event| DispatchEvent::decode(event.payload.as_slice()).ok()?.event)
            .collect()
    }
}
