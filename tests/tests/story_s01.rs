//! Story S01: in warranty, on site, engineer in the station, part in stock; every observable that the story names.
#![expect(clippy::unwrap_used, reason = "a story that cannot be played must fail")]

use aftersales::demo::{World, request_id};
use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig, rig::at},
};
use aftersales_proto::{
    billing::v1::{ChargeLineInput, GetTicketAccountRequest, RecordChargeRequest},
    callback::v1::{CallbackTaskState, GetTechnicianKpiRequest},
    common::v1::{Money, PartCondition, ServiceClass},
    dispatch::v1::{WorkOrder, WorkOrderState, complete_visit_request::Result as Outcome},
    hotline::v1::{
        GetTicketRequest, GetTimelineRequest, IntakeChannel, ListRegisterRequest, RegisterRowState, Ticket,
        TicketState, TimelineEntry,
    },
    parts::v1::{GetStockRequest, PartsRequest, ReceiveStockRequest},
    sla::v1::DeadlineState,
};
use aftersales_tests::{desk::Desk, suite::Suite};

on_both_databases!(s01_a_call_becomes_a_repaired_machine_and_a_satisfied_customer);

async fn s01_a_call_becomes_a_repaired_machine_and_a_satisfied_customer(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-16T09:30:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let ticket = intake(world, &desk).await;
    let order = appointment(world, &desk, &ticket).await;
    let parts = part(world, &desk, &order).await;
    visit(world, &desk, &order, &ticket).await;
    close(world, &desk, &order, &ticket, &parts).await;
    deadlines_are_met(&desk, &ticket).await;
    events_are_in_order(&desk, &ticket).await;
    timeline_is_whole(world, &ticket).await;
}

async fn intake(world: &World, desk: &Desk<'_>) -> Ticket {
    world.at("2026-11-16T09:40:00+08:00").await.unwrap();
    let (customer, asset) = desk.look_up("+86 138-0000-0001").await;
    let mut request = desk.on_site(&customer, &asset);
    request.urged = true;
    request.channel = IntakeChannel::Phone.into();
    request.call_id = desk.answer("13800000001", "2026-11-16T09:40:00+08:00").await;
    let mut incomplete = request.clone();
    incomplete.contact.as_mut().unwrap().address = String::new();
    let refused = desk.open(incomplete).await.unwrap_err();
    assert_eq!(rig::fields(&refused), ["contact.address"], "X-06");
    let ticket = desk.open(request).await.unwrap();
    assert_eq!(ticket.register_no, "BJ01-R-000001");
    assert!(!ticket.voucher_no.is_empty());
    assert_eq!(ticket.service_class(), ServiceClass::C);
    let entitlement = ticket.entitlement.clone().unwrap();
    assert!(entitlement.in_warranty && entitlement.in_onsite_period);
    assert_eq!(
        ticket.promised_contact_by,
        Some(at("2026-11-16T11:40:00+08:00").to_proto()),
        "HOT-18"
    );
    assert_eq!(ticket.state(), TicketState::HandedOver);
    ticket
}

async fn appointment(world: &World, desk: &Desk<'_>, ticket: &Ticket) -> WorkOrder {
    let order = desk.order(ticket).await;
    assert_eq!(order.state(), WorkOrderState::Queued);
    world.at("2026-11-16T09:55:00+08:00").await.unwrap();
    desk.assign(&order, "E1").await.unwrap();
    assert_eq!(desk.order(ticket).await.state(), WorkOrderState::Assigned);
    world.at("2026-11-16T10:30:00+08:00").await.unwrap();
    desk.contact(&order, "E1").await.unwrap();
    assert_eq!(desk.order(ticket).await.state(), WorkOrderState::Contacted);
    let closed_time = desk
        .promise(&order, "E1", "2026-11-17T20:00:00+08:00", "2026-11-17T21:00:00+08:00")
        .await;
    assert!(closed_time.is_err(), "a promise in closed time");
    desk.promise(&order, "E1", "2026-11-17T14:00:00+08:00", "2026-11-17T16:00:00+08:00")
        .await
        .unwrap();
    assert_eq!(desk.order(ticket).await.state(), WorkOrderState::Promised);
    world.at("2026-11-16T10:35:00+08:00").await.unwrap();
    desk.report_appointment(&order, "E1").await.unwrap();
    desk.order(ticket).await
}

