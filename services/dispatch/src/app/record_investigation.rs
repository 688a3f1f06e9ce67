//! The technical department records the cause of a report's row (DSP-27, DSP-30).

use aftersales_kit::{Error, Result, db::Tx, etag, id};
use uuid::Uuid;

use super::By;
use crate::{
    domain::{DailyReport, Investigation, may_record},
    events,
    store::{daily_reports, investigations},
};

/// What was found.
pub struct Found {
    /// The row.
    pub row: Uuid,
    /// The cause.
    pub cause: String,
    /// The finding that it amends.
    pub amends: Option<Uuid>,
}

/// Records a cause; gives the report.
///
/// # Errors
/// `REPORT_ROW_NOT_FOUND`, `STALE_ETAG`, `INVESTIGATION_RECORDED`.
pub async fn run(tx: &mut Tx, by: &By, found: Found, seen: &str) -> Result<DailyReport> {
    let report = daily_reports::of_row(tx, &by.scope, found.row).await?;
    etag::check(seen, report.version)?;
    let before = investigations::of_rows(tx, &[found.row]).await?;
    let before: Vec<Investigation> = before.into_iter().map(|(_, found)| found).collect();
    may_record(&before, found.amends)?;
    let investigation = Investigation {
        id: id::new_uuid(),
        cause: found.cause,
        by: by.actor.code.clone(),
        at: tx.now(),
        amends: found.amends,
    };
    daily_reports::touch(tx, &report).await?;
    investigations::insert(tx, found.row, &investigation).await?;
    let rows = daily_reports::rows(tx, report.id).await?;
    let row = rows.iter().find(|row| row.id == found.row);
    let row = row.ok_or_else(|| Error::internal("a report without its row"))?;
    tx.emit(events::investigated(&report, row, &investigation));
    daily_reports::get(tx, &by.scope, report.id).await
}
