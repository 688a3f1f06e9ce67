//! What the technical department found about rows of daily reports.

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec,
    time::Timestamp,
};
use uuid::Uuid;

use crate::domain::Investigation;

#[derive(sqlx::FromRow)]
struct Row {
    row_id: Uuid,
    id: Uuid,
    cause: String,
    investigated_by: String,
    investigated_at: Timestamp,
    amends_id: Option<Uuid>,
}

/// Stores a finding.
pub async fn insert(tx: &mut Tx, row: Uuid, found: &Investigation) -> Result<()> {
    const SQL: &str = "
        INSERT INTO investigation (id, row_id, cause, investigated_by, investigated_at, amends_id)
        VALUES ($1, $2, $3, $4, $5, $6)";
    exec!(tx, SQL, found.id, row, &found.cause, &found.by, found.at, found.amends)?;
    Ok(())
}

/// The findings of some rows, each row's oldest first.
pub async fn of_rows(tx: &mut Tx, rows: &[Uuid]) -> Result<Vec<(Uuid, Investigation)>> {
    const SQL: &str = "
        SELECT row_id, id, cause, investigated_by, investigated_at, amends_id
        FROM investigation
        WHERE row_id {in}
        ORDER BY row_id, id";
    let rows: Vec<Row> = fetch_many(tx, SQL, rows).await?;
    let read = |row: Row| {
        let found = Investigation {
            id: row.id,
            cause: row.cause,
            by: row.investigated_by,
            at: row.investigated_at,
            amends: row.amends_id,
        };
        (row.row_id, found)
    };
    Ok(rows.into_iter().map(read).collect())
}
