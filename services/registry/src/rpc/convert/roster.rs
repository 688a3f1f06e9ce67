//! The roster.

use aftersales_kit::{Result, etag, id::StaffId, time::Timestamp};
use aftersales_proto::registry::v1 as proto;

use super::{branch_id, date, instant, missing, staff_id};
use crate::{
    app::{
        request_leave,
        show_capacity::{Capacity, Present, Together},
    },
    domain::{
        attendance::{Attendance, AttendanceState, SignIn},
        leave::{Leave, LeaveState},
        roster::{Absence, AbsenceKind, RosterDay, Shift, StaffDay},
    },
    events::roster as told,
};

/// A day to put.
pub fn staff_day(day: &proto::StaffDay) -> Result<StaffDay> {
    let shift = |shift: &proto::Shift| {
        Ok(Shift {
            start: instant("day.shifts.start", shift.start.as_ref())?,
            end: instant("day.shifts.end", shift.end.as_ref())?,
        })
    };
    let absence = |absence: &proto::Absence| {
        Ok(Absence {
            start: instant("day.absences.start", absence.start.as_ref())?,
            end: instant("day.absences.end", absence.end.as_ref())?,
            kind: absence_kind(absence.kind()).ok_or_else(|| missing("day.absences.kind"))?,
        })
    };
    Ok(StaffDay {
        branch: branch_id(&day.branch_id)?,
        staff: staff_id(&day.staff_id)?,
        date: date("day.date", &day.date)?,
        shifts: day.shifts.iter().map(shift).collect::<Result<_>>()?,
        absences: day.absences.iter().map(absence).collect::<Result<_>>()?,
    })
}

fn absence_kind(kind: proto::AbsenceKind) -> Option<AbsenceKind> {
    AbsenceKind::ALL
        .iter()
        .copied()
        .find(|known| told::absence_kind(*known) == kind)
}

/// A day of the roster, without what depends on the caller.
pub fn roster_day_to_proto(day: &RosterDay) -> proto::RosterDay {
    proto::RosterDay {
        day: Some(told::staff_day(&day.day)),
        planned: day.planned,
        planned_minutes: day.day.minutes(),
        updated_at: day.updated_at.map(Timestamp::to_proto),
        etag: etag::of(day.version),
        ..proto::RosterDay::default()
    }
}

/// Leave that somebody asks for.
pub fn request_leave(request: &proto::RequestLeaveRequest, staff: StaffId) -> Result<request_leave::Command> {
    Ok(request_leave::Command {
        branch: branch_id(&request.branch_id)?,
        staff,
        kind: absence_kind(request.kind()).ok_or_else(|| missing("kind"))?,
        start: instant("start", request.start.as_ref())?,
        end: instant("end", request.end.as_ref())?,
    })
}

/// A state to filter by; `None` when not said.
pub fn leave_state(state: proto::LeaveState) -> Option<LeaveState> {
    LeaveState::ALL
        .iter()
        .copied()
        .find(|known| told_leave(*known) == state)
}

fn told_leave(state: LeaveState) -> proto::LeaveState {
    match state {
        LeaveState::Requested => proto::LeaveState::Requested,
        LeaveState::Approved => proto::LeaveState::Approved,
        LeaveState::Rejected => proto::LeaveState::Rejected,
    }
}

/// Leave, without what depends on the caller.
pub fn leave_to_proto(leave: &Leave) -> proto::Leave {
    let (by, at) = leave.decided.clone().unzip();
    proto::Leave {
        id: leave.id.to_string(),
        branch_id: leave.branch.to_string(),
        staff_id: leave.staff.to_string(),
        kind: told::absence_kind(leave.kind).into(),
        start: Some(leave.start.to_proto()),
        end: Some(leave.end.to_proto()),
        state: told_leave(leave.state).into(),
        requested_at: Some(leave.requested_at.to_proto()),
        decided_by: by.unwrap_or_default(),
        decided_at: at.map(Timestamp::to_proto),
        etag: etag::of(leave.version),
        ..proto::Leave::default()
    }
}

