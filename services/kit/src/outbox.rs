//! The event log: written in the business transaction, numbered densely in commit order, read by number only.
//!
//! SQLite has one writer, so the number is taken in the transaction. On PostgreSQL rows are inserted unnumbered and
//! [`number_committed`] gives numbers to what has committed, one replica at a time: a number is never visible before
//! a smaller one, and none is missing.

use prost::{Message, Name};
use uuid::Uuid;

use crate::{Result, db::Tx, exec, fetch_all, fetch_one, fetch_scalar, id, id::BranchId, time::Timestamp};

/// An event that a transaction adds to the log.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// Id of the event, for those who must recognise it elsewhere.
    pub event_id: Uuid,
    /// Ticket id, or the id of the thing when no ticket is concerned.
    pub subject: String,
    /// Owning branch; none when it belongs to the company.
    pub branch_id: Option<BranchId>,
    /// Full name of the fact, such as `aftersales.hotline.v1.TicketOpened`.
    pub kind: String,
    /// Full name of the payload message.
    pub payload_type: String,
    /// The payload, encoded.
    pub payload: Vec<u8>,
}

impl NewEvent {
    /// An event whose payload is the service's package-level event message; `fact` is the name of the oneof's message.
    /// `branch_id` is `None` for what belongs to the company.
    pub fn new<M: Message + Name>(
        subject: impl std::fmt::Display,
        branch_id: impl Into<Option<BranchId>>,
        fact: &str,
        payload: &M,
    ) -> Self {
        Self {
            event_id: id::new_uuid(),
            subject: subject.to_string(),
            branch_id: branch_id.into(),
            kind: format!("{}.{fact}", M::PACKAGE),
            payload_type: M::full_name(),
            payload: payload.encode_to_vec(),
        }
    }
}

/// An event of the log, as read.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Event {
    /// Position in the source's log: 1, 2, 3 and so on.
    pub number: i64,
    /// Id of the event, for those who must recognise it elsewhere.
    pub event_id: Uuid,
    /// Owning branch; empty when it belongs to the company.
    pub branch_id: String,
    /// Ticket id, or the id of the thing when no ticket is concerned.
    pub subject: String,
    /// Full name of the fact.
    #[sqlx(rename = "type")]
    pub kind: String,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// Who caused it: a token's subject or a service.
    pub actor: String,
    /// Idempotency key of the causing request.
    pub request_id: Option<Uuid>,
    /// Id of the causing event.
    pub causation_id: Option<Uuid>,
    /// W3C trace context of the cause.
    pub traceparent: Option<String>,
    /// Full name of the payload message.
    pub payload_type: String,
    /// The payload, encoded.
    pub payload: Vec<u8>,
}

/// Where the log stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    /// Which log this is; another one after a restore.
    pub epoch: i64,
    /// Greatest number given.
    pub number: i64,
    /// Greatest number that is no longer kept.
    pub trimmed: i64,
}

/// Makes the head row of a new log.
pub(crate) async fn init(tx: &mut Tx) -> Result<()> {
    const SQL: &str = "
        INSERT INTO feed_head (id, epoch, number, trimmed)
        VALUES (1, $1, 0, 0)
        ON CONFLICT (id) DO NOTHING";
    exec!(tx, SQL, new_epoch_value())?;
    Ok(())
}

/// Declares the log a new one, after a restore: cursors of the old one are refused from now on.
pub async fn new_epoch(tx: &mut Tx) -> Result<i64> {
    let epoch = new_epoch_value();
    exec!(tx, "UPDATE feed_head SET epoch = $1 WHERE id = 1", epoch)?;
    Ok(epoch)
}

fn new_epoch_value() -> i64 {
    i64::from_be_bytes(id::random_uuid().as_u64_pair().0.to_be_bytes()) & i64::MAX
}

/// Reads the head.
pub(crate) async fn head(tx: &mut Tx) -> Result<Head> {
    fetch_one!(tx, Head, "SELECT epoch, number, trimmed FROM feed_head WHERE id = 1")
}

/// Writes the transaction's events, last. On SQLite they get their numbers here.
pub(crate) async fn flush(tx: &mut Tx) -> Result<()> {
    if tx.events.is_empty() {
        return Ok(());
    }
    let events = std::mem::take(&mut tx.events);
    let first = if tx.is_postgres() {
        None
    } else {
        Some(take_numbers(tx, events.len()).await?)
    };
    for (offset, event) in (0_i64..).zip(events) {
        insert(tx, first.map(|n| n + offset), event).await?;
    }
    Ok(())
}

