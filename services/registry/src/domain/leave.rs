//! Leave that somebody asks for and the chief decides.

use aftersales_kit::{
    Error, Result,
    calendar::Zone,
    id::{BranchId, StaffId},
    reasons::INVALID_REQUEST,
    text_enum,
    time::{BusinessDate, Timestamp},
};

use super::{
    dates,
    roster::{Absence, AbsenceKind},
    roster_reasons::{LEAVE_DECIDED, OWN_LEAVE},
};

/// Most days from the first to the last date of one leave.
pub const LIMIT_DAYS: i32 = 61;

aftersales_kit::id!(
    /// Leave that was asked for.
    LeaveId, "leave id"
);

text_enum! {
    /// Where it stands.
    pub enum LeaveState {
        /// Waits for the chief.
        Requested = "REQUESTED",
        /// Approved.
        Approved = "APPROVED",
        /// Rejected.
        Rejected = "REJECTED",
    }
}

/// Leave that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    /// Id.
    pub id: LeaveId,
    /// Branch.
    pub branch: BranchId,
    /// Whose.
    pub staff: StaffId,
    /// Why.
    pub kind: AbsenceKind,
    /// Begins.
    pub start: Timestamp,
    /// Ends.
    pub end: Timestamp,
    /// State.
    pub state: LeaveState,
    /// When asked for.
    pub requested_at: Timestamp,
    /// Who decided, and when.
    pub decided: Option<(String, Timestamp)>,
    /// Version, from 1.
    pub version: i64,
}

impl Leave {
    /// Approves or rejects it.
    ///
    /// # Errors
    /// `LEAVE_DECIDED`, `OWN_LEAVE`.
    pub fn decide(&mut self, approve: bool, by: &str, now: Timestamp) -> Result<()> {
        if self.state != LeaveState::Requested {
            return Err(LEAVE_DECIDED.refuse().with("state", self.state).into());
        }
        if self.staff.as_str() == by {
            return Err(Error::from(&OWN_LEAVE));
        }
        self.state = if approve {
            LeaveState::Approved
        } else {
            LeaveState::Rejected
        };
        self.decided = Some((by.to_owned(), now));
        self.version += 1;
        Ok(())
    }

    /// What each local date has of it.
    ///
    /// # Errors
    /// Those of the calendar, as `INVALID_REQUEST`; a leave longer than the limit.
    pub fn by_date(&self, zone: &Zone) -> Result<Vec<(BusinessDate, Absence)>> {
        let wrong = |_| Error::from(INVALID_REQUEST.field("end", "lies outside the calendar"));
        if self.end <= self.start {
            return Err(INVALID_REQUEST.field("end", "must be after the start").into());
        }
        let first = zone.date_of(self.start).map_err(wrong)?;
        let last = zone.date_of(self.end.plus(-1)).map_err(wrong)?;
        if dates::between(first, last) > LIMIT_DAYS {
            return Err(INVALID_REQUEST.field("end", "is too far from the start").into());
        }
        dates::range(first, last)
            .map(|date| {
                let (opens, closes) = (zone.instant(date, 0).map_err(wrong)?, zone.end_of(date).map_err(wrong)?);
                let absence = Absence {
                    start: self.start.max(opens),
                    end: self.end.min(closes),
                    kind: self.kind,
                };
                Ok((date, absence))
            })
            .collect()
    }
}
