//! Missing reports of time, live (DSP-44).

use std::sync::Arc;

use aftersales_kit::{
    Result,
    db::Tx,
    id::StaffId,
    live::{Current, List},
    outbox,
    refdata::BranchBook,
    rpc::Call,
    time::BusinessDate,
};
use aftersales_proto::dispatch::v1::{self as proto, dispatch_event::Event};

use super::{DayList, page, told};
use crate::{
    app::list_missing_reports,
    rpc::{Dispatch, convert::date, time_reports::missing_report},
};

/// Who handed in no report of a date.
pub struct MissingReports {
    desk: Dispatch,
    call: Call,
    book: Arc<BranchBook>,
    date: BusinessDate,
}

impl MissingReports {
    async fn missing(&self, tx: &mut Tx) -> Result<Vec<StaffId>> {
        let today = self.book.date_of(self.desk.kit.clock().now())?;
        list_missing_reports::run(tx, &self.book, self.date, today).await
    }

    fn shown(&self, code: &StaffId) -> proto::MissingTimeReport {
        missing_report(&self.call, code, self.date)
    }
}

impl DayList for MissingReports {
    const NAME: &'static str = "dispatch.live.missing_time_reports";
    type Request = proto::ListMissingTimeReportsRequest;

    async fn of(desk: &Dispatch, call: &Call, request: &mut Self::Request) -> Result<Self> {
        request.page_size = 0;
        request.page_token.clear();
        Ok(Self {
            desk: desk.clone(),
            call: call.clone(),
            book: desk.book(call, &request.branch_id).await?,
            date: date(&request.date, "date")?,
        })
    }
}

impl List for MissingReports {
    type Key = String;
    type Place = String;
    type Row = proto::MissingTimeReport;

    async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&String>,
        limit: i64,
    ) -> Result<Vec<(String, proto::MissingTimeReport)>> {
        let missing = self.missing(tx).await?;
        let rows = missing.iter().map(|code| (code.to_string(), self.shown(code)));
        Ok(page(rows.collect(), after, limit))
    }

    fn touched(&self, event: &outbox::Event) -> Vec<String> {
        let (date, branch) = (self.date.to_string(), self.book.id().as_str());
        match told(event) {
            Some(Event::TimeReportSubmitted(it)) if it.date == date && it.branch_id == branch => vec![it.technician_id],
            Some(Event::RosterDayChanged(it)) if it.date == date && it.branch_id == branch => vec![it.staff_id],
            Some(Event::TimeReportsMissing(it)) if it.date == date && it.branch_id == branch => it.technician_ids,
            _ => Vec::new(),
        }
    }

    async fn current(&self, tx: &mut Tx, codes: &[String]) -> Result<Vec<Current<proto::MissingTimeReport>>> {
        let missing = self.missing(tx).await?;
        let row = |code: &String| match missing.iter().find(|missing| missing.as_str() == code) {
            Some(missing) => Current::Row(self.shown(missing)),
            None => Current::Gone(code.clone()),
        };
        Ok(codes.iter().map(row).collect())
    }
}
