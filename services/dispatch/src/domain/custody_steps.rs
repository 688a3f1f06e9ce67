//! The steps of a take-back, one after the other (DSP-40 to DSP-43, BIL-16).

use aftersales_kit::{
    Refusal, id,
    id::StaffId,
    time::{BusinessDate, Timestamp},
};

use super::{
    Actor, Card, CustodyState, Escalation, EscalationCause, ReplacedPart, SignatureMethod, TakeBack, Unrepaired,
    WorkOrder,
    contact::checked,
    custody::not_past,
    custody_reasons::{
        CARD_INCOMPLETE, ESCALATION_OPEN, ESCALATION_UNANSWERED, INSPECTION_BY_REPAIRER, INSPECTION_NOTE_MISSING,
        INVOICE_ALREADY_REQUESTED, NO_OPEN_ESCALATION, NOT_CHARGED, PLANNED_FINISH_PAST, PREDICTION_NOT_LATE,
        RECEIPT_NOT_RETURNED,
    },
    reasons::SIGNATURE_MISSING,
    state::State,
    words::Plan,
};

/// What the clerk writes when the goods come in.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Where they stand.
    pub location: String,
    /// Fault.
    pub fault: String,
    /// Who repairs.
    pub technician_id: StaffId,
    /// Planned finish.
    pub planned_finish: Timestamp,
}

/// What the technician writes on the card.
#[derive(Debug, Clone)]
pub struct Finish {
    /// Actual repair time in minutes.
    pub minutes: i64,
    /// Replaced parts.
    pub parts: Vec<ReplacedPart>,
    /// No part was replaced.
    pub no_parts: bool,
}

/// How goods were handed to the customer.
#[derive(Debug, Clone)]
pub struct Handing {
    /// When and how the voucher was signed.
    pub signed: Option<(Timestamp, SignatureMethod)>,
    /// The receipt came back.
    pub receipt_returned: bool,
    /// Statement of its loss.
    pub lost_receipt: String,
}

impl TakeBack {
    /// RECEIPTED to IN_REPAIR with the card (DSP-40); its number is given by the caller.
    ///
    /// # Errors
    /// `CUSTODY_STATE`, `PLANNED_FINISH_PAST`.
    pub fn register(
        &mut self,
        actor: &Actor,
        told: Registration,
        number: String,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.expect(CustodyState::Receipted)?;
        ahead("planned_finish", told.planned_finish, now)?;
        self.card = Some(Card {
            number,
            location: told.location,
            fault: told.fault,
            technician_id: told.technician_id,
            planned_finish: told.planned_finish,
            registered: (now, actor.code.clone()),
            repair_minutes: 0,
            parts: Vec::new(),
            no_parts: false,
        });
        self.state = CustodyState::InRepair;
        Ok(())
    }

    /// The planned finish passed (DSP-43). `None` when the repair is done, moved, or help is asked for already.
    pub fn overdue(&mut self, now: Timestamp) -> Option<Escalation> {
        let planned = self.card.as_ref()?.planned_finish;
        if self.state != CustodyState::InRepair || planned > now || self.open_escalation().is_some() {
            return None;
        }
        Some(self.escalate(
            EscalationCause::Overdue,
            planned,
            None,
            String::new(),
            (now, String::new()),
        ))
    }

    /// The technician sees that it will be late (DSP-43).
    ///
    /// # Errors
    /// `CUSTODY_STATE`, `NOT_YOUR_REPAIR`, `ESCALATION_OPEN`, `PREDICTION_NOT_LATE`.
    pub fn predict(
        &mut self,
        actor: &Actor,
        finish: Timestamp,
        reason: String,
        now: Timestamp,
    ) -> Result<Escalation, Refusal> {
        self.expect(CustodyState::InRepair)?;
        self.repaired_by(actor)?;
        let planned = self.card.as_ref().map_or(now, |card| card.planned_finish);
        if self.open_escalation().is_some() {
            return Err(ESCALATION_OPEN.refuse());
        }
        if finish <= planned {
            let refusal = PREDICTION_NOT_LATE.field("predicted_finish", "is not later than planned");
            return Err(refusal.with("planned_finish", planned));
        }
        let by = (now, actor.code.clone());
        Ok(self.escalate(EscalationCause::Predicted, planned, Some(finish), reason, by))
    }

