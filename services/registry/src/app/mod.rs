//! Use cases: the only place that decides the order of things.

pub mod change_reference;
pub mod check_entitlement;
pub mod compute_deadline;
pub mod create_customer;
pub mod find_customers;
pub mod import_holidays;
pub mod list_policies;
pub mod load_book;
pub mod put_branch;
pub mod put_calendar_day;
pub mod put_policy;
pub mod put_staff;
pub mod read_assets;
pub mod read_branches;
pub mod read_staff;
pub mod register_asset;
pub mod show_calendar;
pub mod update_customer;
