//! Shops: who is responsible, and the visits.

use aftersales_kit::{
    Result,
    auth::Role,
    db::Tx,
    id::{self, StaffId},
    refdata::BranchBook,
    time::Timestamp,
};
use uuid::Uuid;

use super::{By, list_shop_tasks, make_rounds};
use crate::{
    domain::{
        ShopAssignment, ShopTask, Week, may_report_for,
        reasons::{TECHNICIAN_NOT_FOUND, TIME_IN_FUTURE},
        report_reasons::SHOP_ASSIGNED,
    },
    events,
    store::shop_assignments::{self, NewVisit},
};

/// A shop as it is assigned.
pub struct Shop {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// Makes a technician responsible for a shop.
///
/// # Errors
/// `TECHNICIAN_NOT_FOUND`, `SHOP_ASSIGNED`.
pub async fn assign(tx: &mut Tx, book: &BranchBook, technician: StaffId, shop: Shop) -> Result<ShopTask> {
    let works = book
        .staff(&technician)
        .is_some_and(|member| member.works_as(Role::Technician));
    if !works {
        return Err(TECHNICIAN_NOT_FOUND.refuse().with("technician_id", &technician).into());
    }
    let today = book.date_of(tx.now())?;
    let assignment = ShopAssignment {
        id: id::new_uuid(),
        branch_id: book.id().clone(),
        technician_id: technician,
        shop_code: shop.code,
        shop_name: shop.name,
        from_date: today,
        until_date: None,
        version: 1,
    };
    if !shop_assignments::insert(tx, &assignment).await? {
        let refusal = SHOP_ASSIGNED.refuse().with("technician_id", &assignment.technician_id);
        return Err(refusal.with("shop_code", &assignment.shop_code).into());
    }
    tx.emit(events::shop_assignment_changed(&assignment));
    make_rounds::begin(tx, book).await?;
    list_shop_tasks::of(tx, book, assignment, Week::of(today)?).await
}

/// Ends an assignment with today.
///
/// # Errors
/// `SHOP_ASSIGNMENT_NOT_FOUND`, `STALE_ETAG`, `SHOP_ASSIGNMENT_ENDED`.
pub async fn end(tx: &mut Tx, by: &By, id: Uuid, etag: &str) -> Result<ShopTask> {
    let mut assignment = shop_assignments::get(tx, &by.scope, id).await?;
    aftersales_kit::etag::check(etag, assignment.version)?;
    let book = by.refs.branch_in(tx, &assignment.branch_id).await?;
    let today = book.date_of(tx.now())?;
    assignment.end(today)?;
    shop_assignments::save(tx, &mut assignment).await?;
    tx.emit(events::shop_assignment_changed(&assignment));
    list_shop_tasks::of(tx, &book, assignment, Week::of(today)?).await
}

/// A visit as it is told.
pub struct Told {
    /// When; now if not said.
    pub at: Option<Timestamp>,
    /// Minutes that it took.
    pub minutes: i64,
    /// What was inspected and learnt.
    pub findings: String,
}

/// Records a visit; gives the task of its week.
///
/// # Errors
/// `SHOP_ASSIGNMENT_NOT_FOUND`, `SHOP_ASSIGNMENT_ENDED`, `TIME_REPORT_OF_OTHERS`, `TIME_IN_FUTURE`.
pub async fn visit(tx: &mut Tx, by: &By, id: Uuid, told: Told) -> Result<ShopTask> {
    let assignment = shop_assignments::get(tx, &by.scope, id).await?;
    may_report_for(&by.actor, &assignment.technician_id)?;
    assignment.must_last()?;
    let (now, book) = (tx.now(), by.refs.branch_in(tx, &assignment.branch_id).await?);
    let at = told.at.unwrap_or(now);
    if at > now {
        return Err(TIME_IN_FUTURE.field("visited_at", "lies in the future").into());
    }
    let week = Week::of(book.date_of(at)?)?;
    let visit = NewVisit {
        id: id::new_uuid(),
        assignment: assignment.id,
        week,
        visited_at: at,
        minutes: told.minutes,
        findings: told.findings,
        recorded_by: by.actor.code.clone(),
    };
    shop_assignments::insert_visit(tx, &visit).await?;
    tx.emit(events::shop_visited(&assignment, week, told.minutes, at));
    list_shop_tasks::of(tx, &book, assignment, week).await
}
