//! The lists of a coordinator's day stay up to date: each mirror becomes the unary list, in its order.

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
    common::v1::ServiceClass::D,
    dispatch::v1::{self as proto, CarryOverReason, Presence, planning_live_service_client::PlanningLiveServiceClient},
};
use tonic::Code;

use super::{
    desk::{C1, Desk, E1, E2, M1, assignment, cancelling, key, no_parts},
    office::{C1_S, day_end, line, time_report},
};

on_both_databases!(
    live_the_morning_worklist_is_the_list_in_its_order,
    live_the_end_of_day_plan_follows_orders_presence_and_parts,
    live_the_visit_status_table_follows_the_days,
    live_missing_time_reports_follow_reports_and_leave,
    live_presence_follows_who_comes_and_who_has_what,
    dsp_17_dsp_44_plan_and_missing_reports_come_in_pages,
    live_planning_lists_are_for_their_roles_and_branches,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";

async fn client(desk: &Desk, (role, code): (Role, &str), branch: &str) -> PlanningLiveServiceClient<RigChannel> {
    PlanningLiveServiceClient::new(desk.rig.channel(&[role], branch, code).await)
}

/// What the coordinator keeps of a list.
macro_rules! watch {
    ($desk:expr => $method:ident($request:ident), $list:expr) => {{
        let request = proto::$request {
            list: Some($list),
            ..proto::$request::default()
        };
        Mirror::of(client($desk, C1, "BJ01").await.$method(request).await.unwrap())
    }};
}

/// Waits until what is kept, sorted by a key, is what the unary list says.
macro_rules! becomes {
    ($mirror:ident, $key:expr, $listed:expr) => {{
        let (listed, key) = ($listed, $key);
        $mirror
            .until(|mirror| {
                let mut rows: Vec<_> = mirror.rows.values().cloned().collect();
                rows.sort_by_key(key);
                rows == listed
            })
            .await;
    }};
}

async fn live_the_morning_worklist_is_the_list_in_its_order(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let list = proto::ListMorningWorklistRequest {
        branch_id: "BJ01".to_owned(),
        ..proto::ListMorningWorklistRequest::default()
    };
    let mut mirror = watch!(&desk => watch_morning_worklist(WatchMorningWorklistRequest), list.clone());
    let later = desk
        .promised("2026-11-17T14:00:00+08:00", "2026-11-17T16:00:00+08:00")
        .await;
    let sooner = desk
        .promised("2026-11-17T09:00:00+08:00", "2026-11-17T10:00:00+08:00")
        .await;
    let given_up = desk.queued().await;
    mirror.until(|mirror| mirror.rows.len() == 3).await;
    desk.cancel_work_order(C1, cancelling(&given_up)).await.unwrap();
    mirror.until(|mirror| mirror.removed.contains(&given_up)).await;
    let listed = desk.list_morning_worklist(C1, list).await.unwrap().work_orders;
    assert_eq!(
        listed.iter().map(|order| order.id.as_str()).collect::<Vec<_>>(),
        [sooner.as_str(), later.as_str()]
    );
    mirror
        .until(|mirror| {
            let mut rows: Vec<_> = mirror.rows.values().collect();
            rows.sort_by(|one, other| one.sort_key.as_bytes().cmp(other.sort_key.as_bytes()));
            rows.into_iter()
                .filter_map(|row| row.work_order.clone())
                .collect::<Vec<_>>()
                == listed
        })
        .await;
}

async fn live_the_end_of_day_plan_follows_orders_presence_and_parts(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let list = proto::GetEndOfDayPlanRequest {
        branch_id: "BJ01".to_owned(),
        ..proto::GetEndOfDayPlanRequest::default()
    };
    let mut mirror = watch!(&desk => watch_end_of_day_plan(WatchEndOfDayPlanRequest), list);
    let sorting = |row: &proto::PlanEntry| row.sort_key.clone();
    let tomorrow = desk
        .promised("2026-11-17T14:00:00+08:00", "2026-11-17T16:00:00+08:00")
        .await;
    desk.queued().await;
    becomes!(mirror, sorting, desk.plan().await);
    desk.present("E1", Presence::Out).await;
    mirror.until(|mirror| mirror.rows[&tomorrow].engineer_out).await;
    assert_eq!(mirror.rows[&tomorrow].available_actions, ["ConfirmPartsForTomorrow"]);
    let request = proto::ConfirmPartsForTomorrowRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        work_order_ids: vec![tomorrow.clone()],
    };
    desk.confirm_parts_for_tomorrow(C1, request).await.unwrap();
    mirror
        .until(|mirror| mirror.rows[&tomorrow].parts_confirmed_by == "C1")
        .await;
    desk.declare_no_parts(E1, no_parts(&tomorrow)).await.unwrap();
    becomes!(mirror, sorting, desk.plan().await);
    desk.cancel_work_order(C1, cancelling(&tomorrow)).await.unwrap();
    mirror.until(|mirror| mirror.removed.contains(&tomorrow)).await;
    becomes!(mirror, sorting, desk.plan().await);
}

