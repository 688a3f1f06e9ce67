//! SQL of dispatch: one file a table.

pub mod appeals;
pub mod contact_attempts;
pub mod fault_entries;
pub mod coverages;
pub mod daily_reports;
pub mod day_closes;
pub mod day_orders;
pub mod investigations;
pub mod loads;
pub mod missed_services;
pub mod off_duty;
pub mod part_lines;
pub mod parts_confirmations;
pub mod personal_copies;
pub mod presences;
pub mod score_documents;
pub mod score_facts;
pub mod score_orders;
pub mod training_results;
pub mod revisits;
pub mod rounds;
pub mod shop_assignments;
pub mod time_entries;
pub mod time_reports;
pub mod visit_statuses;
pub mod visits;
pub mod weekly_reports;
mod work_order_lists;
mod work_order_row;
pub mod work_orders;

pub use work_order_lists::{ListFilter, QueueKey};
