//! The desks of a branch: each step of a story as one call, with what the step needs filled in.
//!
//! A story's test says who does what and when; what a form wants besides stands here. Every step goes through the
//! public API with the token of the person who does it.
#![expect(
    clippy::expect_used,
    reason = "test support: a step that cannot be taken must fail the test"
)]

mod flow;
mod log;
mod paid;
mod visit;

pub use paid::fen;

use aftersales::demo::{World, request_id};
use aftersales_kit::auth::Role;
use aftersales_kit::testing::rig::at;
use aftersales_proto::common::v1::{Contact, FaultKind, ServiceMode, TimeWindow, Zone};
use aftersales_proto::dispatch::v1::{
    AssignTechnicianRequest, ContactChannel, ContactResult, GetWorkOrderRequest, LogContactRequest, Presence,
    PromiseVisitRequest, ReceiveWorkOrderRequest, ReportAppointmentRequest, SetPresenceRequest, WorkOrder,
};
use aftersales_proto::hotline::v1::{IntakeChannel, LookUpCallerRequest, OpenTicketRequest, RecordCallRequest, Ticket};
use tonic::Status;

/// A branch at work.
pub struct Desk<'w> {
    world: &'w World,
    branch: &'static str,
    suffix: &'static str,
}

/// What a step gives: its answer, or the refusal that the caller sees.
pub type Step<T> = Result<T, Box<Status>>;

fn boxed(status: Status) -> Box<Status> {
    Box::new(status)
}

impl<'w> Desk<'w> {
    /// The branch 北京海淀站.
    pub const fn bj01(world: &'w World) -> Self {
        Self {
            world,
            branch: "BJ01",
            suffix: "",
        }
    }

    /// The branch 上海浦东站.
    pub const fn sh02(world: &'w World) -> Self {
        Self {
            world,
            branch: "SH02",
            suffix: "-S",
        }
    }

    fn code(&self, person: &str) -> String {
        format!("{person}{}", self.suffix)
    }

    /// Customer and asset id of the caller with this phone, as the hotline sees them.
    ///
    /// # Panics
    /// When the phone is not known.
    pub async fn look_up(&self, phone: &str) -> (String, String) {
        let request = LookUpCallerRequest {
            branch_id: self.branch.to_owned(),
            phone: phone.to_owned(),
            customer_id: String::new(),
        };
        let mut hotline = self
            .world
            .hotline(Role::Hotline, self.branch, &self.code("H1"))
            .expect("a client");
        let answer = hotline.look_up_caller(request).await.expect("an answer").into_inner();
        let found = answer.matches.into_iter().next().expect("a known caller");
        let asset = found
            .assets
            .into_iter()
            .next()
            .and_then(|machine| machine.asset)
            .expect("a machine");
        (found.customer.expect("a customer").id, asset.id)
    }

    /// H1 answers a call after two rings; gives the call's id.
    ///
    /// # Panics
    /// When the call is refused.
    pub async fn answer(&self, phone: &str, answered_at: &str) -> String {
        let answered = at(answered_at);
        let request = RecordCallRequest {
            request_id: request_id(),
            branch_id: self.branch.to_owned(),
            line_id: "hotline".to_owned(),
            caller_phone: phone.to_owned(),
            ring_count: 2,
            rang_at: Some(answered.plus(-8_000_000).to_proto()),
            answered_at: Some(answered.to_proto()),
            not_answered: false,
            agent_id: self.code("H1"),
        };
        let mut hotline = self
            .world
            .hotline(Role::Hotline, self.branch, &self.code("H1"))
            .expect("a client");
        hotline
            .record_call(request)
            .await
            .expect("an answer")
            .into_inner()
            .call
            .expect("a call")
            .id
    }

    /// A filled-in request for an on-site repair, as it comes by a form; the test changes what its story says.
    pub fn on_site(&self, customer_id: &str, asset_id: &str) -> OpenTicketRequest {
        OpenTicketRequest {
            request_id: request_id(),
            branch_id: self.branch.to_owned(),
            call_id: String::new(),
            channel: IntakeChannel::Online.into(),
            customer_id: customer_id.to_owned(),
            asset_id: asset_id.to_owned(),
            need_summary: "无法开机".to_owned(),
            fault_kind: FaultKind::Hardware.into(),
            mode: ServiceMode::OnSite.into(),
            contact: Some(Contact {
                name: "王芳".to_owned(),
                phone: "13800000001".to_owned(),
                address: "北京市海淀区学院路5号".to_owned(),
                zone: Zone::InArea.into(),
                site_condition: "office".to_owned(),
            }),
            first_requested_at: None,
            urged: false,
            read_back_confirmed: true,
            third_party_explained: false,
            details: None,
            ..OpenTicketRequest::default()
        }
    }

