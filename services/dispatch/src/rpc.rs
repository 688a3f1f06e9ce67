//! The methods of the contract: decode, call, encode.

use std::sync::Arc;

use aftersales_kit::{
    Result,
    auth::{Caller, Role},
    page::PageTokens,
    rpc::Call,
    service::{Env, Kit},
};
use aftersales_proto::dispatch::v1::{self as proto, dispatch_service_server::DispatchService};
use tonic::{Request, Response, Status};

use crate::{app::By, domain::Actor, personal::Copies};

mod commands;
mod convert;
mod hand_over;
mod lists;
mod reveal;
mod view;
mod visits;

/// The service behind the contract.
pub struct Dispatch {
    kit: Kit,
    copies: Copies,
    pages: Arc<PageTokens>,
}

impl Dispatch {
    /// On a service's hold on the kit.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            kit,
            copies: Copies::new(env.sealer.clone()),
            pages: env.pages.clone(),
        }
    }

    fn by(&self, call: &Call) -> By {
        By {
            actor: actor(&call.caller),
            scope: call.caller.scope.clone(),
            refs: self.kit.refdata().clone(),
        }
    }
}

/// Who acts: coordinators and chiefs for every order, technicians for their own.
fn actor(caller: &Caller) -> Actor {
    let leads = caller.has(Role::Coordinator) || caller.has(Role::Chief);
    Actor {
        code: caller.subject.clone(),
        for_all: leads || !caller.has(Role::Technician),
        may_override: leads,
    }
}

macro_rules! methods {
    ($($name:ident($request:ident) -> $response:ident;)+) => {
        #[tonic::async_trait]
        impl DispatchService for Dispatch {
            $(
                async fn $name(
                    &self,
                    request: Request<proto::$request>,
                ) -> Result<Response<proto::$response>, Status> {
                    let call = Call::of(&request);
                    call.reply(Dispatch::$name(self, &call, request.into_inner()).await)
                }
            )+
        }
    };
}

methods! {
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
}
