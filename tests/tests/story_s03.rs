//! Story S03: a repair for a fee; declined, then accepted, served, and collected as agreed.
#![expect(clippy::unwrap_used, reason = "a story that cannot be played must fail")]

use aftersales::demo::World;
use aftersales_kit::{
    on_both_databases,
    testing::{TestDb, rig, rig::at},
};
use aftersales_proto::{
    common::v1::{CoverageKind, PartCondition, ServiceClass},
    dispatch::v1::{
        DispatchEvent, FeeCollected, InvoiceMode, PaymentMethod, WorkOrder, WorkOrderState, dispatch_event::Event,
    },
    hotline::v1::{IntakeChannel, Ticket, TicketOutcome, TicketState},
    parts::v1::PartsRequest,
};
use aftersales_tests::{
    desk::{Desk, fen},
    suite::Suite,
};
use prost::Message;

on_both_databases!(s03_a_fee_is_declined_then_accepted_and_collected_as_agreed);

async fn s03_a_fee_is_declined_then_accepted_and_collected_as_agreed(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-16T09:30:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let first = declined(world, &desk).await;
    let ticket = accepted(world, &desk, &first).await;
    let order = appointment(&desk, &ticket).await;
    let parts = part(&desk, &order).await;
    departure(world, &desk, &order).await;
    collection(world, &desk, &order).await;
    fee_is_told(&desk, &ticket, &order).await;
    goes_on(world, &desk, &ticket, &order, &parts).await;
}

/// 10:00: what nothing covers is not wrapped up as free; 李强 hears 200.00 and declines.
async fn declined(world: &World, desk: &Desk<'_>) -> Ticket {
    world.at("2026-11-16T10:00:00+08:00").await.unwrap();
    let refused = desk.open(desk.of_li().await).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "FREE_ONSITE_NOT_COVERED");
    let quote = desk.quote().await;
    let prices: Vec<_> = quote.lines.iter().map(|line| line.amount.clone().unwrap()).collect();
    assert_eq!(
        (prices, quote.total),
        (vec![fen(8_000), fen(12_000)], Some(fen(20_000)))
    );
    let ticket = desk.open(desk.paid_on_site(false).await).await.unwrap();
    assert_eq!(
        (ticket.state(), ticket.outcome()),
        (TicketState::Closed, TicketOutcome::Declined)
    );
    let entitled = ticket.entitlement.clone().unwrap();
    assert!(!entitled.in_warranty && !entitled.in_onsite_period);
    assert!(desk.log("dispatch", &ticket).await.is_empty(), "nothing is dispatched");
    let report = desk.conversion("2026-11-16").await;
    assert_eq!((report.accepted, report.accepted + report.declined), (0, 1));
    ticket
}

