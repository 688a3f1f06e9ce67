//! Somebody comes to his post (HOT-01, DSP-13).

use aftersales_kit::{
    Error, Result,
    auth::{BranchScope, Role},
    db::Tx,
    i18n::Locale,
    id::{BranchId, StaffId},
    policy::PolicyValue,
};

use super::{load_book, load_checklist, load_roster, put_staff_day};
use crate::{
    domain::{
        attendance::{SignIn, SignInId, due, lead_policy, shift_at},
        checklist::{Checklist, SHIFT_START},
        dates,
        governance_reasons::CHECKLIST_NOT_FOUND,
        reasons::BRANCH_NOT_FOUND,
        roster_reasons::ROLE_NOT_HELD,
    },
    events,
    store::sign_ins,
};

/// Signs a member in; the first sign-in of a role and shift counts, a later one gives it again.
///
/// # Errors
/// `BRANCH_NOT_FOUND`, `STAFF_NOT_FOUND`, `STAFF_HAS_LEFT`, `ROLE_NOT_HELD`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, branch: BranchId, staff: StaffId, role: Role) -> Result<SignIn> {
    scope.admit(&branch, &BRANCH_NOT_FOUND)?;
    let book = load_book::stored(tx, &branch).await?;
    let member = put_staff_day::working(tx, &branch, &staff).await?;
    if !member.post.roles.has(role) {
        return Err(Error::from(ROLE_NOT_HELD.field("role", "is not held at the branch")));
    }
    let now = tx.now();
    let today = book.reckoning.date_of(now)?;
    let yesterday = load_roster::day(tx, &book, &staff, dates::previous(today)).await?;
    let day = load_roster::day(tx, &book, &staff, today).await?;
    let policy = match lead_policy(role) {
        Some(key) => Some((key, book.reckoning.policy(key, now)?)),
        None => None,
    };
    let lead = policy
        .as_ref()
        .map_or(PolicyValue::None, |(_, held)| held.value.clone());
    let found = shift_at(&[&yesterday, &day], now);
    let sign_in = SignIn {
        id: SignInId::new(),
        branch,
        staff,
        role,
        date: found.map_or(today, |(of, _)| of.day.date),
        at: now,
        shift: found.map(|(_, shift)| (shift, due(&shift, &lead))),
        policy: policy.map(|(key, held)| (key, held.version)),
    };
    if sign_ins::insert(tx, &sign_in).await? {
        tx.emit(events::roster::shift_signed_in(&sign_in));
        return Ok(sign_in);
    }
    let first = sign_ins::same(tx, &sign_in).await?;
    first.ok_or_else(|| Error::internal("a sign-in that is there already cannot be found"))
}

/// What to have ready before the shift of a sign-in (X-34, HOT-01, HOT-02, DSP-14); `None` for a role without a list.
///
/// # Errors
/// Those of the store.
pub async fn checklist(tx: &mut Tx, sign_in: &SignIn, locale: Locale) -> Result<Option<Checklist>> {
    match load_checklist::held(tx, sign_in.role, SHIFT_START, sign_in.date, locale).await {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.reason() == Some(CHECKLIST_NOT_FOUND.name) => Ok(None),
        Err(error) => Err(error),
    }
}
