//! Who came to which shift (出勤).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, time::Timestamp};

use super::{
    load_book::Book,
    load_roster::{self, Query},
};
use crate::{
    domain::{
        attendance::{Attendance, AttendanceState},
        roster::RosterDay,
    },
    store::sign_ins,
};

/// Shifts that have begun at `now` or were signed in for, and sign-ins without a shift, by date and staff code.
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
    let days = by_day(tx, query, roster.days, now).await?;
    let rows = days.into_iter().flat_map(|(_, rows)| rows);
    Ok(rows.filter(|row| row.state != AttendanceState::Due).collect())
}

/// Days of a roster with all their shifts and sign-ins.
///
/// # Errors
/// Those of the store.
pub async fn by_day(
    tx: &mut Tx,
    query: &Query,
    days: Vec<RosterDay>,
    now: Timestamp,
) -> Result<Vec<(RosterDay, Vec<Attendance>)>> {
    let came = sign_ins::of_branch(tx, &query.branch, query.from, query.to).await?;
    let with_rows = |day: RosterDay| {
        let rows = Attendance::of(&day, &came, now);
        (day, rows)
    };
    Ok(days.into_iter().map(with_rows).collect())
}
