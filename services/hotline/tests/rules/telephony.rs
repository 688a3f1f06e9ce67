//! Events of the exchange: repeated, lost, late and in any order, they tell the same call.

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        rig::{at, fields, reason},
    },
};
use aftersales_proto::hotline::v1::{
    CallCause, CallEventKind, CallRecording, CallState, EndCallRequest, GetCallRequest, ReportCallEventRequest,
    WrapUpCode,
};
use tonic::Code;

use crate::{
    desk::{Desk, key, proto_at, refused, time},
    exchange::{alike, answered, ended, event, leg, orders, queued, ringing, second},
};

aftersales_kit::on_both_databases!(
    hot_03_events_in_any_order_tell_the_same_call,
    hot_29_a_given_up_call_is_the_same_in_any_order,
    an_event_told_twice_has_one_effect_and_one_answer,
    events_told_at_one_time_tell_one_call,
    lost_events_cost_only_what_they_said,
    hot_03_a_record_that_comes_late_corrects_the_times,
    a_call_that_is_passed_on_stays_one_call,
    a_call_passed_on_under_another_name_stays_one_call,
    who_rings_in_vain_ends_no_call,
    a_recording_is_kept_by_reference,
    no_event_is_lost_for_a_number_that_nobody_can_call,
    an_event_of_another_branch_has_no_effect,
    events_are_checked,
);

async fn hot_03_events_in_any_order_tell_the_same_call(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut first = None;
    let steps = [
        queued("", 0),
        ringing("", 10),
        answered("", 22),
        ended("", 52, CallCause::Completed),
    ];
    for (number, order) in orders(&steps).into_iter().enumerate() {
        let name = format!("c{number}");
        let events = order.into_iter().map(|event| ReportCallEventRequest {
            request_id: key(),
            event_id: key(),
            call_id: name.clone(),
            ..event
        });
        let id = desk.tell(events).await;
        let call = alike(desk.told_call(&id).await);
        assert_eq!(&call, first.get_or_insert_with(|| call.clone()), "order {number}");
    }
    let call = first.unwrap();
    assert_eq!(call.state(), CallState::WrapUp);
    assert_eq!((call.ring_count, call.within_three_rings), (3, true));
    assert_eq!((call.ring_seconds, call.queue_seconds, call.talk_seconds), (12, 10, 30));
    assert_eq!((call.agent_id.as_str(), call.cause()), ("H1", CallCause::Completed));
    assert_eq!(time(call.answered_at), at("2026-11-16T09:39:22+08:00"));
    assert_eq!(call.caller_phone, "13800000001");
}

async fn hot_29_a_given_up_call_is_the_same_in_any_order(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut first = None;
    let steps = [
        queued("", 0),
        ringing("", 10),
        ended("", 22, CallCause::AbandonedRinging),
    ];
    for (number, order) in orders(&steps).into_iter().enumerate() {
        let name = format!("c{number}");
        let events = order.into_iter().map(|event| ReportCallEventRequest {
            request_id: key(),
            event_id: key(),
            call_id: name.clone(),
            ..event
        });
        let id = desk.tell(events).await;
        let call = alike(desk.told_call(&id).await);
        assert_eq!(&call, first.get_or_insert_with(|| call.clone()), "order {number}");
    }
    let call = first.unwrap();
    assert_eq!(
        (call.state(), call.wrap_up()),
        (CallState::Ended, WrapUpCode::Abandoned)
    );
    assert!(call.answered_at.is_none() && !call.within_three_rings && call.agent_id.is_empty());
    assert_eq!((call.ring_seconds, call.queue_seconds), (12, 10));
}

