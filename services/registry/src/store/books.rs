//! Table `branch_book`: each branch's whole book as it was last published, encoded.

use aftersales_kit::{Result, db::Tx, exec, fetch_optional, id::BranchId};

/// Stores a branch's book.
pub async fn put(tx: &mut Tx, branch: &BranchId, version: i64, book: &[u8]) -> Result<()> {
    const SQL: &str = "
        INSERT INTO branch_book (branch_id, version, book)
        VALUES ($1, $2, $3)
        ON CONFLICT (branch_id) DO UPDATE
        SET version = excluded.version, book = excluded.book";
    exec!(tx, SQL, branch, version, book)?;
    Ok(())
}

/// Version of a branch's book.
pub async fn version(tx: &mut Tx, branch: &BranchId) -> Result<Option<i64>> {
    const SQL: &str = "SELECT version FROM branch_book WHERE branch_id = $1";
    Ok(fetch_optional!(tx, (i64,), SQL, branch)?.map(|(version,)| version))
}

/// A branch's book.
pub async fn find(tx: &mut Tx, branch: &BranchId) -> Result<Option<Vec<u8>>> {
    const SQL: &str = "SELECT book FROM branch_book WHERE branch_id = $1";
    Ok(fetch_optional!(tx, (Vec<u8>,), SQL, branch)?.map(|(book,)| book))
}
