//! Appraisal of quality and replacement of the product (质量鉴定和产品更换, DSP-50).

use aftersales_kit::{
    Refusal,
    id::{BranchId, TicketId, WorkOrderId},
    text_enum,
    time::Timestamp,
};

use super::{
    Actor, Approval, Decision, LeadsTo, Outcome, Plan, State, Verdict, Visit, Waiting, WorkOrder, approval,
    approval_reasons::{
        APPRAISAL_STATE, APPROVER_ROLE, NOT_FOR_APPRAISAL, OTHER_PLAN_NEEDED, REPLACEMENT_NOT_JUSTIFIED,
    },
    contact::checked,
    reasons::PLAN_NOT_AGREED,
};

aftersales_kit::id!(
    /// An appraisal.
    AppraisalId, "appraisal id"
);

text_enum! {
    /// State of an appraisal.
    pub enum AppraisalState {
        /// The finding is recorded.
        Recorded = "RECORDED",
        /// A replacement waits for its approval.
        PendingApproval = "PENDING_APPROVAL",
        /// The replacement is approved.
        Approved = "APPROVED",
        /// The replacement is refused.
        Refused = "REFUSED",
        /// The customer was informed, another plan is agreed.
        Settled = "SETTLED",
    }
}

text_enum! {
    /// What an appraisal found (DSP-50).
    pub enum Finding {
        /// The product is defective.
        ProductDefect = "PRODUCT_DEFECT",
        /// It was installed wrongly.
        Installation = "INSTALLATION",
        /// It was used wrongly.
        Use = "USE",
        /// The fault was not found.
        NotConfirmed = "NOT_CONFIRMED",
    }
}

text_enum! {
    /// What can be asked of an appraisal; the text is the method's name in the contract.
    pub enum AppraisalAction {
        /// A replacement.
        Request = "RequestReplacement",
        /// The decision on it.
        Decide = "DecideReplacement",
        /// Another plan.
        Settle = "SettleRefusedReplacement",
    }
}

/// A replacement that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// What replaces the product.
    pub product: String,
    /// Value in fen.
    pub value: i64,
    /// Why.
    pub reason: String,
    /// When, and who asked.
    pub requested: (Timestamp, String),
    /// Who must approve.
    pub approval: Approval,
}

/// An appraisal, with the replacement that came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appraisal {
    /// Id.
    pub id: AppraisalId,
    /// Branch.
    pub branch_id: BranchId,
    /// Work order.
    pub work_order_id: WorkOrderId,
    /// Visit that led to it.
    pub visit_number: i64,
    /// Ticket.
    pub ticket_id: TicketId,
    /// State.
    pub state: AppraisalState,
    /// Finding.
    pub finding: Finding,
    /// Evidence in words.
    pub evidence: String,
    /// References of photographs and documents.
    pub references: Vec<String>,
    /// When, and by whom.
    pub appraised: (Timestamp, String),
    /// The replacement.
    pub replacement: Option<Replacement>,
    /// What was decided.
    pub decision: Option<Decision>,
    /// When the customer was told that it is refused.
    pub informed_at: Option<Timestamp>,
    /// What is done instead.
    pub other_plan: Option<Plan>,
    /// Version of the record; 0 before it is stored.
    pub version: i64,
}

/// What is done instead of a replacement.
#[derive(Debug, Clone)]
pub struct OtherPlan {
    /// When the customer was told.
    pub informed_at: Timestamp,
    /// The plan.
    pub plan: Plan,
    /// In words.
    pub detail: String,
    /// The customer agrees.
    pub consents: bool,
}

impl Appraisal {
    /// Records what was found on the order's last visit.
    ///
    /// # Errors
    /// `NOT_YOUR_WORK_ORDER`, `APPRAISAL_OPEN`, `NOT_FOR_APPRAISAL`.
    pub fn record(
        order: &WorkOrder,
        actor: &Actor,
        finding: Finding,
        evidence: String,
        references: Vec<String>,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        order.owned_by(actor)?;
        order.check_appraise()?;
        let visit = order
            .to_be_replaced()
            .ok_or_else(|| NOT_FOR_APPRAISAL.refuse().with("state", order.state))?;
        Ok(Self {
            id: AppraisalId::new(),
            branch_id: order.branch_id.clone(),
            work_order_id: order.id,
            visit_number: visit.number,
            ticket_id: order.request.ticket_id,
            state: AppraisalState::Recorded,
            finding,
            evidence,
            references,
            appraised: (now, actor.code.clone()),
            replacement: None,
            decision: None,
            informed_at: None,
            other_plan: None,
            version: 0,
        })
    }

    /// Refuses another state.
    fn expect(&self, states: &[AppraisalState]) -> Result<(), Refusal> {
        if states.contains(&self.state) {
            Ok(())
        } else {
            Err(APPRAISAL_STATE.refuse().with("state", self.state))
        }
    }

    /// Asks for a replacement: PENDING_APPROVAL, or APPROVED when nobody must approve.
    ///
    /// # Errors
    /// `APPRAISAL_STATE`, `REPLACEMENT_NOT_JUSTIFIED`.
    pub fn request(&mut self, replacement: Replacement) -> Result<(), Refusal> {
        self.expect(&[AppraisalState::Recorded])?;
        if !matches!(self.finding, Finding::ProductDefect | Finding::Installation) {
            return Err(REPLACEMENT_NOT_JUSTIFIED.refuse().with("finding", self.finding));
        }
        if replacement.approval.is_required() {
            self.state = AppraisalState::PendingApproval;
        } else {
            self.state = AppraisalState::Approved;
            self.decision = Some(Decision {
                at: replacement.requested.0,
                by: String::new(),
                reason: String::new(),
            });
        }
        self.replacement = Some(replacement);
        Ok(())
    }

