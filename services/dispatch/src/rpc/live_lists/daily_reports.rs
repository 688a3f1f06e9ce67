//! Daily reports to the technical department, live.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, rpc::Call};
use aftersales_proto::dispatch::v1::{self as proto, dispatch_event::Event};
use uuid::Uuid;

use super::{Rows, unpaged};
use crate::{
    domain::DailyReport,
    rpc::{
        Dispatch,
        lists::narrowed,
        reports::{filter, shown},
    },
    store::daily_reports::{self, ReportFilter},
};

/// Reports of the caller's branches, newest first, without their rows.
pub struct DailyReports {
    call: Call,
    scope: BranchScope,
    filter: ReportFilter,
}

impl Rows for DailyReports {
    const NAME: &'static str = "dispatch.live.daily_reports";
    type Request = proto::ListDailyReportsRequest;
    type Place = Uuid;
    type Record = DailyReport;
    type Row = proto::DailyReport;

    async fn of(_: &Dispatch, call: &Call, request: &mut Self::Request) -> Result<Self> {
        unpaged!(request);
        Ok(Self {
            call: call.clone(),
            scope: narrowed(&call.caller.scope, &request.branch_id)?,
            filter: filter(request)?,
        })
    }

    async fn listed(&self, tx: &mut Tx, before: Option<Uuid>, limit: i64) -> Result<Vec<DailyReport>> {
        let filter = ReportFilter {
            before,
            limit,
            ..self.filter.clone()
        };
        daily_reports::listed(tx, &self.scope, &filter).await
    }

    async fn of_ids(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<DailyReport>> {
        daily_reports::of_ids(tx, ids).await
    }

    fn named(event: &Event) -> Option<&str> {
        match event {
            Event::DailyReportIssued(it) => Some(&it.report_id),
            Event::InvestigationRecorded(it) => Some(&it.report_id),
            _ => None,
        }
    }

    fn belongs(&self, it: &DailyReport) -> bool {
        self.scope.contains(&it.branch_id) && self.filter.admits(it)
    }

    fn place(it: &DailyReport) -> Uuid {
        it.id
    }

    fn id(it: &DailyReport) -> Uuid {
        it.id
    }

    async fn shown(&self, _: &mut Tx, records: &[DailyReport]) -> Result<Vec<proto::DailyReport>> {
        Ok(records.iter().map(|it| shown(&self.call, it, Vec::new())).collect())
    }
}
