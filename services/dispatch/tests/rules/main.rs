//! The rules of dispatch, one test each, through the contract and on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod appeals;
mod closing;
mod contact;
mod desk;
mod edges;
mod faults;
mod forms;
mod hotline;
mod lists;
mod parts;
mod promise;
mod reports;
mod score_desk;
mod score_tables;
mod scores;
mod story;
mod table;
mod visit;
