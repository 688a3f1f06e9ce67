//! Bad input: nothing of it gets in, nothing of it breaks the service, and everything is named.

use aftersales_kit::testing::{
    TestDb,
    rig::{fields, reason},
};
use aftersales_proto::{
    common::v1::Contact,
    hotline::v1::{
        EndCallRequest, GetTicketRequest, GetTimelineRequest, ListConsultationsRequest, ListRegisterRequest,
        ListTicketsRequest, OpenTicketRequest, TicketFilter, WrapUpCode,
    },
};
use tonic::Code;

use crate::desk::{Desk, key, proto_at, refused, wang_fang, written};

aftersales_kit::on_both_databases!(
    blank_texts_are_missing_texts,
    phones_come_in_any_notation_and_nothing_else_does,
    rare_characters_round_trip_and_hidden_ones_are_refused,
    megabyte_texts_are_refused_by_length,
    unknown_ids_are_not_found,
    tampered_page_tokens_are_refused,
    first_requests_lie_between_the_sale_and_now,
    undefined_values_are_refused,
    x5_a_clock_set_backwards_makes_no_negative_times,
);

fn with(contact: Contact) -> OpenTicketRequest {
    OpenTicketRequest {
        contact: Some(contact),
        ..written()
    }
}

async fn blank_texts_are_missing_texts(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    for blank in [" ", "\u{3000}", "\u{a0} ", "\u{2003}"] {
        let text = || blank.to_owned();
        let contact = Contact {
            name: text(),
            address: text(),
            site_condition: text(),
            ..wang_fang()
        };
        let request = OpenTicketRequest {
            need_summary: text(),
            ..with(contact)
        };
        let status = desk.hotline.open_ticket(request).await.unwrap_err();
        let wanted = [
            "contact.address",
            "contact.name",
            "contact.site_condition",
            "need_summary",
        ];
        assert_eq!(
            (status.code(), fields(&status)),
            (Code::InvalidArgument, wanted.map(str::to_owned).to_vec()),
            "{blank:?}"
        );
    }
}

async fn phones_come_in_any_notation_and_nothing_else_does(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let phone = |phone: &str| {
        with(Contact {
            phone: phone.to_owned(),
            ..wang_fang()
        })
    };
    for good in [
        "13800000001",
        "+86 138-0000-0001",
        "(010) 6510.0000",
        "１３８０００００００１",
        "400-810-0000",
    ] {
        assert_eq!(desk.open(phone(good)).await.contact.unwrap().phone, good);
    }
    for bad in [
        "",
        "1234",
        "phone",
        "1380000000a",
        "138000000011380000000113800000001",
        "138;DROP TABLE ticket",
    ] {
        assert_eq!(
            fields(&desk.hotline.open_ticket(phone(bad)).await.unwrap_err()),
            ["contact.phone"],
            "{bad}"
        );
    }
}

async fn rare_characters_round_trip_and_hidden_ones_are_refused(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let name = "𠮷田花子 Ａｂｃ 🏠 é";
    let need = "第一行\n第二行\t制表";
    let contact = Contact {
        name: name.to_owned(),
        ..wang_fang()
    };
    let opened = desk
        .open(OpenTicketRequest {
            need_summary: need.to_owned(),
            ..with(contact)
        })
        .await;
    let kept = desk.ticket(&opened.id).await;
    assert_eq!(
        (kept.contact.unwrap().name.as_str(), kept.need_summary.as_str()),
        (name, need)
    );
    for hidden in ["\u{0}", "\u{7}", "\u{1b}[2J", "\u{202e}", "\u{2066}", "\u{85}"] {
        let text = format!("王{hidden}芳");
        let contact = Contact {
            name: text.clone(),
            address: text.clone(),
            ..wang_fang()
        };
        let request = OpenTicketRequest {
            need_summary: text,
            ..with(contact)
        };
        let status = desk.hotline.open_ticket(request).await.unwrap_err();
        let wanted = ["contact.address", "contact.name", "need_summary"];
        assert_eq!(fields(&status), wanted, "{hidden:?}");
    }
    let newline = Contact {
        name: "王\n芳".to_owned(),
        ..wang_fang()
    };
    assert_eq!(
        fields(&desk.hotline.open_ticket(with(newline)).await.unwrap_err()),
        ["contact.name"]
    );
}

async fn megabyte_texts_are_refused_by_length(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let huge = Contact {
        address: "长".repeat(2_000_000),
        ..wang_fang()
    };
    assert_eq!(refused(desk.hotline.open_ticket(with(huge)).await), "TOO_LARGE");
    let long = "长".repeat(150_000);
    let contact = Contact {
        address: long.clone(),
        name: long.clone(),
        ..wang_fang()
    };
    let status = desk.hotline.open_ticket(with(contact)).await.unwrap_err();
    assert_eq!(fields(&status), ["contact.address", "contact.name"]);
    let ticket_id = desk.open(written()).await.id;
    let request = GetTimelineRequest {
        ticket_id,
        page_token: long,
        ..Default::default()
    };
    assert_eq!(
        fields(&desk.hotline.get_timeline(request).await.unwrap_err()),
        ["page_token"]
    );
    let exact = Contact {
        name: "长".repeat(100),
        ..wang_fang()
    };
    desk.open(with(exact)).await;
}

