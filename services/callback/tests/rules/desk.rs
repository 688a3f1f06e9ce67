//! A callback service with a fake hotline, and dispatch's events as it would send them.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use aftersales_callback::{MIGRATIONS, NAME, member, serve};
use aftersales_kit::{
    auth::Role,
    id::{BranchId, CustomerId, TicketId, WorkOrderId},
    outbox::NewEvent,
    reasons::BRANCH_UNKNOWN,
    status,
    testing::{
        TestDb,
        fake::{Answers, Fake, unary},
        rig::{Rig, RigChannel, RigPlan, RigService, at},
    },
};
use aftersales_proto::{
    callback::v1::{
        self as proto, Answer, Appraisal, CallbackAnswers, CallbackEvent, CallbackTask, CompleteCallbackRequest,
        GetCallbackTaskRequest, callback_event::Event, callback_service_client::CallbackServiceClient,
    },
    common::v1::{Contact, ServiceClass, Zone},
    dispatch::v1::{
        CallbackSuppressed, DispatchEvent, ReadyForCallback, WorkOrderFacts, dispatch_event::Event as Dispatched,
    },
    hotline::v1::{GetTicketContactRequest, GetTicketContactResponse},
};
use futures::future::BoxFuture;
use prost::Message as _;
use tonic::{Status, body::Body, codegen::http};

pub type Client = CallbackServiceClient<RigChannel>;

/// The contact that the fake hotline gives for every ticket.
pub fn wang_fang() -> Contact {
    Contact {
        name: "王芳𠮷".to_owned(),
        phone: "13800000001".to_owned(),
        address: "北京市海淀区学院路1号".to_owned(),
        zone: Zone::InArea.into(),
        site_condition: "三楼，无电梯".to_owned(),
    }
}

/// A hotline that knows one contact, or is away.
#[derive(Default)]
pub struct FakeHotline {
    pub asked: AtomicUsize,
    pub away: AtomicBool,
}

impl Answers for FakeHotline {
    const SERVICE: &'static str = "aftersales.hotline.v1.HotlineService";

    fn answer(
        self: Arc<Self>,
        method: &str,
        request: http::Request<Body>,
    ) -> Option<BoxFuture<'static, http::Response<Body>>> {
        if method != "GetTicketContact" {
            return None;
        }
        self.asked.fetch_add(1, Ordering::SeqCst);
        Some(unary(request, move |request: GetTicketContactRequest| {
            if self.away.load(Ordering::SeqCst) {
                return Err(status::refusal_status(&BRANCH_UNKNOWN.refuse(), Default::default()));
            }
            Ok(GetTicketContactResponse {
                ticket_id: request.ticket_id,
                branch_id: "BJ01".to_owned(),
                contact: Some(wang_fang()),
                need_summary: "无法开机".to_owned(),
                ..Default::default()
            })
        }))
    }
}

/// A running callback service.
pub struct Desk {
    pub rig: Rig,
    pub hotline: Arc<FakeHotline>,
}

impl Desk {
    pub async fn start(db: &TestDb, now: &str) -> Self {
        let hotline = Arc::new(FakeHotline::default());
        let fake = Fake(Arc::clone(&hotline));
        let own = RigService {
            name: NAME,
            migrations: MIGRATIONS,
            member,
            serve,
        };
        let plan = RigPlan {
            own: vec![own],
            stand_ins: &["dispatch", "registry", "hotline"],
            fakes: Box::new(move |server| server.add_service(fake)),
        };
        Self {
            rig: Rig::start(db, now, plan).await,
            hotline,
        }
    }

    pub async fn client(&self, role: Role, branch: &str, subject: &str) -> Client {
        CallbackServiceClient::new(self.rig.channel(&[role], branch, subject).await)
    }

    /// V1, who calls back at BJ01.
    pub async fn v1(&self) -> Client {
        self.client(Role::Callback, "BJ01", "V1").await
    }

    /// M1, chief of BJ01.
    pub async fn m1(&self) -> Client {
        self.client(Role::Chief, "BJ01", "M1").await
    }

    pub async fn ready(&self, visit: &Visit) {
        self.rig.emit("dispatch", visit.ready()).await;
        self.rig.settle().await;
    }

    pub async fn suppress(&self, visit: &Visit, date: &str, reason: &str) {
        self.rig.emit("dispatch", visit.suppressed(date, reason)).await;
        self.rig.settle().await;
    }

    /// The latest task of a visit's ticket, as V1 sees it.
    pub async fn task(&self, visit: &Visit) -> CallbackTask {
        task_of(&mut self.v1().await, visit).await
    }

    /// Facts of callback's own log by name; deadlines and what only screens follow left out.
    pub async fn facts(&self) -> Vec<String> {
        let events = self.rig.events(NAME).await;
        let own = events
            .iter()
            .filter_map(|event| event.kind.strip_prefix("aftersales.callback.v1."))
            .filter(|name| *name != "CallbackTaskChanged");
        own.map(str::to_owned).collect()
    }

