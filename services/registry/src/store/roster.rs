//! Table `staff_day`.

use aftersales_kit::{
    Error, Result,
    db::Tx,
    exec, fetch_all, fetch_optional,
    id::{BranchId, StaffId},
    time::{BusinessDate, Timestamp},
};

use super::json;
use crate::domain::roster::{Absence, AbsenceKind, RosterDay, Shift, StaffDay};

#[derive(sqlx::FromRow)]
struct Row {
    staff_id: StaffId,
    day_date: BusinessDate,
    branch_id: BranchId,
    shifts: String,
    absences: String,
    planned: bool,
    updated_at: Timestamp,
    version: i64,
}

impl Row {
    fn day(self) -> Result<RosterDay> {
        let stored: Vec<(Timestamp, Timestamp, String)> = json::read(&self.absences, "list of absences")?;
        let absence = |(start, end, kind): (Timestamp, Timestamp, String)| {
            let kind = AbsenceKind::parse(&kind).ok_or_else(|| Error::internal("a stored absence cannot be read"))?;
            Ok(Absence { start, end, kind })
        };
        Ok(RosterDay {
            day: StaffDay {
                branch: self.branch_id,
                staff: self.staff_id,
                date: self.day_date,
                shifts: json::read(&self.shifts, "list of shifts")?,
                absences: stored.into_iter().map(absence).collect::<Result<_>>()?,
            },
            planned: self.planned,
            version: self.version,
            updated_at: Some(self.updated_at),
        })
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT staff_id, day_date, branch_id, shifts, absences, planned, updated_at, version FROM staff_day ",
            $tail
        )
    };
}

/// Keeps others from changing a branch's roster and leave until the transaction ends.
pub async fn hold(tx: &mut Tx, branch: &BranchId) -> Result<()> {
    // SQLite has one writer
    const POSTGRES: &str = "SELECT branch_id FROM branch WHERE branch_id = $1 FOR NO KEY UPDATE";
    if tx.is_postgres() {
        fetch_optional!(tx, (BranchId,), POSTGRES, branch)?;
    }
    Ok(())
}

/// Puts a day of the roster; the shifts of one that nobody planned are not stored.
pub async fn put(tx: &mut Tx, put: &RosterDay, now: Timestamp) -> Result<()> {
    const SQL: &str = "
        INSERT INTO staff_day (staff_id, day_date, branch_id, shifts, absences, planned, updated_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (staff_id, day_date) DO UPDATE
        SET
            shifts = excluded.shifts,
            absences = excluded.absences,
            planned = excluded.planned,
            updated_at = excluded.updated_at,
            version = excluded.version";
    let day = &put.day;
    let shifts: &[Shift] = if put.planned { &day.shifts } else { &[] };
    let absences: Vec<(Timestamp, Timestamp, &str)> = day
        .absences
        .iter()
        .map(|absence| (absence.start, absence.end, absence.kind.as_str()))
        .collect();
    exec!(
        tx,
        SQL,
        &day.staff,
        day.date,
        &day.branch,
        json::write(&shifts)?,
        json::write(&absences)?,
        put.planned,
        now,
        put.version
    )?;
    Ok(())
}

/// Somebody's day, when something is stored of it.
pub async fn find(tx: &mut Tx, staff: &StaffId, date: BusinessDate) -> Result<Option<RosterDay>> {
    const SQL: &str = select!("WHERE staff_id = $1 AND day_date = $2");
    fetch_optional!(tx, Row, SQL, staff, date)?.map(Row::day).transpose()
}

/// Stored days of a branch in a range, by date and staff code.
pub async fn of_branch(tx: &mut Tx, branch: &BranchId, from: BusinessDate, to: BusinessDate) -> Result<Vec<RosterDay>> {
    const SQL: &str = select!("WHERE branch_id = $1 AND day_date >= $2 AND day_date <= $3 ORDER BY day_date, staff_id");
    fetch_all!(tx, Row, SQL, branch, from, to)?
        .into_iter()
        .map(Row::day)
        .collect()
}
