//! Which events move a ticket, and how.

use aftersales_kit::{Result, id::TicketId, outbox::Event, time::Timestamp};
use aftersales_proto::{
    callback::v1::{CallbackEvent, CallbackOutcome, callback_event::Event as Callback},
    dispatch::v1::{
        AnswerTopic, DispatchEvent, VisitOutcome, WorkOrderCancelReason, WorkOrderFacts, WorkOrderState,
        dispatch_event::Event as Dispatch,
    },
    reception::v1::{ReceptionEvent, reception_event::Event as Reception},
};
use prost::Name;
use uuid::Uuid;

use crate::{
    app::{
        follow_work::{News, Step},
        tell_customer::ToTell,
    },
    domain::{
        contact_task::ANSWER,
        ticket::{CancelReason, TicketState, WorkOrderRef},
    },
    events::{facts::read, stored_name},
};

/// What a visit left to be told: what follows when it ended without a repair (HOT-28), the answer to a demand (DSP-63).
///
/// # Errors
/// `Internal` for a payload that is not of its type.
pub(super) fn to_tell(event: &Event, ticket_id: TicketId) -> Result<Vec<ToTell>> {
    if event.payload_type != DispatchEvent::full_name() {
        return Ok(Vec::new());
    }
    let Some(Dispatch::VisitCompleted(it)) = read::<DispatchEvent>(&event.payload)?.event else {
        return Ok(Vec::new());
    };
    let order = it.order.as_ref();
    let follows = ToTell {
        ticket_id,
        at: instant(event, it.completed_at.as_ref()),
        plan: stored_name(it.plan().as_str_name(), "NOT_REPAIRED_PLAN_").to_owned(),
        topic: String::new(),
        work_order_no: order.map(|order| order.work_order_no.clone()).unwrap_or_default(),
        by: None,
    };
    let answer = ToTell {
        plan: ANSWER.to_owned(),
        topic: stored_name(it.answer_topic().as_str_name(), "ANSWER_TOPIC_").to_owned(),
        by: it.answer_by.as_ref().and_then(Timestamp::from_proto),
        ..follows.clone()
    };
    let follows = (it.outcome() == VisitOutcome::NotRepaired).then_some(follows);
    let answer = (it.answer_topic() != AnswerTopic::Unspecified).then_some(answer);
    Ok(follows.into_iter().chain(answer).collect())
}

/// What an event means for its ticket; none when it only belongs on the timeline.
///
/// # Errors
/// `Internal` for a payload that is not of its type.
pub(super) fn of(event: &Event, ticket_id: TicketId) -> Result<Option<News>> {
    let (order, step) = if event.payload_type == DispatchEvent::full_name() {
        match read::<DispatchEvent>(&event.payload)?.event {
            Some(fact) => of_dispatch(event, fact),
            None => (None, None),
        }
    } else if event.payload_type == CallbackEvent::full_name() {
        (None, read::<CallbackEvent>(&event.payload)?.event.and_then(of_callback))
    } else if event.payload_type == ReceptionEvent::full_name() {
        let arrived = matches!(
            read::<ReceptionEvent>(&event.payload)?.event,
            Some(Reception::CustomerArrived(_))
        );
        (None, arrived.then_some(Step::Arrived))
    } else {
        (None, None)
    };
    let work_order = order.as_ref().and_then(work_order);
    Ok(step.map(|step| News {
        ticket_id,
        work_order,
        step,
        cause: event.kind.clone(),
    }))
}

fn work_order(order: &WorkOrderFacts) -> Option<WorkOrderRef> {
    let id = Uuid::try_parse(&order.work_order_id).ok()?;
    Some(WorkOrderRef {
        id,
        no: order.work_order_no.clone(),
    })
}

fn instant(event: &Event, at: Option<&prost_types::Timestamp>) -> Timestamp {
    at.and_then(Timestamp::from_proto).unwrap_or(event.occurred_at)
}

