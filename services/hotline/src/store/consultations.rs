//! Consultations.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::{Tx, fetch_many},
    etag, exec, fetch_all, fetch_optional,
    id::{BranchId, CustomerId, TicketId},
    time::Timestamp,
};
use uuid::Uuid;

use crate::domain::{
    article::Question,
    consultation::{self, Consultation, ConsultationKind, ConsultationState, FollowUp},
};

/// A consultation with what is sealed of it.
pub struct StoredConsultation {
    /// The consultation.
    pub consultation: Consultation,
    /// Who asked, sealed; none when forgotten.
    pub asker: Option<Vec<u8>>,
    /// The question, sealed.
    pub question: Vec<u8>,
    /// The answer, sealed; none while open.
    pub answer: Option<Vec<u8>>,
    /// Its key in lists.
    pub listed: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    number: String,
    branch_id: BranchId,
    state: ConsultationState,
    kind: ConsultationKind,
    call_id: Option<Uuid>,
    ticket_id: Option<TicketId>,
    customer_id: Option<CustomerId>,
    asker: Option<Vec<u8>>,
    question: Vec<u8>,
    answer: Option<Vec<u8>>,
    target_branch_id: Option<BranchId>,
    agent_id: String,
    follow_up_owner: Option<String>,
    follow_up_due_at: Option<Timestamp>,
    recorded_at: Timestamp,
    answered_at: Option<Timestamp>,
    answered_by: String,
    listed: i64,
    version: i64,
    article_id: Option<Uuid>,
    question_line: Option<String>,
    question_topic: Option<String>,
}

impl From<Row> for StoredConsultation {
    fn from(row: Row) -> Self {
        let follow_up = row.follow_up_owner.zip(row.follow_up_due_at);
        Self {
            consultation: Consultation {
                id: row.id,
                number: row.number,
                branch_id: row.branch_id,
                state: row.state,
                kind: row.kind,
                call_id: row.call_id,
                ticket_id: row.ticket_id,
                customer_id: row.customer_id,
                target_branch_id: row.target_branch_id,
                agent_id: row.agent_id,
                follow_up: follow_up.map(|(owner, due_at)| FollowUp { owner, due_at }),
                recorded_at: row.recorded_at,
                answered_at: row.answered_at,
                answered_by: row.answered_by,
                version: row.version,
                question_ref: Question {
                    article_id: row.article_id,
                    product_line: row.question_line.unwrap_or_default(),
                    topic: row.question_topic.unwrap_or_default(),
                },
            },
            asker: row.asker,
            question: row.question,
            answer: row.answer,
            listed: row.listed,
        }
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, number, branch_id, state, kind, call_id, ticket_id, customer_id, asker, question, answer, ",
            "target_branch_id, agent_id, follow_up_owner, follow_up_due_at, recorded_at, answered_at, answered_by, ",
            "listed, version, article_id, question_line, question_topic FROM consultation ",
            $tail
        )
    };
}

/// What is said in a consultation, sealed.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// Who asked.
    pub asker: Vec<u8>,
    /// The question.
    pub question: Vec<u8>,
    /// The answer; none while open.
    pub answer: Option<Vec<u8>>,
}

/// Adds a consultation.
pub async fn insert(tx: &mut Tx, new: &Consultation, sealed: &Sealed) -> Result<()> {
    const SQL: &str = "
        INSERT INTO consultation (
            id, number, branch_id, state, kind, call_id, ticket_id, customer_id, asker, question, answer,
            target_branch_id, agent_id, follow_up_owner, follow_up_due_at, recorded_at, answered_at, answered_by,
            listed, version, article_id, question_line, question_topic
        ) VALUES (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23
        )";
    exec!(
        tx,
        SQL,
        new.id,
        &new.number,
        &new.branch_id,
        new.state,
        new.kind,
        new.call_id,
        new.ticket_id,
        new.customer_id,
        sealed.asker.as_slice(),
        sealed.question.as_slice(),
        sealed.answer.as_deref(),
        new.target_branch_id.as_ref(),
        &new.agent_id,
        new.follow_up.as_ref().map(|follow_up| follow_up.owner.as_str()),
        new.follow_up.as_ref().map(|follow_up| follow_up.due_at),
        new.recorded_at,
        new.answered_at,
        &new.answered_by,
        consultation::listed(new),
        new.version,
        new.question_ref.article_id,
        stored(&new.question_ref.product_line),
        stored(&new.question_ref.topic),
    )?;
    Ok(())
}

