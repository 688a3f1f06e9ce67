//! Lists that stay up to date: tickets, the repair register, consultations.

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        mirror::Mirror,
        rig::{RigChannel, at, reason},
    },
};
use aftersales_proto::{
    dispatch::v1::{WorkOrderConfirmed, WorkOrderState, dispatch_event::Event as Dispatched},
    hotline::v1::{
        AnswerConsultationRequest, CancelReason, CancelTicketRequest, ConsultationState, ListRegisterRequest,
        ListTicketsRequest, RegisterRow, RegisterRowState, TicketFilter, WatchConsultationsRequest,
        WatchRegisterRequest, WatchTicketsRequest, hotline_live_service_client::HotlineLiveServiceClient,
    },
};
use tonic::Code;

use crate::{
    consultations::{owed, question},
    desk::{Desk, carried_in, key, solved, written},
    played::order,
};

aftersales_kit::on_both_databases!(
    live_tickets_follow_their_work_and_leave_when_they_are_over,
    live_the_register_is_told_row_by_row,
    live_consultations_come_with_their_tickets_and_go_when_answered,
    live_a_consultation_that_forgets_who_asked_is_told,
    live_lists_of_the_hotline_are_for_their_roles_and_branches,
);

type LiveClient = HotlineLiveServiceClient<RigChannel>;

async fn live(desk: &Desk, role: Role, branch: &str, code: &str) -> LiveClient {
    HotlineLiveServiceClient::new(desk.rig.channel(&[role], branch, code).await)
}

pub fn cancel(id: &str) -> CancelTicketRequest {
    CancelTicketRequest {
        request_id: key(),
        ticket_id: id.to_owned(),
        reason: CancelReason::CustomerWithdrew.into(),
        note: "自己修好".to_owned(),
        etag: String::new(),
    }
}

async fn live_tickets_follow_their_work_and_leave_when_they_are_over(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut client = live(&desk, Role::Coordinator, "BJ01", "C1").await;
    let watch = |token: &str| WatchTicketsRequest {
        filter: Some(TicketFilter {
            open_only: true,
            ..Default::default()
        }),
        resume_token: token.to_owned(),
        ..Default::default()
    };
    let first = desk.open(written()).await.id;
    let mut mirror = Mirror::of(client.watch_tickets(watch("")).await.unwrap());
    mirror.until(|rows| rows.contains_key(&first)).await;
    let (second, over) = (desk.open(written()).await.id, desk.open(solved(written())).await.id);
    mirror.until(|rows| rows.contains_key(&second)).await;
    // the order is made and received; the state alone does not say which
    desk.received(&first).await;
    mirror.until(|rows| rows[&first].work_order_no == "BJ01-D-000001").await;
    let token = mirror.token.clone();
    drop(mirror);
    let cancelled = desk.hotline.cancel_ticket(cancel(&second)).await.unwrap().into_inner();
    let why = cancelled.ticket.unwrap().unavailable_actions.remove(0);
    assert_eq!(
        (why.action.as_str(), why.reason.as_str(), why.why.as_str()),
        ("CancelTicket", "TICKET_CANCELLED", "The ticket was cancelled.")
    );
    let third = desk.open(written()).await.id;
    desk.rig.settle().await;
    let mut mirror = Mirror::of(client.watch_tickets(watch(&token)).await.unwrap());
    mirror.until(|rows| rows.contains_key(&third)).await;
    assert!(!mirror.rows.contains_key(&second) && !mirror.rows.contains_key(&over));
    let mut whole = Mirror::of(client.watch_tickets(watch("")).await.unwrap());
    whole.until(|rows| rows.len() == 2).await;
    let mut other = desk.client(Role::Coordinator, "BJ01", "C1").await;
    let listed = ListTicketsRequest {
        filter: watch("").filter,
        ..Default::default()
    };
    let mut listed = other.list_tickets(listed).await.unwrap().into_inner().tickets;
    listed.sort_by(|one, other| one.id.cmp(&other.id));
    assert_eq!(whole.rows.into_values().collect::<Vec<_>>(), listed);
    let mut wider = watch(&token);
    wider.filter = None;
    let refused = client.watch_tickets(wider).await.err().unwrap();
    assert_eq!(reason(&refused), "PAGE_TOKEN_INVALID");
}

