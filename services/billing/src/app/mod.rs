//! The use cases: one file each, the only place that decides the order of things.

pub mod follow_ticket;
pub mod publish_price_list;
pub mod read_account;
pub mod read_price_list;
pub mod record_charge;
