//! Pure decisions of the hotline: states, rules and refusals.

pub mod booking;
pub mod call;
pub mod consultation;
pub mod contact;
pub mod contact_task;
pub mod entitlement;
pub mod guidance;
pub mod intake;
pub mod intake_reasons;
pub mod opening;
pub mod process;
pub mod prompts;
pub mod quote;
pub mod reasons;
pub mod record;
pub mod ticket;
pub mod timeline;
pub mod words;
