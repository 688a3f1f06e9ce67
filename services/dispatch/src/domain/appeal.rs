//! Appeals against what counts in a score (DSP-57, CBK-53).

use aftersales_kit::{
    Refusal, id,
    id::{BranchId, TicketId, WorkOrderId},
    text_enum,
    time::Timestamp,
};

use super::{
    score::{Item, Month, OrderFacts},
    score_reasons::{APPEAL_DECIDED, APPEAL_FILED, APPEAL_GROUNDLESS, APPEAL_OWN, APPEAL_TOO_LATE},
};

id!(
    /// An appeal (申诉).
    AppealId, "appeal id"
);

text_enum! {
    /// Why somebody appeals.
    pub enum AppealCause {
        /// A malicious complaint (恶意投诉).
        MaliciousComplaint = "MALICIOUS_COMPLAINT",
        /// The product's quality displeases (产品质量).
        ProductQuality = "PRODUCT_QUALITY",
    }
}

text_enum! {
    /// State of an appeal.
    pub enum AppealState {
        /// Waits for the manager.
        Filed = "FILED",
        /// The order does not count.
        ExcludedFromScore = "EXCLUDED_FROM_SCORE",
        /// The order counts.
        Rejected = "REJECTED",
    }
}

/// An appeal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    /// Id.
    pub id: AppealId,
    /// Branch.
    pub branch_id: BranchId,
    /// The order.
    pub work_order_id: WorkOrderId,
    /// Its number.
    pub work_order_no: String,
    /// Its ticket.
    pub ticket_id: TicketId,
    /// Staff code of the technician concerned; may be empty.
    pub technician_id: String,
    /// Month in which the order counted when it was filed, `YYYY-MM`.
    pub month: String,
    /// Cause.
    pub cause: AppealCause,
    /// Why it should not count.
    pub reason: String,
    /// State.
    pub state: AppealState,
    /// Who filed it.
    pub filed_by: String,
    /// When.
    pub filed_at: Timestamp,
    /// Why it was decided so.
    pub decision_reason: String,
    /// Who decided; empty while open.
    pub decided_by: String,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// Version of the record.
    pub version: i64,
}

impl OrderFacts {
    /// Whether somebody may appeal against what the order counts for; `closed` is the month when it is closed.
    ///
    /// # Errors
    /// `APPEAL_TOO_LATE`, `APPEAL_FILED`, `APPEAL_GROUNDLESS`.
    pub fn may_appeal(&self, closed: Option<Month>, filed: Option<&AppealId>) -> Result<(), Refusal> {
        if let Some(month) = closed {
            return Err(APPEAL_TOO_LATE.refuse().with("month", month));
        }
        if let Some(appeal) = filed {
            return Err(APPEAL_FILED.refuse().with("appeal_id", appeal));
        }
        Appeal::grounds(self)
    }
}

impl Appeal {
    /// Refuses an order of which nothing that customers say spoils the score.
    ///
    /// # Errors
    /// `APPEAL_GROUNDLESS`.
    pub fn grounds(order: &OrderFacts) -> Result<(), Refusal> {
        let said = [Item::Contacted, Item::OnTime, Item::Satisfied, Item::Complained];
        if said.into_iter().any(|item| order.is_bad(item)) {
            Ok(())
        } else {
            Err(APPEAL_GROUNDLESS.refuse().with("work_order_no", &order.number))
        }
    }

    /// Whether it waits for the manager.
    pub fn is_open(&self) -> bool {
        self.state == AppealState::Filed
    }

    /// Whether somebody may decide it.
    ///
    /// # Errors
    /// `APPEAL_DECIDED`, `APPEAL_OWN`.
    pub fn may_decide(&self, by: &str) -> Result<(), Refusal> {
        if !self.is_open() {
            return Err(APPEAL_DECIDED.refuse().with("state", self.state));
        }
        if self.technician_id == by {
            return Err(APPEAL_OWN.refuse());
        }
        Ok(())
    }

    /// The manager decides.
    ///
    /// # Errors
    /// As [`Appeal::may_decide`].
    pub fn decide(&mut self, excludes: bool, reason: String, by: &str, now: Timestamp) -> Result<(), Refusal> {
        self.may_decide(by)?;
        self.state = if excludes {
            AppealState::ExcludedFromScore
        } else {
            AppealState::Rejected
        };
        self.decision_reason = reason;
        by.clone_into(&mut self.decided_by);
        self.decided_at = Some(now);
        Ok(())
    }
}
