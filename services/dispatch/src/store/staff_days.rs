//! Local dates of members of staff, as the registry tells them.

use aftersales_kit::{
    Error, Result,
    db::Tx,
    exec, fetch_all,
    id::{BranchId, StaffId},
    time::{BusinessDate, Timestamp},
};

use crate::domain::{StaffDay, Window};

#[derive(sqlx::FromRow)]
struct Row {
    staff_id: StaffId,
    shifts: String,
    absences: String,
}

fn written(spans: &[Window]) -> Result<String> {
    let pairs: Vec<(Timestamp, Timestamp)> = spans.iter().map(|span| (span.start, span.end)).collect();
    serde_json::to_string(&pairs).map_err(|_| Error::internal("write the spans of a day"))
}

fn read(text: &str) -> Result<Vec<Window>> {
    let pairs: Vec<(Timestamp, Timestamp)> =
        serde_json::from_str(text).map_err(|_| Error::internal("read the stored spans of a day"))?;
    Ok(pairs.into_iter().map(|(start, end)| Window { start, end }).collect())
}

/// Stores somebody's date as it is now.
pub async fn put(tx: &mut Tx, branch: &BranchId, date: BusinessDate, day: &StaffDay) -> Result<()> {
    const SQL: &str = "
        INSERT INTO staff_day (branch_id, staff_id, date, shifts, absences)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (branch_id, staff_id, date) DO UPDATE
        SET shifts = excluded.shifts, absences = excluded.absences";
    let (shifts, absences) = (written(&day.shifts)?, written(&day.absences)?);
    exec!(tx, SQL, branch, &day.staff_id, date, shifts, absences)?;
    Ok(())
}

/// Forgets somebody's date.
pub async fn remove(tx: &mut Tx, branch: &BranchId, staff: &StaffId, date: BusinessDate) -> Result<()> {
    const SQL: &str = "DELETE FROM staff_day WHERE branch_id = $1 AND staff_id = $2 AND date = $3";
    exec!(tx, SQL, branch, staff, date)?;
    Ok(())
}

/// The days of a branch's people on one date.
pub async fn of_date(tx: &mut Tx, branch: &BranchId, date: BusinessDate) -> Result<Vec<StaffDay>> {
    const SQL: &str = "
        SELECT staff_id, shifts, absences
        FROM staff_day
        WHERE branch_id = $1 AND date = $2
        ORDER BY staff_id";
    let rows = fetch_all!(tx, Row, SQL, branch, date)?;
    rows.into_iter().map(Row::into_day).collect()
}

impl Row {
    fn into_day(self) -> Result<StaffDay> {
        Ok(StaffDay {
            staff_id: self.staff_id,
            shifts: read(&self.shifts)?,
            absences: read(&self.absences)?,
        })
    }
}
