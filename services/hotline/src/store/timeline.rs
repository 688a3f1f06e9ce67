//! The timeline: what every service told about a ticket.

use std::collections::BTreeMap;

use aftersales_kit::{Error, Result, db::Tx, exec, fetch_all, fetch_optional, id::TicketId, time::Timestamp};
use uuid::Uuid;

use crate::domain::timeline::Entry;

#[derive(sqlx::FromRow)]
struct Row {
    ticket_id: TicketId,
    occurred_at: Timestamp,
    event_id: Uuid,
    branch_id: String,
    service: String,
    #[sqlx(rename = "type")]
    kind: String,
    actor: String,
    sequence: i64,
    facts: String,
}

impl Row {
    fn entry(self) -> Result<Entry> {
        let facts: BTreeMap<String, String> = serde_json::from_str(&self.facts)
            .map_err(|source| Error::internal_from("could not read the facts of a timeline", source))?;
        Ok(Entry {
            ticket_id: self.ticket_id,
            at: self.occurred_at,
            event_id: self.event_id,
            branch_id: self.branch_id,
            service: self.service,
            kind: self.kind,
            actor: self.actor,
            sequence: self.sequence,
            facts,
        })
    }
}

/// Adds an entry; one that is there already stays. Sequence 0 is looked up in the own log when it is read.
pub async fn insert(tx: &mut Tx, entry: &Entry) -> Result<()> {
    const SQL: &str = "
        INSERT INTO timeline (ticket_id, occurred_at, event_id, branch_id, service, type, actor, sequence, facts)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (ticket_id, occurred_at, event_id) DO NOTHING";
    let facts = serde_json::to_string(&entry.facts)
        .map_err(|source| Error::internal_from("could not write the facts of a timeline", source))?;
    exec!(
        tx,
        SQL,
        entry.ticket_id,
        entry.at,
        entry.event_id,
        &entry.branch_id,
        &entry.service,
        &entry.kind,
        &entry.actor,
        (entry.sequence > 0).then_some(entry.sequence),
        facts,
    )?;
    Ok(())
}

/// Up to `limit` entries of a ticket after a key, in the order they happened.
pub async fn page(tx: &mut Tx, ticket: TicketId, after: (Timestamp, Uuid), limit: i64) -> Result<Vec<Entry>> {
    const SQL: &str = "
        SELECT
            timeline.ticket_id,
            timeline.occurred_at,
            timeline.event_id,
            timeline.branch_id,
            timeline.service,
            timeline.type,
            timeline.actor,
            COALESCE(timeline.sequence, event_log.number, 0) AS sequence,
            timeline.facts
        FROM timeline
        LEFT JOIN event_log ON event_log.event_id = timeline.event_id
        WHERE timeline.ticket_id = $1 AND (timeline.occurred_at, timeline.event_id) > ($2, $3)
        ORDER BY timeline.occurred_at, timeline.event_id
        LIMIT $4";
    let rows = fetch_all!(tx, Row, SQL, ticket, after.0, after.1, limit)?;
    rows.into_iter().map(Row::entry).collect()
}

/// Branch code of a ticket's first entry, for a ticket that another service opened.
pub async fn first_branch(tx: &mut Tx, ticket: TicketId) -> Result<Option<String>> {
    const SQL: &str = "
        SELECT branch_id
        FROM timeline
        WHERE ticket_id = $1
        ORDER BY occurred_at, event_id
        LIMIT 1";
    Ok(fetch_optional!(tx, (String,), SQL, ticket)?.map(|(branch,)| branch))
}
