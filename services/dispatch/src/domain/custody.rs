//! Goods in custody: the goods receipt (客户商品领取收据), the repair card (修护卡) and the way back (flow F-6).

use aftersales_kit::{
    Refusal,
    id::{AssetId, BranchId, CustomerId, StaffId, TicketId, WorkOrderId},
    text_enum,
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use super::{
    Action, Actor, Outcome, Plan, ServiceClass, SignatureMethod, Visit, WorkOrder,
    contact::checked,
    custody_reasons::{
        CUSTODY_STATE, ESCALATION_OPEN, INVOICE_ALREADY_REQUESTED, NO_OPEN_ESCALATION, NOT_CHARGED, NOT_YOUR_REPAIR,
        RECEIPT_NOT_SIGNED, RETURN_DATE_PAST, VISIT_NOT_TAKE_BACK,
    },
};

aftersales_kit::id!(
    /// Goods that were taken back from a customer.
    TakeBackId, "take-back id"
);

text_enum! {
    /// State of a take-back (F-6); the order is the sequence (DSP-42).
    pub enum CustodyState {
        /// The technician has the goods, the customer the receipt.
        Receipted = "RECEIPTED",
        /// In the register, the card hangs on the goods.
        InRepair = "IN_REPAIR",
        /// Time and parts stand on the card.
        Finished = "FINISHED",
        /// Passed by the manager.
        Inspected = "INSPECTED",
        /// The return date stands in the register.
        ReturnDated = "RETURN_DATED",
        /// With the customer again.
        Delivered = "DELIVERED",
        /// The voucher is archived.
        Archived = "ARCHIVED",
    }
}

text_enum! {
    /// What can be asked of a take-back; the text is the method's name in the contract.
    pub enum CustodyAction {
        /// Into the register.
        Register = "RegisterGoodsIn",
        /// Help is needed.
        Predict = "PredictLateFinish",
        /// The manager's answer.
        Act = "RecordCustodyAction",
        /// The repair is done.
        Finish = "FinishRepair",
        /// There is no repair.
        GiveUp = "GiveUpRepair",
        /// The manager looks at it.
        Inspect = "InspectGoods",
        /// The return date.
        DateReturn = "SetReturnDate",
        /// To the customer.
        Deliver = "DeliverGoods",
        /// The invoice.
        Invoice = "RequestCustodyInvoice",
        /// The voucher into the archive.
        Archive = "ArchiveCustodyVoucher",
    }
}

text_enum! {
    /// Direction of a movement of goods.
    pub enum Direction {
        /// Into custody.
        In = "IN",
        /// Back to the customer.
        Out = "OUT",
    }
}

text_enum! {
    /// Why a manager is asked for help (DSP-43).
    pub enum EscalationCause {
        /// The planned finish passed.
        Overdue = "OVERDUE",
        /// The technician sees that it will be late.
        Predicted = "PREDICTED",
    }
}

text_enum! {
    /// Why goods go back unrepaired (F-6).
    pub enum Unrepaired {
        /// The customer does not want the repair.
        CustomerDeclined = "CUSTOMER_DECLINED",
        /// They cannot be repaired.
        NotRepairable = "NOT_REPAIRABLE",
    }
}

impl CustodyState {
    /// The step that leads on from here; none at the end.
    pub const fn next(self) -> Option<CustodyAction> {
        match self {
            Self::Receipted => Some(CustodyAction::Register),
            Self::InRepair => Some(CustodyAction::Finish),
            Self::Finished => Some(CustodyAction::Inspect),
            Self::Inspected => Some(CustodyAction::DateReturn),
            Self::ReturnDated => Some(CustodyAction::Deliver),
            Self::Delivered => Some(CustodyAction::Archive),
            Self::Archived => None,
        }
    }
}

/// When something was done, and by whom.
pub type Done = Option<(Timestamp, String)>;

/// A part that was replaced (DSP-41).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReplacedPart {
    /// Part number.
    pub part_no: String,
    /// Pieces.
    pub quantity: i32,
    /// Serial number of the new part; may be empty.
    pub serial_number: String,
}

/// The repair card (修护卡), made with the IN row of the register (DSP-40).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Number, such as `BJ01-CARD-000007`; it is also the text of the barcode.
    pub number: String,
    /// Where the goods stand.
    pub location: String,
    /// Fault.
    pub fault: String,
    /// Who repairs.
    pub technician_id: StaffId,
    /// Planned finish.
    pub planned_finish: Timestamp,
    /// When it was made, and by whom.
    pub registered: (Timestamp, String),
    /// Actual repair time in minutes; 0 before.
    pub repair_minutes: i64,
    /// Replaced parts.
    pub parts: Vec<ReplacedPart>,
    /// No part was replaced.
    pub no_parts: bool,
}

