//! Technicians' reports of their time.

use aftersales_kit::{
    Result, etag,
    id::{StaffId, WorkOrderId},
    page::page_size,
    reasons::INVALID_REQUEST,
    rpc::Call,
    service::{Env, Kit},
    time::BusinessDate,
};
use aftersales_proto::dispatch::v1::{self as proto, time_report_service_server::TimeReportService};
use uuid::Uuid;

use super::{
    Dispatch,
    convert::{date, dates, maybe_date, maybe_staff, staff, uuid, word},
    shared::{offered, small, text},
};
use crate::{
    app::{list_missing_reports, review_weekly_report, submit_time_report},
    domain::{
        ClassTime, Day, Entry, TimeReport, Week, WeeklyReport, may_report_for,
        report_reasons::{TIME_REPORT_NOT_FOUND, WEEKLY_REPORT_REVIEWED},
        sums,
    },
    store::{time_entries, time_reports, weekly_reports},
    wire::Wire,
};

const SERVICE: &str = "aftersales.dispatch.v1.TimeReportService";
const MISSING: &str = "dispatch.missing_time_reports";
const WEEKLY: &str = "dispatch.weekly_reports";

/// The service behind the contract.
pub struct TimeReports {
    desk: Dispatch,
}

impl TimeReports {
    /// On a service's hold on the kit.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            desk: Dispatch::new(kit, env),
        }
    }

    async fn submit_time_report(
        &self,
        call: &Call,
        request: proto::SubmitTimeReportRequest,
    ) -> Result<proto::SubmitTimeReportResponse> {
        let book = self.desk.book(call, &request.branch_id).await?;
        let day = Day {
            branch_id: book.id().clone(),
            technician_id: staff(&request.technician_id)?,
            date: date(&request.date, "date")?,
        };
        let entries = request.entries.iter().map(entry).collect::<Result<Vec<_>>>()?;
        let (by, seen, caller) = (self.desk.by(call), request.etag.clone(), call.clone());
        let body = self.desk.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let report = submit_time_report::run(tx, &by, &book, day, entries, &seen).await?;
                let time_report = Some(shown(&caller, &report));
                Ok(proto::SubmitTimeReportResponse { time_report })
            })
        });
        body.await
    }

    async fn get_time_report(
        &self,
        call: &Call,
        request: proto::GetTimeReportRequest,
    ) -> Result<proto::GetTimeReportResponse> {
        let book = self.desk.book(call, &request.branch_id).await?;
        let day = Day {
            branch_id: book.id().clone(),
            technician_id: staff(&request.technician_id)?,
            date: date(&request.date, "date")?,
        };
        let report = time_reports::find(&mut self.desk.kit.read().await?, &day).await?;
        let missing = || {
            let refusal = TIME_REPORT_NOT_FOUND.refuse().with("technician_id", &day.technician_id);
            refusal.with("date", day.date)
        };
        let time_report = Some(shown(call, &report.ok_or_else(missing)?));
        Ok(proto::GetTimeReportResponse { time_report })
    }

    async fn list_missing_time_reports(
        &self,
        call: &Call,
        mut request: proto::ListMissingTimeReportsRequest,
    ) -> Result<proto::ListMissingTimeReportsResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let book = self.desk.book(call, &request.branch_id).await?;
        let (date, today) = (date(&request.date, "date")?, book.date_of(self.desk.kit.clock().now())?);
        let after = self.desk.pages.key::<StaffId>(MISSING, &request, &token)?;
        let mut tx = self.desk.kit.read().await?;
        let mut missing = list_missing_reports::run(&mut tx, &book, date, today).await?;
        missing.retain(|code| after.as_ref().is_none_or(|after| code > after));
        let (missing, next_page_token) = self.desk.pages.cut(MISSING, &request, missing, size, StaffId::clone)?;
        Ok(proto::ListMissingTimeReportsResponse {
            technician_ids: missing.iter().map(ToString::to_string).collect(),
            reports: missing.iter().map(|code| missing_report(call, code, date)).collect(),
            next_page_token,
        })
    }

    async fn list_weekly_reports(
        &self,
        call: &Call,
        mut request: proto::ListWeeklyReportsRequest,
    ) -> Result<proto::ListWeeklyReportsResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let book = self.desk.book(call, &request.branch_id).await?;
        let technician = maybe_staff(&request.technician_id)?;
        let week = maybe_date(&request.date, "date")?.map(Week::of).transpose()?;
        let before = self.desk.pages.key::<Uuid>(WEEKLY, &request, &token)?;
        let mut tx = self.desk.kit.read().await?;
        let reports = weekly_reports::listed(&mut tx, book.id(), technician.as_ref(), week, before, size + 1).await?;
        let (reports, next_page_token) = self
            .desk
            .pages
            .cut(WEEKLY, &request, reports, size, |report| report.id)?;
        Ok(proto::ListWeeklyReportsResponse {
            weekly_reports: reports.iter().map(|report| weekly(call, report)).collect(),
            next_page_token,
        })
    }

    async fn review_weekly_report(
        &self,
        call: &Call,
        request: proto::ReviewWeeklyReportRequest,
    ) -> Result<proto::ReviewWeeklyReportResponse> {
        let id = uuid(&request.weekly_report_id, "weekly_report_id")?;
        let (by, caller) = (self.desk.by(call), call.clone());
        let (note, seen) = (request.note.clone(), request.etag.clone());
        let body = self.desk.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let report = review_weekly_report::run(tx, &by, id, note, &seen).await?;
                let weekly_report = Some(weekly(&caller, &report));
                Ok(proto::ReviewWeeklyReportResponse { weekly_report })
            })
        });
        body.await
    }

    async fn get_repair_record_table(
        &self,
        call: &Call,
        request: proto::GetRepairRecordTableRequest,
    ) -> Result<proto::GetRepairRecordTableResponse> {
        let book = self.desk.book(call, &request.branch_id).await?;
        let week = Week::of(date(&request.date, "date")?)?;
        let mut tx = self.desk.kit.read().await?;
        let times = time_entries::sums(&mut tx, book.id(), week.start(), week.end()?).await?;
        let row = |(technician, time): &(StaffId, ClassTime)| proto::RepairRecordRow {
            technician_id: technician.to_string(),
            time: Some(class_time(time)),
        };
        Ok(proto::GetRepairRecordTableResponse {
            iso_week: week.to_string(),
            week_start: week.start().to_string(),
            rows: times.iter().map(row).collect(),
            totals: class_times(&sums(times.into_iter().map(|(_, time)| time))),
        })
    }

    async fn get_class_hours(
        &self,
        call: &Call,
        request: proto::GetClassHoursRequest,
    ) -> Result<proto::GetClassHoursResponse> {
        let book = self.desk.book(call, &request.branch_id).await?;
        let (from, to) = dates(&request.from_date, &request.to_date)?;
        let mut tx = self.desk.kit.read().await?;
        let times = time_entries::sums(&mut tx, book.id(), from, to).await?;
        let classes = sums(times.into_iter().map(|(_, time)| time));
        Ok(proto::GetClassHoursResponse {
            total_minutes: classes.iter().map(|time| time.minutes).sum(),
            classes: class_times(&classes),
        })
    }
}

