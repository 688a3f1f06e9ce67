//! Tables `notice` and `notice_day`: the national calendar, a notice a year.

use aftersales_kit::{
    Error, Result,
    calendar::Notice,
    db::Tx,
    exec, fetch_all,
    time::{BusinessDate, Timestamp},
};

use super::json;
use crate::domain::calendar::{Day, DayKind, Notices, Source, days};

#[derive(sqlx::FromRow)]
struct Row {
    year: i64,
    day_date: BusinessDate,
    kind: DayKind,
    name: String,
    source: Source,
}

/// Every notice that is in force.
pub async fn all(tx: &mut Tx) -> Result<Notices> {
    const SQL: &str = "
        SELECT d.year, d.day_date, d.kind, d.name, n.source
        FROM notice_day d
        JOIN notice n ON n.year = d.year
        ORDER BY d.year, d.day_date";
    let mut notices = Notices::default();
    for row in fetch_all!(tx, Row, SQL)? {
        let year = i32::try_from(row.year).map_err(|error| Error::internal_from("read a notice's year", error))?;
        notices.0.entry(year).or_default().push(Day {
            date: row.day_date,
            kind: row.kind,
            name: row.name,
            hours: Vec::new(),
            source: row.source,
        });
    }
    Ok(notices)
}

/// Stores a year's notice in place of what there was of that year.
pub async fn replace(tx: &mut Tx, notice: &Notice, source: Source, at: Timestamp) -> Result<()> {
    const HEAD: &str = "
        INSERT INTO notice (year, source, papers, imported_at)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (year) DO UPDATE
        SET source = excluded.source, papers = excluded.papers, imported_at = excluded.imported_at";
    const DAY: &str = "INSERT INTO notice_day (year, day_date, kind, name) VALUES ($1, $2, $3, $4)";
    let year = i64::from(notice.year);
    exec!(tx, HEAD, year, source, json::write(&notice.papers)?, at)?;
    exec!(tx, "DELETE FROM notice_day WHERE year = $1", year)?;
    for day in days(notice, source) {
        exec!(tx, DAY, year, day.date, day.kind, &day.name)?;
    }
    Ok(())
}
