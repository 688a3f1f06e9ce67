//! Missed calls: listed until somebody has called back or the caller came again.

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::hotline::v1::{
    CallCause, CallDirection, ListMissedCallsRequest, MissedCall, MissedCallOutcome, ReportCallEventRequest,
    ResolveMissedCallRequest,
};

use crate::{
    desk::{Desk, key, refused},
    exchange::{Telephony, answered, ended, ringing},
};

aftersales_kit::on_both_databases!(
    hot_29_missed_calls_are_listed_until_they_are_settled,
    hot_29_a_missed_call_settles_itself,
    hot_29_who_was_called_back_is_not_called_again,
);

pub async fn missed(client: &mut Telephony) -> Vec<MissedCall> {
    let (mut token, mut all) = (String::new(), Vec::new());
    loop {
        let request = ListMissedCallsRequest {
            branch_id: "BJ01".to_owned(),
            page_size: 1,
            page_token: token,
        };
        let page = client.list_missed_calls(request).await.unwrap().into_inner();
        all.extend(page.missed_calls);
        token = page.next_page_token;
        if token.is_empty() {
            return all;
        }
    }
}

pub fn of_number(phone: &str, event: ReportCallEventRequest) -> ReportCallEventRequest {
    ReportCallEventRequest {
        caller_phone: phone.to_owned(),
        ..event
    }
}

pub async fn given_up(desk: &Desk, name: &str, phone: &str, at: u32) -> String {
    desk.tell([
        of_number(phone, ringing(name, at)),
        of_number(phone, ended(name, at + 5, CallCause::AbandonedRinging)),
    ])
    .await
}

async fn hot_29_missed_calls_are_listed_until_they_are_settled(db: TestDb) {
    let desk = Desk::start(&db).await;
    let later = given_up(&desk, "b", "13800000002", 20).await;
    let first = given_up(&desk, "a", "13800000001", 10).await;
    desk.tell([ended("blocked", 30, CallCause::RejectedBlocked)]).await;
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    let found = missed(&mut h1).await;
    let ids: Vec<&str> = found.iter().map(|it| it.call.as_ref().unwrap().id.as_str()).collect();
    assert_eq!(ids, [first.as_str(), later.as_str()]);
    let call = found[0].call.as_ref().unwrap();
    assert_eq!((call.caller_phone.as_str(), found[0].overdue), ("13800000001", false));
    assert_eq!(call.available_actions, ["ResolveMissedCall"]);
    desk.rig.advance_to("2026-11-16T10:10:00+08:00").await;
    assert!(missed(&mut h1).await[0].overdue, "30 minutes are over");
    let resolve = |id: &str| ResolveMissedCallRequest {
        request_id: key(),
        call_id: id.to_owned(),
        outcome: MissedCallOutcome::NotReached.into(),
        etag: String::new(),
    };
    let mut other = desk.telephony(Role::Hotline, "SH02", "H1-S").await;
    assert_eq!(
        refused(other.resolve_missed_call(resolve(&first)).await),
        "CALL_NOT_FOUND"
    );
    let settled = h1.resolve_missed_call(resolve(&first)).await.unwrap().into_inner();
    let settled = settled.missed_call.unwrap();
    assert_eq!(
        (settled.outcome(), settled.resolved_by.as_str()),
        (MissedCallOutcome::NotReached, "H1")
    );
    assert_eq!(missed(&mut h1).await.len(), 1);
    assert_eq!(
        refused(h1.resolve_missed_call(resolve(&first)).await),
        "MISSED_CALL_RESOLVED"
    );
    let talked = desk.tell([ringing("t", 40), answered("t", 42)]).await;
    assert_eq!(
        refused(h1.resolve_missed_call(resolve(&talked)).await),
        "CALL_NOT_MISSED"
    );
}

async fn hot_29_a_missed_call_settles_itself(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    for (name, phone) in [("a", "13800000001"), ("b", "13800000002"), ("c", "13800000009")] {
        given_up(&desk, name, phone, 10).await;
    }
    desk.tell([
        of_number("+86 138 0000 0001", ringing("again", 30)),
        of_number("+86 138 0000 0001", answered("again", 32)),
    ])
    .await;
    let back = |event: ReportCallEventRequest| ReportCallEventRequest {
        direction: CallDirection::Outbound.into(),
        ..of_number("13800000002", event)
    };
    desk.tell([back(ringing("back", 40)), back(answered("back", 45))]).await;
    let open = missed(&mut h1).await;
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].call.as_ref().unwrap().caller_phone, "13800000009");
    let told = desk.told().await;
    assert_eq!(told.iter().filter(|name| *name == "MissedCallResolved").count(), 2);
    // an answer that is heard of late: the call was not missed after all
    desk.tell([of_number("13800000009", answered("c", 12))]).await;
    assert!(missed(&mut h1).await.is_empty());
}

async fn hot_29_who_was_called_back_is_not_called_again(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    let first = given_up(&desk, "a", "13800000001", 10).await;
    given_up(&desk, "b", "+86 138 0000 0001", 20).await;
    let other = given_up(&desk, "c", "13800000002", 30).await;
    let resolve = ResolveMissedCallRequest {
        request_id: key(),
        call_id: first,
        outcome: MissedCallOutcome::CalledBack.into(),
        etag: String::new(),
    };
    h1.resolve_missed_call(resolve).await.unwrap();
    let open = missed(&mut h1).await;
    assert_eq!((open.len(), &open[0].call.as_ref().unwrap().id), (1, &other));
    let told = desk.told().await;
    assert_eq!(told.iter().filter(|name| *name == "MissedCallResolved").count(), 2);
}
