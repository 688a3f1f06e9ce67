//! Due timers. The service sets none: every step is taken by a person or follows an event.

use aftersales_kit::{
    Error, Result,
    db::Tx,
    timers::{Jobs, Timer},
};
use futures::future::BoxFuture;

/// The service's jobs.
pub struct BillingJobs;

impl Jobs for BillingJobs {
    fn fire<'t>(&'t self, _: &'t mut Tx, timer: &'t Timer) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move { Err(Error::internal(format!("a timer of the unknown kind {}", timer.kind))) })
    }
}
