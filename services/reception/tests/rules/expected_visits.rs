//! Customers whom the hotline guides to the branch (HOT-14, REC-74).

use std::sync::atomic::Ordering;

use aftersales_kit::testing::{TestDb, rig::at};
use aftersales_proto::{
    common::v1::{CoverageKind, FaultKind, ServiceClass},
    reception::v1::ExpectedVisitState,
};

use crate::desk::{Desk, refused, wang_fang};

aftersales_kit::on_both_databases!(
    hot_14_a_guided_customer_is_expected,
    hot_14_a_replayed_event_makes_no_second_visit,
    rec_74_nobody_waits_for_a_cancelled_ticket,
    rec_74_a_visit_is_expected_while_the_hotline_is_away,
);

async fn hot_14_a_guided_customer_is_expected(db: TestDb) {
    let desk = Desk::start(&db).await;
    let ticket = desk.wang_fangs();
    desk.guide(&ticket).await;
    let visit = desk.visit(&ticket).await;
    assert_eq!(visit.state(), ExpectedVisitState::Expected);
    assert_eq!((visit.branch_id.as_str(), visit.model.as_str()), ("BJ01", "PC-100"));
    assert_eq!(
        (visit.fault_kind(), visit.service_class()),
        (FaultKind::Hardware, ServiceClass::C)
    );
    assert_eq!(visit.coverage_kind(), CoverageKind::InWarranty);
    assert_eq!(
        (visit.contact, visit.need_summary.as_str()),
        (Some(wang_fang()), "无法开机")
    );
    assert_eq!(visit.guided_at, Some(at("2026-11-15T16:00:00+08:00").to_proto()));
    assert_eq!(
        (visit.expected_on.as_str(), visit.available_actions),
        ("", vec!["RegisterArrival".to_owned()])
    );
}

async fn hot_14_a_replayed_event_makes_no_second_visit(db: TestDb) {
    let desk = Desk::start(&db).await;
    let ticket = desk.wang_fangs();
    desk.guide(&ticket).await;
    let first = desk.visit(&ticket).await;
    desk.guide(&ticket).await;
    assert_eq!(desk.visit(&ticket).await, first);
    assert_eq!(desk.facts().await, ["VisitExpected"]);
}

async fn rec_74_nobody_waits_for_a_cancelled_ticket(db: TestDb) {
    let desk = Desk::start(&db).await;
    let (ticket, never_guided) = (desk.wang_fangs(), desk.wang_fangs());
    desk.guide(&ticket).await;
    desk.cancel(&never_guided).await;
    desk.cancel(&ticket).await;
    let visit = desk.visit(&ticket).await;
    assert_eq!((visit.state(), visit.contact), (ExpectedVisitState::Cancelled, None));
    assert!(visit.available_actions.is_empty() && visit.readonly_reason.contains("CANCELLED"));
    let request = aftersales_proto::reception::v1::RegisterArrivalRequest {
        expected_visit_id: visit.id,
        ..desk.arrival()
    };
    assert_eq!(
        refused(desk.r1().await.register_arrival(request).await),
        "EXPECTED_VISIT_STATE"
    );
    assert_eq!(desk.facts().await, ["VisitExpected", "ExpectedVisitCancelled"]);
}

async fn rec_74_a_visit_is_expected_while_the_hotline_is_away(db: TestDb) {
    let desk = Desk::start(&db).await;
    desk.hotline.away.store(true, Ordering::SeqCst);
    let ticket = desk.wang_fangs();
    desk.guide(&ticket).await;
    let visit = desk.visit(&ticket).await;
    assert_eq!((visit.state(), visit.contact), (ExpectedVisitState::Expected, None));
    desk.hotline.away.store(false, Ordering::SeqCst);
    assert_eq!(desk.visit(&ticket).await.contact, Some(wang_fang()));
}
