//! The rules of callback, each through the public API on SQLite and on PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a step that fails must fail the test")]

mod access;
mod answers;
mod attempts;
mod desk;
mod digest;
mod due_dates;
mod figures;
mod improvement;
mod lists;
mod live_lists;
mod requests;
mod story;
mod suppression;
