//! The result of a test that ends a training (培训评测, DSP-64, X-04).

use aftersales_kit::{
    Error, Result, db::Tx, id::StaffId, policy::catalogue::DISPATCH_TRAINING_PASS, refdata::BranchBook,
    time::BusinessDate,
};

use super::set_presence::check_technician;
use crate::{
    domain::{
        score_reasons::TRAINING_RECORDED,
        training::{TrainingId, TrainingResult},
    },
    store::training_results,
};

/// A test.
pub struct Test {
    /// Who took it.
    pub technician_id: StaffId,
    /// Product line.
    pub product_line: String,
    /// Local date.
    pub held_on: BusinessDate,
    /// Points, 0 to 100.
    pub points: i64,
}

/// Records it, with the mark that had to be reached on its day.
///
/// # Errors
/// `TECHNICIAN_NOT_FOUND`, `TRAINING_OWN`, `TRAINING_IN_FUTURE`, `TRAINING_RECORDED`.
pub async fn run(tx: &mut Tx, book: &BranchBook, test: Test, by: &str) -> Result<TrainingResult> {
    check_technician(book, &test.technician_id)?;
    let mark = book.policies().int(DISPATCH_TRAINING_PASS, test.held_on);
    let mark = mark.map_err(|source| Error::internal_from("a mark by a policy that is none", source))?;
    let result = TrainingResult {
        id: TrainingId::new(),
        branch_id: book.id().clone(),
        technician_id: test.technician_id,
        product_line: test.product_line,
        held_on: test.held_on,
        points: test.points,
        pass_mark: mark.value,
        recorded_by: by.to_owned(),
        recorded_at: tx.now(),
    };
    result.check(book.date_of(tx.now())?)?;
    if !training_results::insert(tx, &result).await? {
        return Err((&TRAINING_RECORDED).into());
    }
    Ok(result)
}
