//! Writes what happened into the timelines: own events in their own transaction, others' as they arrive.

use std::collections::BTreeMap;

use aftersales_kit::{Result, db::Tx, id::BranchId, outbox::Event};

use crate::{
    NAME,
    domain::timeline::{Entry, actor},
    events::facts::{Told, told},
    store::timeline,
};

/// Writes the events that this transaction has emitted so far. Those that concern no ticket are left out.
///
/// # Errors
/// Those of the store.
pub async fn own(tx: &mut Tx) -> Result<()> {
    let (now, who) = (tx.now(), actor(&tx.context().actor));
    let mut entries = Vec::new();
    for event in tx.emitted() {
        if let Some(Told { ticket_id, facts }) = told(&event.payload_type, &event.payload)? {
            entries.push(Entry {
                ticket_id,
                at: now,
                event_id: event.event_id,
                branch_id: event.branch_id.as_ref().map_or("", BranchId::as_str).to_owned(),
                service: NAME.to_owned(),
                kind: event.kind.clone(),
                actor: who.clone(),
                sequence: 0,
                facts,
            });
        }
    }
    for entry in &entries {
        timeline::insert(tx, entry).await?;
    }
    Ok(())
}

/// The entry that another service's event makes; none when it concerns no ticket.
///
/// # Errors
/// `Internal` for a payload that is not of its type.
pub fn entry(event: &Event) -> Result<Option<Entry>> {
    let told = told(&event.payload_type, &event.payload)?;
    Ok(told.map(|Told { ticket_id, facts }| Entry {
        ticket_id,
        at: event.occurred_at,
        event_id: event.event_id,
        branch_id: event.branch_id.clone(),
        service: service(event, &facts),
        kind: event.kind.clone(),
        actor: actor(&event.actor),
        sequence: event.number,
        facts,
    }))
}

/// Writes another service's entry.
///
/// # Errors
/// Those of the store.
pub async fn foreign(tx: &mut Tx, entry: &Entry) -> Result<()> {
    timeline::insert(tx, entry).await
}

/// The service that told an event: the one of its contract. Deadlines have one contract for all; their policies are
/// named after the service.
fn service(event: &Event, facts: &BTreeMap<String, String>) -> String {
    let contract = event.kind.split('.').nth(1).unwrap_or_default();
    let policy = facts.get("policy_key").and_then(|key| key.split('.').next());
    policy.filter(|_| contract == "sla").unwrap_or(contract).to_owned()
}
