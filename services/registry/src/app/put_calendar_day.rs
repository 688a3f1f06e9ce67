//! Sets or clears a branch's own rest day, duty day or hours.

use aftersales_kit::{Error, Result, auth::BranchScope, db::Tx, id::BranchId, time::BusinessDate};

use super::{
    change_reference::{Change, announce},
    load_book::{self, Book},
};
use crate::{
    domain::{calendar::Day, reasons::BRANCH_NOT_FOUND},
    events,
    store::{branches, overrides},
};

/// What to do with a date.
pub enum Command {
    /// Set the override, checked.
    Set(Day),
    /// Let the national calendar hold again.
    Clear(BusinessDate),
}

/// Does it; gives the branch's book as it is then. What is so already stays as it is, without an event.
///
/// # Errors
/// `BRANCH_NOT_FOUND`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, branch: &BranchId, command: Command) -> Result<Book> {
    scope.admit(branch, &BRANCH_NOT_FOUND)?;
    let change = Change::begin(tx).await?;
    if !branches::exists(tx, branch).await? {
        return Err(Error::from(&BRANCH_NOT_FOUND));
    }
    if !apply(tx, branch, &command).await? {
        return load_book::stored(tx, branch).await;
    }
    branches::next_calendar(tx, branch).await?;
    let books = change.rewrite(tx, Some(branch)).await?;
    let (_, book) = books
        .first()
        .ok_or_else(|| Error::internal("a branch without its book"))?;
    let book = Book::new(book.clone())?;
    tx.emit(event(branch, &command, &book));
    announce(tx, books, &format!("calendar day {}", date(&command))).await?;
    Ok(book)
}

async fn apply(tx: &mut Tx, branch: &BranchId, command: &Command) -> Result<bool> {
    let before = overrides::find(tx, branch, date(command)).await?;
    match command {
        Command::Set(day) if before.as_ref() == Some(day) => Ok(false),
        Command::Set(day) => overrides::put(tx, branch, day).await.map(|()| true),
        Command::Clear(_) if before.is_none() => Ok(false),
        Command::Clear(date) => overrides::remove(tx, branch, *date).await.map(|()| true),
    }
}

fn date(command: &Command) -> BusinessDate {
    match command {
        Command::Set(day) => day.date,
        Command::Clear(date) => *date,
    }
}

fn event(branch: &BranchId, command: &Command, book: &Book) -> aftersales_kit::outbox::NewEvent {
    let changed = match command {
        Command::Set(day) => Ok(day),
        Command::Clear(date) => Err(*date),
    };
    events::override_changed(branch, changed, &book.published)
}
