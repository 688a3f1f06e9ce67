//! The hotline's RPCs: decode, call, encode.

mod calls;
mod consultations;
mod convert;
mod decode;
mod live;
mod lookup;
mod registry;
mod requests;
mod tickets;
mod timeline;

use std::sync::Arc;

use aftersales_kit::{
    Result,
    db::Tx,
    id::BranchId,
    reasons::BRANCH_UNKNOWN,
    refdata::BranchBook,
    rpc::Call,
    seal::Sealer,
    service::{Env, Kit},
};
use aftersales_proto::hotline::v1::{self as proto, hotline_service_server::HotlineService};
use tonic::{Request, Response, Status};

/// Full name of the service in the contract.
const SERVICE: &str = "aftersales.hotline.v1.HotlineService";

pub use live::LiveLists;

/// The service as it answers.
#[derive(Clone)]
pub struct Hotline {
    kit: Kit,
    env: Env,
}

impl Hotline {
    /// Answers from the service's store, with the registry as its peer.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self { kit, env: env.clone() }
    }

    fn sealer(&self) -> Arc<Sealer> {
        Arc::clone(&self.env.sealer)
    }

    async fn read(&self) -> Result<Tx> {
        self.kit.read().await
    }

    /// The book of a branch that exists for the caller.
    async fn branch(&self, call: &Call, code: &str) -> Result<Arc<BranchBook>> {
        let id = BranchId::parse(code).map_err(|_| &BRANCH_UNKNOWN)?;
        call.caller.scope.admit(&id, &BRANCH_UNKNOWN)?;
        self.kit.branch(&id).await
    }
}

/// Forwards each method to the function of the same name.
macro_rules! forward {
    ($($name:ident($request:ident) -> $response:ident),+ $(,)?) => {
        #[tonic::async_trait]
        impl HotlineService for Hotline {
            $(
                async fn $name(
                    &self,
                    request: Request<proto::$request>,
                ) -> Result<Response<proto::$response>, Status> {
                    let call = Call::of(&request);
                    call.reply(self.$name(&call, request.into_inner()).await)
                }
            )+
        }
    };
}

forward! {
    record_call(RecordCallRequest) -> RecordCallResponse,
    end_call(EndCallRequest) -> EndCallResponse,
    get_call(GetCallRequest) -> GetCallResponse,
    look_up_caller(LookUpCallerRequest) -> LookUpCallerResponse,
    open_ticket(OpenTicketRequest) -> OpenTicketResponse,
    record_consultation(RecordConsultationRequest) -> RecordConsultationResponse,
    answer_consultation(AnswerConsultationRequest) -> AnswerConsultationResponse,
    get_consultation(GetConsultationRequest) -> GetConsultationResponse,
    list_consultations(ListConsultationsRequest) -> ListConsultationsResponse,
    get_ticket(GetTicketRequest) -> GetTicketResponse,
    list_tickets(ListTicketsRequest) -> ListTicketsResponse,
    list_register(ListRegisterRequest) -> ListRegisterResponse,
    get_timeline(GetTimelineRequest) -> GetTimelineResponse,
    cancel_ticket(CancelTicketRequest) -> CancelTicketResponse,
    get_ticket_contact(GetTicketContactRequest) -> GetTicketContactResponse,
}
