//! Every state against every method: what F-2 does not allow is refused and changes nothing.

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    callback::v1::CallbackOutcome,
    dispatch::v1::{
        ContactResult, CustomerAbsentResult, NotRepairedPlan, NotRepairedResult, Presence, PromiseVisitRequest,
        WorkOrderState::{self as State, *},
        complete_visit_request::Result as Told,
    },
    parts::v1::PartsLineState,
};

use super::{
    closing::callback_closed,
    desk::{
        C1, Desk, M1, Step, appointment, arrival, assignment, attempt, cancelling, completion, confirmation, departure,
        giving_back, handed_over, no_parts, promise, receipt, reopening, repaired, report, time,
    },
    desk_flow::{by_phone, insisting, reissue},
    parts::{Line, parts_say},
};

on_both_databases!(f_2_illegal_transitions_are_refused);

const REQUESTED: &str = "2026-11-12T09:40:00+08:00";
const NOW: &str = "2026-11-13T09:30:00+08:00";
const END: &str = "2026-11-13T11:00:00+08:00";

/// For each method the states that do not answer with WORK_ORDER_STATE.
const LEGAL: [(&str, &[State]); 17] = [
    ("ReissueWorkOrder", &[Confirmed, Closed]),
    (
        "ResolveByPhone",
        &[
            Received,
            ContactedByCoordinator,
            Assigned,
            Contacted,
            Promised,
            PartsPending,
            PartsOnOrder,
            Ready,
        ],
    ),
    (
        "InsistSameDay",
        &[
            Queued,
            Received,
            ContactedByCoordinator,
            Assigned,
            Contacted,
            Promised,
            PartsPending,
            PartsOnOrder,
            Ready,
            WaitingCustomer,
            WaitingSolution,
        ],
    ),
    ("ReceiveWorkOrder", &[Queued]),
    (
        "AssignTechnician",
        &[
            Received,
            ContactedByCoordinator,
            Assigned,
            Contacted,
            Promised,
            PartsPending,
            PartsOnOrder,
            Ready,
        ],
    ),
    (
        "LogContact",
        &[
            Received,
            ContactedByCoordinator,
            Assigned,
            Contacted,
            Promised,
            PartsPending,
            PartsOnOrder,
            Ready,
            EnRoute,
            OnSite,
            WaitingCustomer,
            WaitingSolution,
        ],
    ),
    (
        "PromiseVisit",
        &[
            ContactedByCoordinator,
            Contacted,
            Promised,
            PartsPending,
            PartsOnOrder,
            Ready,
        ],
    ),
    (
        "ReportAppointment",
        &[Promised, PartsPending, PartsOnOrder, Ready, EnRoute, OnSite],
    ),
    ("DeclareNoParts", &[Promised, PartsPending, PartsOnOrder]),
    ("Depart", &[Promised, PartsPending, PartsOnOrder, Ready]),
    ("Arrive", &[EnRoute]),
    ("CompleteVisit", &[OnSite]),
    ("ReportCompletion", &[DoneOnsite, WaitingCustomer]),
    ("ConfirmWorkOrder", &[DoneOnsite, Reported, PartsSettled]),
    (
        "ReturnUnreachable",
        &[Received, ContactedByCoordinator, Assigned, Contacted],
    ),
    (
        "ReopenWorkOrder",
        &[WaitingCustomer, WaitingSolution, UnreachableReturned],
    ),
    (
        "CancelWorkOrder",
        &[
            Queued,
            Received,
            ContactedByCoordinator,
            Assigned,
            Contacted,
            Promised,
            PartsPending,
            PartsOnOrder,
            Ready,
            EnRoute,
            OnSite,
            WaitingCustomer,
            WaitingSolution,
            UnreachableReturned,
        ],
    ),
];

const STATES: [State; 20] = [
    Queued,
    Received,
    ContactedByCoordinator,
    Assigned,
    Contacted,
    Promised,
    PartsPending,
    PartsOnOrder,
    Ready,
    EnRoute,
    OnSite,
    WaitingCustomer,
    WaitingSolution,
    DoneOnsite,
    Reported,
    PartsSettled,
    Confirmed,
    Closed,
    Cancelled,
    UnreachableReturned,
];

async fn f_2_illegal_transitions_are_refused(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    for state in STATES {
        let id = bring_to(&desk, state).await;
        assert_eq!(desk.state(&id).await, state, "the way there");
        let before = desk.order(&id).await.etag;
        for (method, legal) in LEGAL {
            if legal.contains(&state) {
                continue;
            }
            let refused = call(&desk, method, &id).await.unwrap_err();
            assert_eq!(rig::reason(&refused), "WORK_ORDER_STATE", "{method} in {state:?}");
        }
        assert_eq!(desk.order(&id).await.etag, before, "nothing changed in {state:?}");
    }
}