async fn live_the_visit_status_table_follows_the_days(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let list = proto::ListVisitStatusRequest {
        branch_id: "BJ01".to_owned(),
        ..proto::ListVisitStatusRequest::default()
    };
    let mut mirror = watch!(&desk => watch_visit_status(WatchVisitStatusRequest), list.clone());
    let idle = desk.assigned().await;
    let open = desk
        .promised("2026-11-16T14:00:00+08:00", "2026-11-16T16:00:00+08:00")
        .await;
    let carried = |order: &String| proto::CarryOver {
        work_order_id: order.clone(),
        reason: CarryOverReason::Parts.into(),
        text: String::new(),
    };
    let both = vec![carried(&idle), carried(&open)];
    desk.close_day(C1, day_end("2026-11-16", both)).await.unwrap();
    let sorting = |row: &proto::VisitStatusRow| row.id.clone();
    becomes!(
        mirror,
        sorting,
        desk.list_visit_status(C1, list.clone()).await.unwrap().rows
    );
    assert_eq!(mirror.rows.len(), 2);
    let request = proto::ReopenDayRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        date: "2026-11-16".to_owned(),
        reason: "补录".to_owned(),
        etag: String::new(),
    };
    desk.reopen_day(M1, request).await.unwrap();
    desk.cancel_work_order(C1, cancelling(&idle)).await.unwrap();
    desk.close_day(C1, day_end("2026-11-16", vec![carried(&open)]))
        .await
        .unwrap();
    mirror.until(|mirror| mirror.rows.len() == 1).await;
    becomes!(mirror, sorting, desk.list_visit_status(C1, list).await.unwrap().rows);
    assert!(
        mirror
            .rows
            .values()
            .all(|row| !row.available_actions.is_empty() || !row.readonly_reason.is_empty())
    );
}

async fn live_missing_time_reports_follow_reports_and_leave(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T09:00:00+08:00").await;
    let list = proto::ListMissingTimeReportsRequest {
        branch_id: "BJ01".to_owned(),
        date: "2026-11-16".to_owned(),
        ..proto::ListMissingTimeReportsRequest::default()
    };
    let mut mirror = watch!(&desk => watch_missing_time_reports(WatchMissingTimeReportsRequest), list);
    mirror.until(|mirror| mirror.rows.len() == 2).await;
    assert_eq!(mirror.rows["E1"].available_actions, ["SubmitTimeReport"]);
    desk.submit_time_report(E1, time_report("E1", "2026-11-16", vec![line(D, "", 60)]))
        .await
        .unwrap();
    mirror.until(|mirror| mirror.removed.contains(&"E1".to_owned())).await;
    let whole_day = ("2026-11-16T00:00:00+08:00", "2026-11-17T00:00:00+08:00");
    desk.roster("E2", "2026-11-16", &[], &[whole_day]).await;
    mirror.until(|mirror| mirror.rows.is_empty()).await;
    assert!(desk.missing("2026-11-16").await.is_empty());
}

