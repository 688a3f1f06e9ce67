//! What the intake desk tells: quotes, carry-over, contact tasks, confirmed profiles.

use aftersales_kit::{
    id::{BranchId, CustomerId, TicketId},
    outbox::NewEvent,
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::{
    common::v1::Money,
    hotline::v1::{
        ContactTaskClosed, ContactTaskDone, ContactTaskOpened, ProfileConfirmed, QuoteAnswered, RegisterReconciled,
        RequestCarriedOver, hotline_event::Event,
    },
};

use super::{event, instant, names::proto_value};
use crate::domain::{contact_task::ContactTask, quote::Quote, record::Undispatched};

/// The total of a quote.
pub fn total(quote: &Quote) -> Option<Money> {
    let priced = &quote.priced;
    (!priced.currency.is_empty()).then(|| Money {
        currency_code: priced.currency.clone(),
        minor_units: priced.total,
    })
}

/// A customer answered a quote (HOT-13).
pub fn quote_answered(ticket: TicketId, branch: &BranchId, quote: &Quote) -> NewEvent {
    let fact = QuoteAnswered {
        ticket_id: ticket.to_string(),
        branch_id: branch.to_string(),
        quote_version: quote.version,
        total: total(quote),
        accepted: quote.accepted,
        quoted_by: quote.taken_by.clone(),
        answered_at: instant(quote.quoted_at),
        valid_until: quote.valid_until.and_then(instant),
    };
    event(ticket, branch, "QuoteAnswered", Event::QuoteAnswered(fact))
}

/// A request was not dispatched on its day (DSP-36).
pub fn request_carried_over(request: &Undispatched, day: BusinessDate, to: BusinessDate, at: Timestamp) -> NewEvent {
    let fact = RequestCarriedOver {
        ticket_id: request.ticket_id.to_string(),
        branch_id: request.branch_id.to_string(),
        register_no: request.register_no.clone(),
        day: day.to_string(),
        carried_to: to.to_string(),
        times: i32::try_from(request.times + 1).unwrap_or(i32::MAX),
        carried_at: instant(at),
    };
    event(
        request.ticket_id,
        &request.branch_id,
        "RequestCarriedOver",
        Event::RequestCarriedOver(fact),
    )
}

/// The register of a branch was reconciled at closing (DSP-36).
pub fn register_reconciled(
    branch: &BranchId,
    day: BusinessDate,
    requested: i64,
    carried_over: i64,
    at: Timestamp,
) -> NewEvent {
    let fact = RegisterReconciled {
        branch_id: branch.to_string(),
        day: day.to_string(),
        requested,
        carried_over,
        reconciled_at: instant(at),
    };
    event(branch, branch, "RegisterReconciled", Event::RegisterReconciled(fact))
}

/// A customer is to be told what becomes of the machine (HOT-28).
pub fn contact_task_opened(task: &ContactTask) -> NewEvent {
    let fact = ContactTaskOpened {
        task_id: task.id.to_string(),
        ticket_id: task.ticket_id.to_string(),
        branch_id: task.branch_id.to_string(),
        due_at: instant(task.due_at),
        plan: task.plan.clone(),
        topic: task.topic.clone(),
    };
    let told = Event::ContactTaskOpened(fact);
    event(task.ticket_id, &task.branch_id, "ContactTaskOpened", told)
}

/// The customer was told (HOT-28).
pub fn contact_task_done(task: &ContactTask) -> NewEvent {
    let fact = ContactTaskDone {
        task_id: task.id.to_string(),
        ticket_id: task.ticket_id.to_string(),
        branch_id: task.branch_id.to_string(),
        done_by: task.done_by.clone(),
        done_at: task.done_at.and_then(instant),
        in_time: task.done_at.is_some_and(|at| at <= task.due_at),
    };
    let told = Event::ContactTaskDone(fact);
    event(task.ticket_id, &task.branch_id, "ContactTaskDone", told)
}

/// A task ended with its ticket (HOT-28).
pub fn contact_task_closed(task: &ContactTask) -> NewEvent {
    let (reason, at) = task.closed.unzip();
    let fact = ContactTaskClosed {
        task_id: task.id.to_string(),
        ticket_id: task.ticket_id.to_string(),
        branch_id: task.branch_id.to_string(),
        reason: reason.map_or(0, |reason| {
            proto_value!(ContactTaskCloseReason, "CONTACT_TASK_CLOSE_REASON_", reason)
        }),
        closed_at: at.and_then(instant),
    };
    let told = Event::ContactTaskClosed(fact);
    event(task.ticket_id, &task.branch_id, "ContactTaskClosed", told)
}

/// A customer's data were confirmed (HOT-32).
pub fn profile_confirmed(customer: CustomerId, branch: &BranchId, by: &str, at: Timestamp) -> NewEvent {
    let fact = ProfileConfirmed {
        customer_id: customer.to_string(),
        branch_id: branch.to_string(),
        confirmed_by: by.to_owned(),
        confirmed_at: instant(at),
    };
    event(customer, branch, "ProfileConfirmed", Event::ProfileConfirmed(fact))
}