async fn an_event_told_twice_has_one_effect_and_one_answer(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut exchange = desk.exchange().await;
    let ring = ringing("c1", 10);
    let once = exchange.report_call_event(ring.clone()).await.unwrap().into_inner();
    let before = (desk.told_call(&once.call_id).await, desk.told().await);
    desk.rig.advance_to("2026-11-16T09:41:00+08:00").await;
    let other = ReportCallEventRequest {
        request_id: key(),
        occurred_at: second(30),
        agent_id: "C1".to_owned(),
        ..ring.clone()
    };
    for again in [ring.clone(), other] {
        assert_eq!(exchange.report_call_event(again).await.unwrap().into_inner(), once);
    }
    assert_eq!((desk.told_call(&once.call_id).await, desk.told().await), before);
    let elsewhere = ReportCallEventRequest {
        request_id: key(),
        provider: "pbx-2".to_owned(),
        ..ring
    };
    let other = exchange.report_call_event(elsewhere).await.unwrap().into_inner();
    assert_ne!(other.call_id, once.call_id, "another exchange's event of that name");
}

async fn events_told_at_one_time_tell_one_call(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let exchange = desk.exchange().await;
    let steps = [
        queued("c", 0),
        ringing("c", 10),
        answered("c", 22),
        ended("c", 52, CallCause::Completed),
    ];
    let twice = steps.iter().chain(&steps).map(|event| {
        let (mut exchange, event) = (exchange.clone(), event.clone());
        let request_id = key();
        async move {
            let event = ReportCallEventRequest { request_id, ..event };
            exchange.report_call_event(event).await.unwrap().into_inner().call_id
        }
    });
    let ids = futures::future::join_all(twice).await;
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    let call = desk.told_call(&ids[0]).await;
    assert_eq!(
        (call.state(), call.ring_seconds, call.talk_seconds),
        (CallState::WrapUp, 12, 30)
    );
    let told = desk.told().await;
    let recorded = told.iter().filter(|name| *name == "CallRecorded");
    assert_eq!(recorded.count(), 1);
}

async fn lost_events_cost_only_what_they_said(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let no_ring = [answered("a", 22), ended("a", 52, CallCause::Completed)];
    let id = desk.tell(no_ring).await;
    let call = desk.told_call(&id).await;
    assert_eq!((call.state(), call.talk_seconds), (CallState::WrapUp, 30));
    let no_answer = [ringing("b", 10), ended("b", 52, CallCause::Completed)];
    let id = desk.tell(no_answer).await;
    let call = desk.told_call(&id).await;
    assert_eq!((call.state(), call.agent_id.as_str()), (CallState::WrapUp, "H1"));
    assert!(call.answered_at.is_none() && !call.within_three_rings);
    let only_end = [ended("c", 52, CallCause::AbandonedQueue)];
    let id = desk.tell(only_end).await;
    assert_eq!(desk.told_call(&id).await.state(), CallState::Ended);
    let no_end = [ringing("d", 10), answered("d", 12)];
    let id = desk.tell(no_end).await;
    let end = EndCallRequest {
        request_id: key(),
        call_id: id.clone(),
        wrap_up: WrapUpCode::WrongNumber.into(),
        need_summary: "打错了".to_owned(),
        ..EndCallRequest::default()
    };
    desk.hotline.end_call(end).await.unwrap();
    // the end comes after the wrap-up, which stands
    desk.tell([ended("d", 52, CallCause::Completed)]).await;
    let call = desk.told_call(&id).await;
    assert_eq!(
        (call.state(), call.wrap_up()),
        (CallState::Ended, WrapUpCode::WrongNumber)
    );
    assert_eq!(
        (call.talk_seconds, time(call.hung_up_at)),
        (40, at("2026-11-16T09:39:52+08:00"))
    );
    assert_eq!(call.need_summary, "打错了");
}

async fn hot_03_a_record_that_comes_late_corrects_the_times(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let events = [
        ringing("c", 10),
        answered("c", 30),
        ended("c", 52, CallCause::Completed),
    ];
    let id = desk.tell(events).await;
    assert!(!desk.told_call(&id).await.within_three_rings, "20 s are four rings");
    let record = ReportCallEventRequest {
        queued_at: second(5),
        rang_at: second(12),
        answered_at: second(20),
        cause: CallCause::Completed.into(),
        ..event("c", CallEventKind::Record, 50)
    };
    desk.tell([record]).await;
    let call = desk.told_call(&id).await;
    assert_eq!((call.ring_seconds, call.queue_seconds, call.talk_seconds), (8, 7, 30));
    assert!(call.within_three_rings);
    assert_eq!(time(call.hung_up_at), at("2026-11-16T09:39:50+08:00"));
    assert!(desk.told().await.contains(&"CallCorrected".to_owned()));
}