aftersales_kit::forward! { TimeReportService for TimeReports {
    submit_time_report(SubmitTimeReportRequest) -> SubmitTimeReportResponse;
    get_time_report(GetTimeReportRequest) -> GetTimeReportResponse;
    list_missing_time_reports(ListMissingTimeReportsRequest) -> ListMissingTimeReportsResponse;
    list_weekly_reports(ListWeeklyReportsRequest) -> ListWeeklyReportsResponse;
    review_weekly_report(ReviewWeeklyReportRequest) -> ReviewWeeklyReportResponse;
    get_repair_record_table(GetRepairRecordTableRequest) -> GetRepairRecordTableResponse;
    get_class_hours(GetClassHoursRequest) -> GetClassHoursResponse;
} }

fn entry(told: &proto::TimeEntry) -> Result<Entry> {
    let bad = || INVALID_REQUEST.field("entries.work_order_id", "must be a UUID");
    let order = (!told.work_order_id.is_empty()).then(|| WorkOrderId::parse(&told.work_order_id));
    Ok(Entry {
        class: word(told.service_class(), "entries.service_class")?,
        work_order_id: order.transpose().map_err(|_| bad())?,
        minutes: told.minutes.into(),
        travel_minutes: told.travel_minutes.into(),
        travel_metres: told.travel_metres.into(),
        remarks: told.remarks.clone(),
    })
}

