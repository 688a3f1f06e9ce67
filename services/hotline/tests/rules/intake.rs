//! Intake of repair requests: story S01's part, form, call, promise, repetition.

use aftersales_kit::testing::{
    TestDb,
    rig::{at, fields, reason},
};
use aftersales_proto::{
    common::v1::{Contact, CoverageKind, FaultKind, ServiceClass},
    hotline::v1::{EndCallRequest, IntakeChannel, OpenTicketRequest, TicketState, WrapUpCode, hotline_event::Event},
};

use crate::{
    desk::{Desk, carried_in, key, proto_at, refused, solved, time, wang_fang, written},
    played::SN200,
};

aftersales_kit::on_both_databases!(
    s01_a_call_becomes_a_ticket_in_the_coordinators_queue,
    x_06_every_missing_field_is_listed_at_once,
    hot_08_a_second_call_for_the_same_matter_is_flagged_on_its_first_handler,
    hot_12_a_call_about_a_repair_is_wrapped_up_with_its_ticket,
    hot_18_a_customer_who_presses_is_promised_contact_in_two_business_hours,
    hot_41_what_was_recorded_is_read_back,
    a_report_by_telephone_names_a_call_that_is_not_wrapped_up,
    x1_a_repeated_request_opens_one_ticket,
    an_intake_waits_for_the_registry,
    x_22_nothing_is_opened_for_an_archived_customer,
);

async fn s01_a_call_becomes_a_ticket_in_the_coordinators_queue(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let request = OpenTicketRequest {
        urged: true,
        ..desk.on_site().await
    };
    let without_address = OpenTicketRequest {
        request_id: key(),
        contact: Some(Contact {
            address: String::new(),
            ..wang_fang()
        }),
        ..request.clone()
    };
    let status = desk.hotline.open_ticket(without_address).await.unwrap_err();
    assert_eq!(
        (status.code(), fields(&status)),
        (tonic::Code::InvalidArgument, vec!["contact.address".to_owned()])
    );

    let ticket = desk.open(request.clone()).await;
    assert_eq!(ticket.register_no, "BJ01-R-000001");
    assert_eq!(ticket.voucher_no, "BJ01-V-000001");
    assert_eq!(ticket.state(), TicketState::HandedOver);
    assert_eq!(time(ticket.promised_contact_by), at("2026-11-16T11:40:00+08:00"));
    assert_eq!(
        (ticket.service_class(), ticket.coverage_kind()),
        (ServiceClass::C, CoverageKind::InWarranty)
    );
    let entitlement = ticket.entitlement.clone().unwrap();
    assert!(entitlement.in_warranty && entitlement.in_onsite_period && !entitlement.reasons.is_empty());
    assert_eq!(ticket.contact, Some(wang_fang()));
    assert_eq!(ticket.available_actions, ["CancelTicket"]);
    assert_eq!(
        (ticket.opened_by.as_str(), ticket.call_id),
        ("H1", request.call_id.clone())
    );
    let told = desk.told().await;
    assert_eq!(
        told,
        ["CallRecorded", "TicketOpened", "TicketHandedOver", "DeadlineStarted"]
    );

    desk.rig.advance_to("2026-11-16T09:55:00+08:00").await;
    desk.received(&ticket.id).await;
    let ticket = desk.ticket(&ticket.id).await;
    assert_eq!(
        (ticket.state(), ticket.work_order_no.as_str()),
        (TicketState::Received, "BJ01-D-000001")
    );
    assert!(desk.told().await.contains(&"DeadlineMet".to_owned()));
}

