//! What customers need, by call.

use aftersales_kit::{
    Error, Result,
    db::Tx,
    exec, fetch_one, fetch_optional,
    id::{AssetId, CustomerId},
    time::Timestamp,
};
use uuid::Uuid;

use crate::domain::{
    need::{Need, NeedKind, Served},
    words::FaultKind,
};

/// Keeps what the customer of a call needs, in place of what was known before.
pub async fn put(tx: &mut Tx, call: Uuid, need: &Need) -> Result<()> {
    const SQL: &str = "
        INSERT INTO call_need (
            call_id, kind, customer_id, asset_id, fault_kind, entitlement, records, recorded_at, recorded_by
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (call_id) DO UPDATE SET
            kind = excluded.kind,
            customer_id = excluded.customer_id,
            asset_id = excluded.asset_id,
            fault_kind = excluded.fault_kind,
            entitlement = excluded.entitlement,
            records = excluded.records,
            recorded_at = excluded.recorded_at,
            recorded_by = excluded.recorded_by";
    let entitlement = need.entitlement.as_ref().map(serde_json::to_string).transpose();
    let entitlement = entitlement.map_err(|source| Error::internal_from("could not write an entitlement", source))?;
    exec!(
        tx,
        SQL,
        call,
        need.kind,
        need.customer_id,
        need.asset_id,
        need.fault_kind,
        entitlement,
        need.records,
        need.recorded_at,
        &need.recorded_by,
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    kind: Option<NeedKind>,
    customer_id: Option<CustomerId>,
    asset_id: Option<AssetId>,
    fault_kind: Option<FaultKind>,
    entitlement: Option<String>,
    records: i64,
    recorded_at: Timestamp,
    recorded_by: String,
}

/// What the customer of a call needs; none before it is recorded.
pub async fn of_call(tx: &mut Tx, call: Uuid) -> Result<Option<Need>> {
    const SQL: &str = "
        SELECT kind, customer_id, asset_id, fault_kind, entitlement, records, recorded_at, recorded_by
        FROM call_need
        WHERE call_id = $1";
    let Some(row) = fetch_optional!(tx, Row, SQL, call)? else {
        return Ok(None);
    };
    let entitlement = row.entitlement.map(|text| serde_json::from_str(&text)).transpose();
    Ok(Some(Need {
        kind: row.kind,
        customer_id: row.customer_id,
        asset_id: row.asset_id,
        fault_kind: row.fault_kind,
        entitlement: entitlement.map_err(|source| Error::internal_from("could not read an entitlement", source))?,
        records: row.records,
        recorded_at: row.recorded_at,
        recorded_by: row.recorded_by,
    }))
}

/// What came of a call until now. The record of a carry-in guidance belongs to its ticket.
pub async fn served(tx: &mut Tx, call: Uuid) -> Result<Served> {
    const SQL: &str = "
        SELECT
            (SELECT COUNT(*) FROM ticket WHERE call_id = $1)
                + (SELECT COUNT(*) FROM consultation WHERE call_id = $1 AND ticket_id IS NULL),
            (SELECT COUNT(*) FROM consultation WHERE call_id = $1 AND state = 'FOLLOW_UP_OPEN')";
    let (records, owed) = fetch_one!(tx, (i64, i64), SQL, call)?;
    Ok(Served { records, owed })
}
