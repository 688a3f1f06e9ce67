//! Monday 09:40: the call, the classification, the ticket.

use aftersales_kit::{auth::Role, time::Timestamp};
use aftersales_proto::{
    common::v1::{Contact, FaultKind, ServiceClass, ServiceMode, Zone},
    hotline::v1::{
        EndCallRequest, IntakeChannel, LookUpCallerRequest, OpenTicketRequest, RecordCallRequest, Ticket, WrapUpCode,
    },
};
use anyhow::Context;
use tonic_types::StatusExt as _;

use super::{BRANCH, Thread};
use crate::demo::{Teller, World, request_id, teller::local_at};

const NOW: &str = "2026-11-16T09:40:00+08:00";

pub(super) async fn play(world: &World, teller: &mut Teller, thread: &mut Thread) -> anyhow::Result<()> {
    world.at(NOW).await?;
    answer(world, teller, thread).await?;
    look_up(world, teller, thread).await?;
    refuse_without_address(world, teller, thread).await?;
    open(world, teller, thread).await?;
    hang_up(world, thread).await
}

async fn answer(world: &World, teller: &mut Teller, thread: &mut Thread) -> anyhow::Result<()> {
    let now = Timestamp::parse(NOW).context("the time of the call")?;
    let request = RecordCallRequest {
        request_id: request_id(),
        branch_id: BRANCH.to_owned(),
        line_id: "hotline".to_owned(),
        caller_phone: "138 0000 0001".to_owned(),
        ring_count: 2,
        rang_at: Some(now.plus(-8_000_000).to_proto()),
        answered_at: Some(now.to_proto()),
        not_answered: false,
        agent_id: "H1".to_owned(),
    };
    let answer = world
        .hotline(Role::Hotline, BRANCH, "H1")?
        .record_call(request)
        .await?
        .into_inner();
    let call = answer.call.context("no call")?;
    thread.call_id.clone_from(&call.id);
    teller.step(NOW, "H1", "answers the hotline after 2 rings", "ANSWERED")?;
    teller.expect("within three rings", call.within_three_rings)
}

async fn look_up(world: &World, teller: &mut Teller, thread: &mut Thread) -> anyhow::Result<()> {
    let request = LookUpCallerRequest {
        branch_id: BRANCH.to_owned(),
        phone: "138 0000 0001".to_owned(),
        customer_id: String::new(),
    };
    let answer = world
        .hotline(Role::Hotline, BRANCH, "H1")?
        .look_up_caller(request)
        .await?
        .into_inner();
    let found = answer
        .matches
        .into_iter()
        .next()
        .context("the caller's phone is not known")?;
    let customer = found.customer.context("no customer")?;
    let machine = found.assets.into_iter().next().context("no machine")?;
    let asset = machine.asset.context("no machine")?;
    let entitlement = machine.entitlement.context("no entitlement")?;
    thread.customer_id = customer.id;
    thread.asset_id = asset.id;
    let what = format!(
        "sees {} with {} {}, warranty until {}",
        customer.name, asset.model, asset.serial_number, entitlement.warranty_end
    );
    teller.step(NOW, "H1", &what, "")?;
    teller.expect(
        "in warranty and inside the on-site period",
        entitlement.in_warranty && entitlement.in_onsite_period,
    )?;
    teller.expect(
        "service class C, free of charge",
        entitlement.service_class() == ServiceClass::C,
    )
}

fn ticket(thread: &Thread, address: &str) -> OpenTicketRequest {
    OpenTicketRequest {
        request_id: request_id(),
        branch_id: BRANCH.to_owned(),
        call_id: thread.call_id.clone(),
        channel: IntakeChannel::Phone.into(),
        customer_id: thread.customer_id.clone(),
        asset_id: thread.asset_id.clone(),
        need_summary: "无法开机".to_owned(),
        fault_kind: FaultKind::Hardware.into(),
        mode: ServiceMode::OnSite.into(),
        contact: Some(Contact {
            name: "王芳".to_owned(),
            phone: "13800000001".to_owned(),
            address: address.to_owned(),
            zone: Zone::InArea.into(),
            site_condition: "office, 3rd floor, lift".to_owned(),
        }),
        first_requested_at: None,
        urged: true,
        read_back_confirmed: true,
        third_party_explained: false,
        details: None,
        ..OpenTicketRequest::default()
    }
}

async fn refuse_without_address(world: &World, teller: &mut Teller, thread: &Thread) -> anyhow::Result<()> {
    let refused = world
        .hotline(Role::Hotline, BRANCH, "H1")?
        .open_ticket(ticket(thread, ""))
        .await;
    let violations = refused.err().and_then(|status| status.get_details_bad_request());
    let fields: Vec<String> = violations
        .map(|bad| bad.field_violations)
        .unwrap_or_default()
        .into_iter()
        .map(|v| v.field)
        .collect();
    teller.step(
        NOW,
        "H1",
        "tries to finish without an address and is told what is missing",
        "",
    )?;
    teller.expect(
        &format!("refused, naming {}", fields.join(", ")),
        fields == ["contact.address"],
    )
}

async fn open(world: &World, teller: &mut Teller, thread: &mut Thread) -> anyhow::Result<()> {
    let request = ticket(thread, "北京市海淀区学院路5号");
    let answer = world
        .hotline(Role::Hotline, BRANCH, "H1")?
        .open_ticket(request)
        .await?
        .into_inner();
    let ticket: Ticket = answer.ticket.context("no ticket")?;
    world.settle().await?;
    thread.ticket_id.clone_from(&ticket.id);
    let what = format!(
        "opens {} with voucher {} and hands it to dispatch",
        ticket.register_no, ticket.voucher_no
    );
    teller.step(
        NOW,
        "H1",
        &what,
        ticket.state().as_str_name().trim_start_matches("TICKET_STATE_"),
    )?;
    let promised = ticket
        .promised_contact_by
        .as_ref()
        .and_then(Timestamp::from_proto)
        .context("no promised contact")?;
    let on_time = promised == Timestamp::parse("2026-11-16T11:40:00+08:00").context("11:40")?;
    teller.expect(&format!("contact promised by {}", local_at(promised)), on_time)?;
    teller.expect(
        "numbered in the repair register of BJ01",
        ticket.register_no.starts_with("BJ01-R-"),
    )
}

async fn hang_up(world: &World, thread: &Thread) -> anyhow::Result<()> {
    let request = EndCallRequest {
        request_id: request_id(),
        call_id: thread.call_id.clone(),
        wrap_up: WrapUpCode::TicketOpened.into(),
        need_summary: "无法开机".to_owned(),
        ..EndCallRequest::default()
    };
    world.hotline(Role::Hotline, BRANCH, "H1")?.end_call(request).await?;
    Ok(())
}
