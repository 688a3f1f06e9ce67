//! Who sees and does what: branches, roles, phones, and where personal data may lie.

use aftersales_kit::{
    auth::Role,
    testing::{TestDb, rig::reason},
};
use aftersales_proto::hotline::v1::{
    CancelReason, CancelTicketRequest, EndCallRequest, GetCallRequest, GetConsultationRequest, GetTicketContactRequest,
    GetTicketRequest, GetTimelineRequest, ListConsultationsRequest, ListRegisterRequest, ListTicketsRequest,
    OpenTicketRequest, WrapUpCode,
};

use crate::{
    desk::{Client, Desk, carried_in, key, refused, ringing, wang_fang, written},
    played::{SN300, ZHAO},
};

aftersales_kit::on_both_databases!(
    another_branchs_records_do_not_exist,
    phones_are_masked_for_those_who_do_not_call,
    only_services_get_the_whole_contact,
    roles_that_may_not_are_told_so,
    events_and_the_store_hold_no_readable_personal_data,
);

async fn another_branchs_records_do_not_exist(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let request = desk.on_site().await;
    let ticket = desk.open(request.clone()).await;
    let guided = desk.open(carried_in(written())).await;
    let mut other = desk.client(Role::Chief, "SH02", "M1-S").await;
    let of = |id: &str, no: &str| GetTicketRequest {
        ticket_id: id.to_owned(),
        register_no: no.to_owned(),
    };
    for wanted in [of(&ticket.id, ""), of("", "BJ01-R-000001")] {
        let status = other.get_ticket(wanted).await.unwrap_err();
        assert_eq!(
            (status.code(), reason(&status)),
            (tonic::Code::NotFound, "TICKET_NOT_FOUND".to_owned())
        );
    }
    let timeline = GetTimelineRequest {
        ticket_id: ticket.id.clone(),
        ..Default::default()
    };
    assert_eq!(refused(other.get_timeline(timeline).await), "TICKET_NOT_FOUND");
    let cancel = CancelTicketRequest {
        request_id: key(),
        ticket_id: ticket.id.clone(),
        reason: CancelReason::Mistake.into(),
        note: "x".to_owned(),
        etag: String::new(),
    };
    assert_eq!(refused(other.cancel_ticket(cancel).await), "TICKET_NOT_FOUND");
    let call_id = request.call_id.clone();
    assert_eq!(
        refused(
            other
                .get_call(GetCallRequest {
                    call_id: call_id.clone()
                })
                .await
        ),
        "CALL_NOT_FOUND"
    );
    let end = EndCallRequest {
        request_id: key(),
        call_id,
        wrap_up: WrapUpCode::TicketOpened.into(),
        need_summary: "x".to_owned(),
        ..EndCallRequest::default()
    };
    assert_eq!(refused(other.end_call(end).await), "CALL_NOT_FOUND");
    let consultation_id = guided.consultation_id;
    let record = GetConsultationRequest { consultation_id };
    assert_eq!(refused(other.get_consultation(record).await), "CONSULTATION_NOT_FOUND");
    lists_of_another_branch(&mut other).await;
    let foreign_call = OpenTicketRequest {
        branch_id: "SH02".to_owned(),
        ..request.clone()
    };
    let foreign_call = OpenTicketRequest {
        request_id: key(),
        customer_id: ZHAO.to_owned(),
        asset_id: SN300.to_owned(),
        ..foreign_call
    };
    assert_eq!(refused(other.open_ticket(foreign_call).await), "CALL_NOT_FOUND");
    let theirs = OpenTicketRequest {
        customer_id: ZHAO.to_owned(),
        asset_id: SN300.to_owned(),
        ..written()
    };
    assert_eq!(
        refused(desk.hotline.open_ticket(theirs.clone()).await),
        "ASSET_NOT_FOUND"
    );
    let mixed = OpenTicketRequest {
        customer_id: ZHAO.to_owned(),
        ..written()
    };
    assert_eq!(refused(desk.hotline.open_ticket(mixed).await), "CUSTOMER_NOT_FOUND");
}

