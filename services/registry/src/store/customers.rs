//! Tables `customer` and `customer_phone`. The contact is one sealed document; phones and names are found by keyed
//! fingerprints.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    etag, exec, fetch_all, fetch_optional,
    id::{BranchId, CustomerId},
    seal::Sealer,
    time::Timestamp,
};

use super::{branch_list, json};
use crate::domain::customer::{Customer, PartyKind, folded_name};

#[derive(sqlx::FromRow)]
struct Row {
    id: CustomerId,
    branch_id: BranchId,
    kind: PartyKind,
    contact: Vec<u8>,
    profile_confirmed_at: Timestamp,
    created_at: Timestamp,
    updated_at: Timestamp,
    archived_at: Option<Timestamp>,
    version: i64,
}

impl Row {
    fn opened(self, sealer: &Sealer) -> Result<Customer> {
        Ok(Customer {
            contact: json::read(&sealer.open(&self.contact, &place(self.id))?, "contact")?,
            id: self.id,
            branch: self.branch_id,
            kind: self.kind,
            confirmed_at: self.profile_confirmed_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
            archived_at: self.archived_at,
            version: self.version,
        })
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, branch_id, kind, contact, profile_confirmed_at, created_at, updated_at, archived_at, version ",
            "FROM customer ",
            $tail
        )
    };
}

/// Where a customer's contact is sealed.
fn place(id: CustomerId) -> String {
    format!("customer:{id}:contact")
}

fn sealed(sealer: &Sealer, customer: &Customer) -> Result<Vec<u8>> {
    sealer.seal(&json::write(&customer.contact)?, &place(customer.id))
}

fn name_mac(sealer: &Sealer, customer: &Customer) -> Vec<u8> {
    sealer.name_mac(&folded_name(&customer.contact.name))
}

/// Adds a customer.
pub async fn insert(tx: &mut Tx, sealer: &Sealer, customer: &Customer) -> Result<()> {
    const SQL: &str = "
        INSERT INTO customer (
            id, branch_id, kind, contact, name_mac, profile_confirmed_at, created_at, updated_at, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    exec!(
        tx,
        SQL,
        customer.id,
        &customer.branch,
        customer.kind,
        sealed(sealer, customer)?,
        name_mac(sealer, customer),
        customer.confirmed_at,
        customer.created_at,
        customer.updated_at,
        customer.version,
    )?;
    put_phones(tx, sealer, customer).await
}

/// Replaces a customer whose stored version is one less.
///
/// # Errors
/// `STALE_ETAG`.
pub async fn update(tx: &mut Tx, sealer: &Sealer, customer: &Customer) -> Result<()> {
    const SQL: &str = "
        UPDATE customer
        SET
            contact = $3,
            name_mac = $4,
            profile_confirmed_at = $5,
            updated_at = $6,
            version = version + 1
        WHERE id = $1 AND version = $2";
    let rows = exec!(
        tx,
        SQL,
        customer.id,
        customer.version - 1,
        sealed(sealer, customer)?,
        name_mac(sealer, customer),
        customer.confirmed_at,
        customer.updated_at,
    )?;
    etag::changed(rows)?;
    exec!(tx, "DELETE FROM customer_phone WHERE customer_id = $1", customer.id)?;
    put_phones(tx, sealer, customer).await
}

async fn put_phones(tx: &mut Tx, sealer: &Sealer, customer: &Customer) -> Result<()> {
    const SQL: &str = "
        INSERT INTO customer_phone (mac, customer_id)
        VALUES ($1, $2)
        ON CONFLICT (mac, customer_id) DO NOTHING";
    let phones = customer.contact.phones.iter();
    let macs: Vec<Vec<u8>> = phones.filter_map(|phone| sealer.phone_mac(&phone.number)).collect();
    for mac in macs {
        exec!(tx, SQL, mac.as_slice(), customer.id)?;
    }
    Ok(())
}

/// The customer of that id at a branch of the scope.
pub async fn find(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, id: CustomerId) -> Result<Option<Customer>> {
    const SQL: &str = select!("WHERE id = $1");
    let row = fetch_optional!(tx, Row, SQL, id)?;
    row.filter(|row| scope.contains(&row.branch_id))
        .map(|row| row.opened(sealer))
        .transpose()
}

/// The branch of a customer, and when he was archived.
pub async fn standing(tx: &mut Tx, id: CustomerId) -> Result<Option<(BranchId, Option<Timestamp>)>> {
    const SQL: &str = "SELECT branch_id, archived_at FROM customer WHERE id = $1";
    fetch_optional!(tx, (BranchId, Option<Timestamp>), SQL, id)
}

/// The branch of a customer of the scope.
pub async fn branch_of(tx: &mut Tx, scope: &BranchScope, id: CustomerId) -> Result<Option<BranchId>> {
    let found = fetch_optional!(tx, (BranchId,), "SELECT branch_id FROM customer WHERE id = $1", id)?;
    Ok(found.map(|(branch,)| branch).filter(|branch| scope.contains(branch)))
}

/// Which customers to find; at least one of phone and name is there.
pub struct Filter {
    /// Branches.
    pub scope: BranchScope,
    /// Whole number, any notation.
    pub phone: Option<String>,
    /// Whole name, any notation.
    pub name: Option<String>,
    /// Ids before this one: customers are listed from the newest.
    pub before: Option<CustomerId>,
    /// Most rows.
    pub limit: i64,
}

/// Customers by phone, name or both, newest first.
pub async fn search(tx: &mut Tx, sealer: &Sealer, filter: &Filter) -> Result<Vec<Customer>> {
    const BY_PHONE: &str = select!(
        "WHERE id IN (SELECT customer_id FROM customer_phone WHERE mac = $4) \
         AND id < $1 AND ($2 = '' OR $2 LIKE '%,' || branch_id || ',%') ORDER BY id DESC LIMIT $3"
    );
    const BY_NAME: &str = select!(
        "WHERE name_mac = $4 \
         AND id < $1 AND ($2 = '' OR $2 LIKE '%,' || branch_id || ',%') ORDER BY id DESC LIMIT $3"
    );
    const BY_BOTH: &str = select!(
        "WHERE id IN (SELECT customer_id FROM customer_phone WHERE mac = $4) AND name_mac = $5 \
         AND id < $1 AND ($2 = '' OR $2 LIKE '%,' || branch_id || ',%') ORDER BY id DESC LIMIT $3"
    );
    let phone = filter
        .phone
        .as_deref()
        .map(|phone| sealer.phone_mac(phone).unwrap_or_default());
    let name = filter.name.as_deref().map(|name| sealer.name_mac(&folded_name(name)));
    let before = filter.before.unwrap_or(CustomerId::from_uuid(uuid::Uuid::max()));
    let (branches, limit) = (branch_list(&filter.scope), filter.limit);
    let rows = match (phone, name) {
        (Some(phone), Some(name)) => fetch_all!(
            tx,
            Row,
            BY_BOTH,
            before,
            branches.as_str(),
            limit,
            phone.as_slice(),
            name.as_slice()
        )?,
        (Some(phone), None) => fetch_all!(tx, Row, BY_PHONE, before, branches.as_str(), limit, phone.as_slice())?,
        (None, Some(name)) => fetch_all!(tx, Row, BY_NAME, before, branches.as_str(), limit, name.as_slice())?,
        (None, None) => Vec::new(),
    };
    rows.into_iter().map(|row| row.opened(sealer)).collect()
}
