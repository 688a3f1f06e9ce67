//! Pure decisions of the hotline: states, rules and refusals.

pub mod call;
pub mod consultation;
pub mod contact;
pub mod entitlement;
pub mod intake;
pub mod opening;
pub mod reasons;
pub mod ticket;
pub mod timeline;
pub mod words;
