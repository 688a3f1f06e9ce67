//! A visit ends (DSP-07, DSP-08, DSP-33, DSP-37).

use aftersales_kit::{Result, db::Tx, policy::catalogue::CALLBACK_ABSENT_PAUSE, refdata::BranchBook, time::Timestamp};

use super::{By, Target, deadlines, open, told};
use crate::{
    domain::{AnswerLater, Ended, Outcome, Payment, State, VisitResult, WorkOrder},
    events,
    store::{personal_copies, visit_payments, visits, work_orders},
};

/// What came of a visit, with the name of who signed, sealed.
pub struct Completion {
    /// When it ended; now if not said.
    pub at: Option<Timestamp>,
    /// What came of it.
    pub result: VisitResult,
    /// How it was paid.
    pub payment: Payment,
    /// What is answered later.
    pub demand: Option<AnswerLater>,
    /// The sealed name of who signed.
    pub signed_by: Option<Vec<u8>>,
}

/// Ends the visit; gives the order and until when completion or absence must be reported.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`, and those of [`WorkOrder::complete_visit`].
pub async fn run(
    tx: &mut Tx,
    by: &By,
    target: &Target,
    completion: Completion,
) -> Result<(WorkOrder, Option<Timestamp>)> {
    let mut order = open(tx, by, target).await?;
    let told = told(tx, by, &order, completion.at).await?;
    let Completion {
        result,
        payment,
        demand,
        ..
    } = completion;
    let ended = order.complete_visit(&by.actor, told, result, payment, demand, tx.now())?;
    let book = by.refs.branch_in(tx, &order.branch_id).await?;
    visits::put(tx, order.id, &ended.visit).await?;
    visit_payments::put(tx, order.id, &ended.visit).await?;
    if let Some(name) = completion.signed_by {
        personal_copies::put(tx, order.id, &personal_copies::signature(ended.visit.number), &name).await?;
    }
    work_orders::save(tx, &mut order).await?;
    let report_by = if ended.must_report {
        Some(report_by(&book, &order, &ended)?)
    } else {
        None
    };
    tx.emit(events::completed(&order, &ended, report_by));
    if let Some(collected) = ended.visit.paid.payment.collected.filter(|amount| *amount > 0) {
        tx.emit(events::fee_collected(&order, &ended, collected, &by.actor.code));
    }
    if ended.must_report {
        deadlines::on_visit_ended(tx, &book, &order, ended.at).await?;
    }
    follow(tx, &book, &order, &ended).await?;
    Ok((order, report_by))
}

fn report_by(book: &BranchBook, order: &WorkOrder, ended: &Ended) -> Result<Timestamp> {
    Ok(book.reckon(deadlines::report_policy(order), ended.at)?.due_at)
}

async fn follow(tx: &mut Tx, book: &BranchBook, order: &WorkOrder, ended: &Ended) -> Result<()> {
    if ended.visit.outcome == Some(Outcome::CustomerAbsent) {
        let pause = book.reckon(CALLBACK_ABSENT_PAUSE, ended.at)?;
        if let Some(date) = pause.due_date {
            tx.emit(events::callback_suppressed(order, date));
        }
    }
    if order.state == State::Contacted {
        deadlines::on_next_visit(tx, book, order).await?;
    }
    Ok(())
}
