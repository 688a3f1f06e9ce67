//! What comes back: signed vouchers, and word to customers whose machines could not be repaired on site.

use aftersales_kit::{
    auth::Role,
    testing::{TestDb, rig::reason},
};
use aftersales_proto::{
    dispatch::v1::{
        AnswerTopic, NotRepairedPlan, VisitCompleted, VisitOutcome, WorkOrderConfirmed, WorkOrderState,
        dispatch_event::Event as Dispatched,
    },
    hotline::v1::{
        ArchiveVoucherRequest, CompleteContactTaskRequest, ContactTask, ContactTaskState, ListContactTasksRequest,
        ListRegisterRequest, ListVouchersRequest, RegisterRowState, Voucher, VoucherState,
        intake_service_client::IntakeServiceClient,
    },
};
use tonic::Code;

use crate::{
    desk::{Desk, key, proto_at, refused, solved, time, written},
    played::order,
};

aftersales_kit::on_both_databases!(
    dsp_38_hot_25_a_voucher_is_archived_signed_and_after_the_work_and_clears_its_row,
    dsp_38_open_vouchers_are_listed_by_age,
    hot_28_a_customer_whose_machine_is_not_repaired_on_site_is_told_in_time,
    dsp_63_a_demand_that_was_not_answered_on_the_spot_is_answered_in_time,
);

impl Desk {
    pub async fn vouchers(&self, state: VoucherState) -> Vec<Voucher> {
        let request = ListVouchersRequest {
            branch_id: "BJ01".to_owned(),
            state: state.into(),
            ..Default::default()
        };
        let mut hotline = self.intakes(Role::Hotline, "H1").await;
        hotline.list_vouchers(request).await.unwrap().into_inner().vouchers
    }

    pub async fn tasks(&self) -> Vec<ContactTask> {
        let request = ListContactTasksRequest {
            branch_id: "BJ01".to_owned(),
            ..Default::default()
        };
        let mut hotline = self.intakes(Role::Hotline, "H1").await;
        hotline.list_contact_tasks(request).await.unwrap().into_inner().tasks
    }

    pub async fn visited(&self, ticket: &str, outcome: VisitOutcome, plan: NotRepairedPlan, state: WorkOrderState) {
        let visit = VisitCompleted {
            order: order(ticket, state),
            outcome: outcome.into(),
            plan: plan.into(),
            completed_at: Some(self.rig.env().clock.now().to_proto()),
            ..Default::default()
        };
        self.dispatch(ticket, "VisitCompleted", Dispatched::VisitCompleted(visit))
            .await;
    }
}

pub fn back(ticket: &str) -> ArchiveVoucherRequest {
    ArchiveVoucherRequest {
        request_id: key(),
        ticket_id: ticket.to_owned(),
        signed: true,
        returned_at: None,
        archive_place: "2026-11 第 3 夹".to_owned(),
        etag: String::new(),
    }
}

