//! The hotline's RPCs: decode, call, encode.

mod billing;
mod calls;
mod consultations;
mod convert;
mod decode;
mod guidance;
mod intake;
mod lookup;
mod registry;
mod reports;
mod requests;
mod tasks;
mod tickets;
mod timeline;
mod vouchers;

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
use aftersales_proto::hotline::v1::{
    self as proto, guidance_service_server::GuidanceService, hotline_service_server::HotlineService,
    intake_service_server::IntakeService,
};
use tonic::{Request, Response, Status};

/// Full names of the services in the contract.
const SERVICE: &str = "aftersales.hotline.v1.HotlineService";
const INTAKE: &str = "aftersales.hotline.v1.IntakeService";

/// The service as it answers.
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
    ($service:ident: $($name:ident($request:ident) -> $response:ident),+ $(,)?) => {
        #[tonic::async_trait]
        impl $service for Hotline {
            $(
                async fn $name(
                    &self,
                    request: Request<proto::$request>,
                ) -> Result<Response<proto::$response>, Status> {
                    let call = Call::of(&request);
                    call.reply(Hotline::$name(self, &call, request.into_inner()).await)
                }
            )+
        }
    };
}

forward! { HotlineService:
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

forward! { IntakeService:
    get_intake(GetIntakeRequest) -> GetIntakeResponse,
    preview_quote(PreviewQuoteRequest) -> PreviewQuoteResponse,
    confirm_profile(ConfirmProfileRequest) -> ConfirmProfileResponse,
    list_awaiting_assignment(ListAwaitingAssignmentRequest) -> ListAwaitingAssignmentResponse,
    list_carried_over(ListCarriedOverRequest) -> ListCarriedOverResponse,
    archive_voucher(ArchiveVoucherRequest) -> ArchiveVoucherResponse,
    list_vouchers(ListVouchersRequest) -> ListVouchersResponse,
    list_contact_tasks(ListContactTasksRequest) -> ListContactTasksResponse,
    complete_contact_task(CompleteContactTaskRequest) -> CompleteContactTaskResponse,
    get_conversion_report(GetConversionReportRequest) -> GetConversionReportResponse,
    get_repeat_call_report(GetRepeatCallReportRequest) -> GetRepeatCallReportResponse,
}

forward! { GuidanceService:
    put_diagnosis_list(PutDiagnosisListRequest) -> PutDiagnosisListResponse,
    get_diagnosis_list(GetDiagnosisListRequest) -> GetDiagnosisListResponse,
    put_job_catalogue(PutJobCatalogueRequest) -> PutJobCatalogueResponse,
    get_job_catalogue(GetJobCatalogueRequest) -> GetJobCatalogueResponse,
    estimate_jobs(EstimateJobsRequest) -> EstimateJobsResponse,
    put_document_list(PutDocumentListRequest) -> PutDocumentListResponse,
    get_document_list(GetDocumentListRequest) -> GetDocumentListResponse,
}
