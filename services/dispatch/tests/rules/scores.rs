//! Monthly scores (Part 4): the worked example, the month, exclusions, what a closed month is.

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    callback::v1::{Answer, CallbackCompleted},
    dispatch::v1::{
        self as proto, BonusVerdict, ScoreExclusion, ScoreItem, ScoreSheetState, ScoreVerdict,
        complete_visit_request::Result as Told, score_service_client::ScoreServiceClient,
    },
};
use tonic::Code;

use super::{
    desk::{C1, Desk, E1, M1, cancelling, completion, key},
    score_desk::{D1, Served, closing, pleased, scores, sheet_of},
};

on_both_databases!(
    cbk_07_cbk_13_dsp_60_the_worked_example_is_3_90,
    dsp_59_the_month_is_that_of_the_local_visit_date,
    dsp_34_late_self_reports_and_cancelled_orders_do_not_count,
    dsp_58_a_closed_month_is_frozen_and_amended_once,
    x_23_complaint_handling_is_in_the_monthly_sheet,
    scores_are_for_those_whom_they_concern,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";
const START: &str = "2026-11-17T14:00:00+08:00";
const END: &str = "2026-11-17T16:00:00+08:00";

/// The worked example: 200 orders of E1, all called back, with so many complaints.
async fn worked(desk: &Desk, complaints: usize) -> Vec<Served> {
    let first = desk.served(START, END, START).await;
    let mut served = desk.like(&first, 199).await;
    served.insert(0, first);
    for (index, order) in served.iter().enumerate() {
        let said = |no: usize| if index < no { Answer::No } else { Answer::Yes };
        let answers = CallbackCompleted {
            contacted_within_one_day: said(3).into(),
            on_time: said(7).into(),
            satisfied: said(10).into(),
            ..pleased()
        };
        desk.surveyed(order, answers).await;
    }
    for order in served.iter().take(4) {
        desk.missed(order).await;
    }
    for order in served.iter().take(complaints) {
        desk.complains(&order.customer, "2026-11-18T10:00:00+08:00", None).await;
    }
    desk.rig.settle().await;
    served
}

async fn cbk_07_cbk_13_dsp_60_the_worked_example_is_3_90(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let served = worked(&desk, 9).await;
    let sheet = desk.sheet("2026-11").await;
    assert_eq!(
        scores(&sheet),
        [(3, 200, 5), (7, 200, 4), (10, 200, 3), (9, 200, 3), (4, 200, 5)]
    );
    let weights: Vec<i32> = sheet.lines.iter().map(|line| line.weight).collect();
    assert_eq!(weights, [2_000, 1_000, 2_000, 3_000, 2_000]);
    assert_eq!((sheet.verdict(), sheet.total), (ScoreVerdict::Scored, 390));
    assert_eq!((sheet.countable, sheet.called_back), (200, 200));
    let marks = sheet.appraisal.unwrap();
    assert_eq!(
        (
            marks.attitude,
            marks.skill,
            marks.arrival_time,
            marks.promises,
            marks.count
        ),
        (400, 300, 400, 200, 200)
    );
    let bonus = sheet.bonus.unwrap();
    assert_eq!((bonus.verdict(), bonus.amount), (BonusVerdict::NoTable, None));
    for order in &served[9..13] {
        desk.complains(&order.customer, "2026-11-18T11:00:00+08:00", None).await;
    }
    desk.rig.settle().await;
    let sheet = desk.sheet("2026-11").await;
    assert_eq!(
        (sheet.lines[3].bad, sheet.lines[3].verdict()),
        (13, ScoreVerdict::NoBand)
    );
    assert_eq!((sheet.verdict(), sheet.total), (ScoreVerdict::NoBand, 0), "6.5 %");
    assert_eq!(sheet.bonus.unwrap().verdict(), BonusVerdict::NoTotal);
    let request = proto::ListScoreOrdersRequest {
        branch_id: "BJ01".to_owned(),
        technician_id: "E1".to_owned(),
        month: "2026-11".to_owned(),
        page_size: 150,
        page_token: String::new(),
    };
    let mut client = desk.scores(E1).await;
    let first = client.list_score_orders(request.clone()).await.unwrap().into_inner();
    let rest = proto::ListScoreOrdersRequest {
        page_token: first.next_page_token,
        ..request
    };
    let rest = client.list_score_orders(rest).await.unwrap().into_inner();
    assert_eq!((first.orders.len(), rest.orders.len()), (150, 50));
    let complained = |order: &&proto::ScoreOrder| order.bad().any(|item| item == ScoreItem::Complained);
    assert_eq!(first.orders.iter().chain(&rest.orders).filter(complained).count(), 13);
    let appealable = |order: &proto::ScoreOrder| order.available_actions == ["FileAppeal"];
    let of_customers = |item| item != ScoreItem::Missed;
    assert!(
        first
            .orders
            .iter()
            .all(|order| appealable(order) == order.bad().any(of_customers)),
        "what a customer said can be appealed against (DSP-57)"
    );
}

async fn dsp_59_the_month_is_that_of_the_local_visit_date(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-30T09:40:00+08:00").await;
    let (start, end) = ("2026-11-30T14:00:00+08:00", "2026-11-30T16:00:00+08:00");
    let last_minute = "2026-11-30T23:59:00+08:00";
    let november = desk.served(start, end, last_minute).await;
    let refused = desk.scores(D1).await.close_month(closing("2026-11")).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "MONTH_NOT_OVER");
    let (start, end) = ("2026-12-01T14:00:00+08:00", "2026-12-01T16:00:00+08:00");
    let december = desk.served(start, end, "2026-12-01T14:00:00+08:00").await;
    let order = |month: &str| proto::ListScoreOrdersRequest {
        branch_id: "BJ01".to_owned(),
        technician_id: "E1".to_owned(),
        month: month.to_owned(),
        ..proto::ListScoreOrdersRequest::default()
    };
    let mut client = desk.scores(E1).await;
    for (month, date, served) in [
        ("2026-11", "2026-11-30", &november),
        ("2026-12", "2026-12-01", &december),
    ] {
        let listed = client.list_score_orders(order(month)).await.unwrap().into_inner();
        assert_eq!(listed.orders.len(), 1);
        assert_eq!(
            (
                listed.orders[0].work_order_id.as_str(),
                listed.orders[0].visit_date.as_str()
            ),
            (served.order.as_str(), date)
        );
    }
    let refused = client.list_score_orders(order("2026-13")).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "MONTH_INVALID");
}

