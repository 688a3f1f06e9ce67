//! From the shelf to the customer's answer.

use aftersales::demo::request_id;
use aftersales_kit::auth::Role;
use aftersales_kit::time::Timestamp;
use aftersales_proto::callback::v1::{
    Answer, Appraisal, CallbackAnswers, CallbackTask, CompleteCallbackRequest, GetCallbackTaskRequest,
};
use aftersales_proto::common::v1::{PartCondition, Satisfaction, ServiceClass, Signature, SignatureMethod};
use aftersales_proto::dispatch::v1::complete_visit_request::Result as Outcome;
use aftersales_proto::dispatch::v1::{
    ArriveRequest, CompleteVisitRequest, ConfirmWorkOrderRequest, DeclareNoPartsRequest, DeliveryConfirmation,
    DepartRequest, RepairedResult, ReportCompletionRequest, SignOff, WorkOrder,
};
use aftersales_proto::hotline::v1::Ticket;
use aftersales_proto::parts::v1::{
    IssueLine, IssuePartsRequest, PartsLineInput, PartsRequest, RequestPartsRequest, ReturnPartRequest,
};
use aftersales_proto::sla::v1::{Deadline, ListDeadlinesRequest};

use super::{
    Desk, Step, boxed,
    paid::{settled, taken_along},
};

impl Desk<'_> {
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

    /// The technician departs and arrives; to a visit for a fee with the price list and an electronic invoice.
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
            check: (order.service_class() == ServiceClass::A).then(taken_along),
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

    /// A filled-in completion of a repaired machine, what is agreed being paid; the test changes what its story says.
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
            payment: settled(order),
            answer_later: None,
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
            ..ReportCompletionRequest::default()
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

    pub(super) fn technician(
        &self,
        code: &str,
    ) -> aftersales_proto::dispatch::v1::dispatch_service_client::DispatchServiceClient<aftersales::demo::Client> {
        self.world
            .dispatch(Role::Technician, self.branch, &self.code(code))
            .expect("a client")
    }
}
