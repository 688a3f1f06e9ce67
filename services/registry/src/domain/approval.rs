//! The approval matrix (权责划分办法, X-17): who approves an action from which amount on.

use aftersales_kit::{Error, Result, auth::Role, id::BranchId, text_enum, time::BusinessDate};
use serde::{Deserialize, Serialize};

use super::{
    faults::Faults,
    governance_reasons::{APPROVAL_MANDATORY, APPROVAL_STEPS_INVALID},
};

text_enum! {
    /// What somebody means to do.
    pub enum Action {
        /// Replace a product after an appraisal (DSP-50).
        Replacement = "REPLACEMENT",
        /// Reimburse tools or materials.
        Expense = "EXPENSE",
        /// Requisition parts.
        Requisition = "REQUISITION",
        /// Give a discount.
        Discount = "DISCOUNT",
        /// Hand goods over before they are paid.
        Credit = "CREDIT",
        /// Write off or adjust stock.
        StockAdjustment = "STOCK_ADJUSTMENT",
        /// Refund.
        Refund = "REFUND",
        /// Take in collected cash.
        CashHandIn = "CASH_HAND_IN",
    }
}

impl Action {
    /// Whether company rules demand approval of every amount.
    pub const fn mandatory(self) -> bool {
        matches!(self, Self::Requisition | Self::CashHandIn)
    }
}

/// Who approves from an amount on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Least amount in fen.
    pub from: i64,
    /// Numbers of the roles of which one approves; none: nobody must.
    pub roles: Vec<i32>,
}

/// A version of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalRule {
    /// Action.
    pub action: Action,
    /// Branch whose rule it is; `None` for the company.
    pub branch: Option<BranchId>,
    /// Steps by rising amount.
    pub steps: Vec<Step>,
    /// First local date that it holds.
    pub effective_from: BusinessDate,
    /// Version of action and branch, from 1.
    pub version: i64,
    /// Who put it; empty for the shipped one.
    pub put_by: String,
}

/// What the matrix says of an action and amount.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// The roles of which one approves; empty when nobody must.
    pub roles: Vec<i32>,
    /// Version of the rule; 0 without one.
    pub version: i64,
}

impl ApprovalRule {
    /// Checks what the contract's field rules cannot.
    ///
    /// # Errors
    /// `APPROVAL_STEPS_INVALID` for amounts that do not rise, a role twice or of a program; `APPROVAL_MANDATORY` for a
    /// rule that frees what company rules demand; all at once.
    pub fn check(&self) -> Result<()> {
        let mut faults = Faults::default();
        for (index, step) in self.steps.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|before| self.steps.get(before));
            if before.is_some_and(|before| step.from <= before.from) {
                let field = format!("rule.steps[{index}].from_minor_units");
                faults.add(&APPROVAL_STEPS_INVALID, field, "must be more than the step before");
            }
            let program = |role: &i32| {
                let role = Role::try_from(*role).unwrap_or(Role::Unspecified);
                matches!(role, Role::Unspecified | Role::Service | Role::Softphone)
            };
            if step.roles.iter().any(program) {
                faults.add(
                    &APPROVAL_STEPS_INVALID,
                    format!("rule.steps[{index}].roles"),
                    "must be roles of persons",
                );
            }
        }
        if self.action.mandatory() {
            let open = self.steps.iter().any(|step| step.roles.is_empty());
            if open || self.steps.first().is_none_or(|first| first.from > 0) {
                faults.add(&APPROVAL_MANDATORY, "rule.steps", "must name who approves every amount");
            }
        }
        faults.none()
    }

    /// What it says of an amount.
    pub fn resolve(&self, amount: i64) -> Resolved {
        let step = self.steps.iter().rfind(|step| step.from <= amount);
        Resolved {
            roles: step.map(|step| step.roles.clone()).unwrap_or_default(),
            version: self.version,
        }
    }
}

/// The rules that hold on a date: of each action the branch's newest, else the company's.
pub fn in_force(rules: &[ApprovalRule], branch: Option<&BranchId>, on: BusinessDate) -> Vec<ApprovalRule> {
    let newest = |action: Action, of: Option<&BranchId>| {
        rules
            .iter()
            .filter(|rule| rule.action == action && rule.branch.as_ref() == of && rule.effective_from <= on)
            .max_by_key(|rule| (rule.effective_from, rule.version))
    };
    let own = |action: Action| branch.and_then(|branch| newest(action, Some(branch)));
    let held = |action: &Action| own(*action).or_else(|| newest(*action, None)).cloned();
    Action::ALL.iter().filter_map(held).collect()
}

/// What the matrix says.
pub fn resolve(rules: &[ApprovalRule], branch: &BranchId, action: Action, amount: i64, on: BusinessDate) -> Resolved {
    let held = in_force(rules, Some(branch), on);
    let rule = held.iter().find(|rule| rule.action == action);
    rule.map_or_else(Resolved::default, |rule| rule.resolve(amount))
}

/// The action of a stored text.
///
/// # Errors
/// `Internal` for a text that is none.
pub fn action(text: &str) -> Result<Action> {
    Action::parse(text).ok_or_else(|| Error::internal("a stored approval action cannot be read"))
}
