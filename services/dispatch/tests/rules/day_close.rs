//! Day close and the visit status table (上门服务状态记录表).

use aftersales_kit::{
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::dispatch::v1::{self as proto, CarryOver, CarryOverReason, DayClose, DayState, VisitStatus};
use tonic::Code;

use super::{
    desk::{C1, Desk, E1, M1, key},
    office::{C1_S, day_end},
};

on_both_databases!(
    dsp_19_every_order_of_the_day_is_done_or_carried_over_with_a_reason,
    dsp_19_a_closed_day_is_opened_again_by_the_chief_only,
    dsp_19_a_reason_is_for_an_order_of_the_day_and_other_is_told_in_words,
    dsp_19_a_day_that_nobody_closed_is_told_the_next_morning,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";

fn carried(order: &str, reason: CarryOverReason, text: &str) -> CarryOver {
    CarryOver {
        work_order_id: order.to_owned(),
        reason: reason.into(),
        text: text.to_owned(),
    }
}

async fn day(desk: &Desk, date: &str) -> DayClose {
    let request = proto::GetDayCloseRequest {
        branch_id: "BJ01".to_owned(),
        date: date.to_owned(),
    };
    desk.get_day_close(C1, request).await.unwrap().day_close.unwrap()
}

async fn table(desk: &Desk, carried_over_only: bool) -> Vec<proto::VisitStatusRow> {
    let request = proto::ListVisitStatusRequest {
        branch_id: "BJ01".to_owned(),
        carried_over_only,
        ..proto::ListVisitStatusRequest::default()
    };
    desk.list_visit_status(C1, request).await.unwrap().rows
}

fn reopening() -> proto::ReopenDayRequest {
    proto::ReopenDayRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        date: "2026-11-16".to_owned(),
        reason: "补录".to_owned(),
        etag: String::new(),
    }
}

/// A finished order, one visited today and not repaired yet, one without an appointment, one for tomorrow, one that
/// nobody has.
async fn a_day(desk: &Desk) -> [String; 3] {
    let open = desk
        .promised("2026-11-16T14:00:00+08:00", "2026-11-16T16:00:00+08:00")
        .await;
    let idle = desk.assigned().await;
    desk.promised("2026-11-17T14:00:00+08:00", "2026-11-17T16:00:00+08:00")
        .await;
    desk.queued().await;
    let done = desk
        .confirmed(
            "2026-11-16T10:00:00+08:00",
            "2026-11-16T11:00:00+08:00",
            "2026-11-16T10:30:00+08:00",
        )
        .await;
    desk.rig.advance_to("2026-11-16T18:00:00+08:00").await;
    [done, open, idle]
}

async fn dsp_19_every_order_of_the_day_is_done_or_carried_over_with_a_reason(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let [done, open, idle] = a_day(&desk).await;
    let before = day(&desk, "2026-11-16").await;
    assert_eq!((before.state(), before.unfinished.len()), (DayState::Open, 2));
    assert_eq!(before.available_actions, ["CloseDay"]);
    let refused = desk.close_day(C1, day_end("2026-11-16", Vec::new())).await.unwrap_err();
    assert_eq!(
        (refused.code(), rig::reason(&refused).as_str()),
        (Code::FailedPrecondition, "CARRY_OVER_REASON_MISSING")
    );
    let mut fields = Vec::new();
    for id in [&open, &idle] {
        fields.push(format!("orders[{}].reason", desk.order(id).await.work_order_no));
    }
    assert_eq!(rig::fields(&refused), fields, "all of them at once");
    assert_eq!(day(&desk, "2026-11-16").await.state(), DayState::Open);
    let reasons = vec![
        carried(&open, CarryOverReason::Parts, ""),
        carried(&idle, CarryOverReason::Time, ""),
    ];
    let closed = desk.close_day(C1, day_end("2026-11-16", reasons)).await.unwrap();
    let closed = closed.day_close.unwrap();
    assert_eq!((closed.state(), closed.closed_by.as_str()), (DayState::Closed, "C1"));
    assert_eq!(closed.finished.len(), 1);
    assert_eq!(
        (closed.finished[0].work_order_id.as_str(), closed.finished[0].state()),
        (done.as_str(), proto::WorkOrderState::Confirmed),
        "with the callback"
    );
    let rows = table(&desk, true).await;
    assert_eq!(rows.len(), 2);
    let row = rows.iter().filter_map(|row| row.order.as_ref());
    let row = row.clone().find(|row| row.work_order_id == open).unwrap();
    assert_eq!(
        (row.status(), row.reason(), row.technician_id.as_str()),
        (VisitStatus::CarriedOver, CarryOverReason::Parts, "E1")
    );
    assert_eq!(table(&desk, false).await.len(), 3);
    assert_eq!(desk.count("DayClosed").await, 1);
}

async fn dsp_19_a_closed_day_is_opened_again_by_the_chief_only(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let early = desk.reopen_day(M1, reopening()).await.unwrap_err();
    assert_eq!(rig::reason(&early), "DAY_NOT_CLOSED");
    let closed = desk.close_day(C1, day_end("2026-11-16", Vec::new())).await.unwrap();
    let etag = closed.day_close.unwrap().etag;
    let again = desk.close_day(C1, day_end("2026-11-16", Vec::new())).await.unwrap_err();
    assert_eq!(rig::reason(&again), "DAY_CLOSED");
    let open = desk
        .promised("2026-11-16T14:00:00+08:00", "2026-11-16T16:00:00+08:00")
        .await;
    assert!(
        day(&desk, "2026-11-16").await.unfinished.is_empty(),
        "it stays as it was closed"
    );
    let denied = desk.reopen_day(C1, reopening()).await.unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);
    let opened = desk.reopen_day(M1, reopening()).await.unwrap().day_close.unwrap();
    assert_eq!(
        (opened.state(), opened.reopened_by.as_str()),
        (DayState::Reopened, "M1")
    );
    assert_eq!(opened.reopen_reason, "补录");
    let mut stale = day_end("2026-11-16", vec![carried(&open, CarryOverReason::Customer, "")]);
    stale.etag = etag;
    assert_eq!(
        desk.close_day(C1, stale.clone()).await.unwrap_err().code(),
        Code::Aborted
    );
    stale.request_id = key();
    stale.etag = opened.etag;
    desk.close_day(C1, stale).await.unwrap();
    assert_eq!(table(&desk, true).await.len(), 1);
    assert_eq!((desk.count("DayClosed").await, desk.count("DayReopened").await), (2, 1));
}

