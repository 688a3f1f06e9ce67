//! A ticket's timeline from all services.

use aftersales_kit::{
    id::BranchId,
    outbox::NewEvent,
    testing::{TestDb, rig::fields},
};
use aftersales_proto::{
    billing::v1::{BillingEvent, TicketAccountOpened, billing_event::Event as Billed},
    dispatch::v1::{VisitPromised, WorkOrderState, dispatch_event::Event as Dispatched},
    hotline::v1::{GetTimelineRequest, TicketState},
    parts::v1::{IssuedItem, PartsEvent, PartsIssued, PartsRequestFacts, parts_event::Event as Parts},
    sla::v1::{DeadlineEvent, DeadlineFacts, DeadlineMissed, deadline_event::Event as Deadline},
};
use tonic::Request;

use crate::{
    desk::{Desk, key, proto_at, refused, time, written},
    played::order,
};

aftersales_kit::on_both_databases!(
    own_events_are_on_the_timeline_at_once,
    events_of_all_services_stand_in_the_order_they_happened,
    a_timeline_is_read_in_pages,
    a_ticket_that_another_service_opened_has_a_timeline,
    a_deadline_that_a_calendar_moves_is_told,
);

fn branch() -> BranchId {
    BranchId::parse("BJ01").unwrap()
}

fn issued(ticket: &str) -> NewEvent {
    let request = PartsRequestFacts {
        ticket_id: ticket.to_owned(),
        ..Default::default()
    };
    let item = IssuedItem {
        part_no: "HDD-1T".to_owned(),
        quantity: 1,
        on_hand: 2,
        ..Default::default()
    };
    let fact = PartsIssued {
        request: Some(request),
        issued_by: "P1".to_owned(),
        issued_to: "E1".to_owned(),
        items: vec![item],
        ..Default::default()
    };
    NewEvent::new(
        ticket,
        branch(),
        "PartsIssued",
        &PartsEvent {
            event: Some(Parts::PartsIssued(fact)),
        },
    )
}

fn missed(ticket: &str) -> NewEvent {
    let deadline = DeadlineFacts {
        kind: "first_contact_2h".to_owned(),
        ticket_id: ticket.to_owned(),
        due_at: proto_at("2026-11-16T11:40:00+08:00"),
        policy_key: "dispatch.first_contact".to_owned(),
        ..Default::default()
    };
    let event = DeadlineEvent {
        event: Some(Deadline::Missed(DeadlineMissed {
            deadline: Some(deadline),
        })),
    };
    NewEvent::new(ticket, branch(), "DeadlineMissed", &event)
}

