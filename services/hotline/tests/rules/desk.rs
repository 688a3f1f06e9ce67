//! The hotline's desk of BJ01 on Monday 2026-11-16 at 09:40.

use std::sync::Arc;

use aftersales_hotline::{MIGRATIONS, NAME, member, serve};
use aftersales_kit::{
    auth::Role,
    id,
    outbox::Event,
    testing::{
        TestDb,
        fake::Fake,
        rig::{Rig, RigChannel, RigPlan, RigService, at, reason},
    },
    time::Timestamp,
};
use aftersales_proto::{
    common::v1::{Contact, FaultKind, ServiceMode, Zone},
    dispatch::v1::{WorkOrderCreated, WorkOrderReceived, WorkOrderState, dispatch_event::Event as Dispatched},
    hotline::v1::{
        Booking, BookingOrigin, Call, CarryInGuidance, GetTicketRequest, GetTimelineRequest, IntakeChannel,
        OpenTicketRequest, PhoneSolution, RecordCallRequest, Ticket, TimelineEntry,
        hotline_service_client::HotlineServiceClient, open_ticket_request::Details,
    },
};
use tonic::{Response, Status};

use crate::played::{Billing, Registry, SN100, WANG, dispatched, order};

pub type Client = HotlineServiceClient<RigChannel>;

/// When the stories begin.
pub const MORNING: &str = "2026-11-16T09:40:00+08:00";

/// The desk.
pub struct Desk {
    pub rig: Rig,
    pub registry: Arc<Registry>,
    pub billing: Arc<Billing>,
    /// H1 of BJ01.
    pub hotline: Client,
}

impl Desk {
    pub async fn start(db: &TestDb) -> Self {
        Self::start_at(db, MORNING).await
    }

    pub async fn start_at(db: &TestDb, now: &str) -> Self {
        let registry = Arc::new(Registry::default());
        let billing = Arc::new(Billing::default());
        let fakes = (Fake(Arc::clone(&registry)), Fake(Arc::clone(&billing)));
        let rig = Rig::start(
            db,
            now,
            RigPlan {
                own: vec![RigService {
                    name: NAME,
                    migrations: MIGRATIONS,
                    member,
                    serve,
                }],
                stand_ins: &["registry", "dispatch", "reception", "parts", "billing", "callback"],
                fakes: Box::new(|server| server.add_service(fakes.0).add_service(fakes.1)),
            },
        )
        .await;
        let hotline = HotlineServiceClient::new(rig.channel(&[Role::Hotline], "BJ01", "H1").await);
        Self {
            rig,
            registry,
            billing,
            hotline,
        }
    }

    /// A client of somebody else.
    pub async fn client(&self, role: Role, branch: &str, subject: &str) -> Client {
        HotlineServiceClient::new(self.rig.channel(&[role], branch, subject).await)
    }

    /// A call that was answered just now after two rings.
    pub async fn call(&mut self) -> Call {
        self.hotline
            .record_call(ringing())
            .await
            .unwrap()
            .into_inner()
            .call
            .unwrap()
    }

    /// 王芳's PC-100, taken down in a new call, to be served on site.
    pub async fn on_site(&mut self) -> OpenTicketRequest {
        let call = self.call().await;
        OpenTicketRequest {
            call_id: call.id,
            ..report()
        }
    }

    pub async fn open(&mut self, request: OpenTicketRequest) -> Ticket {
        self.hotline
            .open_ticket(request)
            .await
            .unwrap()
            .into_inner()
            .ticket
            .unwrap()
    }

    pub async fn ticket(&mut self, id: &str) -> Ticket {
        self.rig.settle().await;
        let request = GetTicketRequest {
            ticket_id: id.to_owned(),
            ..Default::default()
        };
        self.hotline
            .get_ticket(request)
            .await
            .unwrap()
            .into_inner()
            .ticket
            .unwrap()
    }

    pub async fn timeline(&mut self, id: &str) -> Vec<TimelineEntry> {
        let request = GetTimelineRequest {
            ticket_id: id.to_owned(),
            page_size: 200,
            ..Default::default()
        };
        self.hotline.get_timeline(request).await.unwrap().into_inner().entries
    }

