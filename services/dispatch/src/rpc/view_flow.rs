//! Late facts and the money side of an order, as the contract shows them.

use aftersales_kit::time::Timestamp;
use aftersales_proto::dispatch::v1 as proto;

use crate::{
    domain::{Amendment, DepartureCheck, ExtraConsent, LateFact, Payment, WorkOrder},
    events::{extra_line, money},
    wire::{Wire, number},
};

fn time(at: Timestamp) -> Option<prost_types::Timestamp> {
    Some(at.to_proto())
}

pub(super) fn late_fact(late: &LateFact) -> proto::LateFact {
    proto::LateFact {
        action: late.action.to_string(),
        told_at: time(late.told_at),
        received_at: time(late.received_at),
        trusted: late.trusted,
        told_by: late.told_by.clone(),
    }
}

/// Who read the manual; whether the product is new to the technician is put in last.
pub(super) fn manual(order: &WorkOrder) -> proto::ManualHint {
    let read = order.manual_read.as_ref();
    proto::ManualHint {
        unfamiliar: false,
        link: String::new(),
        read_at: read.map(|(at, _)| at.to_proto()),
        read_by: read.map(|(_, by)| by.clone()).unwrap_or_default(),
    }
}

pub(super) fn extra(extra: &ExtraConsent) -> proto::ExtraConsent {
    proto::ExtraConsent {
        consented_at: time(extra.at),
        channel: extra.channel.to_wire().into(),
        lines: extra.lines.iter().map(extra_line).collect(),
        amount: Some(money(extra.amount)),
        recorded_by: extra.by.clone(),
    }
}

pub(super) fn taken_along(check: DepartureCheck) -> proto::DepartureCheck {
    proto::DepartureCheck {
        invoice_mode: number(check.invoice_mode),
        price_list_brought: check.price_list_brought,
    }
}

pub(super) fn payment(payment: &Payment) -> proto::VisitPayment {
    proto::VisitPayment {
        price_list_shown: payment.price_list_shown,
        collected: payment.collected.map(money),
        method: number(payment.method),
        to_be_invoiced_reason: payment.to_be_invoiced.clone(),
        invoice: number(payment.invoice),
    }
}

pub(super) fn amendment(it: &Amendment) -> proto::WorkOrderAmendment {
    let told = &it.correction;
    proto::WorkOrderAmendment {
        id: it.id.to_string(),
        subject: told.subject.to_wire().into(),
        was: told.was.clone(),
        should_be: told.should_be.clone(),
        reason: told.reason.clone(),
        amended_by: it.made.1.clone(),
        amended_at: time(it.made.0),
    }
}
