//! The exceptions of flow F-2: nobody in the station, a second visit, an absent customer, a job of one's own.

use aftersales::demo::request_id;
use aftersales_kit::{auth::Role, testing::rig::at};
use aftersales_proto::{
    callback::v1::{Answer, Appraisal, CallbackAnswers, CallbackTask, CompleteCallbackRequest, GetCallbackTaskRequest},
    common::v1::{Contact, CoverageKind, DissatisfactionReason, ServiceClass, TimeWindow, Zone},
    dispatch::v1::{
        ArriveRequest, AssignTechnicianRequest, CompleteVisitRequest, ContactChannel, ContactResult,
        CreateWorkOrderRequest, CustomerAbsentResult, DepartRequest, GetWorkOrderRequest, ListDispatchQueueRequest,
        LogContactRequest, NotRepairedPlan, NotRepairedResult, Presence, PromiseVisitRequest, ReceiveWorkOrderRequest,
        ReopenWorkOrderRequest, ReportCompletionRequest, ReportCompletionResponse, SetPresenceRequest, WorkOrder,
        WorkOrderType, complete_visit_request::Result as Outcome, dispatch_service_client::DispatchServiceClient,
        issue_service_client::IssueServiceClient,
    },
    hotline::v1::{GetTicketRequest, Ticket},
    parts::v1::ReceiveStockRequest,
};

use super::{Desk, Step, boxed};

