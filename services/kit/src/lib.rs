//! Everything in the suite that is not business: time, ids, errors, stores, feeds, timers, access and serving.
//!
//! A service is written against this crate and its own contract only. Nothing in here knows a rule of the rulebook
//! beyond the time conventions T-1 to T-8 and the list of its numbers.

pub mod auth;
pub mod batch;
pub mod calendar;
pub mod catalogue;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod etag;
pub mod feed;
pub mod files;
pub mod i18n;
pub mod id;
pub mod idempotency;
pub mod inbox;
pub mod live;
pub mod node;
pub mod outbox;
pub mod page;
pub mod peer;
pub mod phone;
pub mod policy;
pub mod reasons;
pub mod refdata;
pub mod rpc;
pub mod seal;
pub mod series;
pub mod serve;
pub mod service;
pub mod sla;
pub mod status;
mod streams;
pub mod telemetry;
#[cfg(feature = "testing")]
pub mod testing;
pub mod text_enum;
pub mod time;
pub mod timers;
pub mod trace;
pub mod violations;

pub use error::{Code, Error, Reason, Refusal, Result, Violation};
