//! Presence, assignment and reaching the customer.

use aftersales_kit::{
    on_both_databases,
    sla::DeadlineState,
    testing::{TestDb, rig},
};
use aftersales_proto::dispatch::v1::{
    ContactOwner,
    ContactResult::{NoAnswer, Reached},
    ListPresenceRequest, Presence, SetPresenceRequest, WorkOrderState,
};

use super::desk::{
    C1, Desk, E1, E2, M1, assignment, attempt, giving_back, handed_over, key, promise, receipt, reopening, time,
};

on_both_databases!(
    dsp_02_an_engineer_in_the_station_contacts_the_customer,
    dsp_02_with_nobody_in_the_coordinator_contacts_and_promises_first,
    dsp_02_presence_is_said_by_oneself_or_the_coordinator,
    dsp_02_reassigning_needs_a_reason,
    dsp_03_no_contact_in_two_hours_is_a_breach,
    dsp_03_the_promised_contact_time_is_kept_or_missed,
    dsp_03_a_judgement_of_the_fault_belongs_to_the_contact,
    dsp_20_no_contact_in_one_working_day_is_a_breach,
    dsp_24_not_reached_on_two_consecutive_working_days,
    dsp_24_a_returned_order_goes_on_when_the_customer_calls,
    contact_times_are_checked,
);

async fn dsp_02_an_engineer_in_the_station_contacts_the_customer(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let id = desk.queued().await;
    desk.receive_work_order(C1, receipt(&id)).await.unwrap();
    let refused = desk.assign_technician(C1, assignment(&id, "E1", "")).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "TECHNICIAN_NOT_IN_STATION");
    for nobody in ["C1", "E9", "E1-S"] {
        let refused = desk
            .assign_technician(C1, assignment(&id, nobody, ""))
            .await
            .unwrap_err();
        assert_eq!(rig::reason(&refused), "TECHNICIAN_NOT_FOUND", "{nobody}");
    }
    desk.present("E1", Presence::InStation).await;
    let refused = desk.log_contact(C1, attempt(&id, Reached, None)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "ENGINEER_IN_STATION");
    let order = desk
        .assign_technician(C1, assignment(&id, "E1", ""))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(
        (order.state(), order.contact_owner()),
        (WorkOrderState::Assigned, ContactOwner::Technician)
    );
    let refused = desk
        .promise_visit(
            E1,
            promise(&id, "2026-11-17T14:00:00+08:00", "2026-11-17T16:00:00+08:00"),
        )
        .await;
    assert_eq!(
        rig::reason(&refused.unwrap_err()),
        "WORK_ORDER_STATE",
        "the contact comes first"
    );
    let refused = desk.log_contact(E2, attempt(&id, Reached, None)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_YOUR_WORK_ORDER");
    let order = desk
        .log_contact(E1, attempt(&id, Reached, None))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(order.state(), WorkOrderState::Contacted);
}

async fn dsp_02_with_nobody_in_the_coordinator_contacts_and_promises_first(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T09:10:00+08:00").await;
    let id = desk.queued().await;
    desk.receive_work_order(C1, receipt(&id)).await.unwrap();
    desk.present("E2", Presence::Out).await;
    desk.rig.advance_to("2026-11-17T09:40:00+08:00").await;
    let order = desk
        .log_contact(C1, attempt(&id, Reached, None))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(order.state(), WorkOrderState::ContactedByCoordinator);
    assert_eq!(order.contact_owner(), ContactOwner::Coordinator);
    let request = promise(&id, "2026-11-18T10:00:00+08:00", "2026-11-18T12:00:00+08:00");
    desk.promise_visit(C1, request).await.unwrap();
    let order = desk
        .assign_technician(C1, assignment(&id, "E2", ""))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(
        (order.state(), order.technician_id.as_str()),
        (WorkOrderState::Promised, "E2")
    );
    assert_eq!(order.visits[0].technician_id, "E2");
}