/// Calls a method of an order with a request that is otherwise right.
async fn call(desk: &Desk, method: &str, id: &str) -> Step<()> {
    match method {
        "ReceiveWorkOrder" => desk.receive_work_order(C1, receipt(id)).await.map(drop),
        "AssignTechnician" => desk.assign_technician(C1, assignment(id, "E2", "x")).await.map(drop),
        "LogContact" => desk
            .log_contact(C1, attempt(id, ContactResult::NoAnswer, None))
            .await
            .map(drop),
        "PromiseVisit" => {
            let request = PromiseVisitRequest {
                availability_override_reason: "every order of the test is for now".to_owned(),
                ..promise(id, NOW, END)
            };
            desk.promise_visit(C1, request).await.map(drop)
        }
        "ReportAppointment" => desk.report_appointment(C1, appointment(id)).await.map(drop),
        "DeclareNoParts" => desk.declare_no_parts(C1, no_parts(id)).await.map(drop),
        "Depart" => desk.depart(C1, departure(id)).await.map(drop),
        "Arrive" => desk.arrive(C1, arrival(id)).await.map(drop),
        "CompleteVisit" => desk
            .complete_visit(M1, completion(id, Told::Repaired(repaired(NOW))))
            .await
            .map(drop),
        "ReportCompletion" => desk.report_completion(C1, report(id)).await.map(drop),
        "ConfirmWorkOrder" => desk.confirm_work_order(C1, confirmation(id)).await.map(drop),
        "ReturnUnreachable" => desk.return_unreachable(C1, giving_back(id)).await.map(drop),
        "ReopenWorkOrder" => desk
            .reopen_work_order((Role::Hotline, "H1"), reopening(id))
            .await
            .map(drop),
        "ReissueWorkOrder" => desk.reissue_work_order(C1, reissue(id)).await.map(drop),
        "ResolveByPhone" => desk.resolve_by_phone(C1, by_phone(id)).await.map(drop),
        "InsistSameDay" => desk.insist_same_day(C1, insisting(id)).await.map(drop),
        _ => desk.cancel_work_order(C1, cancelling(id)).await.map(drop),
    }
}

async fn bring_to(desk: &Desk, state: State) -> String {
    desk.present("E1", Presence::InStation).await;
    let id = desk.hand_over(handed_over(REQUESTED)).await.id;
    match state {
        Queued => {}
        Cancelled => call(desk, "CancelWorkOrder", &id).await.unwrap(),
        Received => call(desk, "ReceiveWorkOrder", &id).await.unwrap(),
        ContactedByCoordinator => {
            call(desk, "ReceiveWorkOrder", &id).await.unwrap();
            desk.present("E1", Presence::Out).await;
            desk.log_contact(C1, attempt(&id, ContactResult::Reached, None))
                .await
                .unwrap();
        }
        _ => {
            call(desk, "ReceiveWorkOrder", &id).await.unwrap();
            desk.assign_technician(C1, assignment(&id, "E1", "")).await.unwrap();
            from_assigned(desk, &id, state).await;
        }
    }
    id
}

async fn from_assigned(desk: &Desk, id: &str, state: State) {
    match state {
        Assigned => {}
        UnreachableReturned => {
            for day in [REQUESTED, NOW] {
                desk.log_contact(C1, attempt(id, ContactResult::NoAnswer, Some(day)))
                    .await
                    .unwrap();
            }
            desk.return_unreachable(C1, giving_back(id)).await.unwrap();
        }
        _ => {
            desk.log_contact(C1, attempt(id, ContactResult::Reached, None))
                .await
                .unwrap();
            if state != Contacted {
                call(desk, "PromiseVisit", id).await.unwrap();
                from_promised(desk, id, state).await;
            }
        }
    }
}

async fn from_promised(desk: &Desk, id: &str, state: State) {
    let line = Line::new("HDD-1T", 1);
    match state {
        Promised => {}
        PartsPending => parts_say(desk, id, "PartsRequested", &line, PartsLineState::Reserved).await,
        PartsOnOrder => {
            parts_say(
                desk,
                id,
                "PartsRequested",
                &line.lacking(1),
                PartsLineState::Backordered,
            )
            .await
        }
        _ => {
            call(desk, "DeclareNoParts", id).await.unwrap();
            for (reached, method) in [(Ready, "Depart"), (EnRoute, "Arrive")] {
                if state == reached {
                    return;
                }
                call(desk, method, id).await.unwrap();
            }
            from_on_site(desk, id, state).await;
        }
    }
}

async fn from_on_site(desk: &Desk, id: &str, state: State) {
    let told = match state {
        OnSite => return,
        WaitingCustomer => Told::CustomerAbsent(CustomerAbsentResult {
            call_attempted_at: time(NOW),
            note_left: true,
        }),
        WaitingSolution => Told::NotRepaired(NotRepairedResult {
            findings: "主板".to_owned(),
            plan: NotRepairedPlan::Refer.into(),
            plan_detail: "厂家".to_owned(),
            customer_consents: true,
            customer_informed_at: time(NOW),
            ..NotRepairedResult::default()
        }),
        _ => Told::Repaired(repaired(NOW)),
    };
    desk.complete_visit(M1, completion(id, told)).await.unwrap();
    if state == Reported {
        let line = Line::new("HDD-1T", 1).issued(1);
        parts_say(desk, id, "PartsIssued", &line, PartsLineState::Issued).await;
    }
    if matches!(state, Reported | PartsSettled | Confirmed | Closed) {
        call(desk, "ReportCompletion", id).await.unwrap();
    }
    if matches!(state, Confirmed | Closed) {
        call(desk, "ConfirmWorkOrder", id).await.unwrap();
    }
    if state == Closed {
        callback_closed(desk, id, CallbackOutcome::Satisfied).await;
    }
}
