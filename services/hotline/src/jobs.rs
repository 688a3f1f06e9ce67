//! Due timers of the hotline.

use aftersales_kit::{
    Result,
    db::Tx,
    refdata::RefData,
    sla::Deadline,
    timers::{self, Timer},
};
use futures::future::BoxFuture;

use crate::app::{forget_people, keep_calls, reconcile_register, tell_timeline};

/// What the hotline does when timers fall due.
pub struct Jobs(RefData);

impl Jobs {
    /// With the service's copy of the reference data.
    pub const fn new(refs: RefData) -> Self {
        Self(refs)
    }
}

impl timers::Jobs for Jobs {
    fn fire<'t>(&'t self, tx: &'t mut Tx, timer: &'t Timer) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            match timer.kind.as_str() {
                reconcile_register::TIMER => reconcile_register::run(tx, &self.0, timer).await,
                keep_calls::EVENTS | keep_calls::RECORDINGS => keep_calls::run(tx, &self.0, timer).await,
                _ => forget_people::run(tx, timer).await,
            }
        })
    }

    fn missed<'t>(&'t self, tx: &'t mut Tx, _: &'t Deadline) -> BoxFuture<'t, Result<()>> {
        Box::pin(tell_timeline::own(tx))
    }
}
