//! Accounts: the basis of a ticket, and its end.

use aftersales_kit::testing::{TestDb, rig::reason};
use aftersales_proto::{
    billing::v1::{AccountState, GetTicketAccountRequest},
    common::v1::{CoverageKind, ServiceClass},
};
use tonic::{Code, Request};

use crate::support::{Office, charging, fen, list, rid};

aftersales_kit::on_both_databases!(
    bil_01_an_account_tells_on_what_basis_a_ticket_is_free,
    bil_01_the_account_ends_with_the_ticket,
    x_12_another_branchs_account_does_not_exist,
);

async fn bil_01_an_account_tells_on_what_basis_a_ticket_is_free(db: TestDb) {
    let office = Office::open(&db).await;
    let ticket = office.ticket(ServiceClass::C, CoverageKind::InWarranty).await;
    let account = office.account(&ticket).await.unwrap();
    assert_eq!(
        (account.service_class(), account.coverage_kind()),
        (ServiceClass::C, CoverageKind::InWarranty)
    );
    assert!(account.in_warranty && account.in_onsite_period && !account.chargeable);
    assert_eq!((account.state(), account.total), (AccountState::Open, fen(0)));
    assert_eq!(
        (account.voucher_no.as_str(), account.etag.as_str()),
        ("BJ01-V-000001", "\"1\"")
    );
    assert!(account.available_actions.is_empty());
    assert_eq!(account.readonly_reason, "This service is not charged.");
    let mut request = Request::new(GetTicketAccountRequest {
        ticket_id: ticket.clone(),
    });
    request
        .metadata_mut()
        .insert("accept-language", "zh-CN".parse().unwrap());
    let spoken = office
        .technician
        .clone()
        .get_ticket_account(request)
        .await
        .unwrap()
        .into_inner()
        .account
        .unwrap();
    assert_eq!(spoken.basis, "C类：保修期内且在上门期内，免费服务。");
    assert_eq!(
        office.told(&ticket).await,
        ["TicketAccountOpened"],
        "the hand-over opens no second account"
    );

    let paid = office.ticket(ServiceClass::A, CoverageKind::None).await;
    let paid = office.account(&paid).await.unwrap();
    assert_eq!(
        (paid.chargeable, paid.available_actions),
        (true, vec!["RecordCharge".to_owned()])
    );
}

async fn bil_01_the_account_ends_with_the_ticket(db: TestDb) {
    let office = Office::open(&db).await;
    office
        .publish(list("BJ01", "2026-01-01T00:00:00+08:00", &[("VISIT", 8_000)]))
        .await
        .unwrap();
    let (closed, cancelled) = (
        office.ticket(ServiceClass::A, CoverageKind::None).await,
        office.ticket(ServiceClass::A, CoverageKind::None).await,
    );
    office.close(&closed).await;
    office.close(&closed).await;
    office.cancel(&cancelled).await;
    for ticket in [&closed, &cancelled] {
        let refused = office
            .charge(charging(ticket, &[("VISIT", 1)], 8_000))
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), reason(&refused).as_str()),
            (Code::FailedPrecondition, "ACCOUNT_CLOSED")
        );
        assert_eq!(office.account(ticket).await.unwrap().state(), AccountState::Closed);
        assert_eq!(
            office.told(ticket).await,
            ["TicketAccountOpened", "TicketAccountClosed"]
        );
    }
}

async fn x_12_another_branchs_account_does_not_exist(db: TestDb) {
    let office = Office::open(&db).await;
    let ticket = office.ticket(ServiceClass::A, CoverageKind::None).await;
    let request = GetTicketAccountRequest { ticket_id: ticket };
    let refused = office.other.clone().get_ticket_account(request).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::NotFound, "TICKET_ACCOUNT_NOT_FOUND")
    );
    assert_eq!(
        reason(&office.account(&rid()).await.unwrap_err()),
        "TICKET_ACCOUNT_NOT_FOUND"
    );
}