async fn dsp_34_late_self_reports_and_cancelled_orders_do_not_count(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let kept = desk.served(START, END, START).await;
    let copies = desk.like(&kept, 1).await;
    desk.ruled_out(&copies[0]).await;
    let (start, end) = ("2026-11-18T14:00:00+08:00", "2026-11-18T16:00:00+08:00");
    let cancelled = desk.on_site(start, end, start).await;
    let told = Told::NotRepaired(proto::NotRepairedResult {
        findings: "主板损坏".to_owned(),
        plan: proto::NotRepairedPlan::SecondVisit.into(),
        plan_detail: "再带一块主板".to_owned(),
        customer_consents: true,
        ..proto::NotRepairedResult::default()
    });
    desk.complete_visit(E1, completion(&cancelled, told)).await.unwrap();
    assert_eq!(desk.sheet("2026-11").await.countable, 2, "nothing was decided yet");
    desk.cancel_work_order(C1, cancelling(&cancelled)).await.unwrap();
    desk.surveyed(&kept, pleased()).await;
    desk.rig.settle().await;
    let sheet = desk.sheet("2026-11").await;
    assert_eq!((sheet.countable, sheet.total), (1, 500));
    let excluded: Vec<(ScoreExclusion, i64)> = sheet.excluded.iter().map(|it| (it.reason(), it.orders)).collect();
    assert_eq!(
        excluded,
        [(ScoreExclusion::LateSelfReport, 1), (ScoreExclusion::Cancelled, 1)]
    );
}

async fn dsp_58_a_closed_month_is_frozen_and_amended_once(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let served = desk.served(START, END, START).await;
    desk.surveyed(&served, pleased()).await;
    desk.rig.advance_to("2026-12-01T09:00:00+08:00").await;
    let refused = desk.scores(M1).await.close_month(closing("2026-11")).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let mut manager = desk.scores(D1).await;
    let closed = manager.close_month(closing("2026-11")).await.unwrap().into_inner();
    assert_eq!((closed.sheets, closed.amendments), (2, 0), "E1 and E2");
    let refused = manager.close_month(closing("2026-11")).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "MONTH_CLOSED");
    let frozen = desk.sheet("2026-11").await;
    assert_eq!((frozen.state(), frozen.total), (ScoreSheetState::Closed, 500));
    assert!(frozen.available_actions.is_empty() && frozen.readonly_reason.contains("2026-11"));
    desk.complains(&served.customer, "2026-12-02T10:00:00+08:00", None)
        .await;
    desk.rig.advance_to("2027-02-01T09:00:00+08:00").await;
    assert_eq!(desk.sheet("2026-11").await, frozen, "X-22");
    let refused = manager.close_month(closing("2027-01")).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "EARLIER_MONTH_OPEN");
    let closed = manager.close_month(closing("2026-12")).await.unwrap().into_inner();
    assert_eq!((closed.sheets, closed.amendments), (2, 1));
    let amended = desk.sheet("2026-11").await;
    assert_eq!((amended.total, &amended.lines), (500, &frozen.lines));
    let amendment = &amended.amendments[0];
    assert_eq!(
        (amendment.amends_id.as_str(), amendment.booked_in.as_str()),
        (frozen.id.as_str(), "2026-12")
    );
    assert_eq!((amendment.lines[3].bad, amendment.verdict()), (1, ScoreVerdict::NoBand));
    assert_eq!(desk.sheet("2026-12").await.countable, 0, "an order counts once");
    desk.missed(&served).await;
    desk.rig.settle().await;
    let closed = manager.close_month(closing("2027-01")).await.unwrap().into_inner();
    assert_eq!(closed.amendments, 0, "later than the following month nothing is booked");
    assert_eq!(desk.count("ScoreMonthClosed").await, 3);
}

