//! What is closed never changes; amendments stand beside it.

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        rig::{RigChannel, fields, reason},
    },
};
use aftersales_proto::hotline::v1::{
    AmendTicketRequest, AmendedDocument, ArchiveVoucherRequest, CancelReason, CancelTicketRequest, GetTicketRequest,
    ListAmendmentsRequest, ListVouchersRequest, VoucherState, amendment_service_client::AmendmentServiceClient,
};

use crate::desk::{Desk, key, refused, solved, time, written};

aftersales_kit::on_both_databases!(
    x_22_a_closed_ticket_is_amended_beside_itself,
    x_22_an_archived_voucher_is_amended_and_counts_its_amendments,
    x_22_what_is_open_is_not_amended,
);

impl Desk {
    async fn amendments(&self, role: Role, branch: &str, subject: &str) -> AmendmentServiceClient<RigChannel> {
        AmendmentServiceClient::new(self.rig.channel(&[role], branch, subject).await)
    }
}

fn serial(ticket: &str, document: AmendedDocument) -> AmendTicketRequest {
    AmendTicketRequest {
        request_id: key(),
        ticket_id: ticket.to_owned(),
        document: document.into(),
        what: "site condition".to_owned(),
        was: "三楼，有电梯".to_owned(),
        should_be: "三楼，无电梯".to_owned(),
        reason: "客户来电更正".to_owned(),
    }
}

async fn x_22_a_closed_ticket_is_amended_beside_itself(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let closed = desk.open(solved(written())).await;
    let mut h1 = desk.amendments(Role::Hotline, "BJ01", "H1").await;
    let first = serial(&closed.id, AmendedDocument::Ticket);
    let made = h1
        .amend_ticket(first.clone())
        .await
        .unwrap()
        .into_inner()
        .amendment
        .unwrap();
    assert_eq!((made.number, made.amended_by.as_str()), (1, "H1"));
    assert_eq!(time(made.amended_at), desk.rig.env().clock.now());
    let again = h1.amend_ticket(first).await.unwrap().into_inner().amendment.unwrap();
    assert_eq!(again, made, "the same request, the same answer");
    let second = h1
        .amend_ticket(serial(&closed.id, AmendedDocument::Ticket))
        .await
        .unwrap();
    assert_eq!(second.into_inner().amendment.unwrap().number, 2);
    let request = GetTicketRequest {
        ticket_id: closed.id.clone(),
        ..GetTicketRequest::default()
    };
    let seen = desk.hotline.get_ticket(request).await.unwrap().into_inner();
    assert_eq!(seen.ticket.unwrap().etag, closed.etag, "the ticket itself stands");
    assert_eq!((seen.amendments.len(), &seen.amendments[0]), (2, &made));
    let cancel = CancelTicketRequest {
        request_id: key(),
        ticket_id: closed.id.clone(),
        reason: CancelReason::Mistake.into(),
        note: "填错".to_owned(),
        etag: String::new(),
    };
    let status = desk.hotline.cancel_ticket(cancel).await.unwrap_err();
    let method = tonic_types::StatusExt::get_details_error_info(&status)
        .unwrap()
        .metadata;
    assert_eq!(
        method.get("method").map(String::as_str),
        Some("AmendTicket"),
        "the way to correct it"
    );
    let mut other = desk.amendments(Role::Chief, "SH02", "M1-S").await;
    let foreign = serial(&closed.id, AmendedDocument::Ticket);
    assert_eq!(refused(other.amend_ticket(foreign).await), "TICKET_NOT_FOUND");
    let listed = ListAmendmentsRequest {
        ticket_id: closed.id.clone(),
    };
    assert_eq!(refused(other.list_amendments(listed).await), "TICKET_NOT_FOUND");
    let said: Vec<String> = desk
        .timeline(&closed.id)
        .await
        .into_iter()
        .map(|entry| entry.r#type)
        .collect();
    assert_eq!(said.iter().filter(|kind| kind.ends_with(".TicketAmended")).count(), 2);
}

async fn x_22_an_archived_voucher_is_amended_and_counts_its_amendments(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let closed = desk.open(solved(written())).await;
    let mut m1 = desk.amendments(Role::Chief, "BJ01", "M1").await;
    m1.amend_ticket(serial(&closed.id, AmendedDocument::Voucher))
        .await
        .unwrap();
    let mut intakes = desk.intakes(Role::Chief, "M1").await;
    let archived = ListVouchersRequest {
        branch_id: "BJ01".to_owned(),
        state: VoucherState::Archived.into(),
        ..ListVouchersRequest::default()
    };
    let vouchers = intakes.list_vouchers(archived).await.unwrap().into_inner().vouchers;
    assert_eq!((vouchers.len(), vouchers[0].amendments), (1, 1));
    let again = ArchiveVoucherRequest {
        request_id: key(),
        ticket_id: closed.id.clone(),
        signed: true,
        archive_place: "B-7".to_owned(),
        ..ArchiveVoucherRequest::default()
    };
    assert_eq!(refused(intakes.archive_voucher(again).await), "VOUCHER_ARCHIVED");
}

async fn x_22_what_is_open_is_not_amended(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let open = desk.open(written()).await;
    let mut h1 = desk.amendments(Role::Hotline, "BJ01", "H1").await;
    for document in [AmendedDocument::Ticket, AmendedDocument::Voucher] {
        let status = h1.amend_ticket(serial(&open.id, document)).await.unwrap_err();
        assert_eq!(reason(&status), "NOT_YET_CLOSED", "{document:?}");
    }
    let closed = desk.open(solved(written())).await;
    let same = AmendTicketRequest {
        should_be: " 三楼，有电梯 ".to_owned(),
        ..serial(&closed.id, AmendedDocument::Ticket)
    };
    let status = h1.amend_ticket(same).await.unwrap_err();
    assert_eq!(
        (reason(&status), fields(&status)),
        ("AMENDS_NOTHING".to_owned(), vec!["should_be".to_owned()])
    );
    let blank = AmendTicketRequest {
        was: " ".to_owned(),
        reason: String::new(),
        ..serial(&closed.id, AmendedDocument::Ticket)
    };
    assert_eq!(fields(&h1.amend_ticket(blank).await.unwrap_err()), ["reason", "was"]);
}