    /// H1 opens the ticket; everything that follows is done.
    ///
    /// # Errors
    /// The refusal.
    pub async fn open(&self, request: OpenTicketRequest) -> Step<Ticket> {
        let mut hotline = self
            .world
            .hotline(Role::Hotline, self.branch, &self.code("H1"))
            .expect("a client");
        let answer = hotline.open_ticket(request).await.map_err(boxed)?.into_inner();
        self.world.settle().await.expect("quiescence");
        Ok(answer.ticket.expect("a ticket"))
    }

    /// The ticket's work order.
    ///
    /// # Panics
    /// When there is none.
    pub async fn order(&self, ticket: &Ticket) -> WorkOrder {
        let request = GetWorkOrderRequest {
            work_order_id: String::new(),
            ticket_id: ticket.id.clone(),
        };
        let mut dispatch = self
            .world
            .dispatch(Role::Coordinator, self.branch, &self.code("C1"))
            .expect("a client");
        dispatch
            .get_work_order(request)
            .await
            .expect("an answer")
            .into_inner()
            .work_order
            .expect("a work order")
    }

    /// C1 receives the order and assigns a technician who is in the station.
    ///
    /// # Errors
    /// The refusal.
    pub async fn assign(&self, order: &WorkOrder, technician: &str) -> Step<()> {
        let mut dispatch = self
            .world
            .dispatch(Role::Coordinator, self.branch, &self.code("C1"))
            .expect("a client");
        let (work_order_id, etag) = (order.id.clone(), String::new());
        let request = ReceiveWorkOrderRequest {
            request_id: request_id(),
            work_order_id: work_order_id.clone(),
            etag,
        };
        dispatch.receive_work_order(request).await.map_err(boxed)?;
        let request = SetPresenceRequest {
            request_id: request_id(),
            branch_id: self.branch.to_owned(),
            technician_id: self.code(technician),
            presence: Presence::InStation.into(),
        };
        dispatch.set_presence(request).await.map_err(boxed)?;
        let request = AssignTechnicianRequest {
            request_id: request_id(),
            work_order_id,
            technician_id: self.code(technician),
            reason: String::new(),
            etag: String::new(),
        };
        dispatch.assign_technician(request).await.map_err(boxed)?;
        Ok(())
    }

    /// The technician reaches the customer by phone.
    ///
    /// # Errors
    /// The refusal.
    pub async fn contact(&self, order: &WorkOrder, technician: &str) -> Step<()> {
        let request = LogContactRequest {
            request_id: request_id(),
            work_order_id: order.id.clone(),
            result: ContactResult::Reached.into(),
            channel: ContactChannel::Phone.into(),
            at: None,
            fault_judgement: "disk".to_owned(),
            note: String::new(),
            etag: String::new(),
        };
        let mut dispatch = self.technician(technician);
        dispatch.log_contact(request).await.map_err(boxed)?;
        Ok(())
    }

    /// The technician promises a visit between two instants.
    ///
    /// # Errors
    /// The refusal.
    pub async fn promise(&self, order: &WorkOrder, technician: &str, from: &str, to: &str) -> Step<()> {
        let request = PromiseVisitRequest {
            request_id: request_id(),
            work_order_id: order.id.clone(),
            window: Some(TimeWindow {
                start: Some(at(from).to_proto()),
                end: Some(at(to).to_proto()),
            }),
            beyond_limit: None,
            etag: String::new(),
            ..PromiseVisitRequest::default()
        };
        self.technician(technician)
            .promise_visit(request)
            .await
            .map_err(boxed)?;
        Ok(())
    }

    /// The technician reports the appointment.
    ///
    /// # Errors
    /// The refusal.
    pub async fn report_appointment(&self, order: &WorkOrder, technician: &str) -> Step<()> {
        let (work_order_id, etag) = (order.id.clone(), String::new());
        let request = ReportAppointmentRequest {
            request_id: request_id(),
            work_order_id,
            etag,
            ..ReportAppointmentRequest::default()
        };
        self.technician(technician)
            .report_appointment(request)
            .await
            .map_err(boxed)?;
        Ok(())
    }
}
