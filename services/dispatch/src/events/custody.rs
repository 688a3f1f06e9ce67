//! Events of goods in custody (F-6). They carry the numbers of receipt and card, never what is on them.

use aftersales_kit::{outbox::NewEvent, time::Timestamp};
use aftersales_proto::dispatch::v1::{self as proto, TakeBackFacts, dispatch_event::Event};

use super::{event, facts, maybe, time};
use crate::{
    domain::{Done, Escalation, TakeBack, Unrepaired, WorkOrder},
    wire::Wire,
};

fn take_back(order: &WorkOrder, it: &TakeBack) -> Option<TakeBackFacts> {
    Some(TakeBackFacts {
        order: facts(order),
        take_back_id: it.id.to_string(),
        receipt_no: it.receipt_no.clone(),
        card_no: it.card.as_ref().map(|card| card.number.clone()).unwrap_or_default(),
        state: it.state.to_wire().into(),
    })
}

fn by(done: &Done) -> String {
    done.as_ref().map(|(_, by)| by.clone()).unwrap_or_default()
}

fn at(done: &Done) -> Option<prost_types::Timestamp> {
    maybe(done.as_ref().map(|(at, _)| *at))
}

/// Goods were taken back against a receipt (DSP-39).
pub fn goods_taken_back(order: &WorkOrder, it: &TakeBack) -> NewEvent {
    let fact = proto::GoodsTakenBack {
        take_back: take_back(order, it),
        taken_by: it.taken.1.clone(),
        taken_at: time(it.taken.0),
        promised_return: it.goods.promised_return.to_string(),
    };
    event(order, "GoodsTakenBack", Event::GoodsTakenBack(fact))
}

/// Goods were entered in the register, with a card (DSP-40).
pub fn goods_registered_in(order: &WorkOrder, it: &TakeBack) -> NewEvent {
    let card = it.card.as_ref();
    let fact = proto::GoodsRegisteredIn {
        take_back: take_back(order, it),
        registered_by: card.map(|card| card.registered.1.clone()).unwrap_or_default(),
        registered_at: maybe(card.map(|card| card.registered.0)),
        technician_id: card.map(|card| card.technician_id.to_string()).unwrap_or_default(),
        planned_finish: maybe(card.map(|card| card.planned_finish)),
    };
    event(order, "GoodsRegisteredIn", Event::GoodsRegisteredIn(fact))
}

/// The department manager is asked for help (DSP-43).
pub fn custody_escalated(order: &WorkOrder, it: &TakeBack, escalation: &Escalation) -> NewEvent {
    let fact = proto::CustodyEscalated {
        take_back: take_back(order, it),
        escalation_id: escalation.id.to_string(),
        cause: escalation.cause.to_wire().into(),
        planned_finish: time(escalation.planned_finish),
        predicted_finish: maybe(escalation.predicted_finish),
        raised_at: time(escalation.raised_at),
        raised_by: escalation.raised_by.clone(),
    };
    event(order, "CustodyEscalated", Event::CustodyEscalated(fact))
}

/// The manager said what he does (DSP-43).
pub fn custody_action_recorded(order: &WorkOrder, it: &TakeBack, escalation: &Escalation) -> NewEvent {
    let fact = proto::CustodyActionRecorded {
        take_back: take_back(order, it),
        escalation_id: escalation.id.to_string(),
        acted_by: by(&escalation.acted),
        acted_at: at(&escalation.acted),
        new_planned_finish: maybe(escalation.new_planned_finish),
    };
    event(order, "CustodyActionRecorded", Event::CustodyActionRecorded(fact))
}

