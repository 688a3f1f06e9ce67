//! The use cases: one file each, the only place that decides the order of things.

mod allocate;
pub mod cancel_parts_request;
pub mod consume_part;
pub mod follow_work_order;
pub mod issue_parts;
mod open_request;
pub mod put_part;
pub mod read_catalogue;
pub mod read_requests;
pub mod read_stock;
pub mod receive_stock;
pub mod request_parts;
pub mod return_part;
pub mod set_stock_limits;
mod settle;