async fn live_the_register_is_told_row_by_row(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut client = live(&desk, Role::Coordinator, "BJ01", "C1").await;
    let watch = WatchRegisterRequest {
        branch_id: "BJ01".to_owned(),
        state: RegisterRowState::Open.into(),
        ..Default::default()
    };
    let mut mirror = Mirror::of(client.watch_register(watch).await.unwrap());
    let (ticket, other) = (desk.open(written()).await, desk.open(written()).await);
    mirror.until(|rows| rows.len() == 2).await;
    desk.received(&ticket.id).await;
    mirror.until(|rows| rows[&ticket.id].dispatched_at.is_some()).await;
    let request = ListRegisterRequest {
        branch_id: "BJ01".to_owned(),
        state: RegisterRowState::Open.into(),
        ..Default::default()
    };
    let mut coordinator = desk.client(Role::Coordinator, "BJ01", "C1").await;
    let listed = coordinator.list_register(request).await.unwrap().into_inner().rows;
    mirror
        .until(|rows| {
            let mut rows: Vec<RegisterRow> = rows.values().cloned().collect();
            rows.sort_by(|one, other| one.register_no.cmp(&other.register_no));
            rows == listed
        })
        .await;
    let confirmed = WorkOrderConfirmed {
        order: order(&ticket.id, WorkOrderState::Confirmed),
        confirmed_by: "C1".to_owned(),
        confirmed_at: Some(at("2026-11-16T09:40:00+08:00").to_proto()),
        voucher_no: ticket.voucher_no.clone(),
        voucher_signed: true,
    };
    desk.dispatch(
        &ticket.id,
        "WorkOrderConfirmed",
        Dispatched::WorkOrderConfirmed(confirmed),
    )
    .await;
    mirror.until(|rows| !rows.contains_key(&ticket.id)).await;
    assert!(mirror.rows.contains_key(&other.id), "only the cleared row left");
}

fn open_questions() -> WatchConsultationsRequest {
    WatchConsultationsRequest {
        branch_id: "BJ01".to_owned(),
        ..Default::default()
    }
}

async fn live_consultations_come_with_their_tickets_and_go_when_answered(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut client = live(&desk, Role::Hotline, "BJ01", "H1").await;
    let owed_ones = WatchConsultationsRequest {
        state: ConsultationState::FollowUpOpen.into(),
        ..open_questions()
    };
    let mut open = Mirror::of(client.watch_consultations(owed_ones).await.unwrap());
    let mut all = Mirror::of(client.watch_consultations(open_questions()).await.unwrap());
    let record = desk.record(owed("H1", "2026-11-16T16:00:00+08:00")).await;
    open.until(|rows| rows.contains_key(&record.id)).await;
    let ticket = desk.open(carried_in(written())).await;
    all.until(|rows| rows.contains_key(&ticket.consultation_id)).await;
    let answer = AnswerConsultationRequest {
        request_id: key(),
        consultation_id: record.id.clone(),
        answer: "可以".to_owned(),
        customer_informed: true,
        ..AnswerConsultationRequest::default()
    };
    desk.hotline.answer_consultation(answer).await.unwrap();
    open.until(|rows| rows.is_empty()).await;
    all.until(|rows| {
        rows.get(&record.id)
            .is_some_and(|row| row.state() == ConsultationState::Answered)
    })
    .await;
    assert_eq!(all.rows.len(), 2);
}

async fn live_a_consultation_that_forgets_who_asked_is_told(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut client = live(&desk, Role::Hotline, "BJ01", "H1").await;
    let mut mirror = Mirror::of(client.watch_consultations(open_questions()).await.unwrap());
    let record = desk.record(question("可以")).await;
    mirror.until(|rows| rows.contains_key(&record.id)).await;
    assert_eq!(mirror.rows[&record.id].caller_name, "王芳");
    desk.rig.advance_to("2026-11-24T12:00:00+08:00").await;
    mirror.until(|rows| rows[&record.id].caller_name.is_empty()).await;
}

async fn live_lists_of_the_hotline_are_for_their_roles_and_branches(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    desk.open(written()).await;
    let mut elsewhere = live(&desk, Role::Hotline, "SH02", "H1-S").await;
    let mut foreign = Mirror::of(elsewhere.watch_tickets(WatchTicketsRequest::default()).await.unwrap());
    let register = WatchRegisterRequest {
        branch_id: "BJ01".to_owned(),
        ..Default::default()
    };
    let refused = elsewhere.watch_register(register.clone()).await.err().unwrap();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::NotFound, "BRANCH_UNKNOWN")
    );
    let refused = elsewhere.watch_consultations(open_questions()).await.err().unwrap();
    assert_eq!(reason(&refused), "BRANCH_UNKNOWN");
    let mut phone = live(&desk, Role::Softphone, "BJ01", "pbx").await;
    let refused = phone.watch_register(register).await.err().unwrap();
    assert_eq!(refused.code(), Code::PermissionDenied);
    desk.open(written()).await;
    let own = WatchTicketsRequest {
        branch_id: "BJ01".to_owned(),
        ..Default::default()
    };
    let refused = elsewhere.watch_tickets(own).await.err().unwrap();
    assert_eq!(reason(&refused), "BRANCH_UNKNOWN");
    // the snapshot's end and a heartbeat come, and nothing of BJ01 between them
    let mut tokens = Vec::new();
    for _ in 0..2 {
        foreign.read().await;
        tokens.push(foreign.token.clone());
    }
    assert!(foreign.rows.is_empty() && foreign.removed.is_empty());
    assert_ne!(tokens[0], tokens[1], "the heartbeat carries the token onward");
}
