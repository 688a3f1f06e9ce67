//! Due timers of reception: it sets none yet.

use aftersales_kit::{
    Error, Result,
    db::Tx,
    timers::{Jobs, Timer},
};
use futures::future::BoxFuture;

/// Reception's timers.
pub struct Timers;

impl Jobs for Timers {
    fn fire<'t>(&'t self, _: &'t mut Tx, timer: &'t Timer) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move { Err(Error::internal(format!("a timer of an unknown kind: {}", timer.kind))) })
    }
}
