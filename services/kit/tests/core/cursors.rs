//! Cursors of a feed: what is resumed, what is refused, and how a stream tells how far it is.

use aftersales_kit::{
    auth::Role,
    feed::Cursor,
    on_both_databases, outbox,
    testing::{
        TestDb,
        rig::{Rig, RigChannel, reason},
    },
};
use aftersales_proto::feed::v1::{
    Event, GetHeadRequest, SubscribeFilter, SubscribeRequest, SubscribeResponse,
    feed_service_client::FeedServiceClient, subscribe_request::Start,
};
use tonic::{Status, Streaming};
use tonic_types::StatusExt as _;

use crate::support::{PATIENCE, act, told, told_at, world};

on_both_databases!(
    a_stream_goes_on_after_its_cursor,
    cursors_that_were_not_given_out_are_refused,
    a_restored_log_refuses_the_old_ones_cursors,
    trimmed_events_are_missed_loudly,
    the_newest_event_is_never_trimmed,
    a_filter_that_matches_nothing_still_moves_the_cursor,
    a_stopping_process_ends_streams_with_a_cursor,
    a_branch_sees_its_own_events_only,
    big_events_come_in_several_messages,
);

type Messages = Streaming<SubscribeResponse>;

fn from(start: Option<Start>) -> SubscribeRequest {
    SubscribeRequest {
        service: "hotline".to_owned(),
        start,
        ..SubscribeRequest::default()
    }
}

fn after(cursor: &str) -> SubscribeRequest {
    from(Some(Start::Cursor(cursor.to_owned())))
}

async fn head_office(rig: &Rig) -> FeedServiceClient<RigChannel> {
    FeedServiceClient::new(rig.channel(&[Role::HeadOffice], "*", "HQ").await)
}

async fn emit(rig: &Rig, count: usize) {
    for n in 1..=count {
        rig.emit("hotline", told("ticket", &format!("event {n}"))).await;
    }
    rig.settle().await;
}

async fn next(stream: &mut Messages) -> SubscribeResponse {
    let message = tokio::time::timeout(PATIENCE, stream.message()).await.unwrap();
    message.unwrap().unwrap()
}

/// Reads until that many events have come; gives them and the last cursor.
async fn read(stream: &mut Messages, count: usize) -> (Vec<Event>, String) {
    let (mut events, mut cursor) = (Vec::new(), String::new());
    while events.len() < count {
        let message = next(stream).await;
        assert_eq!(message.is_bookmark, message.events.is_empty());
        events.extend(message.events);
        cursor = message.next_cursor;
    }
    (events, cursor)
}

fn sequences(events: &[Event]) -> Vec<u64> {
    events.iter().map(|event| event.sequence).collect()
}

/// The refusal of a subscription, whether it comes at once or as the stream's first word.
async fn refusal(client: &mut FeedServiceClient<RigChannel>, request: SubscribeRequest) -> Status {
    match client.subscribe(request).await {
        Err(status) => status,
        Ok(stream) => stream.into_inner().message().await.unwrap_err(),
    }
}

fn fact(status: &Status, key: &str) -> String {
    let info = status.get_details_error_info().unwrap();
    info.metadata.get(key).cloned().unwrap_or_default()
}

async fn a_stream_goes_on_after_its_cursor(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let mut client = head_office(&rig).await;
    emit(&rig, 5).await;
    let request = SubscribeRequest {
        max_batch: 2,
        ..from(None)
    };
    let mut stream = client.subscribe(request).await.unwrap().into_inner();
    let first = next(&mut stream).await;
    assert_eq!((sequences(&first.events), first.head_sequence), (vec![1, 2], 5));
    drop(stream);
    let mut stream = client.subscribe(after(&first.next_cursor)).await.unwrap().into_inner();
    let (events, _) = read(&mut stream, 3).await;
    assert_eq!(sequences(&events), [3, 4, 5]);
    emit(&rig, 1).await;
    let (events, cursor) = read(&mut stream, 1).await;
    assert_eq!((sequences(&events), events[0].subject.as_str()), (vec![6], "ticket"));
    let mut stream = client
        .subscribe(from(Some(Start::AfterSequence(5))))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(read(&mut stream, 1).await.1, cursor);
}

