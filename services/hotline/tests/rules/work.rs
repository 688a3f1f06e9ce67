//! Tickets follow their work to the end, or are cancelled before.

use aftersales_kit::{auth::Role, id::BranchId, outbox::NewEvent, testing::TestDb};
use aftersales_proto::{
    callback::v1::{
        CallbackClosed, CallbackEvent, CallbackFacts, CallbackOutcome, callback_event::Event as CalledBack,
    },
    dispatch::v1::{
        TechnicianDeparted, VisitCompleted, VisitPromised, WorkOrderCancelReason, WorkOrderCancelled, WorkOrderClosed,
        WorkOrderConfirmed, WorkOrderCreated, WorkOrderFacts, WorkOrderReturned, WorkOrderState,
        dispatch_event::Event as Dispatched,
    },
    hotline::v1::{
        CancelReason, CancelTicketRequest, GetTicketContactRequest, ListRegisterRequest, RegisterRowState,
        TicketOutcome, TicketState,
    },
    reception::v1::{CustomerArrived, ReceptionEvent, reception_event::Event as Received},
};

use crate::{
    desk::{Desk, carried_in, key, refused, written},
    played::order,
};

aftersales_kit::on_both_databases!(
    a_ticket_follows_its_work_order_and_is_closed_by_the_callback,
    a_reissued_order_takes_the_place_of_the_first,
    a_cancelled_ticket_is_void_and_forgets_its_contact,
    x_22_a_ticket_whose_work_is_done_is_not_cancelled,
    an_order_that_dispatch_cancels_ends_its_ticket,
    a_guided_customer_who_arrives_is_in_service,
);

fn cancel(id: &str, reason: CancelReason) -> CancelTicketRequest {
    CancelTicketRequest {
        request_id: key(),
        ticket_id: id.to_owned(),
        reason: reason.into(),
        note: "已经自己修好".to_owned(),
        etag: String::new(),
    }
}

fn called_back(ticket: &str, outcome: CallbackOutcome) -> NewEvent {
    let task = CallbackFacts {
        ticket_id: ticket.to_owned(),
        branch_id: "BJ01".to_owned(),
        ..Default::default()
    };
    let closed = CallbackClosed {
        task: Some(task),
        outcome: outcome.into(),
        closed_at: None,
    };
    let event = CallbackEvent {
        event: Some(CalledBack::CallbackClosed(closed)),
    };
    NewEvent::new(ticket, BranchId::parse("BJ01").unwrap(), "CallbackClosed", &event)
}

async fn a_ticket_follows_its_work_order_and_is_closed_by_the_callback(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let id = desk.open(written()).await.id;
    desk.received(&id).await;
    let of = |state| order(&id, state);
    let steps = [
        (
            "VisitPromised",
            Dispatched::VisitPromised(VisitPromised {
                order: of(WorkOrderState::Promised),
                ..Default::default()
            }),
            TicketState::Promised,
        ),
        (
            "TechnicianDeparted",
            Dispatched::TechnicianDeparted(TechnicianDeparted {
                order: of(WorkOrderState::EnRoute),
                departed_at: None,
            }),
            TicketState::InService,
        ),
        (
            "VisitCompleted",
            Dispatched::VisitCompleted(VisitCompleted {
                order: of(WorkOrderState::WaitingCustomer),
                ..Default::default()
            }),
            TicketState::Waiting,
        ),
        (
            "WorkOrderReturned",
            Dispatched::WorkOrderReturned(WorkOrderReturned {
                order: of(WorkOrderState::UnreachableReturned),
                ..Default::default()
            }),
            TicketState::Returned,
        ),
        (
            "VisitCompleted",
            Dispatched::VisitCompleted(VisitCompleted {
                order: of(WorkOrderState::DoneOnsite),
                ..Default::default()
            }),
            TicketState::Served,
        ),
        (
            "WorkOrderConfirmed",
            Dispatched::WorkOrderConfirmed(WorkOrderConfirmed {
                order: of(WorkOrderState::Confirmed),
                voucher_signed: true,
                ..Default::default()
            }),
            TicketState::Confirmed,
        ),
    ];
    for (name, event, state) in steps {
        desk.dispatch(&id, name, event).await;
        assert_eq!(desk.ticket(&id).await.state(), state, "{name}");
    }
    assert_eq!(
        desk.ticket(&id).await.contact.unwrap().name,
        "王芳",
        "the callback still needs it"
    );
    desk.rig
        .emit("callback", called_back(&id, CallbackOutcome::Revisit))
        .await;
    assert_eq!(
        desk.ticket(&id).await.state(),
        TicketState::Confirmed,
        "another visit follows"
    );
    desk.rig
        .emit("callback", called_back(&id, CallbackOutcome::Satisfied))
        .await;
    let closed = desk.ticket(&id).await;
    assert_eq!(
        (closed.state(), closed.outcome()),
        (TicketState::Closed, TicketOutcome::ServedOnSite)
    );
    assert!(closed.contact.is_none() && closed.need_summary.is_empty());
    let late = WorkOrderClosed {
        order: of(WorkOrderState::Closed),
        closed_at: None,
    };
    desk.dispatch(&id, "WorkOrderClosed", Dispatched::WorkOrderClosed(late))
        .await;
    assert_eq!(
        desk.ticket(&id).await.etag,
        closed.etag,
        "X-22: a closed ticket does not change"
    );
    let told = desk.told().await;
    assert_eq!(told.iter().filter(|name| *name == "TicketClosed").count(), 1);
    let mut service = desk.client(Role::Service, "*", "service:callback").await;
    let request = GetTicketContactRequest { ticket_id: id };
    assert_eq!(refused(service.get_ticket_contact(request).await), "TICKET_CLOSED");
}

