//! The coordinator's two assignments of a day: the morning's worklist and the plan at its end (DSP-14, DSP-17).

use std::collections::{HashMap, HashSet};

use aftersales_kit::{
    Error, Refusal, Result,
    db::Tx,
    id::{StaffId, WorkOrderId},
    policy::catalogue::DISPATCH_WORKLIST_DAYS,
    reasons::INSTANT_NOT_RECKONABLE,
    refdata::BranchBook,
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use super::{By, close_day};
use crate::{
    domain::{
        MorningKey, Presence, Standing, WorkOrder, planning_reasons::NOT_PLANNED_FOR_TOMORROW,
        reasons::WORK_ORDER_NOT_FOUND, working_day_before,
    },
    events,
    store::{day_orders, parts_confirmations, presences},
};

/// Unfinished orders of the last working days that are still inside their promise, the most urgent first (DSP-14,
/// DSP-15, DSP-31).
///
/// # Errors
/// Those of the calendar.
pub async fn morning(
    tx: &mut Tx,
    book: &BranchBook,
    technician: Option<&StaffId>,
    now: Timestamp,
) -> Result<Vec<WorkOrder>> {
    let since = morning_since(book, now)?;
    let mut orders = Vec::new();
    for order in day_orders::open_since(tx, book.id(), technician, since).await? {
        if is_of_morning(&order, book, technician, now)? {
            orders.push(order);
        }
    }
    orders.sort_by_key(WorkOrder::morning_key);
    Ok(orders)
}

/// The first instant of the last working days that a morning is about.
fn morning_since(book: &BranchBook, now: Timestamp) -> Result<Timestamp> {
    let today = book.date_of(now)?;
    let days = book.policies().int(DISPATCH_WORKLIST_DAYS, today);
    let days = days.map_err(|source| Error::internal_from("a number of days that is none", source))?;
    let first = working_day_before(book, today, days.value)?;
    let since = book.calendar().zone().instant(first, 0);
    Ok(since.map_err(|error| INSTANT_NOT_RECKONABLE.refuse().with("calendar", error))?)
}

/// Whether an order stands in the morning's worklist (DSP-14).
///
/// # Errors
/// Those of the calendar.
pub fn is_of_morning(
    order: &WorkOrder,
    book: &BranchBook,
    technician: Option<&StaffId>,
    now: Timestamp,
) -> Result<bool> {
    let since = morning_since(book, now)?;
    let recent = order.queued_at >= since || order.visit_from >= since;
    let wanted = technician.is_none_or(|code| order.technician_id.as_ref() == Some(code));
    let here = order.branch_id == *book.id() && recent && wanted && order.wants_assignment();
    Ok(here && order.inside_promise(book, now)?)
}

/// Where an order of the day goes, in the order in which the plan shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Planned {
    /// A visit is promised for the next working day.
    Tomorrow,
    /// No technician has it.
    Unassigned,
    /// A technician has it and no visit lies ahead.
    Unfinished,
    /// A visit is promised for a later day.
    Later,
    /// Finished that day.
    Finished,
}

/// An order in the end-of-day plan.
pub struct PlanEntry {
    /// The order.
    pub order: WorkOrder,
    /// Where it goes.
    pub planned: Planned,
    /// Its technician is not in the station.
    pub engineer_out: bool,
    /// When its parts were confirmed for the next working day, and by whom.
    pub confirmed: Option<(Timestamp, String)>,
}

impl PlanEntry {
    /// Place in the plan.
    pub fn key(&self) -> (Planned, MorningKey) {
        (self.planned, self.order.morning_key())
    }
}

/// The end-of-day plan.
pub struct Plan {
    /// The day.
    pub date: BusinessDate,
    /// The next working day.
    pub planned_date: BusinessDate,
    /// The orders.
    pub entries: Vec<PlanEntry>,
}