fn of_dispatch(event: &Event, fact: Dispatch) -> (Option<WorkOrderFacts>, Option<Step>) {
    match fact {
        Dispatch::WorkOrderCreated(it) => (it.order, Some(Step::OrderCreated)),
        Dispatch::WorkOrderReceived(it) => {
            let at = instant(event, it.received_at.as_ref());
            (it.order, Some(Step::Received { at }))
        }
        Dispatch::WorkOrderConfirmed(it) => {
            let at = instant(event, it.confirmed_at.as_ref());
            (
                it.order,
                Some(Step::Confirmed {
                    by: it.confirmed_by,
                    at,
                    voucher_signed: it.voucher_signed,
                }),
            )
        }
        Dispatch::WorkOrderCancelled(it) => {
            let step = cancelled(it.reason()).map(Step::Cancelled);
            (it.order, step)
        }
        Dispatch::WorkOrderClosed(it) => (it.order, Some(Step::WorkClosed)),
        Dispatch::TechnicianAssigned(it) => {
            let at = instant(event, it.assigned_at.as_ref());
            let step = it.order.as_ref().map(|order| Step::Assigned {
                technician: order.technician_id.clone(),
                at,
                state: work_state(order.state()),
            });
            (it.order, step)
        }
        other => {
            let order = moved(other);
            let step = order
                .as_ref()
                .and_then(|order| work_state(order.state()))
                .map(Step::Work);
            (order, step)
        }
    }
}

/// The order of an event that moves it to the state that its facts name.
fn moved(fact: Dispatch) -> Option<WorkOrderFacts> {
    match fact {
        Dispatch::CustomerContacted(it) => it.order,
        Dispatch::VisitPromised(it) => it.order,
        Dispatch::WorkOrderReady(it) => it.order,
        Dispatch::WorkOrderPartsWaiting(it) => it.order,
        Dispatch::TechnicianDeparted(it) => it.order,
        Dispatch::TechnicianArrived(it) => it.order,
        Dispatch::VisitCompleted(it) => it.order,
        Dispatch::CompletionReported(it) => it.order,
        Dispatch::WorkOrderPartsSettled(it) => it.order,
        Dispatch::WorkOrderReturned(it) => it.order,
        Dispatch::WorkOrderReopened(it) => it.order,
        Dispatch::GoodsDelivered(it) => it.take_back.and_then(|goods| goods.order),
        _ => None,
    }
}

/// The state of a ticket whose order is in that state. Orders end by events of their own.
const fn work_state(state: WorkOrderState) -> Option<TicketState> {
    Some(match state {
        WorkOrderState::Queued => TicketState::HandedOver,
        WorkOrderState::Received
        | WorkOrderState::ContactedByCoordinator
        | WorkOrderState::Assigned
        | WorkOrderState::Contacted => TicketState::Received,
        WorkOrderState::Promised | WorkOrderState::Ready => TicketState::Promised,
        WorkOrderState::PartsPending
        | WorkOrderState::PartsOnOrder
        | WorkOrderState::EnRoute
        | WorkOrderState::OnSite => TicketState::InService,
        WorkOrderState::WaitingCustomer | WorkOrderState::WaitingSolution => TicketState::Waiting,
        WorkOrderState::DoneOnsite | WorkOrderState::Reported | WorkOrderState::PartsSettled => TicketState::Served,
        WorkOrderState::UnreachableReturned => TicketState::Returned,
        WorkOrderState::Unspecified
        | WorkOrderState::Confirmed
        | WorkOrderState::Closed
        | WorkOrderState::Cancelled => return None,
    })
}

/// Why the ticket ends with its order; none when the order only followed the ticket.
const fn cancelled(reason: WorkOrderCancelReason) -> Option<CancelReason> {
    match reason {
        WorkOrderCancelReason::CustomerWithdrew => Some(CancelReason::CustomerWithdrew),
        WorkOrderCancelReason::Duplicate => Some(CancelReason::Duplicate),
        WorkOrderCancelReason::TicketCancelled | WorkOrderCancelReason::Unspecified => None,
    }
}

fn of_callback(fact: Callback) -> Option<Step> {
    let Callback::CallbackClosed(it) = fact else {
        return None;
    };
    match it.outcome() {
        CallbackOutcome::Satisfied => Some(Step::CallbackClosed { satisfied: true }),
        CallbackOutcome::FollowedUp | CallbackOutcome::Notified | CallbackOutcome::Excluded => {
            Some(Step::CallbackClosed { satisfied: false })
        }
        CallbackOutcome::Reissued | CallbackOutcome::Revisit | CallbackOutcome::Unspecified => None,
    }
}
