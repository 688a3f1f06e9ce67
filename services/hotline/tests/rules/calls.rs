//! Calls: rings, times, wrap-up, forgetting; the agent's screen.

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        rig::{at, fields, reason},
    },
};
use aftersales_proto::hotline::v1::{
    CallState, EndCallRequest, GetCallRequest, LookUpCallerRequest, RecordCallRequest, WrapUpCode,
};

use crate::{
    desk::{Desk, key, proto_at, refused, ringing, solved, time, written},
    played::{LI, WANG, ZHAO},
};

aftersales_kit::on_both_databases!(
    hot_03_a_call_answered_within_three_rings_is_marked,
    a_call_that_nobody_answered_is_over_and_abandoned,
    times_of_a_call_are_in_order_and_not_in_the_future,
    x2_a_stale_etag_is_refused,
    a_call_forgets_its_caller_when_the_matter_is_past,
    hot_21_one_answer_shows_customer_assets_and_tickets,
);

async fn hot_03_a_call_answered_within_three_rings_is_marked(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    for (ring_count, within) in [(0, true), (3, true), (4, false), (200, false)] {
        let request = RecordCallRequest {
            ring_count,
            ..ringing()
        };
        let call = desk
            .hotline
            .record_call(request)
            .await
            .unwrap()
            .into_inner()
            .call
            .unwrap();
        assert_eq!(
            (call.within_three_rings, call.state()),
            (within, CallState::Answered),
            "{ring_count}"
        );
        assert_eq!(
            (call.agent_id.as_str(), call.caller_phone.as_str()),
            ("H1", "138 0000 0001")
        );
    }
    for ring_count in [-1, 201, i32::MIN, i32::MAX] {
        let request = RecordCallRequest {
            ring_count,
            ..ringing()
        };
        assert_eq!(
            fields(&desk.hotline.record_call(request).await.unwrap_err()),
            ["ring_count"]
        );
    }
}

async fn a_call_that_nobody_answered_is_over_and_abandoned(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let request = RecordCallRequest {
        not_answered: true,
        ring_count: 2,
        ..ringing()
    };
    let call = desk
        .hotline
        .record_call(request)
        .await
        .unwrap()
        .into_inner()
        .call
        .unwrap();
    assert_eq!(
        (call.state(), call.wrap_up()),
        (CallState::Ended, WrapUpCode::Abandoned)
    );
    assert!(call.answered_at.is_none() && !call.within_three_rings && call.agent_id.is_empty());
    assert_eq!(desk.told().await, ["CallRecorded", "CallEnded"]);
}

async fn times_of_a_call_are_in_order_and_not_in_the_future(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let with = |rang: Option<&str>, answered: Option<&str>| RecordCallRequest {
        rang_at: rang.and_then(proto_at),
        answered_at: answered.and_then(proto_at),
        ..ringing()
    };
    let late = "2026-11-16T09:40:00.000001+08:00";
    let status = desk
        .hotline
        .record_call(with(Some(late), Some(late)))
        .await
        .unwrap_err();
    assert_eq!(reason(&status), "TIME_IN_FUTURE");
    assert_eq!(fields(&status), ["answered_at", "rang_at"]);
    let turned = with(Some("2026-11-16T09:39:00+08:00"), Some("2026-11-16T09:38:00+08:00"));
    assert_eq!(refused(desk.hotline.record_call(turned).await), "TIME_ORDER");
    let request = RecordCallRequest {
        not_answered: true,
        ..with(None, Some("2026-11-16T09:38:00+08:00"))
    };
    assert_eq!(
        fields(&desk.hotline.record_call(request).await.unwrap_err()),
        ["answered_at"]
    );
    let request = with(Some("2026-11-16T09:39:40+08:00"), Some("2026-11-16T09:39:50+08:00"));
    let call = desk
        .hotline
        .record_call(request)
        .await
        .unwrap()
        .into_inner()
        .call
        .unwrap();
    assert_eq!(time(call.answered_at), at("2026-11-16T09:39:50+08:00"));
}

