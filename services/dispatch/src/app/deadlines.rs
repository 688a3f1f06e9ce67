//! The deadlines of flow F-2, each a durable timer with its breach event.

use aftersales_kit::{
    Result,
    db::Tx,
    policy::{
        PolicyKey,
        catalogue::{
            DISPATCH_APPOINTMENT_REPORT, DISPATCH_COMPLETION_REPORT, DISPATCH_CONTACT_LIMIT, DISPATCH_FIRST_CONTACT,
            DISPATCH_REPLY, DISPATCH_SELF_REPORT, DISPATCH_VISIT_SOFT,
        },
    },
    refdata::BranchBook,
    sla::{self, Deadline, NewDeadline},
    time::Timestamp,
};

use super::record_missed_service;
use crate::domain::{Promise, Source, State, WorkOrder};

/// First contact within two hours (DSP-03), or by the time that the customer was promised (HOT-18).
pub const FIRST_CONTACT: &str = "first_contact_2h";
/// Contact within one working day (DSP-20).
pub const CONTACT_LIMIT: &str = "first_contact_1wd";
/// Visit within 24 hours in principle (DSP-21).
pub const VISIT_SOFT: &str = "visit_24h";
/// Visit within the zone's limit (DSP-11).
pub const VISIT_ZONE: &str = "visit_zone";
/// Visit within the promised window.
pub const VISIT_WINDOW: &str = "visit_window";
/// Reply to the call centre within two working days (DSP-26).
pub const REPLY: &str = "reply_2wd";
/// Report of the appointment on the day it is agreed (DSP-22).
pub const APPOINTMENT_REPORT: &str = "appointment_report";
/// Report of completion on its day (DSP-25, DSP-33).
pub const COMPLETION_REPORT: &str = "completion_report";

fn deadline(order: &WorkOrder, kind: &'static str, policy_key: PolicyKey, from: Timestamp) -> NewDeadline {
    NewDeadline {
        kind,
        subject: order.id.uuid(),
        ticket_id: order.request.ticket_id.uuid(),
        policy_key,
        from,
    }
}

async fn restart(tx: &mut Tx, book: &BranchBook, new: NewDeadline) -> Result<Deadline> {
    sla::supersede(tx, new.kind, new.subject, "begins anew").await?;
    sla::start(tx, book, new).await
}

/// Ends a deadline by when its fact happened. A miss that was recorded before the fact was received is taken back, and
/// the missed service with it.
async fn meet(tx: &mut Tx, order: &mut WorkOrder, kind: &str, at: Timestamp) -> Result<Option<Deadline>> {
    let Some((deadline, revoked)) = sla::meet_told(tx, kind, order.id.uuid(), at).await? else {
        return Ok(None);
    };
    if revoked {
        record_missed_service::revoke(tx, order, &deadline.id.to_string(), at).await?;
    }
    Ok(Some(deadline))
}

/// The call centre waits for an answer: not for jobs that a technician received himself, nor for internal work.
fn is_dispatched(order: &WorkOrder) -> bool {
    order.source == Source::CallCentre || order.reissued
}

/// An order entered the queue: contact and visit count from the first request, the reply from the hand-over.
pub async fn on_queued(tx: &mut Tx, book: &BranchBook, order: &WorkOrder) -> Result<()> {
    if !is_dispatched(order) {
        return Ok(());
    }
    contact(tx, book, order).await?;
    let soft = deadline(order, VISIT_SOFT, DISPATCH_VISIT_SOFT, order.visit_from);
    restart(tx, book, soft).await?;
    zone(tx, book, order).await?;
    reply(tx, book, order, order.queued_at).await
}

async fn contact(tx: &mut Tx, book: &BranchBook, order: &WorkOrder) -> Result<()> {
    let first = deadline(order, FIRST_CONTACT, DISPATCH_FIRST_CONTACT, order.visit_from);
    match order.request.promised_contact_by {
        Some(by) if order.visit_from == order.request.first_requested_at => {
            sla::start_agreed(tx, book, first, by).await?;
        }
        _ => {
            restart(tx, book, first).await?;
        }
    }
    let limit = deadline(order, CONTACT_LIMIT, DISPATCH_CONTACT_LIMIT, order.visit_from);
    restart(tx, book, limit).await?;
    Ok(())
}

async fn zone(tx: &mut Tx, book: &BranchBook, order: &WorkOrder) -> Result<()> {
    if let Some(key) = order.request.zone.policy() {
        restart(tx, book, deadline(order, VISIT_ZONE, key, order.visit_from)).await?;
    }
    Ok(())
}

async fn reply(tx: &mut Tx, book: &BranchBook, order: &WorkOrder, from: Timestamp) -> Result<()> {
    restart(tx, book, deadline(order, REPLY, DISPATCH_REPLY, from)).await?;
    Ok(())
}

