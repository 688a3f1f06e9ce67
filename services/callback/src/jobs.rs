//! Due timers of callback.

use aftersales_kit::{
    Error, Result,
    db::Tx,
    timers::{Jobs, Timer},
};
use futures::future::BoxFuture;

use crate::{
    app::{self, Desk, OPEN_TIMER},
    domain::TaskId,
};

/// Callback's timers.
pub struct Timers(pub Desk);

impl Jobs for Timers {
    fn fire<'t>(&'t self, tx: &'t mut Tx, timer: &'t Timer) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            match timer.kind.as_str() {
                OPEN_TIMER => app::open_task::run(tx, &self.0, TaskId::from_uuid(timer.subject)).await,
                other => Err(Error::internal(format!("a timer of an unknown kind: {other}"))),
            }
        })
    }
}
