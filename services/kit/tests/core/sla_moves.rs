//! Open deadlines follow the calendar and the policies; each move is logged and told.

use aftersales_kit::{
    on_both_databases,
    policy::catalogue::{DISPATCH_FIRST_CONTACT as TWO_HOURS, DISPATCH_VISIT_IN_AREA as TWO_DAYS},
    sla::DeadlineState,
    testing::{
        TestDb, fixture,
        rig::{Rig, at},
    },
};
use aftersales_proto::{
    registry::v1::{BranchBook, CalendarDay, CalendarSource, DayKind, Policy},
    sla::v1::deadline_event::Event as Fact,
};

use crate::support::{Case, changed, fact_names, facts, world};

on_both_databases!(
    a_new_rest_day_moves_what_is_open_and_nothing_else,
    a_move_is_logged_told_and_takes_the_timer_along,
    a_paused_deadline_moves_and_stays_paused,
    a_new_policy_moves_what_began_under_it_and_its_version_is_kept,
    news_that_changes_no_deadline_touches_none,
);

const START: &str = "2026-11-16T09:40:00+08:00";
const WEDNESDAY: &str = "2026-11-18T18:00:00+08:00";
const THURSDAY: &str = "2026-11-19T18:00:00+08:00";

/// BJ01's book in a later version, changed by `change`.
fn book(version: i64, change: impl FnOnce(&mut BranchBook)) -> BranchBook {
    let mut book = fixture::books().remove(0);
    book.version = version;
    change(&mut book);
    book
}

/// BJ01 is closed on Tuesday the 17th.
fn closed_on_tuesday(version: i64) -> BranchBook {
    book(version, |book| {
        book.calendar_version = version;
        book.days.push(CalendarDay {
            date: "2026-11-17".to_owned(),
            kind: DayKind::Off.into(),
            name: "water damage".to_owned(),
            hours: Vec::new(),
            source: CalendarSource::Override.into(),
        });
    })
}

async fn hear(rig: &Rig, book: BranchBook, cause: &str) {
    rig.emit("registry", changed(book, cause)).await;
    rig.settle().await;
}

async fn a_new_rest_day_moves_what_is_open_and_nothing_else(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let (case, elsewhere) = (Case::new(&rig).await, Case::of(&rig, "SH02").await);
    let open = case.start("visit_zone", TWO_DAYS, START).await.unwrap();
    let there = elsewhere.start("visit_zone", TWO_DAYS, START).await.unwrap();
    let agreed = case.start_agreed("visit_24h", TWO_DAYS, START, WEDNESDAY).await;
    let kept = case.start("first_contact_2h", TWO_DAYS, START).await.unwrap();
    case.meet("first_contact_2h", at(START)).await.unwrap();
    let late = case
        .start("hand_over_30m", TWO_HOURS, "2026-11-13T09:00:00+08:00")
        .await
        .unwrap();
    rig.settle().await;
    assert_eq!(case.now(late.id).await.state, DeadlineState::Missed);
    hear(&rig, closed_on_tuesday(2), "CALENDAR 2").await;
    let moved = case.now(open.id).await;
    assert_eq!((moved.due_at, moved.calendar_version), (at(THURSDAY), 2));
    for (id, due) in [(there.id, WEDNESDAY), (agreed.id, WEDNESDAY), (kept.id, WEDNESDAY)] {
        let still = case.now(id).await;
        assert_eq!((still.due_at, still.calendar_version), (at(due), 1));
    }
    assert_eq!(case.now(late.id).await.due_at, late.due_at);
}

