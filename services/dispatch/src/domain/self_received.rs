//! Jobs that a technician received himself (DSP-34), and the days until a completion is reported.

use aftersales_kit::{
    id::{BranchId, StaffId, WorkOrderId},
    time::{BusinessDate, Timestamp},
};

use super::{ContactOwner, Request, Source, State, WorkOrder};

/// Why there is neither callback nor bonus (DSP-34, CBK-06, BIL-39).
pub const LATE_SELF_REPORT: &str = "LATE_SELF_REPORT";

/// What the calendar says to a report, reckoned before it is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportLimits {
    /// Local date of the completion.
    pub completed_on: BusinessDate,
    /// Local date of the report.
    pub reported_on: BusinessDate,
    /// Until when a self-received job still has a callback and counts for the bonus.
    pub excluded_after: Timestamp,
}

impl WorkOrder {
    /// A new order on a blank form (DSP-35).
    pub fn on_blank_form(
        id: WorkOrderId,
        number: String,
        branch_id: BranchId,
        request: Request,
        at: Timestamp,
    ) -> Self {
        let source = if request.is_internal() {
            Source::Internal
        } else {
            Source::SelfReceived
        };
        Self {
            source,
            ..Self::queued(id, number, branch_id, request, at)
        }
    }

    /// Whoever writes the form has spoken with the customer: CONTACTED with a technician, else
    /// CONTACTED_BY_COORDINATOR.
    pub fn begin(&mut self, technician: Option<StaffId>, by: &str, at: Timestamp) {
        self.received = Some((at, by.to_owned()));
        self.state = State::ContactedByCoordinator;
        self.contact_owner = Some(ContactOwner::Coordinator);
        if technician.is_some() {
            self.state = State::Contacted;
            self.contact_owner = Some(ContactOwner::Technician);
            self.assigned_at = Some(at);
        }
        self.technician_id = technician;
    }

    /// Judges a report of completion by its day: keeps the delay, and takes a self-received job that is reported too
    /// late out of callback and bonus (DSP-34). `true` when it takes it out.
    pub fn judge_report(&mut self, reported_at: Timestamp, limits: ReportLimits) -> bool {
        self.report_delay_days = limits.completed_on.days_until(limits.reported_on).max(0);
        let excluded = self.source == Source::SelfReceived && reported_at > limits.excluded_after;
        if excluded {
            LATE_SELF_REPORT.clone_into(&mut self.bonus_exclusion);
        }
        excluded
    }

    /// Somebody is called back: not for internal work.
    pub fn has_callback(&self) -> bool {
        !self.request.is_internal()
    }
}