    fn escalate(
        &mut self,
        cause: EscalationCause,
        planned_finish: Timestamp,
        predicted_finish: Option<Timestamp>,
        reason: String,
        (raised_at, raised_by): (Timestamp, String),
    ) -> Escalation {
        let escalation = Escalation {
            id: id::new_uuid(),
            cause,
            planned_finish,
            predicted_finish,
            reason,
            raised_at,
            raised_by,
            action: String::new(),
            new_planned_finish: None,
            acted: None,
        };
        self.escalations.push(escalation.clone());
        escalation
    }

    /// The manager says what he does, and when it will be done (DSP-43).
    ///
    /// # Errors
    /// `NO_OPEN_ESCALATION`, `PLANNED_FINISH_PAST`.
    pub fn act(
        &mut self,
        actor: &Actor,
        action: String,
        finish: Timestamp,
        now: Timestamp,
    ) -> Result<Escalation, Refusal> {
        let open = self
            .escalations
            .iter_mut()
            .find(|escalation| escalation.acted.is_none());
        let open = open.ok_or_else(|| NO_OPEN_ESCALATION.refuse())?;
        ahead("new_planned_finish", finish, now)?;
        open.action = action;
        open.new_planned_finish = Some(finish);
        open.acted = Some((now, actor.code.clone()));
        let answered = open.clone();
        if let Some(card) = &mut self.card {
            card.planned_finish = finish;
        }
        Ok(answered)
    }

    /// IN_REPAIR to FINISHED with time and parts on the card (DSP-41).
    ///
    /// # Errors
    /// `CUSTODY_STATE`, `NOT_YOUR_REPAIR`, `CARD_INCOMPLETE` with every missing field.
    pub fn finish(&mut self, actor: &Actor, told: Finish, now: Timestamp) -> Result<(), Refusal> {
        self.expect(CustodyState::InRepair)?;
        self.repaired_by(actor)?;
        filled_in(told.minutes, !told.parts.is_empty() || told.no_parts)?;
        let refusal = self.refuse_state();
        let card = self.card.as_mut().ok_or(refusal)?;
        card.repair_minutes = told.minutes;
        card.no_parts = told.parts.is_empty();
        card.parts = told.parts;
        self.finished = Some((now, actor.code.clone()));
        self.state = CustodyState::Finished;
        Ok(())
    }

    /// IN_REPAIR to FINISHED without a repair: the customer declines it, or it is not possible (F-6).
    ///
    /// # Errors
    /// `CUSTODY_STATE`, `NOT_YOUR_REPAIR`.
    pub fn give_up(
        &mut self,
        actor: &Actor,
        why: (Unrepaired, String),
        minutes: i64,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.expect(CustodyState::InRepair)?;
        self.repaired_by(actor)?;
        let refusal = self.refuse_state();
        let card = self.card.as_mut().ok_or(refusal)?;
        (card.repair_minutes, card.no_parts) = (minutes, true);
        card.parts = Vec::new();
        self.unrepaired = Some(why);
        self.finished = Some((now, actor.code.clone()));
        self.state = CustodyState::Finished;
        Ok(())
    }

    /// The manager inspects (验讫): FINISHED to INSPECTED, or back to IN_REPAIR (DSP-42).
    ///
    /// # Errors
    /// `CARD_INCOMPLETE` while time or parts are missing, `CUSTODY_STATE`, `ESCALATION_UNANSWERED`,
    /// `INSPECTION_BY_REPAIRER`, `INSPECTION_NOTE_MISSING`.
    pub fn inspect(&mut self, actor: &Actor, passed: bool, note: String, now: Timestamp) -> Result<(), Refusal> {
        if let Some(card) = self.card.as_ref().filter(|_| self.state == CustodyState::InRepair) {
            filled_in(card.repair_minutes, card.no_parts || !card.parts.is_empty())?;
        }
        self.expect(CustodyState::Finished)?;
        if self.open_escalation().is_some() {
            return Err(ESCALATION_UNANSWERED.refuse());
        }
        if self.finished.as_ref().is_some_and(|(_, by)| *by == actor.code) {
            return Err(INSPECTION_BY_REPAIRER.refuse());
        }
        if !passed && note.trim().is_empty() {
            return Err(INSPECTION_NOTE_MISSING.field("note", "say what is wrong"));
        }
        self.inspection_note = note;
        if passed {
            self.inspected = Some((now, actor.code.clone()));
            self.state = CustodyState::Inspected;
        } else {
            self.state = CustodyState::InRepair;
            self.unrepaired = None;
        }
        Ok(())
    }

