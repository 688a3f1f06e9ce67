//! Role checklists (岗位操作规范, X-08) and the inspection of work by them.

use aftersales_kit::{
    Result,
    auth::Role,
    id::{BranchId, StaffId},
    time::{BusinessDate, Timestamp},
};
use serde::{Deserialize, Serialize};

use super::{
    faults::Faults,
    governance_reasons::{CHECKLIST_STEPS_INVALID, INSPECTION_INCOMPLETE},
};

/// Topic of the checklist that a sign-in answers with.
pub const SHIFT_START: &str = "shift_start";
/// The whole, in hundredths of a percent.
const WHOLE: usize = 10_000;

/// A step of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Number, from 1.
    pub number: i32,
    /// What is done.
    pub text: String,
    /// By which standard.
    pub standard: String,
    /// Why and how.
    pub explanation: String,
    /// It may not be left out.
    pub mandatory: bool,
}

/// A role's checklist of one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    /// Role.
    pub role: Role,
    /// What it is about.
    pub topic: String,
    /// Title.
    pub title: String,
    /// Purpose (目的).
    pub purpose: String,
    /// Tools and papers (工具).
    pub tools: Vec<String>,
    /// Steps in order.
    pub steps: Vec<Step>,
    /// First local date that it holds.
    pub effective_from: BusinessDate,
    /// Version of role and topic, from 1; 0 is the shipped one.
    pub version: i64,
    /// Who put it.
    pub put_by: String,
    /// When put; `None` for the shipped one.
    pub put_at: Option<Timestamp>,
}

impl Checklist {
    /// Checks what the contract's field rules cannot.
    ///
    /// # Errors
    /// `CHECKLIST_STEPS_INVALID` for steps not numbered 1, 2, 3, or none of them mandatory.
    pub fn check(&self) -> Result<()> {
        let mut faults = Faults::default();
        for (index, (step, number)) in self.steps.iter().zip(1..).enumerate() {
            if step.number != number {
                let field = format!("checklist.steps[{index}].number");
                faults.add(&CHECKLIST_STEPS_INVALID, field, format!("must be {number}"));
            }
        }
        if !self.steps.iter().any(|step| step.mandatory) {
            faults.add(
                &CHECKLIST_STEPS_INVALID,
                "checklist.steps",
                "must have a mandatory step",
            );
        }
        faults.none()
    }

    /// Whether both say the same from the same date on.
    pub fn same(&self, other: &Self) -> bool {
        (
            &self.title,
            &self.purpose,
            &self.tools,
            &self.steps,
            self.effective_from,
        ) == (
            &other.title,
            &other.purpose,
            &other.tools,
            &other.steps,
            other.effective_from,
        )
    }

    /// Checks that items speak of every mandatory step, and of each step once.
    ///
    /// # Errors
    /// `INSPECTION_INCOMPLETE` with every step that is missing, unknown or there twice.
    pub fn check_items(&self, items: &[Item]) -> Result<()> {
        let mut faults = Faults::default();
        for (index, item) in items.iter().enumerate() {
            let before = items.iter().take(index);
            let wrong = if !self.steps.iter().any(|step| step.number == item.step) {
                "is no step of the checklist"
            } else if before.filter(|other| other.step == item.step).count() > 0 {
                "is there already"
            } else {
                continue;
            };
            faults.add(&INSPECTION_INCOMPLETE, format!("items[{index}].step_number"), wrong);
        }
        let missing = |step: &&Step| step.mandatory && !items.iter().any(|item| item.step == step.number);
        for step in self.steps.iter().filter(missing) {
            faults.add(
                &INSPECTION_INCOMPLETE,
                "items",
                format!("step {} is missing", step.number),
            );
        }
        faults.none()
    }
}

/// The checklist that holds on a date: the one that began last, of those the newest.
pub fn in_force(versions: Vec<Checklist>, on: BusinessDate) -> Option<Checklist> {
    versions
        .into_iter()
        .filter(|version| version.effective_from <= on)
        .max_by_key(|version| (version.effective_from, version.version))
}

aftersales_kit::id!(
    /// An inspection of somebody's work.
    InspectionId, "inspection id"
);

/// What was found at a step. Leaves the registry in answers only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Number of the step.
    pub step: i32,
    /// Done by the standard.
    pub passed: bool,
    /// What was seen.
    pub note: String,
}

/// An inspection of somebody's work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// Id.
    pub id: InspectionId,
    /// Branch.
    pub branch: BranchId,
    /// Role that was inspected.
    pub role: Role,
    /// Topic of the checklist.
    pub topic: String,
    /// Version of the checklist.
    pub checklist_version: i64,
    /// Whose work.
    pub staff: StaffId,
    /// Who inspected.
    pub inspector: String,
    /// Local date.
    pub date: BusinessDate,
    /// What was found.
    pub items: Vec<Item>,
    /// When recorded.
    pub recorded_at: Timestamp,
}

impl Inspection {
    /// Items that passed, and those that did not.
    pub fn counts(&self) -> (usize, usize) {
        let passed = self.items.iter().filter(|item| item.passed).count();
        (passed, self.items.len() - passed)
    }

    /// Passed of all items, in hundredths of a percent, rounded half up.
    pub fn score(&self) -> usize {
        let all = self.items.len().max(1);
        (2 * self.counts().0 * WHOLE + all) / (2 * all)
    }
}
