//! A day of a branch: which orders belong to it, and whether it can be closed (DSP-14, DSP-17, DSP-19).

use aftersales_kit::{
    Refusal, Result, Violation,
    id::{BranchId, WorkOrderId},
    refdata::BranchBook,
    text_enum,
    time::{BusinessDate, Timestamp},
};

use super::{
    State, WorkOrder,
    planning_reasons::{
        CARRY_OVER_REASON_MISSING, CARRY_OVER_TEXT_MISSING, DAY_CLOSED, DAY_NOT_CLOSED, DAY_NOT_REACHED, NOT_OF_THE_DAY,
    },
};

text_enum! {
    /// State of a day.
    pub enum DayState {
        /// Not closed.
        Open = "OPEN",
        /// Closed.
        Closed = "CLOSED",
        /// Opened again.
        Reopened = "REOPENED",
    }
}

text_enum! {
    /// Why an order of the day is not finished (DSP-19).
    pub enum CarryOverReason {
        /// A part is lacking.
        Parts = "PARTS",
        /// The customer.
        Customer = "CUSTOMER",
        /// Time did not suffice.
        Time = "TIME",
        /// Anything else, in words.
        Other = "OTHER",
    }
}

text_enum! {
    /// Status in the visit status table (上门服务状态记录表).
    pub enum VisitStatus {
        /// Done.
        Done = "DONE",
        /// Carried over.
        CarriedOver = "CARRIED_OVER",
    }
}

/// How an order of a day stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Done.
    Finished,
    /// Not done.
    Unfinished,
}

impl WorkOrder {
    /// How the order stands on a day; none when it is not of that day. Of the day are orders visited or to be visited
    /// on it, or before it and still open, and those that a technician has without an appointment.
    ///
    /// # Errors
    /// Those of the calendar.
    pub fn standing(&self, date: BusinessDate, book: &BranchBook) -> Result<Option<Standing>> {
        let last = self.last_visit_on(date, book)?;
        if self.state.is_done() {
            return Ok(last.then_some(Standing::Finished));
        }
        let appointed = self.visits.iter().any(|visit| visit.promise.appointed_date == date);
        let of_day = self.state.is_open() && (last || appointed || self.pending_on(date, book)?);
        Ok(of_day.then_some(Standing::Unfinished))
    }

    fn last_visit_on(&self, date: BusinessDate, book: &BranchBook) -> Result<bool> {
        let Some(visit) = self.visits.last() else {
            return Ok(false);
        };
        let ended = visit.completed_at.map(|at| book.date_of(at)).transpose()?;
        Ok(ended == Some(date) || visit.promise.appointed_date == date)
    }

    fn pending_on(&self, date: BusinessDate, book: &BranchBook) -> Result<bool> {
        if matches!(self.state, State::WaitingCustomer | State::WaitingSolution) {
            return Ok(false);
        }
        let Some(assigned) = self.assigned_at.filter(|_| self.technician_id.is_some()) else {
            return Ok(false);
        };
        match self.promise() {
            Some(promise) => Ok(promise.appointed_date <= date),
            None => Ok(book.date_of(assigned)? <= date),
        }
    }

    /// Whether the promise still holds at an instant: the agreed window, before that the zone's limit (DSP-11, DSP-14).
    ///
    /// # Errors
    /// Those of the calendar.
    pub fn inside_promise(&self, book: &BranchBook, now: Timestamp) -> Result<bool> {
        if let Some(promise) = self.promise() {
            return Ok(now <= promise.window.end);
        }
        match self.request.zone.policy() {
            Some(key) => Ok(now <= book.reckon(key, self.visit_from)?.due_at),
            None => Ok(true),
        }
    }

    /// Whether the morning's assignment is about it: work that nobody has finished and nobody waits for (DSP-14).
    pub fn wants_assignment(&self) -> bool {
        let waits = matches!(self.state, State::WaitingCustomer | State::WaitingSolution);
        self.state.is_in_queue() && !self.state.is_done() && !waits
    }

    /// Place in the morning's worklist: re-issued ones, promised start, zone (DSP-15, DSP-31).
    pub fn morning_key(&self) -> MorningKey {
        MorningKey {
            later: !self.reissued,
            wanted_at: self.wanted_at(),
            zone: self.request.zone.rank(),
            first_requested_at: self.request.first_requested_at,
            id: self.id,
        }
    }
}

/// Place of an order in the morning's worklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct MorningKey {
    later: bool,
    wanted_at: Timestamp,
    zone: i64,
    first_requested_at: Timestamp,
    id: WorkOrderId,
}