async fn own_events_are_on_the_timeline_at_once(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let ticket = desk.open(written()).await;
    let entries = desk.timeline(&ticket.id).await;
    let types: Vec<&str> = entries
        .iter()
        .map(|entry| entry.r#type.rsplit('.').next().unwrap())
        .collect();
    assert_eq!(types, ["TicketOpened", "TicketHandedOver", "DeadlineStarted"]);
    assert!(
        entries
            .iter()
            .all(|entry| entry.actor == "H1" && entry.service == "hotline")
    );
    assert_eq!(entries[0].facts["register_no"], "BJ01-R-000001");
    assert_eq!(entries[1].facts["receive_by"], "2026-11-16T02:10:00Z");
    assert_eq!(
        entries[0].text,
        "H1 opened the ticket, register no. BJ01-R-000001, voucher BJ01-V-000001: PC-100, on-site service, class C."
    );
    desk.rig.settle().await;
    let entries = desk.timeline(&ticket.id).await;
    let log = desk.rig.events("hotline").await;
    for entry in entries {
        let event = log
            .iter()
            .find(|event| event.event_id.to_string() == entry.event_id)
            .unwrap();
        assert_eq!(
            (event.number.unsigned_abs(), &event.kind),
            (entry.sequence, &entry.r#type)
        );
    }
}

async fn events_of_all_services_stand_in_the_order_they_happened(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let id = desk.open(written()).await.id;
    desk.rig.advance_to("2026-11-16T09:55:00+08:00").await;
    desk.received(&id).await;
    desk.rig.advance_to("2026-11-16T10:35:00+08:00").await;
    let window = aftersales_proto::common::v1::TimeWindow {
        start: proto_at("2026-11-17T14:00:00+08:00"),
        end: proto_at("2026-11-17T16:00:00+08:00"),
    };
    let promised = VisitPromised {
        order: order(&id, WorkOrderState::Promised),
        promised_by: "E1".to_owned(),
        window: Some(window),
        ..Default::default()
    };
    desk.dispatch(&id, "VisitPromised", Dispatched::VisitPromised(promised))
        .await;
    desk.rig.advance_to("2026-11-16T10:40:00+08:00").await;
    desk.rig.emit("parts", issued(&id)).await;
    let account = TicketAccountOpened {
        ticket_id: id.clone(),
        branch_id: "BJ01".to_owned(),
        ..Default::default()
    };
    let billed = BillingEvent {
        event: Some(Billed::TicketAccountOpened(account)),
    };
    desk.rig.settle().await;
    desk.rig.advance_to("2026-11-16T10:41:00+08:00").await;
    desk.rig
        .emit("billing", NewEvent::new(&id, branch(), "TicketAccountOpened", &billed))
        .await;
    desk.rig.advance_to("2026-11-16T11:41:00+08:00").await;
    desk.rig.emit("dispatch", missed(&id)).await;
    desk.rig.settle().await;
    let entries = desk.timeline(&id).await;
    let told: Vec<(&str, &str)> = entries
        .iter()
        .map(|entry| (entry.service.as_str(), entry.r#type.rsplit('.').next().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("hotline", "TicketOpened"),
            ("hotline", "TicketHandedOver"),
            ("hotline", "DeadlineStarted"),
            ("dispatch", "WorkOrderCreated"),
            ("dispatch", "WorkOrderReceived"),
            ("hotline", "DeadlineMet"),
            ("hotline", "TicketStateChanged"),
            ("dispatch", "VisitPromised"),
            ("hotline", "TicketStateChanged"),
            ("parts", "PartsIssued"),
            ("billing", "TicketAccountOpened"),
            ("dispatch", "DeadlineMissed"),
        ]
    );
    assert!(entries.is_sorted_by_key(|entry| time(entry.time)));
    assert_eq!(
        entries[7].text,
        "E1 promised a visit from 2026-11-17 14:00 to 2026-11-17 16:00."
    );
    assert_eq!(entries[9].text, "P1 issued HDD-1T × 1 to E1.");
    let mut request = Request::new(GetTimelineRequest {
        ticket_id: id,
        ..Default::default()
    });
    request
        .metadata_mut()
        .insert("accept-language", "zh-CN".parse().unwrap());
    let chinese = desk.hotline.get_timeline(request).await.unwrap().into_inner().entries;
    assert_eq!(chinese[7].text, "E1 约定上门：2026-11-17 14:00 至 2026-11-17 16:00。");
}

async fn a_timeline_is_read_in_pages(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let id = desk.open(written()).await.id;
    let other = desk.open(written()).await.id;
    for _ in 0..4 {
        desk.rig.emit("parts", issued(&id)).await;
    }
    desk.rig.settle().await;
    let all = desk.timeline(&id).await;
    assert_eq!(all.len(), 7);
    let (mut token, mut paged) = (String::new(), Vec::new());
    loop {
        let request = GetTimelineRequest {
            ticket_id: id.clone(),
            page_size: 3,
            page_token: token,
        };
        let page = desk.hotline.get_timeline(request).await.unwrap().into_inner();
        paged.extend(page.entries);
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
        let foreign = GetTimelineRequest {
            ticket_id: other.clone(),
            page_size: 3,
            page_token: token.clone(),
        };
        let status = desk.hotline.get_timeline(foreign).await.unwrap_err();
        assert_eq!(fields(&status), ["page_token"], "a token belongs to its ticket");
    }
    assert_eq!(paged, all);
}

async fn a_ticket_that_another_service_opened_has_a_timeline(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let id = key();
    let request = GetTimelineRequest {
        ticket_id: id.clone(),
        ..Default::default()
    };
    assert_eq!(refused(desk.hotline.get_timeline(request).await), "TICKET_NOT_FOUND");
    desk.received(&id).await;
    let entries = desk.timeline(&id).await;
    assert_eq!(entries.len(), 2);
    let known = desk.open(written()).await;
    assert_eq!(known.state(), TicketState::HandedOver, "the hotline goes on");
    assert_eq!(known.repeat_of_ticket_id, "");
}

async fn a_deadline_that_a_calendar_moves_is_told(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let id = desk.open(written()).await.id;
    let mut book = aftersales_kit::testing::fixture::books().remove(0);
    book.version = 2;
    book.calendar_version = 2;
    let branch_profile = book.branch.as_mut().unwrap();
    for period in &mut branch_profile.opening_periods {
        period.opens = "11:00".to_owned();
    }
    let changed = aftersales_proto::registry::v1::BranchBookChanged {
        book: Some(book),
        cause: "hours".to_owned(),
    };
    let event = aftersales_proto::registry::v1::RegistryEvent {
        event: Some(aftersales_proto::registry::v1::registry_event::Event::BranchBookChanged(changed)),
    };
    desk.rig
        .emit("registry", NewEvent::new("BJ01", branch(), "BranchBookChanged", &event))
        .await;
    desk.rig.settle().await;
    let entries = desk.timeline(&id).await;
    let moved = entries
        .iter()
        .find(|entry| entry.r#type.ends_with("DeadlineRecomputed"))
        .unwrap();
    assert_eq!(moved.facts["due_at"], "2026-11-16T03:30:00Z");
    assert_eq!(moved.service, "hotline");
}
