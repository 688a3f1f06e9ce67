//! Counts of calls and of agents' time, summed by the database.

use aftersales_kit::{Result, db::Tx, fetch_all, id::BranchId, time::Timestamp};

use crate::domain::metrics::Counts;

/// Which calls are counted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Branch.
    pub branch_id: BranchId,
    /// From this instant.
    pub from: Timestamp,
    /// Before this instant.
    pub to: Timestamp,
    /// Only this line; empty for all.
    pub line_id: String,
    /// Only this agent; empty for all.
    pub agent_id: String,
    /// Microseconds of waiting that are within the rings.
    pub rings: i64,
    /// Target in microseconds.
    pub target: i64,
    /// Short-abandon time in microseconds.
    pub short_abandon: i64,
}

/// By what calls are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// All together.
    Branch,
    /// By line.
    Line,
    /// By agent.
    Agent,
    /// By hour.
    Hour,
}

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    offered: i64,
    answered: i64,
    within_rings: i64,
    with_queue: i64,
    in_target: i64,
    abandoned_in_target: i64,
    short_abandoned: i64,
    busy: i64,
    waited: i64,
    handled: i64,
}

impl From<Row> for Counts {
    fn from(row: Row) -> Self {
        Self {
            group: row.name,
            offered: row.offered,
            answered: row.answered,
            within_rings: row.within_rings,
            within_rings_with_queue: row.with_queue,
            in_target: row.in_target,
            abandoned_in_target: row.abandoned_in_target,
            short_abandoned: row.short_abandoned,
            busy: row.busy,
            waited: row.waited,
            handled: row.handled,
            ..Self::default()
        }
    }
}

/// The sums over rows `t` of a call or of a call at an agent. A call that still rings is not counted yet.
macro_rules! sums {
    ($name:literal, $($from:tt)+) => {
        concat!(
            "SELECT ", $name, " AS name, ",
            "CAST(SUM(CASE WHEN t.kind = 'OFFERED' THEN 1 ELSE 0 END) AS BIGINT) AS offered, ",
            "CAST(SUM(CASE WHEN t.kind = 'OFFERED' AND t.answered = 1 THEN 1 ELSE 0 END) AS BIGINT) AS answered, ",
            "CAST(SUM(CASE WHEN t.answered = 1 AND t.in_rings = 1 THEN 1 ELSE 0 END) AS BIGINT) AS within_rings, ",
            "CAST(SUM(CASE WHEN t.answered = 1 AND t.waited <= $6 THEN 1 ELSE 0 END) AS BIGINT) AS with_queue, ",
            "CAST(SUM(CASE WHEN t.answered = 1 AND t.waited <= $7 THEN 1 ELSE 0 END) AS BIGINT) AS in_target, ",
            "CAST(SUM(CASE WHEN t.kind = 'OFFERED' AND t.answered = 0 AND t.waited <= $7 THEN 1 ELSE 0 END) AS BIGINT) ",
            "AS abandoned_in_target, ",
            "CAST(SUM(CASE WHEN t.kind = 'OFFERED' AND t.answered = 0 AND t.waited <= $8 THEN 1 ELSE 0 END) AS BIGINT) ",
            "AS short_abandoned, ",
            "CAST(SUM(CASE WHEN t.kind = 'BUSY' THEN 1 ELSE 0 END) AS BIGINT) AS busy, ",
            "CAST(SUM(CASE WHEN t.answered = 1 THEN t.waited ELSE 0 END) AS BIGINT) AS waited, ",
            "CAST(SUM(CASE WHEN t.answered = 1 THEN t.handled ELSE 0 END) AS BIGINT) AS handled ",
            "FROM (", $($from)+, ") t WHERE t.kind <> 'LEFT_OUT' GROUP BY 1 ORDER BY 1"
        )
    };
}

macro_rules! calls {
    () => {
        "SELECT line_id, \
         CASE WHEN cause = 'BUSY' AND NOT reached THEN 'BUSY' \
              WHEN cause IN ('ABANDONED_IVR', 'REJECTED_BLOCKED') OR state IN ('QUEUED', 'RINGING') THEN 'LEFT_OUT' \
              ELSE 'OFFERED' END AS kind, \
         CASE WHEN reached THEN 1 ELSE 0 END AS answered, \
         CASE WHEN within_rings THEN 1 ELSE 0 END AS in_rings, \
         ring_micros + queue_micros AS waited, talk_micros + wrap_micros AS handled \
         FROM phone_call \
         WHERE branch_id = $1 AND rang_at >= $2 AND rang_at < $3 AND direction = 'INBOUND' \
         AND ($4 = '' OR line_id = $4) AND ($5 = '' OR agent_id = $5)"
    };
}

/// What was counted of whole calls, by line or together.
pub async fn of_calls(tx: &mut Tx, wanted: &Wanted, grouping: Grouping) -> Result<Vec<Counts>> {
    const TOGETHER: &str = sums!("''", calls!());
    const BY_LINE: &str = sums!("t.line_id", calls!());
    let sql = if grouping == Grouping::Line { BY_LINE } else { TOGETHER };
    counted(tx, sql, wanted).await
}

