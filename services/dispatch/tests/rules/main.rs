//! The rules of dispatch, one test each, through the contract and on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod closing;
mod contact;
mod desk;
mod edges;
mod forms;
mod hand_over;
mod hotline;
mod lists;
mod parts;
mod promise;
mod reports;
mod story;
mod table;
mod visit;
