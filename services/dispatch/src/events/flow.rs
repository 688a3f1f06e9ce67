//! Events of crews, re-issued orders, late facts and paid visits.

use aftersales_kit::{outbox::NewEvent, time::Timestamp};
use aftersales_proto::dispatch::v1::{self as proto, dispatch_event::Event};

use super::{after_visit::days, event, facts, money, time};
use crate::{
    domain::{Ended, ExtraConsent, ExtraLine, MissedService, WorkOrder},
    wire::{Wire, number},
};

/// A missed service was none.
pub fn missed_revoked(order: &WorkOrder, missed: &MissedService, happened_at: Timestamp, now: Timestamp) -> NewEvent {
    let fact = proto::MissedServiceRevoked {
        order: facts(order),
        missed_service_id: missed.id.to_string(),
        kind: missed.kind.to_wire().into(),
        happened_at: time(happened_at),
        revoked_at: time(now),
    };
    event(order, "MissedServiceRevoked", Event::MissedServiceRevoked(fact))
}

/// A lead and those who come along have the order.
pub fn crew_assigned(order: &WorkOrder, by: &str, at: Timestamp, overridden: bool) -> NewEvent {
    let fact = proto::CrewAssigned {
        order: facts(order),
        members: order.crew.iter().map(ToString::to_string).collect(),
        assigned_by: by.to_owned(),
        assigned_at: time(at),
        overridden,
    };
    event(order, "CrewAssigned", Event::CrewAssigned(fact))
}

/// An order was issued again (DSP-29).
pub fn reissued(order: &WorkOrder, original: &WorkOrder, found_at: Timestamp, at: Timestamp) -> NewEvent {
    let fact = proto::WorkOrderReissued {
        order: facts(order),
        original_work_order_id: original.id.to_string(),
        original_work_order_no: original.number.clone(),
        found_at: time(found_at),
        reissued_at: time(at),
        same_day: !order.reissue_late,
    };
    event(order, "WorkOrderReissued", Event::WorkOrderReissued(fact))
}

/// The customer insists on a visit the same day (DSP-12).
pub fn same_day_insisted(order: &WorkOrder, by: &str, at: Timestamp) -> NewEvent {
    let fact = proto::SameDayInsisted {
        order: facts(order),
        recorded_by: by.to_owned(),
        at: time(at),
    };
    event(order, "SameDayInsisted", Event::SameDayInsisted(fact))
}

/// A line of extra work as the contract has it.
pub fn extra_line(line: &ExtraLine) -> proto::ExtraLine {
    proto::ExtraLine {
        item_code: line.item_code.clone(),
        quantity: i32::try_from(line.quantity).unwrap_or(i32::MAX),
        unit_price: Some(money(line.unit_price)),
    }
}

/// The customer agreed to more on site (F-5A).
pub fn extra_consent(order: &WorkOrder, extra: &ExtraConsent) -> NewEvent {
    let fact = proto::ExtraConsentRecorded {
        order: facts(order),
        lines: extra.lines.iter().map(extra_line).collect(),
        amount: Some(money(extra.amount)),
        agreed_total: order.agreed_now().map(money),
        consented_at: time(extra.at),
        channel: extra.channel.to_wire().into(),
        recorded_by: extra.by.clone(),
    };
    event(order, "ExtraConsentRecorded", Event::ExtraConsentRecorded(fact))
}

/// A technician collected a fee (DSP-70).
pub fn fee_collected(order: &WorkOrder, ended: &Ended, collected: i64, by: &str) -> NewEvent {
    let payment = &ended.visit.paid.payment;
    let fact = proto::FeeCollected {
        order: facts(order),
        amount: Some(money(collected)),
        method: number(payment.method),
        collected_by: by.to_owned(),
        collected_at: time(ended.at),
        agreed_total: order.agreed_now().map(money),
        invoice: number(payment.invoice),
    };
    event(order, "FeeCollected", Event::FeeCollected(fact))
}

/// A self-received job that was reported too late is in no bonus report (DSP-34).
pub fn bonus_excluded(order: &WorkOrder) -> NewEvent {
    let fact = proto::BonusExcluded {
        order: facts(order),
        reason: order.bonus_exclusion.clone(),
        report_delay_days: days(order),
    };
    event(order, "BonusExcluded", Event::BonusExcluded(fact))
}

/// The product's manual was read (DSP-62).
pub fn manual_read(order: &WorkOrder, by: &str, at: Timestamp) -> NewEvent {
    let fact = proto::ManualRead {
        order: facts(order),
        read_by: by.to_owned(),
        read_at: time(at),
    };
    event(order, "ManualRead", Event::ManualRead(fact))
}

/// The telephone served the need (DSP-47).
pub fn resolved_by_phone(order: &WorkOrder, by: &str, at: Timestamp) -> NewEvent {
    let fact = proto::ResolvedByPhone {
        order: facts(order),
        resolved_by: by.to_owned(),
        resolved_at: time(at),
    };
    event(order, "ResolvedByPhone", Event::ResolvedByPhone(fact))
}
