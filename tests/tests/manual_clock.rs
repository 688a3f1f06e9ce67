//! On a manual clock no time passes between a command and what follows from it.
#![expect(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use aftersales_kit::{auth::Role, on_both_databases, testing::TestDb};
use aftersales_proto::dispatch::v1::GetWorkOrderRequest;
use aftersales_tests::{desk::Desk, suite::Suite};

on_both_databases!(an_answer_comes_when_the_other_services_have_taken_it_in);

async fn an_answer_comes_when_the_other_services_have_taken_it_in(db: TestDb) {
    let suite = Suite::settling(&db, "2026-11-16T09:40:00+08:00").await;
    let desk = Desk::bj01(&suite.world);
    let (customer, asset) = desk.look_up("13800000001").await;
    for _ in 0..10 {
        let mut hotline = suite.world.hotline(Role::Hotline, "BJ01", "H1").unwrap();
        let opened = hotline.open_ticket(desk.on_site(&customer, &asset)).await.unwrap();
        let ticket = opened.into_inner().ticket.unwrap();
        let mut dispatch = suite.world.dispatch(Role::Coordinator, "BJ01", "C1").unwrap();
        let asked = GetWorkOrderRequest {
            ticket_id: ticket.id.clone(),
            ..GetWorkOrderRequest::default()
        };
        let order = dispatch
            .get_work_order(asked)
            .await
            .unwrap()
            .into_inner()
            .work_order
            .unwrap();
        assert_eq!(order.ticket_id, ticket.id);
    }
}
