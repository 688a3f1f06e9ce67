//! SQL of `arrival`.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    exec, fetch_all, fetch_optional,
    id::{AssetId, BranchId, CustomerId, TicketId},
    seal::Sealer,
    time::Timestamp,
};

use crate::domain::{Arrival, ArrivalId, ExpectedVisitId, Purpose, reasons::ARRIVAL_NOT_FOUND};

#[derive(sqlx::FromRow)]
struct ArrivalRow {
    id: ArrivalId,
    number: String,
    branch_id: BranchId,
    expected_visit_id: Option<ExpectedVisitId>,
    ticket_id: Option<TicketId>,
    customer_id: CustomerId,
    asset_id: Option<AssetId>,
    purpose: Purpose,
    remarks: Option<Vec<u8>>,
    received_by: String,
    arrived_at: Timestamp,
    version: i64,
}

impl ArrivalRow {
    fn open(self, sealer: &Sealer) -> Result<Arrival> {
        let remarks = self
            .remarks
            .map(|sealed| sealer.open(&sealed, &place(self.id)))
            .transpose()?;
        Ok(Arrival {
            id: self.id,
            number: self.number,
            branch_id: self.branch_id,
            expected_visit_id: self.expected_visit_id,
            ticket_id: self.ticket_id,
            customer_id: self.customer_id,
            asset_id: self.asset_id,
            purpose: self.purpose,
            remarks: remarks.unwrap_or_default(),
            received_by: self.received_by,
            arrived_at: self.arrived_at,
            version: self.version,
        })
    }
}

fn place(id: ArrivalId) -> String {
    format!("arrival:{id}:remarks")
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, number, branch_id, expected_visit_id, ticket_id, customer_id, asset_id, purpose, remarks, ",
            "received_by, arrived_at, version FROM arrival ",
            $tail
        )
    };
}

/// Adds an arrival.
pub async fn insert(tx: &mut Tx, sealer: &Sealer, arrival: &Arrival) -> Result<()> {
    const SQL: &str = "
        INSERT INTO arrival (
            id, number, branch_id, expected_visit_id, ticket_id, customer_id, asset_id, purpose, remarks, received_by,
            arrived_at, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let written = !arrival.remarks.is_empty();
    let remarks = written
        .then(|| sealer.seal(&arrival.remarks, &place(arrival.id)))
        .transpose()?;
    exec!(
        tx,
        SQL,
        arrival.id,
        arrival.number.as_str(),
        &arrival.branch_id,
        arrival.expected_visit_id,
        arrival.ticket_id,
        arrival.customer_id,
        arrival.asset_id,
        arrival.purpose,
        remarks.as_deref(),
        arrival.received_by.as_str(),
        arrival.arrived_at,
        arrival.version,
    )?;
    Ok(())
}

/// An arrival by its id.
///
/// # Errors
/// `ARRIVAL_NOT_FOUND`, also for another branch's.
pub async fn get(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, id: ArrivalId) -> Result<Arrival> {
    let row = fetch_optional!(tx, ArrivalRow, select!("WHERE id = $1"), id)?;
    let arrival = row.ok_or(&ARRIVAL_NOT_FOUND)?.open(sealer)?;
    scope.admit(&arrival.branch_id, &ARRIVAL_NOT_FOUND)?;
    Ok(arrival)
}

/// Which arrivals of a branch to list.
#[derive(Debug, Clone)]
pub struct ArrivalQuery {
    /// The branch.
    pub branch_id: BranchId,
    /// Not before.
    pub from: Timestamp,
    /// Before.
    pub to: Timestamp,
    /// Below this one in the list.
    pub below: (Timestamp, ArrivalId),
    /// At most so many.
    pub limit: i64,
}

/// A branch's arrivals, newest first.
pub async fn list(tx: &mut Tx, sealer: &Sealer, query: &ArrivalQuery) -> Result<Vec<Arrival>> {
    const SQL: &str = select!(
        "WHERE branch_id = $1 AND arrived_at >= $2 AND arrived_at < $3 AND (arrived_at, id) < ($4, $5)
        ORDER BY arrived_at DESC, id DESC LIMIT $6"
    );
    let (at, id) = query.below;
    let rows = fetch_all!(
        tx,
        ArrivalRow,
        SQL,
        &query.branch_id,
        query.from,
        query.to,
        at,
        id,
        query.limit
    )?;
    rows.into_iter().map(|row| row.open(sealer)).collect()
}
