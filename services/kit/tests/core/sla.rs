//! The SLA ledger: started, kept, missed, paused, ended, with exact instants at a branch that is open 9 to 18.

use aftersales_kit::{
    on_both_databases,
    policy::catalogue::{
        DISPATCH_FIRST_CONTACT as TWO_HOURS, DISPATCH_VISIT_IN_AREA as TWO_DAYS, DISPATCH_VISIT_SOFT as WALL_DAY,
    },
    sla::{DeadlineState, SegmentKind},
    testing::{
        TestDb,
        rig::{Rig, at},
    },
    time::Timestamp,
};
use aftersales_proto::sla::v1::deadline_event::Event as Fact;

use crate::support::{Case, fact_names, facts, happened, names, world, world_at};

on_both_databases!(
    t2_a_deadline_is_kept_up_to_its_very_instant,
    t1_it_is_missed_one_microsecond_later_and_ends_with_the_late_fact,
    a_late_fact_that_overtakes_the_timer_is_a_miss_all_the_same,
    a_pause_moves_the_deadline_by_what_its_own_clock_counted,
    a_pause_is_told_with_its_reason,
    nothing_is_missed_while_the_clock_stands_still,
    what_is_superseded_or_cancelled_ends_without_a_verdict,
    a_missed_deadline_stays_missed_and_cannot_be_paused,
    there_is_one_open_deadline_of_a_kind,
);

const KIND: &str = "first_contact_2h";
const DUE: &str = "2026-11-16T11:40:00+08:00";
const START: &str = "2026-11-16T09:40:00+08:00";

/// A first contact from 09:40, due at 11:40.
async fn running(db: &TestDb) -> (Rig, Case, aftersales_kit::sla::Deadline) {
    let rig = world(db, &["billing"]).await;
    let case = Case::new(&rig).await;
    let deadline = case.start(KIND, TWO_HOURS, START).await.unwrap();
    (rig, case, deadline)
}

fn due(text: &str) -> Timestamp {
    at(text)
}

async fn t2_a_deadline_is_kept_up_to_its_very_instant(db: TestDb) {
    let (rig, case, deadline) = running(&db).await;
    assert_eq!((deadline.due_at, deadline.state), (due(DUE), DeadlineState::Running));
    assert_eq!(
        (deadline.policy_key.as_str(), deadline.policy_version),
        ("dispatch.first_contact", 0)
    );
    assert_eq!(
        (
            deadline.amount.as_str(),
            deadline.calendar_version,
            deadline.provisional
        ),
        ("2 h business", 1, false)
    );
    rig.advance_to(DUE).await;
    let met = case.meet(KIND, at(DUE)).await.unwrap();
    assert_eq!(
        (met.state, met.ended_at, met.missed_at),
        (DeadlineState::Met, Some(at(DUE)), None)
    );
    assert_eq!(case.now(met.id).await.state, DeadlineState::Met);
    rig.advance_to("2026-11-17T12:00:00+08:00").await;
    assert_eq!(fact_names(&rig).await, ["started", "met"], "the timer is gone");
    assert!(case.meet(KIND, at(DUE)).await.is_none(), "nothing is open any more");
    let overnight = Case::new(&rig).await;
    let late = overnight
        .start(KIND, TWO_HOURS, "2026-11-17T17:00:00+08:00")
        .await
        .unwrap();
    assert_eq!(late.due_at, at("2026-11-18T10:00:00+08:00"));
}

async fn t1_it_is_missed_one_microsecond_later_and_ends_with_the_late_fact(db: TestDb) {
    let (rig, case, deadline) = running(&db).await;
    rig.advance_to(DUE).await;
    assert_eq!(case.now(deadline.id).await.state, DeadlineState::Running);
    rig.advance_to("2026-11-16T11:40:00.000001+08:00").await;
    let missed = case.now(deadline.id).await;
    assert_eq!(
        (missed.state, missed.missed_at, missed.ended_at),
        (DeadlineState::Missed, Some(at(DUE)), None)
    );
    let expected = [("missed first_contact_2h".to_owned(), at(DUE).plus(1))];
    assert_eq!(happened(&case.kit).await, expected, "the service was told");
    let done = at("2026-11-16T12:00:00+08:00");
    let late = case.meet(KIND, done).await.unwrap();
    assert_eq!(
        (late.state, late.missed_at, late.ended_at),
        (DeadlineState::Missed, Some(at(DUE)), Some(done))
    );
    rig.advance_to("2026-11-17T12:00:00+08:00").await;
    assert_eq!(fact_names(&rig).await, ["started", "missed"]);
    assert_eq!(names(&case.kit).await.len(), 1, "told once");
}

