//! The other lists that people work from stay up to date: each mirror becomes the unary list, row by row.

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{
        TestDb,
        mirror::Mirror,
        rig::{self, RigChannel},
    },
};
use aftersales_proto::{
    common::v1::ServiceClass,
    dispatch::v1::{
        self as proto, AppealDecision, AppraisalFinding, AppraisalState, DailyReportKind, ExpenseState, PlanKind,
        ShopTaskState, TakeBackState, dispatch_lists_live_service_client::DispatchListsLiveServiceClient,
    },
};
use tonic::Code;

use super::{
    appeals::{decision, filed_with_grounds},
    appraisal::{self, recorded, replacing, to_be_replaced},
    custody_desk::{Custody, D1, K1, finish, passed, prediction},
    daily_reports::cause,
    desk::{C1, Desk, E1, E2, key},
    expense::{self, claimed, paying},
    office::{C1_S, T1, branch, line, time_report},
    plan::{self, planned, revisiting},
    shops::{assign, visit},
};

on_both_databases!(
    live_take_backs_are_the_list,
    live_appraisals_are_the_list,
    live_claims_are_the_list,
    live_plan_items_are_the_list,
    live_shop_tasks_are_the_list,
    live_appeals_are_the_list,
    live_weekly_reports_are_the_list,
    live_daily_reports_are_the_list,
    live_lists_refuse_other_branches_other_roles_and_other_tokens,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";
const BJ01: &str = "BJ01";
const SH02: &str = "SH02";

/// A client of the live lists of somebody.
async fn lists(desk: &Desk, who: (Role, &str)) -> DispatchListsLiveServiceClient<RigChannel> {
    DispatchListsLiveServiceClient::new(desk.rig.channel(&[who.0], branch(who), who.1).await)
}

/// What somebody keeps of a list, from a token on.
macro_rules! watch {
    ($desk:expr, $who:expr => $method:ident($request:ident), $list:expr, $token:expr) => {{
        let request = proto::$request {
            list: Some($list),
            resume_token: $token.to_owned(),
        };
        Mirror::of(lists($desk, $who).await.$method(request).await.unwrap())
    }};
}

/// Waits until what is kept is what the unary list says.
macro_rules! becomes {
    ($mirror:ident, $listed:expr) => {{
        let listed = $listed;
        assert!(!listed.is_empty());
        $mirror
            .until(|mirror| mirror.rows.len() == listed.len() && mirror.rows.values().all(|row| listed.contains(row)))
            .await;
    }};
}

/// Who watches another branch is told that the row is not there, and never the row.
macro_rules! never_shown {
    ($mirror:ident, $id:expr) => {{
        let id = $id;
        $mirror.until(|mirror| mirror.removed.contains(id)).await;
        assert!($mirror.rows.is_empty());
    }};
}

fn take_backs(branch: &str, states: &[TakeBackState], escalated_only: bool) -> proto::ListTakeBacksRequest {
    proto::ListTakeBacksRequest {
        branch_id: branch.to_owned(),
        states: states.iter().map(|state| (*state).into()).collect(),
        escalated_only,
        ..proto::ListTakeBacksRequest::default()
    }
}

async fn live_take_backs_are_the_list(db: TestDb) {
    let custody = Custody::start(&db).await;
    let desk = &custody.desk;
    let (everything, repaired) = (
        take_backs(BJ01, &[], false),
        take_backs(BJ01, &[TakeBackState::InRepair], false),
    );
    let mut all = watch!(desk, C1 => watch_take_backs(WatchTakeBacksRequest), everything.clone(), "");
    let mut repairing = watch!(desk, E1 => watch_take_backs(WatchTakeBacksRequest), repaired, "");
    let late = take_backs(BJ01, &[], true);
    let mut escalated = watch!(desk, D1 => watch_take_backs(WatchTakeBacksRequest), late, "");
    let foreign = take_backs(SH02, &[], false);
    let mut foreign = watch!(desk, T1 => watch_take_backs(WatchTakeBacksRequest), foreign, "");
    let taken = custody.registered(ServiceClass::C).await;
    repairing.until(|mirror| mirror.rows.contains_key(&taken.id)).await;
    custody.predict_late_finish(E1, prediction(&taken)).await.unwrap();
    escalated.until(|mirror| mirror.rows.contains_key(&taken.id)).await;
    becomes!(
        all,
        custody
            .list_take_backs(C1, everything.clone())
            .await
            .unwrap()
            .take_backs
    );
    assert!(
        !all.rows[&taken.id].customer_name.is_empty(),
        "with what the caller may know"
    );
    let token = all.token.clone();
    drop(all);
    let action = super::custody_desk::action(&taken);
    custody.record_custody_action(D1, action).await.unwrap();
    escalated.until(|mirror| mirror.rows.is_empty()).await;
    custody.finish_repair(E1, finish(&taken)).await.unwrap();
    custody.inspect_goods(D1, passed(&taken)).await.unwrap();
    repairing.until(|mirror| mirror.rows.is_empty()).await;
    let mut since = watch!(desk, C1 => watch_take_backs(WatchTakeBacksRequest), everything.clone(), token);
    becomes!(since, custody.list_take_backs(C1, everything).await.unwrap().take_backs);
    never_shown!(foreign, &taken.id);
}

async fn live_appraisals_are_the_list(db: TestDb) {
    let (desk, order) = to_be_replaced(&db).await;
    let list = |branch: &str, states: &[AppraisalState]| proto::ListAppraisalsRequest {
        branch_id: branch.to_owned(),
        states: states.iter().map(|state| (*state).into()).collect(),
        ..proto::ListAppraisalsRequest::default()
    };
    let mut all = watch!(&desk, C1 => watch_appraisals(WatchAppraisalsRequest), list(BJ01, &[]), "");
    let fresh = list(BJ01, &[AppraisalState::Recorded]);
    let mut fresh = watch!(&desk, C1 => watch_appraisals(WatchAppraisalsRequest), fresh, "");
    let mut foreign = watch!(&desk, T1 => watch_appraisals(WatchAppraisalsRequest), list(SH02, &[]), "");
    let made = recorded(&desk, &order, AppraisalFinding::ProductDefect).await;
    fresh.until(|mirror| mirror.rows.contains_key(&made.id)).await;
    let mut engineer = appraisal::client(&desk, E1).await;
    engineer.request_replacement(replacing(&made, 300_000)).await.unwrap();
    fresh.until(|mirror| mirror.rows.is_empty()).await;
    let mut coordinator = appraisal::client(&desk, C1).await;
    let listed = coordinator.list_appraisals(list(BJ01, &[])).await.unwrap().into_inner();
    becomes!(all, listed.appraisals);
    never_shown!(foreign, &made.id);
}

async fn live_claims_are_the_list(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let list = |branch: &str, states: &[ExpenseState]| proto::ListExpensesRequest {
        branch_id: branch.to_owned(),
        states: states.iter().map(|state| (*state).into()).collect(),
        ..proto::ListExpensesRequest::default()
    };
    let one = claimed(&desk, 8_000, "R-1").await;
    let mut all = watch!(&desk, K1 => watch_expenses(WatchExpensesRequest), list(BJ01, &[]), "");
    let open = list(BJ01, &[ExpenseState::Submitted]);
    let mut open = watch!(&desk, K1 => watch_expenses(WatchExpensesRequest), open, "");
    let mut others = watch!(&desk, E2 => watch_expenses(WatchExpensesRequest), list(BJ01, &[]), "");
    let mut foreign = watch!(&desk, T1 => watch_expenses(WatchExpensesRequest), list(SH02, &[]), "");
    let two = claimed(&desk, 9_000, "R-2").await;
    open.until(|mirror| mirror.rows.len() == 2).await;
    let mut accountant = expense::client(&desk, K1).await;
    accountant.reimburse_expense(paying(&one)).await.unwrap();
    open.until(|mirror| !mirror.rows.contains_key(&one.id)).await;
    assert!(open.rows.contains_key(&two.id));
    let listed = accountant.list_expenses(list(BJ01, &[])).await.unwrap().into_inner();
    becomes!(all, listed.expenses);
    never_shown!(others, &one.id);
    never_shown!(foreign, &two.id);
}

async fn live_plan_items_are_the_list(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let list = |branch: &str, open_only: bool| proto::ListPlanItemsRequest {
        branch_id: branch.to_owned(),
        open_only,
        ..proto::ListPlanItemsRequest::default()
    };
    let mut all = watch!(&desk, C1 => watch_plan_items(WatchPlanItemsRequest), list(BJ01, false), "");
    let mut open = watch!(&desk, C1 => watch_plan_items(WatchPlanItemsRequest), list(BJ01, true), "");
    let mut foreign = watch!(&desk, T1 => watch_plan_items(WatchPlanItemsRequest), list(SH02, false), "");
    planned(&desk, PlanKind::Maintenance, "2026-11-17").await;
    planned(&desk, PlanKind::Revisit, "2026-11-17").await;
    desk.rig.advance_to("2026-11-17T09:00:00+08:00").await;
    open.until(|mirror| mirror.rows.len() == 1).await;
    let due = open.rows.values().next().unwrap().clone();
    assert_eq!(due.kind(), PlanKind::Revisit, "the maintenance is an order already");
    let mut coordinator = plan::client(&desk, C1).await;
    coordinator
        .record_revisit(revisiting(&due, "一切正常", ""))
        .await
        .unwrap();
    open.until(|mirror| mirror.rows.is_empty()).await;
    let listed = coordinator
        .list_plan_items(list(BJ01, false))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(listed.items.len(), 2);
    becomes!(all, listed.items);
    never_shown!(foreign, &due.id);
}

async fn live_shop_tasks_are_the_list(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let list = |branch: &str, technician: &str| proto::ListShopTasksRequest {
        branch_id: branch.to_owned(),
        technician_id: technician.to_owned(),
        ..proto::ListShopTasksRequest::default()
    };
    let mut all = watch!(&desk, C1 => watch_shop_tasks(WatchShopTasksRequest), list(BJ01, ""), "");
    let mut others = watch!(&desk, E2 => watch_shop_tasks(WatchShopTasksRequest), list(BJ01, "E2"), "");
    let mut foreign = watch!(&desk, T1 => watch_shop_tasks(WatchShopTasksRequest), list(SH02, ""), "");
    let one = desk.assign_shop(C1, assign("E1", "S-1")).await.unwrap().task.unwrap();
    let two = desk.assign_shop(C1, assign("E1", "S-2")).await.unwrap().task.unwrap();
    all.until(|mirror| mirror.rows.len() == 2).await;
    let token = all.token.clone();
    drop(all);
    desk.record_shop_visit(E1, visit(&one.assignment_id, None))
        .await
        .unwrap();
    let end = proto::EndShopAssignmentRequest {
        request_id: key(),
        assignment_id: two.assignment_id.clone(),
        etag: two.etag.clone(),
    };
    desk.end_shop_assignment(C1, end).await.unwrap();
    let mut since = watch!(&desk, C1 => watch_shop_tasks(WatchShopTasksRequest), list(BJ01, ""), token);
    since
        .until(|mirror| mirror.removed.contains(&two.assignment_id) && !mirror.rows.is_empty())
        .await;
    becomes!(since, desk.list_shop_tasks(C1, list(BJ01, "")).await.unwrap().tasks);
    assert_eq!(since.rows[&one.assignment_id].state(), ShopTaskState::Done);
    never_shown!(others, &one.assignment_id);
    never_shown!(foreign, &two.assignment_id);
    desk.rig.advance_to("2026-11-23T09:00:00+08:00").await;
    let old = proto::WatchShopTasksRequest {
        list: Some(list(BJ01, "")),
        resume_token: since.token.clone(),
    };
    let refused = lists(&desk, C1).await.watch_shop_tasks(old).await.err().unwrap();
    assert_eq!(rig::reason(&refused), "PAGE_TOKEN_INVALID", "that was last week's list");
}

async fn live_appeals_are_the_list(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let list = |branch: &str, open_only: bool| proto::ListAppealsRequest {
        branch_id: branch.to_owned(),
        open_only,
        ..proto::ListAppealsRequest::default()
    };
    let mut all = watch!(&desk, D1 => watch_appeals(WatchAppealsRequest), list(BJ01, false), "");
    let mut open = watch!(&desk, D1 => watch_appeals(WatchAppealsRequest), list(BJ01, true), "");
    let mut others = watch!(&desk, E2 => watch_appeals(WatchAppealsRequest), list(BJ01, false), "");
    let mut foreign = watch!(&desk, T1 => watch_appeals(WatchAppealsRequest), list(SH02, false), "");
    let filed = filed_with_grounds(&desk).await;
    open.until(|mirror| mirror.rows.contains_key(&filed.id)).await;
    assert_eq!(open.rows[&filed.id].available_actions, ["DecideAppeal"]);
    let decided = decision(&filed, AppealDecision::ExcludeFromScore);
    desk.appeals(D1).await.decide_appeal(decided).await.unwrap();
    open.until(|mirror| mirror.rows.is_empty()).await;
    let listed = desk.appeals(D1).await.list_appeals(list(BJ01, false)).await.unwrap();
    becomes!(all, listed.into_inner().appeals);
    never_shown!(others, &filed.id);
    never_shown!(foreign, &filed.id);
}

async fn live_weekly_reports_are_the_list(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let list = |branch: &str, technician: &str| proto::ListWeeklyReportsRequest {
        branch_id: branch.to_owned(),
        technician_id: technician.to_owned(),
        date: "2026-11-18".to_owned(),
        ..proto::ListWeeklyReportsRequest::default()
    };
    let mut all = watch!(&desk, D1 => watch_weekly_reports(WatchWeeklyReportsRequest), list(BJ01, ""), "");
    let mut others = watch!(&desk, D1 => watch_weekly_reports(WatchWeeklyReportsRequest), list(BJ01, "E2"), "");
    let mut foreign = watch!(&desk, T1 => watch_weekly_reports(WatchWeeklyReportsRequest), list(SH02, ""), "");
    let report = time_report("E1", "2026-11-16", vec![line(ServiceClass::D, "", 60)]);
    desk.submit_time_report(E1, report).await.unwrap();
    desk.rig.advance_to("2026-11-20T23:59:00+08:00").await;
    all.until(|mirror| mirror.rows.len() == 1).await;
    let sent = all.rows.values().next().unwrap().clone();
    assert_eq!(sent.available_actions, ["ReviewWeeklyReport"]);
    let token = all.token.clone();
    drop(all);
    let review = proto::ReviewWeeklyReportRequest {
        request_id: key(),
        weekly_report_id: sent.id.clone(),
        note: "已阅".to_owned(),
        etag: sent.etag.clone(),
    };
    desk.review_weekly_report(D1, review).await.unwrap();
    let mut since = watch!(&desk, D1 => watch_weekly_reports(WatchWeeklyReportsRequest), list(BJ01, ""), token);
    becomes!(
        since,
        desk.list_weekly_reports(D1, list(BJ01, ""))
            .await
            .unwrap()
            .weekly_reports
    );
    assert!(since.rows[&sent.id].readonly_reason.contains("D1"));
    never_shown!(others, &sent.id);
    never_shown!(foreign, &sent.id);
}

async fn live_daily_reports_are_the_list(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let list = |branch: &str, kind: DailyReportKind| proto::ListDailyReportsRequest {
        branch_id: branch.to_owned(),
        kind: kind.into(),
        ..proto::ListDailyReportsRequest::default()
    };
    let silent = list("", DailyReportKind::NoNews);
    let mut all = watch!(&desk, T1 => watch_daily_reports(WatchDailyReportsRequest), silent.clone(), "");
    let any = |branch: &str| list(branch, DailyReportKind::Unspecified);
    let mut foreign = watch!(&desk, T1 => watch_daily_reports(WatchDailyReportsRequest), any(SH02), "");
    let mut outside = watch!(&desk, C1_S => watch_daily_reports(WatchDailyReportsRequest), any(BJ01), "");
    desk.assigned().await;
    desk.rig.advance_to("2026-11-19T09:30:00+08:00").await;
    let report = desk.reports(DailyReportKind::NoNews).await.pop().unwrap();
    all.until(|mirror| mirror.rows.get(&report.id).is_some_and(|row| row.open_rows == 1))
        .await;
    desk.record_investigation(T1, cause(&report.rows[0], "漏看", ""))
        .await
        .unwrap();
    becomes!(all, desk.list_daily_reports(T1, silent).await.unwrap().reports);
    assert_eq!(all.rows[&report.id].open_rows, 0);
    never_shown!(foreign, &report.id);
    // the snapshot's end, and then a heartbeat after all of the above
    outside.read().await;
    outside.read().await;
    assert!(outside.rows.is_empty() && outside.removed.is_empty(), "nothing of BJ01");
}

/// The refusal of a watcher of BJ01.
macro_rules! refused {
    ($desk:expr, $who:expr => $method:ident($request:ident), $list:ident) => {{
        let request = proto::$request {
            list: Some(proto::$list {
                branch_id: BJ01.to_owned(),
                ..proto::$list::default()
            }),
            resume_token: String::new(),
        };
        let refused = lists($desk, $who).await.$method(request).await.err().unwrap();
        (refused.code(), rig::reason(&refused))
    }};
}

async fn live_lists_refuse_other_branches_other_roles_and_other_tokens(db: TestDb) {
    let desk = &Desk::start(&db, NOW).await;
    let refusals = [
        refused!(desk, C1_S => watch_take_backs(WatchTakeBacksRequest), ListTakeBacksRequest),
        refused!(desk, C1_S => watch_appraisals(WatchAppraisalsRequest), ListAppraisalsRequest),
        refused!(desk, C1_S => watch_expenses(WatchExpensesRequest), ListExpensesRequest),
        refused!(desk, C1_S => watch_plan_items(WatchPlanItemsRequest), ListPlanItemsRequest),
        refused!(desk, C1_S => watch_shop_tasks(WatchShopTasksRequest), ListShopTasksRequest),
        refused!(desk, C1_S => watch_appeals(WatchAppealsRequest), ListAppealsRequest),
        refused!(desk, C1_S => watch_weekly_reports(WatchWeeklyReportsRequest), ListWeeklyReportsRequest),
    ];
    for refusal in refusals {
        assert_eq!(refusal, (Code::NotFound, "BRANCH_UNKNOWN".to_owned()));
    }
    let (code, _) = refused!(desk, K1 => watch_weekly_reports(WatchWeeklyReportsRequest), ListWeeklyReportsRequest);
    assert_eq!(code, Code::PermissionDenied, "an accountant reviews no time");
    let nothing = proto::WatchTakeBacksRequest::default();
    let refused = lists(desk, C1).await.watch_take_backs(nothing).await.err().unwrap();
    assert_eq!(rig::fields(&refused), ["list"]);
    let list = take_backs(BJ01, &[], false);
    let mut mirror = watch!(desk, C1 => watch_take_backs(WatchTakeBacksRequest), list, "");
    mirror.read().await;
    let other = proto::WatchTakeBacksRequest {
        list: Some(take_backs(BJ01, &[], true)),
        resume_token: mirror.token.clone(),
    };
    let refused = lists(desk, C1).await.watch_take_backs(other).await.err().unwrap();
    assert_eq!(rig::reason(&refused), "PAGE_TOKEN_INVALID", "a token of another filter");
}
