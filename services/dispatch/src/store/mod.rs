//! SQL of dispatch: one file a table.

pub mod appraisals;
mod approvals;
pub mod contact_attempts;
pub mod custody_escalations;
pub mod custody_movements;
pub mod expenses;
pub mod missed_services;
pub mod part_lines;
pub mod personal_copies;
pub mod plan_items;
pub mod plans;
pub mod presences;
pub mod take_backs;
pub mod visits;
mod work_order_lists;
mod work_order_row;
pub mod work_orders;

pub use take_backs::CustodyFilter;
pub use work_order_lists::{ListFilter, QueueKey};
