//! Planned maintenance (DSP-67) and regular revisits (DSP-66).

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig, rig::RigChannel},
};
use aftersales_proto::{
    common::v1::ServiceClass,
    dispatch::v1::{
        self as proto, ListDispatchQueueRequest, Plan, PlanItem, PlanItemState, PlanKind, PlanState, WorkOrder,
        WorkOrderState, plan_service_client::PlanServiceClient,
    },
};
use tonic::Code;

use super::{
    desk::{C1, Desk, E1, key},
    hotline::contact,
};

on_both_databases!(
    dsp_67_maintenance_becomes_orders_on_working_days,
    dsp_67_a_plan_fits_its_asset_and_class,
    dsp_66_a_revisit_without_fault_records_opinions,
    dsp_66_a_fault_opens_a_linked_order,
);

/// A client of somebody.
pub async fn client(desk: &Desk, (role, code): (Role, &str)) -> PlanServiceClient<RigChannel> {
    PlanServiceClient::new(desk.rig.channel(&[role], "BJ01", code).await)
}

fn planning(kind: PlanKind, first_due: &str) -> proto::CreatePlanRequest {
    proto::CreatePlanRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        kind: kind.into(),
        customer_id: key(),
        asset_id: key(),
        product_line: "PC".to_owned(),
        model: "PC-100".to_owned(),
        serial_number: "SN400".to_owned(),
        service_class: ServiceClass::C.into(),
        interval_days: 90,
        first_due: first_due.to_owned(),
        last_due: String::new(),
        contact: Some(contact()),
    }
}

/// A plan of the kind.
pub async fn planned(desk: &Desk, kind: PlanKind, first_due: &str) -> Plan {
    let answer = client(desk, C1)
        .await
        .create_plan(planning(kind, first_due))
        .await
        .unwrap();
    answer.into_inner().plan.unwrap()
}

async fn plan(desk: &Desk, id: &str) -> Plan {
    let request = proto::GetPlanRequest { plan_id: id.to_owned() };
    client(desk, C1)
        .await
        .get_plan(request)
        .await
        .unwrap()
        .into_inner()
        .plan
        .unwrap()
}

async fn items(desk: &Desk, open_only: bool) -> Vec<PlanItem> {
    let request = proto::ListPlanItemsRequest {
        branch_id: "BJ01".to_owned(),
        open_only,
        ..proto::ListPlanItemsRequest::default()
    };
    client(desk, C1)
        .await
        .list_plan_items(request)
        .await
        .unwrap()
        .into_inner()
        .items
}

async fn queue(desk: &Desk) -> Vec<WorkOrder> {
    let request = ListDispatchQueueRequest {
        branch_id: "BJ01".to_owned(),
        ..ListDispatchQueueRequest::default()
    };
    let entries = desk.list_dispatch_queue(C1, request).await.unwrap().entries;
    entries.into_iter().filter_map(|entry| entry.work_order).collect()
}

/// What a revisit found.
pub fn revisiting(item: &PlanItem, opinions: &str, fault: &str) -> proto::RecordRevisitRequest {
    proto::RecordRevisitRequest {
        request_id: key(),
        plan_item_id: item.id.clone(),
        fault_found: !fault.is_empty(),
        opinions: opinions.to_owned(),
        fault: fault.to_owned(),
        etag: String::new(),
    }
}

async fn dsp_67_maintenance_becomes_orders_on_working_days(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let made = planned(&desk, PlanKind::Maintenance, "2026-11-21").await;
    desk.rig.advance_to("2026-11-23T08:59:59+08:00").await;
    assert!(queue(&desk).await.is_empty(), "the twenty-first is a Saturday");
    desk.rig.advance_to("2026-11-23T09:00:00+08:00").await;
    let orders = queue(&desk).await;
    assert_eq!(orders.len(), 1);
    assert_eq!(
        (orders[0].state(), orders[0].service_class()),
        (WorkOrderState::Queued, ServiceClass::C)
    );
    assert_eq!(
        (orders[0].asset_id.as_str(), orders[0].serial_number.as_str()),
        (made.asset_id.as_str(), "SN400")
    );
    assert_eq!(orders[0].contact.as_ref().unwrap().phone, "13800000001");
    let due = items(&desk, false).await;
    assert_eq!(
        (due[0].due_date.as_str(), due[0].working_date.as_str()),
        ("2026-11-21", "2026-11-23")
    );
    assert_eq!(
        (due[0].state(), due[0].work_order_id.as_str()),
        (PlanItemState::Ordered, orders[0].id.as_str())
    );
    let now = plan(&desk, &made.id).await;
    assert_eq!(
        (now.next_due.as_str(), now.items.len()),
        ("2027-02-19", 1),
        "ninety days after the due date"
    );
    assert_eq!(desk.count("PlanItemDue").await, 1);
    let request = proto::EndPlanRequest {
        request_id: key(),
        plan_id: made.id.clone(),
        etag: String::new(),
    };
    client(&desk, C1).await.end_plan(request).await.unwrap();
    desk.rig.advance_to("2026-12-31T12:00:00+08:00").await;
    assert_eq!(plan(&desk, &made.id).await.state(), PlanState::Ended);
}

