//! Events that could not be applied, and what waits behind them.

use prost::Message;
use uuid::Uuid;

use super::{
    Follower, Pause, cursor,
    source::{from_proto, to_proto},
    worker::TRIES,
};
use crate::{
    Error, Result, db::Tx, exec, fetch_all, fetch_optional, fetch_scalar, id, outbox::Event, reasons::EVENT_NOT_PARKED,
    text_enum, time::Timestamp,
};

text_enum! {
    /// Why an event is not applied yet.
    pub enum ParkedState {
        /// It failed.
        Parked = "PARKED",
        /// It waits behind a parked event of its ticket.
        Waiting = "WAITING",
        /// An operator gave it up, with a reason.
        Skipped = "SKIPPED",
    }
}

/// A parked event.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Parked {
    /// Id of the row.
    pub id: Uuid,
    /// The followed service.
    pub source: String,
    /// Its number there.
    pub number: i64,
    /// Ticket id or id of the thing.
    pub subject: String,
    /// Full name of the fact.
    #[sqlx(rename = "type")]
    pub kind: String,
    /// Why it is here.
    pub state: ParkedState,
    /// What came back at the last try.
    pub error: String,
    /// Failed tries.
    pub attempts: i64,
    /// First failure.
    pub first_at: Timestamp,
    /// Last failure.
    pub last_at: Timestamp,
    /// Events of the same ticket that wait behind it.
    pub waiting_behind: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    subject: String,
    state: ParkedState,
    event: Vec<u8>,
}

/// What became of a retried event.
pub(crate) enum Retried {
    /// It was applied, and so many behind it.
    Applied {
        /// How many waited behind it and were applied too.
        released: u64,
    },
    /// It failed again and stays parked.
    Failed {
        /// What came back.
        error: String,
    },
}

/// Whether an earlier event of the ticket is parked.
pub(super) async fn is_blocked(tx: &mut Tx, source: &str, subject: &str) -> Result<bool> {
    const SQL: &str = "
        SELECT number
        FROM inbox_parked
        WHERE source = $1 AND subject = $2 AND state <> 'SKIPPED'
        LIMIT 1";
    Ok(!subject.is_empty() && fetch_optional!(tx, (i64,), SQL, source, subject)?.is_some())
}

/// Parks an event; no attempts means that it only waits.
pub(super) async fn insert(tx: &mut Tx, source: &str, event: Event, error: &str, attempts: u32) -> Result<()> {
    const SQL: &str = "
        INSERT INTO inbox_parked (
            id, source, number, subject, type, event, state, error, attempts, first_at, last_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)";
    let state = if attempts == 0 {
        ParkedState::Waiting
    } else {
        ParkedState::Parked
    };
    let now = tx.now();
    let (number, subject, kind) = (event.number, event.subject.clone(), event.kind.clone());
    let bytes = to_proto(source, event).encode_to_vec();
    exec!(
        tx,
        SQL,
        id::new_uuid(),
        source,
        number,
        &subject,
        &kind,
        bytes.as_slice(),
        state,
        error,
        i64::from(attempts),
        now,
    )?;
    Ok(())
}

/// Lists what is parked or waits, oldest first, after the given id; an empty source means all.
pub(crate) async fn list(tx: &mut Tx, source: &str, after: Option<Uuid>, limit: i64) -> Result<Vec<Parked>> {
    const SQL: &str = "
        SELECT
            id, source, number, subject, type, state, error, attempts, first_at, last_at,
            (
                SELECT COUNT(*)
                FROM inbox_parked AS later
                WHERE later.source = parked.source
                    AND later.subject = parked.subject
                    AND later.number > parked.number
                    AND later.state = 'WAITING'
            ) AS waiting_behind
        FROM inbox_parked AS parked
        WHERE id > $1 AND state <> 'SKIPPED' AND ($3 = '' OR source = $3)
        ORDER BY id
        LIMIT $2";
    fetch_all!(tx, Parked, SQL, after.unwrap_or(Uuid::nil()), limit, source)
}

/// How many events of a source are parked or waiting.
pub(crate) async fn count(tx: &mut Tx, source: &str) -> Result<i64> {
    const SQL: &str = "SELECT COUNT(*) FROM inbox_parked WHERE source = $1 AND state <> 'SKIPPED'";
    fetch_scalar!(tx, i64, SQL, source)
}

