//! The desks of a branch: each step of a story as one call, with what the step needs filled in.
//!
//! A story's test says who does what and when; what a form wants besides stands here. Every step goes through the
//! public API with the token of the person who does it.
#![expect(
    clippy::expect_used,
    reason = "test support: a step that cannot be taken must fail the test"
)]

use aftersales::demo::{World, request_id};
use aftersales_kit::{auth::Role, testing::rig::at, time::Timestamp};
use aftersales_proto::{
    callback::v1::{Answer, Appraisal, CallbackAnswers, CallbackTask, CompleteCallbackRequest, GetCallbackTaskRequest},
    common::v1::{
        Contact, FaultKind, PartCondition, Satisfaction, ServiceMode, Signature, SignatureMethod, TimeWindow, Zone,
    },
    dispatch::v1::{
        ArriveRequest, AssignTechnicianRequest, CompleteVisitRequest, ConfirmWorkOrderRequest, ContactChannel,
        ContactResult, DeclareNoPartsRequest, DeliveryConfirmation, DepartRequest, GetWorkOrderRequest,
        LogContactRequest, Presence, PromiseVisitRequest, ReceiveWorkOrderRequest, RepairedResult,
        ReportAppointmentRequest, ReportCompletionRequest, SetPresenceRequest, SignOff, WorkOrder,
        complete_visit_request::Result as Outcome,
    },
    hotline::v1::{IntakeChannel, LookUpCallerRequest, OpenTicketRequest, RecordCallRequest, Ticket},
    parts::v1::{IssueLine, IssuePartsRequest, PartsLineInput, PartsRequest, RequestPartsRequest, ReturnPartRequest},
    sla::v1::{Deadline, ListDeadlinesRequest},
};
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
        };
        self.technician(technician)
            .report_appointment(request)
            .await
            .map_err(boxed)?;
        Ok(())
    }

    /// The technician says that no parts are needed.
    ///
    /// # Errors
    /// The refusal.
    pub async fn no_parts(&self, order: &WorkOrder, technician: &str) -> Step<()> {
        let (work_order_id, etag) = (order.id.clone(), String::new());
        let request = DeclareNoPartsRequest {
            request_id: request_id(),
            work_order_id,
            etag,
        };
        self.technician(technician)
            .declare_no_parts(request)
            .await
            .map_err(boxed)?;
        Ok(())
    }

    /// The technician asks for parts.
    ///
    /// # Errors
    /// The refusal.
    pub async fn request_part(
        &self,
        order: &WorkOrder,
        technician: &str,
        part_no: &str,
        quantity: i32,
    ) -> Step<PartsRequest> {
        let request = RequestPartsRequest {
            request_id: request_id(),
            work_order_id: order.id.clone(),
            ticket_id: order.ticket_id.clone(),
            lines: vec![PartsLineInput {
                part_no: part_no.to_owned(),
                quantity,
            }],
        };
        let mut parts = self
            .world
            .parts(Role::Technician, self.branch, &self.code(technician))
            .expect("a client");
        let answer = parts.request_parts(request).await.map_err(boxed)?.into_inner();
        self.world.settle().await.expect("quiescence");
        Ok(answer.parts_request.expect("a request"))
    }

    /// P1 issues the first line of a request with these serial numbers.
    ///
    /// # Errors
    /// The refusal.
    pub async fn issue(&self, request: &PartsRequest, technician: &str, serials: &[&str]) -> Step<()> {
        let line_id = request.lines.first().expect("a line").line_id.clone();
        let serial_numbers: Vec<String> = serials.iter().map(|serial| (*serial).to_owned()).collect();
        let quantity = i32::try_from(serials.len()).expect("few pieces");
        let message = IssuePartsRequest {
            request_id: request_id(),
            parts_request_id: request.id.clone(),
            lines: vec![IssueLine {
                line_id,
                quantity,
                serial_numbers,
            }],
            issued_to: self.code(technician),
            etag: String::new(),
        };
        let mut parts = self
            .world
            .parts(Role::PartsClerk, self.branch, &self.code("P1"))
            .expect("a client");
        parts.issue_parts(message).await.map_err(boxed)?;
        self.world.settle().await.expect("quiescence");
        Ok(())
    }

    /// P1 takes one piece back.
    ///
    /// # Errors
    /// The refusal.
    pub async fn return_part(&self, request: &PartsRequest, condition: PartCondition, serial: &str) -> Step<()> {
        let message = ReturnPartRequest {
            request_id: request_id(),
            parts_request_id: request.id.clone(),
            line_id: request.lines.first().expect("a line").line_id.clone(),
            condition: condition.into(),
            quantity: 1,
            serial_numbers: vec![serial.to_owned()],
            returned_by: self.code("E1"),
            etag: String::new(),
        };
        let mut parts = self
            .world
            .parts(Role::PartsClerk, self.branch, &self.code("P1"))
            .expect("a client");
        parts.return_part(message).await.map_err(boxed)?;
        self.world.settle().await.expect("quiescence");
        Ok(())
    }

    /// The technician departs and arrives.
    ///
    /// # Errors
    /// The refusal.
    pub async fn travel(&self, order: &WorkOrder, technician: &str, depart: &str, arrive: &str) -> Step<()> {
        let (work_order_id, etag) = (order.id.clone(), String::new());
        self.world.at(depart).await.expect("the clock");
        let request = DepartRequest {
            request_id: request_id(),
            work_order_id: work_order_id.clone(),
            at: None,
            override_reason: String::new(),
            etag: etag.clone(),
        };
        self.technician(technician).depart(request).await.map_err(boxed)?;
        self.world.at(arrive).await.expect("the clock");
        let request = ArriveRequest {
            request_id: request_id(),
            work_order_id,
            at: None,
            etag,
        };
        self.technician(technician).arrive(request).await.map_err(boxed)?;
        Ok(())
    }

    /// A filled-in completion of a repaired machine; the test changes what its story says.
    pub fn repaired(&self, order: &WorkOrder, signed_at: Timestamp) -> CompleteVisitRequest {
        let sign_off = SignOff {
            system_accepted: true,
            delivered: DeliveryConfirmation::Yes.into(),
            satisfaction: Satisfaction::VerySatisfied.into(),
            reasons: Vec::new(),
            suggestions: String::new(),
            signature: Some(Signature {
                signed_by: "王芳".to_owned(),
                signed_at: Some(signed_at.to_proto()),
                method: SignatureMethod::OnScreen.into(),
            }),
        };
        CompleteVisitRequest {
            request_id: request_id(),
            work_order_id: order.id.clone(),
            at: None,
            result: Some(Outcome::Repaired(RepairedResult {
                findings: "disk defective".to_owned(),
                work_done: "disk replaced".to_owned(),
                cleaned: true,
                sign_off: Some(sign_off),
            })),
            etag: String::new(),
        }
    }

    /// The technician completes the visit.
    ///
    /// # Errors
    /// The refusal.
    pub async fn complete(&self, technician: &str, request: CompleteVisitRequest) -> Step<()> {
        self.technician(technician)
            .complete_visit(request)
            .await
            .map_err(boxed)?;
        Ok(())
    }

    /// The technician reports the completion.
    ///
    /// # Errors
    /// The refusal.
    pub async fn report_completion(&self, order: &WorkOrder, technician: &str) -> Step<()> {
        let (work_order_id, etag) = (order.id.clone(), String::new());
        let request = ReportCompletionRequest {
            request_id: request_id(),
            work_order_id,
            etag,
        };
        self.technician(technician)
            .report_completion(request)
            .await
            .map_err(boxed)?;
        Ok(())
    }

    /// C1 confirms the repair sheet, the signed voucher being back.
    ///
    /// # Errors
    /// The refusal.
    pub async fn confirm(&self, order: &WorkOrder) -> Step<()> {
        let request = ConfirmWorkOrderRequest {
            request_id: request_id(),
            work_order_id: order.id.clone(),
            voucher_returned: true,
            etag: String::new(),
        };
        let mut dispatch = self
            .world
            .dispatch(Role::Coordinator, self.branch, &self.code("C1"))
            .expect("a client");
        dispatch.confirm_work_order(request).await.map_err(boxed)?;
        self.world.settle().await.expect("quiescence");
        Ok(())
    }

    /// The ticket's callback task, if it is there for V1.
    ///
    /// # Errors
    /// The refusal.
    pub async fn task(&self, ticket: &Ticket) -> Step<CallbackTask> {
        let request = GetCallbackTaskRequest {
            callback_task_id: String::new(),
            ticket_id: ticket.id.clone(),
        };
        let mut callback = self
            .world
            .callback(Role::Callback, self.branch, &self.code("V1"))
            .expect("a client");
        let answer = callback.get_callback_task(request).await.map_err(boxed)?.into_inner();
        Ok(answer.task.expect("a task"))
    }

    /// V1 records a satisfied customer's answers.
    ///
    /// # Errors
    /// The refusal.
    pub async fn satisfied(&self, task: &CallbackTask) -> Step<CallbackTask> {
        let answers = CallbackAnswers {
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
            suggestions: "none".to_owned(),
            ..CallbackAnswers::default()
        };
        let request = CompleteCallbackRequest {
            request_id: request_id(),
            callback_task_id: task.id.clone(),
            answers: Some(answers),
            etag: String::new(),
        };
        let mut callback = self
            .world
            .callback(Role::Callback, self.branch, &self.code("V1"))
            .expect("a client");
        let answer = callback.complete_callback(request).await.map_err(boxed)?.into_inner();
        self.world.settle().await.expect("quiescence");
        Ok(answer.task.expect("a task"))
    }

    /// The ticket's deadlines in one service.
    ///
    /// # Panics
    /// When they cannot be read.
    pub async fn deadlines(&self, service: &str, ticket: &Ticket) -> Vec<Deadline> {
        let request = ListDeadlinesRequest {
            service: service.to_owned(),
            ticket_id: ticket.id.clone(),
            ..ListDeadlinesRequest::default()
        };
        let mut deadlines = self
            .world
            .deadlines(Role::Chief, self.branch, &self.code("M1"))
            .expect("a client");
        deadlines
            .list_deadlines(request)
            .await
            .expect("an answer")
            .into_inner()
            .deadlines
    }

    fn technician(
        &self,
        code: &str,
    ) -> aftersales_proto::dispatch::v1::dispatch_service_client::DispatchServiceClient<aftersales::demo::Client> {
        self.world
            .dispatch(Role::Technician, self.branch, &self.code(code))
            .expect("a client")
    }
}
