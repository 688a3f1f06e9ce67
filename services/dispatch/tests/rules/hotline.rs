//! A hotline that knows the contact of every ticket, and has closed some.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

use aftersales_kit::{i18n::Locale, reasons, status};
use aftersales_proto::{
    common::v1::{Contact, Zone},
    hotline::v1::{self as proto, hotline_service_server::HotlineService},
};
use tonic::{Request, Response, Status};

/// Tickets that are closed.
pub type Closed = Arc<Mutex<HashSet<String>>>;

/// Stands in for the hotline's methods.
#[derive(Clone, Default)]
pub struct FakeHotline {
    /// Tickets that are closed.
    pub closed: Closed,
}

/// The contact of every ticket.
pub fn contact() -> Contact {
    Contact {
        name: "王芳𠮷".to_owned(),
        phone: "13800000001".to_owned(),
        address: "北京市海淀区学院路5号".to_owned(),
        zone: Zone::InArea.into(),
        site_condition: "三楼，有电梯".to_owned(),
    }
}

macro_rules! fake {
    ($($name:ident($request:ident) -> $response:ident;)+) => {
        #[tonic::async_trait]
        impl HotlineService for FakeHotline {
            async fn get_ticket_contact(
                &self,
                request: Request<proto::GetTicketContactRequest>,
            ) -> Result<Response<proto::GetTicketContactResponse>, Status> {
                let ticket_id = request.into_inner().ticket_id;
                if self.closed.lock().unwrap().contains(&ticket_id) {
                    let mut refusal = reasons::EVENT_NOT_PARKED.refuse();
                    refusal.reason = &TICKET_CLOSED;
                    return Err(status::refusal_status(&refusal, Locale::En));
                }
                Ok(Response::new(proto::GetTicketContactResponse {
                    ticket_id,
                    branch_id: "BJ01".to_owned(),
                    customer_id: String::new(),
                    contact: Some(contact()),
                    need_summary: "无法开机".to_owned(),
                    serial_number: "SN100".to_owned(),
                }))
            }

            $(
                async fn $name(&self, _: Request<proto::$request>) -> Result<Response<proto::$response>, Status> {
                    Err(Status::unimplemented("not part of this test"))
                }
            )+
        }
    };
}

static TICKET_CLOSED: aftersales_kit::Reason = aftersales_kit::Reason {
    name: "TICKET_CLOSED",
    code: aftersales_kit::Code::FailedPrecondition,
    meaning: "",
    action: "",
    en: "closed",
    zh_cn: "",
    zh_tw: "",
};

fake! {
    record_call(RecordCallRequest) -> RecordCallResponse;
    record_need(RecordNeedRequest) -> RecordNeedResponse;
    end_call(EndCallRequest) -> EndCallResponse;
    list_calls(ListCallsRequest) -> ListCallsResponse;
    get_call(GetCallRequest) -> GetCallResponse;
    look_up_caller(LookUpCallerRequest) -> LookUpCallerResponse;
    open_ticket(OpenTicketRequest) -> OpenTicketResponse;
    record_consultation(RecordConsultationRequest) -> RecordConsultationResponse;
    answer_consultation(AnswerConsultationRequest) -> AnswerConsultationResponse;
    get_consultation(GetConsultationRequest) -> GetConsultationResponse;
    list_consultations(ListConsultationsRequest) -> ListConsultationsResponse;
    get_ticket(GetTicketRequest) -> GetTicketResponse;
    list_tickets(ListTicketsRequest) -> ListTicketsResponse;
    list_register(ListRegisterRequest) -> ListRegisterResponse;
    get_timeline(GetTimelineRequest) -> GetTimelineResponse;
    cancel_ticket(CancelTicketRequest) -> CancelTicketResponse;
}
