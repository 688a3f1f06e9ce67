//! Rows of many ids in one round trip.

use sqlx::{AssertSqlSafe, FromRow, postgres::PgRow, sqlite::SqliteRow};
use uuid::Uuid;

use super::Tx;
use crate::{Error, Result};

/// What stands for the list of ids in a statement.
const PLACE: &str = "{in}";

/// Fetches the rows of some ids, such as the lines of every order of a page. The statement says
/// `WHERE order_id {in}`; the list is its only parameter. No ids, no round trip.
///
/// # Errors
/// Those of the statement.
pub async fn fetch_many<R>(tx: &mut Tx, sql: &'static str, ids: &[Uuid]) -> Result<Vec<R>>
where
    R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    if tx.is_postgres() {
        let sql = AssertSqlSafe(sql.replace(PLACE, "= ANY($1)"));
        let rows = sqlx::query_as(sql).bind(ids.to_vec()).fetch_all(tx.postgres()?).await;
        return rows.map_err(Error::from);
    }
    let sql = AssertSqlSafe(sql.replace(PLACE, "IN (SELECT unhex(value) FROM json_each($1))"));
    let hex: Vec<String> = ids.iter().map(|id| id.simple().to_string()).collect();
    let list = serde_json::Value::from(hex).to_string();
    sqlx::query_as(sql)
        .bind(list)
        .fetch_all(tx.sqlite()?)
        .await
        .map_err(Error::from)
}
