//! Pure decisions of the hotline: states, rules and refusals.

pub mod agent;
pub mod article;
pub mod call;
pub mod consultation;
pub mod contact;
pub mod desk_reasons;
pub mod entitlement;
pub mod intake;
pub mod metrics;
pub mod missed;
pub mod opening;
pub mod pop;
pub mod reasons;
pub mod script;
pub mod session;
pub mod shipped_scripts;
pub mod telephone_reasons;
pub mod ticket;
pub mod timeline;
pub mod words;