/// The clock jumps without firing anything, as if the process had been stopped over the due instant.
async fn a_late_fact_that_overtakes_the_timer_is_a_miss_all_the_same(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let case = Case::new(&rig).await;
    let past = at("2026-11-16T09:00:00+08:00");
    let agreed = case
        .start_agreed(
            KIND,
            TWO_HOURS,
            "2026-11-16T08:00:00+08:00",
            "2026-11-16T09:00:00+08:00",
        )
        .await;
    let late = case.meet(KIND, past.plus(1)).await;
    rig.settle().await;
    // either the timer was faster, or the fact was; the ledger tells the same
    let ended = case.now(agreed.id).await;
    assert_eq!(
        (ended.state, ended.missed_at, ended.ended_at),
        (DeadlineState::Missed, Some(past), Some(past.plus(1)))
    );
    assert_eq!(late.unwrap().state, DeadlineState::Missed);
    assert_eq!(fact_names(&rig).await, ["started", "missed"]);
    assert_eq!(
        names(&case.kit).await,
        ["missed first_contact_2h"],
        "the service is told once, whoever was faster"
    );
}

async fn a_pause_moves_the_deadline_by_what_its_own_clock_counted(db: TestDb) {
    let (rig, case, business) = running(&db).await;
    let wall = case.start("visit_24h", WALL_DAY, START).await.unwrap();
    let days = case.start("visit_zone", TWO_DAYS, START).await.unwrap();
    assert_eq!(wall.due_at, at("2026-11-17T09:40:00+08:00"));
    assert_eq!(days.due_at, at("2026-11-18T18:00:00+08:00"));
    rig.advance_to("2026-11-16T11:00:00+08:00").await;
    for kind in [KIND, "visit_24h", "visit_zone"] {
        assert!(case.pause(kind, "CUSTOMER").await);
        assert!(!case.pause(kind, "PART").await, "it stands still already");
    }
    // seven hours of opening time left today, then an evening and a night
    rig.advance_to("2026-11-17T09:00:30.000007+08:00").await;
    for kind in [KIND, "visit_24h", "visit_zone"] {
        assert!(case.resume(kind).await);
        assert!(!case.resume(kind).await, "it runs already");
    }
    let moved = case.now(business.id).await;
    assert_eq!(
        (moved.state, moved.due_at),
        (DeadlineState::Running, at("2026-11-17T09:40:30.000007+08:00"))
    );
    assert_eq!(case.now(wall.id).await.due_at, at("2026-11-18T07:40:30.000007+08:00"));
    assert_eq!(case.now(days.id).await.due_at, at("2026-11-19T18:00:00+08:00"));
    rig.advance_to("2026-11-17T09:40:30.000007+08:00").await;
    assert_eq!(case.now(business.id).await.state, DeadlineState::Running);
    rig.advance_to("2026-11-17T09:40:30.000008+08:00").await;
    assert_eq!(case.now(business.id).await.state, DeadlineState::Missed);
}