    /// Names of what happened to deadlines.
    pub async fn deadlines(&self) -> Vec<String> {
        let events = self.rig.events(NAME).await;
        let own = events
            .iter()
            .filter_map(|event| event.kind.strip_prefix("aftersales.sla.v1."));
        own.map(str::to_owned).collect()
    }

    /// Callback's own events, without what only screens follow.
    pub async fn payloads(&self) -> Vec<Event> {
        let events = self.rig.events(NAME).await;
        let own = events
            .iter()
            .filter(|event| event.kind.starts_with("aftersales.callback.v1."))
            .filter(|event| !event.kind.ends_with(".CallbackTaskChanged"));
        own.filter_map(|event| CallbackEvent::decode(event.payload.as_slice()).unwrap().event)
            .collect()
    }
}

pub async fn task_of(client: &mut Client, visit: &Visit) -> CallbackTask {
    let request = GetCallbackTaskRequest {
        ticket_id: visit.ticket.to_string(),
        ..Default::default()
    };
    client
        .get_callback_task(request)
        .await
        .unwrap()
        .into_inner()
        .task
        .unwrap()
}

/// A finished visit of E1 at BJ01 on its appointed date, confirmed the same day at 17:30.
#[derive(Debug, Clone)]
pub struct Visit {
    pub ticket: TicketId,
    pub order: WorkOrderId,
    pub customer: CustomerId,
    pub branch: &'static str,
    pub technician: &'static str,
    pub number: i32,
    pub appointed: String,
    pub confirmed: String,
}

impl Visit {
    pub fn on(date: &str) -> Self {
        Self {
            ticket: TicketId::new(),
            order: WorkOrderId::new(),
            customer: CustomerId::new(),
            branch: "BJ01",
            technician: "E1",
            number: 1,
            appointed: date.to_owned(),
            confirmed: format!("{date}T17:30:00+08:00"),
        }
    }

    fn facts(&self) -> WorkOrderFacts {
        WorkOrderFacts {
            work_order_id: self.order.to_string(),
            work_order_no: "BJ01-D-000001".to_owned(),
            ticket_id: self.ticket.to_string(),
            branch_id: self.branch.to_owned(),
            customer_id: self.customer.to_string(),
            service_class: ServiceClass::C.into(),
            technician_id: self.technician.to_owned(),
            visit_number: self.number,
            ..Default::default()
        }
    }

    fn event(&self, name: &str, event: Dispatched) -> NewEvent {
        let payload = DispatchEvent { event: Some(event) };
        NewEvent::new(self.ticket, BranchId::parse(self.branch).unwrap(), name, &payload)
    }

    pub fn ready(&self) -> NewEvent {
        let day = |time: &str| Some(at(&format!("{}T{time}:00+08:00", self.appointed)).to_proto());
        let fact = ReadyForCallback {
            order: Some(self.facts()),
            appointed_date: self.appointed.clone(),
            arrived_at: day("14:05"),
            completed_at: day("15:10"),
            confirmed_at: Some(at(&self.confirmed).to_proto()),
            ..ReadyForCallback::default()
        };
        self.event("ReadyForCallback", Dispatched::ReadyForCallback(fact))
    }

    pub fn suppressed(&self, date: &str, reason: &str) -> NewEvent {
        let fact = CallbackSuppressed {
            order: Some(self.facts()),
            date: date.to_owned(),
            reason: reason.to_owned(),
        };
        self.event("CallbackSuppressed", Dispatched::CallbackSuppressed(fact))
    }
}

/// Satisfied in everything, 4 x 很满意.
pub fn delighted() -> CallbackAnswers {
    CallbackAnswers {
        contacted_within_one_day: Answer::Yes.into(),
        on_time: Answer::Yes.into(),
        satisfied: Answer::Yes.into(),
        needs_revisit: Answer::No.into(),
        appraisal: Some(Appraisal {
            attitude: 4,
            skill: 4,
            arrival_time: 4,
            promises: 4,
        }),
        suggestions: "无".to_owned(),
        ..Default::default()
    }
}

pub fn completion(task: &CallbackTask, answers: CallbackAnswers) -> CompleteCallbackRequest {
    CompleteCallbackRequest {
        request_id: key(),
        callback_task_id: task.id.clone(),
        answers: Some(answers),
        etag: String::new(),
    }
}

pub fn attempt(task: &CallbackTask, result: proto::AttemptResult) -> proto::RecordAttemptRequest {
    proto::RecordAttemptRequest {
        request_id: key(),
        callback_task_id: task.id.clone(),
        result: result.into(),
        ..Default::default()
    }
}

/// A new idempotency key.
pub fn key() -> String {
    aftersales_kit::id::random_uuid().to_string()
}

/// The reason of a refusal.
pub fn refused<T: std::fmt::Debug>(answer: Result<T, Status>) -> String {
    aftersales_kit::testing::rig::reason(&answer.unwrap_err())
}
