//! A consultation with what was said.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, seal::Sealer};
use uuid::Uuid;

use super::seal_texts::{self, Place};
use crate::{
    domain::{consultation::Consultation, contact::Asker, reasons::CONSULTATION_NOT_FOUND},
    store::consultations::{self, StoredConsultation},
};

/// A consultation with what was said.
#[derive(Debug, Clone)]
pub struct ConsultationView {
    /// The consultation.
    pub consultation: Consultation,
    /// Who asked; none when forgotten.
    pub asker: Option<Asker>,
    /// The question.
    pub question: String,
    /// The answer; empty while open.
    pub answer: String,
}

/// The consultation with that id.
///
/// # Errors
/// `CONSULTATION_NOT_FOUND`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, id: Uuid) -> Result<ConsultationView> {
    let stored = consultations::by_id(tx, scope, id).await?;
    let stored = stored.ok_or_else(|| CONSULTATION_NOT_FOUND.refuse().with("consultation_id", id))?;
    open(sealer, stored)
}

/// Opens what is sealed of a consultation.
///
/// # Errors
/// `Internal` when it was changed or moved.
pub fn open(sealer: &Sealer, stored: StoredConsultation) -> Result<ConsultationView> {
    let id = stored.consultation.id;
    let asker = stored.asker.as_deref();
    Ok(ConsultationView {
        asker: asker
            .map(|sealed| seal_texts::open_value(sealer, sealed, place(id, "asker")))
            .transpose()?,
        question: seal_texts::open(sealer, Some(&stored.question), place(id, "question"))?,
        answer: seal_texts::open(sealer, stored.answer.as_deref(), place(id, "answer"))?,
        consultation: stored.consultation,
    })
}

/// A field of a consultation.
pub const fn place(id: Uuid, field: &'static str) -> Place<Uuid> {
    Place {
        record: "consultation",
        id,
        field,
    }
}
