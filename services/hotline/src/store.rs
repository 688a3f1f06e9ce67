//! SQL of the hotline, a file a table. What is sealed goes in and comes out sealed.

pub mod calls;
pub mod carry_overs;
pub mod consultations;
pub mod contact_tasks;
pub mod contacts;
pub mod guidance;
pub mod intake_records;
pub mod quotes;
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
