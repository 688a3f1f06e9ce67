//! SQL of dispatch: one file a table.

pub mod appeals;
pub mod contact_attempts;
pub mod fault_entries;
pub mod missed_services;
pub mod part_lines;
pub mod personal_copies;
pub mod presences;
pub mod score_documents;
pub mod score_facts;
pub mod score_orders;
pub mod training_results;
pub mod visits;
mod work_order_lists;
mod work_order_row;
pub mod work_orders;

pub use work_order_lists::{ListFilter, QueueKey};
