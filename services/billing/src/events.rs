//! What the service tells the others: facts as protobuf events.

use aftersales_kit::{id::BranchId, outbox::NewEvent, time::Timestamp};
use aftersales_proto::{
    billing::v1::{self as proto, BillingEvent, billing_event::Event},
    common::v1 as common,
};

use crate::domain::{
    account::{Account, CoverageKind, ServiceClass},
    charge::Charge,
    money::Money,
    price_list::PriceList,
};

/// An amount of the contract.
pub fn money(money: &Money) -> common::Money {
    common::Money {
        currency_code: money.currency.clone(),
        minor_units: money.minor,
    }
}

/// A class of the contract.
pub const fn service_class(class: ServiceClass) -> common::ServiceClass {
    match class {
        ServiceClass::A => common::ServiceClass::A,
        ServiceClass::B => common::ServiceClass::B,
        ServiceClass::C => common::ServiceClass::C,
        ServiceClass::D => common::ServiceClass::D,
    }
}

/// A kind of coverage of the contract.
pub const fn coverage_kind(kind: CoverageKind) -> common::CoverageKind {
    match kind {
        CoverageKind::InWarranty => common::CoverageKind::InWarranty,
        CoverageKind::YearlyContract => common::CoverageKind::YearlyContract,
        CoverageKind::PerVisitContract => common::CoverageKind::PerVisitContract,
        CoverageKind::LiaisonLetter => common::CoverageKind::LiaisonLetter,
        CoverageKind::None => common::CoverageKind::None,
    }
}

fn of_account(account: &Account, name: &str, event: Event) -> NewEvent {
    let payload = BillingEvent { event: Some(event) };
    NewEvent::new(account.ticket_id, account.branch.clone(), name, &payload)
}

/// A price list was published; a list for all branches belongs to the company.
pub fn price_list_published(list: &PriceList) -> NewEvent {
    let fact = proto::PriceListPublished {
        price_list_id: list.id.to_string(),
        branch_id: list.branch.as_ref().map(BranchId::to_string).unwrap_or_default(),
        version: list.version,
        valid_from: Some(list.validity.from.to_proto()),
        valid_to: list.validity.to.map(Timestamp::to_proto),
        items: i32::try_from(list.items.len()).unwrap_or(i32::MAX),
    };
    let payload = BillingEvent {
        event: Some(Event::PriceListPublished(fact)),
    };
    NewEvent::new(list.id, list.branch.clone(), "PriceListPublished", &payload)
}

/// A ticket has an account.
pub fn account_opened(account: &Account) -> NewEvent {
    let fact = proto::TicketAccountOpened {
        ticket_id: account.ticket_id.to_string(),
        branch_id: account.branch.to_string(),
        service_class: service_class(account.grounds.class).into(),
        coverage_kind: coverage_kind(account.grounds.coverage).into(),
    };
    of_account(account, "TicketAccountOpened", Event::TicketAccountOpened(fact))
}

/// A charge was recorded.
pub fn charge_recorded(charge: &Charge, account: &Account) -> NewEvent {
    let fact = proto::ChargeRecorded {
        charge_id: charge.id.to_string(),
        ticket_id: charge.ticket_id.to_string(),
        work_order_id: charge.work_order.map(|id| id.to_string()).unwrap_or_default(),
        branch_id: account.branch.to_string(),
        amount: Some(money(&charge.amount)),
        total: Some(money(&account.total)),
        recorded_by: charge.recorded_by.clone(),
        recorded_at: Some(charge.recorded_at.to_proto()),
    };
    of_account(account, "ChargeRecorded", Event::ChargeRecorded(fact))
}

/// An account takes no more charges.
pub fn account_closed(account: &Account, at: Timestamp) -> NewEvent {
    let fact = proto::TicketAccountClosed {
        ticket_id: account.ticket_id.to_string(),
        branch_id: account.branch.to_string(),
        total: Some(money(&account.total)),
        closed_at: Some(at.to_proto()),
    };
    of_account(account, "TicketAccountClosed", Event::TicketAccountClosed(fact))
}