async fn part(world: &World, desk: &Desk<'_>, order: &WorkOrder) -> PartsRequest {
    let mut clerk = world.parts(Role::PartsClerk, "BJ01", "P1").unwrap();
    let receive = ReceiveStockRequest {
        request_id: request_id(),
        branch_id: "BJ01".to_owned(),
        part_no: "HDD-1T".to_owned(),
        quantity: 1,
        serial_numbers: vec!["NEW-DISK".to_owned()],
        note: "from the parts centre".to_owned(),
    };
    clerk.receive_stock(receive).await.unwrap();
    let request = desk.request_part(order, "E1", "HDD-1T", 1).await.unwrap();
    desk.issue(&request, "E1", &["NEW-DISK"]).await.unwrap();
    let stock = GetStockRequest {
        branch_id: "BJ01".to_owned(),
        part_no: "HDD-1T".to_owned(),
    };
    let stock = clerk.get_stock(stock).await.unwrap().into_inner().stock.unwrap();
    assert_eq!((stock.on_hand, stock.reserved, stock.issued_open), (3, 0, 1));
    request
}

async fn visit(world: &World, desk: &Desk<'_>, order: &WorkOrder, ticket: &Ticket) {
    assert_eq!(desk.order(ticket).await.state(), WorkOrderState::Ready);
    desk.travel(order, "E1", "2026-11-17T13:30:00+08:00", "2026-11-17T14:05:00+08:00")
        .await
        .unwrap();
    assert_eq!(desk.order(ticket).await.state(), WorkOrderState::OnSite);
    world.at("2026-11-17T15:10:00+08:00").await.unwrap();
    let good = desk.repaired(order, at("2026-11-17T15:10:00+08:00"));
    let (mut dirty, mut unsigned) = (good.clone(), good.clone());
    if let (Some(Outcome::Repaired(dirty)), Some(Outcome::Repaired(unsigned))) =
        (&mut dirty.result, &mut unsigned.result)
    {
        dirty.cleaned = false;
        unsigned.sign_off.as_mut().unwrap().signature = None;
    }
    assert!(desk.complete("E1", dirty).await.is_err(), "DSP-08");
    assert!(desk.complete("E1", unsigned).await.is_err(), "DSP-37");
    desk.complete("E1", good).await.unwrap();
    assert_eq!(desk.order(ticket).await.state(), WorkOrderState::DoneOnsite);
    charge_is_refused(world, ticket, order).await;
    world.at("2026-11-17T15:30:00+08:00").await.unwrap();
    desk.report_completion(order, "E1").await.unwrap();
}

async fn charge_is_refused(world: &World, ticket: &Ticket, order: &WorkOrder) {
    let request = RecordChargeRequest {
        request_id: request_id(),
        ticket_id: ticket.id.clone(),
        work_order_id: order.id.clone(),
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
        .billing(Role::Technician, "BJ01", "E1")
        .unwrap()
        .record_charge(request)
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "CLASS_C_IS_FREE", "BIL-13");
    let request = GetTicketAccountRequest {
        ticket_id: ticket.id.clone(),
    };
    let account = world
        .billing(Role::Cashier, "BJ01", "A1")
        .unwrap()
        .get_ticket_account(request)
        .await
        .unwrap();
    assert_eq!(account.into_inner().account.unwrap().total.unwrap().minor_units, 0);
}

async fn close(world: &World, desk: &Desk<'_>, order: &WorkOrder, ticket: &Ticket, parts: &PartsRequest) {
    world.at("2026-11-17T17:20:00+08:00").await.unwrap();
    assert!(desk.confirm(order).await.is_err(), "DSP-09: a part is still out");
    desk.return_part(parts, PartCondition::Defective, "OLD-DISK")
        .await
        .unwrap();
    desk.confirm(order).await.unwrap();
    assert_eq!(desk.order(ticket).await.state(), WorkOrderState::Confirmed);
    let task = desk.task(ticket).await.unwrap();
    assert_eq!(task.due_date, "2026-11-18", "CBK-04");
    assert!(desk.satisfied(&task).await.is_err(), "not callable before its day");
    world.at("2026-11-18T15:00:00+08:00").await.unwrap();
    let task = desk.satisfied(&desk.task(ticket).await.unwrap()).await.unwrap();
    assert_eq!(task.state(), CallbackTaskState::Closed);
    assert_eq!(desk.order(ticket).await.state(), WorkOrderState::Closed);
    let request = GetTicketRequest {
        ticket_id: ticket.id.clone(),
        register_no: String::new(),
    };
    let mut hotline = world.hotline(Role::Hotline, "BJ01", "H1").unwrap();
    let closed = hotline.get_ticket(request).await.unwrap().into_inner().ticket.unwrap();
    assert_eq!(closed.state(), TicketState::Closed);
    let request = ListRegisterRequest {
        branch_id: "BJ01".to_owned(),
        ..ListRegisterRequest::default()
    };
    let rows = hotline.list_register(request).await.unwrap().into_inner().rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].state(), RegisterRowState::Cleared, "HOT-25");
    assert!(rows[0].voucher_archived_at.is_some());
    kpi_is_one_of_one(world).await;
}

