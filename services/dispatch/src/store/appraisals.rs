//! Appraisals, with the replacements that came of them.

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::{Tx, fetch_many},
    etag, exec, fetch_all, fetch_optional,
    id::{BranchId, TicketId, WorkOrderId},
    time::Timestamp,
};
use uuid::Uuid;

use super::approvals;
use crate::domain::{
    Appraisal, AppraisalId, AppraisalState, Approval, Decision, Finding, Plan, Replacement,
    approval_reasons::APPRAISAL_NOT_FOUND,
};

/// The columns of [`Row`], for every statement that reads it.
macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, branch_id, work_order_id, visit_number, ticket_id, state, finding, evidence, ",
            "evidence_references, appraised_at, appraised_by, product, value, request_reason, requested_at, ",
            "requested_by, approver_roles, rule_version, decided_at, decided_by, decision_reason, informed_at, ",
            "other_plan, version FROM appraisal ",
            $tail
        )
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    id: AppraisalId,
    branch_id: BranchId,
    work_order_id: WorkOrderId,
    visit_number: i64,
    ticket_id: TicketId,
    state: AppraisalState,
    finding: Finding,
    evidence: String,
    evidence_references: String,
    appraised_at: Timestamp,
    appraised_by: String,
    product: Option<String>,
    value: Option<i64>,
    request_reason: Option<String>,
    requested_at: Option<Timestamp>,
    requested_by: Option<String>,
    approver_roles: Option<String>,
    rule_version: Option<i64>,
    decided_at: Option<Timestamp>,
    decided_by: Option<String>,
    decision_reason: Option<String>,
    informed_at: Option<Timestamp>,
    other_plan: Option<Plan>,
    version: i64,
}

/// An appraisal of one of the caller's branches.
///
/// # Errors
/// `APPRAISAL_NOT_FOUND`.
pub async fn get(tx: &mut Tx, scope: &BranchScope, id: AppraisalId) -> Result<Appraisal> {
    const SQL: &str = select!("WHERE id = $1");
    let row = fetch_optional!(tx, Row, SQL, id)?;
    found(scope, row)
}

/// As [`get`], and keeps others from changing it until the transaction ends.
///
/// # Errors
/// `APPRAISAL_NOT_FOUND`.
pub async fn lock(tx: &mut Tx, scope: &BranchScope, id: AppraisalId) -> Result<Appraisal> {
    const PORTABLE: &str = select!("WHERE id = $1");
    const POSTGRES: &str = select!("WHERE id = $1 FOR UPDATE");
    let sql = if tx.is_postgres() { POSTGRES } else { PORTABLE };
    let row = fetch_optional!(tx, Row, sql, id)?;
    found(scope, row)
}

fn found(scope: &BranchScope, row: Option<Row>) -> Result<Appraisal> {
    let row = row.ok_or(&APPRAISAL_NOT_FOUND)?;
    scope.admit(&row.branch_id, &APPRAISAL_NOT_FOUND)?;
    row.read()
}

/// The appraisals of some orders.
pub(super) async fn of_orders(tx: &mut Tx, orders: &[Uuid]) -> Result<Vec<(Uuid, Appraisal)>> {
    const SQL: &str = select!("WHERE work_order_id {in}");
    let rows: Vec<Row> = fetch_many(tx, SQL, orders).await?;
    let read = |row: Row| Ok((row.work_order_id.uuid(), row.read()?));
    rows.into_iter().map(read).collect()
}

/// Appraisals of a branch, oldest first.
pub async fn listed(
    tx: &mut Tx,
    branch: &BranchId,
    states: &[AppraisalState],
    after: Option<AppraisalId>,
    limit: i64,
) -> Result<Vec<Appraisal>> {
    const SQL: &str =
        select!("WHERE branch_id = $1 AND id > $2 AND ($3 = '' OR $3 LIKE '%,' || state || ',%') ORDER BY id LIMIT $4");
    let states: String = states.iter().map(|state| format!(",{state},")).collect();
    let after = after.map_or(Uuid::nil(), AppraisalId::uuid);
    let rows = fetch_all!(tx, Row, SQL, branch, after, &states, limit)?;
    rows.into_iter().map(Row::read).collect()
}

