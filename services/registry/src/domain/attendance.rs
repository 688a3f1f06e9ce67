//! Who came to a shift, and when (HOT-01, DSP-13).

use aftersales_kit::{
    auth::Role,
    id::{BranchId, StaffId},
    policy::{PolicyKey, PolicyValue, Span, catalogue},
    text_enum,
    time::{BusinessDate, HOUR, MINUTE, Timestamp},
};

use super::roster::{RosterDay, Shift};

aftersales_kit::id!(
    /// Somebody's coming to his post.
    SignInId, "sign-in id"
);

/// Somebody's coming to his post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Id.
    pub id: SignInId,
    /// Branch.
    pub branch: BranchId,
    /// Who.
    pub staff: StaffId,
    /// As what.
    pub role: Role,
    /// Local date; of the shift, when there is one.
    pub date: BusinessDate,
    /// When.
    pub at: Timestamp,
    /// The shift, with the last instant in time.
    pub shift: Option<(Shift, Timestamp)>,
    /// Policy of the lead and its version.
    pub policy: Option<(PolicyKey, i64)>,
}

impl SignIn {
    /// Begun minutes after the last instant in time; 0 when in time.
    pub fn minutes_late(&self) -> i64 {
        let late = self.shift.map_or(0, |(_, due)| self.at.since(due));
        late / MINUTE + i64::from(late % MINUTE > 0)
    }
}

/// The policy that says how early a role is at its post; the rulebook has one for the hotline and one for the coordinator.
pub fn lead_policy(role: Role) -> Option<PolicyKey> {
    match role {
        Role::Hotline => Some(catalogue::HOTLINE_SHIFT_LEAD),
        Role::Coordinator => Some(catalogue::DISPATCH_SHIFT_LEAD),
        _ => None,
    }
}

/// The last instant in time for a shift: its start less the lead.
pub fn due(shift: &Shift, lead: &PolicyValue) -> Timestamp {
    let micros = match lead {
        PolicyValue::Span(Span::Minutes { amount, .. }) => i64::from(*amount) * MINUTE,
        PolicyValue::Span(Span::Hours { amount, .. }) => i64::from(*amount) * HOUR,
        _ => 0,
    };
    shift.start.plus(-micros)
}

/// The shift that somebody comes to: the one that runs, else the next one of the days given. A shift for which he is
/// away is none.
pub fn shift_at<'d>(days: &[&'d RosterDay], now: Timestamp) -> Option<(&'d RosterDay, Shift)> {
    let all = || {
        let there = |day: &&'d RosterDay| {
            let day = *day;
            let present = day.day.shifts.iter().filter(|shift| !day.day.away(shift));
            present.map(move |shift| (day, *shift)).collect::<Vec<_>>()
        };
        days.iter().flat_map(there)
    };
    let running = all().find(|(_, shift)| shift.start <= now && now < shift.end);
    running.or_else(|| {
        all()
            .filter(|(_, shift)| now < shift.start)
            .min_by_key(|(_, shift)| shift.start)
    })
}

text_enum! {
    /// How somebody came to a shift.
    pub enum AttendanceState {
        /// Signed in early enough.
        OnTime = "ON_TIME",
        /// Signed in late.
        Late = "LATE",
        /// The shift has begun and nobody signed in.
        NotSignedIn = "NOT_SIGNED_IN",
        /// Away for the whole shift.
        Absent = "ABSENT",
        /// Signed in without a shift.
        NoShift = "NO_SHIFT",
        /// The shift has not begun and nobody signed in.
        Due = "DUE",
    }
}

/// A shift and who came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendance {
    /// Who.
    pub staff: StaffId,
    /// Local date.
    pub date: BusinessDate,
    /// The shift.
    pub shift: Option<Shift>,
    /// How.
    pub state: AttendanceState,
    /// The sign-in.
    pub sign_in: Option<SignIn>,
    /// Whether somebody planned the day.
    pub planned: bool,
}

impl Attendance {
    /// Of a day: every shift, and sign-ins that belong to none of them.
    pub fn of(day: &RosterDay, sign_ins: &[SignIn], now: Timestamp) -> Vec<Self> {
        let own: Vec<&SignIn> = sign_ins
            .iter()
            .filter(|sign_in| sign_in.staff == day.day.staff && sign_in.date == day.day.date)
            .collect();
        let row = |shift: Option<Shift>, state, sign_in: Option<&SignIn>| Self {
            staff: day.day.staff.clone(),
            date: day.day.date,
            shift,
            state,
            sign_in: sign_in.cloned(),
            planned: day.planned,
        };
        let mut rows = Vec::new();
        for shift in &day.day.shifts {
            let of_shift = |sign_in: &&SignIn| sign_in.shift.is_some_and(|(of, _)| of.start == shift.start);
            let came = own.iter().copied().filter(of_shift).min_by_key(|sign_in| sign_in.at);
            let state = match came {
                Some(sign_in) => state(sign_in),
                None if day.day.away(shift) => AttendanceState::Absent,
                None if shift.start <= now => AttendanceState::NotSignedIn,
                None => AttendanceState::Due,
            };
            rows.push(row(Some(*shift), state, came));
        }
        let of_none = |sign_in: &&&SignIn| {
            let planned = |(of, _): (Shift, Timestamp)| day.day.shifts.iter().any(|shift| shift.start == of.start);
            !sign_in.shift.is_some_and(planned)
        };
        rows.extend(
            own.iter()
                .filter(of_none)
                .map(|sign_in| row(None, AttendanceState::NoShift, Some(sign_in))),
        );
        rows
    }
}

fn state(sign_in: &SignIn) -> AttendanceState {
    if sign_in.minutes_late() > 0 {
        AttendanceState::Late
    } else {
        AttendanceState::OnTime
    }
}