/// A sign-in.
pub fn sign_in_to_proto(sign_in: &SignIn) -> proto::SignInRecord {
    let minutes_late = sign_in.minutes_late();
    proto::SignInRecord {
        id: sign_in.id.to_string(),
        branch_id: sign_in.branch.to_string(),
        staff_id: sign_in.staff.to_string(),
        role: sign_in.role.into(),
        date: sign_in.date.to_string(),
        signed_in_at: Some(sign_in.at.to_proto()),
        shift: sign_in.shift.map(|(shift, _)| told::shift(&shift)),
        due_at: sign_in.shift.map(|(_, due)| due.to_proto()),
        late: minutes_late > 0,
        minutes_late,
        no_shift: sign_in.shift.is_none(),
        policy_key: sign_in.policy.map(|(key, _)| key.name().to_owned()).unwrap_or_default(),
        policy_version: sign_in.policy.map_or(0, |(_, version)| version),
    }
}

/// A state to filter by; `None` when not said.
pub fn attendance_state(state: proto::AttendanceState) -> Option<AttendanceState> {
    AttendanceState::ALL
        .iter()
        .copied()
        .find(|known| told_attendance(*known) == state)
}

fn told_attendance(state: AttendanceState) -> proto::AttendanceState {
    match state {
        AttendanceState::OnTime => proto::AttendanceState::OnTime,
        AttendanceState::Late => proto::AttendanceState::Late,
        AttendanceState::NotSignedIn => proto::AttendanceState::NotSignedIn,
        AttendanceState::Absent => proto::AttendanceState::Absent,
        AttendanceState::NoShift => proto::AttendanceState::NoShift,
        AttendanceState::Due => proto::AttendanceState::Due,
    }
}

/// A shift and who came.
pub fn attendance_to_proto(row: &Attendance) -> proto::AttendanceRow {
    proto::AttendanceRow {
        staff_id: row.staff.to_string(),
        date: row.date.to_string(),
        shift: row.shift.as_ref().map(told::shift),
        state: told_attendance(row.state).into(),
        signed_in_at: row.sign_in.as_ref().map(|sign_in| sign_in.at.to_proto()),
        minutes_late: row.sign_in.as_ref().map_or(0, SignIn::minutes_late),
        planned: row.planned,
        role: row.sign_in.as_ref().map_or(0, |sign_in| sign_in.role.into()),
    }
}

/// A day with its shifts and who came.
pub fn attendance_day_to_proto(day: &RosterDay, rows: &[Attendance]) -> proto::AttendanceDay {
    proto::AttendanceDay {
        staff_id: day.day.staff.to_string(),
        date: day.day.date.to_string(),
        planned: day.planned,
        rows: rows.iter().map(attendance_to_proto).collect(),
    }
}

/// How often each of it happened.
pub fn totals(rows: &[Attendance]) -> proto::AttendanceTotals {
    let count = |state| {
        let of_state = rows.iter().filter(|row| row.state == state).count();
        i32::try_from(of_state).unwrap_or(i32::MAX)
    };
    proto::AttendanceTotals {
        on_time: count(AttendanceState::OnTime),
        late: count(AttendanceState::Late),
        not_signed_in: count(AttendanceState::NotSignedIn),
        absent: count(AttendanceState::Absent),
        no_shift: count(AttendanceState::NoShift),
    }
}

/// The capacity of a date.
pub fn capacity_to_proto(capacity: &Capacity) -> proto::GetCapacityResponse {
    let member = |present: &Present| proto::CapacityMember {
        staff_id: present.member.id.to_string(),
        roles: present.member.post.roles.iter().map(i32::from).collect(),
        skills: present.member.post.skills.clone(),
        shifts: present.day.shifts.iter().map(told::shift).collect(),
        absences: present.day.absences.iter().map(told::absence).collect(),
        minutes: present.minutes,
        signed_in_at: present.signed_in_at.map(Timestamp::to_proto),
    };
    let skill = |(skill, together): (&String, &Together)| proto::SkillCapacity {
        skill: skill.clone(),
        members: together.members,
        minutes: together.minutes,
        signed_in: together.signed_in,
    };
    let role = |(role, together): (&i32, &Together)| proto::RoleCapacity {
        role: *role,
        members: together.members,
        minutes: together.minutes,
        signed_in: together.signed_in,
    };
    proto::GetCapacityResponse {
        members: capacity.present.iter().map(member).collect(),
        skills: capacity.skills.iter().map(skill).collect(),
        roles: capacity.roles.iter().map(role).collect(),
        absent: capacity.absent,
    }
}