async fn unknown_ids_are_not_found(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let asset = OpenTicketRequest {
        asset_id: key(),
        ..written()
    };
    assert_eq!(refused(desk.hotline.open_ticket(asset).await), "ASSET_NOT_FOUND");
    let customer = OpenTicketRequest {
        customer_id: key(),
        ..written()
    };
    assert_eq!(refused(desk.hotline.open_ticket(customer).await), "CUSTOMER_NOT_FOUND");
    let branch = OpenTicketRequest {
        branch_id: "GZ09".to_owned(),
        ..written()
    };
    assert_eq!(refused(desk.hotline.open_ticket(branch).await), "BRANCH_UNKNOWN");
    let by_no = GetTicketRequest {
        register_no: "BJ01-R-999999".to_owned(),
        ..Default::default()
    };
    assert_eq!(refused(desk.hotline.get_ticket(by_no).await), "TICKET_NOT_FOUND");
    for id in ["", "1", "not-a-uuid", "019a0000-0000-7000-8000-00000000000g"] {
        let request = GetTimelineRequest {
            ticket_id: id.to_owned(),
            ..Default::default()
        };
        assert_eq!(
            fields(&desk.hotline.get_timeline(request).await.unwrap_err()),
            ["ticket_id"],
            "{id}"
        );
    }
}

async fn tampered_page_tokens_are_refused(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    for _ in 0..2 {
        desk.open(written()).await;
    }
    let first = ListTicketsRequest {
        page_size: 1,
        ..Default::default()
    };
    let token = desk
        .hotline
        .list_tickets(first.clone())
        .await
        .unwrap()
        .into_inner()
        .next_page_token;
    let turned: String = token.chars().rev().collect();
    for bad in ["garbage", "北京", turned.as_str(), &token[1..]] {
        let request = ListTicketsRequest {
            page_token: bad.to_owned(),
            ..first.clone()
        };
        assert_eq!(
            refused(desk.hotline.list_tickets(request).await),
            "PAGE_TOKEN_INVALID",
            "{bad}"
        );
    }
    let filter = Some(TicketFilter {
        open_only: true,
        ..Default::default()
    });
    let other_filter = ListTicketsRequest {
        page_token: token.clone(),
        filter,
        ..first.clone()
    };
    assert_eq!(
        refused(desk.hotline.list_tickets(other_filter).await),
        "PAGE_TOKEN_INVALID"
    );
    let branch_id = "BJ01".to_owned();
    let register = ListRegisterRequest {
        branch_id: branch_id.clone(),
        page_token: token.clone(),
        ..Default::default()
    };
    assert_eq!(
        refused(desk.hotline.list_register(register).await),
        "PAGE_TOKEN_INVALID"
    );
    let consultations = ListConsultationsRequest {
        branch_id,
        page_token: token.clone(),
        ..Default::default()
    };
    assert_eq!(
        refused(desk.hotline.list_consultations(consultations).await),
        "PAGE_TOKEN_INVALID"
    );
    let second = ListTicketsRequest {
        page_token: token,
        ..first
    };
    assert_eq!(
        desk.hotline
            .list_tickets(second)
            .await
            .unwrap()
            .into_inner()
            .tickets
            .len(),
        1
    );
    for page_size in [-1, 201, i32::MAX, i32::MIN] {
        let request = ListTicketsRequest {
            page_size,
            ..Default::default()
        };
        assert_eq!(
            fields(&desk.hotline.list_tickets(request).await.unwrap_err()),
            ["page_size"]
        );
    }
}

async fn first_requests_lie_between_the_sale_and_now(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let asked = |at: &str| OpenTicketRequest {
        first_requested_at: proto_at(at),
        ..written()
    };
    let status = desk
        .hotline
        .open_ticket(asked("2026-03-01T23:59:59+08:00"))
        .await
        .unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (Code::OutOfRange, "AT_BEFORE_ASSET".to_owned())
    );
    let status = desk
        .hotline
        .open_ticket(asked("2026-11-16T09:40:00.000001+08:00"))
        .await
        .unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (Code::InvalidArgument, "TIME_IN_FUTURE".to_owned())
    );
    for good in ["2026-03-02T00:00:00+08:00", "2026-11-16T09:40:00+08:00"] {
        desk.open(asked(good)).await;
    }
    for (seconds, nanos) in [(i64::MAX, 0), (i64::MIN, 0), (0, -1), (253_402_300_800, 0)] {
        let first_requested_at = Some(prost_types::Timestamp { seconds, nanos });
        let request = OpenTicketRequest {
            first_requested_at,
            ..written()
        };
        assert_eq!(
            fields(&desk.hotline.open_ticket(request).await.unwrap_err()),
            ["first_requested_at"]
        );
    }
}

async fn undefined_values_are_refused(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let request = OpenTicketRequest {
        mode: 99,
        fault_kind: -1,
        channel: 77,
        ..written()
    };
    let status = desk.hotline.open_ticket(request).await.unwrap_err();
    assert_eq!(fields(&status), ["channel", "fault_kind", "mode"]);
    let filter = TicketFilter {
        states: vec![1, 99],
        mode: 42,
        ..Default::default()
    };
    let request = ListTicketsRequest {
        filter: Some(filter),
        ..Default::default()
    };
    assert_eq!(
        fields(&desk.hotline.list_tickets(request).await.unwrap_err()),
        ["filter.mode", "filter.states[1]"]
    );
}

async fn x5_a_clock_set_backwards_makes_no_negative_times(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let call = desk.call().await;
    desk.rig.advance_to("2026-11-16T09:00:00+08:00").await;
    let end = EndCallRequest {
        request_id: key(),
        call_id: call.id,
        wrap_up: WrapUpCode::WrongNumber.into(),
        need_summary: "打错了".to_owned(),
        ..EndCallRequest::default()
    };
    let ended = desk.hotline.end_call(end).await.unwrap().into_inner().call.unwrap();
    assert!(ended.ended_at.unwrap().seconds >= ended.rang_at.unwrap().seconds);
    let ticket = desk.open(written()).await;
    desk.received(&ticket.id).await;
    assert!(desk.told().await.contains(&"DeadlineMet".to_owned()));
}