async fn take_numbers(tx: &mut Tx, count: usize) -> Result<i64> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let last = fetch_scalar!(
        tx,
        i64,
        "UPDATE feed_head SET number = number + $1 WHERE id = 1 RETURNING number",
        count
    )?;
    Ok(last - count + 1)
}

async fn insert(tx: &mut Tx, number: Option<i64>, event: NewEvent) -> Result<()> {
    const SQL: &str = "
        INSERT INTO event_log (
            number, event_id, branch_id, subject, type, occurred_at, actor,
            request_id, causation_id, traceparent, payload_type, payload
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let (now, context) = (tx.now(), tx.context().clone());
    exec!(
        tx,
        SQL,
        number,
        event.event_id,
        event.branch_id.as_ref().map_or("", BranchId::as_str),
        &event.subject,
        &event.kind,
        now,
        &context.actor,
        context.request_id,
        context.causation_id,
        context.traceparent.as_deref(),
        &event.payload_type,
        event.payload.as_slice(),
    )?;
    Ok(())
}

/// What one turn of numbering did.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbered {
    /// Greatest number given so far.
    pub head: i64,
    /// As many got a number as one turn gives: there may be more.
    pub full: bool,
}

/// Most events that one turn numbers.
const TURN: i64 = 1_000;

/// Numbers what has committed on PostgreSQL, in insertion order.
///
/// Only the holder of the head row gives numbers. Another one waits, and then sees whatever committed before it asked.
pub(crate) async fn number_committed(tx: &mut Tx) -> Result<Numbered> {
    const HOLD: &str = "SELECT number FROM feed_head WHERE id = 1 FOR UPDATE";
    const NUMBER: &str = "
        WITH batch AS (
            SELECT id, row_number() OVER (ORDER BY id) AS position
            FROM (SELECT id FROM event_log WHERE number IS NULL ORDER BY id LIMIT $2) AS waiting
        )
        UPDATE event_log
        SET number = $1 + batch.position
        FROM batch
        WHERE event_log.id = batch.id";
    const MOVE: &str = "UPDATE feed_head SET number = number + $1 WHERE id = 1";
    let conn = tx.postgres()?;
    let head: i64 = sqlx::query_scalar(HOLD).fetch_one(&mut *conn).await?;
    let given = sqlx::query(NUMBER).bind(head).bind(TURN).execute(&mut *conn).await?;
    let given = i64::try_from(given.rows_affected()).unwrap_or(i64::MAX);
    if given > 0 {
        sqlx::query(MOVE).bind(given).execute(conn).await?;
    }
    Ok(Numbered {
        head: head.saturating_add(given),
        full: given == TURN,
    })
}

/// How far the log is numbered, and whether committed events wait for their number (PostgreSQL only).
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub(crate) struct Standing {
    pub number: i64,
    pub waiting: bool,
}

/// Reads both in one round trip.
pub(crate) async fn standing(tx: &mut Tx) -> Result<Standing> {
    const SQL: &str = "
        SELECT number, EXISTS (SELECT 1 FROM event_log WHERE number IS NULL) AS waiting
        FROM feed_head
        WHERE id = 1";
    fetch_one!(tx, Standing, SQL)
}

/// Reads up to `limit` events after `after`, in order.
pub(crate) async fn page(tx: &mut Tx, after: i64, limit: i64) -> Result<Vec<Event>> {
    const SQL: &str = "
        SELECT
            number, event_id, branch_id, subject, type, occurred_at, actor,
            request_id, causation_id, traceparent, payload_type, payload
        FROM event_log
        WHERE number > $1
        ORDER BY number
        LIMIT $2";
    fetch_all!(tx, Event, SQL, after, limit)
}

/// Forgets events up to and including `up_to`, never the newest; gives how many.
///
/// Cursors before that are refused from now on.
pub async fn trim(tx: &mut Tx, up_to: i64) -> Result<u64> {
    let last = (head(tx).await?.number - 1).min(up_to);
    let gone = exec!(tx, "DELETE FROM event_log WHERE number <= $1", last)?;
    exec!(
        tx,
        "UPDATE feed_head SET trimmed = $1 WHERE id = 1 AND trimmed < $1",
        last
    )?;
    Ok(gone)
}
