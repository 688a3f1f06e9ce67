//! Weekly visits of the shops that a technician is responsible for.

use aftersales_kit::{
    Refusal,
    id::{BranchId, StaffId},
    text_enum,
    time::BusinessDate,
};
use uuid::Uuid;

use super::{Week, report_reasons::SHOP_ASSIGNMENT_ENDED};

/// A technician is responsible for a shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopAssignment {
    /// Id.
    pub id: Uuid,
    /// Branch.
    pub branch_id: BranchId,
    /// Staff code.
    pub technician_id: StaffId,
    /// Code of the shop.
    pub shop_code: String,
    /// Name of the shop.
    pub shop_name: String,
    /// First local date.
    pub from_date: BusinessDate,
    /// Last local date, once it ended.
    pub until_date: Option<BusinessDate>,
    /// Version.
    pub version: i64,
}

impl ShopAssignment {
    /// Ends it with a date.
    ///
    /// # Errors
    /// `SHOP_ASSIGNMENT_ENDED`.
    pub fn end(&mut self, date: BusinessDate) -> Result<(), Refusal> {
        self.must_last()?;
        self.until_date = Some(date);
        Ok(())
    }

    /// The shop is to be visited in the week that ends with a Sunday.
    pub fn lasts_through(&self, sunday: BusinessDate) -> bool {
        self.from_date <= sunday && self.until_date.is_none_or(|until| until > sunday)
    }

    /// Refuses what needs an assignment that lasts.
    ///
    /// # Errors
    /// `SHOP_ASSIGNMENT_ENDED`.
    pub fn must_last(&self) -> Result<(), Refusal> {
        match self.until_date {
            None => Ok(()),
            Some(date) => Err(SHOP_ASSIGNMENT_ENDED.refuse().with("until_date", date)),
        }
    }
}

text_enum! {
    /// State of a week's task.
    pub enum ShopState {
        /// To be done.
        Open = "OPEN",
        /// Done.
        Done = "DONE",
        /// The week is over and it is not done.
        Missed = "MISSED",
    }
}

/// The visits of a shop in a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopTask {
    /// The assignment.
    pub assignment: ShopAssignment,
    /// The week.
    pub week: Week,
    /// Visits that are due.
    pub required: i64,
    /// Visits that were made.
    pub done: i64,
    /// Minutes that they took.
    pub minutes: i64,
}

impl ShopTask {
    /// State on a date; `last_day` is the week's last working day, on whose evening the week is over.
    pub fn state(&self, today: BusinessDate, last_day: Option<BusinessDate>) -> ShopState {
        if self.done >= self.required {
            ShopState::Done
        } else if last_day.is_some_and(|last| last < today) {
            ShopState::Missed
        } else {
            ShopState::Open
        }
    }
}
