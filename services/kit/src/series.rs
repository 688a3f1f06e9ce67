//! Gap-free number series per branch and form (rule X-33).

use crate::{Result, db::Tx, fetch_scalar, id::BranchId};

/// The next number of a branch's series: 1, 2, 3 and so on, without gaps: a rolled-back transaction gives its number back.
///
/// Numbers of one series are given one after the other; take them late in the transaction.
pub async fn next(tx: &mut Tx, branch: &BranchId, name: &str) -> Result<i64> {
    const SQL: &str = "
        INSERT INTO series (branch_id, name, last)
        VALUES ($1, $2, 1)
        ON CONFLICT (branch_id, name) DO UPDATE
        SET last = series.last + 1
        RETURNING last";
    fetch_scalar!(tx, i64, SQL, branch, name)
}

/// The printed form of a number, such as `BJ01-R-000001`.
pub fn printed(branch: &BranchId, form: &str, number: i64) -> String {
    format!("{branch}-{form}-{number:06}")
}
