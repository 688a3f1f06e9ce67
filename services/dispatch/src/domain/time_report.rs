//! Technicians' reports of their time (DSP-44, DSP-45, X-28).

use std::collections::HashMap;

use aftersales_kit::{
    Refusal, Result, Violation,
    id::{BranchId, StaffId, WorkOrderId},
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use super::{
    Actor, ServiceClass, Week,
    report_reasons::{
        TIME_ENTRY_CLASS, TIME_ENTRY_ORDER, TIME_REPORT_BUNDLED, TIME_REPORT_IN_FUTURE, TIME_REPORT_OF_OTHERS,
        TIME_REPORT_TOO_LONG, WEEKLY_REPORT_REVIEWED,
    },
};

/// Minutes of a day: nobody works longer.
const DAY_MINUTES: i64 = 24 * 60;

/// A line of a daily report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Class.
    pub class: ServiceClass,
    /// The order; none for internal work.
    pub work_order_id: Option<WorkOrderId>,
    /// Minutes of work.
    pub minutes: i64,
    /// Minutes of travel.
    pub travel_minutes: i64,
    /// Metres of travel.
    pub travel_metres: i64,
    /// Remarks.
    pub remarks: String,
}

/// A technician's day at a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Branch.
    pub branch_id: BranchId,
    /// Staff code.
    pub technician_id: StaffId,
    /// Local date.
    pub date: BusinessDate,
}

/// A daily work report (技术员工作日报表).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeReport {
    /// Id.
    pub id: Uuid,
    /// Whose, and of when.
    pub day: Day,
    /// When it was first handed in.
    pub submitted_at: Timestamp,
    /// After its day.
    pub late: bool,
    /// The weekly report that it is in.
    pub weekly_report_id: Option<Uuid>,
    /// Lines.
    pub entries: Vec<Entry>,
    /// Version; 0 before it is stored.
    pub version: i64,
}

impl TimeReport {
    /// Refuses a change of a report that is in a weekly one (DSP-44).
    ///
    /// # Errors
    /// `TIME_REPORT_BUNDLED`.
    pub fn may_change(&self) -> Result<(), Refusal> {
        match self.weekly_report_id {
            None => Ok(()),
            Some(weekly) => Err(TIME_REPORT_BUNDLED.refuse().with("weekly_report_id", weekly)),
        }
    }
}

impl Day {
    /// Refuses somebody who may not report this day now.
    ///
    /// # Errors
    /// `TIME_REPORT_OF_OTHERS`, `TIME_REPORT_IN_FUTURE`.
    pub fn may_report(&self, actor: &Actor, today: BusinessDate) -> Result<(), Refusal> {
        may_report_for(actor, &self.technician_id)?;
        if self.date > today {
            return Err(TIME_REPORT_IN_FUTURE.field("date", "must not be later than today"));
        }
        Ok(())
    }
}

/// Refuses a technician who reports for another one.
///
/// # Errors
/// `TIME_REPORT_OF_OTHERS`.
pub fn may_report_for(actor: &Actor, technician: &StaffId) -> Result<(), Refusal> {
    if actor.for_all || actor.code == technician.as_str() {
        return Ok(());
    }
    Err(TIME_REPORT_OF_OTHERS.refuse().with("technician_id", technician))
}