/// A call for help about a late repair (DSP-43).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    /// Id.
    pub id: Uuid,
    /// Cause.
    pub cause: EscalationCause,
    /// The planned finish that is not kept.
    pub planned_finish: Timestamp,
    /// As predicted.
    pub predicted_finish: Option<Timestamp>,
    /// Why; empty when overdue.
    pub reason: String,
    /// When.
    pub raised_at: Timestamp,
    /// Who; empty when the time passed.
    pub raised_by: String,
    /// The manager's action; empty while open.
    pub action: String,
    /// The new planned finish.
    pub new_planned_finish: Option<Timestamp>,
    /// When the action was recorded, and by whom.
    pub acted: Done,
}

/// The goods and what the customer was promised, as on the receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goods {
    /// Goods.
    pub name: String,
    /// Serial number.
    pub serial_number: String,
    /// Accessories.
    pub accessories: String,
    /// Condition.
    pub condition: String,
    /// Promised return.
    pub promised_return: BusinessDate,
}

/// Goods of a customer in custody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeBack {
    /// Id.
    pub id: TakeBackId,
    /// Branch.
    pub branch_id: BranchId,
    /// Work order.
    pub work_order_id: WorkOrderId,
    /// The visit at which they were taken.
    pub visit_number: i64,
    /// Ticket.
    pub ticket_id: TicketId,
    /// Customer.
    pub customer_id: CustomerId,
    /// Asset.
    pub asset_id: AssetId,
    /// Class; A is charged.
    pub service_class: ServiceClass,
    /// State.
    pub state: CustodyState,
    /// Number of the goods receipt.
    pub receipt_no: String,
    /// The goods.
    pub goods: Goods,
    /// When they were taken, and by whom.
    pub taken: (Timestamp, String),
    /// When and how the receipt was signed.
    pub receipt_signed: (Timestamp, SignatureMethod),
    /// The card; none before the clerk has the goods.
    pub card: Option<Card>,
    /// When the repair was done or given up, and by whom.
    pub finished: Done,
    /// Why there was no repair, and in words.
    pub unrepaired: Option<(Unrepaired, String)>,
    /// When they passed, and before whom.
    pub inspected: Done,
    /// What the last inspection found.
    pub inspection_note: String,
    /// Return date.
    pub return_date: Option<BusinessDate>,
    /// When they were delivered, and by whom.
    pub delivered: Done,
    /// When and how the voucher was signed at the delivery.
    pub delivery_signed: Option<(Timestamp, SignatureMethod)>,
    /// Statement of the loss of the receipt; empty when it came back.
    pub lost_receipt: String,
    /// Until when the invoice must be requested.
    pub invoice_due_at: Option<Timestamp>,
    /// When the invoice was requested, and by whom.
    pub invoice_requested: Done,
    /// It was not requested on the day of the delivery (BIL-16).
    pub invoice_late: bool,
    /// When the voucher was archived, and by whom.
    pub archived: Done,
    /// Where it is archived.
    pub archive_reference: String,
    /// Calls for help, oldest first.
    pub escalations: Vec<Escalation>,
    /// Version of the record; 0 before it is stored.
    pub version: i64,
}

/// What the technician tells when he takes goods.
#[derive(Debug, Clone)]
pub struct Taking {
    /// The goods.
    pub goods: Goods,
    /// When; now if not said.
    pub at: Option<Timestamp>,
    /// When and how the receipt was signed.
    pub signed: Option<(Timestamp, SignatureMethod)>,
}

impl TakeBack {
    /// Takes the goods of the order's last visit (DSP-39); its voucher was signed when the visit ended.
    ///
    /// # Errors
    /// `NOT_YOUR_WORK_ORDER`, `GOODS_ALREADY_TAKEN`, `VISIT_NOT_TAKE_BACK`, `RECEIPT_NOT_SIGNED`, `RETURN_DATE_PAST`, `TIME_IN_FUTURE`,
    /// `TIME_ORDER`.
    pub fn take(
        order: &WorkOrder,
        actor: &Actor,
        told: Taking,
        today: BusinessDate,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        order.owned_by(actor)?;
        order.check_take_back()?;
        let visit = order.to_be_taken_back();
        let visit = visit.ok_or_else(|| VISIT_NOT_TAKE_BACK.refuse().with("state", order.state))?;
        let signed = told
            .signed
            .ok_or_else(|| RECEIPT_NOT_SIGNED.field("receipt_signature", "the customer must sign"))?;
        checked("receipt_signature.signed_at", Some(signed.0), Timestamp::MIN, now)?;
        not_past("promised_return", told.goods.promised_return, today)?;
        let at = checked("taken_at", told.at, visit.arrived_at.unwrap_or(order.visit_from), now)?;
        Ok(Self {
            id: TakeBackId::new(),
            branch_id: order.branch_id.clone(),
            work_order_id: order.id,
            visit_number: visit.number,
            ticket_id: order.request.ticket_id,
            customer_id: order.request.customer_id,
            asset_id: order.request.asset_id,
            service_class: order.request.service_class,
            state: CustodyState::Receipted,
            receipt_no: String::new(),
            goods: told.goods,
            taken: (at, actor.code.clone()),
            receipt_signed: signed,
            card: None,
            finished: None,
            unrepaired: None,
            inspected: None,
            inspection_note: String::new(),
            return_date: None,
            delivered: None,
            delivery_signed: None,
            lost_receipt: String::new(),
            invoice_due_at: None,
            invoice_requested: None,
            invoice_late: false,
            archived: None,
            archive_reference: String::new(),
            escalations: Vec::new(),
            version: 0,
        })
    }

