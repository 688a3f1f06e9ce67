//! What happens when a time is over.

use aftersales_kit::{
    Result,
    db::Tx,
    refdata::RefData,
    service::{Env, Kit},
    sla::Deadline,
    timers::{Jobs, Timer},
};
use futures::future::BoxFuture;

use crate::app::{
    custody::{deliver_goods::INVOICE, escalate_repair, register_goods_in::FINISH_TIMER, request_invoice},
    make_rounds,
    plan::{DUE_TIMER, fall_due},
    record_missed_service,
};
use crate::personal::Copies;

/// The due times of dispatch: deadlines, planned finishes of goods in custody, plans of maintenance and revisits, and
/// the rounds of each working day.
pub struct Dues {
    refs: RefData,
    copies: Copies,
}

impl Dues {
    /// On a service's hold on the kit.
    pub fn new(kit: &Kit, env: &Env) -> Self {
        Self {
            refs: kit.refdata().clone(),
            copies: Copies::new(env.sealer.clone()),
        }
    }
}

impl Jobs for Dues {
    fn fire<'t>(&'t self, tx: &'t mut Tx, timer: &'t Timer) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            match timer.kind.as_str() {
                FINISH_TIMER => escalate_repair::overdue(tx, timer).await,
                DUE_TIMER => fall_due::run(tx, &self.refs, &self.copies, timer).await,
                _ => make_rounds::run(tx, &self.refs, timer).await,
            }
        })
    }

    fn missed<'t>(&'t self, tx: &'t mut Tx, deadline: &'t Deadline) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            match deadline.kind.as_str() {
                INVOICE => request_invoice::overdue(tx, deadline).await,
                _ => record_missed_service::on_missed_deadline(tx, deadline).await,
            }
        })
    }
}