/// The second call of the same day: the same customer, machine and need.
async fn accepted(world: &World, desk: &Desk<'_>, first: &Ticket) -> Ticket {
    world.at("2026-11-16T15:00:00+08:00").await.unwrap();
    let mut request = desk.paid_on_site(true).await;
    request.channel = IntakeChannel::Phone.into();
    request.call_id = desk.answer("13800000002", "2026-11-16T15:00:00+08:00").await;
    let ticket = desk.open(request).await.unwrap();
    assert_eq!(ticket.repeat_of_ticket_id, first.id, "HOT-08");
    let told = desk.log("hotline", &ticket).await;
    assert!(told.iter().any(|event| event.r#type.ends_with(".RepeatCallFlagged")));
    assert_eq!(
        (ticket.service_class(), ticket.coverage_kind()),
        (ServiceClass::A, CoverageKind::None)
    );
    let report = desk.conversion("2026-11-16").await;
    assert_eq!((report.accepted, report.declined), (1, 1));
    ticket
}

async fn appointment(desk: &Desk<'_>, ticket: &Ticket) -> WorkOrder {
    let order = desk.order(ticket).await;
    assert_eq!(
        (order.agreed_total.clone(), order.quote_version),
        (Some(fen(20_000)), 1),
        "what the customer accepted on the telephone"
    );
    desk.assign(&order, "E1").await.unwrap();
    desk.contact(&order, "E1").await.unwrap();
    desk.promise(&order, "E1", "2026-11-17T09:30:00+08:00", "2026-11-17T11:30:00+08:00")
        .await
        .unwrap();
    desk.report_appointment(&order, "E1").await.unwrap();
    order
}

/// A disk is taken along in case it is needed.
async fn part(desk: &Desk<'_>, order: &WorkOrder) -> PartsRequest {
    desk.receive_stock("HDD-1T", &["NEW-DISK"]).await.unwrap();
    let request = desk.request_part(order, "E1", "HDD-1T", 1).await.unwrap();
    desk.issue(&request, "E1", &["NEW-DISK"]).await.unwrap();
    request
}

async fn departure(world: &World, desk: &Desk<'_>, order: &WorkOrder) {
    world.at("2026-11-17T09:00:00+08:00").await.unwrap();
    let refused = desk.depart(order, "E1", "").await.unwrap_err();
    assert_eq!(rig::reason(&refused), "INVOICE_NOT_BROUGHT", "DSP-65, BIL-05");
    assert_eq!(
        rig::fields(&refused),
        ["check.invoice_mode", "check.price_list_brought"]
    );
    desk.travel(order, "E1", "2026-11-17T09:00:00+08:00", "2026-11-17T09:30:00+08:00")
        .await
        .unwrap();
    let check = desk.order_by_id(&order.id).await.visits[0].departure_check.unwrap();
    assert_eq!(check.invoice_mode(), InvoiceMode::Electronic);
}

async fn collection(world: &World, desk: &Desk<'_>, order: &WorkOrder) {
    let done_at = "2026-11-17T10:40:00+08:00";
    world.at(done_at).await.unwrap();
    let done = |amount| desk.collected(order, done_at, amount);
    let mut hidden = done(20_000);
    hidden.payment.as_mut().unwrap().price_list_shown = false;
    let refused = desk.complete("E1", hidden).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PRICE_LIST_NOT_SHOWN");
    let refused = desk.complete("E1", done(52_000)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "COLLECTION_NOT_AGREED", "no consent to the disk");
    let agreed = desk.extra(order, "E1", "HDD-1T", 32_000).await.unwrap();
    assert_eq!(agreed.agreed_total, Some(fen(52_000)));
    let refused = desk.complete("E1", done(62_000)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "COLLECTION_NOT_AGREED");
    assert_eq!(rig::fields(&refused), ["payment.collected"]);
    assert_eq!(desk.order_by_id(&order.id).await.state(), WorkOrderState::OnSite);
    desk.complete("E1", done(52_000)).await.unwrap();
    let after = desk.order_by_id(&order.id).await;
    let payment = after.visits[0].payment.clone().unwrap();
    assert_eq!(
        (after.state(), payment.collected.clone(), payment.method()),
        (WorkOrderState::DoneOnsite, Some(fen(52_000)), PaymentMethod::Cash)
    );
}

async fn fee_is_told(desk: &Desk<'_>, ticket: &Ticket, order: &WorkOrder) {
    let log = desk.log("dispatch", ticket).await;
    let fees: Vec<FeeCollected> = log
        .iter()
        .filter(|event| event.r#type.ends_with(".FeeCollected"))
        .map(|event| {
            match DispatchEvent::decode(event.data.as_ref().unwrap().value.as_slice())
                .unwrap()
                .event
            {
                Some(Event::FeeCollected(fact)) => fact,
                other => panic!("another fact: {other:?}"),
            }
        })
        .collect();
    assert_eq!(fees.len(), 1, "the refused ones told nothing");
    let fee = &fees[0];
    assert_eq!(
        (&fee.amount, &fee.agreed_total, fee.collected_by.as_str()),
        (&Some(fen(52_000)), &Some(fen(52_000)), "E1"),
        "the money is in his hands"
    );
    assert_eq!(fee.collected_at, Some(at("2026-11-17T10:40:00+08:00").to_proto()));
    assert_eq!(fee.order.as_ref().unwrap().work_order_id, order.id);
}

async fn goes_on(world: &World, desk: &Desk<'_>, ticket: &Ticket, order: &WorkOrder, parts: &PartsRequest) {
    world.at("2026-11-17T11:00:00+08:00").await.unwrap();
    assert!(desk.report(order, "E1").await.unwrap().same_day);
    desk.return_part(parts, PartCondition::Defective, "OLD-DISK")
        .await
        .unwrap();
    desk.confirm(order).await.unwrap();
    let task = desk.task(ticket).await.unwrap();
    assert_eq!(task.due_date, "2026-11-18");
    world.at("2026-11-18T10:00:00+08:00").await.unwrap();
    desk.satisfied(&task).await.unwrap();
    let closed = desk.ticket(&ticket.id).await.unwrap();
    assert_eq!(
        (closed.state(), closed.outcome()),
        (TicketState::Closed, TicketOutcome::ServedOnSite)
    );
}
