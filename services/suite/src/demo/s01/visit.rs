//! From the coordinator's desk to the customer's signature.

use aftersales_kit::{auth::Role, time::Timestamp};
use aftersales_proto::{
    billing::v1::{ChargeLineInput, RecordChargeRequest},
    common::v1::{Money, Satisfaction, Signature, SignatureMethod, TimeWindow},
    dispatch::v1::{
        ArriveRequest, AssignTechnicianRequest, CompleteVisitRequest, ContactChannel, ContactResult,
        DeliveryConfirmation, DepartRequest, GetWorkOrderRequest, LogContactRequest, Presence, PromiseVisitRequest,
        ReceiveWorkOrderRequest, RepairedResult, ReportAppointmentRequest, ReportCompletionRequest, SetPresenceRequest,
        SignOff, WorkOrder, complete_visit_request::Result as Outcome,
    },
    parts::v1::{
        GetStockRequest, IssueLine, IssuePartsRequest, ListMovementsRequest, PartsLineInput, RequestPartsRequest,
    },
};
use anyhow::Context;
use tonic_types::StatusExt as _;

use super::{BRANCH, Thread};
use crate::demo::{Teller, World, request_id};

/// Monday: received, assigned, contacted, promised, part issued.
pub(super) async fn arrange(world: &World, teller: &mut Teller, thread: &mut Thread) -> anyhow::Result<()> {
    world.at("2026-11-16T09:55:00+08:00").await?;
    thread.work_order_id = order(world, thread).await?.id;
    assign(world, teller, thread).await?;
    world.at("2026-11-16T10:30:00+08:00").await?;
    promise(world, teller, thread).await?;
    world.at("2026-11-16T10:35:00+08:00").await?;
    report_appointment(world, teller, thread).await?;
    world.at("2026-11-16T11:00:00+08:00").await?;
    fetch_part(world, teller, thread).await
}

/// Tuesday: on site, repaired, signed, reported.
pub(super) async fn play(world: &World, teller: &mut Teller, thread: &mut Thread) -> anyhow::Result<()> {
    travel(world, teller, thread).await?;
    world.at("2026-11-17T15:10:00+08:00").await?;
    complete(world, teller, thread).await?;
    charge_nothing(world, teller, thread).await?;
    world.at("2026-11-17T15:30:00+08:00").await?;
    let request = ReportCompletionRequest {
        request_id: request_id(),
        work_order_id: thread.work_order_id.clone(),
        etag: String::new(),
        ..ReportCompletionRequest::default()
    };
    world
        .dispatch(Role::Technician, BRANCH, "E1")?
        .report_completion(request)
        .await?;
    tell(
        world,
        teller,
        thread,
        "2026-11-17T15:30:00+08:00",
        "E1",
        "reports the completion on the same day",
    )
    .await
}

/// The work order as it stands.
pub(super) async fn order(world: &World, thread: &Thread) -> anyhow::Result<WorkOrder> {
    let request = GetWorkOrderRequest {
        work_order_id: String::new(),
        ticket_id: thread.ticket_id.clone(),
    };
    let answer = world
        .dispatch(Role::Coordinator, BRANCH, "C1")?
        .get_work_order(request)
        .await?
        .into_inner();
    answer.work_order.context("no work order")
}

/// Tells a step with the work order's state after it.
pub(super) async fn tell(
    world: &World,
    teller: &Teller,
    thread: &Thread,
    time: &str,
    who: &str,
    what: &str,
) -> anyhow::Result<()> {
    world.settle().await?;
    let order = order(world, thread).await?;
    teller.step(
        time,
        who,
        what,
        order.state().as_str_name().trim_start_matches("WORK_ORDER_STATE_"),
    )
}

async fn assign(world: &World, teller: &mut Teller, thread: &Thread) -> anyhow::Result<()> {
    let time = "2026-11-16T09:55:00+08:00";
    let mut dispatch = world.dispatch(Role::Coordinator, BRANCH, "C1")?;
    let request = ReceiveWorkOrderRequest {
        request_id: request_id(),
        work_order_id: thread.work_order_id.clone(),
        etag: String::new(),
    };
    dispatch.receive_work_order(request).await?;
    tell(
        world,
        teller,
        thread,
        time,
        "C1",
        "receives the work order, 15 minutes after the hand-over",
    )
    .await?;
    let request = SetPresenceRequest {
        request_id: request_id(),
        branch_id: BRANCH.to_owned(),
        technician_id: "E1".to_owned(),
        presence: Presence::InStation.into(),
    };
    dispatch.set_presence(request).await?;
    let request = AssignTechnicianRequest {
        request_id: request_id(),
        work_order_id: thread.work_order_id.clone(),
        technician_id: "E1".to_owned(),
        reason: String::new(),
        etag: String::new(),
    };
    dispatch.assign_technician(request).await?;
    tell(world, teller, thread, time, "C1", "assigns E1, who is in the station").await
}