/// Some appraisals, in whatever state.
pub async fn of_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Appraisal>> {
    const SQL: &str = select!("WHERE id {in}");
    let rows: Vec<Row> = fetch_many(tx, SQL, ids).await?;
    rows.into_iter().map(Row::read).collect()
}

/// Stores a new appraisal.
pub async fn insert(tx: &mut Tx, it: &mut Appraisal) -> Result<()> {
    const SQL: &str = "
        INSERT INTO appraisal (
            id, branch_id, work_order_id, visit_number, ticket_id, state, finding, evidence, evidence_references,
            appraised_at, appraised_by, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)";
    let references = serde_json::to_string(&it.references)
        .map_err(|source| Error::internal_from("write references of evidence", source))?;
    exec!(
        tx,
        SQL,
        it.id,
        &it.branch_id,
        it.work_order_id,
        it.visit_number,
        it.ticket_id,
        it.state,
        it.finding,
        &it.evidence,
        &references,
        it.appraised.0,
        &it.appraised.1,
    )?;
    it.version = 1;
    Ok(())
}

/// Stores what changed and gives the record its next version.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn save(tx: &mut Tx, it: &mut Appraisal) -> Result<()> {
    const SQL: &str = "
        UPDATE appraisal
        SET
            state = $3,
            product = $4,
            value = $5,
            request_reason = $6,
            requested_at = $7,
            requested_by = $8,
            approver_roles = $9,
            rule_version = $10,
            decided_at = $11,
            decided_by = $12,
            decision_reason = $13,
            informed_at = $14,
            other_plan = $15,
            version = version + 1
        WHERE id = $1 AND version = $2";
    let (asked, decision) = (it.replacement.as_ref(), it.decision.as_ref());
    let rows = exec!(
        tx,
        SQL,
        it.id,
        it.version,
        it.state,
        asked.map(|asked| &asked.product),
        asked.map(|asked| asked.value),
        asked.map(|asked| &asked.reason),
        asked.map(|asked| asked.requested.0),
        asked.map(|asked| &asked.requested.1),
        asked.map(|asked| approvals::stored(asked.approval.roles)),
        asked.map(|asked| asked.approval.rule_version),
        decision.map(|decision| decision.at),
        decision.map(|decision| &decision.by),
        decision.map(|decision| &decision.reason),
        it.informed_at,
        it.other_plan,
    )?;
    it.version += 1;
    etag::changed(rows)
}

impl Row {
    fn replacement(&self) -> Option<Replacement> {
        Some(Replacement {
            product: self.product.clone()?,
            value: self.value?,
            reason: self.request_reason.clone()?,
            requested: (self.requested_at?, self.requested_by.clone()?),
            approval: Approval {
                roles: approvals::read(self.approver_roles.as_deref()?),
                rule_version: self.rule_version?,
            },
        })
    }

    fn decision(&self) -> Option<Decision> {
        Some(Decision {
            at: self.decided_at?,
            by: self.decided_by.clone()?,
            reason: self.decision_reason.clone()?,
        })
    }

    fn read(self) -> Result<Appraisal> {
        let references = serde_json::from_str(&self.evidence_references)
            .map_err(|source| Error::internal_from("read references of evidence", source))?;
        Ok(Appraisal {
            replacement: self.replacement(),
            decision: self.decision(),
            id: self.id,
            branch_id: self.branch_id,
            work_order_id: self.work_order_id,
            visit_number: self.visit_number,
            ticket_id: self.ticket_id,
            state: self.state,
            finding: self.finding,
            evidence: self.evidence,
            references,
            appraised: (self.appraised_at, self.appraised_by),
            informed_at: self.informed_at,
            other_plan: self.other_plan,
            version: self.version,
        })
    }
}
