//! Reimbursement of tools and materials (工具及材料的购买报销, X-36).

use aftersales_kit::{
    Refusal,
    id::{BranchId, WorkOrderId},
    text_enum,
    time::{BusinessDate, Timestamp},
};

use super::{
    Actor, Approval, Decision, Verdict, approval,
    approval_reasons::{AMOUNT_MISSING, APPROVER_ROLE, EXPENSE_STATE, OWN_REQUEST, SPENT_IN_FUTURE},
};

aftersales_kit::id!(
    /// A claim of reimbursement.
    ExpenseId, "expense id"
);

text_enum! {
    /// State of a claim.
    pub enum ExpenseState {
        /// Nobody must approve it.
        Submitted = "SUBMITTED",
        /// Waits for its approval.
        PendingApproval = "PENDING_APPROVAL",
        /// To be paid out.
        Approved = "APPROVED",
        /// Refused.
        Refused = "REFUSED",
        /// Paid out.
        Reimbursed = "REIMBURSED",
    }
}

text_enum! {
    /// What was bought.
    pub enum ExpenseKind {
        /// A tool (工具).
        Tool = "TOOL",
        /// Material (材料).
        Material = "MATERIAL",
    }
}

text_enum! {
    /// What can be asked of a claim; the text is the method's name in the contract.
    pub enum ExpenseAction {
        /// The decision.
        Decide = "DecideExpense",
        /// The payment.
        Reimburse = "ReimburseExpense",
    }
}

/// What was paid, as on the receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spent {
    /// What was bought.
    pub kind: ExpenseKind,
    /// What it is and what for.
    pub description: String,
    /// Amount in fen.
    pub amount: i64,
    /// Number or reference of the receipt.
    pub receipt: String,
    /// Date of the receipt.
    pub on: BusinessDate,
    /// Work order that it was for.
    pub work_order_id: Option<WorkOrderId>,
}

/// A claim of reimbursement (费用报销单).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expense {
    /// Id.
    pub id: ExpenseId,
    /// Number, such as `BJ01-EX-000001`.
    pub number: String,
    /// Branch.
    pub branch_id: BranchId,
    /// When, and who claims.
    pub claimed: (Timestamp, String),
    /// State.
    pub state: ExpenseState,
    /// What was paid.
    pub spent: Spent,
    /// Who must approve.
    pub approval: Approval,
    /// What was decided.
    pub decision: Option<Decision>,
    /// When it was paid out, and by whom.
    pub reimbursed: Option<(Timestamp, String)>,
    /// Reference of the payment.
    pub payment: String,
    /// Version of the record; 0 before it is stored.
    pub version: i64,
}

impl Expense {
    /// A technician claims what he paid himself.
    ///
    /// # Errors
    /// `AMOUNT_MISSING`, `SPENT_IN_FUTURE`.
    pub fn submit(
        branch_id: BranchId,
        (at, by): (Timestamp, &str),
        spent: Spent,
        approval: Approval,
        today: BusinessDate,
    ) -> Result<Self, Refusal> {
        if spent.amount < 1 {
            return Err(AMOUNT_MISSING.field("amount.minor_units", "must be more than 0"));
        }
        if spent.on > today {
            return Err(SPENT_IN_FUTURE.field("spent_on", "that day has not come"));
        }
        let state = if approval.is_required() {
            ExpenseState::PendingApproval
        } else {
            ExpenseState::Submitted
        };
        Ok(Self {
            id: ExpenseId::new(),
            number: String::new(),
            branch_id,
            claimed: (at, by.to_owned()),
            state,
            spent,
            approval,
            decision: None,
            reimbursed: None,
            payment: String::new(),
            version: 0,
        })
    }

    fn refuse_state(&self) -> Refusal {
        EXPENSE_STATE.refuse().with("state", self.state)
    }

    /// Somebody with one of the roles decides.
    ///
    /// # Errors
    /// `EXPENSE_STATE` and those of [`approval::decide`].
    pub fn decide(&mut self, decider: &Actor, verdict: &Verdict, now: Timestamp) -> Result<(), Refusal> {
        if self.state != ExpenseState::PendingApproval {
            return Err(self.refuse_state());
        }
        self.decision = Some(approval::decide(self.approval, &self.claimed.1, decider, verdict, now)?);
        self.state = if verdict.approved {
            ExpenseState::Approved
        } else {
            ExpenseState::Refused
        };
        Ok(())
    }

    /// It is paid out, by somebody else than who claims.
    ///
    /// # Errors
    /// `EXPENSE_STATE`, `OWN_REQUEST`.
    pub fn reimburse(&mut self, by: &str, payment: String, now: Timestamp) -> Result<(), Refusal> {
        if !matches!(self.state, ExpenseState::Submitted | ExpenseState::Approved) {
            return Err(self.refuse_state());
        }
        if by == self.claimed.1 {
            return Err(OWN_REQUEST.refuse());
        }
        self.reimbursed = Some((now, by.to_owned()));
        self.payment = payment;
        self.state = ExpenseState::Reimbursed;
        Ok(())
    }

    /// Why nothing can be done now: the decision is others', or the state.
    pub fn kept(&self) -> Refusal {
        match self.state {
            ExpenseState::PendingApproval => APPROVER_ROLE.refuse().with("roles", self.approval.roles),
            state => EXPENSE_STATE.refuse().with("state", state),
        }
    }

    /// What can be done now; the contract's roles come on top.
    pub fn possible(&self, decider: &Actor) -> Vec<ExpenseAction> {
        if decider.code == self.claimed.1 {
            return Vec::new();
        }
        let decides = self.approval.roles.bits() & decider.roles.bits() != 0;
        match self.state {
            ExpenseState::PendingApproval if decides => vec![ExpenseAction::Decide],
            ExpenseState::Submitted | ExpenseState::Approved => vec![ExpenseAction::Reimburse],
            ExpenseState::PendingApproval | ExpenseState::Refused | ExpenseState::Reimbursed => Vec::new(),
        }
    }
}
