//! The registry sets no timers: what depends on time is reckoned when it is asked for.

use aftersales_kit::{
    Error, Result,
    db::Tx,
    timers::{Jobs, Timer},
};
use futures::future::BoxFuture;

/// Has no timers.
pub struct NoJobs;

impl Jobs for NoJobs {
    fn fire<'t>(&'t self, _tx: &'t mut Tx, timer: &'t Timer) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            Err(Error::internal(format!(
                "the registry has no timers of kind {}",
                timer.kind
            )))
        })
    }
}
