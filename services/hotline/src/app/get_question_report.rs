//! Which questions are asked how often, and which have no article yet (HOT-44).

use aftersales_kit::{
    Result, db::Tx, policy::catalogue::HOTLINE_TOP_QUESTIONS, refdata::BranchBook, time::BusinessDate, time::Timestamp,
};

use super::{get_call_metrics::span, read_policy};
use crate::{
    domain::article::QuestionCount,
    store::questions::{self, Days},
};

/// The report.
#[derive(Debug)]
pub struct QuestionReport {
    /// The most asked, most asked first.
    pub most_asked: Vec<QuestionCount>,
    /// The most asked without an article.
    pub unanswered: Vec<QuestionCount>,
    /// Consultations that name no question.
    pub unnamed: i64,
}

/// The report of the branch of `book` over days; `top` questions of each list, none for the policy's number.
///
/// # Errors
/// `TIME_ORDER`; those of the calendar and the store.
pub async fn run(
    tx: &mut Tx,
    book: &BranchBook,
    (from, to): (BusinessDate, BusinessDate),
    top: Option<i64>,
    now: Timestamp,
) -> Result<QuestionReport> {
    let (from, to) = span(book, from, to)?;
    let branch_id = book.id().clone();
    let days = Days { branch_id, from, to };
    let top = top.unwrap_or(read_policy::number(book, HOTLINE_TOP_QUESTIONS, now)?);
    Ok(QuestionReport {
        most_asked: questions::most_asked(tx, &days, top).await?,
        unanswered: questions::unanswered(tx, &days, top).await?,
        unnamed: questions::unnamed(tx, &days).await?,
    })
}
