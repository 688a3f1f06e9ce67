//! Use cases: the only place that decides the order of things.

pub mod archive_customer;
pub mod change_reference;
pub mod check_entitlement;
pub mod clear_staff_day;
pub mod compute_deadline;
pub mod copy_week;
pub mod create_customer;
pub mod decide_leave;
pub mod file_document;
pub mod find_approvers;
pub mod find_customers;
pub mod follow_repairs;
pub mod import_holidays;
pub mod list_attendance;
pub mod list_history;
pub mod list_policies;
pub mod load_book;
pub mod load_checklist;
pub mod load_roster;
pub mod load_terms;
pub mod open_dossier;
pub mod put_approval_rule;
pub mod put_branch;
pub mod put_calendar_day;
pub mod put_checklist;
pub mod put_coverage;
pub mod put_indicator;
pub mod put_law_rule;
pub mod put_policy;
pub mod put_staff;
pub mod put_staff_day;
pub mod put_team;
pub mod read_assets;
pub mod read_branches;
pub mod read_leaves;
pub mod read_staff;
pub mod read_standards;
pub mod record_exchange;
pub mod record_inspection;
pub mod record_training;
pub mod register_asset;
pub mod request_leave;
pub mod show_calendar;
pub mod show_capacity;
pub mod sign_in;
pub mod update_customer;
pub mod write_note;

use aftersales_kit::{
    Result,
    calendar::Zone,
    time::{BusinessDate, Timestamp},
};

/// The date at the head office, by which rules of the whole company begin to hold.
///
/// # Errors
/// `INSTANT_NOT_RECKONABLE`.
pub fn today(now: Timestamp) -> Result<BusinessDate> {
    Zone::shanghai().date_of(now).map_err(check_entitlement::unreckonable)
}