/// The customer was reached.
pub async fn on_contact(tx: &mut Tx, order: &mut WorkOrder, at: Timestamp) -> Result<()> {
    meet(tx, order, FIRST_CONTACT, at).await?;
    meet(tx, order, CONTACT_LIMIT, at).await?;
    Ok(())
}

/// A visit was agreed: its window is to be kept, a later one takes the place of 24 hours (DSP-21) and, with consent,
/// of the zone's limit (DSP-11); the appointment is to be reported the same day (DSP-22).
pub async fn on_promise(tx: &mut Tx, book: &BranchBook, order: &WorkOrder, promise: &Promise) -> Result<()> {
    let (subject, end) = (order.id.uuid(), promise.window.end);
    if end > book.reckon(DISPATCH_VISIT_SOFT, order.visit_from)?.due_at {
        sla::supersede(tx, VISIT_SOFT, subject, "a later time was agreed").await?;
    }
    if promise.is_beyond() {
        sla::supersede(tx, VISIT_ZONE, subject, "a later time was agreed").await?;
    }
    sla::supersede(tx, VISIT_WINDOW, subject, "promised anew").await?;
    let window = deadline(order, VISIT_WINDOW, DISPATCH_VISIT_SOFT, promise.promised_at);
    sla::start_agreed(tx, book, window, end).await?;
    if !is_dispatched(order) {
        return Ok(());
    }
    let report = deadline(
        order,
        APPOINTMENT_REPORT,
        DISPATCH_APPOINTMENT_REPORT,
        promise.promised_at,
    );
    restart(tx, book, report).await?;
    Ok(())
}

/// The appointment was reported; the report is also the reply. Gives the report's deadline and the reply's, as they
/// ended.
pub async fn on_appointment_reported(
    tx: &mut Tx,
    order: &mut WorkOrder,
    at: Timestamp,
) -> Result<(Option<Deadline>, Option<Deadline>)> {
    let report = meet(tx, order, APPOINTMENT_REPORT, at).await?;
    Ok((report, replied(tx, order, at).await?))
}

/// The call centre has an answer (DSP-26).
pub async fn replied(tx: &mut Tx, order: &mut WorkOrder, at: Timestamp) -> Result<Option<Deadline>> {
    meet(tx, order, REPLY, at).await
}

/// The technician is on site.
pub async fn on_arrival(tx: &mut Tx, order: &mut WorkOrder, at: Timestamp) -> Result<()> {
    for kind in [VISIT_SOFT, VISIT_ZONE, VISIT_WINDOW] {
        meet(tx, order, kind, at).await?;
    }
    Ok(())
}

/// Until when the end of a visit is reported (DSP-25, DSP-34).
pub fn report_policy(order: &WorkOrder) -> PolicyKey {
    match order.source {
        Source::SelfReceived => DISPATCH_SELF_REPORT,
        Source::CallCentre | Source::Internal => DISPATCH_COMPLETION_REPORT,
    }
}

/// A visit ended and is to be reported; gives until when.
pub async fn on_visit_ended(tx: &mut Tx, book: &BranchBook, order: &WorkOrder, at: Timestamp) -> Result<Timestamp> {
    let report = deadline(order, COMPLETION_REPORT, report_policy(order), at);
    Ok(restart(tx, book, report).await?.due_at)
}

/// The end of a visit was reported. Gives the report's deadline as it ended.
pub async fn on_reported(tx: &mut Tx, order: &mut WorkOrder, at: Timestamp) -> Result<Option<Deadline>> {
    meet(tx, order, COMPLETION_REPORT, at).await
}

/// Another visit is to be arranged.
pub async fn on_next_visit(tx: &mut Tx, book: &BranchBook, order: &WorkOrder) -> Result<()> {
    zone(tx, book, order).await
}

/// The order goes on after it was returned or was waiting: it is to be answered again, and visited. Who calls is known
/// to have been absent, so that need not be reported any more (DSP-33).
pub async fn on_reopened(tx: &mut Tx, book: &BranchBook, order: &WorkOrder) -> Result<()> {
    sla::supersede(tx, COMPLETION_REPORT, order.id.uuid(), "the order goes on").await?;
    if order.state == State::Received && is_dispatched(order) {
        contact(tx, book, order).await?;
    }
    zone(tx, book, order).await?;
    if is_dispatched(order) {
        reply(tx, book, order, order.visit_from).await?;
    }
    Ok(())
}

/// Nothing of the order is wanted any more.
pub async fn on_ended(tx: &mut Tx, order: &WorkOrder, why: &str) -> Result<()> {
    sla::cancel_all(tx, order.id.uuid(), why).await?;
    Ok(())
}
