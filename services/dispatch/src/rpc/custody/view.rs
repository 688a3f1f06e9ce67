//! A take-back as the contract shows it, without personal data.

use aftersales_kit::{
    etag,
    rpc::Call,
    time::{DAY, Timestamp},
};
use aftersales_proto::{common::v1::Signature, dispatch::v1 as proto};

use crate::{
    domain::{Actor, Card, Done, Escalation, EscalationCause, ReplacedPart, SignatureMethod, TakeBack},
    rpc::{actor, shared::offered},
    store::custody_movements::Movement,
    wire::{Wire, number},
};

/// Full name of the service in the contract.
const SERVICE: &str = "aftersales.dispatch.v1.CustodyService";

/// How one caller sees goods in custody.
#[derive(Clone)]
pub struct View {
    call: Call,
    actor: Actor,
}

fn at(done: &Done) -> Option<prost_types::Timestamp> {
    done.as_ref().map(|(at, _)| at.to_proto())
}

fn by(done: &Done) -> String {
    done.as_ref().map(|(_, by)| by.clone()).unwrap_or_default()
}

fn time(at: Option<Timestamp>) -> Option<prost_types::Timestamp> {
    at.map(Timestamp::to_proto)
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn small(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl View {
    /// For who calls.
    pub fn of(call: &Call) -> Self {
        Self {
            call: call.clone(),
            actor: actor(&call.caller),
        }
    }

    /// The take-back, with what the caller can do to it.
    pub fn take_back(&self, it: &TakeBack, now: Timestamp) -> proto::TakeBack {
        let possible = it.possible(&self.actor);
        let names: Vec<&str> = possible.iter().map(|action| action.as_str()).collect();
        let ended = possible.is_empty().then(|| it.refuse_state());
        let (available_actions, readonly_reason) = offered(&self.call, SERVICE, &names, ended.as_ref());
        let kept = it.unavailable(&self.actor);
        let kept = kept.into_iter().map(|(action, refusal)| (action.as_str(), refusal));
        proto::TakeBack {
            available_actions,
            readonly_reason,
            unavailable_actions: self.call.unavailable_actions(SERVICE, kept),
            ..shown(it, now)
        }
    }
}

fn shown(it: &TakeBack, now: Timestamp) -> proto::TakeBack {
    let end = it.delivered.as_ref().map_or(now, |(at, _)| *at);
    proto::TakeBack {
        id: it.id.to_string(),
        branch_id: it.branch_id.to_string(),
        work_order_id: it.work_order_id.to_string(),
        ticket_id: it.ticket_id.to_string(),
        customer_id: it.customer_id.to_string(),
        asset_id: it.asset_id.to_string(),
        state: it.state.to_wire().into(),
        service_class: it.service_class.to_wire().into(),
        receipt_no: it.receipt_no.clone(),
        receipt_voided: !it.receipt_open(),
        receipt_voided_at: at(&it.delivered),
        lost_receipt_statement: it.lost_receipt.clone(),
        goods: it.goods.name.clone(),
        serial_number: it.goods.serial_number.clone(),
        accessories: it.goods.accessories.clone(),
        condition: it.goods.condition.clone(),
        taken_at: Some(it.taken.0.to_proto()),
        taken_by: it.taken.1.clone(),
        promised_return: it.goods.promised_return.to_string(),
        receipt_signature: Some(signature(it.receipt_signed)),
        late: is_late(it, now),
        days_open: small(end.since(it.taken.0) / DAY),
        escalations: it.escalations.iter().map(escalation).collect(),
        etag: etag::of(it.version),
        ..on_card(it.card.as_ref(), way_back(it))
    }
}

fn is_late(it: &TakeBack, now: Timestamp) -> bool {
    let done = it.finished.as_ref().map_or(now, |(at, _)| *at);
    let passed = it.card.as_ref().is_some_and(|card| done > card.planned_finish);
    passed
        || it
            .escalations
            .iter()
            .any(|escalation| escalation.cause == EscalationCause::Overdue)
}

fn way_back(it: &TakeBack) -> proto::TakeBack {
    proto::TakeBack {
        finished_at: at(&it.finished),
        finished_by: by(&it.finished),
        unrepaired_reason: number(it.unrepaired.as_ref().map(|(reason, _)| *reason)),
        unrepaired_note: it.unrepaired.as_ref().map(|(_, note)| note.clone()).unwrap_or_default(),
        inspected_at: at(&it.inspected),
        inspected_by: by(&it.inspected),
        inspection_note: it.inspection_note.clone(),
        return_date: text(it.return_date),
        delivered_at: at(&it.delivered),
        delivered_by: by(&it.delivered),
        delivery_signature: it.delivery_signed.map(signature),
        invoice_due_at: time(it.invoice_due_at),
        invoice_requested_at: at(&it.invoice_requested),
        invoice_requested_by: by(&it.invoice_requested),
        invoice_late: it.invoice_late,
        archived_at: at(&it.archived),
        archive_reference: it.archive_reference.clone(),
        ..proto::TakeBack::default()
    }
}

fn on_card(card: Option<&Card>, rest: proto::TakeBack) -> proto::TakeBack {
    let Some(card) = card else { return rest };
    proto::TakeBack {
        registered_at: Some(card.registered.0.to_proto()),
        registered_by: card.registered.1.clone(),
        location: card.location.clone(),
        card_no: card.number.clone(),
        fault: card.fault.clone(),
        technician_id: card.technician_id.to_string(),
        planned_finish: Some(card.planned_finish.to_proto()),
        repair_minutes: small(card.repair_minutes),
        replaced_parts: card.parts.iter().map(replaced).collect(),
        no_parts_replaced: card.no_parts,
        ..rest
    }
}

fn signature((at, method): (Timestamp, SignatureMethod)) -> Signature {
    Signature {
        signed_by: String::new(),
        signed_at: Some(at.to_proto()),
        method: method.to_wire().into(),
    }
}

fn replaced(part: &ReplacedPart) -> proto::ReplacedPart {
    proto::ReplacedPart {
        part_no: part.part_no.clone(),
        quantity: part.quantity,
        serial_number: part.serial_number.clone(),
    }
}

fn escalation(it: &Escalation) -> proto::CustodyEscalation {
    proto::CustodyEscalation {
        id: it.id.to_string(),
        cause: it.cause.to_wire().into(),
        planned_finish: Some(it.planned_finish.to_proto()),
        predicted_finish: time(it.predicted_finish),
        reason: it.reason.clone(),
        raised_at: Some(it.raised_at.to_proto()),
        raised_by: it.raised_by.clone(),
        action: it.action.clone(),
        new_planned_finish: time(it.new_planned_finish),
        acted_at: at(&it.acted),
        acted_by: by(&it.acted),
    }
}

/// The card as it is printed; the barcode is its number (DSP-41).
pub fn printed(it: &TakeBack, card: &Card, work_order_no: String) -> proto::RepairCard {
    proto::RepairCard {
        card_no: card.number.clone(),
        barcode: card.number.clone(),
        receipt_no: it.receipt_no.clone(),
        work_order_no,
        goods: it.goods.name.clone(),
        serial_number: it.goods.serial_number.clone(),
        accessories: it.goods.accessories.clone(),
        customer_name: String::new(),
        fault: card.fault.clone(),
        technician_id: card.technician_id.to_string(),
        planned_finish: Some(card.planned_finish.to_proto()),
        location: card.location.clone(),
        repair_minutes: small(card.repair_minutes),
        replaced_parts: card.parts.iter().map(replaced).collect(),
        inspected_by: by(&it.inspected),
        inspected_at: at(&it.inspected),
    }
}

/// A row of the register.
pub fn row(it: &Movement) -> proto::CustodyRegisterRow {
    proto::CustodyRegisterRow {
        direction: it.direction.to_wire().into(),
        at: Some(it.at.to_proto()),
        by: it.by.clone(),
        take_back_id: it.take_back_id.to_string(),
        goods: it.goods.clone(),
        customer_id: it.customer_id.to_string(),
        receipt_no: it.receipt_no.clone(),
        card_no: text(it.card_no.as_ref()),
        location: text(it.location.as_ref()),
        inspected_by: text(it.inspected_by.as_ref()),
        return_date: text(it.return_date),
        recipient_signed: it.delivery_signed_at.is_some(),
    }
}