    /// Types of the hotline's events so far, without their package.
    pub async fn told(&self) -> Vec<String> {
        self.rig.events(NAME).await.iter().map(name).collect()
    }

    /// Dispatch says something.
    pub async fn dispatch(&self, ticket: &str, name: &str, event: Dispatched) {
        self.rig.emit("dispatch", dispatched(ticket, name, event)).await;
        self.rig.settle().await;
    }

    /// Dispatch makes a work order, and its coordinator receives it now.
    pub async fn received(&self, ticket: &str) {
        let created = WorkOrderCreated {
            order: order(ticket, WorkOrderState::Queued),
            ..Default::default()
        };
        self.dispatch(ticket, "WorkOrderCreated", Dispatched::WorkOrderCreated(created))
            .await;
        let received = WorkOrderReceived {
            order: order(ticket, WorkOrderState::Received),
            received_by: "C1".to_owned(),
            received_at: Some(self.rig.env().clock.now().to_proto()),
            minutes_since_hand_over: 15,
            ..Default::default()
        };
        self.dispatch(ticket, "WorkOrderReceived", Dispatched::WorkOrderReceived(received))
            .await;
    }
}

pub fn name(event: &Event) -> String {
    event.kind.rsplit('.').next().unwrap().to_owned()
}

/// A new idempotency key.
pub fn key() -> String {
    id::random_uuid().to_string()
}

pub fn proto_at(text: &str) -> Option<prost_types::Timestamp> {
    Some(at(text).to_proto())
}

/// An instant of an answer.
pub fn time(at: Option<prost_types::Timestamp>) -> Timestamp {
    Timestamp::from_proto(&at.expect("an instant")).unwrap()
}

/// The reason of a refusal.
pub fn refused<T: std::fmt::Debug>(answer: Result<Response<T>, Status>) -> String {
    reason(&answer.unwrap_err())
}

pub fn ringing() -> RecordCallRequest {
    RecordCallRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        line_id: "400-1".to_owned(),
        caller_phone: "138 0000 0001".to_owned(),
        ring_count: 2,
        ..Default::default()
    }
}

/// 王芳 as she is taken down in the register.
pub fn wang_fang() -> Contact {
    Contact {
        name: "王芳".to_owned(),
        phone: "13800000001".to_owned(),
        address: "北京市海淀区𠮷祥路１号".to_owned(),
        zone: Zone::InArea.into(),
        site_condition: "三楼，有电梯".to_owned(),
    }
}

/// A report of 王芳 by document, so without a call, to be served on site.
pub fn written() -> OpenTicketRequest {
    OpenTicketRequest {
        channel: IntakeChannel::Document.into(),
        ..report()
    }
}

fn report() -> OpenTicketRequest {
    OpenTicketRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        channel: IntakeChannel::Phone.into(),
        customer_id: WANG.to_owned(),
        asset_id: SN100.to_owned(),
        need_summary: "无法开机".to_owned(),
        fault_kind: FaultKind::Hardware.into(),
        mode: ServiceMode::OnSite.into(),
        contact: Some(wang_fang()),
        read_back_confirmed: true,
        ..Default::default()
    }
}

/// What makes an expected day a booking.
pub fn booking() -> Booking {
    Booking {
        origin: BookingOrigin::Passive.into(),
        time_told: true,
        reminder_contact_confirmed: true,
        profile_confirmed: true,
    }
}

/// The report served by carry-in to SH02 instead.
pub fn carried_in(request: OpenTicketRequest) -> OpenTicketRequest {
    let guidance = CarryInGuidance {
        target_branch_id: "SH02".to_owned(),
        policy_explained: true,
        expected_on: "2026-11-17".to_owned(),
        booking: Some(booking()),
        guidance: "请带保修卡到店".to_owned(),
    };
    OpenTicketRequest {
        mode: ServiceMode::CarryIn.into(),
        details: Some(Details::CarryIn(guidance)),
        ..request
    }
}

/// The report solved on the telephone instead.
pub fn solved(request: OpenTicketRequest) -> OpenTicketRequest {
    let solution = PhoneSolution {
        solution: "重新插好电源线".to_owned(),
        customer_agrees: true,
    };
    OpenTicketRequest {
        mode: ServiceMode::PhoneResolved.into(),
        details: Some(Details::PhoneSolution(solution)),
        ..request
    }
}
