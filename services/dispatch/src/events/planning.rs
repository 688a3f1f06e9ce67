//! Events of a branch's days: tomorrow's parts, day close. Their subject is the branch.

use aftersales_kit::{
    id::{BranchId, StaffId, WorkOrderId},
    outbox::NewEvent,
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::dispatch::v1::{self as proto, DispatchEvent, dispatch_event::Event};

use super::{technician, time};
use crate::{
    domain::{CarryOver, DayClose, PartLine, WorkOrder},
    wire::Wire,
};

/// An event about a branch.
pub(super) fn of_branch(branch: &BranchId, name: &str, event: Event) -> NewEvent {
    let payload = DispatchEvent { event: Some(event) };
    NewEvent::new(branch, branch.clone(), name, &payload)
}

fn pieces(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// What the visits of the next working day need was confirmed with the parts clerk (DSP-17).
pub fn parts_confirmed(
    branch: &BranchId,
    planned: BusinessDate,
    orders: &[(&WorkOrder, bool)],
    by: &str,
    at: Timestamp,
) -> NewEvent {
    let fact = proto::TomorrowPartsConfirmed {
        branch_id: branch.to_string(),
        planned_date: planned.to_string(),
        orders: orders.iter().map(|(order, out)| needed(order, *out)).collect(),
        confirmed_by: by.to_owned(),
        confirmed_at: time(at),
    };
    of_branch(branch, "TomorrowPartsConfirmed", Event::TomorrowPartsConfirmed(fact))
}

fn needed(order: &WorkOrder, engineer_out: bool) -> proto::TomorrowPartsOrder {
    let part = |line: &PartLine| proto::TomorrowPart {
        part_no: line.part_no.clone(),
        requested: pieces(line.requested),
        backordered: pieces(line.backordered),
        issued: pieces(line.issued),
    };
    proto::TomorrowPartsOrder {
        work_order_id: order.id.to_string(),
        work_order_no: order.number.clone(),
        ticket_id: order.request.ticket_id.to_string(),
        technician_id: technician(order),
        engineer_out,
        parts_state: parts_state(order).into(),
        parts: order.parts.iter().map(part).collect(),
    }
}

/// How an order's parts stand, as the contract says it.
pub fn parts_state(order: &WorkOrder) -> proto::PartsState {
    if order.no_parts_needed {
        return proto::PartsState::NoneNeeded;
    }
    order.readiness().to_wire()
}

/// A day was closed (DSP-19).
pub fn day_closed(
    day: &DayClose,
    finished: usize,
    carried: &[(&WorkOrder, &CarryOver)],
    dropped: &[WorkOrderId],
) -> NewEvent {
    let order = |(order, carried): &(&WorkOrder, &CarryOver)| proto::CarriedOverOrder {
        work_order_id: order.id.to_string(),
        ticket_id: order.request.ticket_id.to_string(),
        technician_id: technician(order),
        reason: carried.reason.to_wire().into(),
    };
    let fact = proto::DayClosed {
        branch_id: day.branch_id.to_string(),
        date: day.date.to_string(),
        finished: i32::try_from(finished).unwrap_or(i32::MAX),
        carried_over: carried.iter().map(order).collect(),
        closed_by: day.closed.as_ref().map(|(_, by)| by.clone()).unwrap_or_default(),
        closed_at: day.closed.as_ref().and_then(|(at, _)| time(*at)),
        dropped_work_order_ids: dropped.iter().map(ToString::to_string).collect(),
    };
    of_branch(&day.branch_id, "DayClosed", Event::DayClosed(fact))
}

/// Leave or shifts of a member of staff changed.
pub fn roster_day_changed(branch: &BranchId, staff: &StaffId, date: BusinessDate) -> NewEvent {
    let fact = proto::RosterDayChanged {
        branch_id: branch.to_string(),
        staff_id: staff.to_string(),
        date: date.to_string(),
    };
    of_branch(branch, "RosterDayChanged", Event::RosterDayChanged(fact))
}

/// A closed day was opened again (DSP-19).
pub fn day_reopened(day: &DayClose) -> NewEvent {
    let fact = proto::DayReopened {
        branch_id: day.branch_id.to_string(),
        date: day.date.to_string(),
        reopened_by: day.reopened.as_ref().map(|(_, by)| by.clone()).unwrap_or_default(),
        reopened_at: day.reopened.as_ref().and_then(|(at, _)| time(*at)),
    };
    of_branch(&day.branch_id, "DayReopened", Event::DayReopened(fact))
}

/// A working day was not closed (DSP-19).
pub fn day_close_missing(branch: &BranchId, date: BusinessDate, at: Timestamp) -> NewEvent {
    let fact = proto::DayCloseMissing {
        branch_id: branch.to_string(),
        date: date.to_string(),
        at: time(at),
    };
    of_branch(branch, "DayCloseMissing", Event::DayCloseMissing(fact))
}
