//! Table `policy`: every version that was put, for the company (empty branch) or a branch.

use aftersales_kit::{Error, Result, db::Tx, exec, fetch_all, id::BranchId, policy::PolicyKey, time::Timestamp};

use crate::domain::policy::PolicyVersion;

#[derive(sqlx::FromRow)]
struct Row {
    policy_key: String,
    branch_id: String,
    version: i64,
    value: String,
    effective_from: Timestamp,
}

impl Row {
    fn policy(self) -> Result<PolicyVersion> {
        let unreadable = |error| Error::internal_from("read a stored policy", error);
        let key = PolicyKey::find(&self.policy_key).map_err(unreadable)?;
        Ok(PolicyVersion {
            key,
            branch: BranchId::parse(&self.branch_id).ok(),
            value: key.parse(&self.value).map_err(unreadable)?,
            effective_from: self.effective_from,
            version: self.version,
        })
    }
}

fn branch_text(branch: Option<&BranchId>) -> &str {
    branch.map_or("", BranchId::as_str)
}

/// Adds a version.
pub async fn insert(tx: &mut Tx, policy: &PolicyVersion) -> Result<()> {
    const SQL: &str = "
        INSERT INTO policy (policy_key, branch_id, version, value, effective_from)
        VALUES ($1, $2, $3, $4, $5)";
    exec!(
        tx,
        SQL,
        policy.key.name(),
        branch_text(policy.branch.as_ref()),
        policy.version,
        policy.value.to_string(),
        policy.effective_from,
    )?;
    Ok(())
}

/// Versions of the company and of one branch, by key, company first.
pub async fn of_branch(tx: &mut Tx, branch: Option<&BranchId>) -> Result<Vec<PolicyVersion>> {
    const SQL: &str = "
        SELECT policy_key, branch_id, version, value, effective_from
        FROM policy
        WHERE branch_id IN ('', $1)
        ORDER BY policy_key, branch_id, version";
    fetch_all!(tx, Row, SQL, branch_text(branch))?
        .into_iter()
        .map(Row::policy)
        .collect()
}

/// Every version of company and branches, by key.
pub async fn all(tx: &mut Tx) -> Result<Vec<PolicyVersion>> {
    const SQL: &str = "
        SELECT policy_key, branch_id, version, value, effective_from
        FROM policy
        ORDER BY policy_key, branch_id, version";
    fetch_all!(tx, Row, SQL)?.into_iter().map(Row::policy).collect()
}
