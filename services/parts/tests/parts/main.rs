//! The parts service through its RPCs, with dispatch standing in by its events, on both databases.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

mod ledger;
mod lists;
mod refusals;
mod reservations;
mod returns;
mod story_s01;
mod support;