    /// The customer still has a receipt.
    pub const fn receipt_open(&self) -> bool {
        self.delivered.is_none()
    }

    /// There is a repair and it is charged (class A).
    pub fn is_charged(&self) -> bool {
        self.service_class == ServiceClass::A && self.unrepaired.is_none()
    }

    /// The call for help that the manager has not answered.
    pub fn open_escalation(&self) -> Option<&Escalation> {
        self.escalations.iter().find(|escalation| escalation.acted.is_none())
    }

    /// What the actor can do now; the contract's roles come on top.
    pub fn possible(&self, actor: &Actor) -> Vec<CustodyAction> {
        let mine = self.repaired_by(actor).is_ok();
        let sensible = |action: &CustodyAction| match action {
            CustodyAction::Predict => mine && self.state == CustodyState::InRepair && self.open_escalation().is_none(),
            CustodyAction::Act => self.open_escalation().is_some(),
            CustodyAction::Invoice => self.is_charged() && self.delivered.is_some() && self.invoice_requested.is_none(),
            CustodyAction::Finish | CustodyAction::GiveUp => mine && self.state == CustodyState::InRepair,
            action => self.state.next() == Some(*action),
        };
        CustodyAction::ALL.iter().copied().filter(sensible).collect()
    }

    /// Refuses a step out of its turn (DSP-42).
    pub(super) fn expect(&self, state: CustodyState) -> Result<(), Refusal> {
        if self.state == state {
            Ok(())
        } else {
            Err(self.refuse_state())
        }
    }

    /// What keeps the actor from each other step now.
    pub fn unavailable(&self, actor: &Actor) -> Vec<(CustodyAction, Refusal)> {
        let possible = self.possible(actor);
        let kept = CustodyAction::ALL
            .iter()
            .copied()
            .filter(|action| !possible.contains(action));
        let keeps = |action: CustodyAction| match action {
            CustodyAction::Act => NO_OPEN_ESCALATION.refuse(),
            CustodyAction::Invoice if !self.is_charged() => NOT_CHARGED.refuse(),
            CustodyAction::Invoice if self.invoice_requested.is_some() => INVOICE_ALREADY_REQUESTED.refuse(),
            CustodyAction::Predict | CustodyAction::Finish | CustodyAction::GiveUp
                if self.state == CustodyState::InRepair =>
            {
                let escalated = || ESCALATION_OPEN.refuse();
                self.repaired_by(actor).err().unwrap_or_else(escalated)
            }
            _ => self.refuse_state(),
        };
        kept.map(|action| (action, keeps(action))).collect()
    }

    /// The refusal of a step that is not the next one.
    pub fn refuse_state(&self) -> Refusal {
        let next = self.state.next().map_or("-", CustodyAction::as_str);
        let refusal = CUSTODY_STATE.refuse().with("state", self.state).with("next", next);
        if self.state != CustodyState::Archived {
            return refusal;
        }
        refusal.with("rules", "X-22").with("remedy", Action::Amend)
    }

    /// Refuses a technician whose repair it is not.
    pub(super) fn repaired_by(&self, actor: &Actor) -> Result<(), Refusal> {
        let Some(card) = &self.card else { return Ok(()) };
        if actor.for_all || card.technician_id.as_str() == actor.code {
            return Ok(());
        }
        Err(NOT_YOUR_REPAIR.refuse().with("technician_id", &card.technician_id))
    }
}

impl WorkOrder {
    /// The present visit, when it ended with the plan to take the goods back and was signed (DSP-39).
    pub(super) fn to_be_taken_back(&self) -> Option<&Visit> {
        self.visit().filter(|visit| {
            let taken = visit.outcome == Some(Outcome::NotRepaired) && visit.plan == Some(Plan::TakeBack);
            taken && visit.sign_off.signature.is_some()
        })
    }
}

/// Refuses a day that is over.
pub(super) fn not_past(field: &str, date: BusinessDate, today: BusinessDate) -> Result<(), Refusal> {
    if date < today {
        return Err(RETURN_DATE_PAST.field(field, "that day is over").with("today", today));
    }
    Ok(())
}
