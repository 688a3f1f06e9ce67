//! Table `leave_request`.

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    etag, exec, fetch_all, fetch_optional,
    id::{BranchId, StaffId},
    time::Timestamp,
};

use uuid::Uuid;

use crate::domain::{
    leave::{Leave, LeaveId, LeaveState},
    roster::AbsenceKind,
};

#[derive(sqlx::FromRow)]
struct Row {
    id: LeaveId,
    branch_id: BranchId,
    staff_id: StaffId,
    kind: AbsenceKind,
    starts_at: Timestamp,
    ends_at: Timestamp,
    state: LeaveState,
    requested_at: Timestamp,
    decided_by: Option<String>,
    decided_at: Option<Timestamp>,
    version: i64,
}

impl From<Row> for Leave {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            branch: row.branch_id,
            staff: row.staff_id,
            kind: row.kind,
            start: row.starts_at,
            end: row.ends_at,
            state: row.state,
            requested_at: row.requested_at,
            decided: row.decided_by.zip(row.decided_at),
            version: row.version,
        }
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, branch_id, staff_id, kind, starts_at, ends_at, state, requested_at, decided_by, decided_at, ",
            "version FROM leave_request ",
            $tail
        )
    };
}

/// Adds a request.
pub async fn insert(tx: &mut Tx, leave: &Leave) -> Result<()> {
    const SQL: &str = "
        INSERT INTO leave_request (
            id, branch_id, staff_id, kind, starts_at, ends_at, state, requested_at, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    exec!(
        tx,
        SQL,
        leave.id,
        &leave.branch,
        &leave.staff,
        leave.kind,
        leave.start,
        leave.end,
        leave.state,
        leave.requested_at,
        leave.version
    )?;
    Ok(())
}

/// Stores a decision on a request whose stored version is one less.
///
/// # Errors
/// `STALE_ETAG`.
pub async fn decide(tx: &mut Tx, leave: &Leave) -> Result<()> {
    const SQL: &str = "
        UPDATE leave_request
        SET state = $3, decided_by = $4, decided_at = $5, version = version + 1
        WHERE id = $1 AND version = $2";
    let (by, at) = leave.decided.clone().unzip();
    let rows = exec!(tx, SQL, leave.id, leave.version - 1, leave.state, by, at)?;
    etag::changed(rows)
}

/// The leave of that id.
pub async fn find(tx: &mut Tx, id: LeaveId) -> Result<Option<Leave>> {
    const SQL: &str = select!("WHERE id = $1");
    Ok(fetch_optional!(tx, Row, SQL, id)?.map(Leave::from))
}

/// Leave of a member, not rejected, that touches a time.
pub async fn touching(tx: &mut Tx, staff: &StaffId, start: Timestamp, end: Timestamp) -> Result<Option<LeaveId>> {
    const SQL: &str = "
        SELECT id FROM leave_request
        WHERE staff_id = $1 AND starts_at < $3 AND ends_at > $2 AND state <> 'REJECTED'
        ORDER BY starts_at
        LIMIT 1";
    Ok(fetch_optional!(tx, (LeaveId,), SQL, staff, start, end)?.map(|(id,)| id))
}

/// Approved leave of a member that touches a time, by its start.
pub async fn approved(tx: &mut Tx, staff: &StaffId, start: Timestamp, end: Timestamp) -> Result<Vec<Leave>> {
    const SQL: &str = select!(
        "WHERE staff_id = $1 AND starts_at < $3 AND ends_at > $2 AND state = 'APPROVED' ORDER BY starts_at, id"
    );
    let rows = fetch_all!(tx, Row, SQL, staff, start, end)?;
    Ok(rows.into_iter().map(Leave::from).collect())
}

/// Some leave by its ids, whosever it is.
pub async fn of_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Leave>> {
    const SQL: &str = select!("WHERE id {in} ORDER BY id");
    let rows = fetch_many::<Row>(tx, SQL, ids).await?;
    Ok(rows.into_iter().map(Leave::from).collect())
}

/// Which leave to list.
#[derive(Clone)]
pub struct Filter {
    /// Branch.
    pub branch: BranchId,
    /// Only of this member.
    pub staff: Option<StaffId>,
    /// Only in this state.
    pub state: Option<LeaveState>,
    /// After this one: 0 for undecided and 1 for decided, start, id.
    pub after: Option<(i64, Timestamp, LeaveId)>,
    /// Most rows.
    pub limit: i64,
}

impl Filter {
    /// Whether leave meets the conditions, wherever it stands in the list.
    pub fn admits(&self, leave: &Leave) -> bool {
        leave.branch == self.branch
            && self.staff.as_ref().is_none_or(|staff| *staff == leave.staff)
            && self.state.is_none_or(|state| state == leave.state)
    }
}

/// Leave of a branch, undecided first, then by its start.
pub async fn list(tx: &mut Tx, filter: &Filter) -> Result<Vec<Leave>> {
    const SQL: &str = select!(
        "WHERE branch_id = $1 AND ($2 = '' OR staff_id = $2) AND ($3 = '' OR state = $3) \
         AND (CASE WHEN state = 'REQUESTED' THEN 0 ELSE 1 END, starts_at, id) > ($4, $5, $6) \
         ORDER BY CASE WHEN state = 'REQUESTED' THEN 0 ELSE 1 END, starts_at, id LIMIT $7"
    );
    let (rank, start, id) = filter
        .after
        .unwrap_or((-1, Timestamp::MIN, LeaveId::from_uuid(Uuid::nil())));
    let staff = filter.staff.as_ref().map_or("", StaffId::as_str);
    let state = filter.state.map_or("", LeaveState::as_str);
    let rows = fetch_all!(
        tx,
        Row,
        SQL,
        &filter.branch,
        staff,
        state,
        rank,
        start,
        id,
        filter.limit
    )?;
    Ok(rows.into_iter().map(Leave::from).collect())
}
