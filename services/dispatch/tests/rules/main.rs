//! The rules of dispatch, one test each, through the contract and on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod closing;
mod contact;
mod daily_reports;
mod day_close;
mod desk;
mod edges;
mod forms;
mod hotline;
mod lists;
mod office;
mod parts;
mod planning;
mod promise;
mod reports;
mod rounds;
mod shops;
mod story;
mod table;
mod time_reports;
mod visit;
