//! Parts before, during and after a visit.

use aftersales_dispatch::NAME;
use aftersales_kit::{
    id::BranchId,
    on_both_databases,
    outbox::NewEvent,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    dispatch::v1::{WaitingReason, WorkOrderState},
    parts::v1::{self as proto, PartsEvent, PartsLineFacts, PartsLineState, PartsRequestFacts, parts_event::Event},
};

use super::desk::{C1, Desk, E1, confirmation, departure, key, no_parts, report};

on_both_databases!(
    dsp_16_each_order_waits_for_its_own_parts,
    dsp_04_departure_waits_for_parts,
    dsp_05_parts_on_order,
    dsp_09_issued_parts_are_settled_before_confirmation,
    parts_that_were_asked_for_early_count_at_the_promise,
    a_cancelled_request_leads_back_to_promised,
    parts_of_an_unknown_order_are_kept,
);

const START: &str = "2026-11-17T14:00:00+08:00";
const END: &str = "2026-11-17T16:00:00+08:00";

/// A line of a parts request.
#[derive(Clone)]
pub struct Line {
    request: String,
    facts: PartsLineFacts,
}

impl Line {
    /// Asked for, wholly in stock.
    pub fn new(part_no: &str, requested: i32) -> Self {
        let facts = PartsLineFacts {
            line_id: key(),
            part_no: part_no.to_owned(),
            requested,
            ..PartsLineFacts::default()
        };
        Self { request: key(), facts }
    }

    /// Lacking in stock.
    pub fn lacking(mut self, pieces: i32) -> Self {
        self.facts.backordered = pieces;
        self
    }

    /// Issued.
    pub fn issued(mut self, pieces: i32) -> Self {
        self.facts.issued = pieces;
        self.facts.backordered = 0;
        self
    }

    /// Replaced, the defective pieces handed in.
    pub fn exchanged(mut self, pieces: i32) -> Self {
        self.facts.consumed = pieces;
        self.facts.returned_defective = pieces;
        self
    }
}

/// The parts service tells the state of a line.
pub async fn parts_say(desk: &Desk, order: &str, name: &str, line: &Line, state: PartsLineState) {
    let ticket_id = desk.order(order).await.ticket_id;
    say(desk, order, &ticket_id, name, line, state).await;
}

async fn say(desk: &Desk, order: &str, ticket_id: &str, name: &str, line: &Line, state: PartsLineState) {
    let mut facts = line.facts.clone();
    facts.state = state.into();
    let request = Some(PartsRequestFacts {
        parts_request_id: line.request.clone(),
        number: "BJ01-P-000001".to_owned(),
        work_order_id: order.to_owned(),
        ticket_id: ticket_id.to_owned(),
        branch_id: "BJ01".to_owned(),
        state: 0,
        lines: vec![facts],
    });
    let event = match name {
        "PartsRequested" => Event::PartsRequested(proto::PartsRequested {
            request,
            ..Default::default()
        }),
        "PartsReserved" => Event::PartsReserved(proto::PartsReserved {
            request,
            ..Default::default()
        }),
        "PartsIssued" => Event::PartsIssued(proto::PartsIssued {
            request,
            ..Default::default()
        }),
        "PartReturned" => Event::PartReturned(proto::PartReturned {
            request,
            ..Default::default()
        }),
        "PartConsumed" => Event::PartConsumed(proto::PartConsumed {
            request,
            ..Default::default()
        }),
        _ => Event::PartsRequestCancelled(proto::PartsRequestCancelled {
            request,
            ..Default::default()
        }),
    };
    let payload = PartsEvent { event: Some(event) };
    let branch = BranchId::parse("BJ01").unwrap();
    desk.rig
        .emit("parts", NewEvent::new(ticket_id, branch, name, &payload))
        .await;
    desk.rig.settle().await;
}

