//! The coordinator's planning: morning, end of the day, load.

use aftersales_kit::{
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    callback::v1::CallbackOutcome,
    common::v1::{ServiceClass, Zone},
    dispatch::v1::{
        self as proto, ContactResult, PartsState, PlanClass, PlanEntry, Presence,
        complete_visit_request::Result as Told,
    },
    parts::v1::PartsLineState,
};
use tonic::Code;

use super::{
    closing::callback_closed,
    desk::{
        C1, Desk, E1, E2, arrival, assignment, attempt, completion, departure, handed_over, key, no_parts, promise,
        receipt, repaired,
    },
    office::{C1_S, P1, line, time_report},
    parts::{Line, parts_say},
};

on_both_databases!(
    dsp_14_dsp_15_dsp_31_the_morning_worklist_shows_what_is_still_inside_its_promise,
    dsp_14_the_worklist_goes_on_where_its_page_stopped,
    dsp_17_the_end_of_day_plan_shows_tomorrow_with_its_parts,
    dsp_17_the_plan_tells_where_every_order_of_the_day_goes,
    dsp_18_the_load_of_the_technicians_and_its_spread,
);

fn worklist(technician: &str) -> proto::ListMorningWorklistRequest {
    proto::ListMorningWorklistRequest {
        branch_id: "BJ01".to_owned(),
        technician_id: technician.to_owned(),
        ..proto::ListMorningWorklistRequest::default()
    }
}

async fn morning(desk: &Desk, technician: &str) -> Vec<String> {
    let answer = desk.list_morning_worklist(C1, worklist(technician)).await.unwrap();
    answer.work_orders.into_iter().map(|order| order.id).collect()
}

async fn dsp_14_dsp_15_dsp_31_the_morning_worklist_shows_what_is_still_inside_its_promise(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-13T09:40:00+08:00").await;
    desk.queued().await;
    desk.rig.advance_to("2026-11-16T09:40:00+08:00").await;
    let later = desk
        .promised("2026-11-18T14:00:00+08:00", "2026-11-18T16:00:00+08:00")
        .await;
    let missed = desk
        .confirmed(
            "2026-11-16T10:00:00+08:00",
            "2026-11-16T11:00:00+08:00",
            "2026-11-16T10:00:00+08:00",
        )
        .await;
    desk.rig.advance_to("2026-11-17T09:40:00+08:00").await;
    let (ten, eleven) = ("2026-11-18T10:00:00+08:00", "2026-11-18T11:00:00+08:00");
    let far = desk.promised_in(Zone::Within80Km, ten, eleven).await;
    let near = desk.promised_in(Zone::InArea, ten, eleven).await;
    let over = desk
        .promised("2026-11-17T10:00:00+08:00", "2026-11-17T11:00:00+08:00")
        .await;
    let untouched = desk.queued().await;
    callback_closed(&desk, &missed, CallbackOutcome::Reissued).await;
    desk.rig.advance_to("2026-11-18T09:00:00+08:00").await;
    let list = morning(&desk, "").await;
    assert_eq!(list[1..], [untouched, near.clone(), far.clone(), later.clone()]);
    let first = desk.order(&list[0]).await;
    assert!(
        first.reissued,
        "DSP-31: before older ones and those that are due earlier"
    );
    assert!(!list.contains(&over), "its window is over");
    let again = list[0].clone();
    assert_eq!(
        morning(&desk, "E1").await,
        [again, near, far, later],
        "of the technician who has it again"
    );
    let foreign = desk.list_morning_worklist(C1_S, worklist("")).await.unwrap_err();
    assert_eq!(foreign.code(), Code::NotFound);
}

async fn dsp_14_the_worklist_goes_on_where_its_page_stopped(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let (one, two) = (desk.queued().await, desk.queued().await);
    let mut request = worklist("");
    request.page_size = 1;
    let first = desk.list_morning_worklist(C1, request.clone()).await.unwrap();
    assert_eq!(first.work_orders[0].id, one);
    assert!(first.work_orders[0].contact.is_some(), "whom to call");
    assert!(!first.work_orders[0].available_actions.is_empty());
    request.page_token = first.next_page_token;
    let second = desk.list_morning_worklist(C1, request).await.unwrap();
    assert_eq!(
        (second.work_orders[0].id.as_str(), second.next_page_token.as_str()),
        (two.as_str(), "")
    );
}

