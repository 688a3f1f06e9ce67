//! Promising a visit (DSP-11, DSP-21, DSP-22).

use aftersales_kit::{
    Refusal, Result, Violation,
    policy::{
        PolicyKey,
        catalogue::{DISPATCH_VISIT_IN_AREA, DISPATCH_VISIT_NEAR},
    },
    refdata::BranchBook,
    time::{BusinessDate, DAY, Timestamp},
};

use super::{
    Action, Actor, State, Told, Visit, WorkOrder, Zone,
    reasons::{PROMISE_BEYOND_LIMIT, PROMISE_IN_CLOSED_TIME, PROMISE_IN_PAST, WINDOW_EMPTY},
};

/// A span of time, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First instant.
    pub start: Timestamp,
    /// Instant after the last one.
    pub end: Timestamp,
}

/// A promised visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The window.
    pub window: Window,
    /// Local date of its start.
    pub appointed_date: BusinessDate,
    /// Staff code.
    pub promised_by: String,
    /// When it was agreed.
    pub promised_at: Timestamp,
    /// Latest time by the zone rule (DSP-11).
    pub zone_limit_at: Option<Timestamp>,
    /// Why later than the limit; empty when within.
    pub beyond_reason: String,
    /// When the appointment was reported, and by whom (DSP-22).
    pub reported: Option<(Timestamp, String)>,
}

impl Promise {
    /// Later than the zone's limit, with the customer's consent.
    pub fn is_beyond(&self) -> bool {
        self.zone_limit_at.is_some_and(|limit| self.window.end > limit)
    }
}

/// Why a promise is later than the zone's limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beyond {
    /// Reason.
    pub reason: String,
    /// The customer agrees.
    pub consents: bool,
}

/// What the calendar says to a promise, reckoned before it is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The whole window lies in opening time.
    pub open: bool,
    /// Local date of the window's start.
    pub appointed_date: BusinessDate,
    /// Latest time by the zone rule; none for [`Zone::Beyond`].
    pub zone: Option<Timestamp>,
}

impl Zone {
    /// Policy of the latest visit in the zone; none by agreement only (DSP-11).
    pub const fn policy(self) -> Option<PolicyKey> {
        match self {
            Self::InArea => Some(DISPATCH_VISIT_IN_AREA),
            Self::Within80Km => Some(DISPATCH_VISIT_NEAR),
            Self::Beyond => None,
        }
    }
}

impl WorkOrder {
    /// Reckons what the branch's calendar says to a window for the present visit.
    ///
    /// # Errors
    /// Those of the calendar.
    pub fn limits(&self, window: Window, book: &BranchBook) -> Result<Limits> {
        let reckon = |key: PolicyKey| book.reckon(key, self.visit_from).map(|reckoned| reckoned.due_at);
        Ok(Limits {
            open: is_open_throughout(window, book)?,
            appointed_date: book.date_of(window.start)?,
            zone: self.request.zone.policy().map(reckon).transpose()?,
        })
    }

    /// Promises the present visit anew. From CONTACTED and CONTACTED_BY_COORDINATOR it leads to PROMISED, and further
    /// as the parts stand.
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `WINDOW_EMPTY`, `PROMISE_IN_PAST`, `PROMISE_IN_CLOSED_TIME`,
    /// `PROMISE_BEYOND_LIMIT`.
    pub fn promise_visit(
        &mut self,
        actor: &Actor,
        window: Window,
        limits: Limits,
        beyond: Option<Beyond>,
        told: Told,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.admit(Action::Promise)?;
        self.owned_by(actor)?;
        let at = self.time_of(Action::Promise, actor, told, self.begins_at(), now)?;
        check_window(window, limits.open, at)?;
        let beyond_reason = consented(window, limits.zone, beyond)?;
        let promise = Promise {
            window,
            appointed_date: limits.appointed_date,
            promised_by: actor.code.clone(),
            promised_at: at,
            zone_limit_at: limits.zone,
            beyond_reason,
            reported: None,
        };
        let (number, technician_id) = (self.visit_number, self.technician_id.clone());
        if self.visit().is_none() {
            self.visits
                .push(Visit::promised(number, technician_id, promise.clone()));
        }
        let crew = self.crew.clone();
        let visit = self.visit_mut()?;
        visit.promise = promise;
        visit.crew = crew;
        if !self.state.is_preparing() {
            self.state = State::Promised;
        }
        Ok(())
    }

    /// Reports the appointment to the call centre (DSP-22). `false` when it was reported before.
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`.
    /// Also `TIME_IN_FUTURE`, `TIME_ORDER`.
    pub fn report_appointment(&mut self, actor: &Actor, told: Told, now: Timestamp) -> Result<bool, Refusal> {
        self.admit(Action::ReportAppointment)?;
        self.owned_by(actor)?;
        let promise = &self.visit_mut()?.promise;
        if promise.reported.is_some() {
            return Ok(false);
        }
        let agreed = promise.promised_at;
        let at = self.time_of(Action::ReportAppointment, actor, told, agreed, now)?;
        self.visit_mut()?.promise.reported = Some((at, actor.code.clone()));
        Ok(true)
    }
}

/// A window longer than a day cannot lie in opening time; looking at every day of it would take long for nothing.
fn is_open_throughout(window: Window, book: &BranchBook) -> Result<bool> {
    let length = window.end.since(window.start);
    if length == 0 || length > DAY {
        return Ok(false);
    }
    let date = book.date_of(window.start)?;
    let periods = book.calendar().open_periods(date).unwrap_or_default();
    Ok(periods
        .iter()
        .any(|(open, close)| *open <= window.start && window.end <= *close))
}

fn check_window(window: Window, open: bool, now: Timestamp) -> Result<(), Refusal> {
    if window.end <= window.start {
        return Err(WINDOW_EMPTY.field("window.end", "must be after window.start"));
    }
    let closed = PROMISE_IN_CLOSED_TIME.field("window", "must lie inside one opening period of the branch");
    match (window.start < now, open) {
        (false, true) => Ok(()),
        (false, false) => Err(closed),
        (true, open) => {
            let mut refusal = PROMISE_IN_PAST.field("window.start", "lies in the past");
            let more: Vec<Violation> = if open { Vec::new() } else { closed.violations };
            refusal.violations.extend(more);
            Err(refusal)
        }
    }
}

/// The reason to store with the promise: empty within the limit, the agreed one beyond it.
fn consented(window: Window, limit: Option<Timestamp>, beyond: Option<Beyond>) -> Result<String, Refusal> {
    let Some(limit) = limit.filter(|limit| window.end > *limit) else {
        return Ok(String::new());
    };
    match beyond {
        Some(beyond) if beyond.consents && !beyond.reason.trim().is_empty() => Ok(beyond.reason),
        _ => Err(PROMISE_BEYOND_LIMIT
            .field("beyond_limit", "needs a reason and the customer's consent")
            .with("limit", limit)),
    }
}