async fn dsp_04_departure_waits_for_parts(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let id = desk.promised(START, END).await;
    let refused = desk.depart(E1, departure(&id)).await.unwrap_err();
    assert_eq!(
        rig::reason(&refused),
        "PARTS_UNRESOLVED",
        "nobody said that none is needed"
    );
    let line = Line::new("HDD-1T", 2);
    parts_say(&desk, &id, "PartsRequested", &line, PartsLineState::Reserved).await;
    let refused = desk.declare_no_parts(E1, no_parts(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PARTS_ALREADY_REQUESTED");
    parts_say(
        &desk,
        &id,
        "PartsIssued",
        &line.clone().issued(1),
        PartsLineState::Reserved,
    )
    .await;
    assert_eq!(
        desk.state(&id).await,
        WorkOrderState::PartsPending,
        "one of two is issued"
    );
    let mut request = departure(&id);
    request.override_reason = "客户急用".to_owned();
    let refused = desk.depart(E1, request.clone()).await.unwrap_err();
    assert_eq!(
        rig::reason(&refused),
        "PARTS_UNRESOLVED",
        "a technician may not override"
    );
    let order = desk.depart(C1, request).await.unwrap().work_order.unwrap();
    assert_eq!(order.state(), WorkOrderState::EnRoute);
    parts_say(&desk, &id, "PartsIssued", &line.issued(2), PartsLineState::Issued).await;
    let order = desk.order(&id).await;
    assert_eq!(
        (order.state(), order.parts[0].issued),
        (WorkOrderState::EnRoute, 2),
        "kept, the state stays"
    );
}

async fn dsp_05_parts_on_order(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let id = desk.promised(START, END).await;
    let line = Line::new("BOARD-X", 1).lacking(1);
    parts_say(&desk, &id, "PartsRequested", &line, PartsLineState::Backordered).await;
    let order = desk.order(&id).await;
    assert_eq!(order.state(), WorkOrderState::PartsOnOrder);
    assert_eq!(order.waiting_reason(), WaitingReason::Part);
    let refused = desk.depart(E1, departure(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PARTS_UNRESOLVED");
    parts_say(
        &desk,
        &id,
        "PartsReserved",
        &line.clone().lacking(0),
        PartsLineState::Reserved,
    )
    .await;
    assert_eq!(desk.state(&id).await, WorkOrderState::PartsPending);
    parts_say(&desk, &id, "PartsIssued", &line.issued(1), PartsLineState::Issued).await;
    let order = desk.order(&id).await;
    assert_eq!(order.state(), WorkOrderState::Ready);
    assert_eq!(order.waiting_reason(), WaitingReason::Unspecified);
}

async fn dsp_09_issued_parts_are_settled_before_confirmation(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let id = desk.done(START, END, START).await;
    let line = Line::new("HDD-1T", 1).issued(1);
    parts_say(&desk, &id, "PartsIssued", &line, PartsLineState::Issued).await;
    assert_eq!(
        desk.state(&id).await,
        WorkOrderState::DoneOnsite,
        "facts are kept, the state waits for the report"
    );
    desk.report_completion(E1, report(&id)).await.unwrap();
    let refused = desk.confirm_work_order(C1, confirmation(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PARTS_NOT_SETTLED");
    settled(&desk, &id).await;
    assert_eq!(desk.state(&id).await, WorkOrderState::PartsSettled);
    desk.confirm_work_order(C1, confirmation(&id)).await.unwrap();
}

async fn settled(desk: &Desk, id: &str) {
    let order = desk.order(id).await;
    let fact = proto::PartsSettled {
        work_order_id: id.to_owned(),
        ticket_id: order.ticket_id.clone(),
        branch_id: order.branch_id.clone(),
        settled_at: None,
    };
    let payload = PartsEvent {
        event: Some(Event::PartsSettled(fact)),
    };
    let branch = BranchId::parse("BJ01").unwrap();
    desk.rig
        .emit(
            "parts",
            NewEvent::new(order.ticket_id, branch, "PartsSettled", &payload),
        )
        .await;
    desk.rig.settle().await;
}

async fn parts_that_were_asked_for_early_count_at_the_promise(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let id = desk.contacted().await;
    let line = Line::new("HDD-1T", 1);
    parts_say(&desk, &id, "PartsRequested", &line, PartsLineState::Reserved).await;
    parts_say(&desk, &id, "PartsIssued", &line.issued(1), PartsLineState::Issued).await;
    assert_eq!(desk.state(&id).await, WorkOrderState::Contacted);
    let order = desk
        .promise_visit(E1, super::desk::promise(&id, START, END))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(order.state(), WorkOrderState::Ready);
    let own: Vec<String> = desk
        .events()
        .await
        .into_iter()
        .filter(|name| name.starts_with("Work"))
        .collect();
    assert_eq!(own.last().map(String::as_str), Some("WorkOrderReady"));
}

async fn a_cancelled_request_leads_back_to_promised(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let id = desk.promised(START, END).await;
    desk.declare_no_parts(E1, no_parts(&id)).await.unwrap();
    let line = Line::new("HDD-1T", 1);
    parts_say(&desk, &id, "PartsRequested", &line, PartsLineState::Reserved).await;
    let order = desk.order(&id).await;
    assert_eq!(
        (order.state(), order.no_parts_needed),
        (WorkOrderState::PartsPending, false)
    );
    parts_say(&desk, &id, "PartsRequestCancelled", &line, PartsLineState::Cancelled).await;
    assert_eq!(desk.state(&id).await, WorkOrderState::Promised);
    desk.declare_no_parts(E1, no_parts(&id)).await.unwrap();
}

async fn parts_of_an_unknown_order_are_kept(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let line = Line::new("HDD-1T", 1);
    say(&desk, &key(), &key(), "PartsRequested", &line, PartsLineState::Reserved).await;
    desk.queued().await;
    let mut tx = desk.rig.kit(NAME).read().await.unwrap();
    let kept = aftersales_kit::fetch_scalar!(&mut tx, i64, "SELECT COUNT(*) FROM part_line").unwrap();
    assert_eq!(kept, 1);
}

async fn dsp_16_each_order_waits_for_its_own_parts(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let (first, second) = (desk.promised(START, END).await, desk.contacted().await);
    let (start, end) = ("2026-11-18T14:00:00+08:00", "2026-11-18T16:00:00+08:00");
    desk.promise_visit(E1, super::desk::promise(&second, start, end))
        .await
        .unwrap();
    let reserved = Line::new("HDD-1T", 1);
    parts_say(&desk, &first, "PartsRequested", &reserved, PartsLineState::Reserved).await;
    let lacking = Line::new("HDD-1T", 1).lacking(1);
    parts_say(&desk, &second, "PartsRequested", &lacking, PartsLineState::Backordered).await;
    parts_say(
        &desk,
        &first,
        "PartsIssued",
        &reserved.issued(1),
        PartsLineState::Issued,
    )
    .await;
    assert_eq!(
        (desk.state(&first).await, desk.state(&second).await),
        (WorkOrderState::Ready, WorkOrderState::PartsOnOrder),
        "what is issued for one order makes no other one ready"
    );
    let refused = desk.depart(E1, super::desk::departure(&second)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PARTS_UNRESOLVED");
    let mut decided = super::desk::departure(&second);
    decided.override_reason = "备件随后送到".to_owned();
    let refused = desk.depart(E1, decided.clone()).await.unwrap_err();
    assert_eq!(
        rig::reason(&refused),
        "PARTS_UNRESOLVED",
        "not the technician's to decide"
    );
    decided.request_id = key();
    let order = desk.depart(super::desk::C1, decided).await.unwrap().work_order.unwrap();
    assert_eq!(order.state(), WorkOrderState::EnRoute);
}
