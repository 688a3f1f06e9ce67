//! More lists that stay up to date: what waits, what is owed, who is there.

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        mirror::Mirror,
        rig::{RigChannel, reason},
    },
};
use aftersales_proto::{
    dispatch::v1::{
        NotRepairedPlan, VisitOutcome, WorkOrderConfirmed, WorkOrderState, dispatch_event::Event as Dispatched,
    },
    hotline::v1::{
        AgentState, CallCause, CompleteContactTaskRequest, ContactTask, ContactTaskCloseReason, ContactTaskState,
        VoucherState, WatchAgentsRequest, WatchAwaitingAssignmentRequest, WatchCarriedOverRequest,
        WatchContactTasksRequest, WatchMissedCallsRequest, WatchVouchersRequest,
        hotline_lists_live_service_client::HotlineListsLiveServiceClient,
    },
};
use tonic::Code;

use crate::{
    agents::{agents, set},
    desk::{Desk, key, refused, written},
    exchange::{ended, ringing},
    live::cancel,
    missed::{given_up, missed, of_number},
    played::order,
    returns::back,
};

aftersales_kit::on_both_databases!(
    live_contact_tasks_come_go_and_end_with_their_tickets,
    live_requests_without_a_technician_leave_when_one_has_them,
    live_vouchers_leave_the_open_ones_when_they_are_back,
    live_missed_calls_go_when_they_are_settled_and_forget_their_callers,
    live_agents_follow_their_calls,
    live_lists_tell_nothing_of_other_branches,
);

type Lists = HotlineListsLiveServiceClient<RigChannel>;

impl Desk {
    async fn lists(&self, role: Role, branch: &str, code: &str) -> Lists {
        HotlineListsLiveServiceClient::new(self.rig.channel(&[role], branch, code).await)
    }

    /// A visit that ended without a repair: the customer is to be told.
    async fn not_repaired(&mut self) -> String {
        let id = self.open(written()).await.id;
        self.received(&id).await;
        let (plan, state) = (NotRepairedPlan::Replace, WorkOrderState::WaitingSolution);
        self.visited(&id, VisitOutcome::NotRepaired, plan, state).await;
        id
    }
}

fn tasks(state: ContactTaskState, token: &str) -> WatchContactTasksRequest {
    WatchContactTasksRequest {
        branch_id: "BJ01".to_owned(),
        state: state.into(),
        ticket_id: String::new(),
        resume_token: token.to_owned(),
    }
}

fn awaiting(branch: &str, token: &str) -> WatchAwaitingAssignmentRequest {
    WatchAwaitingAssignmentRequest {
        branch_id: branch.to_owned(),
        resume_token: token.to_owned(),
    }
}

fn carried(branch: &str, day: &str) -> WatchCarriedOverRequest {
    WatchCarriedOverRequest {
        branch_id: branch.to_owned(),
        day: day.to_owned(),
        ..Default::default()
    }
}

fn vouchers(branch: &str, state: VoucherState, token: &str) -> WatchVouchersRequest {
    WatchVouchersRequest {
        branch_id: branch.to_owned(),
        state: state.into(),
        resume_token: token.to_owned(),
        ..Default::default()
    }
}

fn missed_calls(branch: &str) -> WatchMissedCallsRequest {
    WatchMissedCallsRequest {
        branch_id: branch.to_owned(),
        ..Default::default()
    }
}

fn at_the_telephone(branch: &str, state: AgentState) -> WatchAgentsRequest {
    WatchAgentsRequest {
        branch_id: branch.to_owned(),
        state: state.into(),
        ..Default::default()
    }
}

