//! A plan ends; whom to contact is forgotten.

use aftersales_kit::{Result, db::Tx, etag};

use super::arm;
use crate::{
    app::By,
    domain::{PlanId, ServicePlan},
    store::plans,
};

/// Ends the plan.
///
/// # Errors
/// `PLAN_NOT_FOUND`, `STALE_ETAG`, `PLAN_STATE`.
pub async fn run(tx: &mut Tx, by: &By, id: PlanId, etag: &str) -> Result<ServicePlan> {
    let mut plan = plans::lock(tx, &by.scope, id).await?;
    etag::check(etag, plan.version)?;
    plan.end()?;
    plans::save(tx, &mut plan).await?;
    let book = by.refs.branch_in(tx, &plan.branch_id).await?;
    arm(tx, &book, &plan).await?;
    Ok(plan)
}
