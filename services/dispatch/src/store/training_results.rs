//! SQL of `training_result` (DSP-64, X-04).

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_all,
    id::{BranchId, StaffId},
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use crate::domain::training::{TrainingId, TrainingResult};

#[derive(sqlx::FromRow)]
struct Row {
    id: TrainingId,
    branch_id: BranchId,
    technician_id: StaffId,
    product_line: String,
    held_on: BusinessDate,
    points: i64,
    pass_mark: i64,
    recorded_by: String,
    recorded_at: Timestamp,
}

/// Place in the list.
pub type ListKey = (BusinessDate, TrainingId);

/// Adds a result; `false` when the person's test of that day and product line is recorded.
pub async fn insert(tx: &mut Tx, result: &TrainingResult) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO training_result (
            id, branch_id, technician_id, product_line, held_on, points, pass_mark, recorded_by, recorded_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (branch_id, technician_id, product_line, held_on) DO NOTHING";
    #[rustfmt::skip]
    let rows = exec!(
        tx, SQL, result.id, &result.branch_id, &result.technician_id, &result.product_line, result.held_on,
        result.points, result.pass_mark, &result.recorded_by, result.recorded_at,
    )?;
    Ok(rows == 1)
}

/// Results of a branch, latest first.
pub async fn list(
    tx: &mut Tx,
    branch: &BranchId,
    technician: &str,
    product_line: &str,
    after: Option<ListKey>,
    limit: i64,
) -> Result<Vec<TrainingResult>> {
    const SQL: &str = "
        SELECT id, branch_id, technician_id, product_line, held_on, points, pass_mark, recorded_by, recorded_at
        FROM training_result
        WHERE branch_id = $1 AND (held_on, id) < ($2, $3) AND ($4 = '' OR technician_id = $4)
        AND ($5 = '' OR product_line = $5)
        ORDER BY held_on DESC, id DESC
        LIMIT $6";
    let (held_on, id) = after.map_or_else(
        || ("9999-99-99".to_owned(), Uuid::max()),
        |(held_on, id)| (held_on.to_string(), id.uuid()),
    );
    let rows = fetch_all!(tx, Row, SQL, branch, held_on, id, technician, product_line, limit)?;
    Ok(rows.into_iter().map(TrainingResult::from).collect())
}

impl From<Row> for TrainingResult {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            branch_id: row.branch_id,
            technician_id: row.technician_id,
            product_line: row.product_line,
            held_on: row.held_on,
            points: row.points,
            pass_mark: row.pass_mark,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
        }
    }
}
