//! Table `issue_note`. What people wrote is one sealed document.

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    etag, exec, fetch_all, fetch_optional,
    id::{BranchId, TicketId},
    seal::Sealer,
    time::Timestamp,
};

use uuid::Uuid;

use super::json;
use crate::domain::note::{Note, NoteId, NoteState};

#[derive(sqlx::FromRow)]
struct Row {
    id: NoteId,
    branch_id: BranchId,
    author_id: String,
    ticket_id: Option<TicketId>,
    body: Vec<u8>,
    filed_at: Timestamp,
    state: NoteState,
    handled_by: String,
    handled_at: Option<Timestamp>,
    version: i64,
}

impl Row {
    fn opened(self, sealer: &Sealer) -> Result<Note> {
        Ok(Note {
            body: json::read(&sealer.open(&self.body, &place(self.id))?, "note")?,
            id: self.id,
            branch: self.branch_id,
            author: self.author_id,
            ticket: self.ticket_id,
            filed_at: self.filed_at,
            state: self.state,
            handled: self.handled_at.map(|at| (self.handled_by, at)),
            version: self.version,
        })
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, branch_id, author_id, ticket_id, body, filed_at, state, handled_by, handled_at, version ",
            "FROM issue_note ",
            $tail
        )
    };
}

/// Where the body of a note is sealed.
fn place(id: NoteId) -> String {
    format!("issue_note:{id}:body")
}

fn sealed(sealer: &Sealer, note: &Note) -> Result<Vec<u8>> {
    sealer.seal(&json::write(&note.body)?, &place(note.id))
}

/// Adds a note.
pub async fn insert(tx: &mut Tx, sealer: &Sealer, note: &Note) -> Result<()> {
    const SQL: &str = "
        INSERT INTO issue_note (id, branch_id, author_id, ticket_id, body, filed_at, state, handled_by, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8)";
    exec!(
        tx,
        SQL,
        note.id,
        &note.branch,
        &note.author,
        note.ticket,
        sealed(sealer, note)?,
        note.filed_at,
        note.state,
        note.version
    )?;
    Ok(())
}

/// Replaces a note whose stored version is one less.
///
/// # Errors
/// `STALE_ETAG`.
pub async fn update(tx: &mut Tx, sealer: &Sealer, note: &Note) -> Result<()> {
    const SQL: &str = "
        UPDATE issue_note
        SET body = $3, state = $4, handled_by = $5, handled_at = $6, version = version + 1
        WHERE id = $1 AND version = $2";
    let (by, at) = note.handled.clone().unzip();
    let rows = exec!(
        tx,
        SQL,
        note.id,
        note.version - 1,
        sealed(sealer, note)?,
        note.state,
        by.unwrap_or_default(),
        at
    )?;
    etag::changed(rows)
}

/// The note of that id.
pub async fn find(tx: &mut Tx, sealer: &Sealer, id: NoteId) -> Result<Option<Note>> {
    const SQL: &str = select!("WHERE id = $1");
    fetch_optional!(tx, Row, SQL, id)?
        .map(|row| row.opened(sealer))
        .transpose()
}

/// Some notes by their ids, whosever they are.
pub async fn of_ids(tx: &mut Tx, sealer: &Sealer, ids: &[Uuid]) -> Result<Vec<Note>> {
    const SQL: &str = select!("WHERE id {in} ORDER BY id");
    let rows = fetch_many::<Row>(tx, SQL, ids).await?;
    rows.into_iter().map(|row| row.opened(sealer)).collect()
}

/// Which notes to list.
#[derive(Clone)]
pub struct Filter {
    /// Branch.
    pub branch: BranchId,
    /// Only by this author.
    pub author: Option<String>,
    /// Only in this state.
    pub state: Option<NoteState>,
    /// After this one: 0 for open and 1 for handled, when filed, id.
    pub after: Option<(i64, Timestamp, NoteId)>,
    /// Most rows.
    pub limit: i64,
}

impl Filter {
    /// Whether a note meets the conditions, wherever it stands in the list.
    pub fn admits(&self, note: &Note) -> bool {
        note.branch == self.branch
            && self.author.as_ref().is_none_or(|author| *author == note.author)
            && self.state.is_none_or(|state| state == note.state)
    }
}

/// Notes of a branch, open ones first, oldest first.
pub async fn list(tx: &mut Tx, sealer: &Sealer, filter: &Filter) -> Result<Vec<Note>> {
    const SQL: &str = select!(
        "WHERE branch_id = $1 AND ($2 = '' OR author_id = $2) AND ($3 = '' OR state = $3) \
         AND (CASE WHEN state = 'OPEN' THEN 0 ELSE 1 END, filed_at, id) > ($4, $5, $6) \
         ORDER BY CASE WHEN state = 'OPEN' THEN 0 ELSE 1 END, filed_at, id LIMIT $7"
    );
    let (rank, filed, id) = filter
        .after
        .unwrap_or((-1, Timestamp::MIN, NoteId::from_uuid(Uuid::nil())));
    let author = filter.author.as_deref().unwrap_or_default();
    let state = filter.state.map_or("", NoteState::as_str);
    let rows = fetch_all!(
        tx,
        Row,
        SQL,
        &filter.branch,
        author,
        state,
        rank,
        filed,
        id,
        filter.limit
    )?;
    rows.into_iter().map(|row| row.opened(sealer)).collect()
}
