//! The manager reviews a weekly report (DSP-44).

use aftersales_kit::{Result, db::Tx, etag};
use uuid::Uuid;

use super::By;
use crate::{domain::WeeklyReport, events, store::weekly_reports};

/// Marks a weekly report as reviewed.
///
/// # Errors
/// `WEEKLY_REPORT_NOT_FOUND`, `STALE_ETAG`, `WEEKLY_REPORT_REVIEWED`.
pub async fn run(tx: &mut Tx, by: &By, id: Uuid, note: String, seen: &str) -> Result<WeeklyReport> {
    let mut report = weekly_reports::get(tx, &by.scope, id).await?;
    etag::check(seen, report.version)?;
    let now = tx.now();
    report.review(&by.actor.code, note, now)?;
    weekly_reports::save(tx, &mut report).await?;
    tx.emit(events::weekly_report_reviewed(&report, &by.actor.code, now));
    Ok(report)
}
