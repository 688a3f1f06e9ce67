//! What happens when a time is over.

use aftersales_kit::{
    Result,
    db::Tx,
    refdata::RefData,
    sla::Deadline,
    timers::{Jobs, Timer},
};
use futures::future::BoxFuture;

use crate::app::{make_rounds, record_missed_service};

/// The due times of dispatch: deadlines, and the rounds of each working day.
pub struct Dues {
    refs: RefData,
}

impl Dues {
    /// With what is known of the branches.
    pub const fn new(refs: RefData) -> Self {
        Self { refs }
    }
}

impl Jobs for Dues {
    fn fire<'t>(&'t self, tx: &'t mut Tx, timer: &'t Timer) -> BoxFuture<'t, Result<()>> {
        Box::pin(make_rounds::run(tx, &self.refs, timer))
    }

    fn missed<'t>(&'t self, tx: &'t mut Tx, deadline: &'t Deadline) -> BoxFuture<'t, Result<()>> {
        Box::pin(record_missed_service::on_missed_deadline(tx, deadline))
    }
}
