//! Events of the reports: to the technical department, of time, of shop visits.

use aftersales_kit::{
    id::{BranchId, StaffId},
    outbox::NewEvent,
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::dispatch::v1::{self as proto, DispatchEvent, dispatch_event::Event};

use super::{planning::of_branch, time};
use crate::{
    domain::{
        ClassTime, DailyReport, Investigation, ReportRow, ShopAssignment, ShopTask, TimeReport, Week, WeeklyReport,
        sums,
    },
    wire::Wire,
};

fn of_technician(technician: &StaffId, branch: &BranchId, name: &str, event: Event) -> NewEvent {
    let payload = DispatchEvent { event: Some(event) };
    NewEvent::new(technician, branch.clone(), name, &payload)
}

fn small(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// A daily report was made (DSP-27, DSP-30, DSP-32).
pub fn report_issued(report: &DailyReport) -> NewEvent {
    let fact = proto::DailyReportIssued {
        report_id: report.id.to_string(),
        report_no: report.number.clone(),
        branch_id: report.branch_id.to_string(),
        kind: report.kind.to_wire().into(),
        date: report.date.to_string(),
        row_count: small(report.row_count),
        as_of: time(report.as_of),
    };
    let payload = DispatchEvent {
        event: Some(Event::DailyReportIssued(fact)),
    };
    NewEvent::new(report.id, report.branch_id.clone(), "DailyReportIssued", &payload)
}

/// The technical department found a cause (DSP-27, DSP-30).
pub fn investigated(report: &DailyReport, row: &ReportRow, found: &Investigation) -> NewEvent {
    let fact = proto::InvestigationRecorded {
        report_id: report.id.to_string(),
        row_id: row.id.to_string(),
        branch_id: report.branch_id.to_string(),
        kind: report.kind.to_wire().into(),
        work_order_id: row.work_order_id.to_string(),
        ticket_id: row.ticket_id.to_string(),
        investigation_id: found.id.to_string(),
        amendment: found.amends.is_some(),
        investigated_by: found.by.clone(),
        investigated_at: time(found.at),
    };
    let payload = DispatchEvent {
        event: Some(Event::InvestigationRecorded(fact)),
    };
    NewEvent::new(
        row.ticket_id,
        report.branch_id.clone(),
        "InvestigationRecorded",
        &payload,
    )
}

fn minutes(classes: &[ClassTime]) -> Vec<proto::ClassMinutes> {
    let minutes = |time: &ClassTime| proto::ClassMinutes {
        service_class: time.class.to_wire().into(),
        minutes: time.minutes,
        travel_minutes: time.travel_minutes,
    };
    classes.iter().map(minutes).collect()
}

/// A daily report of time was handed in or replaced (DSP-44).
pub fn time_reported(report: &TimeReport, at: Timestamp) -> NewEvent {
    let fact = proto::TimeReportSubmitted {
        branch_id: report.day.branch_id.to_string(),
        technician_id: report.day.technician_id.to_string(),
        date: report.day.date.to_string(),
        classes: minutes(&sums(report.entries.iter().map(ClassTime::from))),
        late: report.late,
        submitted_at: time(at),
    };
    of_technician(
        &report.day.technician_id,
        &report.day.branch_id,
        "TimeReportSubmitted",
        Event::TimeReportSubmitted(fact),
    )
}

/// Daily reports of time are missing (DSP-44).
pub fn time_reports_missing(branch: &BranchId, date: BusinessDate, missing: &[StaffId], at: Timestamp) -> NewEvent {
    let fact = proto::TimeReportsMissing {
        branch_id: branch.to_string(),
        date: date.to_string(),
        technician_ids: missing.iter().map(ToString::to_string).collect(),
        at: time(at),
    };
    of_branch(branch, "TimeReportsMissing", Event::TimeReportsMissing(fact))
}

/// A weekly report went to the manager (DSP-44).
pub fn weekly_report_sent(report: &WeeklyReport) -> NewEvent {
    let fact = proto::WeeklyReportSent {
        weekly_report_id: report.id.to_string(),
        branch_id: report.branch_id.to_string(),
        technician_id: report.technician_id.to_string(),
        iso_week: report.week.to_string(),
        daily_reports: small(report.daily_reports),
        classes: minutes(&report.classes),
        sent_at: time(report.sent_at),
    };
    of_technician(
        &report.technician_id,
        &report.branch_id,
        "WeeklyReportSent",
        Event::WeeklyReportSent(fact),
    )
}

/// A weekly report was reviewed (DSP-44).
pub fn weekly_report_reviewed(report: &WeeklyReport, by: &str, at: Timestamp) -> NewEvent {
    let fact = proto::WeeklyReportReviewed {
        weekly_report_id: report.id.to_string(),
        branch_id: report.branch_id.to_string(),
        technician_id: report.technician_id.to_string(),
        reviewed_by: by.to_owned(),
        reviewed_at: time(at),
    };
    of_technician(
        &report.technician_id,
        &report.branch_id,
        "WeeklyReportReviewed",
        Event::WeeklyReportReviewed(fact),
    )
}

/// A technician visited one of his shops.
pub fn shop_visited(shop: &ShopAssignment, week: Week, took: i64, at: Timestamp) -> NewEvent {
    let fact = proto::ShopVisited {
        branch_id: shop.branch_id.to_string(),
        technician_id: shop.technician_id.to_string(),
        shop_code: shop.shop_code.clone(),
        iso_week: week.to_string(),
        minutes: small(took),
        visited_at: time(at),
        assignment_id: shop.id.to_string(),
    };
    of_technician(
        &shop.technician_id,
        &shop.branch_id,
        "ShopVisited",
        Event::ShopVisited(fact),
    )
}

/// A technician became responsible for a shop, or no longer is.
pub fn shop_assignment_changed(shop: &ShopAssignment) -> NewEvent {
    let fact = proto::ShopAssignmentChanged {
        branch_id: shop.branch_id.to_string(),
        technician_id: shop.technician_id.to_string(),
        shop_code: shop.shop_code.clone(),
        assignment_id: shop.id.to_string(),
        from_date: shop.from_date.to_string(),
        until_date: shop.until_date.map(|date| date.to_string()).unwrap_or_default(),
    };
    of_technician(
        &shop.technician_id,
        &shop.branch_id,
        "ShopAssignmentChanged",
        Event::ShopAssignmentChanged(fact),
    )
}

/// Shops were visited too seldom in a week.
pub fn shop_visits_missed(branch: &BranchId, week: Week, missed: &[ShopTask], at: Timestamp) -> NewEvent {
    let shop = |task: &ShopTask| proto::MissedShop {
        technician_id: task.assignment.technician_id.to_string(),
        shop_code: task.assignment.shop_code.clone(),
        required_visits: small(task.required),
        done_visits: small(task.done),
    };
    let fact = proto::ShopVisitsMissed {
        branch_id: branch.to_string(),
        iso_week: week.to_string(),
        shops: missed.iter().map(shop).collect(),
        at: time(at),
    };
    of_branch(branch, "ShopVisitsMissed", Event::ShopVisitsMissed(fact))
}
