//! Records a training that took place (内部培训, X-04).

use aftersales_kit::{Result, auth::BranchScope, db::Tx};

use super::{load_book, put_staff_day};
use crate::{
    domain::{governance_reasons::TRAINING_IN_FUTURE, indicator::Training, reasons::BRANCH_NOT_FOUND},
    store::indicators,
};

/// Records it; `recorded_at` is now.
///
/// # Errors
/// `BRANCH_NOT_FOUND`, `STAFF_NOT_FOUND`, `STAFF_HAS_LEFT`, `TRAINING_IN_FUTURE`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, training: Training) -> Result<Training> {
    scope.admit(&training.branch, &BRANCH_NOT_FOUND)?;
    let book = load_book::stored(tx, &training.branch).await?;
    for member in training.attendees.iter().chain(&training.trainer) {
        put_staff_day::working(tx, &training.branch, member).await?;
    }
    let now = tx.now();
    let today = book.reckoning.date_of(now)?;
    if training.date > today {
        return Err(TRAINING_IN_FUTURE
            .field("date", format!("must not be after {today}"))
            .into());
    }
    let training = Training {
        recorded_at: now,
        ..training
    };
    indicators::insert_training(tx, &training).await?;
    Ok(training)
}
