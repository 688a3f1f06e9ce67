//! Claims of reimbursement, live.

use aftersales_kit::{
    Result,
    db::Tx,
    id::{BranchId, StaffId},
    rpc::Call,
};
use aftersales_proto::dispatch::v1::{self as proto, dispatch_event::Event};
use uuid::Uuid;

use super::{Rows, id_of, unpaged};
use crate::{
    domain::{Expense, ExpenseId, ExpenseState},
    rpc::{
        Dispatch,
        convert::own_branch,
        expense::{view::View, whose},
    },
    store::expenses,
    wire::Wire,
};

/// Claims of a branch, oldest first; a technician's own.
pub struct Expenses {
    view: View,
    branch: BranchId,
    states: Vec<ExpenseState>,
    claimed_by: Option<StaffId>,
}

impl Rows for Expenses {
    const NAME: &'static str = "dispatch.live.expenses";
    type Request = proto::ListExpensesRequest;
    type Place = ExpenseId;
    type Record = Expense;
    type Row = proto::Expense;

    async fn of(_: &Dispatch, call: &Call, request: &mut Self::Request) -> Result<Self> {
        unpaged!(request);
        Ok(Self {
            view: View::of(call),
            branch: own_branch(call, &request.branch_id)?,
            states: request.states().filter_map(ExpenseState::from_wire).collect(),
            claimed_by: whose(call, &request.claimed_by)?,
        })
    }

    async fn listed(&self, tx: &mut Tx, after: Option<ExpenseId>, limit: i64) -> Result<Vec<Expense>> {
        expenses::listed(tx, &self.branch, &self.states, self.claimed_by.as_ref(), after, limit).await
    }

    async fn of_ids(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Expense>> {
        expenses::of_ids(tx, ids).await
    }

    fn named(event: &Event) -> Option<&str> {
        id_of!(event, expense.expense_id: ExpenseClaimed ExpenseDecided ExpenseReimbursed)
    }

    fn belongs(&self, it: &Expense) -> bool {
        it.branch_id == self.branch
            && (self.states.is_empty() || self.states.contains(&it.state))
            && self.claimed_by.as_ref().is_none_or(|who| who.as_str() == it.claimed.1)
    }

    fn place(it: &Expense) -> ExpenseId {
        it.id
    }

    fn id(it: &Expense) -> Uuid {
        it.id.uuid()
    }

    async fn shown(&self, _: &mut Tx, records: &[Expense]) -> Result<Vec<proto::Expense>> {
        Ok(records.iter().map(|it| self.view.expense(it)).collect())
    }
}
