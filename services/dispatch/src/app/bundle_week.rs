//! The technicians' weekly reports go to the manager (技术人员周报表, DSP-44).

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    id,
    refdata::BranchBook,
    time::{BusinessDate, Timestamp},
};

use crate::{
    domain::Week,
    events,
    store::{time_reports, weekly_reports},
};

/// Puts the daily reports until the week's last working day into one weekly report a technician. A report that comes
/// later, or is of a day after it, goes into the next one.
///
/// # Errors
/// Those of the store.
pub async fn run(tx: &mut Tx, book: &BranchBook, week: Week, until: BusinessDate, at: Timestamp) -> Result<()> {
    for technician in time_reports::unbundled(tx, book.id(), until).await? {
        let weekly = id::new_uuid();
        if weekly_reports::insert(tx, weekly, (book.id(), &technician), week, at).await? {
            time_reports::bundle(tx, book.id(), &technician, until, weekly).await?;
            let report = weekly_reports::get(tx, &BranchScope::All, weekly).await?;
            tx.emit(events::weekly_report_sent(&report));
        }
    }
    Ok(())
}
