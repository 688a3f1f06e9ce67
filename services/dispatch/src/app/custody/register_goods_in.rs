//! The clerk has the goods: IN row and repair card at once (DSP-40).

use aftersales_kit::{
    Result,
    auth::Role,
    db::Tx,
    id::{BranchId, StaffId},
    refdata::{BranchBook, Staff},
    series,
    time::Timestamp,
    timers::{self, NewTimer},
};

use super::{Held, open, order_of};
use crate::{
    app::By,
    domain::{
        Direction, Registration, TakeBack,
        reasons::{TECHNICIAN_MISSING, TECHNICIAN_NOT_FOUND},
    },
    events,
    store::{custody_movements, take_backs},
};

/// Name of the series of repair cards.
const SERIES: &str = "REPAIR_CARD";
/// Kind of the timer of the planned finish (DSP-43).
pub const FINISH_TIMER: &str = "custody.finish";

/// What the clerk writes; without a technician the order's own repairs.
#[derive(Debug, Clone)]
pub struct Told {
    /// Where the goods stand.
    pub location: String,
    /// Fault.
    pub fault: String,
    /// Who repairs.
    pub technician_id: Option<StaffId>,
    /// Planned finish.
    pub planned_finish: Timestamp,
}

/// Enters the goods in the register and opens their card.
///
/// # Errors
/// `TAKE_BACK_NOT_FOUND`, `STALE_ETAG`, `CUSTODY_STATE`, `TECHNICIAN_NOT_FOUND`, `PLANNED_FINISH_PAST`.
pub async fn run(tx: &mut Tx, by: &By, held: &Held, told: Told) -> Result<TakeBack> {
    let mut taken = open(tx, by, held).await?;
    let (order, now) = (order_of(tx, &taken).await?, tx.now());
    let technician = match told.technician_id {
        Some(named) => {
            let book = by.refs.branch_in(tx, &taken.branch_id).await?;
            check_repairer(&book, &named)?;
            named
        }
        None => order.technician_id.clone().ok_or(&TECHNICIAN_MISSING)?,
    };
    let registration = Registration {
        location: told.location,
        fault: told.fault,
        technician_id: technician,
        planned_finish: told.planned_finish,
    };
    let number = card_number(tx, &taken.branch_id).await?;
    taken.register(&by.actor, registration, number, now)?;
    take_backs::save(tx, &mut taken).await?;
    custody_movements::insert(tx, &taken, Direction::In, now, &by.actor.code).await?;
    arm(tx, &taken, told.planned_finish).await?;
    tx.emit(events::goods_registered_in(&order, &taken));
    Ok(taken)
}

/// Technicians and in-station engineers repair.
fn check_repairer(book: &BranchBook, code: &StaffId) -> Result<()> {
    let repairs = |member: &Staff| member.works_as(Role::Technician) || member.works_as(Role::Workshop);
    if book.staff(code).is_some_and(repairs) {
        return Ok(());
    }
    let refusal = TECHNICIAN_NOT_FOUND.field("technician_id", "is neither technician nor in-station engineer");
    Err(refusal.with("technician_id", code).into())
}

async fn card_number(tx: &mut Tx, branch: &BranchId) -> Result<String> {
    let number = series::next(tx, branch, SERIES).await?;
    Ok(series::printed(branch, "CARD", number))
}

/// Sets the timer of a planned finish, or moves it.
pub(super) async fn arm(tx: &mut Tx, taken: &TakeBack, at: Timestamp) -> Result<()> {
    let timer = NewTimer {
        kind: FINISH_TIMER,
        subject: taken.id.uuid(),
        branch_id: taken.branch_id.clone(),
        due_at: at,
        payload: serde_json::Value::Null,
    };
    timers::arm(tx, timer).await
}