async fn dsp_38_hot_25_a_voucher_is_archived_signed_and_after_the_work_and_clears_its_row(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut hotline = desk.intakes(Role::Hotline, "H1").await;
    let id = desk.open(written()).await.id;
    assert_eq!(refused(hotline.archive_voucher(back(&id)).await), "WORK_NOT_DONE");
    desk.received(&id).await;
    let unsigned = WorkOrderConfirmed {
        order: order(&id, WorkOrderState::Confirmed),
        confirmed_by: "C1".to_owned(),
        voucher_signed: false,
        ..Default::default()
    };
    desk.dispatch(&id, "WorkOrderConfirmed", Dispatched::WorkOrderConfirmed(unsigned))
        .await;
    let open = desk.vouchers(VoucherState::Open).await;
    assert_eq!(
        open[0].available_actions,
        ["ArchiveVoucher"],
        "the sheet without the voucher clears nothing"
    );
    let unsigned = ArchiveVoucherRequest {
        signed: false,
        ..back(&id)
    };
    assert_eq!(refused(hotline.archive_voucher(unsigned).await), "VOUCHER_NOT_SIGNED");
    let early = ArchiveVoucherRequest {
        returned_at: proto_at("2026-11-16T12:00:00+08:00"),
        ..back(&id)
    };
    assert_eq!(refused(hotline.archive_voucher(early).await), "TIME_IN_FUTURE");
    let stale = ArchiveVoucherRequest {
        etag: "\"99\"".to_owned(),
        ..back(&id)
    };
    assert_eq!(refused(hotline.archive_voucher(stale).await), "STALE_ETAG");
    let mut technician = desk.intakes(Role::Technician, "E1").await;
    let status = technician.archive_voucher(back(&id)).await.unwrap_err();
    assert_eq!(status.code(), Code::PermissionDenied);
    let mut other = IntakeServiceClient::new(desk.rig.channel(&[Role::Hotline], "SH02", "H1-S").await);
    assert_eq!(refused(other.archive_voucher(back(&id)).await), "TICKET_NOT_FOUND");

    let request = ArchiveVoucherRequest {
        returned_at: proto_at("2026-11-16T09:40:00+08:00"),
        ..back(&id)
    };
    let archived = hotline
        .archive_voucher(request)
        .await
        .unwrap()
        .into_inner()
        .voucher
        .unwrap();
    assert_eq!(
        (
            archived.state(),
            archived.archived_by.as_str(),
            archived.archive_place.as_str()
        ),
        (VoucherState::Archived, "H1", "2026-11 第 3 夹")
    );
    let request = ListRegisterRequest {
        branch_id: "BJ01".to_owned(),
        ..Default::default()
    };
    let rows = desk.hotline.list_register(request).await.unwrap().into_inner().rows;
    assert_eq!(
        (rows[0].state(), rows[0].cleared_by.as_str()),
        (RegisterRowState::Cleared, "H1")
    );
    assert_eq!(
        refused(hotline.archive_voucher(back(&id)).await),
        "VOUCHER_ARCHIVED",
        "X-22: what is archived does not change"
    );
}

async fn dsp_38_open_vouchers_are_listed_by_age(db: TestDb) {
    let mut desk = Desk::start_at(&db, "2026-11-20T10:00:00+08:00").await;
    let old = desk.open(written()).await;
    desk.open(solved(written())).await;
    desk.rig.advance_to("2026-11-24T10:00:00+08:00").await;
    let young = desk.open(written()).await;
    let open = desk.vouchers(VoucherState::Open).await;
    let ages: Vec<(&str, i32)> = open
        .iter()
        .map(|voucher| (voucher.voucher_no.as_str(), voucher.age_working_days))
        .collect();
    assert_eq!(
        ages,
        [(old.voucher_no.as_str(), 2), (young.voucher_no.as_str(), 0)],
        "Monday and Tuesday; the weekend does not count"
    );
    assert_eq!(desk.vouchers(VoucherState::Archived).await.len(), 1);
}

