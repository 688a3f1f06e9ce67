//! The methods of the contract: decode, call, encode.

use std::sync::Arc;

use aftersales_kit::{
    auth::{Caller, Role},
    page::PageTokens,
    peer::Peers,
    rpc::Call,
    service::{Env, Kit},
};
use aftersales_proto::dispatch::v1::{
    self as proto, crew_service_server::CrewService, dispatch_service_server::DispatchService,
    issue_service_server::IssueService, preparation_service_server::PreparationService,
};

use crate::{app::By, domain::Actor, personal::Copies};

mod amendments;
pub mod appeals;
mod appraisal;
mod commands;
mod convert;
mod crew;
mod custody;
mod days;
mod expense;
pub mod faults;
mod hand_over;
mod issue;
mod lists;
mod live;
mod live_lists;
mod offline;
mod plan;
mod planning;
mod planning_live;
mod preparation;
mod reports;
mod reveal;
pub mod scores;
mod shared;
mod shop_visits;
mod time_reports;
pub mod training;
mod view;
mod view_flow;
mod visits;

pub use appraisal::Appraisals;
pub use custody::Custody;
pub use expense::Expenses;
pub use live::LiveLists;
pub use live_lists::ListsLive;
pub use offline::Offline;
pub use plan::Plans;
pub use planning::Planning;
pub use planning_live::PlanningLive;
pub use reports::Reports;
pub use shop_visits::ShopVisits;
pub use time_reports::TimeReports;

/// The services behind the contract. Clones share everything.
#[derive(Clone)]
pub struct Dispatch {
    kit: Kit,
    copies: Copies,
    pages: Arc<PageTokens>,
    peers: Peers,
}

impl Dispatch {
    /// On a service's hold on the kit.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            kit,
            copies: Copies::new(env.sealer.clone()),
            pages: env.pages.clone(),
            peers: env.peers.clone(),
        }
    }

    fn by(&self, call: &Call) -> By {
        acting(&self.kit, call)
    }
}

/// Who acts, on which branches' records.
fn acting(kit: &Kit, call: &Call) -> By {
    By {
        actor: actor(&call.caller),
        scope: call.caller.scope.clone(),
        refs: kit.refdata().clone(),
    }
}

/// Who acts: coordinators and chiefs for every order, technicians for their own.
fn actor(caller: &Caller) -> Actor {
    let leads = caller.has(Role::Coordinator) || caller.has(Role::Chief);
    Actor {
        code: caller.subject.clone(),
        roles: caller.roles,
        for_all: leads || !caller.has(Role::Technician),
        may_override: leads,
    }
}

aftersales_kit::forward! { DispatchService for Dispatch {
receive_work_order(ReceiveWorkOrderRequest) -> ReceiveWorkOrderResponse;
    set_presence(SetPresenceRequest) -> SetPresenceResponse;
    list_presence(ListPresenceRequest) -> ListPresenceResponse;
    assign_technician(AssignTechnicianRequest) -> AssignTechnicianResponse;
    log_contact(LogContactRequest) -> LogContactResponse;
    promise_visit(PromiseVisitRequest) -> PromiseVisitResponse;
    report_appointment(ReportAppointmentRequest) -> ReportAppointmentResponse;
    declare_no_parts(DeclareNoPartsRequest) -> DeclareNoPartsResponse;
    depart(DepartRequest) -> DepartResponse;
    arrive(ArriveRequest) -> ArriveResponse;
    complete_visit(CompleteVisitRequest) -> CompleteVisitResponse;
    report_completion(ReportCompletionRequest) -> ReportCompletionResponse;
    confirm_work_order(ConfirmWorkOrderRequest) -> ConfirmWorkOrderResponse;
    return_unreachable(ReturnUnreachableRequest) -> ReturnUnreachableResponse;
    reopen_work_order(ReopenWorkOrderRequest) -> ReopenWorkOrderResponse;
    cancel_work_order(CancelWorkOrderRequest) -> CancelWorkOrderResponse;
    get_work_order(GetWorkOrderRequest) -> GetWorkOrderResponse;
    list_work_orders(ListWorkOrdersRequest) -> ListWorkOrdersResponse;
    list_dispatch_queue(ListDispatchQueueRequest) -> ListDispatchQueueResponse;
} }

aftersales_kit::forward! { CrewService for Dispatch {
assign_crew(AssignCrewRequest) -> AssignCrewResponse;
    insist_same_day(InsistSameDayRequest) -> InsistSameDayResponse;
    find_availability(FindAvailabilityRequest) -> FindAvailabilityResponse;
    list_dispatch_orders(ListDispatchOrdersRequest) -> ListDispatchOrdersResponse;
} }

aftersales_kit::forward! { IssueService for Dispatch {
create_work_order(CreateWorkOrderRequest) -> CreateWorkOrderResponse;
    reissue_work_order(ReissueWorkOrderRequest) -> ReissueWorkOrderResponse;
    resolve_by_phone(ResolveByPhoneRequest) -> ResolveByPhoneResponse;
} }

aftersales_kit::forward! { PreparationService for Dispatch {
confirm_manual_read(ConfirmManualReadRequest) -> ConfirmManualReadResponse;
    record_extra_consent(RecordExtraConsentRequest) -> RecordExtraConsentResponse;
    get_visit_card(GetVisitCardRequest) -> GetVisitCardResponse;
} }