/// The repair is done (DSP-41).
pub fn custody_repair_finished(order: &WorkOrder, it: &TakeBack) -> NewEvent {
    let card = it.card.as_ref();
    let pieces = card.map_or(0, |card| card.parts.iter().map(|part| part.quantity).sum());
    let minutes = card.map_or(0, |card| card.repair_minutes);
    let fact = proto::CustodyRepairFinished {
        take_back: take_back(order, it),
        finished_by: by(&it.finished),
        finished_at: at(&it.finished),
        repair_minutes: i32::try_from(minutes).unwrap_or(i32::MAX),
        replaced_parts: pieces,
    };
    event(order, "CustodyRepairFinished", Event::CustodyRepairFinished(fact))
}

/// There is no repair; the goods go back as they are (F-6).
pub fn custody_repair_given_up(order: &WorkOrder, it: &TakeBack, reason: Unrepaired) -> NewEvent {
    let fact = proto::CustodyRepairGivenUp {
        take_back: take_back(order, it),
        given_up_by: by(&it.finished),
        given_up_at: at(&it.finished),
        reason: reason.to_wire().into(),
    };
    event(order, "CustodyRepairGivenUp", Event::CustodyRepairGivenUp(fact))
}

/// The manager inspected the goods (DSP-42).
pub fn goods_inspected(order: &WorkOrder, it: &TakeBack, by: &str, at: Timestamp, passed: bool) -> NewEvent {
    let fact = proto::GoodsInspected {
        take_back: take_back(order, it),
        inspected_by: by.to_owned(),
        inspected_at: time(at),
        passed,
    };
    event(order, "GoodsInspected", Event::GoodsInspected(fact))
}

/// The return date stands (DSP-42).
pub fn goods_return_dated(order: &WorkOrder, it: &TakeBack, by: &str) -> NewEvent {
    let fact = proto::GoodsReturnDated {
        take_back: take_back(order, it),
        set_by: by.to_owned(),
        return_date: it.return_date.map(|date| date.to_string()).unwrap_or_default(),
    };
    event(order, "GoodsReturnDated", Event::GoodsReturnDated(fact))
}

/// The goods are with the customer again (DSP-42).
pub fn goods_delivered(order: &WorkOrder, it: &TakeBack) -> NewEvent {
    let fact = proto::GoodsDelivered {
        take_back: take_back(order, it),
        delivered_by: by(&it.delivered),
        delivered_at: at(&it.delivered),
        receipt_lost: !it.lost_receipt.is_empty(),
        invoice_due_at: maybe(it.invoice_due_at),
        unrepaired: it.unrepaired.is_some(),
    };
    event(order, "GoodsDelivered", Event::GoodsDelivered(fact))
}

/// The voucher is archived (DSP-42).
pub fn custody_voucher_archived(order: &WorkOrder, it: &TakeBack, by: &str, at: Timestamp) -> NewEvent {
    let fact = proto::CustodyVoucherArchived {
        take_back: take_back(order, it),
        archived_by: by.to_owned(),
        archived_at: time(at),
    };
    event(order, "CustodyVoucherArchived", Event::CustodyVoucherArchived(fact))
}

/// The invoice was requested (BIL-16, BIL-46).
pub fn custody_invoice_requested(
    order: &WorkOrder,
    it: &TakeBack,
    by: &str,
    at: Timestamp,
    same_day: bool,
) -> NewEvent {
    let fact = proto::CustodyInvoiceRequested {
        take_back: take_back(order, it),
        requested_by: by.to_owned(),
        requested_at: time(at),
        same_day,
        voucher_no: order.request.voucher_no.clone(),
    };
    event(order, "CustodyInvoiceRequested", Event::CustodyInvoiceRequested(fact))
}

/// The invoice was not requested on the day of the delivery (BIL-16).
pub fn custody_invoice_overdue(order: &WorkOrder, it: &TakeBack, due_at: Timestamp) -> NewEvent {
    let fact = proto::CustodyInvoiceOverdue {
        take_back: take_back(order, it),
        due_at: time(due_at),
    };
    event(order, "CustodyInvoiceOverdue", Event::CustodyInvoiceOverdue(fact))
}
