//! Access, idempotency, etags, personal data, and events that come twice.

use aftersales_dispatch::NAME;
use aftersales_kit::{
    auth::Role,
    fetch_scalar, on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    dispatch::v1::{GetWorkOrderRequest, WorkOrderState, complete_visit_request::Result as Told},
    hotline::v1::hotline_event,
};
use tonic::Code;

use super::{
    desk::{C1, Desk, E1, E2, cancelling, completion, handed_over, key, receipt, repaired},
    hotline::contact,
};

on_both_databases!(
    x1_a_repeated_request_acts_once,
    x2_a_stale_etag_is_refused,
    another_branchs_order_does_not_exist,
    roles_that_may_not_are_refused,
    available_actions_are_the_callers,
    phones_are_masked_for_those_who_do_not_call,
    events_and_stored_answers_hold_no_personal_data,
    a_hand_over_that_comes_twice_makes_one_order,
    a_ticket_that_was_closed_meanwhile_has_no_contact,
    x6_odd_text_and_unknown_ids,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";

fn get(id: &str) -> GetWorkOrderRequest {
    GetWorkOrderRequest {
        work_order_id: id.to_owned(),
        ticket_id: String::new(),
    }
}

async fn x1_a_repeated_request_acts_once(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.queued().await;
    let request = receipt(&id);
    let first = desk.receive_work_order(C1, request.clone()).await.unwrap();
    let second = desk.receive_work_order(C1, request.clone()).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(desk.count("WorkOrderReceived").await, 1);
    let mut other = request;
    other.etag = "\"1\"".to_owned();
    let refused = desk.receive_work_order(C1, other).await.unwrap_err();
    assert_eq!(
        (refused.code(), rig::reason(&refused).as_str()),
        (Code::AlreadyExists, "REQUEST_ID_REUSED")
    );
}

async fn x2_a_stale_etag_is_refused(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.queued().await;
    let seen = desk.order(&id).await.etag;
    let mut request = receipt(&id);
    request.etag.clone_from(&seen);
    let order = desk.receive_work_order(C1, request).await.unwrap().work_order.unwrap();
    assert_ne!(order.etag, seen);
    let mut request = cancelling(&id);
    request.etag = seen;
    let refused = desk.cancel_work_order(C1, request).await.unwrap_err();
    assert_eq!(
        (refused.code(), rig::reason(&refused).as_str()),
        (Code::Aborted, "STALE_ETAG")
    );
}

async fn another_branchs_order_does_not_exist(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.queued().await;
    let mut elsewhere = desk.client(Role::Coordinator, "SH02", "C1-S").await;
    let refused = elsewhere.get_work_order(get(&id)).await.unwrap_err();
    assert_eq!(
        (refused.code(), rig::reason(&refused).as_str()),
        (Code::NotFound, "WORK_ORDER_NOT_FOUND")
    );
    let refused = elsewhere.receive_work_order(receipt(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "WORK_ORDER_NOT_FOUND");
    let unknown = desk.get_work_order(C1, get(&key())).await.unwrap_err();
    assert_eq!(
        rig::reason(&unknown),
        "WORK_ORDER_NOT_FOUND",
        "the same answer as for one that does not exist"
    );
}

async fn roles_that_may_not_are_refused(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.queued().await;
    for (role, code) in [
        (Role::Technician, "E1"),
        (Role::Hotline, "H1"),
        (Role::HeadOffice, "HQ"),
        (Role::Callback, "V1"),
    ] {
        let refused = desk.receive_work_order((role, code), receipt(&id)).await.unwrap_err();
        assert_eq!(
            (refused.code(), rig::reason(&refused).as_str()),
            (Code::PermissionDenied, "ROLE_NOT_ALLOWED")
        );
    }
    assert_eq!(desk.state(&id).await, WorkOrderState::Queued);
}

async fn available_actions_are_the_callers(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.assigned().await;
    let actions = |order: Option<aftersales_proto::dispatch::v1::WorkOrder>| order.unwrap().available_actions;
    let coordinator = actions(desk.get_work_order(C1, get(&id)).await.unwrap().work_order);
    assert_eq!(
        coordinator,
        [
            "AssignTechnician",
            "LogContact",
            "ReturnUnreachable",
            "CancelWorkOrder",
            "InsistSameDay",
            "AssignCrew",
            "ResolveByPhone",
            "ConfirmManualRead"
        ]
    );
    let technician = actions(desk.get_work_order(E1, get(&id)).await.unwrap().work_order);
    assert_eq!(
        technician,
        ["LogContact", "ReturnUnreachable", "ResolveByPhone", "ConfirmManualRead"]
    );
    let other = desk.get_work_order(E2, get(&id)).await.unwrap().work_order.unwrap();
    assert!(other.available_actions.is_empty());
    assert_eq!(other.readonly_reason, "This work order belongs to another technician.");
    let parts = desk
        .get_work_order((Role::PartsClerk, "P1"), get(&id))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert!(parts.available_actions.is_empty());
    assert!(
        parts.readonly_reason.contains("coordinator"),
        "{}",
        parts.readonly_reason
    );
}

async fn phones_are_masked_for_those_who_do_not_call(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.queued().await;
    let order = desk.order(&id).await;
    assert_eq!((order.contact, order.phone_masked), (Some(contact()), false));
    assert_eq!(order.need_summary, "无法开机");
    let order = desk
        .get_work_order((Role::PartsClerk, "P1"), get(&id))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(
        (order.contact.unwrap().phone.as_str(), order.phone_masked),
        ("138****0001", true)
    );
}

async fn events_and_stored_answers_hold_no_personal_data(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk
        .on_site(
            "2026-11-16T10:00:00+08:00",
            "2026-11-16T11:00:00+08:00",
            "2026-11-16T10:00:00+08:00",
        )
        .await;
    let told = Told::Repaired(repaired("2026-11-16T10:00:00+08:00"));
    desk.complete_visit(E1, completion(&id, told)).await.unwrap();
    let secrets = ["王芳", "13800000001", "学院路", "三楼"];
    let holds = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        secrets.iter().any(|secret| text.contains(secret))
    };
    for event in desk.rig.events(NAME).await {
        assert!(!holds(&event.payload), "{}", event.kind);
    }
    let mut tx = desk.rig.kit(NAME).read().await.unwrap();
    let answers = aftersales_kit::fetch_all!(&mut tx, (Vec<u8>,), "SELECT response FROM idempotency").unwrap();
    assert!(answers.len() > 5 && !answers.iter().any(|(answer,)| holds(answer)));
    let copies = aftersales_kit::fetch_all!(&mut tx, (Vec<u8>,), "SELECT sealed FROM personal_copy").unwrap();
    assert!(copies.len() == 2 && !copies.iter().any(|(copy,)| holds(copy)));
}

async fn a_hand_over_that_comes_twice_makes_one_order(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let fact = handed_over(NOW);
    let first = desk.hand_over(fact.clone()).await;
    let second = desk.hand_over(fact).await;
    assert_eq!(first.id, second.id);
    assert_eq!(desk.count("WorkOrderCreated").await, 1);
    let next = desk.hand_over(handed_over(NOW)).await;
    assert_eq!(next.work_order_no, "BJ01-D-000002", "the series has no gap");
}

async fn a_ticket_that_was_closed_meanwhile_has_no_contact(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let fact = handed_over(NOW);
    desk.hotline.closed.lock().unwrap().insert(fact.ticket_id.clone());
    let order = desk.hand_over(fact).await;
    assert_eq!((order.state(), order.contact), (WorkOrderState::Queued, None));
}

async fn x6_odd_text_and_unknown_ids(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.contacted().await;
    let mut request = super::desk::attempt(&id, aftersales_proto::dispatch::v1::ContactResult::Reached, None);
    request.note = "客户姓𠮷，ＡＢＣ".to_owned();
    let order = desk.log_contact(E1, request.clone()).await.unwrap().work_order.unwrap();
    assert_eq!(order.contacts.last().unwrap().note, "客户姓𠮷，ＡＢＣ");
    for (note, id) in [
        ("\u{202e}", id.as_str()),
        ("\u{7}", &id),
        (&"长".repeat(1_001), &id),
        ("", "x"),
    ] {
        request.request_id = key();
        request.note = note.to_owned();
        request.work_order_id = id.to_owned();
        let refused = desk.log_contact(E1, request.clone()).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument);
        assert_eq!(rig::fields(&refused).len(), 1);
    }
    let unknown = hotline_event::Event::CallEnded(aftersales_proto::hotline::v1::CallEnded::default());
    desk.hotline_says(&key(), "CallEnded", unknown).await;
    let mut tx = desk.rig.kit(NAME).read().await.unwrap();
    assert_eq!(
        fetch_scalar!(&mut tx, i64, "SELECT COUNT(*) FROM inbox_parked").unwrap(),
        0
    );
}