fn shown(call: &Call, report: &TimeReport) -> proto::TimeReport {
    let closed = report.may_change().err();
    let possible: &[&str] = if closed.is_none() { &["SubmitTimeReport"] } else { &[] };
    let (available_actions, readonly_reason) = offered(call, SERVICE, possible, closed.as_ref());
    let line = |entry: &Entry| proto::TimeEntry {
        service_class: entry.class.to_wire().into(),
        work_order_id: text(entry.work_order_id),
        minutes: small(entry.minutes),
        travel_minutes: small(entry.travel_minutes),
        travel_metres: small(entry.travel_metres),
        remarks: entry.remarks.clone(),
    };
    proto::TimeReport {
        id: report.id.to_string(),
        branch_id: report.day.branch_id.to_string(),
        technician_id: report.day.technician_id.to_string(),
        date: report.day.date.to_string(),
        entries: report.entries.iter().map(line).collect(),
        total_minutes: small(report.entries.iter().map(|entry| entry.minutes).sum()),
        submitted_at: Some(report.submitted_at.to_proto()),
        late: report.late,
        weekly_report_id: text(report.weekly_report_id),
        etag: etag::of(report.version),
        available_actions,
        readonly_reason,
    }
}

/// A missing report as the caller sees it.
pub(super) fn missing_report(call: &Call, technician: &StaffId, date: BusinessDate) -> proto::MissingTimeReport {
    let others = may_report_for(&super::actor(&call.caller), technician).err();
    let possible: &[&str] = if others.is_none() { &["SubmitTimeReport"] } else { &[] };
    let (available_actions, readonly_reason) = offered(call, SERVICE, possible, others.as_ref());
    proto::MissingTimeReport {
        technician_id: technician.to_string(),
        date: date.to_string(),
        available_actions,
        readonly_reason,
    }
}

/// A weekly report as the caller sees it.
pub(super) fn weekly(call: &Call, report: &WeeklyReport) -> proto::WeeklyReport {
    let reviewed = report.reviewed.as_ref();
    let closed = reviewed.map(|(_, by)| WEEKLY_REPORT_REVIEWED.refuse().with("reviewed_by", by));
    let possible: &[&str] = if closed.is_none() { &["ReviewWeeklyReport"] } else { &[] };
    let (available_actions, readonly_reason) = offered(call, SERVICE, possible, closed.as_ref());
    proto::WeeklyReport {
        id: report.id.to_string(),
        branch_id: report.branch_id.to_string(),
        technician_id: report.technician_id.to_string(),
        iso_week: report.week.to_string(),
        week_start: report.week.start().to_string(),
        daily_reports: small(report.daily_reports),
        classes: class_times(&report.classes),
        sent_at: Some(report.sent_at.to_proto()),
        reviewed_by: text(reviewed.map(|(_, by)| by)),
        reviewed_at: reviewed.map(|(at, _)| at.to_proto()),
        review_note: report.review_note.clone(),
        etag: etag::of(report.version),
        available_actions,
        readonly_reason,
    }
}

fn class_times(times: &[ClassTime]) -> Vec<proto::ClassTime> {
    times.iter().map(class_time).collect()
}

fn class_time(time: &ClassTime) -> proto::ClassTime {
    proto::ClassTime {
        service_class: time.class.to_wire().into(),
        minutes: time.minutes,
        travel_minutes: time.travel_minutes,
        travel_metres: time.travel_metres,
        entries: small(time.entries),
    }
}