async fn promise(world: &World, teller: &mut Teller, thread: &Thread) -> anyhow::Result<()> {
    let time = "2026-11-16T10:30:00+08:00";
    let mut dispatch = world.dispatch(Role::Technician, BRANCH, "E1")?;
    let request = LogContactRequest {
        request_id: request_id(),
        work_order_id: thread.work_order_id.clone(),
        result: ContactResult::Reached.into(),
        channel: ContactChannel::Phone.into(),
        at: None,
        fault_judgement: "probably the disk".to_owned(),
        note: String::new(),
        etag: String::new(),
    };
    dispatch.log_contact(request).await?;
    tell(world, teller, thread, time, "E1", "calls the customer").await?;
    let request = PromiseVisitRequest {
        request_id: request_id(),
        work_order_id: thread.work_order_id.clone(),
        window: Some(TimeWindow {
            start: instant("2026-11-17T14:00:00+08:00"),
            end: instant("2026-11-17T16:00:00+08:00"),
        }),
        beyond_limit: None,
        etag: String::new(),
        ..PromiseVisitRequest::default()
    };
    dispatch.promise_visit(request).await?;
    tell(
        world,
        teller,
        thread,
        time,
        "E1",
        "promises Tuesday 14:00 to 16:00, inside two working days",
    )
    .await
}

async fn report_appointment(world: &World, teller: &mut Teller, thread: &Thread) -> anyhow::Result<()> {
    let request = ReportAppointmentRequest {
        request_id: request_id(),
        work_order_id: thread.work_order_id.clone(),
        etag: String::new(),
        ..ReportAppointmentRequest::default()
    };
    world
        .dispatch(Role::Technician, BRANCH, "E1")?
        .report_appointment(request)
        .await?;
    tell(
        world,
        teller,
        thread,
        "2026-11-16T10:35:00+08:00",
        "E1",
        "reports the appointment on the same day",
    )
    .await
}

async fn fetch_part(world: &World, teller: &mut Teller, thread: &mut Thread) -> anyhow::Result<()> {
    let time = "2026-11-16T11:00:00+08:00";
    thread.stock_before = on_hand(world).await?;
    let request = RequestPartsRequest {
        request_id: request_id(),
        work_order_id: thread.work_order_id.clone(),
        ticket_id: thread.ticket_id.clone(),
        lines: vec![PartsLineInput {
            part_no: "HDD-1T".to_owned(),
            quantity: 1,
        }],
    };
    let answer = world
        .parts(Role::Technician, BRANCH, "E1")?
        .request_parts(request)
        .await?
        .into_inner();
    let parts = answer.parts_request.context("no parts request")?;
    let line = parts.lines.first().context("no line")?;
    thread.parts_request_id.clone_from(&parts.id);
    thread.part_line_id.clone_from(&line.line_id);
    tell(world, teller, thread, time, "E1", "asks for one disk HDD-1T").await?;
    let request = IssuePartsRequest {
        request_id: request_id(),
        parts_request_id: parts.id.clone(),
        lines: vec![IssueLine {
            line_id: line.line_id.clone(),
            quantity: 1,
            serial_numbers: vec![free_serial(world).await?],
        }],
        issued_to: "E1".to_owned(),
        etag: String::new(),
    };
    world
        .parts(Role::PartsClerk, BRANCH, "P1")?
        .issue_parts(request)
        .await?;
    tell(world, teller, thread, time, "P1", "issues it from the shelf").await?;
    let now = on_hand(world).await?;
    teller.expect(
        &format!("{now} disks left of {}", thread.stock_before),
        now == thread.stock_before - 1,
    )
}

async fn on_hand(world: &World) -> anyhow::Result<i32> {
    let request = GetStockRequest {
        branch_id: BRANCH.to_owned(),
        part_no: "HDD-1T".to_owned(),
    };
    let answer = world
        .parts(Role::PartsClerk, BRANCH, "P1")?
        .get_stock(request)
        .await?
        .into_inner();
    Ok(answer.stock.context("no stock")?.on_hand)
}

