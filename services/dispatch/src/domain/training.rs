//! Training that ends with a test (培训评测, DSP-64, X-04).

use aftersales_kit::{
    Refusal, id,
    id::{BranchId, StaffId},
    time::{BusinessDate, Timestamp},
};

use super::score_reasons::{TRAINING_IN_FUTURE, TRAINING_OWN};

id!(
    /// A training result.
    TrainingId, "training result id"
);

/// The result of a test that ends a training (DSP-64, X-04).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingResult {
    /// Id.
    pub id: TrainingId,
    /// Branch.
    pub branch_id: BranchId,
    /// Technician.
    pub technician_id: StaffId,
    /// Product line.
    pub product_line: String,
    /// Local date of the test.
    pub held_on: BusinessDate,
    /// Points, 0 to 100.
    pub points: i64,
    /// Mark that had to be reached.
    pub pass_mark: i64,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Timestamp,
}

impl TrainingResult {
    /// Refuses one's own test, and one that lies ahead.
    ///
    /// # Errors
    /// `TRAINING_OWN`, `TRAINING_IN_FUTURE`.
    pub fn check(&self, today: BusinessDate) -> Result<(), Refusal> {
        if self.technician_id.as_str() == self.recorded_by {
            return Err(TRAINING_OWN.refuse());
        }
        if self.held_on > today {
            return Err(TRAINING_IN_FUTURE.field("held_on", "must not be later than today"));
        }
        Ok(())
    }

    /// Whether the mark was reached.
    pub fn passed(&self) -> bool {
        self.points >= self.pass_mark
    }
}