async fn dsp_02_presence_is_said_by_oneself_or_the_coordinator(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let request = |branch: &str, technician: &str| SetPresenceRequest {
        request_id: key(),
        branch_id: branch.to_owned(),
        technician_id: technician.to_owned(),
        presence: Presence::InStation.into(),
    };
    desk.set_presence(E1, request("BJ01", "E1")).await.unwrap();
    let refused = desk.set_presence(E1, request("BJ01", "E2")).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PRESENCE_OF_OTHERS");
    let refused = desk.set_presence(C1, request("SH02", "E1-S")).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "BRANCH_UNKNOWN");
    desk.set_presence(M1, request("BJ01", "E1")).await.unwrap();
    assert_eq!(
        desk.count("PresenceChanged").await,
        1,
        "saying it again changes nothing"
    );
    let list = ListPresenceRequest {
        branch_id: "BJ01".to_owned(),
        page_size: 1,
        page_token: String::new(),
    };
    let first = desk.list_presence(C1, list.clone()).await.unwrap();
    assert_eq!(
        (first.presences[0].technician_id.as_str(), first.presences[0].presence()),
        ("E1", Presence::InStation)
    );
    let next = ListPresenceRequest {
        page_token: first.next_page_token,
        ..list
    };
    let second = desk.list_presence(C1, next).await.unwrap();
    assert_eq!(
        (
            second.presences[0].technician_id.as_str(),
            second.presences[0].presence()
        ),
        ("E2", Presence::OffDuty)
    );
    assert!(second.next_page_token.is_empty());
}

async fn dsp_02_reassigning_needs_a_reason(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let id = desk.contacted().await;
    let refused = desk
        .assign_technician(C1, assignment(&id, "E2", " "))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "REASSIGNMENT_REASON_MISSING");
    let order = desk
        .assign_technician(C1, assignment(&id, "E2", "E1 生病"))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(
        (order.state(), order.technician_id.as_str()),
        (WorkOrderState::Contacted, "E2")
    );
}

async fn dsp_03_no_contact_in_two_hours_is_a_breach(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T17:00:00+08:00").await;
    let id = desk.assigned().await;
    desk.rig.advance_to("2026-11-17T10:00:00+08:00").await;
    assert_eq!(desk.misses("first_contact_2h").await, 0, "kept at the very moment");
    desk.rig.advance_to("2026-11-17T10:00:01+08:00").await;
    assert_eq!(desk.misses("first_contact_2h").await, 1);
    desk.rig.advance_to("2026-11-17T10:30:00+08:00").await;
    desk.log_contact(E1, attempt(&id, Reached, None)).await.unwrap();
    let deadline = desk.deadline(&id, "first_contact_2h").await;
    assert_eq!(
        deadline.state,
        DeadlineState::Missed,
        "the late fact is recorded and does not undo the breach"
    );
    assert_eq!(deadline.ended_at, Some(rig::at("2026-11-17T10:30:00+08:00")));
    assert_eq!(desk.deadline(&id, "first_contact_1wd").await.state, DeadlineState::Met);
}

async fn dsp_03_the_promised_contact_time_is_kept_or_missed(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let mut fact = handed_over("2026-11-16T09:40:00+08:00");
    fact.urged = true;
    fact.promised_contact_by = time("2026-11-16T10:10:00+08:00");
    let id = desk.hand_over(fact).await.id;
    assert_eq!(
        desk.deadline(&id, "first_contact_2h").await.due_at,
        rig::at("2026-11-16T10:10:00+08:00")
    );
    desk.rig.advance_to("2026-11-16T10:11:00+08:00").await;
    assert_eq!(desk.misses("first_contact_2h").await, 1);
}

async fn dsp_03_a_judgement_of_the_fault_belongs_to_the_contact(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let id = desk.assigned().await;
    let mut request = attempt(&id, Reached, None);
    request.fault_judgement = " ".to_owned();
    let refused = desk.log_contact(E1, request).await.unwrap_err();
    assert_eq!(rig::fields(&refused), ["fault_judgement"]);
}