impl MorningKey {
    /// The key as text that sorts as the key does, byte by byte.
    pub fn text(&self) -> String {
        format!(
            "{}{}{:x}{}{}",
            u8::from(self.later),
            sorting(self.wanted_at),
            self.zone,
            sorting(self.first_requested_at),
            self.id
        )
    }
}

/// An instant as digits that sort as instants do, those before 1970 first.
pub fn sorting(at: Timestamp) -> String {
    format!("{:016x}", at.micros().cast_unsigned() ^ (1 << 63))
}

/// A day of a branch as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayClose {
    /// Branch.
    pub branch_id: BranchId,
    /// Local date.
    pub date: BusinessDate,
    /// State.
    pub state: DayState,
    /// When it was last closed, and by whom.
    pub closed: Option<(Timestamp, String)>,
    /// When it was last opened again, and by whom.
    pub reopened: Option<(Timestamp, String)>,
    /// Why.
    pub reopen_reason: String,
    /// Version; 0 before it is stored.
    pub version: i64,
}

impl DayClose {
    /// A day that nobody closed.
    pub fn open(branch_id: BranchId, date: BusinessDate) -> Self {
        Self {
            branch_id,
            date,
            state: DayState::Open,
            closed: None,
            reopened: None,
            reopen_reason: String::new(),
            version: 0,
        }
    }

    /// Closes it.
    ///
    /// # Errors
    /// `DAY_NOT_REACHED`, `DAY_CLOSED`.
    pub fn close(&mut self, by: &str, today: BusinessDate, now: Timestamp) -> Result<(), Refusal> {
        if self.date > today {
            return Err(DAY_NOT_REACHED.field("date", "must not be later than today"));
        }
        if self.state == DayState::Closed {
            return Err(DAY_CLOSED.refuse().with("date", self.date));
        }
        self.state = DayState::Closed;
        self.closed = Some((now, by.to_owned()));
        Ok(())
    }

    /// Opens it again.
    ///
    /// # Errors
    /// `DAY_NOT_CLOSED`.
    pub fn reopen(&mut self, by: &str, reason: &str, now: Timestamp) -> Result<(), Refusal> {
        if self.state != DayState::Closed {
            return Err(DAY_NOT_CLOSED.refuse().with("date", self.date));
        }
        self.state = DayState::Reopened;
        self.reopened = Some((now, by.to_owned()));
        self.reopen_reason = reason.to_owned();
        Ok(())
    }
}

/// Why an order is carried over, as the coordinator says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarryOver {
    /// The order.
    pub work_order_id: WorkOrderId,
    /// The reason.
    pub reason: CarryOverReason,
    /// In words.
    pub text: String,
}

/// Checks that every unfinished order of the day has its reason, and nothing else has one (DSP-19).
///
/// # Errors
/// `CARRY_OVER_REASON_MISSING`, `NOT_OF_THE_DAY`, `CARRY_OVER_TEXT_MISSING`: all that is wrong at once.
pub fn check_carry_overs(unfinished: &[&WorkOrder], given: &[CarryOver]) -> Result<(), Refusal> {
    let mut violations = Vec::new();
    for (index, carried) in given.iter().enumerate() {
        let field = |name: &str| format!("carry_overs[{index}].{name}");
        if !unfinished.iter().any(|order| order.id == carried.work_order_id) {
            violations.push((
                &NOT_OF_THE_DAY,
                field("work_order_id"),
                "is no unfinished order of the day",
            ));
        }
        if carried.reason == CarryOverReason::Other && carried.text.trim().is_empty() {
            violations.push((&CARRY_OVER_TEXT_MISSING, field("text"), "say why"));
        }
    }
    let silent = |order: &&&WorkOrder| !given.iter().any(|carried| carried.work_order_id == order.id);
    let missing: Vec<&str> = unfinished
        .iter()
        .filter(silent)
        .map(|order| order.number.as_str())
        .collect();
    for number in &missing {
        violations.push((
            &CARRY_OVER_REASON_MISSING,
            format!("orders[{number}].reason"),
            "needs a reason",
        ));
    }
    let reason = match (missing.is_empty(), violations.first()) {
        (false, _) => &CARRY_OVER_REASON_MISSING,
        (true, Some((reason, ..))) => *reason,
        (true, None) => return Ok(()),
    };
    let mut refusal = reason.refuse().with("orders", missing.join(", "));
    refusal.violations = violations
        .into_iter()
        .map(|(reason, field, description)| Violation {
            field,
            description: description.to_owned(),
            reason: reason.name,
        })
        .collect();
    Err(refusal)
}
