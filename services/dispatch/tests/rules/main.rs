//! The rules of dispatch, one test each, through the contract and on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod closing;
mod contact;
mod crews;
mod desk;
mod desk_flow;
mod edges;
mod forms;
mod hotline;
mod late;
mod lists;
mod own_orders;
mod paid;
mod parts;
mod promise;
mod reissue;
mod reports;
mod story;
mod table;
mod visit;
