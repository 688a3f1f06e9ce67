//! Daily reports to the technical department, and callback coverage.

use std::collections::HashMap;

use aftersales_kit::{
    Result,
    db::Tx,
    etag,
    page::page_size,
    rpc::Call,
    service::{Env, Kit},
    time::Timestamp,
};
use aftersales_proto::{
    common::v1::Money,
    dispatch::v1::{self as proto, report_service_server::ReportService},
};
use uuid::Uuid;

use super::{
    Dispatch,
    convert::{dates, maybe_date, uuid},
    lists::narrowed,
    shared::{offered, small, text},
};
use crate::{
    app::record_investigation::{self, Found},
    domain::{CallbackCoverage, DailyReport, Investigation, ReportRow},
    store::{
        coverages,
        daily_reports::{self, ReportFilter},
        investigations,
    },
    wire::{Wire, number},
};

const SERVICE: &str = "aftersales.dispatch.v1.ReportService";
/// Currency of the amounts that policies hold, which are fen.
const CNY: &str = "CNY";
const REPORTS: &str = "dispatch.daily_reports";

/// The service behind the contract.
pub struct Reports {
    desk: Dispatch,
}

impl Reports {
    /// On a service's hold on the kit.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            desk: Dispatch::new(kit, env),
        }
    }

    async fn list_daily_reports(
        &self,
        call: &Call,
        mut request: proto::ListDailyReportsRequest,
    ) -> Result<proto::ListDailyReportsResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let mut filter = filter(&request)?;
        filter.before = self.desk.pages.key::<Uuid>(REPORTS, &request, &token)?;
        filter.limit = size + 1;
        let scope = narrowed(&call.caller.scope, &request.branch_id)?;
        let mut tx = self.desk.kit.read().await?;
        let reports = daily_reports::listed(&mut tx, &scope, &filter).await?;
        let (reports, next_page_token) = self
            .desk
            .pages
            .cut(REPORTS, &request, reports, size, |report| report.id)?;
        Ok(proto::ListDailyReportsResponse {
            reports: reports.iter().map(|report| shown(call, report, Vec::new())).collect(),
            next_page_token,
        })
    }

    async fn get_daily_report(
        &self,
        call: &Call,
        request: proto::GetDailyReportRequest,
    ) -> Result<proto::GetDailyReportResponse> {
        let id = uuid(&request.report_id, "report_id")?;
        let mut tx = self.desk.kit.read().await?;
        let report = daily_reports::get(&mut tx, &call.caller.scope, id).await?;
        let report = Some(whole(&mut tx, call, &report).await?);
        Ok(proto::GetDailyReportResponse { report })
    }

    async fn record_investigation(
        &self,
        call: &Call,
        request: proto::RecordInvestigationRequest,
    ) -> Result<proto::RecordInvestigationResponse> {
        let amends = &request.amends_investigation_id;
        let found = Found {
            row: uuid(&request.row_id, "row_id")?,
            cause: request.cause.clone(),
            amends: (!amends.is_empty())
                .then(|| uuid(amends, "amends_investigation_id"))
                .transpose()?,
        };
        let (by, seen, caller) = (self.desk.by(call), request.etag.clone(), call.clone());
        let body = self.desk.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let report = record_investigation::run(tx, &by, found, &seen).await?;
                let report = Some(whole(tx, &caller, &report).await?);
                Ok(proto::RecordInvestigationResponse { report })
            })
        });
        body.await
    }

    async fn get_callback_coverage(
        &self,
        call: &Call,
        request: proto::GetCallbackCoverageRequest,
    ) -> Result<proto::GetCallbackCoverageResponse> {
        let book = self.desk.book(call, &request.branch_id).await?;
        let (from, to) = dates(&request.from_date, &request.to_date)?;
        let mut tx = self.desk.kit.read().await?;
        let mut coverage = CallbackCoverage::default();
        for (end, count) in coverages::counts(&mut tx, book.id(), from, to).await? {
            coverage.add(end, count);
        }
        Ok(proto::GetCallbackCoverageResponse {
            confirmed: coverage.confirmed(),
            called_back: coverage.called_back,
            not_reached: coverage.not_reached,
            excluded: coverage.excluded,
            waiting: coverage.waiting,
            coverage_basis_points: small(coverage.basis_points()),
        })
    }
}

