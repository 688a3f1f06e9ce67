//! Notes to the branch chief: filed by anybody, handled by the chief, annotated by the technical department.

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    etag,
    id::{BranchId, TicketId},
    seal::Sealer,
};

pub use crate::store::notes::{Filter, of_ids};
use crate::{
    domain::{
        governance_reasons::NOTE_NOT_FOUND,
        note::{Body, Note, NoteId, NoteState},
        reasons::BRANCH_NOT_FOUND,
    },
    events,
    store::{branches, notes},
};

/// A problem that somebody tells.
pub struct Problem {
    /// Branch.
    pub branch: BranchId,
    /// Who tells.
    pub author: String,
    /// What is wrong.
    pub text: String,
    /// Ticket that it is about.
    pub ticket: Option<TicketId>,
}

/// Files a note.
///
/// # Errors
/// `BRANCH_NOT_FOUND`.
pub async fn file(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, problem: Problem) -> Result<Note> {
    scope.admit(&problem.branch, &BRANCH_NOT_FOUND)?;
    if !branches::exists(tx, &problem.branch).await? {
        return Err(Error::from(&BRANCH_NOT_FOUND));
    }
    let note = Note {
        id: NoteId::new(),
        branch: problem.branch,
        author: problem.author,
        ticket: problem.ticket,
        body: Body {
            text: problem.text,
            answer: String::new(),
            remarks: Vec::new(),
        },
        filed_at: tx.now(),
        state: NoteState::Open,
        handled: None,
        version: 1,
    };
    notes::insert(tx, sealer, &note).await?;
    tx.emit(events::governance::note_filed(&note));
    Ok(note)
}

/// Marks a note handled, with an answer.
///
/// # Errors
/// `NOTE_NOT_FOUND`, `NOTE_HANDLED`, `STALE_ETAG`.
pub async fn handle(
    tx: &mut Tx,
    sealer: &Sealer,
    scope: &BranchScope,
    by: &str,
    (id, answer, etag): (NoteId, String, String),
) -> Result<Note> {
    let mut note = find(tx, sealer, scope, id).await?;
    etag::check(&etag, note.version)?;
    note.handle(answer, by, tx.now())?;
    notes::update(tx, sealer, &note).await?;
    tx.emit(events::governance::note_handled(&note));
    Ok(note)
}

/// Adds a remark to a note.
///
/// # Errors
/// `NOTE_NOT_FOUND`.
pub async fn annotate(
    tx: &mut Tx,
    sealer: &Sealer,
    scope: &BranchScope,
    by: &str,
    (id, text): (NoteId, String),
) -> Result<Note> {
    let mut note = find(tx, sealer, scope, id).await?;
    let now = tx.now();
    note.annotate(text, by, now);
    notes::update(tx, sealer, &note).await?;
    tx.emit(events::governance::note_annotated(&note, by));
    Ok(note)
}

async fn find(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, id: NoteId) -> Result<Note> {
    let found = notes::find(tx, sealer, id).await?;
    found
        .filter(|note| scope.contains(&note.branch))
        .ok_or_else(|| Error::from(&NOTE_NOT_FOUND))
}

/// Notes of a branch, open ones first, oldest first.
///
/// # Errors
/// `BRANCH_NOT_FOUND`.
pub async fn list(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, filter: &Filter) -> Result<Vec<Note>> {
    scope.admit(&filter.branch, &BRANCH_NOT_FOUND)?;
    notes::list(tx, sealer, filter).await
}
