//! The registry's tables. Personal data is sealed on the way in and opened on the way out; nothing above sees sealed bytes.

pub mod approvals;
pub mod archives;
pub mod assets;
pub mod books;
pub mod branches;
pub mod changes;
pub mod checklists;
pub mod coverages;
pub mod customers;
pub mod documents;
pub mod indicators;
mod json;
pub mod law_rules;
pub mod leaves;
pub mod notes;
pub mod notices;
pub mod overrides;
pub mod policies;
pub mod reference;
pub mod repairs;
pub mod roster;
pub mod sign_ins;
pub mod staff;
pub mod teams;

use aftersales_kit::auth::BranchScope;

/// The branches of a scope as a list that SQL can search with `LIKE '%,' || branch_id || ',%'`; empty for all. A scope
/// without any branch gives a list that no code is in.
fn branch_list(scope: &BranchScope) -> String {
    match scope.only() {
        None => String::new(),
        Some(branches) => branches
            .iter()
            .fold(String::from(","), |list, branch| format!("{list}{branch},")),
    }
}
