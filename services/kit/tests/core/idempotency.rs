//! One effect per request id (check X1), over the wire.

use aftersales_kit::{
    auth::Role,
    id::random_uuid,
    on_both_databases,
    testing::{
        TestDb,
        rig::{Rig, reason},
    },
};
use aftersales_proto::{
    clock::v1::{SetTimeRequest, clock_service_client::ClockServiceClient},
    reception::v1::{
        RegisterArrivalRequest, RegisterArrivalResponse, reception_service_client::ReceptionServiceClient,
    },
};
use futures::future::join_all;
use prost::Message as _;
use tonic::Status;
use uuid::Uuid;

use crate::support::{admin, arrival, mend, set_fault, value, world};

on_both_databases!(
    x1_the_same_request_is_answered_the_same_and_done_once,
    x1_another_body_or_method_under_the_same_id_is_refused,
    x1_twenty_twins_at_once_have_one_effect,
    x1_a_refused_request_may_be_repeated,
    x1_callers_do_not_share_request_ids,
);

async fn call(rig: &Rig, subject: &str, request: RegisterArrivalRequest) -> Result<RegisterArrivalResponse, Status> {
    let channel = rig.channel(&[Role::Receptionist], "BJ01", subject).await;
    let answer = ReceptionServiceClient::new(channel).register_arrival(request).await;
    answer.map(tonic::Response::into_inner)
}

async fn x1_the_same_request_is_answered_the_same_and_done_once(db: TestDb) {
    let rig = world(&db, &["reception"]).await;
    let request = arrival(random_uuid(), "twice");
    let first = call(&rig, "R1", request.clone()).await.unwrap();
    let second = call(&rig, "R1", request.clone()).await.unwrap();
    assert_eq!(first.encode_to_vec(), second.encode_to_vec());
    let events = rig.events("reception").await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].request_id, Uuid::try_parse(&request.request_id).ok());
    drop(rig);
    let rig = world(&db, &["reception"]).await;
    let third = call(&rig, "R1", request).await.unwrap();
    assert_eq!(first, third, "also after a restart");
}

async fn x1_another_body_or_method_under_the_same_id_is_refused(db: TestDb) {
    let rig = world(&db, &["reception"]).await;
    let id = random_uuid();
    call(&rig, "R1", arrival(id, "mine")).await.unwrap();
    let status = call(&rig, "R1", arrival(id, "another")).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (tonic::Code::AlreadyExists, "REQUEST_ID_REUSED")
    );
    assert_eq!(value(rig.kit("reception"), "another").await, None);
    let kit = rig.kit("reception");
    let caller = aftersales_kit::auth::Caller {
        subject: "R1".to_owned(),
        ..aftersales_kit::auth::Caller::service("probe")
    };
    let elsewhere = aftersales_kit::rpc::Call {
        caller,
        method: "/probe/Another",
        ..aftersales_kit::rpc::Call::by_service("probe", None)
    };
    let done = kit
        .command(&elsewhere, &arrival(id, "mine"), |_| {
            Box::pin(async { Ok(RegisterArrivalResponse::default()) })
        })
        .await;
    assert_eq!(done.unwrap_err().reason(), Some("REQUEST_ID_REUSED"), "another method");
    assert_eq!(rig.events("reception").await.len(), 1);
}

async fn x1_twenty_twins_at_once_have_one_effect(db: TestDb) {
    let rig = world(&db, &["reception"]).await;
    let channel = rig.channel(&[Role::Receptionist], "BJ01", "R1").await;
    let request = arrival(random_uuid(), "twins; slow");
    let twins = (0..20).map(|_| {
        let (mut client, request) = (ReceptionServiceClient::new(channel.clone()), request.clone());
        tokio::spawn(async move { client.register_arrival(request).await.unwrap().into_inner() })
    });
    let answers: Vec<_> = join_all(twins).await.into_iter().map(Result::unwrap).collect();
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(rig.events("reception").await.len(), 1);
}

async fn x1_a_refused_request_may_be_repeated(db: TestDb) {
    let rig = world(&db, &["reception"]).await;
    let request = arrival(random_uuid(), "refused at first");
    set_fault(rig.kit("reception"), "refused at first", "refused").await;
    assert!(call(&rig, "R1", request.clone()).await.is_err());
    assert_eq!(value(rig.kit("reception"), "refused at first").await, None);
    mend(rig.kit("reception"), "refused at first").await;
    call(&rig, "R1", request).await.unwrap();
    assert_eq!(value(rig.kit("reception"), "refused at first").await, Some(1));
    assert_eq!(rig.events("reception").await.len(), 1);
}

async fn x1_callers_do_not_share_request_ids(db: TestDb) {
    let rig = world(&db, &["reception"]).await;
    let id = random_uuid();
    let mine = call(&rig, "R1", arrival(id, "of R1")).await.unwrap();
    let theirs = call(&rig, "R2", arrival(id, "of R2")).await.unwrap();
    assert_ne!(mine, theirs);
    assert_eq!(rig.events("reception").await.len(), 2);
    // not even the clock, which has no store, does anything twice
    let mut clock = ClockServiceClient::new(admin(&rig).await);
    let set = SetTimeRequest {
        request_id: id.to_string(),
        to: Some(aftersales_kit::testing::rig::at("2026-11-16T12:00:00+08:00").to_proto()),
    };
    let first = clock.set_time(set.clone()).await.unwrap().into_inner();
    rig.advance_to("2026-11-16T13:00:00+08:00").await;
    assert_eq!(clock.set_time(set).await.unwrap().into_inner(), first);
    assert_eq!(
        rig.env().clock.now(),
        aftersales_kit::testing::rig::at("2026-11-16T13:00:00+08:00")
    );
}