async fn x_06_every_missing_field_is_listed_at_once(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let empty = OpenTicketRequest {
        contact: Some(Contact::default()),
        ..Default::default()
    };
    let status = desk.hotline.open_ticket(empty).await.unwrap_err();
    let wanted = [
        "asset_id",
        "branch_id",
        "channel",
        "contact.address",
        "contact.name",
        "contact.phone",
        "contact.site_condition",
        "contact.zone",
        "customer_id",
        "fault_kind",
        "mode",
        "need_summary",
        "request_id",
    ];
    let found = fields(&status);
    for field in wanted {
        assert!(found.iter().any(|known| known == field), "{field} in {found:?}");
    }
    // what only the whole of the request shows is listed at once, too
    let request = OpenTicketRequest {
        channel: IntakeChannel::Phone.into(),
        details: None,
        urged: true,
        first_requested_at: proto_at("2026-11-16T09:40:01+08:00"),
        ..carried_in(written())
    };
    let status = desk.hotline.open_ticket(request).await.unwrap_err();
    assert_eq!(reason(&status), "INVALID_REQUEST");
    assert_eq!(fields(&status), ["call_id", "carry_in", "first_requested_at", "urged"]);
    let request = OpenTicketRequest {
        details: None,
        ..solved(written())
    };
    let status = desk.hotline.open_ticket(request).await.unwrap_err();
    assert_eq!(
        (reason(&status), fields(&status)),
        ("DETAILS_MISSING".to_owned(), vec!["phone_solution".to_owned()])
    );
}

async fn hot_08_a_second_call_for_the_same_matter_is_flagged_on_its_first_handler(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let first = desk.open(written()).await;
    assert_eq!(first.repeat_of_ticket_id, "");
    let other_need = OpenTicketRequest {
        fault_kind: FaultKind::Software.into(),
        ..written()
    };
    assert_eq!(desk.open(other_need).await.repeat_of_ticket_id, "");
    desk.rig.advance_to("2026-11-23T23:59:00+08:00").await;
    let second = desk.open(written()).await;
    assert_eq!(second.repeat_of_ticket_id, first.id);
    let flagged = desk
        .rig
        .events("hotline")
        .await
        .into_iter()
        .find(|event| event.kind.ends_with("RepeatCallFlagged"));
    let flagged = flagged.unwrap();
    assert_eq!(flagged.subject, second.id);
    let payload: aftersales_proto::hotline::v1::HotlineEvent =
        prost::Message::decode(flagged.payload.as_slice()).unwrap();
    let Some(Event::RepeatCallFlagged(fact)) = payload.event else {
        panic!("another event")
    };
    assert_eq!((fact.first_handler.as_str(), fact.earlier_ticket_id), ("H1", first.id));
    desk.rig.advance_to("2026-12-01T00:00:01+08:00").await;
    assert_eq!(
        desk.open(written()).await.repeat_of_ticket_id,
        "",
        "after seven days it is a new matter"
    );
}

async fn hot_12_a_call_about_a_repair_is_wrapped_up_with_its_ticket(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let request = desk.on_site().await;
    let end = |wrap_up: WrapUpCode| EndCallRequest {
        request_id: key(),
        call_id: request.call_id.clone(),
        wrap_up: wrap_up.into(),
        need_summary: "无法开机".to_owned(),
        ..EndCallRequest::default()
    };
    let refused_end = refused(desk.hotline.end_call(end(WrapUpCode::TicketOpened)).await);
    assert_eq!(refused_end, "WRAP_UP_NEEDS_TICKET");
    let refused_end = refused(desk.hotline.end_call(end(WrapUpCode::Consulted)).await);
    assert_eq!(refused_end, "WRAP_UP_NEEDS_CONSULTATION");
    // the hand-over is in the same act as the ticket
    let ticket = desk.open(request.clone()).await;
    assert!(desk.told().await.contains(&"TicketHandedOver".to_owned()));
    let call = desk
        .hotline
        .end_call(end(WrapUpCode::TicketOpened))
        .await
        .unwrap()
        .into_inner()
        .call
        .unwrap();
    assert_eq!((call.ticket_ids, call.available_actions.len()), (vec![ticket.id], 0));
    assert_eq!(call.readonly_reason, "The call is already wrapped up.");
    assert_eq!(
        refused(desk.hotline.end_call(end(WrapUpCode::TicketOpened)).await),
        "CALL_ENDED"
    );
    let late = OpenTicketRequest {
        request_id: key(),
        ..request
    };
    assert_eq!(refused(desk.hotline.open_ticket(late).await), "CALL_ENDED");
}