async fn x2_a_stale_etag_is_refused(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let call = desk.call().await;
    let end = |etag: &str| EndCallRequest {
        request_id: key(),
        call_id: call.id.clone(),
        wrap_up: WrapUpCode::WrongNumber.into(),
        need_summary: "打错了".to_owned(),
        etag: etag.to_owned(),
        ..EndCallRequest::default()
    };
    for stale in ["\"2\"", "1", "garbage"] {
        let status = desk.hotline.end_call(end(stale)).await.unwrap_err();
        assert_eq!(
            (status.code(), reason(&status)),
            (tonic::Code::Aborted, "STALE_ETAG".to_owned())
        );
    }
    let ended = desk
        .hotline
        .end_call(end(&call.etag))
        .await
        .unwrap()
        .into_inner()
        .call
        .unwrap();
    assert_ne!(ended.etag, call.etag);
}

async fn a_call_forgets_its_caller_when_the_matter_is_past(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let call = desk.call().await;
    let end = EndCallRequest {
        request_id: key(),
        call_id: call.id.clone(),
        wrap_up: WrapUpCode::TicketInquiry.into(),
        need_summary: "王芳问进度".to_owned(),
        ..EndCallRequest::default()
    };
    desk.hotline.end_call(end).await.unwrap();
    let get = GetCallRequest { call_id: call.id };
    desk.rig.advance_to("2026-11-23T12:00:00+08:00").await;
    let known = desk
        .hotline
        .get_call(get.clone())
        .await
        .unwrap()
        .into_inner()
        .call
        .unwrap();
    assert_eq!(known.need_summary, "王芳问进度");
    desk.rig.advance_to("2026-11-24T12:00:00+08:00").await;
    let forgotten = desk.hotline.get_call(get).await.unwrap().into_inner().call.unwrap();
    assert_eq!(
        (forgotten.caller_phone.as_str(), forgotten.need_summary.as_str()),
        ("", "")
    );
    assert_eq!(forgotten.wrap_up(), WrapUpCode::TicketInquiry);
}

async fn hot_21_one_answer_shows_customer_assets_and_tickets(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let open = desk.open(written()).await;
    let closed = desk.open(solved(written())).await;
    let look = |phone: &str, customer: &str| LookUpCallerRequest {
        branch_id: "BJ01".to_owned(),
        phone: phone.to_owned(),
        customer_id: customer.to_owned(),
    };
    for phone in [
        "13800000001",
        "+86 138-0000-0001",
        "１３８０００００００１",
        "0086 138 0000 0001",
    ] {
        let found = desk
            .hotline
            .look_up_caller(look(phone, ""))
            .await
            .unwrap()
            .into_inner()
            .matches;
        assert_eq!(found.len(), 1, "{phone}");
        let customer = found[0].customer.clone().unwrap();
        assert_eq!((customer.name.as_str(), customer.phones_masked), ("王芳", false));
        assert_eq!(found[0].assets.len(), 2);
        assert!(found[0].assets[0].entitlement.clone().unwrap().free_onsite);
        let ids = |tickets: &[aftersales_proto::hotline::v1::Ticket]| -> Vec<String> {
            tickets.iter().map(|ticket| ticket.id.clone()).collect()
        };
        assert_eq!(ids(&found[0].open_tickets).join(","), open.id);
        assert_eq!(ids(&found[0].recent_tickets).len(), 2);
        assert!(ids(&found[0].recent_tickets).contains(&closed.id));
    }
    let found = desk
        .hotline
        .look_up_caller(look("", LI))
        .await
        .unwrap()
        .into_inner()
        .matches;
    assert_eq!(found[0].customer.clone().unwrap().name, "李强");
    for (phone, customer) in [("13800000009", ""), ("13800000003", ""), ("", ZHAO)] {
        assert_eq!(
            refused(desk.hotline.look_up_caller(look(phone, customer)).await),
            "CUSTOMER_NOT_FOUND"
        );
    }
    let status = desk.hotline.look_up_caller(look("", "")).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (tonic::Code::InvalidArgument, "INVALID_REQUEST".to_owned())
    );
    let mut softphone = desk.client(Role::Softphone, "BJ01", "pbx").await;
    let found = softphone
        .look_up_caller(look("", WANG))
        .await
        .unwrap()
        .into_inner()
        .matches;
    let customer = found[0].customer.clone().unwrap();
    assert_eq!(
        (customer.phones[0].number.as_str(), customer.phones_masked),
        ("138****0001", true)
    );
    desk.registry.down.store(true, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(
        refused(desk.hotline.look_up_caller(look("", LI)).await),
        "REGISTRY_UNAVAILABLE"
    );
}