async fn cursors_that_were_not_given_out_are_refused(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let mut client = head_office(&rig).await;
    emit(&rig, 2).await;
    let head = rig.kit("hotline").feed().head().await.unwrap();
    let ahead = Cursor {
        epoch: head.epoch,
        number: 3,
    };
    for bad in [
        "garbage",
        "€uro",
        "AAAA",
        &"A".repeat(200),
        &Cursor { number: -1, ..ahead }.token(),
        &Cursor { epoch: -5, number: 1 }.token(),
    ] {
        let status = refusal(&mut client, after(bad)).await;
        assert_eq!(
            (status.code(), reason(&status).as_str()),
            (tonic::Code::InvalidArgument, "CURSOR_INVALID"),
            "{bad}"
        );
    }
    for start in [
        Start::Cursor(ahead.token()),
        Start::AfterSequence(3),
        Start::AfterSequence(u64::MAX),
    ] {
        let status = refusal(&mut client, from(Some(start))).await;
        assert_eq!(
            (status.code(), reason(&status).as_str()),
            (tonic::Code::OutOfRange, "CURSOR_AHEAD")
        );
        assert_eq!(fact(&status, "head"), "2");
    }
    let mut elsewhere = after(&ahead.token());
    elsewhere.service = "nowhere".to_owned();
    assert_eq!(reason(&refusal(&mut client, elsewhere).await), "UNKNOWN_SERVICE");
}

async fn a_restored_log_refuses_the_old_ones_cursors(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let mut client = head_office(&rig).await;
    emit(&rig, 2).await;
    let request = GetHeadRequest {
        service: "hotline".to_owned(),
    };
    let old = client.get_head(request.clone()).await.unwrap().into_inner().cursor;
    act(rig.kit("hotline"), |tx| {
        Box::pin(async move {
            outbox::new_epoch(tx).await?;
            Ok(())
        })
    })
    .await;
    let status = refusal(&mut client, after(&old)).await;
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (tonic::Code::FailedPrecondition, "LOG_EPOCH_CHANGED")
    );
    let new = client.get_head(request).await.unwrap().into_inner().cursor;
    assert_ne!(new, old);
    client.subscribe(after(&new)).await.unwrap();
}

async fn trim(rig: &Rig, up_to: i64) -> u64 {
    let trimmed = rig
        .kit("hotline")
        .act("test", None, move |tx| Box::pin(outbox::trim(tx, up_to)))
        .await;
    trimmed.unwrap()
}

async fn trimmed_events_are_missed_loudly(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let mut client = head_office(&rig).await;
    emit(&rig, 5).await;
    assert_eq!(trim(&rig, 2).await, 2);
    assert_eq!(trim(&rig, 1).await, 0, "what is gone stays gone");
    let status = refusal(&mut client, from(Some(Start::AfterSequence(1)))).await;
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (tonic::Code::OutOfRange, "CURSOR_TRIMMED")
    );
    assert_eq!(
        (fact(&status, "earliest"), fact(&status, "earliest_sequence")),
        ("2".to_owned(), "3".to_owned())
    );
    let kept = from(Some(Start::AfterSequence(2)));
    let mut stream = client.subscribe(kept).await.unwrap().into_inner();
    assert_eq!(sequences(&read(&mut stream, 3).await.0), [3, 4, 5]);
}

async fn the_newest_event_is_never_trimmed(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let mut client = head_office(&rig).await;
    let request = GetHeadRequest {
        service: "hotline".to_owned(),
    };
    let empty = client.get_head(request.clone()).await.unwrap().into_inner();
    assert_eq!((empty.head_sequence, empty.earliest_sequence), (0, 0));
    assert_eq!(trim(&rig, i64::MAX).await, 0);
    emit(&rig, 5).await;
    assert_eq!(trim(&rig, i64::MAX).await, 4);
    let left = client.get_head(request).await.unwrap().into_inner();
    assert_eq!((left.head_sequence, left.earliest_sequence), (5, 5));
    let mut stream = client.subscribe(from(None)).await.unwrap().into_inner();
    let (events, _) = read(&mut stream, 1).await;
    assert_eq!(sequences(&events), [5], "without a start: from the oldest that is kept");
}