async fn a_pause_is_told_with_its_reason(db: TestDb) {
    let (rig, case, deadline) = running(&db).await;
    rig.advance_to("2026-11-16T10:00:00+08:00").await;
    assert!(case.pause(KIND, "CUSTOMER").await);
    rig.advance_to("2026-11-16T10:30:00+08:00").await;
    assert!(case.resume(KIND).await);
    let explained = case.explain(deadline.id).await;
    let segments: Vec<_> = explained
        .segments
        .iter()
        .map(|segment| (segment.kind, segment.reason.as_str()))
        .collect();
    assert_eq!(
        segments,
        [
            (SegmentKind::Running, "started"),
            (SegmentKind::Paused, "CUSTOMER"),
            (SegmentKind::Running, "resumed")
        ]
    );
    let change = &explained.changes[0];
    assert_eq!(
        (change.old_due, change.new_due, change.cause.as_str()),
        (at(DUE), at("2026-11-16T12:10:00+08:00"), "RESUMED")
    );
    assert_eq!(fact_names(&rig).await, ["started", "recomputed"]);
}

async fn nothing_is_missed_while_the_clock_stands_still(db: TestDb) {
    let (rig, case, deadline) = running(&db).await;
    let other = Case::new(&rig).await;
    let second = other.start(KIND, TWO_HOURS, START).await.unwrap();
    rig.advance_to("2026-11-16T11:39:00+08:00").await;
    assert!(case.pause(KIND, "PART").await && other.pause(KIND, "PART").await);
    rig.advance_to("2026-11-18T17:00:00+08:00").await;
    assert_eq!(case.now(deadline.id).await.state, DeadlineState::Paused);
    let met = case.meet(KIND, rig.env().clock.now()).await.unwrap();
    assert_eq!(
        (met.state, met.missed_at),
        (DeadlineState::Met, None),
        "done while it waited for a part"
    );
    assert!(other.resume(KIND).await);
    assert_eq!(other.now(second.id).await.due_at, at("2026-11-18T17:01:00+08:00"));
    rig.advance_to("2026-11-18T17:02:00+08:00").await;
    assert_eq!(other.now(second.id).await.state, DeadlineState::Missed);
}

async fn what_is_superseded_or_cancelled_ends_without_a_verdict(db: TestDb) {
    let (rig, case, deadline) = running(&db).await;
    assert!(case.supersede(KIND, "agreed for Friday").await);
    assert!(!case.supersede(KIND, "again").await);
    assert_eq!(case.now(deadline.id).await.state, DeadlineState::Superseded);
    for kind in [KIND, "visit_zone"] {
        case.start(kind, TWO_DAYS, START).await.unwrap();
    }
    assert_eq!(case.cancel_all("ticket cancelled").await, 2);
    rig.advance_to("2026-11-30T12:00:00+08:00").await;
    assert_eq!(
        fact_names(&rig).await,
        ["started", "ended", "started", "started", "ended", "ended"]
    );
    let reasons: Vec<String> = facts(&rig)
        .await
        .into_iter()
        .filter_map(|fact| {
            if let Fact::Ended(ended) = fact {
                Some(ended.reason)
            } else {
                None
            }
        })
        .collect();
    assert_eq!(
        reasons,
        [
            "SUPERSEDED: agreed for Friday",
            "CANCELLED: ticket cancelled",
            "CANCELLED: ticket cancelled"
        ]
    );
}

async fn a_missed_deadline_stays_missed_and_cannot_be_paused(db: TestDb) {
    let (rig, case, deadline) = running(&db).await;
    rig.advance_to("2026-11-16T12:00:00+08:00").await;
    assert!(!case.pause(KIND, "CUSTOMER").await);
    assert!(!case.resume(KIND).await);
    assert!(case.supersede(KIND, "agreed for Friday").await);
    let ended = case.now(deadline.id).await;
    assert_eq!(
        (ended.state, ended.ended_at),
        (DeadlineState::Missed, Some(at("2026-11-16T12:00:00+08:00")))
    );
}

async fn there_is_one_open_deadline_of_a_kind(db: TestDb) {
    let rig = world_at(&db, START, &["billing"]).await;
    let case = Case::new(&rig).await;
    case.start(KIND, TWO_HOURS, START).await.unwrap();
    assert!(case.start(KIND, TWO_HOURS, START).await.is_err());
    assert_eq!(fact_names(&rig).await, ["started"]);
    case.meet(KIND, at(START)).await.unwrap();
    case.start(KIND, TWO_HOURS, START).await.unwrap();
}