async fn a_call_that_is_passed_on_stays_one_call(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let steps = [
        leg("l1", "H1", ringing("c", 5)),
        leg("l1", "H1", answered("c", 10)),
        leg("l2", "M1", ringing("c", 20)),
        leg("l1", "H1", ended("c", 26, CallCause::Transferred)),
        leg("l2", "M1", answered("c", 25)),
        leg("l2", "M1", ended("c", 50, CallCause::Completed)),
    ];
    let (talks, over) = steps.split_at(5);
    let id = desk.tell(talks.to_vec()).await;
    let call = desk.told_call(&id).await;
    assert_eq!((call.state(), call.agent_id.as_str()), (CallState::Answered, "M1"));
    assert_eq!(desk.tell(over.to_vec()).await, id);
    let call = desk.told_call(&id).await;
    assert_eq!((call.state(), call.agent_id.as_str()), (CallState::WrapUp, "M1"));
    assert_eq!((call.ring_seconds, call.talk_seconds), (5, 40));
    for (number, order) in orders(&steps).into_iter().step_by(97).enumerate() {
        let name = format!("again{number}");
        let events = order.into_iter().map(|event| ReportCallEventRequest {
            request_id: key(),
            event_id: key(),
            call_id: name.clone(),
            ..event
        });
        let again = desk.tell(events).await;
        assert_eq!(
            alike(desk.told_call(&again).await),
            alike(call.clone()),
            "order {number}"
        );
    }
}

async fn a_call_passed_on_under_another_name_stays_one_call(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let then = |event: ReportCallEventRequest| ReportCallEventRequest {
        previous_call_id: "a".to_owned(),
        agent_id: "M1".to_owned(),
        ..event
    };
    // the later name is heard of first
    let id = desk.tell([then(ringing("b", 20))]).await;
    let before = [
        ringing("a", 5),
        answered("a", 10),
        ended("a", 22, CallCause::Transferred),
    ];
    assert_eq!(desk.tell(before).await, id);
    let rest = [then(answered("b", 25)), then(ended("b", 50, CallCause::Completed))];
    assert_eq!(desk.tell(rest).await, id);
    let call = desk.told_call(&id).await;
    assert_eq!((call.state(), call.agent_id.as_str()), (CallState::WrapUp, "M1"));
    assert_eq!((call.ring_seconds, call.talk_seconds), (5, 40));
    assert_eq!(call.provider_call_id, "a");
}

async fn who_rings_in_vain_ends_no_call(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let events = [
        leg("l1", "H1", ringing("c", 0)),
        leg("l1", "H1", ended("c", 20, CallCause::NoAnswer)),
    ];
    let id = desk.tell(events).await;
    assert_eq!(desk.told_call(&id).await.state(), CallState::Ringing);
    desk.tell([leg("l2", "M1", ringing("c", 21)), leg("l2", "M1", answered("c", 24))])
        .await;
    let call = desk.told_call(&id).await;
    assert_eq!((call.state(), call.agent_id.as_str()), (CallState::Answered, "M1"));
    assert_eq!(
        (call.ring_seconds, call.queue_seconds),
        (3, 21),
        "it rang three seconds at who answered"
    );
    desk.tell([ended("d", 30, CallCause::NoAnswer)]).await;
}

async fn a_recording_is_kept_by_reference(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let recording = CallRecording {
        uri: "s3://recordings/c.opus".to_owned(),
        started_at: second(22),
        duration_seconds: 30,
        sha256: "a".repeat(64),
        consented: true,
        retain_until: "2027-11-16".to_owned(),
    };
    let with = ReportCallEventRequest {
        recording: Some(recording.clone()),
        ..ended("c", 52, CallCause::Completed)
    };
    let id = desk.tell([ringing("c", 10), answered("c", 22), with]).await;
    assert_eq!(desk.told_call(&id).await.recordings, [recording]);
}