async fn hot_28_a_customer_whose_machine_is_not_repaired_on_site_is_told_in_time(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let id = desk.open(written()).await.id;
    desk.received(&id).await;
    let (none, waiting) = (NotRepairedPlan::Unspecified, WorkOrderState::WaitingCustomer);
    desk.visited(&id, VisitOutcome::CustomerAbsent, none, waiting).await;
    assert!(desk.tasks().await.is_empty(), "nobody was there to be disappointed");
    let (replace, waiting) = (NotRepairedPlan::Replace, WorkOrderState::WaitingSolution);
    desk.visited(&id, VisitOutcome::NotRepaired, replace, waiting).await;
    let task = desk.tasks().await.remove(0);
    assert_eq!(
        (task.ticket_id.as_str(), task.plan.as_str(), task.state(), task.overdue),
        (id.as_str(), "REPLACE", ContactTaskState::Open, false)
    );
    assert_eq!(
        time(task.due_at).to_string(),
        "2026-11-17T10:00:00Z",
        "the next working day at closing"
    );
    desk.rig.advance_to("2026-11-18T09:00:00+08:00").await;
    assert!(desk.tasks().await[0].overdue);
    let reminded = desk.timeline(&id).await;
    let reminded = reminded
        .iter()
        .filter(|entry| entry.r#type.ends_with(".DeadlineMissed"))
        .any(|entry| entry.facts.values().any(|value| value == "tell_customer"));
    assert!(reminded, "the missed time is told");

    let told = CompleteContactTaskRequest {
        request_id: key(),
        task_id: task.id.clone(),
        said: "整机更换，周五到货".to_owned(),
        etag: task.etag.clone(),
    };
    let mut other = IntakeServiceClient::new(desk.rig.channel(&[Role::Hotline], "SH02", "H1-S").await);
    assert_eq!(
        refused(other.complete_contact_task(told.clone()).await),
        "CONTACT_TASK_NOT_FOUND"
    );
    let mut hotline = desk.intakes(Role::Hotline, "H1").await;
    let silent = CompleteContactTaskRequest {
        said: " ".to_owned(),
        ..told.clone()
    };
    let status = hotline.complete_contact_task(silent).await.unwrap_err();
    assert_eq!(reason(&status), "INVALID_REQUEST");
    let done = hotline.complete_contact_task(told.clone()).await.unwrap().into_inner();
    let done = done.task.unwrap();
    assert_eq!(
        (done.state(), done.said.as_str(), done.done_by.as_str(), done.overdue),
        (ContactTaskState::Done, "整机更换，周五到货", "H1", false)
    );
    let again = CompleteContactTaskRequest {
        request_id: key(),
        etag: String::new(),
        ..told
    };
    assert_eq!(refused(hotline.complete_contact_task(again).await), "CONTACT_TASK_DONE");
    assert_eq!(desk.tasks().await[0].said, "整机更换，周五到货");
}

async fn dsp_63_a_demand_that_was_not_answered_on_the_spot_is_answered_in_time(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let id = desk.open(written()).await.id;
    desk.received(&id).await;
    let visit = |answer_by: &str| VisitCompleted {
        order: order(&id, WorkOrderState::WaitingSolution),
        outcome: VisitOutcome::NotRepaired.into(),
        plan: NotRepairedPlan::Replace.into(),
        completed_at: Some(desk.rig.env().clock.now().to_proto()),
        answer_topic: AnswerTopic::Compensation.into(),
        answer_by: proto_at(answer_by),
        ..Default::default()
    };
    let agreed = "2026-11-16T15:00:00+08:00";
    let visit = visit(agreed);
    desk.dispatch(&id, "VisitCompleted", Dispatched::VisitCompleted(visit))
        .await;
    let tasks = desk.tasks().await;
    let owed: Vec<_> = tasks
        .iter()
        .map(|task| (task.plan.as_str(), task.topic.as_str(), task.work_order_no.as_str()))
        .collect();
    assert_eq!(
        owed,
        [
            ("ANSWER", "COMPENSATION", "BJ01-D-000001"),
            ("REPLACE", "", "BJ01-D-000001")
        ],
        "the answer is due first"
    );
    assert_eq!(tasks[0].due_at, proto_at(agreed), "as agreed with the customer");
    let timeline = desk.timeline(&id).await;
    let said = timeline.iter().any(|entry| {
        entry
            .text
            .starts_with("The customer's demand (compensation) was not answered on the spot")
            && entry.text.ends_with("2026-11-16 15:00.")
    });
    assert!(said, "{timeline:?}");
    desk.rig.advance_to("2026-11-16T15:00:01+08:00").await;
    let overdue: Vec<bool> = desk.tasks().await.iter().map(|task| task.overdue).collect();
    assert_eq!(overdue, [true, false]);
}
