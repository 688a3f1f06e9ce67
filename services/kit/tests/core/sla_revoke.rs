//! A miss that a late fact shows to be none.

use aftersales_kit::{
    on_both_databases,
    policy::catalogue::DISPATCH_FIRST_CONTACT as TWO_HOURS,
    sla::DeadlineState,
    testing::{TestDb, rig::at},
};

use crate::support::{Case, fact_names, world};

on_both_databases!(
    a_fact_that_happened_in_time_takes_back_the_recorded_miss,
    a_fact_that_happened_late_takes_nothing_back,
);

const KIND: &str = "first_contact_2h";
const DUE: &str = "2026-11-16T11:40:00+08:00";
const START: &str = "2026-11-16T09:40:00+08:00";

async fn a_fact_that_happened_in_time_takes_back_the_recorded_miss(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let case = Case::new(&rig).await;
    let deadline = case.start(KIND, TWO_HOURS, START).await.unwrap();
    rig.advance_to("2026-11-16T15:00:00+08:00").await;
    assert_eq!(case.now(deadline.id).await.state, DeadlineState::Missed);
    let (kept, revoked) = case.meet_told(KIND, at(DUE)).await.unwrap();
    assert!(revoked);
    assert_eq!(
        (kept.state, kept.missed_at, kept.ended_at),
        (DeadlineState::Met, None, Some(at(DUE)))
    );
    let told = case.explain(deadline.id).await;
    assert_eq!(told.deadline.state, DeadlineState::Met);
    let change = told.changes.last().unwrap();
    assert_eq!(
        (change.cause.as_str(), change.at, change.new_due),
        ("MISS_REVOKED", at("2026-11-16T15:00:00+08:00"), at(DUE)),
        "the ledger says when it was learnt"
    );
    assert_eq!(fact_names(&rig).await, ["started", "missed", "revoked"]);
    assert!(
        case.meet_told(KIND, at(DUE)).await.is_none(),
        "nothing is open any more"
    );
}

async fn a_fact_that_happened_late_takes_nothing_back(db: TestDb) {
    let rig = world(&db, &["billing"]).await;
    let case = Case::new(&rig).await;
    let deadline = case.start(KIND, TWO_HOURS, START).await.unwrap();
    rig.advance_to("2026-11-16T15:00:00+08:00").await;
    let (late, revoked) = case.meet_told(KIND, at(DUE).plus(1)).await.unwrap();
    assert!(!revoked);
    assert_eq!((late.state, late.missed_at), (DeadlineState::Missed, Some(at(DUE))));
    assert!(case.explain(deadline.id).await.changes.is_empty());
    assert_eq!(fact_names(&rig).await, ["started", "missed"]);
}