aftersales_kit::forward! { ReportService for Reports {
    list_daily_reports(ListDailyReportsRequest) -> ListDailyReportsResponse;
    get_daily_report(GetDailyReportRequest) -> GetDailyReportResponse;
    record_investigation(RecordInvestigationRequest) -> RecordInvestigationResponse;
    get_callback_coverage(GetCallbackCoverageRequest) -> GetCallbackCoverageResponse;
} }

/// Which reports a request is about.
pub(super) fn filter(request: &proto::ListDailyReportsRequest) -> Result<ReportFilter> {
    Ok(ReportFilter {
        kind: Wire::from_wire(request.kind()),
        from: maybe_date(&request.from_date, "from_date")?,
        to: maybe_date(&request.to_date, "to_date")?,
        ..ReportFilter::default()
    })
}

/// A report with its rows and what was found about them.
async fn whole(tx: &mut Tx, call: &Call, report: &DailyReport) -> Result<proto::DailyReport> {
    let rows = daily_reports::rows(tx, report.id).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut found: HashMap<Uuid, Vec<Investigation>> = HashMap::new();
    for (row, investigation) in investigations::of_rows(tx, &ids).await? {
        found.entry(row).or_default().push(investigation);
    }
    let row = |row: &ReportRow| shown_row(call, row, found.get(&row.id).map_or(&[], Vec::as_slice));
    Ok(shown(call, report, rows.iter().map(row).collect()))
}

/// A report with some of its rows, as the caller sees it.
pub(super) fn shown(call: &Call, report: &DailyReport, rows: Vec<proto::DailyReportRow>) -> proto::DailyReport {
    let (available_actions, readonly_reason) = offered(call, SERVICE, &["RecordInvestigation"], None);
    proto::DailyReport {
        id: report.id.to_string(),
        report_no: report.number.clone(),
        branch_id: report.branch_id.to_string(),
        kind: report.kind.to_wire().into(),
        date: report.date.to_string(),
        covers_from: report.covers_from.map(Timestamp::to_proto),
        as_of: Some(report.as_of.to_proto()),
        row_count: small(report.row_count),
        open_rows: small(report.open_rows),
        rows,
        etag: etag::of(report.version),
        available_actions,
        readonly_reason,
    }
}

fn shown_row(call: &Call, row: &ReportRow, found: &[Investigation]) -> proto::DailyReportRow {
    let (available_actions, readonly_reason) = offered(call, SERVICE, &["RecordInvestigation"], None);
    proto::DailyReportRow {
        id: row.id.to_string(),
        work_order_id: row.work_order_id.to_string(),
        work_order_no: row.work_order_no.clone(),
        ticket_id: row.ticket_id.to_string(),
        technician_id: text(row.technician_id.as_ref()),
        since: Some(row.since.to_proto()),
        working_days: small(row.working_days),
        missed_kind: number(row.missed_kind),
        evidence: row.evidence.clone(),
        reissued_work_order_id: text(row.reissued_id),
        deduction: row.deduction.map(|fen| Money {
            currency_code: CNY.to_owned(),
            minor_units: fen,
        }),
        next_appointment_date: text(row.next_date),
        investigations: found.iter().map(investigation).collect(),
        available_actions,
        readonly_reason,
    }
}

fn investigation(found: &Investigation) -> proto::Investigation {
    proto::Investigation {
        id: found.id.to_string(),
        cause: found.cause.clone(),
        investigated_by: found.by.clone(),
        investigated_at: Some(found.at.to_proto()),
        amends_investigation_id: text(found.amends),
    }
}
