//! How orders come to the coordinator, and which of them he sends out first.

use aftersales_kit::{auth::Role, on_both_databases, testing::TestDb};
use aftersales_proto::{
    dispatch::v1::{
        self as proto, DispatchEvent, HandOverWay, Presence, ReceiveNextWorkOrdersRequest, WorkOrderState,
        dispatch_event::Event as Told, hand_over_service_client::HandOverServiceClient,
    },
    hotline::v1::{RequestCarriedOver, TicketHandedOver, hotline_event::Event},
};
use prost::Message;
use tonic::Code;

use super::desk::{C1, Desk, assignment, handed_over, key, receipt};

on_both_databases!(
    hot_46_a_coordinator_fetches_what_waits_and_both_ways_are_recorded,
    dsp_36_hot_47_carried_over_orders_come_before_ordinary_ones_and_after_reissued,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";

fn next(count: i32) -> ReceiveNextWorkOrdersRequest {
    ReceiveNextWorkOrdersRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        count,
    }
}

async fn queue(desk: &Desk) -> Vec<String> {
    let request = proto::ListDispatchQueueRequest {
        branch_id: "BJ01".to_owned(),
        ..Default::default()
    };
    let entries = desk.list_dispatch_queue(C1, request).await.unwrap().entries;
    entries.into_iter().map(|entry| entry.work_order.unwrap().id).collect()
}

async fn hot_46_a_coordinator_fetches_what_waits_and_both_ways_are_recorded(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let pushed = desk.queued().await;
    desk.receive_work_order(C1, receipt(&pushed)).await.unwrap();
    let urgent = desk
        .hand_over(TicketHandedOver {
            urged: true,
            ..handed_over(NOW)
        })
        .await
        .id;
    let (second, third) = (desk.queued().await, desk.queued().await);
    let mut coordinator = HandOverServiceClient::new(desk.rig.channel(&[Role::Coordinator], "BJ01", "C1").await);
    let request = next(2);
    let fetched = coordinator
        .receive_next_work_orders(request.clone())
        .await
        .unwrap()
        .into_inner();
    let ids: Vec<_> = fetched.work_orders.iter().map(|order| order.id.clone()).collect();
    assert_eq!(ids, [urgent.clone(), second.clone()], "in the order of the queue");
    assert!(
        fetched
            .work_orders
            .iter()
            .all(|order| order.state() == WorkOrderState::Received && order.received_by == "C1")
    );
    let again = coordinator
        .receive_next_work_orders(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(again, fetched, "the same request gets the same answer");
    let rest = coordinator
        .receive_next_work_orders(next(50))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(rest.work_orders[0].id, third);
    assert!(
        coordinator
            .receive_next_work_orders(next(1))
            .await
            .unwrap()
            .into_inner()
            .work_orders
            .is_empty()
    );
    assert_eq!(desk.order(&pushed).await.received_way(), HandOverWay::Push);
    assert_eq!(desk.order(&urgent).await.received_way(), HandOverWay::Pull);
    let told = desk.rig.events("dispatch").await;
    let ways: Vec<_> = told
        .iter()
        .filter(|event| event.kind.ends_with(".WorkOrderReceived"))
        .map(
            |event| match DispatchEvent::decode(event.payload.as_slice()).unwrap().event {
                Some(Told::WorkOrderReceived(fact)) => (fact.received_by.clone(), fact.way()),
                other => panic!("{other:?}"),
            },
        )
        .collect();
    let pull = ("C1".to_owned(), HandOverWay::Pull);
    assert_eq!(
        ways,
        [("C1".to_owned(), HandOverWay::Push), pull.clone(), pull.clone(), pull]
    );
    let mut technician = HandOverServiceClient::new(desk.rig.channel(&[Role::Technician], "BJ01", "E1").await);
    let status = technician.receive_next_work_orders(next(1)).await.unwrap_err();
    assert_eq!(status.code(), Code::PermissionDenied);
    let mut other = HandOverServiceClient::new(desk.rig.channel(&[Role::Coordinator], "SH02", "C1-S").await);
    let status = other.receive_next_work_orders(next(1)).await.unwrap_err();
    assert_eq!(status.code(), Code::NotFound);
}

async fn dsp_36_hot_47_carried_over_orders_come_before_ordinary_ones_and_after_reissued(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let urgent = TicketHandedOver {
        urged: true,
        promised_contact_by: super::desk::time("2026-11-16T08:00:00+08:00"),
        ..handed_over(NOW)
    };
    let urgent = desk.hand_over(urgent).await.id;
    let ordinary = desk.queued().await;
    let left = desk.queued().await;
    assert_eq!(queue(&desk).await, [urgent.clone(), ordinary.clone(), left.clone()]);
    let ticket = desk.order(&left).await.ticket_id;
    let carried = |times| {
        Event::RequestCarriedOver(RequestCarriedOver {
            ticket_id: ticket.clone(),
            branch_id: "BJ01".to_owned(),
            day: "2026-11-16".to_owned(),
            carried_to: "2026-11-17".to_owned(),
            times,
            ..Default::default()
        })
    };
    desk.hotline_says(&ticket, "RequestCarriedOver", carried(1)).await;
    assert_eq!(
        queue(&desk).await,
        [left.clone(), urgent, ordinary],
        "first in the queue"
    );
    assert_eq!(desk.order(&left).await.carried_over, 1);
    assert_eq!(
        desk.count("WorkOrderChanged").await,
        1,
        "live lists are told of its new place"
    );
    desk.receive_work_order(C1, receipt(&left)).await.unwrap();
    desk.present("E1", Presence::InStation).await;
    desk.assign_technician(C1, assignment(&left, "E1", "")).await.unwrap();
    desk.hotline_says(&ticket, "RequestCarriedOver", carried(2)).await;
    assert_eq!(
        desk.order(&left).await.carried_over,
        1,
        "a technician has it: nothing is carried over any more"
    );
}