/// What was counted of calls at each agent at whom they rang. Busy lines are nobody's.
pub async fn of_agents(tx: &mut Tx, wanted: &Wanted) -> Result<Vec<Counts>> {
    const SQL: &str = sums!(
        "t.agent_id",
        "SELECT l.agent_id, \
         CASE WHEN l.ended_at IS NULL AND l.answered_at IS NULL THEN 'LEFT_OUT' ELSE 'OFFERED' END AS kind, \
         CASE WHEN l.answered_at IS NOT NULL THEN 1 ELSE 0 END AS answered, \
         CASE WHEN l.ring_micros <= $6 THEN 1 ELSE 0 END AS in_rings, \
         l.ring_micros AS waited, \
         l.talk_micros + CASE WHEN l.agent_id = c.agent_id THEN c.wrap_micros ELSE 0 END AS handled \
         FROM phone_call c JOIN call_leg l ON l.call_id = c.id \
         WHERE c.branch_id = $1 AND c.rang_at >= $2 AND c.rang_at < $3 AND c.direction = 'INBOUND' \
         AND ($4 = '' OR c.line_id = $4) AND l.agent_id <> '' AND ($5 = '' OR l.agent_id = $5)"
    );
    counted(tx, SQL, wanted).await
}

async fn counted(tx: &mut Tx, sql: &'static str, wanted: &Wanted) -> Result<Vec<Counts>> {
    let rows = fetch_all!(
        tx,
        Row,
        sql,
        &wanted.branch_id,
        wanted.from,
        wanted.to,
        &wanted.line_id,
        &wanted.agent_id,
        wanted.rings,
        wanted.target,
        wanted.short_abandon,
    )?;
    Ok(rows.into_iter().map(Counts::from).collect())
}

/// Tickets opened by telephone, and those whose matter came again; by line or by who opened them.
#[derive(Debug, sqlx::FromRow)]
pub struct Tickets {
    /// Line, or staff code.
    pub name: String,
    /// Opened.
    pub tickets: i64,
    /// Come again.
    pub repeated: i64,
}

macro_rules! tickets {
    ($name:literal) => {
        concat!(
            "SELECT ",
            $name,
            " AS name, COUNT(*) AS tickets, ",
            "CAST(SUM(CASE WHEN EXISTS (SELECT 1 FROM ticket again WHERE again.repeat_of = t.id) THEN 1 ",
            "WHEN EXISTS (SELECT 1 FROM call_inquiry i WHERE i.ticket_id = t.id AND i.repeated) THEN 1 ELSE 0 END) ",
            "AS BIGINT) AS repeated ",
            "FROM ticket t JOIN phone_call c ON c.id = t.call_id ",
            "WHERE t.branch_id = $1 AND t.opened_at >= $2 AND t.opened_at < $3 ",
            "AND (t.cancel_reason IS NULL OR t.cancel_reason = 'CUSTOMER_WITHDREW') ",
            "AND ($4 = '' OR c.line_id = $4) AND ($5 = '' OR t.opened_by = $5) GROUP BY 1 ORDER BY 1"
        )
    };
}

/// The tickets of the days by line, or by who opened them.
pub async fn of_tickets(tx: &mut Tx, wanted: &Wanted, grouping: Grouping) -> Result<Vec<Tickets>> {
    const BY_LINE: &str = tickets!("c.line_id");
    const BY_AGENT: &str = tickets!("t.opened_by");
    let sql = if grouping == Grouping::Agent { BY_AGENT } else { BY_LINE };
    fetch_all!(
        tx,
        Tickets,
        sql,
        &wanted.branch_id,
        wanted.from,
        wanted.to,
        &wanted.line_id,
        &wanted.agent_id,
    )
}

/// A missed call that was to be called back: its line, since when, and when it was.
pub type Missed = (String, Timestamp, Option<Timestamp>);

/// The missed calls of the days that were to be called back. One that nobody reached has no such time.
pub async fn of_missed(tx: &mut Tx, wanted: &Wanted) -> Result<Vec<Missed>> {
    const SQL: &str = "
        SELECT
            line_id,
            COALESCE(hung_up_at, rang_at),
            CASE WHEN missed_outcome IN ('CALLED_BACK', 'CAME_AGAIN') THEN resolved_at END
        FROM phone_call
        WHERE branch_id = $1 AND rang_at >= $2 AND rang_at < $3 AND missed IS NOT NULL
            AND ($4 = '' OR line_id = $4) AND (missed_outcome IS NULL OR missed_outcome <> 'NOT_NEEDED')
        ORDER BY rang_at, id";
    fetch_all!(
        tx,
        Missed,
        SQL,
        &wanted.branch_id,
        wanted.from,
        wanted.to,
        &wanted.line_id
    )
}

/// An agent's time: staff code, occupied and manned microseconds.
pub type Time = (String, i64, i64);

/// The time of each agent of a branch inside the days, the present stretch counted until `now`.
pub async fn of_time(tx: &mut Tx, wanted: &Wanted, now: Timestamp) -> Result<Vec<Time>> {
    const SQL: &str = "
        SELECT
            s.agent_id,
            CAST(SUM(CASE WHEN s.state IN ('TALKING', 'WRAP_UP') THEN s.till - s.start ELSE 0 END) AS BIGINT),
            CAST(SUM(s.till - s.start) AS BIGINT)
        FROM (
            SELECT
                agent_id,
                state,
                CASE WHEN since < $2 THEN $2 ELSE since END AS start,
                CASE WHEN COALESCE(until, $4) > $3 THEN $3 ELSE COALESCE(until, $4) END AS till
            FROM agent_stretch
            WHERE branch_id = $1 AND since < $3 AND COALESCE(until, $4) > $2
                AND state NOT IN ('BREAK', 'OFFLINE') AND ($5 = '' OR agent_id = $5)
        ) s
        WHERE s.till > s.start
        GROUP BY s.agent_id
        ORDER BY s.agent_id";
    fetch_all!(
        tx,
        Time,
        SQL,
        &wanted.branch_id,
        wanted.from.micros(),
        wanted.to.micros(),
        now.micros(),
        &wanted.agent_id,
    )
}