    /// INSPECTED to RETURN_DATED (DSP-42).
    ///
    /// # Errors
    /// `CUSTODY_STATE`, `RETURN_DATE_PAST`.
    pub fn date_return(&mut self, date: BusinessDate, today: BusinessDate) -> Result<(), Refusal> {
        self.expect(CustodyState::Inspected)?;
        not_past("return_date", date, today)?;
        self.return_date = Some(date);
        self.state = CustodyState::ReturnDated;
        Ok(())
    }

    /// RETURN_DATED to DELIVERED: signed, and the receipt voided or its loss stated (DSP-42).
    ///
    /// # Errors
    /// `CUSTODY_STATE`, `SIGNATURE_MISSING`, `RECEIPT_NOT_RETURNED`, `TIME_IN_FUTURE`.
    pub fn deliver(&mut self, actor: &Actor, told: Handing, now: Timestamp) -> Result<(), Refusal> {
        self.expect(CustodyState::ReturnDated)?;
        let signed = told
            .signed
            .ok_or_else(|| SIGNATURE_MISSING.field("signature", "the customer must sign the voucher"))?;
        checked("signature.signed_at", Some(signed.0), Timestamp::MIN, now)?;
        if !told.receipt_returned && told.lost_receipt.trim().is_empty() {
            let refusal = RECEIPT_NOT_RETURNED.field("receipt_returned", "take the receipt back");
            return Err(refusal.field("lost_receipt_statement", "or have its loss stated"));
        }
        if !told.receipt_returned {
            self.lost_receipt = told.lost_receipt.trim().to_owned();
        }
        self.delivery_signed = Some(signed);
        self.delivered = Some((now, actor.code.clone()));
        self.state = CustodyState::Delivered;
        Ok(())
    }

    /// The invoice for a repair for a fee is requested (BIL-16). Gives whether it was on the day of the delivery.
    ///
    /// # Errors
    /// `NOT_CHARGED`, `CUSTODY_STATE` before the delivery, `INVOICE_ALREADY_REQUESTED`.
    pub fn request_invoice(&mut self, actor: &Actor, now: Timestamp) -> Result<bool, Refusal> {
        if !self.is_charged() {
            return Err(NOT_CHARGED.refuse());
        }
        let due_at = self.invoice_due_at.ok_or_else(|| self.refuse_state())?;
        if self.invoice_requested.is_some() {
            return Err(INVOICE_ALREADY_REQUESTED.refuse());
        }
        self.invoice_requested = Some((now, actor.code.clone()));
        self.invoice_late = now > due_at;
        Ok(!self.invoice_late)
    }

    /// The day of the delivery is over and nobody requested the invoice (BIL-16). `false` when somebody did.
    pub const fn invoice_overdue(&mut self) -> bool {
        let overdue = self.invoice_requested.is_none();
        self.invoice_late |= overdue;
        overdue
    }

    /// DELIVERED to ARCHIVED (DSP-42).
    ///
    /// # Errors
    /// `CUSTODY_STATE`.
    pub fn archive(&mut self, actor: &Actor, reference: String, now: Timestamp) -> Result<(), Refusal> {
        self.expect(CustodyState::Delivered)?;
        self.archived = Some((now, actor.code.clone()));
        self.archive_reference = reference;
        self.state = CustodyState::Archived;
        Ok(())
    }
}

impl WorkOrder {
    /// The goods that were taken back are with the customer again: WAITING_SOLUTION to DONE_ONSITE, so that report,
    /// confirmation and callback go on. `false` when the order went another way meanwhile.
    pub fn goods_delivered(&mut self, visit_number: i64) -> bool {
        let taken = self.visit().is_some_and(|visit| visit.plan == Some(Plan::TakeBack));
        let done = self.state == State::WaitingSolution && self.visit_number == visit_number && taken;
        if done {
            self.state = State::DoneOnsite;
            self.waiting = None;
        }
        done
    }
}

fn ahead(field: &str, at: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    if at <= now {
        return Err(PLANNED_FINISH_PAST.field(field, "that time is over").with("now", now));
    }
    Ok(())
}

fn filled_in(minutes: i64, parts_told: bool) -> Result<(), Refusal> {
    let mut refusal = CARD_INCOMPLETE.refuse();
    if minutes < 1 {
        refusal = refusal.field("repair_minutes", "the actual repair time must be filled in");
    }
    if !parts_told {
        refusal = refusal.field("replaced_parts", "list them, or say that none was replaced");
    }
    if refusal.violations.is_empty() {
        Ok(())
    } else {
        Err(refusal)
    }
}
