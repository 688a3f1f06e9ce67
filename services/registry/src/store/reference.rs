//! Table `reference_head`: the version that orders all changes of the reference data.

use aftersales_kit::{Result, db::Tx, fetch_one, fetch_scalar};

/// Where the reference data stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    /// Version of the newest change, from 1; 0 before the first.
    pub version: i64,
    /// Version of the national calendar, from 1.
    pub national_version: i64,
}

/// Takes the next version. Other changes of the reference data wait until this transaction ends.
pub async fn next(tx: &mut Tx) -> Result<Head> {
    const SQL: &str = "
        UPDATE reference_head
        SET version = version + 1
        WHERE id = 1
        RETURNING version, national_version";
    fetch_one!(tx, Head, SQL)
}

/// Takes the next version of the national calendar.
pub async fn next_national(tx: &mut Tx) -> Result<i64> {
    const SQL: &str = "
        UPDATE reference_head
        SET national_version = national_version + 1
        WHERE id = 1
        RETURNING national_version";
    fetch_scalar!(tx, i64, SQL)
}
