//! The methods of claims of reimbursement: decode, call, encode.

use std::sync::Arc;

use aftersales_kit::{
    Refusal, Result,
    auth::Role,
    id::{StaffId, WorkOrderId},
    page::{PageTokens, page_size},
    reasons::INVALID_REQUEST,
    rpc::Call,
    service::{Env, Kit},
    time::BusinessDate,
};
use aftersales_proto::{
    dispatch::v1::{self as proto, expense_service_server::ExpenseService},
    registry::v1::ApprovalAction,
};

use super::{
    acting,
    convert::{amount, own_branch, staff, word},
};
use crate::{
    app::expense::{Named, decide_expense, reimburse_expense, submit_expense},
    domain::{ExpenseId, ExpenseState, Spent, Verdict, approval_reasons::EXPENSE_NOT_FOUND},
    peers::Matrix,
    store::expenses,
    wire::Wire,
};

pub(super) mod view;

use view::View;

const EXPENSES: &str = "dispatch.expenses";

/// Claims behind the contract.
pub struct Expenses {
    kit: Kit,
    matrix: Matrix,
    pages: Arc<PageTokens>,
}

fn expense_id(id: &str) -> Result<ExpenseId, Refusal> {
    ExpenseId::parse(id).map_err(|_| INVALID_REQUEST.field("expense_id", "must be a UUID"))
}

fn named(id: &str, etag: &str) -> Result<Named> {
    Ok(Named {
        id: expense_id(id)?,
        etag: etag.to_owned(),
    })
}

/// Technicians who lead nobody see their own claims only.
fn sees_own_only(call: &Call) -> bool {
    let caller = &call.caller;
    let pays = caller.has(Role::Technician) || caller.has(Role::Workshop);
    let leads = [Role::Coordinator, Role::Chief, Role::Cashier, Role::Accountant];
    pays && !leads.iter().any(|role| caller.has(*role))
}

fn spent(request: &proto::SubmitExpenseRequest) -> Result<Spent> {
    let order = Some(request.work_order_id.as_str()).filter(|id| !id.is_empty());
    let order = order
        .map(|id| WorkOrderId::parse(id).map_err(|_| INVALID_REQUEST.field("work_order_id", "must be a UUID")))
        .transpose()?;
    let on = BusinessDate::parse(&request.spent_on);
    Ok(Spent {
        kind: word(request.kind(), "kind")?,
        description: request.description.clone(),
        amount: amount(request.amount.as_ref(), "amount")?,
        receipt: request.receipt_reference.trim().to_owned(),
        on: on.ok_or_else(|| INVALID_REQUEST.field("spent_on", "must be a date"))?,
        work_order_id: order,
    })
}

impl Expenses {
    /// On a service's hold on the kit.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            kit,
            matrix: Matrix::new(env),
            pages: env.pages.clone(),
        }
    }

    async fn submit_expense(
        &self,
        call: &Call,
        request: proto::SubmitExpenseRequest,
    ) -> Result<proto::SubmitExpenseResponse> {
        let (by, view) = (acting(&self.kit, call), View::of(call));
        let branch = own_branch(call, &request.branch_id)?;
        let (book, spent) = (self.kit.branch(&branch).await?, spent(&request)?);
        let approval = self
            .matrix
            .ask(call, &branch, ApprovalAction::Expense, spent.amount)
            .await?;
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let expense = submit_expense::run(tx, &by, &book, spent, approval).await?;
                let expense = Some(view.expense(&expense));
                Ok(proto::SubmitExpenseResponse { expense })
            })
        });
        body.await
    }

    async fn decide_expense(
        &self,
        call: &Call,
        request: proto::DecideExpenseRequest,
    ) -> Result<proto::DecideExpenseResponse> {
        let (by, view, named) = (
            acting(&self.kit, call),
            View::of(call),
            named(&request.expense_id, &request.etag)?,
        );
        let verdict = Verdict {
            approved: request.approved,
            reason: request.reason.clone(),
        };
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let expense = decide_expense::run(tx, &by, &named, &verdict).await?;
                let expense = Some(view.expense(&expense));
                Ok(proto::DecideExpenseResponse { expense })
            })
        });
        body.await
    }

    async fn reimburse_expense(
        &self,
        call: &Call,
        request: proto::ReimburseExpenseRequest,
    ) -> Result<proto::ReimburseExpenseResponse> {
        let (by, view, named) = (
            acting(&self.kit, call),
            View::of(call),
            named(&request.expense_id, &request.etag)?,
        );
        let payment = request.payment_reference.clone();
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let expense = reimburse_expense::run(tx, &by, &named, payment).await?;
                let expense = Some(view.expense(&expense));
                Ok(proto::ReimburseExpenseResponse { expense })
            })
        });
        body.await
    }

    async fn get_expense(&self, call: &Call, request: proto::GetExpenseRequest) -> Result<proto::GetExpenseResponse> {
        let id = expense_id(&request.expense_id)?;
        let expense = expenses::get(&mut self.kit.read().await?, &call.caller.scope, id).await?;
        if sees_own_only(call) && expense.claimed.1 != call.caller.subject {
            return Err((&EXPENSE_NOT_FOUND).into());
        }
        let expense = Some(View::of(call).expense(&expense));
        Ok(proto::GetExpenseResponse { expense })
    }

    async fn list_expenses(
        &self,
        call: &Call,
        mut request: proto::ListExpensesRequest,
    ) -> Result<proto::ListExpensesResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let branch = own_branch(call, &request.branch_id)?;
        let states: Vec<_> = request.states().filter_map(ExpenseState::from_wire).collect();
        let whose = whose(call, &request.claimed_by)?;
        let after = self.pages.key::<ExpenseId>(EXPENSES, &request, &token)?;
        let mut tx = self.kit.read().await?;
        let rows = expenses::listed(&mut tx, &branch, &states, whose.as_ref(), after, size + 1).await?;
        let (rows, next_page_token) = self.pages.cut(EXPENSES, &request, rows, size, |row| row.id)?;
        let view = View::of(call);
        Ok(proto::ListExpensesResponse {
            expenses: rows.iter().map(|row| view.expense(row)).collect(),
            next_page_token,
        })
    }
}

/// Whose claims to list: a technician's own, whomever else he names.
pub(super) fn whose(call: &Call, named: &str) -> Result<Option<StaffId>> {
    if sees_own_only(call) {
        return staff(&call.caller.subject).map(Some);
    }
    if named.is_empty() {
        return Ok(None);
    }
    staff(named).map(Some)
}

aftersales_kit::forward! { ExpenseService for Expenses {
    submit_expense(SubmitExpenseRequest) -> SubmitExpenseResponse;
    decide_expense(DecideExpenseRequest) -> DecideExpenseResponse;
    reimburse_expense(ReimburseExpenseRequest) -> ReimburseExpenseResponse;
    get_expense(GetExpenseRequest) -> GetExpenseResponse;
    list_expenses(ListExpensesRequest) -> ListExpensesResponse;
} }