/// An order that the coordinator promised for tomorrow and gave to E2, who is out; its board is on order.
async fn d2(desk: &Desk) -> String {
    let id = desk.queued().await;
    desk.receive_work_order(C1, receipt(&id)).await.unwrap();
    desk.log_contact(C1, attempt(&id, ContactResult::Reached, None))
        .await
        .unwrap();
    let window = promise(&id, "2026-11-18T10:00:00+08:00", "2026-11-18T12:00:00+08:00");
    desk.promise_visit(C1, window).await.unwrap();
    desk.assign_technician(C1, assignment(&id, "E2", "")).await.unwrap();
    let line = Line::new("BOARD-X", 1).lacking(1);
    parts_say(desk, &id, "PartsRequested", &line, PartsLineState::Backordered).await;
    id
}

fn confirm(orders: &[&str]) -> proto::ConfirmPartsForTomorrowRequest {
    proto::ConfirmPartsForTomorrowRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        work_order_ids: orders.iter().map(|id| (*id).to_owned()).collect(),
    }
}

fn entry<'e>(plan: &'e [PlanEntry], id: &str) -> &'e PlanEntry {
    let of = |entry: &&PlanEntry| entry.work_order.as_ref().is_some_and(|order| order.id == id);
    plan.iter().find(of).unwrap()
}

async fn dsp_17_the_end_of_day_plan_shows_tomorrow_with_its_parts(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-17T09:40:00+08:00").await;
    let id = d2(&desk).await;
    let other = desk.queued().await;
    desk.rig.advance_to("2026-11-17T17:30:00+08:00").await;
    let plan = desk.plan().await;
    let planned = entry(&plan, &id);
    assert_eq!(
        (planned.plan_class(), planned.parts_state(), planned.engineer_out),
        (PlanClass::Tomorrow, PartsState::OnOrder, true)
    );
    assert!(planned.parts_to_confirm, "E2 is out");
    let refused = desk
        .confirm_parts_for_tomorrow(C1, confirm(&[&id, &other]))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_PLANNED_FOR_TOMORROW");
    assert_eq!(rig::fields(&refused), ["work_order_ids[1]"]);
    let denied = desk.confirm_parts_for_tomorrow(E2, confirm(&[&id])).await.unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);
    assert_eq!(desk.count("TomorrowPartsConfirmed").await, 0);
    let told = desk.confirm_parts_for_tomorrow(C1, confirm(&[&id])).await.unwrap();
    assert_eq!((told.planned_date.as_str(), told.entries.len()), ("2026-11-18", 1));
    desk.confirm_parts_for_tomorrow(P1, confirm(&[&id])).await.unwrap();
    assert_eq!(desk.count("TomorrowPartsConfirmed").await, 1, "told to P1 once");
    let plan = desk.plan().await;
    let planned = entry(&plan, &id);
    assert_eq!(
        (planned.parts_to_confirm, planned.parts_confirmed_by.as_str()),
        (false, "C1")
    );
}

