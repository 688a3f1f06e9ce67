//! Answers an open consultation (HOT-16).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag, refdata::BranchBook, seal::Sealer, sla};
use uuid::Uuid;

use super::{
    forget_people,
    get_consultation::{self, ConsultationView, place},
    name_question, seal_texts, tell_timeline,
};
use crate::{
    domain::{article::Question, consultation::FOLLOW_UP},
    events,
    store::consultations,
};

/// An answer, as told to the customer.
#[derive(Debug)]
pub struct AnswerConsultation {
    /// Consultation.
    pub id: Uuid,
    /// The answer.
    pub answer: String,
    /// The customer was told.
    pub customer_informed: bool,
    /// The frequent question that it is about; none keeps what was recorded.
    pub question_ref: Option<Question>,
    /// Who answers.
    pub by: String,
    /// Etag that must be current; empty for any.
    pub etag: String,
}

/// Records the answer and meets its deadline.
///
/// # Errors
/// `CONSULTATION_NOT_FOUND`, `CONSULTATION_ANSWERED`, `CUSTOMER_NOT_INFORMED`, `ARTICLE_NOT_FOUND`, `STALE_ETAG`.
pub async fn run(
    tx: &mut Tx,
    sealer: &Sealer,
    scope: &BranchScope,
    book: &BranchBook,
    cmd: AnswerConsultation,
) -> Result<ConsultationView> {
    let now = tx.now();
    let mut view = get_consultation::run(tx, sealer, scope, cmd.id).await?;
    etag::check(&cmd.etag, view.consultation.version)?;
    view.consultation.answer(&cmd.by, cmd.customer_informed, now)?;
    if let Some(question) = cmd.question_ref {
        view.consultation.question_ref = name_question::run(tx, book.id(), question).await?;
    }
    let sealed = seal_texts::seal(sealer, &cmd.answer, place(cmd.id, "answer"))?.unwrap_or_default();
    consultations::answer(tx, &mut view.consultation, &sealed).await?;
    view.answer = cmd.answer;
    tx.emit(events::consultation_answered(&view.consultation));
    sla::meet(tx, FOLLOW_UP, cmd.id, now).await?;
    forget_people::later(tx, book, forget_people::CONSULTATION, cmd.id, now).await?;
    tell_timeline::own(tx).await?;
    Ok(view)
}
