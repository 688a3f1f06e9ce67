//! Records the inspection of somebody's work (岗位规范检查表, X-09).

use aftersales_kit::{
    Error, Result,
    auth::{BranchScope, Role},
    db::Tx,
    i18n::Locale,
    id::{BranchId, StaffId},
    seal::Sealer,
    time::BusinessDate,
};

use super::{load_book, load_checklist, put_staff_day};
use crate::{
    domain::{
        checklist::{Inspection, InspectionId, Item},
        governance_reasons::{INSPECTION_IN_FUTURE, OWN_INSPECTION},
        reasons::BRANCH_NOT_FOUND,
        roster_reasons::ROLE_NOT_HELD,
    },
    events,
    store::checklists,
};

/// What is recorded.
pub struct Command {
    /// Branch.
    pub branch: BranchId,
    /// Whose work.
    pub staff: StaffId,
    /// Role that was inspected.
    pub role: Role,
    /// Topic of the checklist.
    pub topic: String,
    /// Local date.
    pub date: BusinessDate,
    /// What was found.
    pub items: Vec<Item>,
    /// Who inspected.
    pub inspector: String,
    /// Language of a shipped checklist.
    pub locale: Locale,
}

/// Records it by the checklist of its date.
///
/// # Errors
/// `BRANCH_NOT_FOUND`, `STAFF_NOT_FOUND`, `STAFF_HAS_LEFT`, `OWN_INSPECTION`, `ROLE_NOT_HELD`, `INSPECTION_IN_FUTURE`,
/// `CHECKLIST_NOT_FOUND`, `INSPECTION_INCOMPLETE`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, command: Command) -> Result<Inspection> {
    scope.admit(&command.branch, &BRANCH_NOT_FOUND)?;
    let book = load_book::stored(tx, &command.branch).await?;
    let member = put_staff_day::working(tx, &command.branch, &command.staff).await?;
    if command.inspector == command.staff.as_str() {
        return Err(Error::from(&OWN_INSPECTION));
    }
    if !member.post.roles.has(command.role) {
        return Err(Error::from(ROLE_NOT_HELD.field("role", "is not held at the branch")));
    }
    let now = tx.now();
    let today = book.reckoning.date_of(now)?;
    if command.date > today {
        return Err(INSPECTION_IN_FUTURE
            .field("date", format!("must not be after {today}"))
            .into());
    }
    let held = load_checklist::held(tx, command.role, &command.topic, command.date, command.locale).await?;
    held.check_items(&command.items)?;
    let inspection = Inspection {
        id: InspectionId::new(),
        branch: command.branch,
        role: command.role,
        topic: command.topic,
        checklist_version: held.version,
        staff: command.staff,
        inspector: command.inspector,
        date: command.date,
        items: command.items,
        recorded_at: now,
    };
    checklists::insert_inspection(tx, sealer, &inspection).await?;
    tx.emit(events::governance::inspection_recorded(&inspection));
    Ok(inspection)
}