async fn dsp_67_a_plan_fits_its_asset_and_class(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let mut clerk = client(&desk, C1).await;
    let mut charged = planning(PlanKind::Maintenance, "2026-11-20");
    charged.service_class = ServiceClass::A.into();
    assert_eq!(
        rig::reason(&clerk.create_plan(charged).await.unwrap_err()),
        "PLAN_CLASS"
    );
    let today = planning(PlanKind::Maintenance, "2026-11-16");
    assert_eq!(
        rig::reason(&clerk.create_plan(today).await.unwrap_err()),
        "FIRST_DUE_PAST"
    );
    let mut ends = planning(PlanKind::Maintenance, "2026-11-20");
    ends.last_due = "2026-12-31".to_owned();
    let made = clerk
        .create_plan(ends.clone())
        .await
        .unwrap()
        .into_inner()
        .plan
        .unwrap();
    ends.request_id = key();
    assert_eq!(rig::reason(&clerk.create_plan(ends).await.unwrap_err()), "PLAN_EXISTS");
    let refused = client(&desk, E1)
        .await
        .create_plan(planning(PlanKind::Revisit, "2026-11-20"))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    desk.rig.advance_to("2026-11-20T09:00:00+08:00").await;
    let now = plan(&desk, &made.id).await;
    assert_eq!(
        (now.state(), now.next_due.as_str()),
        (PlanState::Ended, ""),
        "the next would be after the last day"
    );
    let mut foreign = PlanServiceClient::new(desk.rig.channel(&[Role::Coordinator], "SH02", "C1-S").await);
    let request = proto::GetPlanRequest {
        plan_id: made.id.clone(),
    };
    assert_eq!(
        rig::reason(&foreign.get_plan(request).await.unwrap_err()),
        "PLAN_NOT_FOUND"
    );
}

async fn dsp_66_a_revisit_without_fault_records_opinions(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let made = planned(&desk, PlanKind::Revisit, "2026-11-18").await;
    desk.rig.advance_to("2026-11-18T10:00:00+08:00").await;
    let due = items(&desk, true).await;
    assert_eq!(
        (due.len(), due[0].state(), due[0].overdue),
        (1, PlanItemState::Due, false)
    );
    assert!(queue(&desk).await.is_empty(), "a revisit is no order");
    desk.rig.advance_to("2026-11-19T10:00:00+08:00").await;
    assert!(items(&desk, true).await[0].overdue);
    let mut clerk = client(&desk, C1).await;
    let refused = clerk.record_revisit(revisiting(&due[0], "", "")).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "OPINIONS_MISSING");
    let told = clerk
        .record_revisit(revisiting(&due[0], "希望增加夜间服务", ""))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(told.next_due, "2027-02-17", "ninety days after the revisit");
    let item = told.item.unwrap();
    assert_eq!(
        (item.state(), item.opinions.as_str()),
        (PlanItemState::NoFault, "希望增加夜间服务")
    );
    let refused = clerk
        .record_revisit(revisiting(&due[0], "again", ""))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "PLAN_STATE");
    assert!(items(&desk, true).await.is_empty() && queue(&desk).await.is_empty());
    assert_eq!(plan(&desk, &made.id).await.next_due, "2027-02-17");
}

async fn dsp_66_a_fault_opens_a_linked_order(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    planned(&desk, PlanKind::Revisit, "2026-11-18").await;
    desk.rig.advance_to("2026-11-18T10:00:00+08:00").await;
    let due = items(&desk, true).await;
    let mut unsaid = revisiting(&due[0], "", "x");
    unsaid.fault = String::new();
    let mut clerk = client(&desk, C1).await;
    let refused = clerk.record_revisit(unsaid).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "FAULT_MISSING");
    let told = clerk
        .record_revisit(revisiting(&due[0], "", "门禁不工作"))
        .await
        .unwrap()
        .into_inner();
    let item = told.item.unwrap();
    let orders = queue(&desk).await;
    assert_eq!(
        (item.state(), item.work_order_id.as_str()),
        (PlanItemState::Fault, orders[0].id.as_str())
    );
    assert_eq!(orders[0].state(), WorkOrderState::Queued);
    assert_eq!(told.next_due, "2027-02-16", "the revisits go on");
}
