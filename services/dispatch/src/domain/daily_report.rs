//! Daily reports to the technical department (DSP-27, DSP-30, DSP-32).

use aftersales_kit::{
    Refusal, Result,
    id::{BranchId, StaffId, TicketId, WorkOrderId},
    policy::catalogue::DISPATCH_NO_NEWS,
    refdata::BranchBook,
    text_enum,
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use super::{MissedKind, State, Visit, WorkOrder, report_reasons::INVESTIGATION_RECORDED};

text_enum! {
    /// Kind of a daily report.
    pub enum ReportKind {
        /// 派出超2天无消息报表 (DSP-27).
        NoNews = "NO_NEWS",
        /// 遗漏服务报表 (DSP-30).
        MissedService = "MISSED_SERVICE",
        /// 再次上门报表 (DSP-32).
        Revisit = "REVISIT",
    }
}

impl ReportKind {
    /// What stands in the numbers of its reports.
    pub const fn form(self) -> &'static str {
        match self {
            Self::NoNews => "NN",
            Self::MissedService => "MS",
            Self::Revisit => "RV",
        }
    }
}

/// A daily report of a branch; it never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DailyReport {
    /// Id.
    pub id: Uuid,
    /// Number, such as `BJ01-NN-000001`.
    pub number: String,
    /// Branch.
    pub branch_id: BranchId,
    /// Kind.
    pub kind: ReportKind,
    /// Local date on which it was made.
    pub date: BusinessDate,
    /// What happened after this instant is in it.
    pub covers_from: Option<Timestamp>,
    /// The instant that it describes.
    pub as_of: Timestamp,
    /// Version; it counts the findings.
    pub version: i64,
    /// How many rows it has.
    pub row_count: i64,
    /// How many of them have no finding yet.
    pub open_rows: i64,
}

/// A row of a daily report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// Id.
    pub id: Uuid,
    /// The order.
    pub work_order_id: WorkOrderId,
    /// Its number.
    pub work_order_no: String,
    /// Its ticket.
    pub ticket_id: TicketId,
    /// Who had it.
    pub technician_id: Option<StaffId>,
    /// Since when.
    pub since: Timestamp,
    /// Working days without news.
    pub working_days: i64,
    /// Kind of the missed service.
    pub missed_kind: Option<MissedKind>,
    /// What shows it.
    pub evidence: String,
    /// The order that re-issues it.
    pub reissued_id: Option<WorkOrderId>,
    /// Deduction in fen by policy.
    pub deduction: Option<i64>,
    /// Next appointment, when it was agreed already.
    pub next_date: Option<BusinessDate>,
}

impl ReportRow {
    /// A row about an order, with nothing of its kind filled in.
    pub fn about(id: Uuid, order: &WorkOrder, since: Timestamp) -> Self {
        Self {
            id,
            work_order_id: order.id,
            work_order_no: order.number.clone(),
            ticket_id: order.request.ticket_id,
            technician_id: order.technician_id.clone(),
            since,
            working_days: 0,
            missed_kind: None,
            evidence: String::new(),
            reissued_id: None,
            deduction: None,
            next_date: None,
        }
    }
}

/// What the technical department found about a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Investigation {
    /// Id.
    pub id: Uuid,
    /// The cause.
    pub cause: String,
    /// Staff code.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The finding that it amends.
    pub amends: Option<Uuid>,
}

/// A cause is recorded once; another one amends the last (DSP-27).
///
/// # Errors
/// `INVESTIGATION_RECORDED`.
pub fn may_record(before: &[Investigation], amends: Option<Uuid>) -> Result<(), Refusal> {
    let last = before.last().map(|found| found.id);
    if last == amends {
        return Ok(());
    }
    let refusal = INVESTIGATION_RECORDED.field("amends_investigation_id", "must be the last finding of the row");
    Err(refusal.with(
        "investigation_id",
        last.map(|last| last.to_string()).unwrap_or_default(),
    ))
}

impl WorkOrder {
    /// Since when the order is out without news: a technician has it and nothing of the present visit was reported.
    fn silent_since(&self) -> Option<Timestamp> {
        let waits = matches!(self.state, State::Assigned | State::Contacted) || self.state.is_preparing();
        let told =
            |visit: &Visit| visit.promise.reported.is_some() || visit.departed_at.is_some() || visit.reported.is_some();
        if !waits || self.technician_id.is_none() || self.visit().is_some_and(told) {
            return None;
        }
        self.assigned_at.map(|at| at.max(self.visit_from))
    }

    /// The order's row in the no-news report of an instant; none while the time without news is not over (DSP-27).
    ///
    /// # Errors
    /// Those of the calendar.
    pub fn without_news(&self, book: &BranchBook, as_of: Timestamp) -> Result<Option<(Timestamp, i64)>> {
        let Some(since) = self.silent_since().filter(|since| *since <= as_of) else {
            return Ok(None);
        };
        if as_of <= book.reckon(DISPATCH_NO_NEWS, since)?.due_at {
            return Ok(None);
        }
        let (from, to) = (book.date_of(since)?, book.date_of(as_of)?);
        let days = book.calendar().working_days_between(from, to).unwrap_or_default();
        Ok(Some((since, i64::from(days))))
    }
}