fn stored(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// A consultation that exists for the scope.
pub async fn by_id(tx: &mut Tx, scope: &BranchScope, id: Uuid) -> Result<Option<StoredConsultation>> {
    const SQL: &str = select!("WHERE id = $1");
    let row = fetch_optional!(tx, Row, SQL, id)?;
    Ok(row
        .map(StoredConsultation::from)
        .filter(|stored| scope.contains(&stored.consultation.branch_id)))
}

/// Stores an answer; `answer` is sealed.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn answer(tx: &mut Tx, answered: &mut Consultation, answer: &[u8]) -> Result<()> {
    const SQL: &str = "
        UPDATE consultation
        SET state = $3, answer = $4, answered_at = $5, answered_by = $6, listed = $7, article_id = $8,
            question_line = $9, question_topic = $10, version = version + 1
        WHERE id = $1 AND version = $2";
    let rows = exec!(
        tx,
        SQL,
        answered.id,
        answered.version,
        answered.state,
        answer,
        answered.answered_at,
        &answered.answered_by,
        consultation::listed(answered),
        answered.question_ref.article_id,
        stored(&answered.question_ref.product_line),
        stored(&answered.question_ref.topic),
    )?;
    answered.version += 1;
    etag::changed(rows)
}

/// Which consultations of a branch a list holds.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Branch.
    pub branch_id: BranchId,
    /// Only this state.
    pub state: Option<ConsultationState>,
    /// Only follow-ups of this member of staff.
    pub owner: Option<String>,
    /// Only open ones that were due before this instant.
    pub overdue_at: Option<Timestamp>,
}

impl Filter {
    /// Whether a consultation meets the conditions, all but the one that the passing of time decides.
    pub fn admits(&self, it: &Consultation) -> bool {
        let owner = it.follow_up.as_ref().map(|follow_up| follow_up.owner.as_str());
        it.branch_id == self.branch_id
            && self.state.is_none_or(|state| state == it.state)
            && self.owner.as_deref().is_none_or(|wanted| owner == Some(wanted))
    }
}

/// Some consultations by their ids, whosever they are.
pub async fn of_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<StoredConsultation>> {
    const SQL: &str = select!("WHERE id {in} ORDER BY id");
    let rows = fetch_many::<Row>(tx, SQL, ids).await?;
    Ok(rows.into_iter().map(StoredConsultation::from).collect())
}

/// Up to `limit` consultations after a key: open ones by due time, then the others, newest first.
pub async fn page(tx: &mut Tx, filter: &Filter, after: (i64, Uuid), limit: i64) -> Result<Vec<StoredConsultation>> {
    const OF_BRANCH: &str = select!(
        "WHERE branch_id = $1 AND (listed, id) > ($2, $3) AND listed <= $4 AND state LIKE $5 \
         ORDER BY listed, id LIMIT $6"
    );
    const OF_OWNER: &str = select!(
        "WHERE branch_id = $1 AND (listed, id) > ($2, $3) AND listed <= $4 AND state LIKE $5 \
         AND follow_up_owner = $7 ORDER BY listed, id LIMIT $6"
    );
    // open ones are listed by their due time, so a bound of the key is a bound of the due time
    let last = filter.overdue_at.map_or(i64::MAX, |now| now.micros().saturating_sub(1));
    let open = filter.overdue_at.map(|_| ConsultationState::FollowUpOpen);
    let state = filter.state.or(open).map_or("%", ConsultationState::as_str);
    let rows = match &filter.owner {
        None => fetch_all!(
            tx,
            Row,
            OF_BRANCH,
            &filter.branch_id,
            after.0,
            after.1,
            last,
            state,
            limit
        )?,
        Some(owner) => fetch_all!(
            tx,
            Row,
            OF_OWNER,
            &filter.branch_id,
            after.0,
            after.1,
            last,
            state,
            limit,
            owner
        )?,
    };
    Ok(rows.into_iter().map(StoredConsultation::from).collect())
}

/// Ids of the consultations of a call, in the order they were recorded.
pub async fn ids_of_call(tx: &mut Tx, call: Uuid) -> Result<Vec<Uuid>> {
    const SQL: &str = "SELECT id FROM consultation WHERE call_id = $1 ORDER BY recorded_at, id";
    Ok(fetch_all!(tx, (Uuid,), SQL, call)?
        .into_iter()
        .map(|(id,)| id)
        .collect())
}

/// Deletes who asked.
pub async fn forget(tx: &mut Tx, id: Uuid) -> Result<()> {
    exec!(tx, "UPDATE consultation SET asker = NULL WHERE id = $1", id)?;
    Ok(())
}