/// The source of a parked event.
///
/// # Errors
/// `EVENT_NOT_PARKED`.
pub(crate) async fn source_of(tx: &mut Tx, id: Uuid) -> Result<String> {
    const SQL: &str = "SELECT source FROM inbox_parked WHERE id = $1 AND state <> 'SKIPPED'";
    let row = fetch_optional!(tx, (String,), SQL, id)?;
    let (source,) = row.ok_or_else(|| EVENT_NOT_PARKED.refuse().with("parked_event_id", id))?;
    Ok(source)
}

impl Row {
    fn event(&self) -> Result<Event> {
        let event = aftersales_proto::feed::v1::Event::decode(self.event.as_slice())
            .map_err(|source| Error::internal_from("could not read a parked event", source))?;
        from_proto(event)
    }
}

/// What caused a transaction that follows an event.
pub(super) fn cause(event: &Event) -> Option<(Uuid, Option<String>)> {
    Some((event.event_id, event.traceparent.clone()))
}

/// The error with its source, for the operator who looks at the parked event.
pub(super) fn describe(error: &Error) -> String {
    match error {
        Error::Refused(refusal) => {
            let facts: Vec<String> = refusal
                .metadata
                .iter()
                .map(|(key, value)| format!("{key}={value}"))
                .collect();
            format!("{} {}", refusal.reason.name, facts.join(" "))
                .trim_end()
                .to_owned()
        }
        Error::Unavailable { .. } | Error::Internal { .. } => match std::error::Error::source(error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        },
    }
}

/// Tries the first parked event of its ticket again and, when it works, those that wait behind it, in order.
///
/// # Errors
/// `EVENT_NOT_PARKED`, also for one that waits behind another.
pub(crate) async fn retry(follower: &Follower, id: Uuid) -> Result<Retried> {
    let _turn = follower.hold().await;
    let row = first_of_its_ticket(follower, id).await?;
    match apply(follower, &row).await {
        Ok(true) => Ok(Retried::Applied {
            released: release(follower, &row.subject).await?,
        }),
        Ok(false) => Err(not_parked(id)),
        Err(error) => Ok(Retried::Failed {
            error: describe(&error),
        }),
    }
}

/// Gives up the first parked event of its ticket, with who and why, and applies what waits behind it; gives how many.
///
/// # Errors
/// `EVENT_NOT_PARKED`, also for one that waits behind another.
pub(crate) async fn skip(follower: &Follower, id: Uuid, by: &str, reason: &str) -> Result<u64> {
    let _turn = follower.hold().await;
    let row = first_of_its_ticket(follower, id).await?;
    let (source, by, reason) = (follower.source_name(), by.to_owned(), reason.to_owned());
    let skipped = follower
        .kit()
        .act("inbox", None, move |tx| {
            Box::pin(async move {
                cursor::hold(tx, source).await?;
                mark_skipped(tx, id, &by, &reason).await
            })
        })
        .await?;
    if !skipped {
        return Err(not_parked(id));
    }
    release(follower, &row.subject).await
}

/// Applies what waits behind nothing any more: somebody was stopped after settling the event before it.
pub(super) async fn release_forgotten(follower: &Follower) -> Result<()> {
    const SQL: &str = "
        SELECT DISTINCT subject
        FROM inbox_parked AS waiting
        WHERE source = $1 AND state = 'WAITING' AND NOT EXISTS (
            SELECT 1
            FROM inbox_parked AS before
            WHERE before.source = waiting.source
                AND before.subject = waiting.subject
                AND before.number < waiting.number
                AND before.state <> 'SKIPPED'
        )";
    let _turn = follower.hold().await;
    let subjects = fetch_all!(
        &mut follower.kit().read().await?,
        (String,),
        SQL,
        follower.source_name()
    )?;
    for (subject,) in subjects {
        release(follower, &subject).await?;
    }
    Ok(())
}

/// Applies a ticket's waiting events in order, up to the first that fails: that one is parked, and the rest stays
/// behind it.
async fn release(follower: &Follower, subject: &str) -> Result<u64> {
    let mut applied = 0;
    while let Some(row) = first(follower, subject).await? {
        if row.state != ParkedState::Waiting {
            break;
        }
        match apply(follower, &row).await {
            Ok(here) => applied += u64::from(here),
            Err(_) => break,
        }
    }
    Ok(applied)
}

