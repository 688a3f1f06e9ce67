//! The queue of requests without a technician, and what goes to the manager on the next working day (story S18).

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::{
    dispatch::v1::{TechnicianAssigned, WorkOrderState, dispatch_event::Event as Dispatched},
    hotline::v1::{
        AwaitingRequest, ListAwaitingAssignmentRequest, ListCarriedOverRequest, ProcessFlow,
        intake_service_client::IntakeServiceClient,
    },
};
use tonic::Code;

use crate::{
    desk::{Desk, refused, written},
    played::order,
};

aftersales_kit::on_both_databases!(
    hot_24_requests_without_a_technician_are_seen_with_their_vouchers,
    dsp_36_hot_47_s18_what_is_not_dispatched_goes_to_the_manager_on_the_next_working_day,
    dsp_36_each_working_day_carries_over_once_and_rest_days_never,
    x_07_the_timeline_names_the_flow_of_each_step,
);

impl Desk {
    pub async fn awaiting(&self) -> Vec<AwaitingRequest> {
        self.rig.settle().await;
        let request = ListAwaitingAssignmentRequest {
            branch_id: "BJ01".to_owned(),
            ..Default::default()
        };
        let mut manager = self.intakes(Role::DepartmentManager, "D1").await;
        let answer = manager.list_awaiting_assignment(request).await;
        answer.unwrap().into_inner().requests
    }

    pub async fn carried(&self, day: &str) -> Vec<AwaitingRequest> {
        let request = ListCarriedOverRequest {
            branch_id: "BJ01".to_owned(),
            day: day.to_owned(),
            ..Default::default()
        };
        let mut manager = self.intakes(Role::DepartmentManager, "D1").await;
        manager.list_carried_over(request).await.unwrap().into_inner().requests
    }

    pub async fn assigned(&self, ticket: &str) {
        self.received(ticket).await;
        let assigned = TechnicianAssigned {
            order: order(ticket, WorkOrderState::Assigned),
            ..Default::default()
        };
        self.dispatch(ticket, "TechnicianAssigned", Dispatched::TechnicianAssigned(assigned))
            .await;
    }

    async fn count(&self, name: &str) -> usize {
        self.told().await.iter().filter(|told| *told == name).count()
    }
}

fn numbers(requests: &[AwaitingRequest]) -> Vec<&str> {
    requests.iter().map(|request| request.register_no.as_str()).collect()
}

async fn hot_24_requests_without_a_technician_are_seen_with_their_vouchers(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let first = desk.open(written()).await;
    let second = desk.open(written()).await;
    let waiting = desk.awaiting().await;
    assert_eq!(numbers(&waiting), ["BJ01-R-000001", "BJ01-R-000002"]);
    assert_eq!(
        (waiting[0].voucher_no.as_str(), waiting[0].received_at),
        (first.voucher_no.as_str(), None)
    );
    desk.received(&first.id).await;
    let waiting = desk.awaiting().await;
    assert!(
        waiting[0].received_at.is_some(),
        "the coordinator has it, a technician not yet"
    );
    assert_eq!(waiting[0].work_order_no, "BJ01-D-000001");
    desk.assigned(&first.id).await;
    assert_eq!(numbers(&desk.awaiting().await), [second.register_no.as_str()]);
    let request = ListAwaitingAssignmentRequest {
        branch_id: "BJ01".to_owned(),
        ..Default::default()
    };
    let mut technician = desk.intakes(Role::Technician, "E1").await;
    let status = technician.list_awaiting_assignment(request.clone()).await.unwrap_err();
    assert_eq!(status.code(), Code::PermissionDenied);
    let channel = desk.rig.channel(&[Role::DepartmentManager], "SH02", "D1-S").await;
    let mut other = IntakeServiceClient::new(channel);
    assert_eq!(refused(other.list_awaiting_assignment(request).await), "BRANCH_UNKNOWN");
}

async fn dsp_36_hot_47_s18_what_is_not_dispatched_goes_to_the_manager_on_the_next_working_day(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    for number in 1..=5 {
        let ticket = desk.open(written()).await;
        if number < 5 {
            desk.assigned(&ticket.id).await;
        }
    }
    desk.rig.advance_to("2026-11-17T00:00:00+08:00").await;
    assert_eq!(desk.count("RequestCarriedOver").await, 1);
    let carried = desk.carried("2026-11-17").await;
    assert_eq!(numbers(&carried), ["BJ01-R-000005"]);
    assert_eq!(
        (carried[0].carried_over, carried[0].carried_from.as_str()),
        (1, "2026-11-16"),
        "one step of priority"
    );
    desk.rig.advance_to("2026-11-17T09:10:00+08:00").await;
    let fresh = desk.open(written()).await;
    assert_eq!(
        numbers(&desk.awaiting().await),
        ["BJ01-R-000005", fresh.register_no.as_str()],
        "it is dispatched first"
    );
    let five = carried[0].ticket_id.clone();
    let timeline = desk.timeline(&five).await;
    let said = timeline
        .iter()
        .find(|entry| entry.r#type.ends_with(".RequestCarriedOver"))
        .unwrap();
    assert_eq!(
        said.text,
        "Not dispatched on 2026-11-16: the department manager has it first on 2026-11-17."
    );
    desk.assigned(&five).await;
    assert!(desk.carried("").await.is_empty(), "with a technician it waits no more");
}

async fn dsp_36_each_working_day_carries_over_once_and_rest_days_never(db: TestDb) {
    let mut desk = Desk::start_at(&db, "2026-11-20T16:00:00+08:00").await;
    desk.open(written()).await;
    desk.rig.advance_to("2026-11-20T19:00:00+08:00").await;
    let evening = desk.open(written()).await;
    desk.rig.advance_to("2026-11-20T23:59:59+08:00").await;
    assert_eq!(desk.count("RequestCarriedOver").await, 0, "the day is not over");
    desk.rig.advance_to("2026-11-23T08:00:00+08:00").await;
    assert_eq!(
        desk.count("RegisterReconciled").await,
        1,
        "nothing happens on Saturday and Sunday"
    );
    let carried = desk.carried("2026-11-23").await;
    let friday = ["BJ01-R-000001", evening.register_no.as_str()];
    assert_eq!(numbers(&carried), friday, "Friday's go to Monday, the late one too");
    desk.rig.advance_to("2026-11-25T08:00:00+08:00").await;
    assert_eq!(desk.count("RegisterReconciled").await, 3, "Friday, Monday, Tuesday");
    let carried = desk.carried("2026-11-25").await;
    assert_eq!(numbers(&carried), friday);
    assert!(carried.iter().all(|request| request.carried_over == 3));
}

async fn x_07_the_timeline_names_the_flow_of_each_step(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let ticket = desk.open(written()).await;
    desk.assigned(&ticket.id).await;
    let timeline = desk.timeline(&ticket.id).await;
    let flow = |name: &str| {
        let entry = timeline.iter().find(|entry| entry.r#type.ends_with(name)).unwrap();
        entry.process()
    };
    assert_eq!(flow(".TicketOpened"), ProcessFlow::Hotline);
    assert_eq!(flow(".TechnicianAssigned"), ProcessFlow::OnSite);
    assert_eq!(desk.ticket(&ticket.id).await.process(), ProcessFlow::OnSite);
}
