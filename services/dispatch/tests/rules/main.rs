//! The rules of dispatch, one test each, through the contract and on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod appeals;
mod closing;
mod contact;
mod daily_reports;
mod day_close;
mod desk;
mod edges;
mod faults;
mod forms;
mod hotline;
mod lists;
mod live;
mod mirror;
mod offline;
mod office;
mod parts;
mod planning;
mod promise;
mod reports;
mod score_desk;
mod scores;
mod rounds;
mod shops;
mod story;
mod table;
mod time_reports;
mod visit;
