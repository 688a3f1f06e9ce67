//! Pure decisions of the registry: what reference data may say, and what an asset is entitled to.

pub mod approval;
pub mod asset;
pub mod attendance;
pub mod book;
pub mod branch;
pub mod calendar;
pub mod checklist;
pub mod customer;
pub mod dates;
pub mod entitlement;
pub mod faults;
pub mod governance_reasons;
pub mod indicator;
pub mod leave;
pub mod note;
pub mod policy;
pub mod reasons;
pub mod roles;
pub mod roster;
pub mod roster_reasons;
pub mod shipped;
pub mod staff;
pub mod team;