async fn an_event_of_another_branch_has_no_effect(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut exchange = desk.exchange().await;
    let foreign = ReportCallEventRequest {
        agent_id: "H1-S".to_owned(),
        ..ringing("c", 10)
    };
    let status = exchange.report_call_event(foreign).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (Code::FailedPrecondition, "CALL_EVENT_OF_OTHER_BRANCH".to_owned())
    );
    assert_eq!(fields(&status), ["agent_id"]);
    let elsewhere = ReportCallEventRequest {
        branch_id: "SH02".to_owned(),
        ..ringing("c", 10)
    };
    assert_eq!(
        refused(exchange.report_call_event(elsewhere.clone()).await),
        "BRANCH_UNKNOWN"
    );
    assert!(desk.told().await.is_empty());
    let id = desk.tell([ringing("c", 10)]).await;
    let mut other = desk.telephony(Role::Softphone, "SH02", "pbx").await;
    let theirs = ReportCallEventRequest {
        agent_id: "H1-S".to_owned(),
        ..elsewhere
    };
    let theirs = other.report_call_event(theirs).await.unwrap().into_inner().call_id;
    assert_ne!(theirs, id, "the same names at another branch are another call");
    let get = GetCallRequest { call_id: theirs };
    assert_eq!(refused(desk.hotline.get_call(get).await), "CALL_NOT_FOUND");
    let mut agent = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    let status = agent.report_call_event(ringing("e", 10)).await.unwrap_err();
    assert_eq!(status.code(), Code::PermissionDenied);
}

async fn events_are_checked(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut exchange = desk.exchange().await;
    let future = ReportCallEventRequest {
        occurred_at: proto_at("2026-11-16T09:45:00.000001+08:00"),
        ..ringing("c", 0)
    };
    let status = exchange.report_call_event(future.clone()).await.unwrap_err();
    assert_eq!(
        (reason(&status), fields(&status)),
        ("TIME_IN_FUTURE".to_owned(), vec!["occurred_at".to_owned()])
    );
    let ahead = ReportCallEventRequest {
        request_id: key(),
        occurred_at: proto_at("2026-11-16T09:45:00+08:00"),
        ..future
    };
    exchange.report_call_event(ahead).await.unwrap();
    let no_cause = event("d", CallEventKind::Ended, 10);
    assert_eq!(
        fields(&exchange.report_call_event(no_cause).await.unwrap_err()),
        ["cause"]
    );
    let no_record = ReportCallEventRequest {
        answered_at: second(10),
        ..ringing("d", 10)
    };
    assert_eq!(
        fields(&exchange.report_call_event(no_record).await.unwrap_err()),
        ["answered_at"]
    );
    let empty = exchange
        .report_call_event(ReportCallEventRequest::default())
        .await
        .unwrap_err();
    assert_eq!(
        fields(&empty),
        [
            "branch_id",
            "call_id",
            "event_id",
            "kind",
            "line_id",
            "occurred_at",
            "provider",
            "request_id"
        ]
    );
}

async fn no_event_is_lost_for_a_number_that_nobody_can_call(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    for (name, number, shown) in [
        ("a", "anonymous", ""),
        ("b", "8001", ""),
        ("c", "sip:bob@10.0.0.1", ""),
        ("d", " 170 0000 0001 ", "170 0000 0001"),
        ("e", "10086", "10086"),
    ] {
        let from = |event: ReportCallEventRequest| ReportCallEventRequest {
            caller_phone: number.to_owned(),
            ..event
        };
        let id = desk.tell([from(ringing(name, 10)), from(answered(name, 12))]).await;
        let call = desk.told_call(&id).await;
        assert_eq!(
            (call.state(), call.caller_phone.as_str()),
            (CallState::Answered, shown),
            "{number}"
        );
    }
}