/// A serial number that was received and not issued yet.
async fn free_serial(world: &World) -> anyhow::Result<String> {
    let request = ListMovementsRequest {
        branch_id: BRANCH.to_owned(),
        page_size: 200,
        ..ListMovementsRequest::default()
    };
    let answer = world
        .parts(Role::PartsClerk, BRANCH, "P1")?
        .list_movements(request)
        .await?
        .into_inner();
    let (mut received, mut issued) = (Vec::new(), Vec::new());
    for movement in answer
        .movements
        .into_iter()
        .filter(|movement| movement.part_no == "HDD-1T")
    {
        match movement.kind() {
            aftersales_proto::parts::v1::MovementKind::Receipt => received.extend(movement.serial_numbers),
            aftersales_proto::parts::v1::MovementKind::Issue => issued.extend(movement.serial_numbers),
            _ => {}
        }
    }
    received
        .into_iter()
        .find(|serial| !issued.contains(serial))
        .context("no disk on the shelf")
}

async fn travel(world: &World, teller: &mut Teller, thread: &Thread) -> anyhow::Result<()> {
    world.at("2026-11-17T13:30:00+08:00").await?;
    let mut dispatch = world.dispatch(Role::Technician, BRANCH, "E1")?;
    let request = DepartRequest {
        request_id: request_id(),
        work_order_id: thread.work_order_id.clone(),
        at: None,
        override_reason: String::new(),
        etag: String::new(),
        ..DepartRequest::default()
    };
    dispatch.depart(request).await?;
    tell(world, teller, thread, "2026-11-17T13:30:00+08:00", "E1", "departs").await?;
    world.at("2026-11-17T14:05:00+08:00").await?;
    let request = ArriveRequest {
        request_id: request_id(),
        work_order_id: thread.work_order_id.clone(),
        at: None,
        etag: String::new(),
    };
    dispatch.arrive(request).await?;
    tell(
        world,
        teller,
        thread,
        "2026-11-17T14:05:00+08:00",
        "E1",
        "arrives inside the window",
    )
    .await
}

fn repaired(thread: &Thread, cleaned: bool) -> CompleteVisitRequest {
    let sign_off = SignOff {
        system_accepted: true,
        delivered: DeliveryConfirmation::Yes.into(),
        satisfaction: Satisfaction::VerySatisfied.into(),
        reasons: Vec::new(),
        suggestions: String::new(),
        signature: Some(Signature {
            signed_by: "王芳".to_owned(),
            signed_at: instant("2026-11-17T15:10:00+08:00"),
            method: SignatureMethod::OnScreen.into(),
        }),
    };
    CompleteVisitRequest {
        request_id: request_id(),
        work_order_id: thread.work_order_id.clone(),
        at: None,
        result: Some(Outcome::Repaired(RepairedResult {
            findings: "disk defective".to_owned(),
            work_done: "disk replaced, system started".to_owned(),
            cleaned,
            sign_off: Some(sign_off),
        })),
        etag: String::new(),
        ..CompleteVisitRequest::default()
    }
}

async fn complete(world: &World, teller: &mut Teller, thread: &Thread) -> anyhow::Result<()> {
    let time = "2026-11-17T15:10:00+08:00";
    let mut dispatch = world.dispatch(Role::Technician, BRANCH, "E1")?;
    let refused = dispatch.complete_visit(repaired(thread, false)).await;
    teller.step(time, "E1", "tries to complete without having cleaned the machine", "")?;
    teller.expect("refused", refused.is_err())?;
    dispatch.complete_visit(repaired(thread, true)).await?;
    tell(
        world,
        teller,
        thread,
        time,
        "E1",
        "replaces the disk, cleans the machine; the customer signs",
    )
    .await
}

async fn charge_nothing(world: &World, teller: &mut Teller, thread: &Thread) -> anyhow::Result<()> {
    let request = RecordChargeRequest {
        request_id: request_id(),
        ticket_id: thread.ticket_id.clone(),
        work_order_id: thread.work_order_id.clone(),
        lines: vec![ChargeLineInput {
            item_code: "CLEAN".to_owned(),
            quantity: 1,
        }],
        expected_amount: Some(Money {
            currency_code: "CNY".to_owned(),
            minor_units: 5_000,
        }),
        price_list_shown: true,
        customer_consents: true,
        etag: String::new(),
    };
    let refused = world
        .billing(Role::Technician, BRANCH, "E1")?
        .record_charge(request)
        .await;
    let reason = refused
        .err()
        .and_then(|status| status.get_details_error_info())
        .map(|info| info.reason)
        .unwrap_or_default();
    teller.step("2026-11-17T15:10:00+08:00", "E1", "tries to charge 50.00", "")?;
    teller.expect(&format!("refused: {reason}"), reason == "CLASS_C_IS_FREE")
}

pub(super) fn instant(text: &str) -> Option<prost_types::Timestamp> {
    Timestamp::parse(text).map(Timestamp::to_proto)
}
