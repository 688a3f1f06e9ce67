//! The desks of BJ01: each step of a work order as one call, with what the step needs filled in.

use std::sync::Arc;

use aftersales_dispatch::{MIGRATIONS, NAME, member, serve};
use aftersales_kit::{
    auth::{BranchScope, Role},
    outbox::NewEvent,
    sla::{self, Deadline, DeadlineFilter},
    testing::{
        TestDb,
        fake::Fake,
        rig::{Rig, RigChannel, RigPlan, RigService},
    },
};
use aftersales_proto::{
    dispatch::v1::{
        self as proto, ContactResult, Presence, WorkOrder, WorkOrderState, complete_visit_request::Result as Told,
        dispatch_service_client::DispatchServiceClient,
    },
    hotline::v1::{HotlineEvent, TicketHandedOver, hotline_event, hotline_service_server::HotlineServiceServer},
};
use tonic::{Response, Status};
use uuid::Uuid;

pub use super::forms::*;
use super::{hotline::FakeHotline, matrix::FakeMatrix};

/// A client of dispatch.
pub type Client = DispatchServiceClient<RigChannel>;

/// A step's answer, or the refusal that the caller sees.
pub type Step<T> = Result<T, Box<Status>>;

/// Dispatch at work, with the services around it.
pub struct Desk {
    /// The running services.
    pub rig: Rig,
    /// The hotline's answers.
    pub hotline: FakeHotline,
    /// The approval matrix.
    pub matrix: Arc<FakeMatrix>,
}

/// The answer, or the refusal boxed.
pub fn step<T>(answer: Result<Response<T>, Status>) -> Step<T> {
    answer.map(Response::into_inner).map_err(Box::new)
}

macro_rules! calls {
    ($($name:ident($request:ident) -> $response:ident;)+) => {
        impl Desk {
            $(
                /// Calls the method as somebody of BJ01.
                pub async fn $name(
                    &self,
                    (role, code): (Role, &str),
                    request: proto::$request,
                ) -> Step<proto::$response> {
                    step(self.client(role, "BJ01", code).await.$name(request).await)
                }
            )+
        }
    };
}

