//! SQL of the hotline, a file a table. What is sealed goes in and comes out sealed.

pub mod agents;
pub mod amendments;
pub mod articles;
pub mod call_events;
pub mod call_inquiries;
pub mod call_legs;
pub mod call_needs;
pub mod calls;
pub mod carry_overs;
pub mod consultations;
pub mod contact_tasks;
pub mod contacts;
pub mod guidance;
pub mod intake_records;
pub mod metrics;
pub mod missed_calls;
pub mod questions;
pub mod quotes;
pub mod recording_plays;
pub mod scripts;
pub mod tickets;
pub mod timeline;
pub mod vouchers;

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
