//! SQL of dispatch: one file a table.

pub mod contact_attempts;
pub mod missed_services;
pub mod part_lines;
pub mod personal_copies;
pub mod presences;
pub mod visits;
mod work_order_lists;
mod work_order_row;
pub mod work_orders;

pub use work_order_lists::{ListFilter, QueueKey};
