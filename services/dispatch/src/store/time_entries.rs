//! Lines of the daily reports of time, and their sums (DSP-44, DSP-45, BIL-47).

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec, fetch_all,
    id::{BranchId, StaffId, WorkOrderId},
    time::BusinessDate,
};
use uuid::Uuid;

use crate::domain::{ClassTime, Entry, ServiceClass};

#[derive(sqlx::FromRow)]
struct Row {
    service_class: ServiceClass,
    work_order_id: Option<WorkOrderId>,
    minutes: i64,
    travel_minutes: i64,
    travel_metres: i64,
    remarks: String,
}

/// Puts the lines of a report in the place of those before.
pub(super) async fn replace(tx: &mut Tx, report: Uuid, entries: &[Entry]) -> Result<()> {
    const SQL: &str = "
        INSERT INTO time_entry (
            report_id, position, service_class, work_order_id, minutes, travel_minutes, travel_metres, remarks
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    exec!(tx, "DELETE FROM time_entry WHERE report_id = $1", report)?;
    for (position, entry) in (1_i64..).zip(entries) {
        exec!(
            tx,
            SQL,
            report,
            position,
            entry.class,
            entry.work_order_id,
            entry.minutes,
            entry.travel_minutes,
            entry.travel_metres,
            &entry.remarks,
        )?;
    }
    Ok(())
}

/// The lines of a report.
pub(super) async fn of_report(tx: &mut Tx, report: Uuid) -> Result<Vec<Entry>> {
    const SQL: &str = "
        SELECT service_class, work_order_id, minutes, travel_minutes, travel_metres, remarks
        FROM time_entry
        WHERE report_id = $1
        ORDER BY position";
    let rows = fetch_all!(tx, Row, SQL, report)?;
    let read = |row: Row| Entry {
        class: row.service_class,
        work_order_id: row.work_order_id,
        minutes: row.minutes,
        travel_minutes: row.travel_minutes,
        travel_metres: row.travel_metres,
        remarks: row.remarks,
    };
    Ok(rows.into_iter().map(read).collect())
}

#[derive(sqlx::FromRow)]
struct SumRow {
    technician_id: StaffId,
    service_class: ServiceClass,
    minutes: i64,
    travel_minutes: i64,
    travel_metres: i64,
    entries: i64,
}

impl SumRow {
    fn read(self) -> (StaffId, ClassTime) {
        let time = ClassTime {
            class: self.service_class,
            minutes: self.minutes,
            travel_minutes: self.travel_minutes,
            travel_metres: self.travel_metres,
            entries: self.entries,
        };
        (self.technician_id, time)
    }
}

/// Sums of a branch between two dates, by technician and class.
pub async fn sums(
    tx: &mut Tx,
    branch: &BranchId,
    from: BusinessDate,
    to: BusinessDate,
) -> Result<Vec<(StaffId, ClassTime)>> {
    const SQL: &str = "
        SELECT
            r.technician_id, e.service_class, CAST(SUM(e.minutes) AS BIGINT) AS minutes,
            CAST(SUM(e.travel_minutes) AS BIGINT) AS travel_minutes,
            CAST(SUM(e.travel_metres) AS BIGINT) AS travel_metres, COUNT(*) AS entries
        FROM time_report r
        JOIN time_entry e ON e.report_id = r.id
        WHERE r.branch_id = $1 AND r.date >= $2 AND r.date <= $3
        GROUP BY r.technician_id, e.service_class
        ORDER BY r.technician_id, e.service_class";
    let rows = fetch_all!(tx, SumRow, SQL, branch, from, to)?;
    Ok(rows.into_iter().map(SumRow::read).collect())
}

#[derive(sqlx::FromRow)]
struct WeeklyRow {
    weekly_report_id: Uuid,
    report_id: Uuid,
    service_class: ServiceClass,
    minutes: i64,
    travel_minutes: i64,
    travel_metres: i64,
}

/// A line of a weekly report: the weekly report, its daily one, the time.
pub type WeeklyLine = (Uuid, Uuid, ClassTime);

/// The lines of some weekly reports.
pub async fn of_weekly(tx: &mut Tx, weekly: &[Uuid]) -> Result<Vec<WeeklyLine>> {
    const SQL: &str = "
        SELECT
            r.weekly_report_id, e.report_id, e.service_class, e.minutes, e.travel_minutes, e.travel_metres
        FROM time_report r
        JOIN time_entry e ON e.report_id = r.id
        WHERE r.weekly_report_id {in}";
    let rows: Vec<WeeklyRow> = fetch_many(tx, SQL, weekly).await?;
    let read = |row: WeeklyRow| {
        let time = ClassTime {
            class: row.service_class,
            minutes: row.minutes,
            travel_minutes: row.travel_minutes,
            travel_metres: row.travel_metres,
            entries: 1,
        };
        (row.weekly_report_id, row.report_id, time)
    };
    Ok(rows.into_iter().map(read).collect())
}