async fn kpi_is_one_of_one(world: &World) {
    let request = GetTechnicianKpiRequest {
        branch_id: "BJ01".to_owned(),
        technician_id: "E1".to_owned(),
        month: "2026-11".to_owned(),
    };
    let kpi = world
        .callback(Role::Chief, "BJ01", "M1")
        .unwrap()
        .get_technician_kpi(request)
        .await
        .unwrap()
        .into_inner();
    let on_time = kpi.on_time.unwrap();
    assert_eq!((on_time.part, on_time.whole), (1, 1));
}

async fn deadlines_are_met(desk: &Desk<'_>, ticket: &Ticket) {
    let dispatch = desk.deadlines("dispatch", ticket).await;
    let due = |kind: &str| {
        let found = dispatch.iter().find(|deadline| deadline.kind == kind);
        found.unwrap_or_else(|| panic!("no deadline {kind}")).due_at
    };
    assert_eq!(
        due("first_contact_2h"),
        Some(at("2026-11-16T11:40:00+08:00").to_proto()),
        "DSP-03"
    );
    assert_eq!(
        due("first_contact_1wd"),
        Some(at("2026-11-17T18:00:00+08:00").to_proto()),
        "DSP-20"
    );
    assert_eq!(
        due("visit_zone"),
        Some(at("2026-11-18T18:00:00+08:00").to_proto()),
        "DSP-11"
    );
    for service in ["hotline", "dispatch", "callback"] {
        for deadline in desk.deadlines(service, ticket).await {
            let kept = [DeadlineState::Met, DeadlineState::Superseded];
            assert!(
                kept.contains(&deadline.state()),
                "{service} {} is {:?}",
                deadline.kind,
                deadline.state()
            );
        }
    }
}

async fn events_are_in_order(desk: &Desk<'_>, ticket: &Ticket) {
    let expected = [
        (
            "hotline",
            vec!["TicketOpened", "TicketHandedOver", "RegisterRowCleared", "TicketClosed"],
        ),
        (
            "dispatch",
            vec![
                "WorkOrderCreated",
                "WorkOrderReceived",
                "TechnicianAssigned",
                "CustomerContacted",
                "VisitPromised",
                "AppointmentReported",
                "TechnicianArrived",
                "VisitCompleted",
                "CompletionReported",
                "WorkOrderConfirmed",
                "ReadyForCallback",
                "WorkOrderClosed",
            ],
        ),
        (
            "parts",
            vec!["PartsRequested", "PartsIssued", "PartReturned", "PartsSettled"],
        ),
    ];
    for (service, wanted) in expected {
        let log = desk.log(service, ticket).await;
        let name = |kind: &'_ str| kind.rsplit('.').next().unwrap().to_owned();
        let seen: Vec<String> = log.iter().map(|event| name(&event.r#type)).collect();
        let mut rest = seen.iter();
        for name in wanted {
            assert!(
                rest.any(|seen| seen == name),
                "{service}: {name} is missing or out of order in {seen:?}"
            );
        }
    }
}

async fn timeline_is_whole(world: &World, ticket: &Ticket) {
    let mut hotline = world.hotline(Role::Hotline, "BJ01", "H1").unwrap();
    let (mut entries, mut page_token): (Vec<TimelineEntry>, String) = (Vec::new(), String::new());
    loop {
        let request = GetTimelineRequest {
            ticket_id: ticket.id.clone(),
            page_size: 7,
            page_token,
        };
        let page = hotline.get_timeline(request).await.unwrap().into_inner();
        entries.extend(page.entries);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    for service in ["hotline", "dispatch", "parts", "callback"] {
        assert!(
            entries.iter().any(|entry| entry.service == service),
            "nothing of {service} in the timeline"
        );
    }
    let times: Vec<_> = entries
        .iter()
        .map(|entry| entry.time.map(|at| (at.seconds, at.nanos)))
        .collect();
    assert!(times.is_sorted(), "the timeline is not in order of time");
    assert!(
        entries
            .iter()
            .all(|entry| !entry.text.contains("王芳") && !entry.text.contains("13800000001"))
    );
}
