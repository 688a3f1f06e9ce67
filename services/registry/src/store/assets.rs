//! Table `asset`.

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    etag, exec, fetch_all, fetch_optional,
    id::{AssetId, BranchId, CustomerId},
    time::{BusinessDate, Timestamp},
};

use super::json;
use crate::domain::asset::{Asset, Product};

#[derive(sqlx::FromRow)]
struct Row {
    id: AssetId,
    customer_id: CustomerId,
    branch_id: BranchId,
    product_line: String,
    model: String,
    serial_number: String,
    invoice_date: BusinessDate,
    warranty_months: i64,
    part_warranties: String,
    onsite_months: i64,
    third_party: bool,
    coverages: String,
    created_at: Timestamp,
    version: i64,
    archived_at: Option<Timestamp>,
}

impl Row {
    fn asset(self) -> Result<Asset> {
        let months =
            |stored: i64| u32::try_from(stored).map_err(|error| Error::internal_from("read a number of months", error));
        Ok(Asset {
            product: Product {
                product_line: self.product_line,
                model: self.model,
                serial_number: self.serial_number,
                invoice_date: self.invoice_date,
                warranty_months: months(self.warranty_months)?,
                part_warranties: json::read(&self.part_warranties, "list of part warranties")?,
                onsite_months: months(self.onsite_months)?,
                third_party: self.third_party,
                agreements: json::read(&self.coverages, "list of agreements")?,
            },
            id: self.id,
            customer: self.customer_id,
            branch: self.branch_id,
            archived: self.archived_at.is_some(),
            created_at: self.created_at,
            version: self.version,
        })
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, customer_id, branch_id, product_line, model, serial_number, invoice_date, warranty_months, ",
            "part_warranties, onsite_months, third_party, coverages, created_at, version, ",
            "(SELECT archived_at FROM customer WHERE customer.id = asset.customer_id) AS archived_at FROM asset ",
            $tail
        )
    };
}

/// Adds an asset; `false` when its serial number is taken.
pub async fn insert(tx: &mut Tx, asset: &Asset) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO asset (
            id, customer_id, branch_id, product_line, model, serial_number, serial_key, invoice_date, warranty_months,
            part_warranties, onsite_months, third_party, coverages, created_at, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (serial_key) DO NOTHING";
    let product = &asset.product;
    let rows = exec!(
        tx,
        SQL,
        asset.id,
        asset.customer,
        &asset.branch,
        &product.product_line,
        &product.model,
        &product.serial_number,
        product.serial_key(),
        product.invoice_date,
        i64::from(product.warranty_months),
        json::write(&product.part_warranties)?,
        i64::from(product.onsite_months),
        product.third_party,
        json::write(&product.agreements)?,
        asset.created_at,
        asset.version,
    )?;
    Ok(rows == 1)
}

/// The asset of that id at a branch of the scope.
pub async fn find(tx: &mut Tx, scope: &BranchScope, id: AssetId) -> Result<Option<Asset>> {
    const SQL: &str = select!("WHERE id = $1");
    let row = fetch_optional!(tx, Row, SQL, id)?;
    row.filter(|row| scope.contains(&row.branch_id))
        .map(Row::asset)
        .transpose()
}

/// Id of the asset of a serial number, when its branch is in the scope.
pub async fn id_by_serial(tx: &mut Tx, scope: &BranchScope, serial_key: &str) -> Result<Option<AssetId>> {
    const SQL: &str = "SELECT id, branch_id FROM asset WHERE serial_key = $1";
    let found = fetch_optional!(tx, (AssetId, BranchId), SQL, serial_key)?;
    Ok(found.filter(|(_, branch)| scope.contains(branch)).map(|(id, _)| id))
}

/// Gives an asset, whose stored version is one less, the serial number of what it was exchanged for.
///
/// # Errors
/// `STALE_ETAG`.
pub async fn exchange(tx: &mut Tx, asset: &Asset) -> Result<()> {
    const SQL: &str = "
        UPDATE asset
        SET serial_number = $3, serial_key = $4, version = version + 1
        WHERE id = $1 AND version = $2";
    let product = &asset.product;
    let rows = exec!(
        tx,
        SQL,
        asset.id,
        asset.version - 1,
        &product.serial_number,
        product.serial_key()
    )?;
    etag::changed(rows)
}

/// Ids of all assets of a customer.
pub async fn ids_of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Vec<AssetId>> {
    const SQL: &str = "SELECT id FROM asset WHERE customer_id = $1 ORDER BY id";
    Ok(fetch_all!(tx, (AssetId,), SQL, customer)?
        .into_iter()
        .map(|(id,)| id)
        .collect())
}

/// Assets of a customer, newest invoice first, after the given one.
pub async fn of_customer(
    tx: &mut Tx,
    customer: CustomerId,
    after: Option<(BusinessDate, AssetId)>,
    limit: i64,
) -> Result<Vec<Asset>> {
    const SQL: &str = select!(
        "WHERE customer_id = $1 AND (invoice_date, id) < ($2, $3) ORDER BY invoice_date DESC, id DESC LIMIT $4"
    );
    let (date, id) = after.map_or_else(
        || ("9999-99-99".to_owned(), AssetId::from_uuid(uuid::Uuid::max())),
        |(date, id)| (date.to_string(), id),
    );
    fetch_all!(tx, Row, SQL, customer, date.as_str(), id, limit)?
        .into_iter()
        .map(Row::asset)
        .collect()
}
