//! Due timers of the hotline.

use aftersales_kit::{
    Result,
    db::Tx,
    sla::Deadline,
    timers::{self, Timer},
};
use futures::future::BoxFuture;

use crate::app::{forget_people, tell_timeline};

/// What the hotline does when timers fall due.
pub struct Jobs;

impl timers::Jobs for Jobs {
    fn fire<'t>(&'t self, tx: &'t mut Tx, timer: &'t Timer) -> BoxFuture<'t, Result<()>> {
        Box::pin(forget_people::run(tx, timer))
    }

    fn missed<'t>(&'t self, tx: &'t mut Tx, _: &'t Deadline) -> BoxFuture<'t, Result<()>> {
        Box::pin(tell_timeline::own(tx))
    }
}