async fn live_contact_tasks_come_go_and_end_with_their_tickets(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut client = desk.lists(Role::Hotline, "BJ01", "H1").await;
    let watch = |state| tasks(state, "");
    let open = client.watch_contact_tasks(watch(ContactTaskState::Open)).await;
    let mut open = Mirror::of(open.unwrap());
    let all = client.watch_contact_tasks(watch(ContactTaskState::Unspecified)).await;
    let mut all = Mirror::of(all.unwrap());
    let told = desk.not_repaired().await;
    open.agrees(desk.tasks().await).await;
    let task = open.rows.values().next().unwrap().clone();
    assert_eq!(
        (task.ticket_id.as_str(), task.available_actions.as_slice()),
        (told.as_str(), ["CompleteContactTask".to_owned()].as_slice())
    );
    let mut hotline = desk.intakes(Role::Hotline, "H1").await;
    let done = |id: &str| CompleteContactTaskRequest {
        request_id: key(),
        task_id: id.to_owned(),
        said: "整机更换".to_owned(),
        etag: String::new(),
    };
    hotline.complete_contact_task(done(&task.id)).await.unwrap();
    open.until(|rows| rows.is_empty()).await;
    let token = open.token.clone();
    drop(open);
    let given_up = desk.not_repaired().await;
    let kept = desk.not_repaired().await;
    desk.hotline.cancel_ticket(cancel(&given_up)).await.unwrap();
    let listed = desk.tasks().await;
    let states: Vec<ContactTaskState> = listed.iter().map(ContactTask::state).collect();
    assert_eq!(
        states,
        [ContactTaskState::Open, ContactTaskState::Done, ContactTaskState::Closed]
    );
    let closed = &listed[2];
    assert_eq!(
        (closed.close_reason(), closed.closed_at.is_some(), closed.overdue),
        (ContactTaskCloseReason::TicketCancelled, true, false)
    );
    assert_eq!(
        closed.readonly_reason,
        "The ticket is over; there is nothing left to tell the customer."
    );
    assert_eq!(
        refused(hotline.complete_contact_task(done(&closed.id)).await),
        "CONTACT_TASK_CLOSED"
    );
    all.agrees(listed.clone()).await;
    let resumed = client.watch_contact_tasks(tasks(ContactTaskState::Open, &token)).await;
    let mut resumed = Mirror::of(resumed.unwrap());
    resumed.agrees(vec![listed[0].clone()]).await;
    assert_eq!(listed[0].ticket_id, kept);
    let wider = client
        .watch_contact_tasks(tasks(ContactTaskState::Unspecified, &token))
        .await;
    assert_eq!(reason(&wider.err().unwrap()), "PAGE_TOKEN_INVALID");
}

async fn live_requests_without_a_technician_leave_when_one_has_them(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut client = desk.lists(Role::DepartmentManager, "BJ01", "D1").await;
    let first = desk.open(written()).await.id;
    let waiting = client.watch_awaiting_assignment(awaiting("BJ01", "")).await;
    let mut waiting = Mirror::of(waiting.unwrap());
    let left = client.watch_carried_over(carried("BJ01", "2026-11-17")).await;
    let mut left = Mirror::of(left.unwrap());
    let later = client.watch_carried_over(carried("BJ01", "2026-11-18")).await;
    let mut later = Mirror::of(later.unwrap());
    let second = desk.open(written()).await.id;
    waiting.agrees(desk.awaiting().await).await;
    assert_eq!(waiting.rows.len(), 2);
    // the ticket is RECEIVED before and after: only the assignment takes it off the list
    desk.assigned(&first).await;
    waiting.agrees(desk.awaiting().await).await;
    assert!(!waiting.rows.contains_key(&first));
    let token = waiting.token.clone();
    drop(waiting);
    desk.rig.advance_to("2026-11-17T00:00:00+08:00").await;
    left.agrees(desk.carried("2026-11-17").await).await;
    assert_eq!(left.rows[&second].carried_over, 1);
    let third = desk.open(written()).await.id;
    let resumed = client.watch_awaiting_assignment(awaiting("BJ01", &token)).await;
    let mut resumed = Mirror::of(resumed.unwrap());
    resumed.agrees(desk.awaiting().await).await;
    assert_eq!(resumed.rows[&second].carried_over, 1, "nothing was lost meanwhile");
    assert!(resumed.rows.contains_key(&third));
    desk.rig.advance_to("2026-11-18T00:00:00+08:00").await;
    later.agrees(desk.carried("2026-11-18").await).await;
    assert_eq!(later.rows.len(), 2);
    left.until(|rows| rows.is_empty()).await;
    desk.assigned(&second).await;
    later.agrees(desk.carried("2026-11-18").await).await;
    assert_eq!(later.rows.len(), 1);
    let mut hotline = desk.lists(Role::Hotline, "BJ01", "H1").await;
    let seen = hotline.watch_awaiting_assignment(awaiting("BJ01", "")).await;
    let mut seen = Mirror::of(seen.unwrap());
    seen.until(|rows| rows.contains_key(&third)).await;
    assert_eq!(seen.rows[&third].available_actions, ["CancelTicket"]);
    assert_eq!(seen.rows[&third].etag, desk.ticket(&third).await.etag);
    desk.hotline.cancel_ticket(cancel(&third)).await.unwrap();
    seen.until(|rows| rows.is_empty()).await;
}