async fn dsp_20_no_contact_in_one_working_day_is_a_breach(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let id = desk.assigned().await;
    desk.log_contact(E1, attempt(&id, NoAnswer, None)).await.unwrap();
    desk.rig.advance_to("2026-11-17T18:00:00+08:00").await;
    assert_eq!(desk.misses("first_contact_1wd").await, 0);
    desk.rig.advance_to("2026-11-17T18:00:01+08:00").await;
    assert_eq!(
        desk.misses("first_contact_1wd").await,
        1,
        "an attempt in vain is no contact"
    );
}

async fn dsp_24_not_reached_on_two_consecutive_working_days(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-13T09:40:00+08:00").await;
    let id = desk.assigned().await;
    let refused = desk.return_unreachable(E1, giving_back(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "ATTEMPTS_MISSING");
    desk.log_contact(E1, attempt(&id, NoAnswer, None)).await.unwrap();
    desk.rig.advance_to("2026-11-14T10:00:00+08:00").await;
    desk.log_contact(E1, attempt(&id, NoAnswer, None)).await.unwrap();
    let refused = desk.return_unreachable(E1, giving_back(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "ATTEMPTS_MISSING", "Saturday is no working day");
    desk.rig.advance_to("2026-11-16T10:00:00+08:00").await;
    desk.log_contact(E1, attempt(&id, NoAnswer, None)).await.unwrap();
    let refused = desk.return_unreachable(E2, giving_back(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_YOUR_WORK_ORDER");
    let order = desk
        .return_unreachable(E1, giving_back(&id))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(
        (order.state(), order.return_reason.as_str()),
        (WorkOrderState::UnreachableReturned, "无人接听")
    );
    assert_eq!(
        desk.deadline(&id, "reply_2wd").await.state,
        DeadlineState::Met,
        "the return is the reply"
    );
    desk.rig.advance_to("2026-11-20T10:00:00+08:00").await;
    assert_eq!(desk.count("MissedServiceRecorded").await, 0);
    assert_eq!(desk.count("WorkOrderReturned").await, 1);
}

async fn dsp_24_a_returned_order_goes_on_when_the_customer_calls(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-12T09:40:00+08:00").await;
    let id = desk.assigned().await;
    desk.log_contact(E1, attempt(&id, NoAnswer, None)).await.unwrap();
    desk.rig.advance_to("2026-11-13T09:40:00+08:00").await;
    desk.log_contact(E1, attempt(&id, NoAnswer, None)).await.unwrap();
    desk.return_unreachable(E1, giving_back(&id)).await.unwrap();
    desk.rig.advance_to("2026-11-23T09:40:00+08:00").await;
    let order = desk
        .reopen_work_order(C1, reopening(&id))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!((order.state(), order.contacts.len()), (WorkOrderState::Contacted, 3));
    assert_eq!(
        desk.deadline(&id, "visit_zone").await.due_at,
        rig::at("2026-11-25T18:00:00+08:00")
    );
    assert_eq!(
        desk.deadline(&id, "reply_2wd").await.due_at,
        rig::at("2026-11-25T18:00:00+08:00")
    );
}

async fn contact_times_are_checked(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let id = desk.assigned().await;
    for (at, reason) in [
        ("2026-11-16T09:40:01+08:00", "TIME_IN_FUTURE"),
        ("2026-11-16T09:39:59+08:00", "TIME_ORDER"),
        ("0001-01-01T00:00:00Z", "TIME_ORDER"),
    ] {
        let refused = desk.log_contact(E1, attempt(&id, Reached, Some(at))).await.unwrap_err();
        assert_eq!(rig::reason(&refused), reason, "{at}");
        assert_eq!(rig::fields(&refused), ["at"]);
    }
    desk.log_contact(E1, attempt(&id, Reached, Some("2026-11-16T09:40:00+08:00")))
        .await
        .unwrap();
}
