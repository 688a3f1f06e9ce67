//! SQL of dispatch: one file a table.

pub mod appeals;
pub mod bookings;
pub mod contact_attempts;
pub mod coverages;
pub mod daily_reports;
pub mod day_closes;
pub mod day_orders;
pub mod dispatch_orders;
pub mod extra_consents;
pub mod fault_entries;
pub mod investigations;
pub mod late_facts;
pub mod loads;
pub mod missed_services;
pub mod part_lines;
pub mod parts_confirmations;
pub mod personal_copies;
pub mod presences;
pub mod revisits;
pub mod rounds;
pub mod score_documents;
pub mod score_facts;
pub mod score_orders;
pub mod shop_assignments;
pub mod staff_days;
pub mod time_entries;
pub mod time_reports;
pub mod training_results;
pub mod visit_payments;
pub mod visit_statuses;
pub mod visits;
pub mod weekly_reports;
mod work_order_lists;
mod work_order_row;
pub mod work_orders;

pub use work_order_lists::{ListFilter, QueueKey};
