//! Tables `dossier_document` and `dossier_voucher`.

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec, fetch_all, fetch_optional,
    id::{AssetId, BranchId, CustomerId},
    time::{BusinessDate, Timestamp},
};

use crate::domain::dossier::{Document, DocumentId, DocumentKind, Voucher};

#[derive(sqlx::FromRow)]
struct Row {
    id: DocumentId,
    branch_id: BranchId,
    customer_id: CustomerId,
    asset_id: Option<AssetId>,
    kind: DocumentKind,
    number: String,
    day_date: BusinessDate,
    project: String,
    file_reference: String,
    amends_id: Option<DocumentId>,
    added_by: String,
    added_at: Timestamp,
}

impl From<Row> for Document {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            branch: row.branch_id,
            customer: row.customer_id,
            asset: row.asset_id,
            kind: row.kind,
            number: row.number,
            date: row.day_date,
            project: row.project,
            file_reference: row.file_reference,
            amends: row.amends_id,
            added_by: row.added_by,
            added_at: row.added_at,
        }
    }
}

/// Adds a document; `false` when the customer has one of the kind and number already.
pub async fn insert(tx: &mut Tx, document: &Document) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO dossier_document (
            id, branch_id, customer_id, asset_id, kind, number, day_date, project, file_reference, amends_id, added_by,
            added_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (customer_id, kind, number) DO NOTHING";
    let rows = exec!(
        tx,
        SQL,
        document.id,
        &document.branch,
        document.customer,
        document.asset,
        document.kind,
        &document.number,
        document.date,
        &document.project,
        &document.file_reference,
        document.amends,
        &document.added_by,
        document.added_at
    )?;
    Ok(rows == 1)
}

/// Whether a document is filed in a customer's dossier.
pub async fn has(tx: &mut Tx, customer: CustomerId, id: DocumentId) -> Result<bool> {
    const SQL: &str = "SELECT id FROM dossier_document WHERE id = $1 AND customer_id = $2";
    Ok(fetch_optional!(tx, (DocumentId,), SQL, id, customer)?.is_some())
}

/// Documents of a customer, newest first.
pub async fn of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Document>> {
    const SQL: &str = "
        SELECT
            id, branch_id, customer_id, asset_id, kind, number, day_date, project, file_reference, amends_id, added_by,
            added_at
        FROM dossier_document
        WHERE customer_id = $1
        ORDER BY day_date DESC, id DESC";
    let rows = fetch_all!(tx, Row, SQL, customer)?;
    Ok(rows.into_iter().map(Document::from).collect())
}

#[derive(sqlx::FromRow)]
struct VoucherRow {
    number: String,
    branch_id: BranchId,
    asset_id: AssetId,
    issued_at: Timestamp,
    issued_by: String,
}

impl From<VoucherRow> for Voucher {
    fn from(row: VoucherRow) -> Self {
        Self {
            number: row.number,
            branch: row.branch_id,
            asset: row.asset_id,
            issued_at: row.issued_at,
            issued_by: row.issued_by,
        }
    }
}

/// Adds a voucher.
pub async fn insert_voucher(tx: &mut Tx, voucher: &Voucher) -> Result<()> {
    const SQL: &str = "
        INSERT INTO dossier_voucher (number, branch_id, asset_id, issued_at, issued_by)
        VALUES ($1, $2, $3, $4, $5)";
    exec!(
        tx,
        SQL,
        &voucher.number,
        &voucher.branch,
        voucher.asset,
        voucher.issued_at,
        &voucher.issued_by
    )?;
    Ok(())
}

/// Vouchers of assets, oldest first.
pub async fn vouchers(tx: &mut Tx, assets: &[AssetId]) -> Result<Vec<Voucher>> {
    const SQL: &str = "
        SELECT number, branch_id, asset_id, issued_at, issued_by
        FROM dossier_voucher
        WHERE asset_id {in}
        ORDER BY number";
    let ids: Vec<uuid::Uuid> = assets.iter().map(|asset| asset.uuid()).collect();
    let rows: Vec<VoucherRow> = fetch_many(tx, SQL, &ids).await?;
    Ok(rows.into_iter().map(Voucher::from).collect())
}
