//! Weekly visits of the shops that a technician is responsible for.

use aftersales_kit::{
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    common::v1::ServiceClass,
    dispatch::v1::{self as proto, ShopTask, ShopTaskState},
};
use tonic::Code;

use super::{
    desk::{C1, Desk, E1, E2, key, time},
    office::C1_S,
};

on_both_databases!(
    x_35_each_shop_is_visited_once_a_week_and_missed_visits_are_reported,
    x_35_who_is_responsible_for_a_shop,
);

/// A technician gets a shop.
pub fn assign(technician: &str, shop: &str) -> proto::AssignShopRequest {
    proto::AssignShopRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        technician_id: technician.to_owned(),
        shop_code: shop.to_owned(),
        shop_name: "中关村店".to_owned(),
    }
}

/// A visit of it.
pub fn visit(assignment: &str, at: Option<&str>) -> proto::RecordShopVisitRequest {
    proto::RecordShopVisitRequest {
        request_id: key(),
        assignment_id: assignment.to_owned(),
        visited_at: at.and_then(time),
        minutes: 45,
        findings: "样机检修".to_owned(),
    }
}

async fn tasks(desk: &Desk, date: &str, missed_only: bool) -> Vec<ShopTask> {
    let request = proto::ListShopTasksRequest {
        branch_id: "BJ01".to_owned(),
        date: date.to_owned(),
        missed_only,
        ..proto::ListShopTasksRequest::default()
    };
    desk.list_shop_tasks(C1, request).await.unwrap().tasks
}

async fn x_35_each_shop_is_visited_once_a_week_and_missed_visits_are_reported(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let one = desk.assign_shop(C1, assign("E1", "S-1")).await.unwrap().task.unwrap();
    desk.assign_shop(C1, assign("E1", "S-2")).await.unwrap();
    assert_eq!(
        (
            one.state(),
            one.service_class(),
            one.required_visits,
            one.iso_week.as_str()
        ),
        (ShopTaskState::Open, ServiceClass::D, 1, "2026-W47")
    );
    desk.rig.advance_to("2026-11-18T15:00:00+08:00").await;
    let done = desk
        .record_shop_visit(E1, visit(&one.assignment_id, None))
        .await
        .unwrap();
    let done = done.task.unwrap();
    assert_eq!(
        (done.state(), done.done_visits, done.minutes),
        (ShopTaskState::Done, 1, 45)
    );
    desk.rig.advance_to("2026-11-20T20:00:00+08:00").await;
    assert!(tasks(&desk, "", true).await.is_empty(), "the week is not over");
    assert_eq!(desk.count("ShopVisitsMissed").await, 0);
    desk.rig.advance_to("2026-11-20T23:59:00+08:00").await;
    assert_eq!(desk.count("ShopVisitsMissed").await, 1);
    desk.rig.advance_to("2026-11-23T09:00:00+08:00").await;
    let missed = tasks(&desk, "2026-11-20", true).await;
    assert_eq!((missed.len(), missed[0].shop_code.as_str()), (1, "S-2"));
    let next = tasks(&desk, "", false).await;
    let states: Vec<_> = next.iter().map(|task| (task.iso_week.as_str(), task.state())).collect();
    assert_eq!(states, [("2026-W48", ShopTaskState::Open); 2], "the task recurs");
}

async fn x_35_who_is_responsible_for_a_shop(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let denied = desk.assign_shop(E1, assign("E1", "S-1")).await.unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);
    let nobody = desk.assign_shop(C1, assign("C1", "S-1")).await.unwrap_err();
    assert_eq!(rig::reason(&nobody), "TECHNICIAN_NOT_FOUND");
    let one = desk.assign_shop(C1, assign("E1", "S-1")).await.unwrap().task.unwrap();
    let again = desk.assign_shop(C1, assign("E1", "S-1")).await.unwrap_err();
    assert_eq!(rig::reason(&again), "SHOP_ASSIGNED");
    let others = desk
        .record_shop_visit(E2, visit(&one.assignment_id, None))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&others), "TIME_REPORT_OF_OTHERS");
    let future = visit(&one.assignment_id, Some("2026-11-16T12:00:00+08:00"));
    let future = desk.record_shop_visit(E1, future).await.unwrap_err();
    assert_eq!(rig::reason(&future), "TIME_IN_FUTURE");
    let end = || proto::EndShopAssignmentRequest {
        request_id: key(),
        assignment_id: one.assignment_id.clone(),
        etag: one.etag.clone(),
    };
    let foreign = desk.end_shop_assignment(C1_S, end()).await.unwrap_err();
    assert_eq!(rig::reason(&foreign), "SHOP_ASSIGNMENT_NOT_FOUND");
    desk.end_shop_assignment(C1, end()).await.unwrap();
    assert_eq!(
        desk.end_shop_assignment(C1, end()).await.unwrap_err().code(),
        Code::Aborted
    );
    let ended = desk
        .record_shop_visit(E1, visit(&one.assignment_id, None))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&ended), "SHOP_ASSIGNMENT_ENDED");
    assert!(
        tasks(&desk, "", false).await.is_empty(),
        "this week it is not due any more"
    );
    let anew = desk.assign_shop(C1, assign("E1", "S-1")).await.unwrap().task.unwrap();
    assert_ne!(anew.assignment_id, one.assignment_id);
}
