//! Confirmation, callback, cancelling.

use aftersales_dispatch::NAME;
use aftersales_kit::{
    id::BranchId,
    on_both_databases,
    outbox::NewEvent,
    sla::DeadlineState,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    callback::v1::{self as callback, CallbackEvent, CallbackFacts, CallbackOutcome, callback_event::Event},
    dispatch::v1::{MissedServiceKind, WorkOrderCancelReason, WorkOrderState},
    hotline::v1::{CancelReason, TicketCancelled, hotline_event},
    parts::v1::PartsLineState,
};

use super::{
    desk::{C1, Desk, E1, cancelling, confirmation, handed_over, key, report},
    parts::{Line, parts_say},
};

on_both_databases!(
    dsp_10_the_confirmed_sheet_is_ready_for_callback,
    dsp_23_the_callback_counts_from_the_appointed_time,
    dsp_28_not_on_time_is_a_missed_service,
    dsp_29_a_reissued_order_is_first_in_the_queue,
    dsp_32_the_callback_finds_another_visit_needed,
    dsp_38_the_voucher_is_back_before_confirmation,
    cancelling_waits_for_issued_parts,
    a_cancelled_ticket_ends_its_work,
    a_cancelled_ticket_does_not_undo_finished_work,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";
const START: &str = "2026-11-17T14:00:00+08:00";
const END: &str = "2026-11-17T16:00:00+08:00";

/// The task of an order's callback.
pub async fn facts(desk: &Desk, id: &str, task: &str) -> CallbackFacts {
    let order = desk.order(id).await;
    CallbackFacts {
        callback_task_id: task.to_owned(),
        ticket_id: order.ticket_id,
        work_order_id: id.to_owned(),
        work_order_no: order.work_order_no,
        branch_id: order.branch_id,
        technician_id: order.technician_id,
        service_class: order.service_class,
        visit_number: 1,
        appointed_date: String::new(),
        due_date: String::new(),
    }
}

/// The callback service tells something.
pub async fn callback_says(desk: &Desk, ticket: &str, name: &str, event: Event) {
    let payload = CallbackEvent { event: Some(event) };
    let branch = BranchId::parse("BJ01").unwrap();
    desk.rig
        .emit("callback", NewEvent::new(ticket, branch, name, &payload))
        .await;
    desk.rig.settle().await;
}

/// The callback of an order is closed.
pub async fn callback_closed(desk: &Desk, id: &str, outcome: CallbackOutcome) {
    let task = facts(desk, id, &key()).await;
    let ticket = task.ticket_id.clone();
    let fact = callback::CallbackClosed {
        task: Some(task),
        outcome: outcome.into(),
        closed_at: None,
    };
    callback_says(desk, &ticket, "CallbackClosed", Event::CallbackClosed(fact)).await;
}

/// The customer says that the technician did not come as agreed.
pub async fn not_on_time(desk: &Desk, id: &str, task: &str) {
    let task = facts(desk, id, task).await;
    let ticket = task.ticket_id.clone();
    let fact = callback::VisitNotOnTimeReported {
        task: Some(task),
        reported_at: None,
    };
    callback_says(
        desk,
        &ticket,
        "VisitNotOnTimeReported",
        Event::VisitNotOnTimeReported(fact),
    )
    .await;
}

async fn dsp_10_the_confirmed_sheet_is_ready_for_callback(db: TestDb) {
    use aftersales_proto::dispatch::v1::{DispatchEvent, dispatch_event::Event as Fact};
    use prost::Message as _;
    let desk = Desk::start(&db, NOW).await;
    let id = desk.done(START, END, START).await;
    let refused = desk.confirm_work_order(C1, confirmation(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "COMPLETION_NOT_REPORTED");
    desk.report_completion(E1, report(&id)).await.unwrap();
    desk.confirm_work_order(C1, confirmation(&id)).await.unwrap();
    let events = desk.rig.events(NAME).await;
    let last = DispatchEvent::decode(events.last().unwrap().payload.as_slice()).unwrap();
    let Some(Fact::ReadyForCallback(ready)) = last.event else {
        panic!("the last event is {:?}", events.last());
    };
    assert_eq!(ready.appointed_date, "2026-11-17");
    let order = ready.order.unwrap();
    assert_eq!((order.technician_id.as_str(), order.visit_number), ("E1", 1));
    assert!(ready.arrived_at.is_some() && ready.completed_at.is_some() && ready.confirmed_at.is_some());
}

async fn dsp_23_the_callback_counts_from_the_appointed_time(db: TestDb) {
    use aftersales_proto::dispatch::v1::dispatch_event::Event as Fact;
    let desk = Desk::start(&db, NOW).await;
    let id = desk.promised(START, END).await;
    let (start, end) = ("2026-11-18T14:00:00+08:00", "2026-11-18T16:00:00+08:00");
    desk.promise_visit(E1, super::desk::promise(&id, start, end))
        .await
        .unwrap();
    desk.declare_no_parts(E1, super::desk::no_parts(&id)).await.unwrap();
    desk.rig.advance_to("2026-11-18T09:00:00+08:00").await;
    desk.depart(E1, super::desk::departure(&id)).await.unwrap();
    desk.arrive(E1, super::desk::arrival(&id)).await.unwrap();
    let done = super::desk::repaired("2026-11-18T09:00:00+08:00");
    desk.complete_visit(
        E1,
        super::desk::completion(
            &id,
            aftersales_proto::dispatch::v1::complete_visit_request::Result::Repaired(done),
        ),
    )
    .await
    .unwrap();
    desk.report_completion(E1, report(&id)).await.unwrap();
    desk.confirm_work_order(C1, confirmation(&id)).await.unwrap();
    let ready = desk.told().await.into_iter().find_map(|fact| match fact {
        Fact::ReadyForCallback(fact) => Some(fact.appointed_date),
        _ => None,
    });
    assert_eq!(
        ready.as_deref(),
        Some("2026-11-18"),
        "the last appointment counts, one day early or not"
    );
}

async fn dsp_28_not_on_time_is_a_missed_service(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.confirmed(START, END, START).await;
    let task = key();
    not_on_time(&desk, &id, &task).await;
    not_on_time(&desk, &id, &task).await;
    let order = desk.order(&id).await;
    let missed = &order.missed_services;
    assert_eq!(
        (missed.len(), missed[0].kind(), missed[0].evidence.as_str()),
        (1, MissedServiceKind::NoShow, task.as_str())
    );
    assert_eq!(desk.count("MissedServiceRecorded").await, 1);
}

async fn dsp_29_a_reissued_order_is_first_in_the_queue(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.confirmed(START, END, START).await;
    callback_closed(&desk, &id, CallbackOutcome::Reissued).await;
    let original = desk.order(&id).await;
    assert_eq!((original.state(), original.contact), (WorkOrderState::Closed, None));
    let mut earlier = handed_over(NOW);
    earlier.urged = true;
    desk.hand_over(earlier).await;
    let first = super::lists::queue(&desk)
        .await
        .into_iter()
        .next()
        .unwrap()
        .work_order
        .unwrap();
    assert!(first.reissued);
    assert_eq!(first.technician_id, "E1", "the technician who missed it");
    assert_eq!(
        (first.original_work_order_id.as_str(), first.state()),
        (id.as_str(), WorkOrderState::Assigned)
    );
    assert_eq!(
        first.contact.unwrap().address,
        super::hotline::contact().address,
        "the contact goes along"
    );
    assert_eq!(
        desk.deadline(&first.id, "reply_2wd").await.state,
        DeadlineState::Running
    );
}

async fn dsp_32_the_callback_finds_another_visit_needed(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.confirmed(START, END, START).await;
    let task = facts(&desk, &id, &key()).await;
    let ticket = task.ticket_id.clone();
    let fact = callback::RevisitNeeded {
        task: Some(task),
        reported_at: None,
    };
    callback_says(&desk, &ticket, "RevisitNeeded", Event::RevisitNeeded(fact)).await;
    assert_eq!(desk.state(&id).await, WorkOrderState::Contacted);
    callback_closed(&desk, &id, CallbackOutcome::Revisit).await;
    let order = desk.order(&id).await;
    assert_eq!(order.state(), WorkOrderState::Contacted, "on its way already");
    assert_eq!(desk.count("WorkOrderReopened").await, 1);
    callback_closed(&desk, &id, CallbackOutcome::Satisfied).await;
    assert_eq!(
        desk.state(&id).await,
        WorkOrderState::Contacted,
        "an order at work is not closed"
    );
}

async fn dsp_38_the_voucher_is_back_before_confirmation(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.done(START, END, START).await;
    desk.report_completion(E1, report(&id)).await.unwrap();
    let mut request = confirmation(&id);
    request.voucher_returned = false;
    let refused = desk.confirm_work_order(C1, request).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "VOUCHER_NOT_RETURNED");
}

async fn cancelling_waits_for_issued_parts(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.promised(START, END).await;
    let line = Line::new("HDD-1T", 1).issued(1);
    parts_say(&desk, &id, "PartsIssued", &line, PartsLineState::Issued).await;
    let refused = desk.cancel_work_order(C1, cancelling(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PARTS_NOT_SETTLED");
    parts_say(&desk, &id, "PartReturned", &line, PartsLineState::Settled).await;
    let order = desk
        .cancel_work_order(C1, cancelling(&id))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(
        (order.state(), order.cancel_reason()),
        (WorkOrderState::Cancelled, WorkOrderCancelReason::CustomerWithdrew)
    );
    assert_eq!((order.contact, order.need_summary.as_str()), (None, ""), "forgotten");
    desk.rig.advance_to("2026-11-30T09:00:00+08:00").await;
    assert_eq!(desk.count("DeadlineMissed").await, 0, "nothing is wanted any more");
}

/// The hotline says that the ticket of an order is cancelled.
pub async fn ticket_cancelled(desk: &Desk, id: &str) {
    let ticket_id = desk.order(id).await.ticket_id;
    let fact = TicketCancelled {
        ticket_id: ticket_id.clone(),
        branch_id: "BJ01".to_owned(),
        reason: CancelReason::CustomerWithdrew.into(),
        cancelled_by: "H1".to_owned(),
        cancelled_at: None,
    };
    desk.hotline_says(
        &ticket_id,
        "TicketCancelled",
        hotline_event::Event::TicketCancelled(fact),
    )
    .await;
}

async fn a_cancelled_ticket_ends_its_work(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.promised(START, END).await;
    ticket_cancelled(&desk, &id).await;
    let order = desk.order(&id).await;
    assert_eq!(
        (order.state(), order.cancel_reason()),
        (WorkOrderState::Cancelled, WorkOrderCancelReason::TicketCancelled)
    );
    assert_eq!(order.contact, None);
    ticket_cancelled(&desk, &id).await;
    assert_eq!(desk.count("WorkOrderCancelled").await, 1);
}

async fn a_cancelled_ticket_does_not_undo_finished_work(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.done(START, END, START).await;
    ticket_cancelled(&desk, &id).await;
    assert_eq!(desk.state(&id).await, WorkOrderState::DoneOnsite);
    desk.report_completion(E1, report(&id)).await.unwrap();
    desk.confirm_work_order(C1, confirmation(&id)).await.unwrap();
}