    /// Somebody with one of the roles decides.
    ///
    /// # Errors
    /// `APPRAISAL_STATE` and those of [`approval::decide`].
    pub fn decide(&mut self, decider: &Actor, verdict: &Verdict, now: Timestamp) -> Result<(), Refusal> {
        self.expect(&[AppraisalState::PendingApproval])?;
        let asked = self
            .replacement
            .as_ref()
            .ok_or_else(|| APPRAISAL_STATE.refuse().with("state", self.state))?;
        let decision = approval::decide(asked.approval, &asked.requested.1, decider, verdict, now)?;
        self.decision = Some(decision);
        self.state = if verdict.approved {
            AppraisalState::Approved
        } else {
            AppraisalState::Refused
        };
        Ok(())
    }

    /// There is no replacement: the customer was told, and another plan is agreed.
    ///
    /// # Errors
    /// `APPRAISAL_STATE`, `OTHER_PLAN_NEEDED`, `PLAN_NOT_AGREED`, `TIME_IN_FUTURE`, `TIME_ORDER`.
    pub fn settle(&mut self, other: &OtherPlan, now: Timestamp) -> Result<(), Refusal> {
        self.expect(&[AppraisalState::Refused, AppraisalState::Recorded])?;
        if other.plan == Plan::Replace {
            return Err(OTHER_PLAN_NEEDED.field("other_plan", "must be another plan"));
        }
        if !other.consents {
            return Err(PLAN_NOT_AGREED.field("customer_consents", "the customer must agree to the plan"));
        }
        let known_from = self.decision.as_ref().map_or(self.appraised.0, |decision| decision.at);
        let told_at = checked("customer_informed_at", Some(other.informed_at), known_from, now)?;
        self.informed_at = Some(told_at);
        self.other_plan = Some(other.plan);
        self.state = AppraisalState::Settled;
        Ok(())
    }

    /// Why nothing can be done now: the decision is others', or the state.
    pub fn kept(&self) -> Refusal {
        let waiting = self
            .replacement
            .as_ref()
            .filter(|_| self.state == AppraisalState::PendingApproval);
        match waiting {
            Some(asked) => APPROVER_ROLE.refuse().with("roles", asked.approval.roles),
            None => APPRAISAL_STATE.refuse().with("state", self.state),
        }
    }

    /// What can be done now; the contract's roles come on top.
    pub fn possible(&self, decider: &Actor) -> Vec<AppraisalAction> {
        let decides = self.replacement.as_ref().is_some_and(|asked| {
            asked.approval.roles.bits() & decider.roles.bits() != 0 && asked.requested.1 != decider.code
        });
        match self.state {
            AppraisalState::Recorded if matches!(self.finding, Finding::Use | Finding::NotConfirmed) => {
                vec![AppraisalAction::Settle]
            }
            AppraisalState::Recorded => vec![AppraisalAction::Request, AppraisalAction::Settle],
            AppraisalState::PendingApproval if decides => vec![AppraisalAction::Decide],
            AppraisalState::Refused => vec![AppraisalAction::Settle],
            AppraisalState::PendingApproval | AppraisalState::Approved | AppraisalState::Settled => Vec::new(),
        }
    }
}

impl WorkOrder {
    /// The last visit, when the order waits for a replacement.
    pub(super) fn to_be_replaced(&self) -> Option<&Visit> {
        let waits = self.state == State::WaitingSolution;
        self.visit()
            .filter(|visit| waits && visit.outcome == Some(Outcome::NotRepaired) && visit.plan == Some(Plan::Replace))
    }

    /// The replacement is approved: on to visit n+1, for which parts can be requested. `false` when the order went
    /// another way meanwhile.
    pub fn replacement_approved(&mut self, visit_number: i64, now: Timestamp) -> bool {
        let waits = self.to_be_replaced().is_some_and(|visit| visit.number == visit_number);
        if waits {
            self.next_visit(now);
        }
        waits
    }

    /// The replacement is refused: the customer is to be told.
    pub fn replacement_refused(&mut self, visit_number: i64) -> bool {
        let waits = self.to_be_replaced().is_some_and(|visit| visit.number == visit_number);
        if waits {
            self.waiting = Some(Waiting::Customer);
        }
        waits
    }

    /// Another plan was agreed instead of the replacement. Gives the visit with it; `None` when the order went another
    /// way meanwhile.
    pub fn replan(&mut self, visit_number: i64, other: &OtherPlan, now: Timestamp) -> Option<Visit> {
        self.to_be_replaced().filter(|visit| visit.number == visit_number)?;
        let visit = self.visit_mut().ok()?;
        visit.plan = Some(other.plan);
        visit.plan_detail.clone_from(&other.detail);
        visit.customer_informed_at = Some(other.informed_at);
        let visit = visit.clone();
        match other.plan.leads_to() {
            LeadsTo::NextVisit => self.next_visit(now),
            LeadsTo::Solution(waiting) => self.waiting = waiting,
        }
        Some(visit)
    }
}
