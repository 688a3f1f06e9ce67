//! The rules of reception, each through the public API on SQLite and on PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a step that fails must fail the test")]

mod access;
mod arrivals;
mod desk;
mod expected_visits;
mod lists;
mod walk_ins;
