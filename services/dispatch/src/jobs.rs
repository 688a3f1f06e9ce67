//! What happens when a time is over.

use aftersales_kit::{
    Error, Result,
    db::Tx,
    sla::Deadline,
    timers::{Jobs, Timer},
};
use futures::future::BoxFuture;

use crate::app::record_missed_service;

/// The due times of dispatch: all of them are deadlines.
pub struct Dues;

impl Jobs for Dues {
    fn fire<'t>(&'t self, _: &'t mut Tx, timer: &'t Timer) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move { Err(Error::internal(format!("a timer of unknown kind {}", timer.kind))) })
    }

    fn missed<'t>(&'t self, tx: &'t mut Tx, deadline: &'t Deadline) -> BoxFuture<'t, Result<()>> {
        Box::pin(record_missed_service::on_missed_deadline(tx, deadline))
    }
}