async fn dsp_19_a_reason_is_for_an_order_of_the_day_and_other_is_told_in_words(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let [done, open, idle] = a_day(&desk).await;
    let wrong = vec![
        carried(&done, CarryOverReason::Time, ""),
        carried(&open, CarryOverReason::Other, " "),
    ];
    let refused = desk.close_day(C1, day_end("2026-11-16", wrong)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "CARRY_OVER_REASON_MISSING");
    let missing = format!("orders[{}].reason", desk.order(&idle).await.work_order_no);
    assert_eq!(
        rig::fields(&refused),
        ["carry_overs[0].work_order_id", "carry_overs[1].text", missing.as_str()]
    );
    let tomorrow = desk.close_day(C1, day_end("2026-11-17", Vec::new())).await.unwrap_err();
    assert_eq!(rig::reason(&tomorrow), "DAY_NOT_REACHED");
    let denied = desk.close_day(E1, day_end("2026-11-16", Vec::new())).await.unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);
    let foreign = desk
        .close_day(C1_S, day_end("2026-11-16", Vec::new()))
        .await
        .unwrap_err();
    assert_eq!(foreign.code(), Code::NotFound);
}

async fn dsp_19_a_day_that_nobody_closed_is_told_the_next_morning(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    desk.queued().await;
    desk.rig.advance_to("2026-11-17T08:59:00+08:00").await;
    assert_eq!(desk.count("DayCloseMissing").await, 0);
    desk.rig.advance_to("2026-11-17T09:00:00+08:00").await;
    assert_eq!(desk.count("DayCloseMissing").await, 1);
    assert!(day(&desk, "2026-11-16").await.overdue);
    desk.close_day(C1, day_end("2026-11-16", Vec::new())).await.unwrap();
    assert!(!day(&desk, "2026-11-16").await.overdue, "late, and closed");
    desk.close_day(C1, day_end("2026-11-17", Vec::new())).await.unwrap();
    desk.rig.advance_to("2026-11-18T09:00:00+08:00").await;
    assert_eq!(desk.count("DayCloseMissing").await, 1, "11-17 was closed");
}