async fn lists_of_another_branch(other: &mut Client) {
    let branch_id = "BJ01".to_owned();
    let request = ListTicketsRequest {
        branch_id: branch_id.clone(),
        ..Default::default()
    };
    assert_eq!(refused(other.list_tickets(request).await), "BRANCH_UNKNOWN");
    assert!(
        other
            .list_tickets(ListTicketsRequest::default())
            .await
            .unwrap()
            .into_inner()
            .tickets
            .is_empty()
    );
    let request = ListRegisterRequest {
        branch_id: branch_id.clone(),
        ..Default::default()
    };
    assert_eq!(refused(other.list_register(request).await), "BRANCH_UNKNOWN");
    let request = ListConsultationsRequest {
        branch_id,
        ..Default::default()
    };
    assert_eq!(refused(other.list_consultations(request).await), "BRANCH_UNKNOWN");
    assert_eq!(refused(other.record_call(ringing()).await), "BRANCH_UNKNOWN");
    assert_eq!(refused(other.open_ticket(written()).await), "BRANCH_UNKNOWN");
}

async fn phones_are_masked_for_those_who_do_not_call(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let id = desk.open(written()).await.id;
    let request = GetTicketRequest {
        ticket_id: id,
        ..Default::default()
    };
    for (role, phone) in [
        (Role::Technician, "13800000001"),
        (Role::Coordinator, "13800000001"),
        (Role::PartsClerk, "138****0001"),
        (Role::HeadOffice, "138****0001"),
        (Role::Accountant, "138****0001"),
    ] {
        let mut client = desk.client(role, "BJ01", "X1").await;
        let ticket = client
            .get_ticket(request.clone())
            .await
            .unwrap()
            .into_inner()
            .ticket
            .unwrap();
        assert_eq!(
            (ticket.contact.unwrap().phone.as_str(), ticket.phone_masked),
            (phone, phone.contains('*')),
            "{role:?}"
        );
        let may_cancel = role == Role::Coordinator;
        assert_eq!(ticket.available_actions.is_empty(), !may_cancel);
        assert_eq!(ticket.readonly_reason.is_empty(), may_cancel);
    }
    let mut office = desk.client(Role::HeadOffice, "*", "G9").await;
    let request = ListRegisterRequest {
        branch_id: "BJ01".to_owned(),
        ..Default::default()
    };
    let rows = office.list_register(request).await.unwrap().into_inner().rows;
    assert!(rows[0].phone_masked && rows[0].contact.clone().unwrap().phone == "138****0001");
}

async fn only_services_get_the_whole_contact(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let id = desk.open(written()).await.id;
    let request = GetTicketContactRequest { ticket_id: id.clone() };
    let status = desk.hotline.get_ticket_contact(request.clone()).await.unwrap_err();
    assert_eq!(status.code(), tonic::Code::PermissionDenied);
    let mut service = desk.client(Role::Service, "*", "service:dispatch").await;
    let given = service.get_ticket_contact(request).await.unwrap().into_inner();
    assert_eq!(
        (given.contact, given.serial_number.as_str()),
        (Some(wang_fang()), "SN100")
    );
    assert_eq!(given.need_summary, "无法开机");
    let unknown = GetTicketContactRequest { ticket_id: key() };
    assert_eq!(refused(service.get_ticket_contact(unknown).await), "TICKET_NOT_FOUND");
}

async fn roles_that_may_not_are_told_so(db: TestDb) {
    let desk = Desk::start(&db).await;
    for role in [Role::Callback, Role::Technician, Role::HeadOffice, Role::PartsClerk] {
        let mut client = desk.client(role, "BJ01", "V1").await;
        let status = client.open_ticket(written()).await.unwrap_err();
        assert_eq!(
            (status.code(), reason(&status)),
            (tonic::Code::PermissionDenied, "ROLE_NOT_ALLOWED".to_owned())
        );
    }
}

async fn events_and_the_store_hold_no_readable_personal_data(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let request = desk.on_site().await;
    let ticket = desk.open(request.clone()).await;
    desk.open(carried_in(written())).await;
    desk.received(&ticket.id).await;
    let private: [&[u8]; 5] = [
        "王芳".as_bytes(),
        "13800000001".as_bytes(),
        "𠮷祥路".as_bytes(),
        "有电梯".as_bytes(),
        "无法开机".as_bytes(),
    ];
    let holds = |bytes: &[u8]| {
        private
            .iter()
            .any(|part| bytes.windows(part.len()).any(|window| window == *part))
    };
    for event in desk.rig.events("hotline").await {
        assert!(!holds(&event.payload), "{}", event.kind);
    }
    for entry in desk.timeline(&ticket.id).await {
        assert!(!holds(format!("{entry:?}").as_bytes()), "{}", entry.r#type);
    }
    let debug = format!("{ticket:?} {request:?}");
    assert!(
        !holds(debug.as_bytes()),
        "debug output of the contract's messages is redacted"
    );
}
