//! SQL of the hotline, a file a table. What is sealed goes in and comes out sealed.

pub mod agents;
pub mod articles;
pub mod call_events;
pub mod call_legs;
pub mod calls;
pub mod consultations;
pub mod contacts;
pub mod metrics;
pub mod missed_calls;
pub mod questions;
pub mod scripts;
pub mod tickets;
pub mod timeline;

use aftersales_kit::auth::BranchScope;

/// The branches of a scope as a list that SQL can search, `,BJ01,SH02,`; empty for all branches, `,` for none.
fn searchable(scope: &BranchScope) -> String {
    match scope.only() {
        None => String::new(),
        Some(branches) => branches
            .iter()
            .fold(",".to_owned(), |list, branch| list + branch.as_str() + ","),
    }
}
