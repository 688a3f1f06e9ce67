//! Claims of reimbursement.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::{Tx, fetch_many},
    etag, exec, fetch_all, fetch_optional,
    id::{BranchId, StaffId, WorkOrderId},
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use super::approvals;
use crate::domain::{
    Approval, Decision, Expense, ExpenseId, ExpenseKind, ExpenseState, Spent, approval_reasons::EXPENSE_NOT_FOUND,
};

/// The columns of [`Row`], for every statement that reads it.
macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, number, branch_id, claimed_at, claimed_by, state, kind, description, amount, receipt, ",
            "spent_on, work_order_id, approver_roles, rule_version, decided_at, decided_by, decision_reason, ",
            "reimbursed_at, reimbursed_by, payment, version FROM expense ",
            $tail
        )
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ExpenseId,
    number: String,
    branch_id: BranchId,
    claimed_at: Timestamp,
    claimed_by: String,
    state: ExpenseState,
    kind: ExpenseKind,
    description: String,
    amount: i64,
    receipt: String,
    spent_on: BusinessDate,
    work_order_id: Option<WorkOrderId>,
    approver_roles: String,
    rule_version: i64,
    decided_at: Option<Timestamp>,
    decided_by: Option<String>,
    decision_reason: Option<String>,
    reimbursed_at: Option<Timestamp>,
    reimbursed_by: Option<String>,
    payment: String,
    version: i64,
}

/// A claim of one of the caller's branches.
///
/// # Errors
/// `EXPENSE_NOT_FOUND`.
pub async fn get(tx: &mut Tx, scope: &BranchScope, id: ExpenseId) -> Result<Expense> {
    const SQL: &str = select!("WHERE id = $1");
    let row = fetch_optional!(tx, Row, SQL, id)?;
    found(scope, row)
}

/// As [`get`], and keeps others from changing it until the transaction ends.
///
/// # Errors
/// `EXPENSE_NOT_FOUND`.
pub async fn lock(tx: &mut Tx, scope: &BranchScope, id: ExpenseId) -> Result<Expense> {
    const PORTABLE: &str = select!("WHERE id = $1");
    const POSTGRES: &str = select!("WHERE id = $1 FOR UPDATE");
    let sql = if tx.is_postgres() { POSTGRES } else { PORTABLE };
    let row = fetch_optional!(tx, Row, sql, id)?;
    found(scope, row)
}

fn found(scope: &BranchScope, row: Option<Row>) -> Result<Expense> {
    let row = row.ok_or(&EXPENSE_NOT_FOUND)?;
    scope.admit(&row.branch_id, &EXPENSE_NOT_FOUND)?;
    Ok(row.read())
}

/// The claim of a branch that a receipt is claimed in.
pub async fn with_receipt(tx: &mut Tx, branch: &BranchId, receipt: &str) -> Result<Option<String>> {
    const SQL: &str = "SELECT number FROM expense WHERE branch_id = $1 AND receipt = $2";
    Ok(fetch_optional!(tx, (String,), SQL, branch, receipt)?.map(|(number,)| number))
}

/// Claims of a branch, of one person if said, oldest first.
pub async fn listed(
    tx: &mut Tx,
    branch: &BranchId,
    states: &[ExpenseState],
    claimed_by: Option<&StaffId>,
    after: Option<ExpenseId>,
    limit: i64,
) -> Result<Vec<Expense>> {
    const SQL: &str = select!(
        "WHERE branch_id = $1 AND id > $2 AND ($3 = '' OR $3 LIKE '%,' || state || ',%')
        AND ($4 IS NULL OR claimed_by = $4)
        ORDER BY id
        LIMIT $5"
    );
    let states: String = states.iter().map(|state| format!(",{state},")).collect();
    let after = after.map_or(Uuid::nil(), ExpenseId::uuid);
    let rows = fetch_all!(tx, Row, SQL, branch, after, &states, claimed_by, limit)?;
    Ok(rows.into_iter().map(Row::read).collect())
}

/// Some claims, in whatever state.
pub async fn of_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Expense>> {
    const SQL: &str = select!("WHERE id {in}");
    let rows: Vec<Row> = fetch_many(tx, SQL, ids).await?;
    Ok(rows.into_iter().map(Row::read).collect())
}

/// Stores a new claim.
pub async fn insert(tx: &mut Tx, it: &mut Expense) -> Result<()> {
    const SQL: &str = "
        INSERT INTO expense (
            id, number, branch_id, claimed_at, claimed_by, state, kind, description, amount, receipt, spent_on,
            work_order_id, approver_roles, rule_version, payment, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', 1)";
    exec!(
        tx,
        SQL,
        it.id,
        &it.number,
        &it.branch_id,
        it.claimed.0,
        &it.claimed.1,
        it.state,
        it.spent.kind,
        &it.spent.description,
        it.spent.amount,
        &it.spent.receipt,
        it.spent.on,
        it.spent.work_order_id,
        approvals::stored(it.approval.roles),
        it.approval.rule_version,
    )?;
    it.version = 1;
    Ok(())
}

/// Stores what changed and gives the record its next version.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn save(tx: &mut Tx, it: &mut Expense) -> Result<()> {
    const SQL: &str = "
        UPDATE expense
        SET
            state = $3,
            decided_at = $4,
            decided_by = $5,
            decision_reason = $6,
            reimbursed_at = $7,
            reimbursed_by = $8,
            payment = $9,
            version = version + 1
        WHERE id = $1 AND version = $2";
    let decision = it.decision.as_ref();
    let rows = exec!(
        tx,
        SQL,
        it.id,
        it.version,
        it.state,
        decision.map(|decision| decision.at),
        decision.map(|decision| &decision.by),
        decision.map(|decision| &decision.reason),
        it.reimbursed.as_ref().map(|(at, _)| *at),
        it.reimbursed.as_ref().map(|(_, by)| by),
        &it.payment,
    )?;
    it.version += 1;
    etag::changed(rows)
}

impl Row {
    fn read(self) -> Expense {
        let decided = self.decided_at.zip(self.decided_by).zip(self.decision_reason);
        Expense {
            id: self.id,
            number: self.number,
            branch_id: self.branch_id,
            claimed: (self.claimed_at, self.claimed_by),
            state: self.state,
            spent: Spent {
                kind: self.kind,
                description: self.description,
                amount: self.amount,
                receipt: self.receipt,
                on: self.spent_on,
                work_order_id: self.work_order_id,
            },
            approval: Approval {
                roles: approvals::read(&self.approver_roles),
                rule_version: self.rule_version,
            },
            decision: decided.map(|((at, by), reason)| Decision { at, by, reason }),
            reimbursed: self.reimbursed_at.zip(self.reimbursed_by),
            payment: self.payment,
            version: self.version,
        }
    }
}
