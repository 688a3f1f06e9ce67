//! Part returned, order confirmed, customer called back, and the whole story read back.

use aftersales_kit::{auth::Role, time::Timestamp};
use aftersales_proto::{
    billing::v1::GetTicketAccountRequest,
    callback::v1::{
        Answer, Appraisal, CallbackAnswers, CallbackTask, CompleteCallbackRequest, GetCallbackTaskRequest,
        GetTechnicianKpiRequest,
    },
    common::v1::PartCondition,
    dispatch::v1::ConfirmWorkOrderRequest,
    hotline::v1::{
        GetTicketRequest, GetTimelineRequest, ListRegisterRequest, RegisterRowState, Ticket, TicketState, TimelineEntry,
    },
    parts::v1::ReturnPartRequest,
    sla::v1::{Deadline, DeadlineState, ListDeadlinesRequest},
};
use anyhow::Context;

use super::{BRANCH, Thread, visit::tell};
use crate::demo::{Teller, World, request_id, teller::local_at};

/// Tuesday evening and Wednesday.
pub(super) async fn play(world: &World, teller: &mut Teller, thread: &Thread) -> anyhow::Result<()> {
    world.at("2026-11-17T17:20:00+08:00").await?;
    return_part(world, teller, thread).await?;
    confirm(world, teller, thread).await?;
    callback(world, teller, thread).await?;
    check(world, teller, thread).await
}

async fn return_part(world: &World, teller: &mut Teller, thread: &Thread) -> anyhow::Result<()> {
    let request = ReturnPartRequest {
        request_id: request_id(),
        parts_request_id: thread.parts_request_id.clone(),
        line_id: thread.part_line_id.clone(),
        condition: PartCondition::Defective.into(),
        quantity: 1,
        serial_numbers: vec![format!("OLD-{}", thread.ticket_id.get(24..).unwrap_or("DISK"))],
        returned_by: "E1".to_owned(),
        etag: String::new(),
    };
    world
        .parts(Role::PartsClerk, BRANCH, "P1")?
        .return_part(request)
        .await?;
    tell(
        world,
        teller,
        thread,
        "2026-11-17T17:20:00+08:00",
        "E1",
        "hands in the defective disk",
    )
    .await
}

async fn confirm(world: &World, teller: &mut Teller, thread: &Thread) -> anyhow::Result<()> {
    let request = ConfirmWorkOrderRequest {
        request_id: request_id(),
        work_order_id: thread.work_order_id.clone(),
        voucher_returned: true,
        etag: String::new(),
    };
    world
        .dispatch(Role::Coordinator, BRANCH, "C1")?
        .confirm_work_order(request)
        .await?;
    tell(
        world,
        teller,
        thread,
        "2026-11-17T17:20:00+08:00",
        "C1",
        "confirms the repair sheet; the voucher is archived",
    )
    .await?;
    let due = task(world, thread).await?.due_date;
    teller.expect(&format!("callback due {due}"), due == "2026-11-18")
}

async fn task(world: &World, thread: &Thread) -> anyhow::Result<CallbackTask> {
    let request = GetCallbackTaskRequest {
        callback_task_id: String::new(),
        ticket_id: thread.ticket_id.clone(),
    };
    let answer = world
        .callback(Role::Callback, BRANCH, "V1")?
        .get_callback_task(request)
        .await?
        .into_inner();
    answer.task.context("no callback task")
}

async fn callback(world: &World, teller: &mut Teller, thread: &Thread) -> anyhow::Result<()> {
    world.at("2026-11-18T15:00:00+08:00").await?;
    let request = CompleteCallbackRequest {
        request_id: request_id(),
        callback_task_id: task(world, thread).await?.id,
        answers: Some(CallbackAnswers {
            contacted_within_one_day: Answer::Yes.into(),
            on_time: Answer::Yes.into(),
            satisfied: Answer::Yes.into(),
            needs_revisit: Answer::No.into(),
            appraisal: Some(Appraisal {
                attitude: 4,
                skill: 4,
                arrival_time: 4,
                promises: 4,
            }),
            suggestions: "none".to_owned(),
            ..CallbackAnswers::default()
        }),
        etag: String::new(),
    };
    world
        .callback(Role::Callback, BRANCH, "V1")?
        .complete_callback(request)
        .await?;
    tell(
        world,
        teller,
        thread,
        "2026-11-18T15:00:00+08:00",
        "V1",
        "calls back: contacted, on time, very satisfied",
    )
    .await
}

