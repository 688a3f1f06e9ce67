//! The desks of scores and appeals, and what callback and hotline say that counts.

use aftersales_dispatch::NAME;
use aftersales_kit::{
    auth::Role,
    exec,
    id::{self, BranchId},
    outbox::NewEvent,
    testing::rig::RigChannel,
};
use aftersales_proto::{
    callback::v1::{
        Answer, Appraisal, CallbackClosed, CallbackCompleted, CallbackEvent, CallbackFacts, CallbackOutcome,
        DissatisfactionReported, ImprovementRecorded, VisitNotOnTimeReported, callback_event::Event as Called,
    },
    dispatch::v1::{
        self as proto, ScoreSheet, appeal_service_client::AppealServiceClient, score_service_client::ScoreServiceClient,
    },
    hotline::v1::{ConsultationAnswered, ConsultationKind, ConsultationRecorded, HotlineEvent, hotline_event},
};

use super::desk::{Desk, E1, key, report, time};

/// The department manager.
pub const D1: (Role, &str) = (Role::DepartmentManager, "D1");

/// What the customer says of a visit: satisfied with everything.
pub fn pleased() -> CallbackCompleted {
    CallbackCompleted {
        contacted_within_one_day: Answer::Yes.into(),
        on_time: Answer::Yes.into(),
        satisfied: Answer::Yes.into(),
        needs_revisit: Answer::No.into(),
        appraisal: Some(Appraisal {
            attitude: 4,
            skill: 3,
            arrival_time: 4,
            promises: 2,
        }),
        ..CallbackCompleted::default()
    }
}

/// An order as the tests of scores name it.
#[derive(Debug, Clone)]
pub struct Served {
    pub order: String,
    pub ticket: String,
    pub customer: String,
}

impl Desk {
    pub async fn scores(&self, (role, code): (Role, &str)) -> ScoreServiceClient<RigChannel> {
        ScoreServiceClient::new(self.rig.channel(&[role], "BJ01", code).await)
    }

    pub async fn appeals(&self, (role, code): (Role, &str)) -> AppealServiceClient<RigChannel> {
        AppealServiceClient::new(self.rig.channel(&[role], "BJ01", code).await)
    }

    /// E1's sheet of a month, as the manager sees it.
    pub async fn sheet(&self, month: &str) -> ScoreSheet {
        let request = sheet_of("E1", month);
        let answer = self.scores(D1).await.get_score_sheet(request).await.unwrap();
        answer.into_inner().sheet.unwrap()
    }

    /// An order repaired and reported by E1 at an instant that he had promised.
    pub async fn served(&self, start: &str, end: &str, arrives: &str) -> Served {
        let id = self.done(start, end, arrives).await;
        self.report_completion(E1, report(&id)).await.unwrap();
        let order = self.order(&id).await;
        Served {
            order: id,
            ticket: order.ticket_id,
            customer: order.customer_id,
        }
    }

    /// So many more orders like one that was served, each of a customer of its own.
    pub async fn like(&self, served: &Served, count: usize) -> Vec<Served> {
        let model = uuid::Uuid::try_parse(&served.order).unwrap();
        let copies: Vec<[uuid::Uuid; 3]> = (0..count).map(|_| [(); 3].map(|()| id::new_uuid())).collect();
        let written = copies.clone();
        let act = self.rig.kit(NAME).act("test", None, move |tx| {
            Box::pin(async move {
                for [order, ticket, customer] in written {
                    exec!(tx, COPY_ORDER, order, order.to_string(), ticket, customer, model)?;
                    exec!(tx, COPY_VISIT, order, model)?;
                }
                Ok(())
            })
        });
        act.await.unwrap();
        let served = |[order, ticket, customer]: [uuid::Uuid; 3]| Served {
            order: order.to_string(),
            ticket: ticket.to_string(),
            customer: customer.to_string(),
        };
        copies.into_iter().map(served).collect()
    }

    /// Callback tells something about an order's first visit.
    pub async fn callback_tells(&self, served: &Served, task: &str, told: impl FnOnce(CallbackFacts) -> Called) {
        let facts = CallbackFacts {
            callback_task_id: task.to_owned(),
            ticket_id: served.ticket.clone(),
            work_order_id: served.order.clone(),
            branch_id: "BJ01".to_owned(),
            technician_id: "E1".to_owned(),
            visit_number: 1,
            ..CallbackFacts::default()
        };
        let event = told(facts);
        let name = match &event {
            Called::CallbackCompleted(_) => "CallbackCompleted",
            Called::CallbackClosed(_) => "CallbackClosed",
            Called::DissatisfactionReported(_) => "DissatisfactionReported",
            Called::ImprovementRecorded(_) => "ImprovementRecorded",
            Called::VisitNotOnTimeReported(_) => "VisitNotOnTimeReported",
            other => panic!("not told here: {other:?}"),
        };
        let payload = CallbackEvent { event: Some(event) };
        let branch = BranchId::parse("BJ01").unwrap();
        let event = NewEvent::new(&served.ticket, branch, name, &payload);
        self.rig.emit("callback", event).await;
    }

    /// The callback of a visit brought answers.
    pub async fn surveyed(&self, served: &Served, answers: CallbackCompleted) {
        self.callback_tells(served, &key(), |task| {
            Called::CallbackCompleted(CallbackCompleted {
                task: Some(task),
                ..answers
            })
        })
        .await;
    }

