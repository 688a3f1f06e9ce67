//! Imports the notice of a year (rulebook part 6).

use aftersales_kit::{Result, auth::BranchScope, calendar::Notice, db::Tx};

use super::change_reference::{Change, admit, announce};
use crate::{
    domain::calendar::{Changes, Source},
    store::notices,
};

/// What an import changed, or would change.
pub struct Imported {
    /// Year of the notice.
    pub year: i32,
    /// The days that are other than before.
    pub changes: Changes,
    /// Version of the national calendar.
    pub national_version: i64,
}

/// Puts the notice in place of what there was of its year. Days that it says again change nothing; with `dry_run`
/// nothing is stored.
///
/// # Errors
/// `COMPANY_SCOPE_REQUIRED`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, notice: Notice, dry_run: bool) -> Result<Imported> {
    admit(scope, None)?;
    let mut change = Change::begin(tx).await?;
    let year = i32::from(notice.year);
    let held = notices::all(tx).await?;
    let (before, after) = (held.national(), held.with(&notice).national());
    let changes = before.changes(&after);
    let same = changes.days.is_empty() && changes.removed.is_empty() && before.years == after.years;
    if !dry_run && !same {
        let now = tx.now();
        notices::replace(tx, &notice, Source::Notice, now).await?;
        let cause = format!("IMPORT notice {year}");
        change.national_changed(tx, &before, &after, &cause).await?;
        let books = change.rewrite(tx, None).await?;
        announce(tx, books, &format!("calendar notice {year}")).await?;
    }
    Ok(Imported {
        year,
        changes,
        national_version: change.national_version(),
    })
}