async fn ticket(world: &World, thread: &Thread) -> anyhow::Result<Ticket> {
    let request = GetTicketRequest {
        ticket_id: thread.ticket_id.clone(),
        register_no: String::new(),
    };
    let answer = world
        .hotline(Role::Hotline, BRANCH, "H1")?
        .get_ticket(request)
        .await?
        .into_inner();
    answer.ticket.context("no ticket")
}

async fn check(world: &World, teller: &mut Teller, thread: &Thread) -> anyhow::Result<()> {
    teller.headline("What is true at the end")?;
    let ticket = ticket(world, thread).await?;
    teller.expect("the ticket is closed", ticket.state() == TicketState::Closed)?;
    let cleared = is_cleared(world, thread).await?;
    teller.expect(
        "its row in the repair register is cleared, the voucher archived",
        cleared,
    )?;
    let request = GetTicketAccountRequest {
        ticket_id: thread.ticket_id.clone(),
    };
    let account = world
        .billing(Role::Cashier, BRANCH, "A1")?
        .get_ticket_account(request)
        .await?
        .into_inner();
    let total = account
        .account
        .and_then(|account| account.total)
        .map(|total| total.minor_units);
    teller.expect("nothing was charged", total == Some(0))?;
    let request = GetTechnicianKpiRequest {
        branch_id: BRANCH.to_owned(),
        technician_id: "E1".to_owned(),
        month: "2026-11".to_owned(),
    };
    let kpi = world
        .callback(Role::Chief, BRANCH, "M1")?
        .get_technician_kpi(request)
        .await?
        .into_inner();
    let share = kpi.on_time.unwrap_or_default();
    teller.expect(
        &format!("E1 was on time {}/{}", share.part, share.whole),
        share.whole >= 1 && share.part == share.whole,
    )?;
    deadlines(world, teller, thread).await
}

async fn is_cleared(world: &World, thread: &Thread) -> anyhow::Result<bool> {
    let request = ListRegisterRequest {
        branch_id: BRANCH.to_owned(),
        state: RegisterRowState::Cleared.into(),
        page_size: 200,
        ..ListRegisterRequest::default()
    };
    let answer = world
        .hotline(Role::Hotline, BRANCH, "H1")?
        .list_register(request)
        .await?
        .into_inner();
    Ok(answer
        .rows
        .iter()
        .any(|row| row.ticket_id == thread.ticket_id && row.voucher_archived_at.is_some()))
}

async fn deadlines(world: &World, teller: &mut Teller, thread: &Thread) -> anyhow::Result<()> {
    teller.headline("Its deadlines")?;
    for service in ["hotline", "dispatch", "callback"] {
        let request = ListDeadlinesRequest {
            service: service.to_owned(),
            ticket_id: thread.ticket_id.clone(),
            ..ListDeadlinesRequest::default()
        };
        let answer = world
            .deadlines(Role::Chief, BRANCH, "M1")?
            .list_deadlines(request)
            .await?
            .into_inner();
        for deadline in &answer.deadlines {
            let kept = matches!(deadline.state(), DeadlineState::Met | DeadlineState::Superseded);
            teller.expect(&describe(deadline), kept)?;
        }
    }
    Ok(())
}

fn describe(deadline: &Deadline) -> String {
    let local =
        |at: Option<&prost_types::Timestamp>| at.and_then(Timestamp::from_proto).map(local_at).unwrap_or_default();
    let state = deadline
        .state()
        .as_str_name()
        .trim_start_matches("DEADLINE_STATE_")
        .to_lowercase();
    format!(
        "{:<9} {:<22} due {}  {state} {}",
        deadline.service,
        deadline.kind,
        local(deadline.due_at.as_ref()),
        local(deadline.ended_at.as_ref())
    )
}

/// The ticket's timeline, from the events of all services.
pub(super) async fn show_timeline(world: &World, teller: &Teller, thread: &Thread) -> anyhow::Result<()> {
    teller.headline("The ticket's timeline, assembled from all services")?;
    let mut page_token = String::new();
    loop {
        let request = GetTimelineRequest {
            ticket_id: thread.ticket_id.clone(),
            page_size: 100,
            page_token,
        };
        let answer = world
            .hotline(Role::Hotline, BRANCH, "H1")?
            .get_timeline(request)
            .await?
            .into_inner();
        for entry in &answer.entries {
            teller.item(&entry_line(entry))?;
        }
        page_token = answer.next_page_token;
        if page_token.is_empty() {
            return Ok(());
        }
    }
}

fn entry_line(entry: &TimelineEntry) -> String {
    let time = entry
        .time
        .as_ref()
        .and_then(Timestamp::from_proto)
        .map(local_at)
        .unwrap_or_default();
    format!("{time}  {:<10} {:<16} {}", entry.service, entry.actor, entry.text)
}