async fn live_vouchers_leave_the_open_ones_when_they_are_back(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut client = desk.lists(Role::Hotline, "BJ01", "H1").await;
    let open = client.watch_vouchers(vouchers("BJ01", VoucherState::Open, "")).await;
    let mut open = Mirror::of(open.unwrap());
    let archived = client
        .watch_vouchers(vouchers("BJ01", VoucherState::Archived, ""))
        .await;
    let mut archived = Mirror::of(archived.unwrap());
    let (first, second) = (desk.open(written()).await.id, desk.open(written()).await.id);
    desk.received(&first).await;
    open.agrees(desk.vouchers(VoucherState::Open).await).await;
    assert_eq!(open.rows[&first].work_order_no, "BJ01-D-000001");
    let token = open.token.clone();
    drop(open);
    let unsigned = WorkOrderConfirmed {
        order: order(&first, WorkOrderState::Confirmed),
        confirmed_by: "C1".to_owned(),
        ..Default::default()
    };
    desk.dispatch(&first, "WorkOrderConfirmed", Dispatched::WorkOrderConfirmed(unsigned))
        .await;
    let mut hotline = desk.intakes(Role::Hotline, "H1").await;
    hotline.archive_voucher(back(&first)).await.unwrap();
    archived.agrees(desk.vouchers(VoucherState::Archived).await).await;
    assert_eq!(archived.rows[&first].archive_place, "2026-11 第 3 夹");
    let third = desk.open(written()).await.id;
    let mut resumed = Mirror::of(
        client
            .watch_vouchers(vouchers("BJ01", VoucherState::Open, &token))
            .await
            .unwrap(),
    );
    resumed.until(|rows| rows.contains_key(&third)).await;
    assert!(!resumed.rows.contains_key(&first) && !archived.rows.contains_key(&second));
    desk.hotline.cancel_ticket(cancel(&third)).await.unwrap();
    resumed.until(|rows| !rows.contains_key(&third)).await;
}

async fn live_missed_calls_go_when_they_are_settled_and_forget_their_callers(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut client = desk.lists(Role::Hotline, "BJ01", "H1").await;
    let mut mirror = Mirror::of(client.watch_missed_calls(missed_calls("BJ01")).await.unwrap());
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    let first = given_up(&desk, "a", "13800000001", 10).await;
    let second = given_up(&desk, "b", "13800000002", 20).await;
    mirror.agrees(missed(&mut h1).await).await;
    assert_eq!(mirror.rows.len(), 2);
    // the exchange tells an older ringing of a call that is over: its rings are counted anew, nothing else is told
    desk.tell([of_number("13800000002", ringing("b", 21))]).await;
    mirror.agrees(missed(&mut h1).await).await;
    desk.tell([of_number("13800000001", crate::exchange::answered("again", 40))])
        .await;
    mirror.until(|rows| !rows.contains_key(&first)).await;
    mirror.agrees(missed(&mut h1).await).await;
    assert_eq!(mirror.rows[&second].call.as_ref().unwrap().caller_phone, "13800000002");
    desk.rig.advance_to("2026-11-24T12:00:00+08:00").await;
    mirror
        .until(|rows| rows[&second].call.as_ref().unwrap().caller_phone.is_empty())
        .await;
    mirror.agrees(missed(&mut h1).await).await;
    assert!(mirror.rows[&second].overdue);
}