    /// The customer says that nobody came at the agreed time: a missed service.
    pub async fn missed(&self, served: &Served) {
        self.callback_tells(served, &key(), |task| {
            Called::VisitNotOnTimeReported(VisitNotOnTimeReported {
                task: Some(task),
                reported_at: None,
            })
        })
        .await;
    }

    /// There is no callback, because the job was reported too late.
    pub async fn ruled_out(&self, served: &Served) {
        self.callback_tells(served, &key(), |task| {
            Called::CallbackClosed(CallbackClosed {
                task: Some(task),
                outcome: CallbackOutcome::Excluded.into(),
                closed_at: None,
            })
        })
        .await;
    }

    /// The customer is not satisfied; gives the callback task.
    pub async fn dissatisfied(&self, served: &Served, at: &str) -> String {
        let id = key();
        self.callback_tells(served, &id, |task| {
            Called::DissatisfactionReported(DissatisfactionReported {
                task: Some(task),
                reasons: Vec::new(),
                reported_at: time(at),
            })
        })
        .await;
        id
    }

    /// M1 sets a measure that somebody carries.
    pub async fn measure(&self, served: &Served, task: &str, owner: &str, due: &str, at: &str) {
        self.callback_tells(served, task, |task| {
            Called::ImprovementRecorded(ImprovementRecorded {
                task: Some(task),
                owner: owner.to_owned(),
                due_date: due.to_owned(),
                recorded_by: "M1".to_owned(),
                recorded_at: time(at),
            })
        })
        .await;
    }

    /// A customer complains to the hotline at an instant; H1 answers at once or E1 owes it. Gives the consultation.
    pub async fn complains(&self, customer: &str, at: &str, owed_until: Option<&str>) -> String {
        let id = key();
        let fact = ConsultationRecorded {
            consultation_id: id.clone(),
            branch_id: "BJ01".to_owned(),
            kind: ConsultationKind::Complaint.into(),
            answered: owed_until.is_none(),
            follow_up_owner: owed_until.map(|_| "E1".to_owned()).unwrap_or_default(),
            follow_up_due_at: owed_until.and_then(time),
            customer_id: customer.to_owned(),
            agent_id: "H1".to_owned(),
            recorded_at: time(at),
            ..ConsultationRecorded::default()
        };
        let event = hotline_event::Event::ConsultationRecorded(fact);
        self.hotline_tells(&id, "ConsultationRecorded", event).await;
        id
    }

    /// The follow-up of a complaint was answered by E1.
    pub async fn answers(&self, consultation: &str, at: &str) {
        let fact = ConsultationAnswered {
            consultation_id: consultation.to_owned(),
            branch_id: "BJ01".to_owned(),
            answered_by: "E1".to_owned(),
            answered_at: time(at),
        };
        let event = hotline_event::Event::ConsultationAnswered(fact);
        self.hotline_tells(consultation, "ConsultationAnswered", event).await;
    }

    async fn hotline_tells(&self, subject: &str, name: &str, event: hotline_event::Event) {
        let payload = HotlineEvent { event: Some(event) };
        let branch = BranchId::parse("BJ01").unwrap();
        self.rig
            .emit("hotline", NewEvent::new(subject, branch, name, &payload))
            .await;
    }
}

const COPY_ORDER: &str = "
    INSERT INTO work_order (
        id, number, branch_id, ticket_id, state, source, reissued, customer_id, asset_id, product_line, model,
        serial_number, fault_kind, in_warranty, in_onsite_period, service_class, coverage, zone, register_no,
        voucher_no, first_requested_at, urged, queued_at, technician_id, visit_number, visit_from, no_parts_needed,
        cancel_note, return_reason, in_queue, queue_rank, zone_rank, wanted_at, version
    )
    SELECT
        $1, $2, branch_id, $3, state, source, reissued, $4, asset_id, product_line, model, serial_number, fault_kind,
        in_warranty, in_onsite_period, service_class, coverage, zone, register_no, voucher_no, first_requested_at,
        urged, queued_at, technician_id, visit_number, visit_from, no_parts_needed, cancel_note, return_reason,
        in_queue, queue_rank, zone_rank, wanted_at, version
    FROM work_order
    WHERE id = $5";

const COPY_VISIT: &str = "
    INSERT INTO visit (
        work_order_id, number, technician_id, window_start, window_end, appointed_date, promised_by, promised_at,
        beyond_reason, override_reason, arrived_at, completed_at, outcome, plan_detail, findings, work_done, cleaned,
        note_left, accepted, reasons, suggestions
    )
    SELECT
        $1, number, technician_id, window_start, window_end, appointed_date, promised_by, promised_at, beyond_reason,
        override_reason, arrived_at, completed_at, outcome, plan_detail, findings, work_done, cleaned, note_left,
        accepted, reasons, suggestions
    FROM visit
    WHERE work_order_id = $2";

/// The request for a technician's sheet.
pub fn sheet_of(technician: &str, month: &str) -> proto::GetScoreSheetRequest {
    proto::GetScoreSheetRequest {
        branch_id: "BJ01".to_owned(),
        technician_id: technician.to_owned(),
        month: month.to_owned(),
    }
}

/// The request to close a month.
pub fn closing(month: &str) -> proto::CloseMonthRequest {
    proto::CloseMonthRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        month: month.to_owned(),
    }
}

/// Bad answers, orders counted on, and score of each item.
pub fn scores(sheet: &ScoreSheet) -> Vec<(i64, i64, i32)> {
    let line = |line: &proto::ScoreLine| (line.bad, line.denominator, line.score);
    sheet.lines.iter().map(line).collect()
}