async fn a_reissued_order_takes_the_place_of_the_first(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let id = desk.open(written()).await.id;
    desk.received(&id).await;
    let again = WorkOrderFacts {
        work_order_id: key(),
        work_order_no: "BJ01-D-000002".to_owned(),
        reissued: true,
        ..order(&id, WorkOrderState::Queued).unwrap()
    };
    let created = WorkOrderCreated {
        order: Some(again),
        ..Default::default()
    };
    desk.dispatch(&id, "WorkOrderCreated", Dispatched::WorkOrderCreated(created))
        .await;
    let closed = WorkOrderClosed {
        order: order(&id, WorkOrderState::Closed),
        closed_at: None,
    };
    desk.dispatch(&id, "WorkOrderClosed", Dispatched::WorkOrderClosed(closed))
        .await;
    let ticket = desk.ticket(&id).await;
    assert_eq!(
        (ticket.state(), ticket.work_order_no.as_str()),
        (TicketState::HandedOver, "BJ01-D-000002")
    );
}

async fn a_cancelled_ticket_is_void_and_forgets_its_contact(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let ticket = desk.open(written()).await;
    let stale = CancelTicketRequest {
        etag: "\"7\"".to_owned(),
        ..cancel(&ticket.id, CancelReason::Duplicate)
    };
    assert_eq!(refused(desk.hotline.cancel_ticket(stale).await), "STALE_ETAG");
    let request = cancel(&ticket.id, CancelReason::CustomerWithdrew);
    let cancelled = desk
        .hotline
        .cancel_ticket(request.clone())
        .await
        .unwrap()
        .into_inner()
        .ticket
        .unwrap();
    assert_eq!(
        (cancelled.state(), cancelled.outcome()),
        (TicketState::Cancelled, TicketOutcome::CustomerWithdrew)
    );
    assert_eq!(
        (cancelled.contact.clone(), cancelled.readonly_reason.as_str()),
        (None, "The ticket was cancelled.")
    );
    let again = desk
        .hotline
        .cancel_ticket(request)
        .await
        .unwrap()
        .into_inner()
        .ticket
        .unwrap();
    assert_eq!(again, cancelled);
    assert_eq!(
        refused(
            desk.hotline
                .cancel_ticket(cancel(&ticket.id, CancelReason::Mistake))
                .await
        ),
        "TICKET_NOT_CANCELLABLE"
    );
    let request = ListRegisterRequest {
        branch_id: "BJ01".to_owned(),
        ..Default::default()
    };
    let rows = desk.hotline.list_register(request).await.unwrap().into_inner().rows;
    assert_eq!(
        (rows[0].state(), rows[0].contact.clone()),
        (RegisterRowState::Void, None)
    );
    desk.rig.advance_to("2026-11-16T12:00:00+08:00").await;
    let told = desk.told().await;
    assert!(told.contains(&"TicketCancelled".to_owned()) && told.contains(&"DeadlineEnded".to_owned()));
    assert!(
        !told.contains(&"DeadlineMissed".to_owned()),
        "nobody waits for it any more"
    );
}

async fn x_22_a_ticket_whose_work_is_done_is_not_cancelled(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let id = desk.open(written()).await.id;
    desk.received(&id).await;
    let done = VisitCompleted {
        order: order(&id, WorkOrderState::DoneOnsite),
        ..Default::default()
    };
    desk.dispatch(&id, "VisitCompleted", Dispatched::VisitCompleted(done))
        .await;
    let request = cancel(&id, CancelReason::CustomerWithdrew);
    assert_eq!(
        refused(desk.hotline.cancel_ticket(request).await),
        "TICKET_NOT_CANCELLABLE"
    );
    let ticket = desk.ticket(&id).await;
    assert!(ticket.available_actions.is_empty() && !ticket.readonly_reason.is_empty());
}

async fn an_order_that_dispatch_cancels_ends_its_ticket(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let id = desk.open(written()).await.id;
    desk.received(&id).await;
    let cancelled = WorkOrderCancelled {
        order: order(&id, WorkOrderState::Cancelled),
        reason: WorkOrderCancelReason::Duplicate.into(),
        cancelled_by: "C1".to_owned(),
        cancelled_at: None,
    };
    desk.dispatch(&id, "WorkOrderCancelled", Dispatched::WorkOrderCancelled(cancelled))
        .await;
    let ticket = desk.ticket(&id).await;
    assert_eq!(
        (ticket.state(), ticket.outcome()),
        (TicketState::Cancelled, TicketOutcome::Duplicate)
    );
    assert_eq!(
        (ticket.cancel_reason(), ticket.contact),
        (CancelReason::Duplicate, None)
    );
}

async fn a_guided_customer_who_arrives_is_in_service(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let id = desk.open(carried_in(written())).await.id;
    let arrived = CustomerArrived {
        ticket_id: id.clone(),
        branch_id: "SH02".to_owned(),
        ..Default::default()
    };
    let event = ReceptionEvent {
        event: Some(Received::CustomerArrived(arrived)),
    };
    let branch = BranchId::parse("SH02").unwrap();
    desk.rig
        .emit("reception", NewEvent::new(&id, branch, "CustomerArrived", &event))
        .await;
    assert_eq!(desk.ticket(&id).await.state(), TicketState::InService);
}
