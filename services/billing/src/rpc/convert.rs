//! Domain types as the contract's messages, for one caller.

use aftersales_kit::{etag, id::BranchId, rpc::Call, time::Timestamp};
use aftersales_proto::billing::v1 as proto;

use crate::{
    domain::{
        account::{Account, AccountState},
        basis,
        charge::{Charge, ChargeLine},
        money::Money,
        price_list::{PriceItem, PriceList},
        readonly::ReadOnly,
    },
    events::{coverage_kind, money, service_class},
};

const SERVICE: &str = "aftersales.billing.v1.BillingService";

/// A price list.
pub fn price_list(call: &Call, list: &PriceList) -> proto::PriceList {
    proto::PriceList {
        id: list.id.to_string(),
        branch_id: list.branch.as_ref().map(BranchId::to_string).unwrap_or_default(),
        version: list.version,
        valid_from: Some(list.validity.from.to_proto()),
        valid_to: list.validity.to.map(Timestamp::to_proto),
        items: list.items.iter().map(item).collect(),
        published_by: list.published_by.clone(),
        published_at: Some(list.published_at.to_proto()),
        etag: etag::of(list.record_version),
        available_actions: Vec::new(),
        readonly_reason: ReadOnly::Published.text(call.locale).to_owned(),
    }
}

fn item(item: &PriceItem) -> proto::PriceItem {
    proto::PriceItem {
        code: item.code.clone(),
        name: item.name.clone(),
        content: item.content.clone(),
        unit: item.unit.clone(),
        price: Some(money(&item.price)),
        conditions: item.conditions.clone(),
    }
}

/// An item as the caller wrote it.
pub fn item_of(item: &proto::PriceItem) -> PriceItem {
    PriceItem {
        code: item.code.clone(),
        name: item.name.clone(),
        content: item.content.clone(),
        unit: item.unit.clone(),
        price: money_of(item.price.as_ref()),
        conditions: item.conditions.clone(),
    }
}

/// An amount as the caller wrote it.
pub fn money_of(money: Option<&aftersales_proto::common::v1::Money>) -> Money {
    let money = money.cloned().unwrap_or_default();
    Money {
        currency: money.currency_code,
        minor: money.minor_units,
    }
}

/// A charge.
pub fn charge(charge: &Charge) -> proto::Charge {
    proto::Charge {
        id: charge.id.to_string(),
        ticket_id: charge.ticket_id.to_string(),
        work_order_id: charge.work_order.map(|id| id.to_string()).unwrap_or_default(),
        price_list_id: charge.price_list.to_string(),
        lines: charge
            .lines
            .iter()
            .map(|line| charge_line(line, &charge.amount.currency))
            .collect(),
        amount: Some(money(&charge.amount)),
        recorded_by: charge.recorded_by.clone(),
        recorded_at: Some(charge.recorded_at.to_proto()),
    }
}

fn charge_line(line: &ChargeLine, currency: &str) -> proto::ChargeLine {
    let amount = |minor| {
        Some(money(&Money {
            currency: currency.to_owned(),
            minor,
        }))
    };
    proto::ChargeLine {
        item_code: line.item_code.clone(),
        name: line.name.clone(),
        quantity: i32::try_from(line.quantity).unwrap_or(i32::MAX),
        unit_price: amount(line.unit_minor),
        amount: amount(line.amount_minor),
    }
}

/// An account with its charges.
pub fn account(call: &Call, account: &Account, charges: &[Charge]) -> proto::TicketAccount {
    let actions = call.available_actions(SERVICE, account.possible());
    let why = match (actions.is_empty(), account.state) {
        (false, _) => "",
        (true, _) if !account.grounds.class.is_chargeable() => ReadOnly::Free.text(call.locale),
        (true, AccountState::Closed) => ReadOnly::Closed.text(call.locale),
        (true, AccountState::Open) => ReadOnly::Role.text(call.locale),
    };
    proto::TicketAccount {
        ticket_id: account.ticket_id.to_string(),
        branch_id: account.branch.to_string(),
        state: state(account.state).into(),
        service_class: service_class(account.grounds.class).into(),
        coverage_kind: coverage_kind(account.grounds.coverage).into(),
        in_warranty: account.grounds.in_warranty,
        in_onsite_period: account.grounds.in_onsite_period,
        basis: basis::text(account.grounds, call.locale).to_owned(),
        chargeable: account.grounds.class.is_chargeable(),
        voucher_no: account.voucher_no.clone(),
        charges: charges.iter().map(charge).collect(),
        total: Some(money(&account.total)),
        etag: etag::of(account.version),
        available_actions: actions,
        readonly_reason: why.to_owned(),
    }
}

const fn state(state: AccountState) -> proto::AccountState {
    match state {
        AccountState::Open => proto::AccountState::Open,
        AccountState::Closed => proto::AccountState::Closed,
    }
}