async fn x_23_complaint_handling_is_in_the_monthly_sheet(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let served = desk.served(START, END, START).await;
    let due = Some("2026-11-19T10:00:00+08:00");
    let answered = desk.complains(&served.customer, "2026-11-18T10:00:00+08:00", due).await;
    desk.complains(&key(), "2026-11-18T11:00:00+08:00", due).await;
    desk.complains(&served.customer, "2026-11-18T12:00:00+08:00", None)
        .await;
    desk.answers(&answered, "2026-11-19T09:00:00+08:00").await;
    let task = desk.dissatisfied(&served, "2026-11-18T13:00:00+08:00").await;
    desk.measure(&served, &task, "E1", "2026-11-20", "2026-11-18T15:00:00+08:00")
        .await;
    desk.rig.advance_to("2026-11-23T09:00:00+08:00").await;
    let own = desk.sheet("2026-11").await.complaints.unwrap();
    assert_eq!((own.about, own.owned), (3, 3), "the stranger's is about nobody");
    assert_eq!(
        (own.answered, own.answered_in_time, own.overdue, own.handled),
        (2, 2, 1, 1)
    );
    let request = proto::ListComplaintHandlingRequest {
        branch_id: "BJ01".to_owned(),
        month: "2026-11".to_owned(),
        ..proto::ListComplaintHandlingRequest::default()
    };
    let mut client = desk.scores(M1).await;
    let listed = client
        .list_complaint_handling(request.clone())
        .await
        .unwrap()
        .into_inner();
    let handled: Vec<(&str, i64)> = listed
        .persons
        .iter()
        .map(|it| (it.staff_id.as_str(), it.handled))
        .collect();
    assert_eq!(handled, [("E1", 1), ("H1", 1), ("M1", 1)]);
    let december = proto::ListComplaintHandlingRequest {
        month: "2026-12".to_owned(),
        ..request
    };
    let listed = client.list_complaint_handling(december).await.unwrap().into_inner();
    assert!(listed.persons.is_empty());
}

async fn scores_are_for_those_whom_they_concern(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let mut technician = desk.scores(E1).await;
    let sheet = technician.get_score_sheet(sheet_of("E1", "2026-11")).await;
    let sheet = sheet.unwrap().into_inner().sheet.unwrap();
    assert_eq!(
        (sheet.verdict(), sheet.state()),
        (ScoreVerdict::NoOrders, ScoreSheetState::Open)
    );
    let refused = technician.get_score_sheet(sheet_of("E2", "2026-11")).await.unwrap_err();
    assert_eq!(
        (refused.code(), rig::reason(&refused).as_str()),
        (Code::PermissionDenied, "SCORE_OF_OTHERS")
    );
    let list = proto::ListScoreSheetsRequest {
        branch_id: "BJ01".to_owned(),
        month: "2026-11".to_owned(),
        page_size: 1,
        page_token: String::new(),
    };
    let refused = technician.list_score_sheets(list.clone()).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "ROLE_NOT_ALLOWED");
    let mut manager = desk.scores(D1).await;
    let first = manager.list_score_sheets(list.clone()).await.unwrap().into_inner();
    let rest = proto::ListScoreSheetsRequest {
        page_token: first.next_page_token,
        ..list.clone()
    };
    let rest = manager.list_score_sheets(rest).await.unwrap().into_inner();
    let codes = [&first.sheets[0], &rest.sheets[0]].map(|sheet| sheet.technician_id.as_str());
    assert_eq!((codes, rest.next_page_token.as_str()), (["E1", "E2"], ""));
    let channel = desk.rig.channel(&[Role::Chief], "SH02", "M1-S").await;
    let mut other = ScoreServiceClient::new(channel);
    let refused = other.list_score_sheets(list).await.unwrap_err();
    assert_eq!(
        (refused.code(), rig::reason(&refused).as_str()),
        (Code::NotFound, "BRANCH_UNKNOWN")
    );
}