async fn a_filter_that_matches_nothing_still_moves_the_cursor(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let mut client = head_office(&rig).await;
    emit(&rig, 7).await;
    let filter = SubscribeFilter {
        types: vec!["probe.Never".to_owned()],
        ..SubscribeFilter::default()
    };
    let request = SubscribeRequest {
        filter: Some(filter),
        max_batch: 2,
        ..from(None)
    };
    let mut stream = client.subscribe(request).await.unwrap().into_inner();
    let bookmark = next(&mut stream).await;
    assert!(bookmark.is_bookmark && bookmark.events.is_empty());
    assert_eq!(bookmark.head_sequence, 7);
    assert_eq!(Cursor::parse(&bookmark.next_cursor).unwrap().number, 7);
    emit(&rig, 1).await;
    let mut stream = client
        .subscribe(after(&bookmark.next_cursor))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(sequences(&read(&mut stream, 1).await.0), [8]);
}

async fn a_stopping_process_ends_streams_with_a_cursor(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let mut client = head_office(&rig).await;
    emit(&rig, 3).await;
    let mut stream = client.subscribe(from(None)).await.unwrap().into_inner();
    let (_, cursor) = read(&mut stream, 3).await;
    drop(rig);
    let status = tokio::time::timeout(PATIENCE, stream.message())
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(
        (status.code(), reason(&status).as_str()),
        (tonic::Code::Unavailable, "STOPPING")
    );
    assert_eq!(fact(&status, "cursor"), cursor);
    let rig = world(&db, &["hotline"]).await;
    emit(&rig, 1).await;
    let mut stream = head_office(&rig)
        .await
        .subscribe(after(&cursor))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(sequences(&read(&mut stream, 1).await.0), [4]);
}

async fn a_branch_sees_its_own_events_only(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    for (code, text) in [
        ("BJ01", "1"),
        ("SH02", "2"),
        ("", "3"),
        ("BJ01", "4"),
        ("SH02", "5"),
        ("BJ01", "6"),
    ] {
        rig.emit("hotline", told_at(code, "ticket", text)).await;
    }
    rig.settle().await;
    let cases: [(&str, &[&str], &[u64]); 7] = [
        ("BJ01", &[], &[1, 4, 6]),
        ("BJ01", &["BJ01"], &[1, 4, 6]),
        ("SH02", &["SH02", "BJ01"], &[2, 5]),
        ("SH02", &["BJ01"], &[]),
        ("*", &[], &[1, 2, 3, 4, 5, 6]),
        ("*", &["SH02"], &[2, 5]),
        ("*", &["PC01"], &[]),
    ];
    for (scope, wanted, seen) in cases {
        let mut client = FeedServiceClient::new(rig.channel(&[Role::Coordinator], scope, "C1").await);
        let filter = SubscribeFilter {
            branch_ids: wanted.iter().map(ToString::to_string).collect(),
            ..SubscribeFilter::default()
        };
        let request = SubscribeRequest {
            filter: Some(filter),
            max_batch: 1,
            ..from(None)
        };
        let mut stream = client.subscribe(request).await.unwrap().into_inner();
        let (events, _) = read(&mut stream, seen.len()).await;
        assert_eq!(sequences(&events), seen, "{scope} asking for {wanted:?}");
    }
}

async fn big_events_come_in_several_messages(db: TestDb) {
    let rig = world(&db, &["hotline"]).await;
    let big = "x".repeat(700 * 1024);
    for _ in 0..8 {
        rig.emit("hotline", told("ticket", &big)).await;
    }
    rig.settle().await;
    let mut stream = head_office(&rig)
        .await
        .subscribe(from(None))
        .await
        .unwrap()
        .into_inner();
    let (events, _) = read(&mut stream, 8).await;
    assert_eq!(sequences(&events), (1..=8).collect::<Vec<_>>());
}
