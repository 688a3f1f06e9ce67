//! Technicians' weekly reports, live.

use aftersales_kit::{
    Result,
    db::Tx,
    id::{BranchId, StaffId},
    rpc::Call,
};
use aftersales_proto::dispatch::v1::{self as proto, dispatch_event::Event};
use uuid::Uuid;

use super::{Rows, unpaged};
use crate::{
    domain::{Week, WeeklyReport},
    rpc::{
        Dispatch,
        convert::{maybe_date, maybe_staff, own_branch},
        time_reports::weekly,
    },
    store::weekly_reports,
};

/// Weekly reports of a branch, newest first.
pub struct WeeklyReports {
    call: Call,
    branch: BranchId,
    technician: Option<StaffId>,
    week: Option<Week>,
}

impl Rows for WeeklyReports {
    const NAME: &'static str = "dispatch.live.weekly_reports";
    type Request = proto::ListWeeklyReportsRequest;
    type Place = Uuid;
    type Record = WeeklyReport;
    type Row = proto::WeeklyReport;

    async fn of(_: &Dispatch, call: &Call, request: &mut Self::Request) -> Result<Self> {
        unpaged!(request);
        Ok(Self {
            call: call.clone(),
            branch: own_branch(call, &request.branch_id)?,
            technician: maybe_staff(&request.technician_id)?,
            week: maybe_date(&request.date, "date")?.map(Week::of).transpose()?,
        })
    }

    async fn listed(&self, tx: &mut Tx, before: Option<Uuid>, limit: i64) -> Result<Vec<WeeklyReport>> {
        weekly_reports::listed(tx, &self.branch, self.technician.as_ref(), self.week, before, limit).await
    }

    async fn of_ids(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<WeeklyReport>> {
        weekly_reports::of_ids(tx, ids).await
    }

    fn named(event: &Event) -> Option<&str> {
        match event {
            Event::WeeklyReportSent(it) => Some(&it.weekly_report_id),
            Event::WeeklyReportReviewed(it) => Some(&it.weekly_report_id),
            _ => None,
        }
    }

    fn belongs(&self, it: &WeeklyReport) -> bool {
        it.branch_id == self.branch
            && self.technician.as_ref().is_none_or(|code| *code == it.technician_id)
            && self.week.is_none_or(|week| week == it.week)
    }

    fn place(it: &WeeklyReport) -> Uuid {
        it.id
    }

    fn id(it: &WeeklyReport) -> Uuid {
        it.id
    }

    async fn shown(&self, _: &mut Tx, records: &[WeeklyReport]) -> Result<Vec<proto::WeeklyReport>> {
        Ok(records.iter().map(|it| weekly(&self.call, it)).collect())
    }
}
