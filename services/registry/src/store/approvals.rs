//! Table `approval_rule`.

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_all,
    id::BranchId,
    time::{BusinessDate, Timestamp},
};

use super::json;
use crate::domain::approval::{self, ApprovalRule};

#[derive(sqlx::FromRow)]
struct Row {
    action: String,
    branch_id: String,
    version: i64,
    steps: String,
    effective_from: BusinessDate,
    put_by: String,
}

impl Row {
    fn rule(self) -> Result<ApprovalRule> {
        Ok(ApprovalRule {
            action: approval::action(&self.action)?,
            branch: BranchId::parse(&self.branch_id).ok(),
            steps: json::read(&self.steps, "list of approval steps")?,
            effective_from: self.effective_from,
            version: self.version,
            put_by: self.put_by,
        })
    }
}

/// Adds a version of a rule.
pub async fn insert(tx: &mut Tx, rule: &ApprovalRule, now: Timestamp) -> Result<()> {
    const SQL: &str = "
        INSERT INTO approval_rule (action, branch_id, version, steps, effective_from, put_by, put_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    exec!(
        tx,
        SQL,
        rule.action,
        rule.branch.as_ref().map_or("", BranchId::as_str),
        rule.version,
        json::write(&rule.steps)?,
        rule.effective_from,
        &rule.put_by,
        now
    )?;
    Ok(())
}

/// Every version of the company and of one branch, by action, branch and version.
pub async fn of_branch(tx: &mut Tx, branch: Option<&BranchId>) -> Result<Vec<ApprovalRule>> {
    const SQL: &str = "
        SELECT action, branch_id, version, steps, effective_from, put_by
        FROM approval_rule
        WHERE branch_id IN ('', $1)
        ORDER BY action, branch_id, version";
    let branch = branch.map_or("", BranchId::as_str);
    fetch_all!(tx, Row, SQL, branch)?.into_iter().map(Row::rule).collect()
}