async fn hot_18_a_customer_who_presses_is_promised_contact_in_two_business_hours(db: TestDb) {
    let mut desk = Desk::start_at(&db, "2026-11-20T17:30:00+08:00").await;
    let calm = desk.open(written()).await;
    assert!(calm.promised_contact_by.is_none() && !calm.urged);
    let pressing = desk
        .open(OpenTicketRequest {
            urged: true,
            ..written()
        })
        .await;
    assert_eq!(
        time(pressing.promised_contact_by),
        at("2026-11-23T10:30:00+08:00"),
        "over the weekend"
    );
    let status = desk
        .hotline
        .open_ticket(OpenTicketRequest {
            urged: true,
            ..carried_in(written())
        })
        .await
        .unwrap_err();
    assert!(
        fields(&status).contains(&"urged".to_owned()),
        "contact is promised for on-site service only"
    );
}

async fn hot_41_what_was_recorded_is_read_back(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let request = OpenTicketRequest {
        read_back_confirmed: false,
        ..desk.on_site().await
    };
    let status = desk.hotline.open_ticket(request).await.unwrap_err();
    assert_eq!(status.code(), tonic::Code::FailedPrecondition);
    assert_eq!(
        (reason(&status), fields(&status)),
        ("READ_BACK_MISSING".to_owned(), vec!["read_back_confirmed".to_owned()])
    );
}

async fn a_report_by_telephone_names_a_call_that_is_not_wrapped_up(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let request = desk.on_site().await;
    let without = OpenTicketRequest {
        call_id: String::new(),
        ..request.clone()
    };
    assert_eq!(refused(desk.hotline.open_ticket(without).await), "CALL_MISSING");
    let unknown = OpenTicketRequest {
        call_id: key(),
        ..request
    };
    assert_eq!(refused(desk.hotline.open_ticket(unknown).await), "CALL_NOT_FOUND");
}

async fn x1_a_repeated_request_opens_one_ticket(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let request = desk.on_site().await;
    let first = desk.open(request.clone()).await;
    desk.rig.advance_to("2026-11-16T09:50:00+08:00").await;
    desk.registry.down.store(true, std::sync::atomic::Ordering::Relaxed);
    let again = desk.open(request.clone()).await;
    assert_eq!(
        again, first,
        "the answer is the first one, whatever the registry says now"
    );
    let opened = desk
        .told()
        .await
        .into_iter()
        .filter(|name| name == "TicketOpened")
        .count();
    assert_eq!(opened, 1);
    let other = OpenTicketRequest {
        need_summary: "蓝屏".to_owned(),
        ..request
    };
    assert_eq!(refused(desk.hotline.open_ticket(other).await), "REQUEST_ID_REUSED");
}

async fn x_22_nothing_is_opened_for_an_archived_customer(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    desk.registry.archived.store(true, std::sync::atomic::Ordering::Relaxed);
    let status = desk.hotline.open_ticket(written()).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (tonic::Code::FailedPrecondition, "CUSTOMER_ARCHIVED".to_owned())
    );
    desk.registry
        .archived
        .store(false, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(desk.open(written()).await.register_no, "BJ01-R-000001");
}

async fn an_intake_waits_for_the_registry(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let request = OpenTicketRequest {
        asset_id: SN200.to_owned(),
        ..written()
    };
    desk.registry.down.store(true, std::sync::atomic::Ordering::Relaxed);
    let status = desk.hotline.open_ticket(written()).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (tonic::Code::Unavailable, "REGISTRY_UNAVAILABLE".to_owned())
    );
    desk.registry.down.store(false, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(
        refused(desk.hotline.open_ticket(request).await),
        "ASSET_OF_OTHER_CUSTOMER"
    );
    assert_eq!(
        desk.open(written()).await.register_no,
        "BJ01-R-000001",
        "refusals take no number"
    );
}
