//! What the registry says of the roster.

use aftersales_kit::{
    Result,
    db::Tx,
    id::{BranchId, StaffId},
    time::BusinessDate,
};

use crate::{domain::StaffDay, events, store::staff_days};

/// Keeps somebody's date as it is now. Visits that were promised before stay; the next promise is judged by it.
pub async fn day(tx: &mut Tx, branch: &BranchId, date: BusinessDate, day: StaffDay) -> Result<()> {
    staff_days::put(tx, branch, date, &day).await?;
    tx.emit(events::roster_day_changed(branch, &day.staff_id, date));
    Ok(())
}

/// Forgets somebody's date: the branch's opening hours stand in again.
pub async fn cleared(tx: &mut Tx, branch: &BranchId, staff: &StaffId, date: BusinessDate) -> Result<()> {
    staff_days::remove(tx, branch, staff, date).await
}
