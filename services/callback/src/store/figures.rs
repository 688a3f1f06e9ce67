//! SQL of a technician's figures.

use aftersales_kit::{Result, db::Tx, fetch_one, id::BranchId};

use crate::domain::kpi::{Figures, Month, Share};

#[derive(sqlx::FromRow)]
struct FiguresRow {
    callbacks: i64,
    contacted_yes: i64,
    contacted_no: i64,
    on_time_yes: i64,
    on_time_no: i64,
    satisfied_yes: i64,
    satisfied_no: i64,
    revisit_yes: i64,
    revisit_no: i64,
    attitude: i64,
    skill: i64,
    arrival_time: i64,
    promises: i64,
}

/// The figures of a technician's visits in a month that were called back.
pub async fn of_technician(tx: &mut Tx, branch: &BranchId, technician_id: &str, month: Month) -> Result<Figures> {
    const SQL: &str = "
        SELECT
            COUNT(*) AS callbacks,
            COUNT(CASE WHEN contacted = 'YES' THEN 1 END) AS contacted_yes,
            COUNT(CASE WHEN contacted = 'NO' THEN 1 END) AS contacted_no,
            COUNT(CASE WHEN on_time = 'YES' THEN 1 END) AS on_time_yes,
            COUNT(CASE WHEN on_time = 'NO' THEN 1 END) AS on_time_no,
            COUNT(CASE WHEN satisfied = 'YES' THEN 1 END) AS satisfied_yes,
            COUNT(CASE WHEN satisfied = 'NO' THEN 1 END) AS satisfied_no,
            COUNT(CASE WHEN needs_revisit = 'YES' THEN 1 END) AS revisit_yes,
            COUNT(CASE WHEN needs_revisit = 'NO' THEN 1 END) AS revisit_no,
            CAST(COALESCE(SUM(attitude), 0) AS BIGINT) AS attitude,
            CAST(COALESCE(SUM(skill), 0) AS BIGINT) AS skill,
            CAST(COALESCE(SUM(arrival_time), 0) AS BIGINT) AS arrival_time,
            CAST(COALESCE(SUM(promises), 0) AS BIGINT) AS promises
        FROM callback_task
        WHERE branch_id = $1 AND technician_id = $2 AND visit_date >= $3 AND visit_date <= $4 AND called_at IS NOT NULL";
    let row = fetch_one!(tx, FiguresRow, SQL, branch, technician_id, month.first, month.last)?;
    let share = |part: i64, rest: i64| Share {
        part,
        whole: part + rest,
    };
    Ok(Figures {
        callbacks: row.callbacks,
        contacted: share(row.contacted_yes, row.contacted_no),
        on_time: share(row.on_time_yes, row.on_time_no),
        satisfied: share(row.satisfied_yes, row.satisfied_no),
        needs_revisit: share(row.revisit_yes, row.revisit_no),
        attitude: row.attitude,
        skill: row.skill,
        arrival_time: row.arrival_time,
        promises: row.promises,
    })
}