async fn a_move_is_logged_told_and_takes_the_timer_along(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let case = Case::new(&rig).await;
    let open = case.start("visit_zone", TWO_DAYS, START).await.unwrap();
    hear(&rig, closed_on_tuesday(2), "CALENDAR 2").await;
    let change = case.explain(open.id).await.changes.remove(0);
    assert_eq!(
        (change.at, change.old_due, change.new_due),
        (rig.env().clock.now(), at(WEDNESDAY), at(THURSDAY))
    );
    assert_eq!(change.cause, "CALENDAR 2");
    let told = facts(&rig).await.pop().unwrap();
    let Fact::Recomputed(recomputed) = told else {
        panic!("{told:?}")
    };
    assert_eq!(recomputed.old_due_at, Some(at(WEDNESDAY).to_proto()));
    assert_eq!(recomputed.deadline.unwrap().due_at, Some(at(THURSDAY).to_proto()));
    rig.advance_to(THURSDAY).await;
    assert_eq!(case.now(open.id).await.state, DeadlineState::Running);
    rig.advance_to("2026-11-19T18:00:00.000001+08:00").await;
    assert_eq!(case.now(open.id).await.state, DeadlineState::Missed);
}

async fn a_paused_deadline_moves_and_stays_paused(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let case = Case::new(&rig).await;
    let deadline = case.start("visit_zone", TWO_DAYS, START).await.unwrap();
    assert!(case.pause("visit_zone", "PART").await);
    hear(&rig, closed_on_tuesday(2), "CALENDAR 2").await;
    let moved = case.now(deadline.id).await;
    assert_eq!((moved.state, moved.due_at), (DeadlineState::Paused, at(THURSDAY)));
    rig.advance_to("2026-11-20T12:00:00+08:00").await;
    assert_eq!(case.now(deadline.id).await.state, DeadlineState::Paused);
    assert_eq!(fact_names(&rig).await, ["started", "recomputed"]);
}

/// A policy of BJ01: first contact within three hours of opening time.
fn three_hours(from: &str, version: i64) -> Policy {
    Policy {
        key: TWO_HOURS.name().to_owned(),
        branch_id: "BJ01".to_owned(),
        value: "3 h business".to_owned(),
        effective_from: Some(at(from).to_proto()),
        version,
    }
}

async fn a_new_policy_moves_what_began_under_it_and_its_version_is_kept(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let (case, before) = (Case::new(&rig).await, Case::new(&rig).await);
    let early = before
        .start("first_contact_2h", TWO_HOURS, "2026-11-16T09:00:00+08:00")
        .await
        .unwrap();
    assert!(before.pause("first_contact_2h", "CUSTOMER").await);
    let deadline = case
        .start("first_contact_2h", TWO_HOURS, "2026-11-16T13:00:00+08:00")
        .await
        .unwrap();
    let later = book(2, |book| {
        book.policies.push(three_hours("2026-11-17T00:00:00+08:00", 7))
    });
    hear(&rig, later, "POLICY 7").await;
    let still = case.now(deadline.id).await;
    assert_eq!(
        (still.due_at, still.policy_version),
        (at("2026-11-16T15:00:00+08:00"), 0),
        "it began before"
    );
    let now = book(3, |book| {
        book.policies.push(three_hours("2026-11-16T00:00:00+08:00", 8))
    });
    hear(&rig, now, "POLICY 8").await;
    let moved = case.now(deadline.id).await;
    assert_eq!(
        (moved.due_at, moved.policy_version),
        (at("2026-11-16T16:00:00+08:00"), 8)
    );
    assert_eq!(moved.amount, "3 h business");
    assert_eq!(before.now(early.id).await.policy_version, 8);
    let new = Case::new(&rig)
        .await
        .start("first_contact_2h", TWO_HOURS, START)
        .await
        .unwrap();
    assert_eq!((new.due_at, new.policy_version), (at("2026-11-16T12:40:00+08:00"), 8));
}

async fn news_that_changes_no_deadline_touches_none(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let case = Case::new(&rig).await;
    let deadline = case.start("visit_zone", TWO_DAYS, START).await.unwrap();
    hear(&rig, book(2, |book| book.staff.clear()), "BRANCH 2").await;
    assert_eq!(case.now(deadline.id).await.version, deadline.version);
    assert!(case.explain(deadline.id).await.changes.is_empty());
    hear(&rig, closed_on_tuesday(1), "CALENDAR 1").await;
    assert_eq!(
        case.now(deadline.id).await.due_at,
        at(WEDNESDAY),
        "an older book is no news"
    );
    assert_eq!(fact_names(&rig).await, ["started"]);
}