/// The whole day's orders by class, for the next working day (DSP-17).
///
/// # Errors
/// Those of the calendar.
pub async fn evening(tx: &mut Tx, book: &BranchBook, date: BusinessDate) -> Result<Plan> {
    let planned_date = next_day(book, date)?;
    let mut orders = Vec::new();
    for order in close_day::candidates(tx, book, date).await? {
        if let Some(planned) = planned(&order, book, date, planned_date)? {
            orders.push((planned, order));
        }
    }
    orders.sort_by_key(|(planned, order)| (*planned, order.morning_key()));
    let ids: Vec<Uuid> = orders.iter().map(|(_, order)| order.id.uuid()).collect();
    let confirmed = parts_confirmations::of_orders(tx, &ids).await?;
    let mut confirmed: HashMap<Uuid, (Timestamp, String)> = confirmed
        .into_iter()
        .filter(|(_, date, ..)| *date == planned_date)
        .map(|(order, _, at, by)| (order, (at, by)))
        .collect();
    let inside = inside(tx, book).await?;
    let entry = |(planned, order): (Planned, WorkOrder)| PlanEntry {
        planned,
        engineer_out: is_out(&order, &inside),
        confirmed: confirmed.remove(&order.id.uuid()),
        order,
    };
    Ok(Plan {
        date,
        planned_date,
        entries: orders.into_iter().map(entry).collect(),
    })
}

fn next_day(book: &BranchBook, date: BusinessDate) -> Result<BusinessDate> {
    let next = book.calendar().next_working_day(date);
    Ok(next.map_err(|error| INSTANT_NOT_RECKONABLE.refuse().with("calendar", error))?)
}

fn planned(order: &WorkOrder, book: &BranchBook, date: BusinessDate, next: BusinessDate) -> Result<Option<Planned>> {
    let standing = order.standing(date, book)?;
    if standing == Some(Standing::Finished) {
        return Ok(Some(Planned::Finished));
    }
    if order.state.is_done() || !order.state.is_open() {
        return Ok(None);
    }
    let ahead = order
        .promise()
        .map(|promise| promise.appointed_date)
        .filter(|on| *on > date);
    Ok(match ahead {
        Some(on) if on <= next => Some(Planned::Tomorrow),
        Some(_) => Some(Planned::Later),
        None if order.technician_id.is_none() => Some(Planned::Unassigned),
        None => standing.map(|_| Planned::Unfinished),
    })
}

async fn inside(tx: &mut Tx, book: &BranchBook) -> Result<HashSet<StaffId>> {
    let there = presences::of_branch(tx, book.id()).await?;
    let inside = there.into_iter().filter(|there| there.presence == Presence::InStation);
    Ok(inside.map(|there| there.technician_id).collect())
}

fn is_out(order: &WorkOrder, inside: &HashSet<StaffId>) -> bool {
    order.technician_id.as_ref().is_some_and(|code| !inside.contains(code))
}

/// Confirms with the parts clerk what some visits of the next working day need (DSP-17); gives their entries of the
/// plan.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `NOT_PLANNED_FOR_TOMORROW`.
pub async fn confirm_parts(tx: &mut Tx, by: &By, book: &BranchBook, wanted: &[WorkOrderId]) -> Result<Plan> {
    let now = tx.now();
    let today = book.date_of(now)?;
    check_wanted(tx, book, wanted, next_day(book, today)?, today).await?;
    let plan = evening(tx, book, today).await?;
    let mut new = Vec::new();
    for entry in plan.entries.iter().filter(|entry| wanted.contains(&entry.order.id)) {
        if parts_confirmations::insert(tx, entry.order.id, plan.planned_date, now, &by.actor.code).await? {
            new.push((&entry.order, entry.engineer_out));
        }
    }
    if !new.is_empty() {
        tx.emit(events::parts_confirmed(
            book.id(),
            plan.planned_date,
            &new,
            &by.actor.code,
            now,
        ));
    }
    let mut plan = evening(tx, book, today).await?;
    plan.entries.retain(|entry| wanted.contains(&entry.order.id));
    Ok(plan)
}

async fn check_wanted(
    tx: &mut Tx,
    book: &BranchBook,
    wanted: &[WorkOrderId],
    next: BusinessDate,
    today: BusinessDate,
) -> Result<()> {
    let ids: Vec<Uuid> = wanted.iter().map(|id| id.uuid()).collect();
    let orders = day_orders::of_ids(tx, &ids).await?;
    let mut refusal: Option<Refusal> = None;
    for (index, id) in wanted.iter().enumerate() {
        let order = orders
            .iter()
            .find(|order| order.id == *id && order.branch_id == *book.id());
        let order = order.ok_or(&WORK_ORDER_NOT_FOUND)?;
        if planned(order, book, today, next)? != Some(Planned::Tomorrow) {
            let refused = refusal.unwrap_or_else(|| NOT_PLANNED_FOR_TOMORROW.refuse().with("planned_date", next));
            let field = format!("work_order_ids[{index}]");
            refusal = Some(refused.field(field, "has no visit on the next working day"));
        }
    }
    refusal.map_or(Ok(()), |refusal| Err(refusal.into()))
}