async fn live_agents_follow_their_calls(db: TestDb) {
    let desk = Desk::start_at(&db, "2026-11-16T09:39:00+08:00").await;
    let mut client = desk.lists(Role::Chief, "BJ01", "M1").await;
    let here = client
        .watch_agents(at_the_telephone("BJ01", AgentState::Unspecified))
        .await;
    let mut here = Mirror::of(here.unwrap());
    let free = client
        .watch_agents(at_the_telephone("BJ01", AgentState::Available))
        .await;
    let mut free = Mirror::of(free.unwrap());
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    h1.set_agent_state(set(AgentState::Available)).await.unwrap();
    free.until(|rows| rows.contains_key("H1")).await;
    desk.rig.advance_to("2026-11-16T09:39:30+08:00").await;
    desk.tell([ringing("a", 10)]).await;
    free.until(|rows| rows.is_empty()).await;
    let mut chief = desk.telephony(Role::Chief, "BJ01", "M1").await;
    here.agrees(agents(&mut chief, AgentState::Unspecified).await).await;
    assert_eq!(here.rows["H1"].state(), AgentState::Ringing);
    assert_eq!(here.rows["H1"].available_actions, ["SetAgentState"]);
    desk.tell([ended("a", 20, CallCause::AbandonedRinging)]).await;
    free.agrees(agents(&mut chief, AgentState::Available).await).await;
    h1.set_agent_state(set(AgentState::Offline)).await.unwrap();
    here.until(|rows| rows.is_empty()).await;
    free.until(|rows| rows.is_empty()).await;
}

async fn live_lists_tell_nothing_of_other_branches(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut elsewhere = desk.lists(Role::Chief, "SH02", "M1-S").await;
    let of_sh02 = WatchContactTasksRequest {
        branch_id: "SH02".to_owned(),
        ..Default::default()
    };
    let mut tasks_there = Mirror::of(elsewhere.watch_contact_tasks(of_sh02).await.unwrap());
    let mut waiting = Mirror::of(elsewhere.watch_awaiting_assignment(awaiting("SH02", "")).await.unwrap());
    let mut left = Mirror::of(elsewhere.watch_carried_over(carried("SH02", "")).await.unwrap());
    let papers = elsewhere
        .watch_vouchers(vouchers("SH02", VoucherState::Unspecified, ""))
        .await;
    let mut papers = Mirror::of(papers.unwrap());
    let mut owed = Mirror::of(elsewhere.watch_missed_calls(missed_calls("SH02")).await.unwrap());
    let there = elsewhere
        .watch_agents(at_the_telephone("SH02", AgentState::Unspecified))
        .await;
    let mut there = Mirror::of(there.unwrap());
    let foreign = elsewhere.watch_awaiting_assignment(awaiting("BJ01", "")).await;
    let foreign = foreign.err().unwrap();
    assert_eq!(
        (foreign.code(), reason(&foreign).as_str()),
        (Code::NotFound, "BRANCH_UNKNOWN")
    );
    let mut technician = desk.lists(Role::Technician, "BJ01", "E1").await;
    let refused = technician
        .watch_vouchers(vouchers("BJ01", VoucherState::Open, ""))
        .await;
    assert_eq!(refused.err().unwrap().code(), Code::PermissionDenied);
    desk.not_repaired().await;
    given_up(&desk, "a", "13800000001", 10).await;
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    h1.set_agent_state(set(AgentState::Available)).await.unwrap();
    tasks_there.hears_nothing().await;
    waiting.hears_nothing().await;
    left.hears_nothing().await;
    papers.hears_nothing().await;
    owed.hears_nothing().await;
    there.hears_nothing().await;
}
