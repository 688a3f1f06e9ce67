//! Facts of the roster.

use aftersales_kit::outbox::NewEvent;
use aftersales_proto::registry::v1::{
    self as proto, LeaveDecided, LeaveRequested, ShiftSignedIn, StaffDayChanged, StaffDayCleared, registry_event::Event,
};

use super::event;
use crate::domain::{
    attendance::SignIn,
    leave::{Leave, LeaveState},
    roster::{AbsenceKind, RosterDay, Shift, StaffDay},
};

/// Somebody's day of the roster as it is now. A day that nobody planned and that has no absence is told as cleared.
pub fn staff_day_told(now: &RosterDay) -> NewEvent {
    let day = &now.day;
    let branch = day.branch.clone();
    if !now.planned && day.absences.is_empty() {
        let fact = StaffDayCleared {
            branch_id: day.branch.to_string(),
            staff_id: day.staff.to_string(),
            date: day.date.to_string(),
        };
        return event(&day.staff, branch, "StaffDayCleared", Event::StaffDayCleared(fact));
    }
    let fact = StaffDayChanged {
        day: Some(staff_day(day)),
    };
    event(&day.staff, branch, "StaffDayChanged", Event::StaffDayChanged(fact))
}

/// Somebody came to his post.
pub fn shift_signed_in(sign_in: &SignIn) -> NewEvent {
    let minutes_late = sign_in.minutes_late();
    let fact = ShiftSignedIn {
        branch_id: sign_in.branch.to_string(),
        staff_id: sign_in.staff.to_string(),
        role: sign_in.role.into(),
        date: sign_in.date.to_string(),
        signed_in_at: Some(sign_in.at.to_proto()),
        shift_start: sign_in.shift.map(|(shift, _)| shift.start.to_proto()),
        late: minutes_late > 0,
        minutes_late,
    };
    let branch = sign_in.branch.clone();
    event(&sign_in.staff, branch, "ShiftSignedIn", Event::ShiftSignedIn(fact))
}

/// Leave was asked for.
pub fn leave_requested(leave: &Leave) -> NewEvent {
    let fact = LeaveRequested {
        leave_id: leave.id.to_string(),
        branch_id: leave.branch.to_string(),
        staff_id: leave.staff.to_string(),
        start: Some(leave.start.to_proto()),
        end: Some(leave.end.to_proto()),
    };
    event(
        leave.id,
        leave.branch.clone(),
        "LeaveRequested",
        Event::LeaveRequested(fact),
    )
}

/// Leave was decided.
pub fn leave_decided(leave: &Leave) -> NewEvent {
    let fact = LeaveDecided {
        leave_id: leave.id.to_string(),
        branch_id: leave.branch.to_string(),
        staff_id: leave.staff.to_string(),
        approved: leave.state == LeaveState::Approved,
        decided_by: leave.decided.as_ref().map(|(by, _)| by.clone()).unwrap_or_default(),
    };
    event(
        leave.id,
        leave.branch.clone(),
        "LeaveDecided",
        Event::LeaveDecided(fact),
    )
}

/// A day as the contract has it.
pub fn staff_day(day: &StaffDay) -> proto::StaffDay {
    proto::StaffDay {
        branch_id: day.branch.to_string(),
        staff_id: day.staff.to_string(),
        date: day.date.to_string(),
        shifts: day.shifts.iter().map(shift).collect(),
        absences: day.absences.iter().map(absence).collect(),
    }
}

/// A shift as the contract has it.
pub fn shift(shift: &Shift) -> proto::Shift {
    proto::Shift {
        start: Some(shift.start.to_proto()),
        end: Some(shift.end.to_proto()),
    }
}

/// An absence as the contract has it.
pub fn absence(absence: &crate::domain::roster::Absence) -> proto::Absence {
    proto::Absence {
        start: Some(absence.start.to_proto()),
        end: Some(absence.end.to_proto()),
        kind: absence_kind(absence.kind).into(),
    }
}

/// Why somebody is not there, as the contract has it.
pub fn absence_kind(kind: AbsenceKind) -> proto::AbsenceKind {
    match kind {
        AbsenceKind::Leave => proto::AbsenceKind::Leave,
        AbsenceKind::Sick => proto::AbsenceKind::Sick,
        AbsenceKind::Training => proto::AbsenceKind::Training,
        AbsenceKind::Other => proto::AbsenceKind::Other,
    }
}
