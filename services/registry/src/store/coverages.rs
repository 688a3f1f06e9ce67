//! Tables `coverage` and `asset_exchange`.

use aftersales_kit::{
    Error, Result,
    db::{Tx, fetch_many},
    exec, fetch_all, fetch_optional,
    id::{AssetId, BranchId, CustomerId},
    time::{BusinessDate, Timestamp},
};

use crate::domain::{
    asset::{Agreement, AgreementKind},
    dossier::{Coverage, CoverageId, Exchange},
};

#[derive(sqlx::FromRow)]
struct Row {
    id: CoverageId,
    branch_id: BranchId,
    customer_id: CustomerId,
    asset_id: Option<AssetId>,
    contract_no: String,
    kind: String,
    valid_from: BusinessDate,
    valid_to: BusinessDate,
    project: String,
    version: i64,
}

impl Row {
    fn coverage(self) -> Result<Coverage> {
        Ok(Coverage {
            id: self.id,
            branch: self.branch_id,
            customer: self.customer_id,
            asset: self.asset_id,
            agreement: Agreement {
                kind: kind(&self.kind)?,
                from: self.valid_from,
                to: self.valid_to,
                reference: self.contract_no,
            },
            project: self.project,
            version: self.version,
        })
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, branch_id, customer_id, asset_id, contract_no, kind, valid_from, valid_to, project, version ",
            "FROM coverage ",
            $tail
        )
    };
}

fn text(kind: AgreementKind) -> &'static str {
    match kind {
        AgreementKind::YearlyContract => "YEARLY_CONTRACT",
        AgreementKind::PerVisitContract => "PER_VISIT_CONTRACT",
        AgreementKind::LiaisonLetter => "LIAISON_LETTER",
    }
}

fn kind(stored: &str) -> Result<AgreementKind> {
    let all = [
        AgreementKind::YearlyContract,
        AgreementKind::PerVisitContract,
        AgreementKind::LiaisonLetter,
    ];
    let found = all.into_iter().find(|kind| text(*kind) == stored);
    found.ok_or_else(|| Error::internal("a stored kind of coverage cannot be read"))
}

fn scope(asset: Option<AssetId>) -> String {
    asset.map(|asset| asset.to_string()).unwrap_or_default()
}

/// Puts a coverage, in place of the one of the same customer, asset and number.
pub async fn put(tx: &mut Tx, coverage: &Coverage) -> Result<()> {
    const SQL: &str = "
        INSERT INTO coverage (
            id, branch_id, customer_id, asset_id, scope, contract_no, kind, valid_from, valid_to, project, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (customer_id, scope, contract_no) DO UPDATE
        SET
            kind = excluded.kind,
            valid_from = excluded.valid_from,
            valid_to = excluded.valid_to,
            project = excluded.project,
            version = excluded.version";
    let agreement = &coverage.agreement;
    exec!(
        tx,
        SQL,
        coverage.id,
        &coverage.branch,
        coverage.customer,
        coverage.asset,
        scope(coverage.asset),
        &agreement.reference,
        text(agreement.kind),
        agreement.from,
        agreement.to,
        &coverage.project,
        coverage.version
    )?;
    Ok(())
}

/// The coverage of a customer, asset and number.
pub async fn find(tx: &mut Tx, customer: CustomerId, asset: Option<AssetId>, number: &str) -> Result<Option<Coverage>> {
    const SQL: &str = select!("WHERE customer_id = $1 AND scope = $2 AND contract_no = $3");
    fetch_optional!(tx, Row, SQL, customer, scope(asset), number)?
        .map(Row::coverage)
        .transpose()
}

/// Coverages of a customer, newest first.
pub async fn of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Coverage>> {
    const SQL: &str = select!("WHERE customer_id = $1 ORDER BY valid_from DESC, id DESC");
    fetch_all!(tx, Row, SQL, customer)?
        .into_iter()
        .map(Row::coverage)
        .collect()
}

#[derive(sqlx::FromRow)]
struct ExchangeRow {
    asset_id: AssetId,
    day_date: BusinessDate,
    old_serial: String,
    new_serial: String,
    reason: String,
    recorded_by: String,
    recorded_at: Timestamp,
}

impl From<ExchangeRow> for Exchange {
    fn from(row: ExchangeRow) -> Self {
        Self {
            asset: row.asset_id,
            date: row.day_date,
            old_serial: row.old_serial,
            new_serial: row.new_serial,
            reason: row.reason,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
        }
    }
}

/// Adds an exchange.
pub async fn insert_exchange(tx: &mut Tx, exchange: &Exchange) -> Result<()> {
    const SQL: &str = "
        INSERT INTO asset_exchange (asset_id, day_date, old_serial, new_serial, reason, recorded_by, recorded_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    exec!(
        tx,
        SQL,
        exchange.asset,
        exchange.date,
        &exchange.old_serial,
        &exchange.new_serial,
        &exchange.reason,
        &exchange.recorded_by,
        exchange.recorded_at
    )?;
    Ok(())
}

/// Exchanges of assets, oldest first.
pub async fn exchanges(tx: &mut Tx, assets: &[AssetId]) -> Result<Vec<Exchange>> {
    const SQL: &str = "
        SELECT asset_id, day_date, old_serial, new_serial, reason, recorded_by, recorded_at
        FROM asset_exchange
        WHERE asset_id {in}
        ORDER BY day_date";
    let ids: Vec<uuid::Uuid> = assets.iter().map(|asset| asset.uuid()).collect();
    let rows: Vec<ExchangeRow> = fetch_many(tx, SQL, &ids).await?;
    Ok(rows.into_iter().map(Exchange::from).collect())
}
