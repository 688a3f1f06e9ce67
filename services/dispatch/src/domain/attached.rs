//! What hangs on an order in other records: goods that were taken back, the appraisal of the present visit.

use aftersales_kit::Refusal;

use super::{
    Action, Actor, Appraisal, AppraisalState, TakeBackId, WorkOrder,
    approval_reasons::{APPRAISAL_OPEN, APPROVAL_PENDING, NOT_FOR_APPRAISAL, OWN_REQUEST, REPLACEMENT_NOT_JUSTIFIED},
    custody_reasons::{GOODS_ALREADY_TAKEN, GOODS_IN_CUSTODY, VISIT_NOT_TAKE_BACK},
};

/// Goods of the customer that were taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenGoods {
    /// The take-back.
    pub id: TakeBackId,
    /// Visit at which they were taken.
    pub visit_number: i64,
    /// Receipt.
    pub receipt_no: String,
    /// They are with the customer again.
    pub delivered: bool,
    /// Nobody repaired them.
    pub unrepaired: bool,
}

/// Records that hang on an order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attached {
    /// Goods, oldest first.
    pub goods: Vec<TakenGoods>,
    /// The appraisal of the present visit.
    pub appraisal: Option<Appraisal>,
    /// Number of the order that issues it again (DSP-29).
    pub reissued_as: Option<String>,
}

impl WorkOrder {
    /// The goods that were taken at the present visit.
    pub fn taken_goods(&self) -> Option<&TakenGoods> {
        let mut goods = self.attached.goods.iter();
        goods.rfind(|goods| goods.visit_number == self.visit_number)
    }

    /// Refuses to end an order while the customer's goods are in custody (F-6).
    ///
    /// # Errors
    /// `GOODS_IN_CUSTODY`.
    pub fn check_no_goods_held(&self) -> Result<(), Refusal> {
        match self.attached.goods.iter().find(|goods| !goods.delivered) {
            Some(held) => Err(GOODS_IN_CUSTODY.refuse().with("receipt_no", &held.receipt_no)),
            None => Ok(()),
        }
    }

    /// Whether goods can be taken back now (DSP-39).
    pub(super) fn check_take_back(&self) -> Result<(), Refusal> {
        if let Some(goods) = self.taken_goods() {
            return Err(GOODS_ALREADY_TAKEN.refuse().with("receipt_no", &goods.receipt_no));
        }
        match self.to_be_taken_back() {
            Some(_) => Ok(()),
            None => Err(VISIT_NOT_TAKE_BACK.refuse().with("state", self.state)),
        }
    }

    /// Whether the product can be appraised now (DSP-50).
    pub(super) fn check_appraise(&self) -> Result<(), Refusal> {
        match (&self.attached.appraisal, self.to_be_replaced()) {
            (Some(_), _) => Err(APPRAISAL_OPEN.refuse()),
            (None, None) => Err(NOT_FOR_APPRAISAL.refuse().with("state", self.state)),
            (None, Some(_)) => Ok(()),
        }
    }

    /// Refuses an order that waits for the decision on a replacement.
    ///
    /// # Errors
    /// `APPROVAL_PENDING`.
    pub fn check_not_pending(&self) -> Result<(), Refusal> {
        let state = self.attached.appraisal.as_ref().map(|appraisal| appraisal.state);
        match state {
            Some(AppraisalState::PendingApproval) => Err(APPROVAL_PENDING.refuse()),
            _ => Ok(()),
        }
    }

    /// Whether a step of the appraisal can be taken now (DSP-50, X-17).
    pub(super) fn check_appraisal(&self, action: Action, actor: &Actor) -> Result<(), Refusal> {
        let Some(appraisal) = &self.attached.appraisal else {
            return Err(NOT_FOR_APPRAISAL.refuse().with("state", self.state));
        };
        if appraisal
            .possible(actor)
            .iter()
            .any(|step| step.as_str() == action.as_str())
        {
            return Ok(());
        }
        let asked = appraisal
            .replacement
            .as_ref()
            .filter(|_| action == Action::DecideReplacement && appraisal.state == AppraisalState::PendingApproval);
        Err(match asked {
            Some(asked) if asked.requested.1 == actor.code => OWN_REQUEST.refuse(),
            None if action == Action::RequestReplacement && appraisal.state == AppraisalState::Recorded => {
                REPLACEMENT_NOT_JUSTIFIED.refuse().with("finding", appraisal.finding)
            }
            _ => appraisal.kept(),
        })
    }
}
