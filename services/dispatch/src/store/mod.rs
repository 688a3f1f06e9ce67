//! SQL of dispatch: one file a table.

pub mod bookings;
pub mod contact_attempts;
pub mod dispatch_orders;
pub mod extra_consents;
pub mod late_facts;
pub mod missed_services;
pub mod part_lines;
pub mod personal_copies;
pub mod presences;
pub mod staff_days;
pub mod visit_payments;
pub mod visits;
mod work_order_lists;
mod work_order_row;
pub mod work_orders;

pub use work_order_lists::{ListFilter, QueueKey};