async fn dsp_17_the_plan_tells_where_every_order_of_the_day_goes(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let unassigned = desk.queued().await;
    let assigned = desk.assigned().await;
    let later = desk
        .promised("2026-11-18T14:00:00+08:00", "2026-11-18T16:00:00+08:00")
        .await;
    let tomorrow = desk
        .promised("2026-11-17T14:00:00+08:00", "2026-11-17T16:00:00+08:00")
        .await;
    let done = desk
        .done(
            "2026-11-16T10:00:00+08:00",
            "2026-11-16T11:00:00+08:00",
            "2026-11-16T10:30:00+08:00",
        )
        .await;
    let plan = desk.plan().await;
    let class = |id: &str| entry(&plan, id).plan_class();
    assert_eq!(
        [
            class(&unassigned),
            class(&assigned),
            class(&later),
            class(&tomorrow),
            class(&done)
        ],
        [
            PlanClass::Unassigned,
            PlanClass::Unfinished,
            PlanClass::Later,
            PlanClass::Tomorrow,
            PlanClass::Finished
        ]
    );
    assert_eq!(entry(&plan, &tomorrow).parts_state(), PartsState::NotAsked);
    assert_eq!(entry(&plan, &done).parts_state(), PartsState::NoneNeeded);
    assert!(!entry(&plan, &tomorrow).engineer_out, "E1 is in the station");
    assert_eq!(plan[0].plan_class(), PlanClass::Tomorrow, "tomorrow first");
    desk.rig.advance_to("2026-11-17T17:30:00+08:00").await;
    let plan = desk.plan().await;
    assert!(
        !plan.iter().any(|entry| entry.plan_class() == PlanClass::Finished),
        "of its day only"
    );
}

/// A visit of a technician, repaired at once or not at all.
async fn visited(desk: &Desk, who: (aftersales_kit::auth::Role, &str), done: bool) {
    let now = desk.rig.env().clock.now().to_string();
    let id = desk.hand_over(handed_over(&now)).await.id;
    desk.receive_work_order(C1, receipt(&id)).await.unwrap();
    desk.present(who.1, Presence::InStation).await;
    desk.assign_technician(C1, assignment(&id, who.1, "")).await.unwrap();
    desk.log_contact(who, attempt(&id, ContactResult::Reached, None))
        .await
        .unwrap();
    let (start, end) = match done {
        true => ("2026-11-16T10:00:00+08:00", "2026-11-16T12:00:00+08:00"),
        false => ("2026-11-16T13:00:00+08:00", "2026-11-16T15:00:00+08:00"),
    };
    desk.promise_visit(who, promise(&id, start, end)).await.unwrap();
    if done {
        desk.declare_no_parts(who, no_parts(&id)).await.unwrap();
        desk.depart(who, departure(&id)).await.unwrap();
        desk.arrive(who, arrival(&id)).await.unwrap();
        desk.rig.advance_to("2026-11-16T10:10:00+08:00").await;
        let told = completion(&id, Told::Repaired(repaired("2026-11-16T10:10:00+08:00")));
        desk.complete_visit(who, told).await.unwrap();
    }
}

async fn dsp_18_the_load_of_the_technicians_and_its_spread(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    visited(&desk, E2, false).await;
    visited(&desk, E1, false).await;
    visited(&desk, E1, true).await;
    let mut way = line(ServiceClass::D, "", 90);
    (way.travel_minutes, way.travel_metres) = (40, 12_500);
    let report = time_report("E1", "2026-11-16", vec![way]);
    desk.submit_time_report(E1, report).await.unwrap();
    let request = proto::GetLoadReportRequest {
        branch_id: "BJ01".to_owned(),
        from_date: "2026-11-16".to_owned(),
        to_date: "2026-11-20".to_owned(),
    };
    let load = desk.get_load_report(C1, request.clone()).await.unwrap();
    let one = &load.technicians[0];
    assert_eq!(
        (
            one.technician_id.as_str(),
            one.visits,
            one.completed_visits,
            one.on_site_minutes
        ),
        ("E1", 2, 1, 30)
    );
    assert_eq!(
        (one.reported_minutes, one.travel_minutes, one.travel_metres),
        (90, 40, 12_500)
    );
    assert_eq!(
        (load.technicians[1].technician_id.as_str(), load.technicians[1].visits),
        ("E2", 1)
    );
    let visits = load.visits.unwrap();
    assert_eq!((visits.least, visits.most, visits.mean, visits.spread), (1, 2, 1, 1));
    assert_eq!(load.travel_metres.unwrap().spread, 12_500);
    let mut backwards = request;
    backwards.to_date = "2026-11-15".to_owned();
    let refused = desk.get_load_report(C1, backwards).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "DATE_RANGE_EMPTY");
}