/// Checks the lines of a report against the orders of the branch: internal work has none or an internal one, every other
/// class has one of its class.
///
/// # Errors
/// `TIME_ENTRY_ORDER`, `TIME_ENTRY_CLASS`, `TIME_REPORT_TOO_LONG`: all that is wrong at once.
pub fn check_entries(entries: &[Entry], orders: &HashMap<WorkOrderId, ServiceClass>) -> Result<(), Refusal> {
    let mut wrong = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let class = entry.work_order_id.map(|id| orders.get(&id).copied());
        let order = format!("entries[{index}].work_order_id");
        match (entry.class, class) {
            (ServiceClass::D, None | Some(Some(ServiceClass::D))) => {}
            (ServiceClass::D, Some(Some(_))) => {
                wrong.push((&TIME_ENTRY_ORDER, order, "internal work has no customer's order"))
            }
            (_, None) => wrong.push((&TIME_ENTRY_ORDER, order, "must name the order")),
            (_, Some(None)) => wrong.push((&TIME_ENTRY_ORDER, order, "is no order of the branch")),
            (class, Some(Some(of_order))) if class != of_order => {
                let field = format!("entries[{index}].service_class");
                wrong.push((&TIME_ENTRY_CLASS, field, "is not the class of the order"));
            }
            _ => {}
        }
    }
    let total: i64 = entries.iter().map(|entry| entry.minutes + entry.travel_minutes).sum();
    if total > DAY_MINUTES {
        wrong.push((&TIME_REPORT_TOO_LONG, "entries".to_owned(), "come to more than a day"));
    }
    let Some((reason, ..)) = wrong.first() else {
        return Ok(());
    };
    let mut refusal = reason.refuse();
    refusal.violations = wrong
        .into_iter()
        .map(|(reason, field, description)| Violation {
            field,
            description: description.to_owned(),
            reason: reason.name,
        })
        .collect();
    Err(refusal)
}

/// Time of one class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassTime {
    /// Class.
    pub class: ServiceClass,
    /// Minutes of work.
    pub minutes: i64,
    /// Minutes of travel.
    pub travel_minutes: i64,
    /// Metres of travel.
    pub travel_metres: i64,
    /// Lines.
    pub entries: i64,
}

impl ClassTime {
    const fn none(class: ServiceClass) -> Self {
        Self {
            class,
            minutes: 0,
            travel_minutes: 0,
            travel_metres: 0,
            entries: 0,
        }
    }

    fn add(&mut self, other: &Self) {
        self.minutes += other.minutes;
        self.travel_minutes += other.travel_minutes;
        self.travel_metres += other.travel_metres;
        self.entries += other.entries;
    }
}

impl From<&Entry> for ClassTime {
    fn from(entry: &Entry) -> Self {
        Self {
            class: entry.class,
            minutes: entry.minutes,
            travel_minutes: entry.travel_minutes,
            travel_metres: entry.travel_metres,
            entries: 1,
        }
    }
}

/// Sums by class, one for each of the four (DSP-45, BIL-47).
pub fn sums(times: impl IntoIterator<Item = ClassTime>) -> Vec<ClassTime> {
    let mut sums: Vec<ClassTime> = ServiceClass::ALL.iter().map(|class| ClassTime::none(*class)).collect();
    for time in times {
        if let Some(sum) = sums.iter_mut().find(|sum| sum.class == time.class) {
            sum.add(&time);
        }
    }
    sums
}

/// A weekly report (技术人员周报表).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeeklyReport {
    /// Id.
    pub id: Uuid,
    /// Branch.
    pub branch_id: BranchId,
    /// Staff code.
    pub technician_id: StaffId,
    /// The week.
    pub week: Week,
    /// When it went to the manager.
    pub sent_at: Timestamp,
    /// When it was reviewed, and by whom.
    pub reviewed: Option<(Timestamp, String)>,
    /// His note.
    pub review_note: String,
    /// Daily reports in it.
    pub daily_reports: i64,
    /// Sums by class.
    pub classes: Vec<ClassTime>,
    /// Version.
    pub version: i64,
}

impl WeeklyReport {
    /// Marks it as reviewed, once.
    ///
    /// # Errors
    /// `WEEKLY_REPORT_REVIEWED`.
    pub fn review(&mut self, by: &str, note: String, now: Timestamp) -> Result<(), Refusal> {
        if let Some((_, reviewer)) = &self.reviewed {
            return Err(WEEKLY_REPORT_REVIEWED.refuse().with("reviewed_by", reviewer));
        }
        self.reviewed = Some((now, by.to_owned()));
        self.review_note = note;
        Ok(())
    }
}
