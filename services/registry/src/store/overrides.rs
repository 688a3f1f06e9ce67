//! Table `calendar_override`: a branch's own rest days, duty days and hours.

use aftersales_kit::{Result, db::Tx, exec, fetch_all, fetch_optional, id::BranchId, time::BusinessDate};

use super::json;
use crate::domain::calendar::{Day, DayKind, Source};

#[derive(sqlx::FromRow)]
struct Row {
    branch_id: BranchId,
    day_date: BusinessDate,
    kind: DayKind,
    name: String,
    hours: String,
}

impl Row {
    fn day(self) -> Result<(BranchId, Day)> {
        let day = Day {
            date: self.day_date,
            kind: self.kind,
            name: self.name,
            hours: json::read(&self.hours, "list of hours")?,
            source: Source::Override,
        };
        Ok((self.branch_id, day))
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT branch_id, day_date, kind, name, hours FROM calendar_override ",
            $tail
        )
    };
}

/// The override of a date.
pub async fn find(tx: &mut Tx, branch: &BranchId, date: BusinessDate) -> Result<Option<Day>> {
    const SQL: &str = select!("WHERE branch_id = $1 AND day_date = $2");
    let row = fetch_optional!(tx, Row, SQL, branch, date)?;
    row.map(|row| row.day().map(|(_, day)| day)).transpose()
}

/// Stores the override of a date.
pub async fn put(tx: &mut Tx, branch: &BranchId, day: &Day) -> Result<()> {
    const SQL: &str = "
        INSERT INTO calendar_override (branch_id, day_date, kind, name, hours)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (branch_id, day_date) DO UPDATE
        SET kind = excluded.kind, name = excluded.name, hours = excluded.hours";
    exec!(tx, SQL, branch, day.date, day.kind, &day.name, json::write(&day.hours)?)?;
    Ok(())
}

/// Removes the override of a date.
pub async fn remove(tx: &mut Tx, branch: &BranchId, date: BusinessDate) -> Result<()> {
    exec!(
        tx,
        "DELETE FROM calendar_override WHERE branch_id = $1 AND day_date = $2",
        branch,
        date
    )?;
    Ok(())
}

/// Overrides by date with their branch, of all branches or of one.
pub async fn for_books(tx: &mut Tx, only: Option<&BranchId>) -> Result<Vec<(BranchId, Day)>> {
    const ALL: &str = select!("ORDER BY branch_id, day_date");
    const ONE: &str = select!("WHERE branch_id = $1 ORDER BY day_date");
    let rows = match only {
        None => fetch_all!(tx, Row, ALL)?,
        Some(id) => fetch_all!(tx, Row, ONE, id)?,
    };
    rows.into_iter().map(Row::day).collect()
}
