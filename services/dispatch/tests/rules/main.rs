//! The rules of dispatch, one test each, through the contract and on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod appeals;
mod closing;
mod contact;
mod crews;
mod daily_reports;
mod day_close;
mod desk;
mod desk_flow;
mod edges;
mod faults;
mod forms;
mod hotline;
mod late;
mod lists;
mod live;
mod mirror;
mod office;
mod offline;
mod own_orders;
mod paid;
mod parts;
mod planning;
mod promise;
mod reissue;
mod reports;
mod rounds;
mod score_desk;
mod score_tables;
mod scores;
mod shops;
mod story;
mod table;
mod time_reports;
mod visit;