async fn live_presence_follows_who_comes_and_who_has_what(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let list = proto::ListPresenceRequest {
        branch_id: "BJ01".to_owned(),
        ..proto::ListPresenceRequest::default()
    };
    let mut mirror = watch!(&desk => watch_presence(WatchPresenceRequest), list.clone());
    mirror.until(|mirror| mirror.rows.len() == 2).await;
    let id = desk.assigned().await;
    mirror.until(|mirror| mirror.rows["E1"].open_orders == 1).await;
    desk.present("E2", Presence::InStation).await;
    desk.assign_technician(C1, assignment(&id, "E2", "换人")).await.unwrap();
    mirror
        .until(|mirror| mirror.rows["E2"].open_orders == 1 && mirror.rows["E1"].open_orders == 0)
        .await;
    desk.cancel_work_order(C1, cancelling(&id)).await.unwrap();
    let sorting = |row: &proto::TechnicianPresence| row.technician_id.clone();
    becomes!(mirror, sorting, desk.list_presence(C1, list).await.unwrap().presences);
}

async fn dsp_17_dsp_44_plan_and_missing_reports_come_in_pages(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    for _ in 0..3 {
        desk.queued().await;
    }
    let whole = desk.plan().await;
    let mut request = proto::GetEndOfDayPlanRequest {
        branch_id: "BJ01".to_owned(),
        page_size: 2,
        ..proto::GetEndOfDayPlanRequest::default()
    };
    let first = desk.get_end_of_day_plan(C1, request.clone()).await.unwrap();
    request.page_token.clone_from(&first.next_page_token);
    let second = desk.get_end_of_day_plan(C1, request.clone()).await.unwrap();
    assert_eq!([first.entries, second.entries].concat(), whole);
    assert!(second.next_page_token.is_empty());
    request.date = "2026-11-18".to_owned();
    let refused = desk.get_end_of_day_plan(C1, request).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PAGE_TOKEN_INVALID");
    desk.rig.advance_to("2026-11-17T09:00:00+08:00").await;
    let mut request = proto::ListMissingTimeReportsRequest {
        branch_id: "BJ01".to_owned(),
        date: "2026-11-16".to_owned(),
        page_size: 1,
        ..proto::ListMissingTimeReportsRequest::default()
    };
    let first = desk.list_missing_time_reports(C1, request.clone()).await.unwrap();
    assert_eq!(first.technician_ids, ["E1"]);
    request.page_token = first.next_page_token;
    let second = desk.list_missing_time_reports(C1, request).await.unwrap();
    assert_eq!(
        (second.technician_ids, second.next_page_token.as_str()),
        (vec!["E2".to_owned()], "")
    );
    let own = proto::ListMissingTimeReportsRequest {
        branch_id: "BJ01".to_owned(),
        date: "2026-11-16".to_owned(),
        ..proto::ListMissingTimeReportsRequest::default()
    };
    let rows = desk.list_missing_time_reports(E2, own).await.unwrap().reports;
    assert!(
        rows[0].available_actions.is_empty() && !rows[0].readonly_reason.is_empty(),
        "E1's is not E2's"
    );
    assert_eq!(rows[1].available_actions, ["SubmitTimeReport"]);
}

async fn live_planning_lists_are_for_their_roles_and_branches(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let request = proto::WatchMorningWorklistRequest {
        list: Some(proto::ListMorningWorklistRequest {
            branch_id: "BJ01".to_owned(),
            ..proto::ListMorningWorklistRequest::default()
        }),
        ..proto::WatchMorningWorklistRequest::default()
    };
    let mut elsewhere = client(&desk, C1_S, "SH02").await;
    let refused = elsewhere.watch_morning_worklist(request.clone()).await.err().unwrap();
    assert_eq!(rig::reason(&refused), "BRANCH_UNKNOWN");
    let mut hotline = client(&desk, (Role::Hotline, "H1"), "BJ01").await;
    let refused = hotline.watch_morning_worklist(request).await.err().unwrap();
    assert_eq!(refused.code(), Code::PermissionDenied);
}
