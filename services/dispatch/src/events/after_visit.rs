//! Events of what comes after a visit, and of presence.

use aftersales_kit::{
    id::{BranchId, StaffId},
    outbox::NewEvent,
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::dispatch::v1::{self as proto, DispatchEvent, dispatch_event::Event};

use super::{event, facts, maybe, time};
use crate::{
    domain::{LATE_SELF_REPORT, MissedService, Presence, WorkOrder},
    wire::{Wire, number},
};

/// Local days from the completion to its report.
pub(super) fn days(order: &WorkOrder) -> i32 {
    i32::try_from(order.report_delay_days).unwrap_or(i32::MAX)
}

/// Completion was reported (DSP-25).
pub fn completion_reported(order: &WorkOrder, by: &str, at: Timestamp, same_day: bool) -> NewEvent {
    let fact = proto::CompletionReported {
        order: facts(order),
        reported_by: by.to_owned(),
        reported_at: time(at),
        same_day,
        report_delay_days: days(order),
    };
    event(order, "CompletionReported", Event::CompletionReported(fact))
}

/// Every issued part is consumed or returned (DSP-09).
pub fn parts_settled(order: &WorkOrder, at: Timestamp) -> NewEvent {
    let fact = proto::WorkOrderPartsSettled {
        order: facts(order),
        settled_at: time(at),
    };
    event(order, "WorkOrderPartsSettled", Event::WorkOrderPartsSettled(fact))
}

/// The repair sheet was confirmed (DSP-10).
pub fn confirmed(order: &WorkOrder, by: &str, at: Timestamp) -> NewEvent {
    let fact = proto::WorkOrderConfirmed {
        order: facts(order),
        confirmed_by: by.to_owned(),
        confirmed_at: time(at),
        voucher_no: order.request.voucher_no.clone(),
        voucher_signed: order.has_voucher(),
    };
    event(order, "WorkOrderConfirmed", Event::WorkOrderConfirmed(fact))
}

/// The order is to be called back (DSP-10, CBK-02, CBK-04).
pub fn ready_for_callback(order: &WorkOrder, at: Timestamp) -> NewEvent {
    let visit = order.visit();
    let fact = proto::ReadyForCallback {
        order: facts(order),
        appointed_date: visit
            .map(|visit| visit.promise.appointed_date.to_string())
            .unwrap_or_default(),
        arrived_at: maybe(visit.and_then(|visit| visit.arrived_at)),
        completed_at: maybe(
            visit
                .and_then(|visit| visit.completed_at)
                .or(order.phoned.as_ref().map(|(at, _)| *at)),
        ),
        confirmed_at: time(at),
        report_delay_days: days(order),
        exclusion: order.bonus_exclusion.clone(),
    };
    event(order, "ReadyForCallback", Event::ReadyForCallback(fact))
}

/// No callback on a day, because the customer was absent (DSP-33, CBK-05).
pub fn callback_suppressed(order: &WorkOrder, date: BusinessDate) -> NewEvent {
    let fact = proto::CallbackSuppressed {
        order: facts(order),
        date: date.to_string(),
        reason: "CUSTOMER_ABSENT".to_owned(),
    };
    event(order, "CallbackSuppressed", Event::CallbackSuppressed(fact))
}

/// No callback at all, because a self-received job was reported too late (DSP-34, CBK-06).
pub fn callback_excluded(order: &WorkOrder, date: BusinessDate) -> NewEvent {
    let fact = proto::CallbackSuppressed {
        order: facts(order),
        date: date.to_string(),
        reason: LATE_SELF_REPORT.to_owned(),
    };
    event(order, "CallbackSuppressed", Event::CallbackSuppressed(fact))
}

/// The order went back, the customer could not be reached (DSP-24).
pub fn returned(order: &WorkOrder, by: &str, at: Timestamp) -> NewEvent {
    let fact = proto::WorkOrderReturned {
        order: facts(order),
        returned_by: by.to_owned(),
        returned_at: time(at),
        attempts: i32::try_from(order.contacts.len()).unwrap_or(i32::MAX),
    };
    event(order, "WorkOrderReturned", Event::WorkOrderReturned(fact))
}

/// The order goes on.
pub fn reopened(order: &WorkOrder, by: &str, at: Timestamp) -> NewEvent {
    let fact = proto::WorkOrderReopened {
        order: facts(order),
        reopened_by: by.to_owned(),
        reopened_at: time(at),
    };
    event(order, "WorkOrderReopened", Event::WorkOrderReopened(fact))
}

/// The order was cancelled.
pub fn cancelled(order: &WorkOrder, by: &str, at: Timestamp) -> NewEvent {
    let fact = proto::WorkOrderCancelled {
        order: facts(order),
        reason: number(order.cancel_reason),
        cancelled_by: by.to_owned(),
        cancelled_at: time(at),
    };
    event(order, "WorkOrderCancelled", Event::WorkOrderCancelled(fact))
}

/// The order was closed after the callback.
pub fn closed(order: &WorkOrder, at: Timestamp) -> NewEvent {
    let fact = proto::WorkOrderClosed {
        order: facts(order),
        closed_at: time(at),
    };
    event(order, "WorkOrderClosed", Event::WorkOrderClosed(fact))
}

/// A missed service was recorded (DSP-26, DSP-28, DSP-34).
pub fn missed(order: &WorkOrder, missed: &MissedService) -> NewEvent {
    let fact = proto::MissedServiceRecorded {
        order: facts(order),
        missed_service_id: missed.id.to_string(),
        kind: missed.kind.to_wire().into(),
        evidence: missed.evidence.clone(),
        recorded_at: time(missed.recorded_at),
    };
    event(order, "MissedServiceRecorded", Event::MissedServiceRecorded(fact))
}

/// A technician came or went (DSP-02). Its subject is the technician's code.
pub fn presence_changed(branch: &BranchId, technician: &StaffId, presence: Presence, at: Timestamp) -> NewEvent {
    let fact = proto::PresenceChanged {
        branch_id: branch.to_string(),
        technician_id: technician.to_string(),
        presence: presence.to_wire().into(),
        at: time(at),
    };
    let payload = DispatchEvent {
        event: Some(Event::PresenceChanged(fact)),
    };
    NewEvent::new(technician, branch.clone(), "PresenceChanged", &payload)
}
