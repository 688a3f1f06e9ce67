//! The repair register: numbers, clearing, hand-over in time.

use aftersales_kit::{
    auth::Role,
    testing::{TestDb, rig::at},
};
use aftersales_proto::{
    dispatch::v1::{WorkOrderConfirmed, WorkOrderState, dispatch_event::Event as Dispatched},
    hotline::v1::{
        CancelReason, CancelTicketRequest, ListRegisterRequest, OpenTicketRequest, RegisterRow, RegisterRowState,
        TicketState,
    },
    sla::v1::{DeadlineState, ListDeadlinesRequest, deadline_service_client::DeadlineServiceClient},
};

use crate::{
    desk::{Desk, key, time, written},
    played::{LI, SN200, order},
};

aftersales_kit::on_both_databases!(
    hot_23_numbers_have_no_gap_under_concurrent_intake_with_refusals,
    hot_25_a_row_is_cleared_only_with_the_signed_voucher,
    hot_45_a_ticket_not_received_in_thirty_minutes_is_a_breach,
    the_register_is_read_in_pages_by_number,
);

impl Desk {
    async fn register(&mut self, state: RegisterRowState) -> Vec<RegisterRow> {
        self.rig.settle().await;
        let request = ListRegisterRequest {
            branch_id: "BJ01".to_owned(),
            state: state.into(),
            page_size: 200,
            ..Default::default()
        };
        self.hotline.list_register(request).await.unwrap().into_inner().rows
    }
}

async fn hot_23_numbers_have_no_gap_under_concurrent_intake_with_refusals(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let intakes = (0..48).map(|turn| {
        let mut client = desk.hotline.clone();
        let request = match turn % 4 {
            0 => OpenTicketRequest {
                customer_id: LI.to_owned(),
                asset_id: SN200.to_owned(),
                ..written()
            },
            1 => OpenTicketRequest {
                read_back_confirmed: false,
                ..written()
            },
            _ => written(),
        };
        async move { client.open_ticket(request).await.is_ok() }
    });
    let opened = futures::future::join_all(intakes)
        .await
        .into_iter()
        .filter(|opened| *opened)
        .count();
    assert_eq!(opened, 24);
    let rows = desk.register(RegisterRowState::Unspecified).await;
    let numbers: Vec<String> = rows.iter().map(|row| row.register_no.clone()).collect();
    let wanted: Vec<String> = (1..=24).map(|number| format!("BJ01-R-{number:06}")).collect();
    assert_eq!(numbers, wanted);
    let mut vouchers: Vec<String> = rows.into_iter().map(|row| row.voucher_no).collect();
    vouchers.sort();
    assert_eq!(
        vouchers,
        (1..=24).map(|number| format!("BJ01-V-{number:06}")).collect::<Vec<_>>()
    );
}

async fn hot_25_a_row_is_cleared_only_with_the_signed_voucher(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let ticket = desk.open(written()).await;
    desk.received(&ticket.id).await;
    let row = desk.register(RegisterRowState::Open).await.remove(0);
    assert_eq!(row.contact.unwrap().name, "王芳");
    assert_eq!(time(row.dispatched_at), at("2026-11-16T09:40:00+08:00"));
    let confirmed = |voucher_signed| WorkOrderConfirmed {
        order: order(&ticket.id, WorkOrderState::Confirmed),
        confirmed_by: "C1".to_owned(),
        confirmed_at: Some(at("2026-11-16T09:40:00+08:00").to_proto()),
        voucher_no: ticket.voucher_no.clone(),
        voucher_signed,
    };
    desk.dispatch(
        &ticket.id,
        "WorkOrderConfirmed",
        Dispatched::WorkOrderConfirmed(confirmed(false)),
    )
    .await;
    assert_eq!(desk.ticket(&ticket.id).await.state(), TicketState::Confirmed);
    assert_eq!(
        desk.register(RegisterRowState::Open).await.len(),
        1,
        "the voucher is not back yet"
    );
    desk.dispatch(
        &ticket.id,
        "WorkOrderConfirmed",
        Dispatched::WorkOrderConfirmed(confirmed(true)),
    )
    .await;
    let row = desk.register(RegisterRowState::Cleared).await.remove(0);
    assert_eq!(
        (row.register_no.as_str(), row.cleared_by.as_str()),
        ("BJ01-R-000001", "C1")
    );
    assert!(row.cleared_at.is_some() && row.voucher_archived_at.is_some());
    desk.dispatch(
        &ticket.id,
        "WorkOrderConfirmed",
        Dispatched::WorkOrderConfirmed(confirmed(true)),
    )
    .await;
    let cleared = desk
        .told()
        .await
        .into_iter()
        .filter(|name| name == "RegisterRowCleared")
        .count();
    assert_eq!(cleared, 1);
}

async fn hot_45_a_ticket_not_received_in_thirty_minutes_is_a_breach(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let ticket = desk.open(written()).await;
    desk.rig.advance_to("2026-11-16T10:10:00+08:00").await;
    assert!(
        !desk.told().await.contains(&"DeadlineMissed".to_owned()),
        "at 10:10 it is still in time"
    );
    desk.rig.advance_to("2026-11-16T10:11:00+08:00").await;
    assert!(desk.told().await.contains(&"DeadlineMissed".to_owned()));
    let timeline = desk.timeline(&ticket.id).await;
    let missed = timeline
        .iter()
        .find(|entry| entry.r#type == "aftersales.sla.v1.DeadlineMissed")
        .unwrap();
    assert_eq!(
        (missed.service.as_str(), missed.actor.as_str()),
        ("hotline", "system:hotline")
    );
    assert_eq!(
        missed.text,
        "Deadline hand-over to the coordinator was missed (due 2026-11-16 10:10)."
    );
    let mut deadlines = DeadlineServiceClient::new(desk.rig.channel(&[Role::Chief], "BJ01", "M1").await);
    let request = ListDeadlinesRequest {
        service: "hotline".to_owned(),
        ticket_id: ticket.id.clone(),
        ..Default::default()
    };
    let found = deadlines.list_deadlines(request).await.unwrap().into_inner().deadlines;
    assert_eq!(
        (found[0].kind.as_str(), found[0].state()),
        ("hand_over_30m", DeadlineState::Missed)
    );
    // received late, the miss stands
    desk.received(&ticket.id).await;
    assert!(!desk.told().await.contains(&"DeadlineMet".to_owned()));
}

async fn the_register_is_read_in_pages_by_number(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    for _ in 0..5 {
        desk.open(written()).await;
    }
    let cancel = CancelTicketRequest {
        request_id: key(),
        ticket_id: desk.register(RegisterRowState::Open).await[2].ticket_id.clone(),
        reason: CancelReason::Mistake.into(),
        note: "重复登记".to_owned(),
        etag: String::new(),
    };
    desk.hotline.cancel_ticket(cancel).await.unwrap();
    let (mut token, mut numbers) = (String::new(), Vec::new());
    loop {
        let request = ListRegisterRequest {
            branch_id: "BJ01".to_owned(),
            page_size: 2,
            page_token: token,
            ..Default::default()
        };
        let page = desk.hotline.list_register(request).await.unwrap().into_inner();
        numbers.extend(page.rows.iter().map(|row| (row.register_no.clone(), row.state())));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(numbers.len(), 5);
    assert!(numbers.is_sorted_by_key(|(number, _)| number.clone()));
    assert_eq!(numbers[2].1, RegisterRowState::Void);
}