impl Desk<'_> {
    fn coordinator(&self) -> DispatchServiceClient<aftersales::demo::Client> {
        self.world
            .dispatch(Role::Coordinator, self.branch, &self.code("C1"))
            .expect("a client")
    }

    /// The ticket with this id, as H1 sees it.
    ///
    /// # Errors
    /// The refusal.
    pub async fn ticket(&self, id: &str) -> Step<Ticket> {
        let request = GetTicketRequest {
            ticket_id: id.to_owned(),
            register_no: String::new(),
        };
        let mut hotline = self
            .world
            .hotline(Role::Hotline, self.branch, &self.code("H1"))
            .expect("a client");
        let answer = hotline.get_ticket(request).await.map_err(boxed)?.into_inner();
        Ok(answer.ticket.expect("a ticket"))
    }

    /// The order with this id.
    ///
    /// # Panics
    /// When there is none.
    pub async fn order_by_id(&self, id: &str) -> WorkOrder {
        let request = GetWorkOrderRequest {
            work_order_id: id.to_owned(),
            ticket_id: String::new(),
        };
        let answer = self.coordinator().get_work_order(request).await.expect("an answer");
        answer.into_inner().work_order.expect("a work order")
    }

    /// C1 says where a technician is.
    ///
    /// # Errors
    /// The refusal.
    pub async fn presence(&self, technician: &str, presence: Presence) -> Step<()> {
        let request = SetPresenceRequest {
            request_id: request_id(),
            branch_id: self.branch.to_owned(),
            technician_id: self.code(technician),
            presence: presence.into(),
        };
        self.coordinator().set_presence(request).await.map_err(boxed)?;
        Ok(())
    }

    /// C1 receives the order.
    ///
    /// # Errors
    /// The refusal.
    pub async fn receive(&self, order: &WorkOrder) -> Step<()> {
        let request = ReceiveWorkOrderRequest {
            request_id: request_id(),
            work_order_id: order.id.clone(),
            etag: String::new(),
        };
        self.coordinator().receive_work_order(request).await.map_err(boxed)?;
        Ok(())
    }

    /// C1 assigns a technician and nothing more.
    ///
    /// # Errors
    /// The refusal.
    pub async fn assign_to(&self, order: &WorkOrder, technician: &str) -> Step<()> {
        let request = AssignTechnicianRequest {
            request_id: request_id(),
            work_order_id: order.id.clone(),
            technician_id: self.code(technician),
            ..AssignTechnicianRequest::default()
        };
        self.coordinator().assign_technician(request).await.map_err(boxed)?;
        Ok(())
    }

    /// C1 reaches the customer.
    ///
    /// # Errors
    /// The refusal.
    pub async fn contact_by_coordinator(&self, order: &WorkOrder) -> Step<()> {
        let request = LogContactRequest {
            request_id: request_id(),
            work_order_id: order.id.clone(),
            result: ContactResult::Reached.into(),
            channel: ContactChannel::Phone.into(),
            fault_judgement: "board".to_owned(),
            ..LogContactRequest::default()
        };
        self.coordinator().log_contact(request).await.map_err(boxed)?;
        Ok(())
    }

    /// C1 promises a visit between two instants.
    ///
    /// # Errors
    /// The refusal.
    pub async fn promise_by_coordinator(&self, order: &WorkOrder, from: &str, to: &str) -> Step<()> {
        let request = PromiseVisitRequest {
            request_id: request_id(),
            work_order_id: order.id.clone(),
            window: Some(TimeWindow {
                start: Some(at(from).to_proto()),
                end: Some(at(to).to_proto()),
            }),
            ..PromiseVisitRequest::default()
        };
        self.coordinator().promise_visit(request).await.map_err(boxed)?;
        Ok(())
    }

    /// The technician sets out now; the coordinator when he gives a reason.
    ///
    /// # Errors
    /// The refusal.
    pub async fn depart(&self, order: &WorkOrder, technician: &str, reason: &str) -> Step<()> {
        let request = DepartRequest {
            request_id: request_id(),
            work_order_id: order.id.clone(),
            override_reason: reason.to_owned(),
            ..DepartRequest::default()
        };
        let mut client = match reason {
            "" => self.technician(technician),
            _ => self.coordinator(),
        };
        client.depart(request).await.map_err(boxed)?;
        Ok(())
    }

    /// The technician is there now; gives whether in time.
    ///
    /// # Errors
    /// The refusal.
    pub async fn arrive(&self, order: &WorkOrder, technician: &str) -> Step<bool> {
        let request = ArriveRequest {
            request_id: request_id(),
            work_order_id: order.id.clone(),
            ..ArriveRequest::default()
        };
        let answer = self.technician(technician).arrive(request).await.map_err(boxed)?;
        Ok(answer.into_inner().on_time)
    }

    /// P1 takes pieces into stock.
    ///
    /// # Errors
    /// The refusal.
    pub async fn receive_stock(&self, part_no: &str, serials: &[&str]) -> Step<()> {
        let request = ReceiveStockRequest {
            request_id: request_id(),
            branch_id: self.branch.to_owned(),
            part_no: part_no.to_owned(),
            quantity: i32::try_from(serials.len()).expect("few pieces"),
            serial_numbers: serials.iter().map(|serial| (*serial).to_owned()).collect(),
            note: "from the parts centre".to_owned(),
        };
        let mut parts = self
            .world
            .parts(Role::PartsClerk, self.branch, &self.code("P1"))
            .expect("a client");
        parts.receive_stock(request).await.map_err(boxed)?;
        self.world.settle().await.expect("quiescence");
        Ok(())
    }

    /// A visit that ends with the plan of a second one.
    pub fn second_visit(&self, order: &WorkOrder) -> CompleteVisitRequest {
        CompleteVisitRequest {
            request_id: request_id(),
            work_order_id: order.id.clone(),
            result: Some(Outcome::NotRepaired(NotRepairedResult {
                findings: "second board defective".to_owned(),
                plan: NotRepairedPlan::SecondVisit.into(),
                plan_detail: "come with another board".to_owned(),
                customer_consents: true,
                ..NotRepairedResult::default()
            })),
            ..CompleteVisitRequest::default()
        }
    }

    /// A visit to a customer who is not there.
    pub fn absent(&self, order: &WorkOrder, called_at: &str, note_left: bool) -> CompleteVisitRequest {
        CompleteVisitRequest {
            request_id: request_id(),
            work_order_id: order.id.clone(),
            result: Some(Outcome::CustomerAbsent(CustomerAbsentResult {
                call_attempted_at: Some(at(called_at).to_proto()),
                note_left,
            })),
            ..CompleteVisitRequest::default()
        }
    }

    /// The technician reports the end of the visit; gives the whole answer.
    ///
    /// # Errors
    /// The refusal.
    pub async fn report(&self, order: &WorkOrder, technician: &str) -> Step<ReportCompletionResponse> {
        let request = ReportCompletionRequest {
            request_id: request_id(),
            work_order_id: order.id.clone(),
            ..ReportCompletionRequest::default()
        };
        let answer = self.technician(technician).report_completion(request).await;
        let answer = answer.map_err(boxed)?.into_inner();
        self.world.settle().await.expect("quiescence");
        Ok(answer)
    }

    /// The customer called: the order goes on.
    ///
    /// # Errors
    /// The refusal.
    pub async fn reopen(&self, order: &WorkOrder) -> Step<WorkOrder> {
        let request = ReopenWorkOrderRequest {
            request_id: request_id(),
            work_order_id: order.id.clone(),
            ..ReopenWorkOrderRequest::default()
        };
        let answer = self.coordinator().reopen_work_order(request).await.map_err(boxed)?;
        self.world.settle().await.expect("quiescence");
        Ok(answer.into_inner().work_order.expect("a work order"))
    }

    /// The branch's queue, in its order.
    ///
    /// # Panics
    /// When it cannot be read.
    pub async fn queue(&self) -> Vec<WorkOrder> {
        let request = ListDispatchQueueRequest {
            branch_id: self.branch.to_owned(),
            ..ListDispatchQueueRequest::default()
        };
        let answer = self
            .coordinator()
            .list_dispatch_queue(request)
            .await
            .expect("an answer");
        let entries = answer.into_inner().entries;
        entries.into_iter().filter_map(|entry| entry.work_order).collect()
    }

    /// E1 writes down a job that he received himself.
    ///
    /// # Errors
    /// The refusal.
    pub async fn own_job(&self, customer: &str, asset: &str) -> Step<WorkOrder> {
        let request = CreateWorkOrderRequest {
            request_id: request_id(),
            branch_id: self.branch.to_owned(),
            order_type: WorkOrderType::Repair.into(),
            technician_id: self.code("E1"),
            customer_id: customer.to_owned(),
            asset_id: asset.to_owned(),
            contact: Some(Contact {
                name: "王芳".to_owned(),
                phone: "13800000001".to_owned(),
                address: "北京市海淀区学院路5号".to_owned(),
                zone: Zone::InArea.into(),
                site_condition: "office".to_owned(),
            }),
            need_summary: "无法开机".to_owned(),
            product_line: "PC".to_owned(),
            model: "PC-100".to_owned(),
            serial_number: "SN100".to_owned(),
            service_class: ServiceClass::C.into(),
            coverage_kind: CoverageKind::InWarranty.into(),
            ..CreateWorkOrderRequest::default()
        };
        let caller = self
            .world
            .caller(&[Role::Technician], self.branch, &self.code("E1"))
            .expect("a client");
        let answer = IssueServiceClient::new(caller).create_work_order(request).await;
        let order = answer.map_err(boxed)?.into_inner().work_order.expect("a work order");
        self.world.settle().await.expect("quiescence");
        Ok(order)
    }

    /// The callback task of a ticket, by its id.
    ///
    /// # Errors
    /// The refusal.
    pub async fn task_of(&self, ticket_id: &str) -> Step<CallbackTask> {
        let request = GetCallbackTaskRequest {
            callback_task_id: String::new(),
            ticket_id: ticket_id.to_owned(),
        };
        let mut callback = self
            .world
            .callback(Role::Callback, self.branch, &self.code("V1"))
            .expect("a client");
        let answer = callback.get_callback_task(request).await.map_err(boxed)?.into_inner();
        Ok(answer.task.expect("a task"))
    }

    /// The answers of a satisfied customer; the test changes what its story says.
    pub fn answers(&self) -> CallbackAnswers {
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
            suggestions: "none".to_owned(),
            ..CallbackAnswers::default()
        }
    }

    /// The answers of a customer to whom the technician came late, and who is not satisfied.
    pub fn came_late(&self) -> CallbackAnswers {
        CallbackAnswers {
            on_time: Answer::No.into(),
            satisfied: Answer::No.into(),
            reasons: vec![DissatisfactionReason::ResponseSpeed.into()],
            reason_text: "came at half past four, not as agreed, no call".to_owned(),
            ..self.answers()
        }
    }

    /// V1 records a customer's answers.
    ///
    /// # Errors
    /// The refusal.
    pub async fn complete_callback(&self, task: &CallbackTask, answers: CallbackAnswers) -> Step<CallbackTask> {
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
}
