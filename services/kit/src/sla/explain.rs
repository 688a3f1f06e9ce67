//! How a deadline came about.

use uuid::Uuid;

use super::{Deadline, DeadlineState, store};
use crate::{
    Result,
    auth::BranchScope,
    db::Tx,
    id::BranchId,
    reasons::{DEADLINE_UNKNOWN, INVALID_REQUEST},
    text_enum,
    time::Timestamp,
};

text_enum! {
    /// Whether time counted.
    pub enum SegmentKind {
        /// It counted.
        Running = "RUNNING",
        /// It stood still.
        Paused = "PAUSED",
    }
}

/// A stretch of time in which a deadline ran or stood still.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Segment {
    /// Which of the two.
    pub kind: SegmentKind,
    /// Why it began.
    pub reason: String,
    /// From when.
    #[sqlx(rename = "from_at")]
    pub from: Timestamp,
    /// Until when; open when missing.
    #[sqlx(rename = "to_at")]
    pub to: Option<Timestamp>,
}

/// One move of a deadline.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Change {
    /// When it moved.
    pub at: Timestamp,
    /// From where.
    pub old_due: Timestamp,
    /// To where.
    pub new_due: Timestamp,
    /// Why.
    pub cause: String,
}

/// Everything that is known about a deadline.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The deadline.
    pub deadline: Deadline,
    /// What ran and what paused, in order.
    pub segments: Vec<Segment>,
    /// Its moves, in order.
    pub changes: Vec<Change>,
}

/// Tells how a deadline came about.
///
/// # Errors
/// `DEADLINE_UNKNOWN`, also for another branch's.
pub async fn explain(tx: &mut Tx, scope: &BranchScope, id: Uuid) -> Result<Explanation> {
    let deadline = store::by_id(tx, id)
        .await?
        .filter(|deadline| scope.contains(&deadline.branch_id));
    let deadline = deadline.ok_or_else(|| DEADLINE_UNKNOWN.refuse().with("deadline_id", id))?;
    Ok(Explanation {
        segments: store::segments(tx, id).await?,
        changes: store::changes(tx, id).await?,
        deadline,
    })
}

impl Explanation {
    /// The pauses that are over, in order.
    pub fn pauses(&self) -> Vec<(Timestamp, Timestamp)> {
        pauses(&self.segments)
    }
}

/// The pauses among segments that are over, in order.
pub(super) fn pauses(segments: &[Segment]) -> Vec<(Timestamp, Timestamp)> {
    let paused = segments.iter().filter(|segment| segment.kind == SegmentKind::Paused);
    paused.filter_map(|segment| Some((segment.from, segment.to?))).collect()
}

/// Which deadlines to list.
#[derive(Debug, Clone, Default)]
pub struct DeadlineFilter {
    /// Of this ticket.
    pub ticket_id: Option<Uuid>,
    /// Of this branch.
    pub branch_id: Option<BranchId>,
    /// In one of these states; all when empty.
    pub states: Vec<DeadlineState>,
    /// After the one that is due then and has this id.
    pub after: Option<(Timestamp, Uuid)>,
    /// At most so many.
    pub limit: i64,
}

/// Deadlines of this service, earliest due first: of a ticket, or of one branch.
///
/// # Errors
/// `INVALID_REQUEST` when neither is named.
pub async fn list(tx: &mut Tx, scope: &BranchScope, filter: &DeadlineFilter) -> Result<Vec<Deadline>> {
    let all = match (filter.ticket_id, &filter.branch_id) {
        (Some(ticket_id), _) => store::of_ticket(tx, ticket_id, filter).await?,
        (None, Some(branch)) if scope.contains(branch) => store::of_branch(tx, branch, filter).await?,
        (None, Some(_)) => Vec::new(),
        (None, None) => {
            return Err(INVALID_REQUEST
                .field("ticket_id", "a ticket or a branch must be named")
                .into());
        }
    };
    let wanted = |deadline: &Deadline| {
        scope.contains(&deadline.branch_id)
            && filter
                .branch_id
                .as_ref()
                .is_none_or(|branch| *branch == deadline.branch_id)
    };
    Ok(all.into_iter().filter(wanted).collect())
}

/// Open deadlines of some tickets, earliest due first: missed ones too, until their late fact comes. The caller has
/// made sure that the tickets are within its scope.
///
/// # Errors
/// `Unavailable`.
pub async fn open_of_tickets(tx: &mut Tx, tickets: &[Uuid]) -> Result<Vec<Deadline>> {
    store::open_of_tickets(tx, tickets).await
}
