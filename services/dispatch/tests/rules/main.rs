//! The rules of dispatch, one test each, through the contract and on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod appraisal;
mod closing;
mod contact;
mod custody;
mod custody_desk;
mod custody_return;
mod custody_story;
mod desk;
mod edges;
mod expense;
mod forms;
mod hotline;
mod lists;
mod matrix;
mod parts;
mod plan;
mod promise;
mod reports;
mod story;
mod table;
mod visit;