fn not_parked(id: Uuid) -> Error {
    EVENT_NOT_PARKED.refuse().with("parked_event_id", id).into()
}

async fn first_of_its_ticket(follower: &Follower, id: Uuid) -> Result<Row> {
    const SQL: &str = "
        SELECT subject
        FROM inbox_parked
        WHERE id = $1 AND source = $2 AND state <> 'SKIPPED'";
    let row = fetch_optional!(
        &mut follower.kit().read().await?,
        (String,),
        SQL,
        id,
        follower.source_name()
    )?;
    let (subject,) = row.ok_or_else(|| not_parked(id))?;
    if subject.is_empty() {
        return of_nothing(follower, id).await;
    }
    let first = first(follower, &subject).await?.ok_or_else(|| not_parked(id))?;
    if first.id == id {
        return Ok(first);
    }
    Err(EVENT_NOT_PARKED
        .refuse()
        .with("parked_event_id", id)
        .with("waits_behind", first.id)
        .into())
}

/// An event without a subject: nothing waits behind it.
async fn of_nothing(follower: &Follower, id: Uuid) -> Result<Row> {
    const SQL: &str = "
        SELECT id, subject, state, event
        FROM inbox_parked
        WHERE id = $1 AND state <> 'SKIPPED'";
    let row = fetch_optional!(&mut follower.kit().read().await?, Row, SQL, id)?;
    row.ok_or_else(|| not_parked(id))
}

/// The event of a ticket that the others wait behind.
async fn first(follower: &Follower, subject: &str) -> Result<Option<Row>> {
    const SQL: &str = "
        SELECT id, subject, state, event
        FROM inbox_parked
        WHERE source = $1 AND subject = $2 AND state <> 'SKIPPED'
        ORDER BY number
        LIMIT 1";
    fetch_optional!(
        &mut follower.kit().read().await?,
        Row,
        SQL,
        follower.source_name(),
        subject
    )
}

/// Applies a parked event; `false` when another replica has settled it. What fails is noted and stays parked.
async fn apply(follower: &Follower, row: &Row) -> Result<bool> {
    let (event, id) = (row.event()?, row.id);
    let mut pause = Pause::default();
    let mut outcome = unpark(follower, id, &event).await;
    for _ in 1..TRIES {
        match &outcome {
            Err(error) if error.is_transient() => pause.wait().await,
            Ok(_) | Err(_) => break,
        }
        outcome = unpark(follower, id, &event).await;
    }
    if let Err(error) = &outcome {
        let text = describe(error);
        follower
            .kit()
            .act("inbox", None, move |tx| {
                Box::pin(async move { mark_failed(tx, id, &text).await })
            })
            .await?;
    }
    outcome
}

/// One try, in the transaction of the effect.
async fn unpark(follower: &Follower, id: Uuid, event: &Event) -> Result<bool> {
    const SQL: &str = "DELETE FROM inbox_parked WHERE id = $1 AND state <> 'SKIPPED'";
    let (source, effect) = (follower.source_name(), follower.plan(event).await?);
    follower
        .kit()
        .act("inbox", cause(event), move |tx| {
            Box::pin(async move {
                cursor::hold(tx, source).await?;
                if exec!(tx, SQL, id)? == 0 {
                    return Ok(false);
                }
                effect.apply(tx).await?;
                Ok(true)
            })
        })
        .await
}

async fn mark_skipped(tx: &mut Tx, id: Uuid, by: &str, reason: &str) -> Result<bool> {
    const SQL: &str = "
        UPDATE inbox_parked
        SET state = 'SKIPPED', skipped_by = $2, skip_reason = $3, last_at = $4
        WHERE id = $1 AND state <> 'SKIPPED'";
    let now = tx.now();
    Ok(exec!(tx, SQL, id, by, reason, now)? == 1)
}

async fn mark_failed(tx: &mut Tx, id: Uuid, error: &str) -> Result<()> {
    const SQL: &str = "
        UPDATE inbox_parked
        SET state = 'PARKED', error = $2, attempts = attempts + 1, last_at = $3
        WHERE id = $1 AND state <> 'SKIPPED'";
    let now = tx.now();
    exec!(tx, SQL, id, error, now)?;
    Ok(())
}
