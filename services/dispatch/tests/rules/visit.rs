//! What a visit must end with.

use aftersales_kit::{
    on_both_databases,
    sla::DeadlineState,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    common::v1::{DissatisfactionReason, Satisfaction},
    dispatch::v1::{
        CustomerAbsentResult, NotRepairedPlan, NotRepairedResult, WaitingReason, WorkOrderState,
        complete_visit_request::Result as Told,
    },
};

use super::desk::{
    C1, Desk, E1, E2, arrival, completion, departure, no_parts, promise, reopening, repaired, report, signature, time,
};

on_both_databases!(
    dsp_06_times_follow_each_other,
    dsp_07_an_unfinished_repair_needs_an_agreed_plan,
    dsp_07_a_second_visit_is_on_the_same_order,
    dsp_08_a_repaired_machine_is_cleaned,
    dsp_33_customer_absent,
    dsp_33_who_calls_the_same_day_need_not_be_reported_absent,
    dsp_33_outside_the_window_nobody_is_absent,
    dsp_37_the_customer_signs,
    dsp_48_the_sign_off_is_complete,
    dsp_71_a_solution_elsewhere_needs_an_informed_customer,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";
const START: &str = "2026-11-17T14:00:00+08:00";
const END: &str = "2026-11-17T16:00:00+08:00";
const ARRIVES: &str = "2026-11-17T14:05:00+08:00";

async fn refused(desk: &Desk, id: &str, told: Told) -> (String, Vec<String>) {
    let refused = desk.complete_visit(E1, completion(id, told)).await.unwrap_err();
    (rig::reason(&refused), rig::fields(&refused))
}

fn not_repaired(plan: NotRepairedPlan) -> NotRepairedResult {
    NotRepairedResult {
        findings: "主板损坏".to_owned(),
        work_done: String::new(),
        plan: plan.into(),
        plan_detail: "再带一块主板".to_owned(),
        customer_consents: true,
        customer_informed_at: None,
        signature: None,
    }
}

async fn dsp_06_times_follow_each_other(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.promised(START, END).await;
    desk.declare_no_parts(E1, no_parts(&id)).await.unwrap();
    desk.rig.advance_to("2026-11-17T15:00:00+08:00").await;
    let mut request = departure(&id);
    request.at = time("2026-11-17T15:00:01+08:00");
    let refusal = desk.depart(E1, request).await.unwrap_err();
    assert_eq!(rig::reason(&refusal), "TIME_IN_FUTURE");
    let mut request = departure(&id);
    request.at = time("2026-11-17T14:30:00+08:00");
    desk.depart(E1, request).await.unwrap();
    let mut request = arrival(&id);
    request.at = time("2026-11-17T14:29:59+08:00");
    let refusal = desk.arrive(E1, request).await.unwrap_err();
    assert_eq!(rig::reason(&refusal), "TIME_ORDER");
    let refusal = desk.arrive(E2, arrival(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refusal), "NOT_YOUR_WORK_ORDER");
    let mut request = arrival(&id);
    request.at = time("2026-11-17T14:45:00+08:00");
    assert!(desk.arrive(C1, request).await.unwrap().on_time);
    let mut request = completion(&id, Told::Repaired(repaired(NOW)));
    request.at = time("2026-11-17T14:40:00+08:00");
    let refusal = desk.complete_visit(E1, request).await.unwrap_err();
    assert_eq!(rig::reason(&refusal), "TIME_ORDER");
}

async fn dsp_07_an_unfinished_repair_needs_an_agreed_plan(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.on_site(START, END, ARRIVES).await;
    let mut told = not_repaired(NotRepairedPlan::SecondVisit);
    told.customer_consents = false;
    let (reason, _) = refused(&desk, &id, Told::NotRepaired(told)).await;
    assert_eq!(reason, "PLAN_NOT_AGREED");
    let told = not_repaired(NotRepairedPlan::Unspecified);
    let (reason, fields) = refused(&desk, &id, Told::NotRepaired(told)).await;
    assert_eq!(
        (reason.as_str(), fields),
        ("INVALID_REQUEST", vec!["not_repaired.plan".to_owned()])
    );
    let mut told = not_repaired(NotRepairedPlan::TakeBack);
    told.customer_consents = false;
    let (reason, fields) = refused(&desk, &id, Told::NotRepaired(told)).await;
    let all = [
        "not_repaired.customer_consents",
        "not_repaired.customer_informed_at",
        "not_repaired.signature",
    ];
    assert_eq!(
        (reason.as_str(), fields),
        ("PLAN_NOT_AGREED", all.map(str::to_owned).to_vec()),
        "all at once"
    );
    assert_eq!(desk.state(&id).await, WorkOrderState::OnSite);
}

async fn dsp_07_a_second_visit_is_on_the_same_order(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.on_site(START, END, ARRIVES).await;
    let told = Told::NotRepaired(not_repaired(NotRepairedPlan::SecondVisit));
    let answer = desk.complete_visit(E1, completion(&id, told)).await.unwrap();
    assert_eq!(answer.report_by, None);
    assert_eq!(answer.work_order.unwrap().state(), WorkOrderState::Contacted);
    let limit = desk.deadline(&id, "visit_zone").await;
    assert_eq!(
        (limit.state, limit.due_at),
        (DeadlineState::Running, rig::at("2026-11-19T18:00:00+08:00"))
    );
    let request = promise(&id, "2026-11-19T10:00:00+08:00", "2026-11-19T12:00:00+08:00");
    let order = desk.promise_visit(E1, request).await.unwrap().work_order.unwrap();
    assert_eq!((order.visits.len(), order.no_parts_needed), (2, false));
    desk.declare_no_parts(E1, no_parts(&id)).await.unwrap();
    desk.rig.advance_to("2026-11-19T10:30:00+08:00").await;
    desk.depart(E1, departure(&id)).await.unwrap();
    desk.arrive(E1, arrival(&id)).await.unwrap();
    let told = Told::Repaired(repaired("2026-11-19T10:30:00+08:00"));
    let order = desk
        .complete_visit(E1, completion(&id, told))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(order.state(), WorkOrderState::DoneOnsite);
    assert_eq!(
        order.visits.iter().map(|visit| visit.number).collect::<Vec<_>>(),
        [1, 2]
    );
}

async fn dsp_08_a_repaired_machine_is_cleaned(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.on_site(START, END, ARRIVES).await;
    let mut told = repaired(ARRIVES);
    told.cleaned = false;
    let (reason, fields) = refused(&desk, &id, Told::Repaired(told)).await;
    assert_eq!(
        (reason.as_str(), fields),
        ("NOT_CLEANED", vec!["repaired.cleaned".to_owned()])
    );
    assert_eq!(desk.state(&id).await, WorkOrderState::OnSite);
}

async fn dsp_33_customer_absent(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:05:00+08:00").await;
    let id = desk
        .on_site(
            "2026-11-16T10:00:00+08:00",
            "2026-11-16T11:00:00+08:00",
            "2026-11-16T10:20:00+08:00",
        )
        .await;
    let absent = |note_left| {
        Told::CustomerAbsent(CustomerAbsentResult {
            call_attempted_at: time("2026-11-16T10:20:00+08:00"),
            note_left,
        })
    };
    let (reason, _) = refused(&desk, &id, absent(false)).await;
    assert_eq!(reason, "NOTE_NOT_LEFT");
    let answer = desk.complete_visit(E1, completion(&id, absent(true))).await.unwrap();
    assert_eq!(answer.report_by, time("2026-11-17T00:00:00+08:00"));
    let order = answer.work_order.unwrap();
    assert_eq!(
        (order.state(), order.waiting_reason()),
        (WorkOrderState::WaitingCustomer, WaitingReason::Customer)
    );
    assert!(desk.report_completion(E1, report(&id)).await.unwrap().same_day);
    assert_eq!(suppressed(&desk).await, ["2026-11-17 CUSTOMER_ABSENT"]);
    desk.rig.advance_to("2026-11-19T09:30:00+08:00").await;
    assert_eq!(desk.count("MissedServiceRecorded").await, 0);
    let order = desk
        .reopen_work_order(C1, reopening(&id))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(order.state(), WorkOrderState::Contacted);
    let request = promise(&id, "2026-11-20T10:00:00+08:00", "2026-11-20T11:00:00+08:00");
    let order = desk.promise_visit(E1, request).await.unwrap().work_order.unwrap();
    assert_eq!(order.visits.len(), 2);
}

async fn dsp_33_who_calls_the_same_day_need_not_be_reported_absent(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:05:00+08:00").await;
    let (start, end) = ("2026-11-16T10:00:00+08:00", "2026-11-16T11:00:00+08:00");
    let id = desk.on_site(start, end, "2026-11-16T10:20:00+08:00").await;
    let absent = Told::CustomerAbsent(CustomerAbsentResult {
        call_attempted_at: time("2026-11-16T10:20:00+08:00"),
        note_left: true,
    });
    desk.complete_visit(E1, completion(&id, absent)).await.unwrap();
    desk.reopen_work_order(C1, reopening(&id)).await.unwrap();
    desk.rig.advance_to("2026-11-17T09:00:00+08:00").await;
    let missed = desk.count("DeadlineMissed").await;
    assert_eq!(missed, 0, "the absence cannot be reported any more, and need not");
}

async fn suppressed(desk: &Desk) -> Vec<String> {
    use aftersales_proto::dispatch::v1::{DispatchEvent, dispatch_event::Event};
    use prost::Message as _;
    let events = desk.rig.events(aftersales_dispatch::NAME).await;
    let facts = events
        .iter()
        .filter(|event| event.kind.ends_with(".CallbackSuppressed"));
    let read = facts.filter_map(
        |event| match DispatchEvent::decode(event.payload.as_slice()).ok()?.event? {
            Event::CallbackSuppressed(fact) => Some(format!("{} {}", fact.date, fact.reason)),
            _ => None,
        },
    );
    read.collect()
}

async fn dsp_33_outside_the_window_nobody_is_absent(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:05:00+08:00").await;
    let id = desk
        .on_site(
            "2026-11-16T10:00:00+08:00",
            "2026-11-16T11:00:00+08:00",
            "2026-11-16T11:40:00+08:00",
        )
        .await;
    assert_eq!(desk.misses("visit_window").await, 1, "late");
    assert!(!desk.order(&id).await.visits[0].on_time);
    let told = Told::CustomerAbsent(CustomerAbsentResult {
        call_attempted_at: time("2026-11-16T11:40:00+08:00"),
        note_left: true,
    });
    let (reason, _) = refused(&desk, &id, told).await;
    assert_eq!(reason, "ABSENT_OUTSIDE_WINDOW");
}

async fn dsp_37_the_customer_signs(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.on_site(START, END, ARRIVES).await;
    let mut told = repaired(ARRIVES);
    told.sign_off.as_mut().unwrap().signature = None;
    let (reason, fields) = refused(&desk, &id, Told::Repaired(told)).await;
    assert_eq!(
        (reason.as_str(), fields),
        ("SIGNATURE_MISSING", vec!["repaired.sign_off.signature".to_owned()])
    );
    let mut told = repaired(ARRIVES);
    told.sign_off = None;
    let (reason, _) = refused(&desk, &id, Told::Repaired(told)).await;
    assert_eq!(reason, "SIGNATURE_MISSING");
    let (reason, fields) = refused(&desk, &id, Told::Repaired(repaired("2026-11-17T14:05:01+08:00"))).await;
    let field = "repaired.sign_off.signature.signed_at".to_owned();
    assert_eq!((reason.as_str(), fields), ("TIME_IN_FUTURE", vec![field]));
    let told = Told::Repaired(repaired(ARRIVES));
    let order = desk
        .complete_visit(E1, completion(&id, told))
        .await
        .unwrap()
        .work_order
        .unwrap();
    let signed = order.visits[0].sign_off.clone().unwrap().signature.unwrap();
    assert_eq!(signed.signed_by, "王芳", "shown while the work is open");
}

async fn dsp_48_the_sign_off_is_complete(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.on_site(START, END, ARRIVES).await;
    let mut told = repaired(ARRIVES);
    let sign_off = told.sign_off.as_mut().unwrap();
    sign_off.system_accepted = false;
    sign_off.satisfaction = Satisfaction::Dissatisfied.into();
    let (reason, fields) = refused(&desk, &id, Told::Repaired(told.clone())).await;
    let all = ["repaired.sign_off.reasons", "repaired.sign_off.system_accepted"];
    assert_eq!(
        (reason.as_str(), fields),
        ("SYSTEM_NOT_ACCEPTED", all.map(str::to_owned).to_vec())
    );
    let sign_off = told.sign_off.as_mut().unwrap();
    sign_off.system_accepted = true;
    let (reason, _) = refused(&desk, &id, Told::Repaired(told.clone())).await;
    assert_eq!(reason, "SATISFACTION_REASON_MISSING");
    let sign_off = told.sign_off.as_mut().unwrap();
    sign_off.reasons = vec![
        DissatisfactionReason::Skill.into(),
        DissatisfactionReason::ResponseSpeed.into(),
    ];
    let order = desk
        .complete_visit(E1, completion(&id, Told::Repaired(told)))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(order.visits[0].sign_off.clone().unwrap().reasons.len(), 2);
}

async fn dsp_71_a_solution_elsewhere_needs_an_informed_customer(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.on_site(START, END, ARRIVES).await;
    let mut told = not_repaired(NotRepairedPlan::TakeBack);
    told.customer_informed_at = time(ARRIVES);
    let (reason, _) = refused(&desk, &id, Told::NotRepaired(told.clone())).await;
    assert_eq!(reason, "SIGNATURE_MISSING", "DSP-39");
    told.signature = Some(signature(ARRIVES));
    told.plan = NotRepairedPlan::Replace.into();
    let order = desk
        .complete_visit(E1, completion(&id, Told::NotRepaired(told)))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(
        (order.state(), order.waiting_reason()),
        (WorkOrderState::WaitingSolution, WaitingReason::Approval)
    );
}
