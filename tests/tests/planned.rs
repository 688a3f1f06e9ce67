//! Planned maintenance the whole way (DSP-67): a row in the register, a visit, a callback that knows whom to call.
#![expect(clippy::unwrap_used, reason = "a story that cannot be played must fail")]

use aftersales::demo::{World, request_id};
use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{
        TestDb,
        rig::{at, reason},
    },
};
use aftersales_proto::{
    common::v1::{Contact, CoverageKind, ServiceClass, Zone},
    dispatch::v1::{
        CreatePlanRequest, CreateWorkOrderRequest, PlanKind, Presence, WorkOrderType,
        issue_service_client::IssueServiceClient, plan_service_client::PlanServiceClient,
    },
    hotline::v1::{GetTimelineRequest, ListRegisterRequest, RegisterRowState, TicketState},
};
use aftersales_tests::{desk::Desk, suite::Suite};

on_both_databases!(
    dsp_67_a_planned_maintenance_is_a_ticket_of_the_register,
    dsp_51_internal_work_is_nobodys_ticket,
    hot_08_a_call_after_a_planned_maintenance_repeats_nothing,
);

/// C1 plans a yearly maintenance of a machine under contract, due on Monday the 16th.
async fn planned(world: &World, customer_id: String, asset_id: String) {
    let plan = CreatePlanRequest {
        request_id: request_id(),
        branch_id: "BJ01".to_owned(),
        kind: PlanKind::Maintenance.into(),
        customer_id,
        asset_id,
        product_line: "PC".to_owned(),
        model: "PC-100".to_owned(),
        serial_number: "SN100".to_owned(),
        service_class: ServiceClass::B.into(),
        interval_days: 365,
        first_due: "2026-11-16".to_owned(),
        last_due: String::new(),
        contact: Some(Contact {
            name: "王芳".to_owned(),
            phone: "13800000001".to_owned(),
            address: "北京市海淀区学院路5号".to_owned(),
            zone: Zone::InArea.into(),
            site_condition: "office".to_owned(),
        }),
    };
    let caller = world.caller(&[Role::Coordinator], "BJ01", "C1").unwrap();
    PlanServiceClient::new(caller).create_plan(plan).await.unwrap();
}

async fn timeline(world: &World, ticket_id: &str) -> Result<Vec<String>, tonic::Status> {
    let request = GetTimelineRequest {
        ticket_id: ticket_id.to_owned(),
        ..GetTimelineRequest::default()
    };
    let mut hotline = world.hotline(Role::Hotline, "BJ01", "H1").unwrap();
    let answer = hotline.get_timeline(request).await?.into_inner();
    let kind = |entry: aftersales_proto::hotline::v1::TimelineEntry| {
        entry.r#type.rsplit('.').next().unwrap_or_default().to_owned()
    };
    Ok(answer.entries.into_iter().map(kind).collect())
}

async fn dsp_67_a_planned_maintenance_is_a_ticket_of_the_register(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-13T09:30:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let (customer, asset) = desk.look_up("13800000001").await;
    planned(world, customer.clone(), asset).await;
    world.at("2026-11-16T09:00:00+08:00").await.unwrap();
    let order = desk.queue().await.into_iter().next().unwrap();
    let ticket = desk.ticket(&order.ticket_id).await.unwrap();
    assert_eq!(
        (&order.register_no, &order.voucher_no),
        (&ticket.register_no, &ticket.voucher_no)
    );
    assert_eq!(
        (ticket.register_no.as_str(), ticket.state(), ticket.service_class()),
        ("BJ01-R-000001", TicketState::HandedOver, ServiceClass::B)
    );
    assert_eq!(
        (
            ticket.customer_id.as_str(),
            ticket.coverage_kind(),
            ticket.opened_by.as_str()
        ),
        (customer.as_str(), CoverageKind::YearlyContract, "system")
    );
    desk.presence("E1", Presence::InStation).await.unwrap();
    desk.assign(&order, "E1").await.unwrap();
    desk.contact(&order, "E1").await.unwrap();
    desk.promise(&order, "E1", "2026-11-16T14:00:00+08:00", "2026-11-16T16:00:00+08:00")
        .await
        .unwrap();
    desk.report_appointment(&order, "E1").await.unwrap();
    desk.no_parts(&order, "E1").await.unwrap();
    desk.travel(&order, "E1", "2026-11-16T13:30:00+08:00", "2026-11-16T14:00:00+08:00")
        .await
        .unwrap();
    world.at("2026-11-16T15:00:00+08:00").await.unwrap();
    let done = desk.repaired(&order, at("2026-11-16T15:00:00+08:00"));
    desk.complete("E1", done).await.unwrap();
    desk.report(&order, "E1").await.unwrap();
    desk.confirm(&order).await.unwrap();
    let row = world.hotline(Role::Chief, "BJ01", "M1").unwrap();
    let register = ListRegisterRequest {
        branch_id: "BJ01".to_owned(),
        ..ListRegisterRequest::default()
    };
    let rows = { row }.list_register(register).await.unwrap().into_inner().rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].state(), RegisterRowState::Cleared, "its voucher is back");
    world.at("2026-11-17T15:00:00+08:00").await.unwrap();
    let task = desk.task_of(&order.ticket_id).await.unwrap();
    assert_eq!(task.contact.clone().unwrap().phone, "13800000001", "whom to call");
    desk.complete_callback(&task, desk.answers()).await.unwrap();
    assert_eq!(
        desk.ticket(&order.ticket_id).await.unwrap().state(),
        TicketState::Closed
    );
    let told = timeline(world, &order.ticket_id).await.unwrap();
    for kind in ["WorkOrderCreated", "TicketOpened", "WorkOrderConfirmed", "TicketClosed"] {
        assert_eq!(
            told.iter().filter(|told| *told == kind).count(),
            1,
            "{kind} in {told:?}"
        );
    }
}

async fn dsp_51_internal_work_is_nobodys_ticket(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-16T09:30:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let upkeep = CreateWorkOrderRequest {
        request_id: request_id(),
        branch_id: "BJ01".to_owned(),
        order_type: WorkOrderType::Showroom.into(),
        need_summary: "展机保养".to_owned(),
        ..CreateWorkOrderRequest::default()
    };
    let caller = world.caller(&[Role::Coordinator], "BJ01", "C1").unwrap();
    let made = IssueServiceClient::new(caller).create_work_order(upkeep).await.unwrap();
    world.settle().await.unwrap();
    let order = made.into_inner().work_order.unwrap();
    let refused = desk.ticket(&order.ticket_id).await.unwrap_err();
    assert_eq!(reason(&refused), "TICKET_NOT_FOUND", "no customer asked for it");
    let told = timeline(world, &order.ticket_id).await.unwrap();
    assert_eq!(told, ["WorkOrderCreated"], "yet what happens to it can be read");
}

async fn hot_08_a_call_after_a_planned_maintenance_repeats_nothing(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-13T09:30:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let (customer, asset) = desk.look_up("13800000001").await;
    planned(world, customer.clone(), asset.clone()).await;
    world.at("2026-11-16T09:00:00+08:00").await.unwrap();
    let reported = desk.open(desk.on_site(&customer, &asset)).await.unwrap();
    assert_eq!(
        (reported.register_no.as_str(), reported.repeat_of_ticket_id.as_str()),
        ("BJ01-R-000002", ""),
        "nobody called about the maintenance"
    );
    let again = desk.open(desk.on_site(&customer, &asset)).await.unwrap();
    assert_eq!(again.repeat_of_ticket_id, reported.id);
}