calls! {
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

/// The coordinator.
pub const C1: (Role, &str) = (Role::Coordinator, "C1");
/// A technician.
pub const E1: (Role, &str) = (Role::Technician, "E1");
/// Another technician.
pub const E2: (Role, &str) = (Role::Technician, "E2");
/// The chief.
pub const M1: (Role, &str) = (Role::Chief, "M1");

impl Desk {
    /// Dispatch at the instant `now`, with a hotline, parts and callbacks that only tell what the test says.
    pub async fn start(db: &TestDb, now: &str) -> Self {
        let hotline = FakeHotline::default();
        let matrix = Arc::new(FakeMatrix::default());
        let (fake, asked) = (hotline.clone(), Fake(Arc::clone(&matrix)));
        let plan = RigPlan {
            own: vec![RigService {
                name: NAME,
                migrations: MIGRATIONS,
                member,
                serve,
            }],
            stand_ins: &["registry", "hotline", "parts", "callback"],
            fakes: Box::new(move |server| server.add_service(HotlineServiceServer::new(fake)).add_service(asked)),
        };
        Self {
            rig: Rig::start(db, now, plan).await,
            hotline,
            matrix,
        }
    }

    /// A client of somebody.
    pub async fn client(&self, role: Role, branch: &str, code: &str) -> Client {
        DispatchServiceClient::new(self.rig.channel(&[role], branch, code).await)
    }

    /// The hotline tells something about a ticket.
    pub async fn hotline_says(&self, ticket: &str, name: &str, event: hotline_event::Event) {
        let payload = HotlineEvent { event: Some(event) };
        let branch = aftersales_kit::id::BranchId::parse("BJ01").unwrap();
        self.rig
            .emit("hotline", NewEvent::new(ticket, branch, name, &payload))
            .await;
        self.rig.settle().await;
    }

    /// Hands a ticket over; gives the order that came of it.
    pub async fn hand_over(&self, fact: TicketHandedOver) -> WorkOrder {
        let ticket_id = fact.ticket_id.clone();
        let event = hotline_event::Event::TicketHandedOver(fact);
        self.hotline_says(&ticket_id, "TicketHandedOver", event).await;
        let request = proto::GetWorkOrderRequest {
            work_order_id: String::new(),
            ticket_id,
        };
        self.get_work_order(C1, request).await.unwrap().work_order.unwrap()
    }

    /// An order of now in the queue; gives its id.
    pub async fn queued(&self) -> String {
        let now = self.rig.env().clock.now().to_string();
        self.hand_over(handed_over(&now)).await.id
    }

    /// The order as the coordinator sees it.
    pub async fn order(&self, id: &str) -> WorkOrder {
        let request = proto::GetWorkOrderRequest {
            work_order_id: id.to_owned(),
            ticket_id: String::new(),
        };
        self.get_work_order(C1, request).await.unwrap().work_order.unwrap()
    }

    /// The order's state.
    pub async fn state(&self, id: &str) -> WorkOrderState {
        self.order(id).await.state()
    }

    /// Says where a technician is.
    pub async fn present(&self, technician: &str, presence: Presence) {
        let request = proto::SetPresenceRequest {
            request_id: key(),
            branch_id: "BJ01".to_owned(),
            technician_id: technician.to_owned(),
            presence: presence.into(),
        };
        self.set_presence(C1, request).await.unwrap();
    }

    /// Received and assigned to E1, who is in the station.
    pub async fn assigned(&self) -> String {
        let id = self.queued().await;
        self.receive_work_order(C1, receipt(&id)).await.unwrap();
        self.present("E1", Presence::InStation).await;
        self.assign_technician(C1, assignment(&id, "E1", "")).await.unwrap();
        id
    }

    /// Assigned, and the customer reached.
    pub async fn contacted(&self) -> String {
        let id = self.assigned().await;
        self.log_contact(E1, attempt(&id, ContactResult::Reached, None))
            .await
            .unwrap();
        id
    }

    /// Promised for a window.
    pub async fn promised(&self, start: &str, end: &str) -> String {
        let id = self.contacted().await;
        self.promise_visit(E1, promise(&id, start, end)).await.unwrap();
        id
    }

    /// With the customer, having come for a window.
    pub async fn on_site(&self, start: &str, end: &str, arrives: &str) -> String {
        let id = self.promised(start, end).await;
        self.report_appointment(E1, appointment(&id)).await.unwrap();
        self.declare_no_parts(E1, no_parts(&id)).await.unwrap();
        self.rig.advance_to(arrives).await;
        self.depart(E1, departure(&id)).await.unwrap();
        self.arrive(E1, arrival(&id)).await.unwrap();
        id
    }

    /// Repaired just now, having come for a window.
    pub async fn done(&self, start: &str, end: &str, arrives: &str) -> String {
        let id = self.on_site(start, end, arrives).await;
        self.complete_visit(E1, completion(&id, Told::Repaired(repaired(arrives))))
            .await
            .unwrap();
        id
    }

    /// Reported and confirmed as well.
    pub async fn confirmed(&self, start: &str, end: &str, arrives: &str) -> String {
        let id = self.done(start, end, arrives).await;
        self.report_completion(E1, report(&id)).await.unwrap();
        self.confirm_work_order(C1, confirmation(&id)).await.unwrap();
        id
    }

    /// The order's deadline of a kind, the last one begun.
    pub async fn deadline(&self, id: &str, kind: &str) -> Deadline {
        let ticket = Uuid::try_parse(&self.order(id).await.ticket_id).unwrap();
        let filter = DeadlineFilter {
            ticket_id: Some(ticket),
            limit: 100,
            ..DeadlineFilter::default()
        };
        let mut tx = self.rig.kit(NAME).read().await.unwrap();
        let all = sla::list(&mut tx, &BranchScope::All, &filter).await.unwrap();
        let found = all
            .into_iter()
            .rev()
            .find(|deadline| deadline.kind == kind && deadline.subject.to_string() == id);
        found.unwrap_or_else(|| panic!("no deadline {kind}"))
    }

    /// The names of dispatch's events so far.
    pub async fn events(&self) -> Vec<String> {
        let events = self.rig.events(NAME).await;
        events
            .iter()
            .filter_map(|event| event.kind.rsplit('.').next())
            .map(str::to_owned)
            .collect()
    }

    /// How often an event happened.
    pub async fn count(&self, name: &str) -> usize {
        self.events().await.iter().filter(|event| *event == name).count()
    }

    /// How often a deadline of a kind was missed.
    pub async fn misses(&self, kind: &str) -> usize {
        use aftersales_proto::sla::v1::{DeadlineEvent, deadline_event::Event};
        use prost::Message as _;
        let events = self.rig.events(NAME).await;
        let missed = events.iter().filter(|event| event.kind.ends_with(".DeadlineMissed"));
        let kinds = missed.filter_map(
            |event| match DeadlineEvent::decode(event.payload.as_slice()).ok()?.event? {
                Event::Missed(missed) => Some(missed.deadline?.kind),
                _ => None,
            },
        );
        kinds.filter(|missed| missed == kind).count()
    }
}
