//! The fixed times of each working day: reports are made, what is missing is told (DSP-19, DSP-27, DSP-30, DSP-32,
//! DSP-44, X-35).
//!
//! A branch's rounds begin with its first work, and each one sets the timer of the next. A process that was down makes
//! the rounds that it missed one after the other, each as of its own instant.

use aftersales_kit::{
    Error, Result,
    db::Tx,
    id,
    refdata::{BranchBook, RefData},
    time::BusinessDate,
    timers::{self, NewTimer, Timer},
};

use super::{bundle_week, issue_daily_report, list_missing_reports, list_shop_tasks};
use crate::{
    domain::{DayState, ReportKind, Round, Week, working_day_before},
    events,
    store::{
        day_closes,
        rounds::{self, Begun},
    },
};

/// Begins the rounds of a branch that has none yet.
///
/// # Errors
/// Those of the calendar.
pub async fn begin(tx: &mut Tx, book: &BranchBook) -> Result<()> {
    let now = tx.now();
    for kind in Round::ALL.iter().copied() {
        let begun = Begun {
            id: id::new_uuid(),
            kind,
            since: book.date_of(now)?,
            last_at: now,
        };
        if rounds::begin(tx, book.id(), &begun).await? {
            arm(tx, book, &begun).await?;
        }
    }
    Ok(())
}

/// Sets the timers of a branch anew after its calendar or policies changed.
///
/// # Errors
/// Those of the calendar.
pub async fn reckon_again(tx: &mut Tx, book: &BranchBook) -> Result<()> {
    for begun in rounds::of_branch(tx, book.id()).await? {
        arm(tx, book, &begun).await?;
    }
    Ok(())
}

async fn arm(tx: &mut Tx, book: &BranchBook, begun: &Begun) -> Result<()> {
    let timer = NewTimer {
        kind: begun.kind.as_str(),
        subject: begun.id,
        branch_id: book.id().clone(),
        due_at: begun.kind.next(book, begun.last_at)?,
        payload: serde_json::Value::Null,
    };
    timers::arm(tx, timer).await
}

/// Makes a round and sets the timer of the next.
///
/// # Errors
/// Those of the calendar and the store.
pub async fn run(tx: &mut Tx, refs: &RefData, timer: &Timer) -> Result<()> {
    let Some(mut begun) = rounds::find(tx, timer.subject).await? else {
        return Err(Error::internal(format!("a timer of unknown kind {}", timer.kind)));
    };
    let book = refs.branch_in(tx, &timer.branch_id).await?;
    let date = book.date_of(timer.due_at)?;
    match begun.kind {
        Round::Morning => morning(tx, &book, &begun, timer, date).await?,
        Round::Evening => issue_daily_report::run(tx, &book, ReportKind::Revisit, timer.due_at).await?,
        Round::Night => night(tx, &book, timer, date).await?,
    }
    begun.last_at = timer.due_at;
    rounds::made(tx, begun.id, begun.last_at).await?;
    arm(tx, &book, &begun).await
}

async fn morning(tx: &mut Tx, book: &BranchBook, begun: &Begun, timer: &Timer, date: BusinessDate) -> Result<()> {
    let at = timer.due_at;
    issue_daily_report::run(tx, book, ReportKind::NoNews, at).await?;
    issue_daily_report::run(tx, book, ReportKind::MissedService, at).await?;
    let yesterday = working_day_before(book, date, 1)?;
    if yesterday < begun.since {
        return Ok(());
    }
    let missing = list_missing_reports::run(tx, book, yesterday, date).await?;
    if !missing.is_empty() {
        tx.emit(events::time_reports_missing(book.id(), yesterday, &missing, at));
    }
    if day_closes::get(tx, book.id(), yesterday).await?.state != DayState::Closed {
        tx.emit(events::day_close_missing(book.id(), yesterday, at));
    }
    Ok(())
}

async fn night(tx: &mut Tx, book: &BranchBook, timer: &Timer, date: BusinessDate) -> Result<()> {
    let week = Week::of(date)?;
    if week.last_working_day(book)? != Some(date) {
        return Ok(());
    }
    bundle_week::run(tx, book, week, date, timer.due_at).await?;
    list_shop_tasks::tell_missed(tx, book, week, timer.due_at).await
}
