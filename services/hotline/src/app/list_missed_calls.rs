//! Missed calls that somebody owes a call back (HOT-29).

use aftersales_kit::{
    Result, db::Tx, policy::catalogue::HOTLINE_MISSED_CALL_BACK, refdata::BranchBook, seal::Sealer, time::Timestamp,
};
use uuid::Uuid;

use super::{get_call::CallView, seal_texts};
use crate::store::{calls::StoredCall, missed_calls};

/// A missed call, and until when it should be called back.
#[derive(Debug, Clone)]
pub struct MissedView {
    /// The call.
    pub view: CallView,
    /// Until when.
    pub call_back_by: Timestamp,
}

/// Up to `limit` open missed calls of the branch of `book` after a key, oldest first.
///
/// # Errors
/// Those of the calendar and the store.
pub async fn run(
    tx: &mut Tx,
    sealer: &Sealer,
    book: &BranchBook,
    after: Option<(Timestamp, Uuid)>,
    limit: i64,
) -> Result<Vec<MissedView>> {
    let after = after.unwrap_or((Timestamp::MIN, Uuid::nil()));
    let found = missed_calls::page(tx, book.id(), after, limit).await?;
    found.into_iter().map(|stored| view(sealer, book, stored)).collect()
}

/// A stored call as a missed one of the branch of `book`.
///
/// # Errors
/// Those of the calendar.
pub fn view(sealer: &Sealer, book: &BranchBook, stored: StoredCall) -> Result<MissedView> {
    let place = seal_texts::of_call(stored.call.id, "phone");
    let phone = seal_texts::open(sealer, stored.phone.as_deref(), place)?;
    of_call(book, CallView::new(stored.call, phone))
}

/// A call as a missed one.
///
/// # Errors
/// Those of the calendar.
pub fn of_call(book: &BranchBook, view: CallView) -> Result<MissedView> {
    let since = view.call.telephone.hung_up_at.unwrap_or(view.call.rang_at);
    let call_back_by = book.reckon(HOTLINE_MISSED_CALL_BACK, since)?.due_at;
    Ok(MissedView { view, call_back_by })
}
