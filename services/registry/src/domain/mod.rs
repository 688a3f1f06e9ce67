//! Pure decisions of the registry: what reference data may say, and what an asset is entitled to.

pub mod asset;
pub mod book;
pub mod branch;
pub mod calendar;
pub mod customer;
pub mod entitlement;
pub mod faults;
pub mod policy;
pub mod reasons;
pub mod staff;
