//! Who came to which shift (出勤).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, time::Timestamp};

use super::{
    load_book::Book,
    load_roster::{self, Query},
};
use crate::{domain::attendance::Attendance, store::sign_ins};

/// Shifts that have begun at `now`, and sign-ins without a shift, by date and staff code.
///
/// # Errors
/// Those of [`load_roster::run`].
pub async fn run(
    tx: &mut Tx,
    scope: &BranchScope,
    book: &Book,
    query: &Query,
    now: Timestamp,
) -> Result<Vec<Attendance>> {
    let roster = load_roster::run(tx, scope, book, query).await?;
    let came = sign_ins::of_branch(tx, &query.branch, query.from, query.to).await?;
    Ok(roster
        .days
        .iter()
        .flat_map(|day| Attendance::of(day, &came, now))
        .collect())
}
