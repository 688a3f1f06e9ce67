//! The billing service through its RPCs, with the hotline standing in by its events, on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod accounts;
mod charges;
mod price_lists;
mod support;
