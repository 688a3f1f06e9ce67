//! Crews, and whether everybody of one is free over the whole window of a visit.

use aftersales_kit::{
    Refusal,
    id::{StaffId, WorkOrderId},
    time::Timestamp,
};

use super::{
    Action, Actor, State, Window, WorkOrder,
    flow_reasons::{CREW_TWICE, OVERRIDE_NOT_YOURS, TECHNICIAN_NOT_AVAILABLE},
    words::UnavailableCause,
};

/// A promised visit of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// Whose.
    pub technician_id: StaffId,
    /// The order.
    pub work_order_id: WorkOrderId,
    /// Its number.
    pub work_order_no: String,
    /// Its window.
    pub window: Window,
}

/// What the roster says of somebody's local date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffDay {
    /// Whose.
    pub staff_id: StaffId,
    /// When he works, in order.
    pub shifts: Vec<Window>,
    /// When he is away.
    pub absences: Vec<Window>,
}

/// Why somebody is not available.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Who.
    pub technician_id: StaffId,
    /// Why.
    pub cause: UnavailableCause,
    /// When.
    pub span: Window,
    /// Number of the order whose visit it is; empty otherwise.
    pub work_order_no: String,
}

/// What is known of the people of a crew around a window.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    /// Promised visits.
    pub bookings: Vec<Booking>,
    /// Days of the roster that touch the window; whoever has none follows the branch's opening hours.
    pub days: Vec<StaffDay>,
}

impl Window {
    /// Whether the two share an instant.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether some spans together cover it: one shift may begin when another ends.
    fn lies_in_all(self, mut spans: Vec<Self>) -> bool {
        spans.sort_unstable_by_key(|span| span.start);
        let reach = |covered: Timestamp, span: &Self| match span.start <= covered {
            true => covered.max(span.end),
            false => covered,
        };
        self.end <= spans.iter().fold(self.start, reach)
    }
}

impl Roster {
    /// What is in the way of somebody's visit in the window.
    pub fn conflicts(&self, who: &StaffId, window: Window) -> Vec<Conflict> {
        let conflict = |cause, span, work_order_no: &str| Conflict {
            technician_id: who.clone(),
            cause,
            span,
            work_order_no: work_order_no.to_owned(),
        };
        let visits = self.bookings.iter().filter(|it| it.technician_id == *who);
        let mut found: Vec<Conflict> = visits
            .filter(|it| it.window.overlaps(window))
            .map(|it| conflict(UnavailableCause::Visit, it.window, &it.work_order_no))
            .collect();
        let days: Vec<&StaffDay> = self.days.iter().filter(|day| day.staff_id == *who).collect();
        let absences = days.iter().flat_map(|day| &day.absences);
        let away = absences.filter(|span| span.overlaps(window));
        found.extend(away.map(|span| conflict(UnavailableCause::Absence, *span, "")));
        let shifts = days.iter().flat_map(|day| &day.shifts);
        if !days.is_empty() && !window.lies_in_all(shifts.copied().collect()) {
            found.push(conflict(UnavailableCause::Shift, window, ""));
        }
        found
    }

    /// Refuses a crew of which somebody is not available, unless the coordinator or the chief says why it goes all the
    /// same. Gives the reason to store: empty when everybody is available.
    ///
    /// # Errors
    /// `TECHNICIAN_NOT_AVAILABLE`, `OVERRIDE_NOT_YOURS`.
    pub fn admit(&self, crew: &[StaffId], window: Window, actor: &Actor, reason: &str) -> Result<String, Refusal> {
        let found = crew.iter().flat_map(|who| self.conflicts(who, window)).next();
        let Some(conflict) = found else {
            return Ok(String::new());
        };
        if reason.trim().is_empty() {
            return Err(TECHNICIAN_NOT_AVAILABLE
                .refuse()
                .with("technician_id", &conflict.technician_id)
                .with("cause", conflict.cause)
                .with("from", conflict.span.start)
                .with("to", conflict.span.end)
                .with("work_order_no", &conflict.work_order_no));
        }
        if !actor.may_override {
            return Err(OVERRIDE_NOT_YOURS.refuse());
        }
        Ok(reason.trim().to_owned())
    }
}

impl WorkOrder {
    /// Everybody who goes: the lead first.
    pub fn everybody(&self) -> Vec<StaffId> {
        self.technician_id.iter().chain(&self.crew).cloned().collect()
    }

    /// The window that the crew is booked for: promised and not over.
    pub fn booked_window(&self) -> Option<Window> {
        let open = self.state.is_preparing() || matches!(self.state, State::EnRoute | State::OnSite);
        self.promise().filter(|_| open).map(|promise| promise.window)
    }

    /// The lead and those who come along. `false` when they go already.
    ///
    /// # Errors
    /// Those of [`WorkOrder::assign`]; `CREW_TWICE`.
    pub fn assign_crew(
        &mut self,
        lead: &StaffId,
        members: Vec<StaffId>,
        in_station: bool,
        reason: &str,
        now: Timestamp,
    ) -> Result<bool, Refusal> {
        self.admit(Action::Assign)?;
        let mut all: Vec<&StaffId> = members.iter().chain([lead]).collect();
        all.sort_unstable();
        if all.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(CREW_TWICE.field("member_ids", "names somebody twice"));
        }
        let moved = self.assign(lead, in_station, reason, now)?;
        if !moved && self.crew == members {
            return Ok(false);
        }
        self.crew.clone_from(&members);
        if let Ok(visit) = self.visit_mut() {
            visit.crew = members;
        }
        Ok(true)
    }

    /// Keeps why the visit stands although somebody is not available; empty when everybody is.
    ///
    /// # Errors
    /// `WORK_ORDER_STATE` without a promise.
    pub fn override_availability(&mut self, reason: String) -> Result<(), Refusal> {
        self.visit_mut()?.availability_override = reason;
        Ok(())
    }

    /// The customer insists on a visit the same day (DSP-12). `false` when he did before.
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`.
    pub fn insist_same_day(&mut self) -> Result<bool, Refusal> {
        self.admit(Action::InsistSameDay)?;
        Ok(!std::mem::replace(&mut self.same_day, true))
    }
}
