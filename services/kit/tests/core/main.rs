//! The kit's core, from outside: commands, event logs, feeds, inboxes, timers, deadlines, idempotency, reference data.
#![expect(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod advance;
mod commands;
mod contention;
mod cursors;
mod event_log;
mod idempotency;
mod inbox;
mod inbox_parked;
mod inbox_remote;
mod live;
mod migrations;
mod refdata;
mod sla;
mod sla_explain;
mod sla_moves;
mod sla_revoke;
mod storm;
mod support;
mod timers;
