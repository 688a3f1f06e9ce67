//! A plan is made for a machine (DSP-66, DSP-67).

use aftersales_kit::{Result, db::Tx, refdata::BranchBook};

use super::arm;
use crate::{
    app::By,
    domain::{Machine, PlanKind, Rhythm, ServiceClass, ServicePlan},
    personal::{Contact, Copies},
    store::plans,
};

/// What is planned for which machine.
pub struct Told {
    /// What is planned.
    pub kind: PlanKind,
    /// The machine.
    pub machine: Machine,
    /// Class of the orders.
    pub service_class: ServiceClass,
    /// When it is due.
    pub rhythm: Rhythm,
    /// Whom to contact and where.
    pub contact: Contact,
}

/// Makes the plan at a branch.
///
/// # Errors
/// `PLAN_EXISTS` and those of [`ServicePlan::create`].
pub async fn run(tx: &mut Tx, by: &By, copies: &Copies, book: &BranchBook, told: Told) -> Result<ServicePlan> {
    let now = tx.now();
    let made = (now, by.actor.code.as_str(), book.date_of(now)?);
    let branch = book.id().clone();
    let mut plan = ServicePlan::create(branch, told.kind, told.machine, told.service_class, told.rhythm, made)?;
    let contact = copies.seal_plan_contact(plan.id, &told.contact)?;
    plans::insert(tx, &mut plan, &contact).await?;
    arm(tx, book, &plan).await?;
    Ok(plan)
}
