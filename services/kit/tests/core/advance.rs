//! The manual clock: everything at its own instant, and an answer only when all that follows is done.

use aftersales_kit::{
    id::{new_uuid, random_uuid},
    on_both_databases,
    testing::{
        TestDb,
        rig::{Rig, at, reason},
    },
    time::{HOUR, MINUTE, Timestamp},
};
use aftersales_proto::clock::v1::{
    AdvanceTimeRequest, AdvanceTimeResponse, SetTimeRequest, advance_time_request::Target,
    clock_service_client::ClockServiceClient,
};
use tonic::{Code, Status};

use crate::support::{act, admin, arm, happened, names, world};

on_both_databases!(
    a_chain_over_three_services_is_done_when_the_answer_comes,
    timers_of_all_services_fire_in_order_of_their_time,
    a_move_is_made_once_per_request_and_never_backwards,
    two_moves_at_once_add_up_or_one_is_refused,
);

async fn advance(rig: &Rig, target: Target) -> Result<AdvanceTimeResponse, Status> {
    let request = AdvanceTimeRequest {
        request_id: random_uuid().to_string(),
        target: Some(target),
    };
    let mut clock = ClockServiceClient::new(admin(rig).await);
    clock.advance_time(request).await.map(tonic::Response::into_inner)
}

fn by(micros: i64) -> Target {
    Target::By(prost_types::Duration {
        seconds: micros / 1_000_000,
        nanos: i32::try_from(micros % 1_000_000 * 1_000).unwrap(),
    })
}

fn to(text: &str) -> Target {
    Target::To(at(text).to_proto())
}

async fn set(rig: &Rig, service: &str, due: Timestamp, text: &str) {
    let text = text.to_owned();
    act(rig.kit(service), move |tx| {
        Box::pin(async move { arm(tx, new_uuid(), due, &text).await })
    })
    .await;
}

fn seen(rows: Vec<(String, Timestamp)>) -> Vec<(String, String)> {
    let local = |at: Timestamp| at.plus(8 * HOUR).to_string()[11..16].to_owned();
    rows.into_iter().map(|(what, at)| (what, local(at))).collect()
}

fn rows(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(what, at)| ((*what).to_owned(), (*at).to_owned()))
        .collect()
}

/// A timer of one service; its event makes another set a timer; that one's event makes a third act at once and later.
async fn a_chain_over_three_services_is_done_when_the_answer_comes(db: TestDb) {
    let rig = world(&db, &["hotline", "dispatch", "parts"]).await;
    // minutes of the day: 605 is 10:05, 607 is 10:07, 609 is 10:09
    set(&rig, "hotline", at("2026-11-16T10:05:00+08:00"), "a; tell arm 607 b").await;
    let first = advance(&rig, by(24 * MINUTE)).await.unwrap();
    assert_eq!(
        (first.timers_fired, first.events_consumed),
        (0, 0),
        "nothing is due at 10:04"
    );
    let done = advance(&rig, to("2026-11-16T10:30:00+08:00")).await.unwrap();
    assert_eq!(seen(happened(rig.kit("hotline")).await), rows(&[("a", "10:05")]));
    assert_eq!(seen(happened(rig.kit("dispatch")).await), rows(&[("b", "10:07")]));
    assert_eq!((done.timers_fired, done.events_consumed), (2, 1));
    set(
        &rig,
        "dispatch",
        at("2026-11-16T10:40:00+08:00"),
        "c; tell d; tell arm 650 e",
    )
    .await;
    let done = advance(&rig, to("2026-11-16T11:00:00+08:00")).await.unwrap();
    assert_eq!(
        seen(happened(rig.kit("parts")).await),
        rows(&[("d", "10:40"), ("e", "10:50")])
    );
    assert_eq!((done.timers_fired, done.events_consumed), (2, 2));
    assert_eq!(done.now, Some(at("2026-11-16T11:00:00+08:00").to_proto()));
}

async fn timers_of_all_services_fire_in_order_of_their_time(db: TestDb) {
    let rig = world(&db, &["hotline", "dispatch"]).await;
    for (service, minute) in [
        ("hotline", 20),
        ("dispatch", 15),
        ("hotline", 5),
        ("dispatch", 25),
        ("dispatch", 10),
    ] {
        let due = at("2026-11-16T10:00:00+08:00").plus(minute * MINUTE);
        set(&rig, service, due, &format!("{minute}; tell from {minute}")).await;
    }
    let done = advance(&rig, to("2026-11-16T18:00:00+08:00")).await.unwrap();
    assert_eq!((done.timers_fired, done.events_consumed), (5, 2));
    assert_eq!(
        seen(happened(rig.kit("dispatch")).await),
        rows(&[
            ("from 5", "10:05"),
            ("10", "10:10"),
            ("15", "10:15"),
            ("from 20", "10:20"),
            ("25", "10:25")
        ])
    );
    assert_eq!(names(rig.kit("hotline")).await, ["5", "20"]);
}

async fn a_move_is_made_once_per_request_and_never_backwards(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let start = rig.env().clock.now();
    let mut clock = ClockServiceClient::new(admin(&rig).await);
    let request = AdvanceTimeRequest {
        request_id: random_uuid().to_string(),
        target: Some(by(HOUR)),
    };
    let first = clock.advance_time(request.clone()).await.unwrap().into_inner();
    let again = clock.advance_time(request.clone()).await.unwrap().into_inner();
    assert_eq!((again, rig.env().clock.now()), (first, start.plus(HOUR)));
    let other = AdvanceTimeRequest {
        target: Some(by(2 * HOUR)),
        ..request
    };
    assert_eq!(
        reason(&clock.advance_time(other).await.unwrap_err()),
        "REQUEST_ID_REUSED"
    );
    let back = advance(&rig, to("2026-11-16T09:00:00+08:00")).await.unwrap_err();
    assert_eq!(
        (back.code(), reason(&back).as_str()),
        (Code::InvalidArgument, "CLOCK_BACKWARDS")
    );
    assert_eq!(reason(&advance(&rig, by(-1)).await.unwrap_err()), "CLOCK_BACKWARDS");
    let set = SetTimeRequest {
        request_id: random_uuid().to_string(),
        to: Some(start.to_proto()),
    };
    clock.set_time(set).await.unwrap();
    assert_eq!(rig.env().clock.now(), start, "setting may go back (X5)");
}

async fn two_moves_at_once_add_up_or_one_is_refused(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let start = rig.env().clock.now();
    set(&rig, "hotline", start.plus(MINUTE), "on the way").await;
    let (one, two) = tokio::join!(advance(&rig, by(HOUR)), advance(&rig, by(HOUR)));
    let made = [&one, &two].iter().filter(|moved| moved.is_ok()).count();
    for refused in [one, two].into_iter().filter_map(Result::err) {
        assert_eq!(
            (refused.code(), reason(&refused).as_str()),
            (Code::Aborted, "CLOCK_BUSY")
        );
    }
    assert!(made > 0);
    assert_eq!(rig.env().clock.now(), start.plus(i64::try_from(made).unwrap() * HOUR));
    assert_eq!(names(rig.kit("hotline")).await, ["on the way"]);
}
