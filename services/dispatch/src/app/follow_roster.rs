//! The registry's roster says who is at work.

use aftersales_kit::{
    Result,
    db::Tx,
    id::{BranchId, StaffId},
    time::{BusinessDate, Timestamp},
};

use crate::{domain::is_off_duty, store::off_duty};

/// Somebody's date, as the registry tells it.
pub struct StaffDay {
    /// Branch.
    pub branch_id: BranchId,
    /// Staff code.
    pub staff_id: StaffId,
    /// Local date.
    pub date: BusinessDate,
    /// Stretches of work.
    pub shifts: Vec<(Timestamp, Timestamp)>,
    /// Stretches of absence.
    pub absences: Vec<(Timestamp, Timestamp)>,
}

/// Keeps whether somebody is off duty all day.
///
/// # Errors
/// Those of the store.
pub async fn run(tx: &mut Tx, day: StaffDay) -> Result<()> {
    let off = is_off_duty(&day.shifts, &day.absences);
    off_duty::put(tx, &day.branch_id, day.date, &day.staff_id, off).await
}
