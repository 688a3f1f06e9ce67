//! The registry through its RPCs, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "in a test a wrong turn must fail at once"
)]

mod archive;
mod assets;
mod bad_input;
mod branches;
mod calendar;
mod customers;
mod deadlines;
mod desk;
mod directory;
mod dossiers;
mod entitlement;
mod governance;
mod law;
mod live_lists;
mod notes;
mod policies;
mod privacy;
mod repairs;
mod roster;
mod standards;
mod support;
