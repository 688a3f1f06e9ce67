//! Lists of tickets.

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::hotline::v1::{ListTicketsRequest, TicketFilter, TicketState};

use crate::{
    desk::{Desk, key, proto_at, solved, written},
    played::{LI, WANG},
};

aftersales_kit::on_both_databases!(tickets_are_listed_newest_first_and_filtered);

async fn tickets_are_listed_newest_first_and_filtered(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut opened = Vec::new();
    for minute in 40..45 {
        desk.rig.advance_to(&format!("2026-11-16T09:{minute}:00+08:00")).await;
        opened.push(desk.open(written()).await.id);
    }
    let closed = desk.open(solved(written())).await.id;
    opened.push(closed.clone());
    opened.reverse();
    let mut all = Vec::new();
    let mut token = String::new();
    loop {
        let request = ListTicketsRequest {
            page_size: 4,
            page_token: token,
            ..Default::default()
        };
        let page = desk.hotline.list_tickets(request).await.unwrap().into_inner();
        all.extend(page.tickets.into_iter().map(|ticket| ticket.id));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(all, opened);
    let filtered = |filter: TicketFilter| ListTicketsRequest {
        filter: Some(filter),
        ..Default::default()
    };
    let cases = [
        (
            TicketFilter {
                open_only: true,
                ..Default::default()
            },
            5,
        ),
        (
            TicketFilter {
                states: vec![TicketState::Closed.into()],
                ..Default::default()
            },
            1,
        ),
        (
            TicketFilter {
                states: vec![TicketState::Opened.into()],
                ..Default::default()
            },
            0,
        ),
        (
            TicketFilter {
                customer_id: WANG.to_owned(),
                ..Default::default()
            },
            6,
        ),
        (
            TicketFilter {
                customer_id: LI.to_owned(),
                ..Default::default()
            },
            0,
        ),
        (
            TicketFilter {
                asset_id: key(),
                ..Default::default()
            },
            0,
        ),
        (
            TicketFilter {
                mode: 3,
                open_only: false,
                ..Default::default()
            },
            1,
        ),
        (
            TicketFilter {
                opened_from: proto_at("2026-11-16T09:43:00+08:00"),
                ..Default::default()
            },
            3,
        ),
        (
            TicketFilter {
                opened_to: proto_at("2026-11-16T09:43:00+08:00"),
                ..Default::default()
            },
            3,
        ),
    ];
    for (filter, count) in cases {
        let found = desk
            .hotline
            .list_tickets(filtered(filter.clone()))
            .await
            .unwrap()
            .into_inner()
            .tickets;
        assert_eq!(found.len(), count, "{filter:?}");
    }
    let mut everywhere = desk.client(Role::HeadOffice, "*", "G9").await;
    let found = everywhere
        .list_tickets(ListTicketsRequest::default())
        .await
        .unwrap()
        .into_inner()
        .tickets;
    assert_eq!(found.len(), 6);
}
