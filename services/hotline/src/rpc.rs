//! The hotline's RPCs: decode, call, encode.

mod agents;
mod amendments;
mod awaiting;
mod billing;
mod call_events;
mod calls;
mod consultations;
mod convert;
mod decode;
mod desk;
mod guidance;
mod intake;
mod knowledge;
mod live;
mod live_lists;
mod lookup;
mod metrics;
mod missed;
mod pops;
mod recordings;
mod registry;
mod reports;
mod requests;
mod tasks;
mod tickets;
mod timeline;
mod vouchers;

pub use live::LiveLists;

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
    self as proto, amendment_service_server::AmendmentService, desk_service_server::DeskService,
    guidance_service_server::GuidanceService, hotline_service_server::HotlineService,
    intake_service_server::IntakeService, recording_service_server::RecordingService,
    telephony_service_server::TelephonyService,
};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

/// Full names of the services in the contract.
const SERVICE: &str = "aftersales.hotline.v1.HotlineService";
const INTAKE: &str = "aftersales.hotline.v1.IntakeService";
const TELEPHONY: &str = "aftersales.hotline.v1.TelephonyService";
const GUIDANCE: &str = "aftersales.hotline.v1.GuidanceService";
const DESK: &str = "aftersales.hotline.v1.DeskService";

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

/// The telephone's side as it answers.
pub struct Telephony {
    hotline: Hotline,
    stop: CancellationToken,
}

impl Telephony {
    /// Beside the hotline; its streams end when `stop` is cancelled.
    pub fn new(kit: Kit, env: &Env, stop: CancellationToken) -> Self {
        let hotline = Hotline::new(kit, env);
        Self { hotline, stop }
    }
}

/// The agent's desk as it answers.
pub struct Desk {
    hotline: Hotline,
}

impl Desk {
    /// Beside the hotline, with registry and billing as its peers.
    pub fn new(kit: Kit, env: &Env) -> Self {
        let hotline = Hotline::new(kit, env);
        Self { hotline }
    }
}

/// Forwards each method to the function of the same name.
macro_rules! forward {
    (
        $service:ident for $own:ident, $({ $($stream:item)+ },)?
        $($name:ident($request:ident) -> $response:ident),+ $(,)?
    ) => {
        #[tonic::async_trait]
        impl $service for $own {
            $($($stream)+)?
            $(
                async fn $name(
                    &self,
                    request: Request<proto::$request>,
                ) -> Result<Response<proto::$response>, Status> {
                    let call = Call::of(&request);
                    call.reply($own::$name(self, &call, request.into_inner()).await)
                }
            )+
        }
    };
}

forward! {
    HotlineService for Hotline,
    record_call(RecordCallRequest) -> RecordCallResponse,
    record_need(RecordNeedRequest) -> RecordNeedResponse,
    end_call(EndCallRequest) -> EndCallResponse,
    list_calls(ListCallsRequest) -> ListCallsResponse,
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

forward! {
    TelephonyService for Telephony,
    {
        type WatchPopsStream = pops::Stream;

        async fn watch_pops(
            &self,
            request: Request<proto::WatchPopsRequest>,
        ) -> Result<Response<Self::WatchPopsStream>, Status> {
            let call = Call::of(&request);
            call.reply(self.watch_pops(&call, request.into_inner()).await)
        }
    },
    report_call_event(ReportCallEventRequest) -> ReportCallEventResponse,
    take_call(TakeCallRequest) -> TakeCallResponse,
    set_agent_state(SetAgentStateRequest) -> SetAgentStateResponse,
    list_agents(ListAgentsRequest) -> ListAgentsResponse,
    list_missed_calls(ListMissedCallsRequest) -> ListMissedCallsResponse,
    resolve_missed_call(ResolveMissedCallRequest) -> ResolveMissedCallResponse,
    get_call_metrics(GetCallMetricsRequest) -> GetCallMetricsResponse,
}

forward! {
    DeskService for Desk,
    get_desk(GetDeskRequest) -> GetDeskResponse,
    put_script(PutScriptRequest) -> PutScriptResponse,
    list_scripts(ListScriptsRequest) -> ListScriptsResponse,
    put_article(PutArticleRequest) -> PutArticleResponse,
    list_articles(ListArticlesRequest) -> ListArticlesResponse,
    get_question_report(GetQuestionReportRequest) -> GetQuestionReportResponse,
}

forward! {
    IntakeService for Hotline,
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

forward! {
    AmendmentService for Hotline,
    amend_ticket(AmendTicketRequest) -> AmendTicketResponse,
    list_amendments(ListAmendmentsRequest) -> ListAmendmentsResponse,
}

forward! {
    RecordingService for Hotline,
    play_recording(PlayRecordingRequest) -> PlayRecordingResponse,
    check_play_url(CheckPlayUrlRequest) -> CheckPlayUrlResponse,
    list_recording_plays(ListRecordingPlaysRequest) -> ListRecordingPlaysResponse,
}

forward! {
    GuidanceService for Hotline,
    put_diagnosis_list(PutDiagnosisListRequest) -> PutDiagnosisListResponse,
    get_diagnosis_list(GetDiagnosisListRequest) -> GetDiagnosisListResponse,
    put_job_catalogue(PutJobCatalogueRequest) -> PutJobCatalogueResponse,
    get_job_catalogue(GetJobCatalogueRequest) -> GetJobCatalogueResponse,
    estimate_jobs(EstimateJobsRequest) -> EstimateJobsResponse,
    put_document_list(PutDocumentListRequest) -> PutDocumentListResponse,
    get_document_list(GetDocumentListRequest) -> GetDocumentListResponse,
}
