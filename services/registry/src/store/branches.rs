//! Table `branch`.

use std::collections::BTreeMap;

use aftersales_kit::{Result, db::Tx, etag, exec, fetch_all, fetch_optional, id::BranchId, seal::Sealer};

use super::json;
use crate::domain::branch::{Branch, BranchKind, Contacts, Profile};

#[derive(sqlx::FromRow)]
struct Row {
    branch_id: BranchId,
    name: String,
    kind: BranchKind,
    address: String,
    phone: String,
    contacts: Vec<u8>,
    time_zone: String,
    opening_periods: String,
    closed: bool,
    parts_center_id: Option<BranchId>,
    calendar_version: i64,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct KeptRow {
    book_version: i64,
    #[sqlx(flatten)]
    row: Row,
}

impl Row {
    fn branch(self, contacts: Contacts) -> Result<Branch> {
        Ok(Branch {
            profile: Profile {
                name: self.name,
                kind: self.kind,
                address: self.address,
                phone: self.phone,
                contacts,
                time_zone: self.time_zone,
                opening_periods: json::read(&self.opening_periods, "list of opening periods")?,
                closed: self.closed,
                parts_center: self.parts_center_id,
            },
            id: self.branch_id,
            calendar_version: self.calendar_version,
            version: self.version,
        })
    }

    fn opened(self, sealer: &Sealer) -> Result<Branch> {
        let contacts = json::read(&sealer.open(&self.contacts, &place(&self.branch_id))?, "branch contact")?;
        self.branch(contacts)
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT branch_id, name, kind, address, phone, contacts, time_zone, opening_periods, closed, ",
            "parts_center_id, calendar_version, version FROM branch ",
            $tail
        )
    };
}

/// Where the contacts of a branch are sealed.
fn place(id: &BranchId) -> String {
    format!("branch:{id}:contacts")
}

fn sealed(sealer: &Sealer, branch: &Branch) -> Result<Vec<u8>> {
    sealer.seal(&json::write(&branch.profile.contacts)?, &place(&branch.id))
}

/// Adds a branch.
pub async fn insert(tx: &mut Tx, sealer: &Sealer, branch: &Branch) -> Result<()> {
    const SQL: &str = "
        INSERT INTO branch (
            branch_id, name, kind, address, phone, contacts, time_zone, opening_periods, closed, parts_center_id,
            calendar_version, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let profile = &branch.profile;
    exec!(
        tx,
        SQL,
        &branch.id,
        &profile.name,
        profile.kind,
        &profile.address,
        &profile.phone,
        sealed(sealer, branch)?,
        &profile.time_zone,
        json::write(&profile.opening_periods)?,
        profile.closed,
        profile.parts_center.as_ref(),
        branch.calendar_version,
        branch.version,
    )?;
    Ok(())
}

/// Replaces a branch whose stored version is one less.
///
/// # Errors
/// `STALE_ETAG`.
pub async fn update(tx: &mut Tx, sealer: &Sealer, branch: &Branch) -> Result<()> {
    const SQL: &str = "
        UPDATE branch
        SET
            name = $3,
            kind = $4,
            address = $5,
            phone = $6,
            contacts = $7,
            time_zone = $8,
            opening_periods = $9,
            closed = $10,
            parts_center_id = $11,
            calendar_version = $12,
            version = version + 1
        WHERE branch_id = $1 AND version = $2";
    let profile = &branch.profile;
    let rows = exec!(
        tx,
        SQL,
        &branch.id,
        branch.version - 1,
        &profile.name,
        profile.kind,
        &profile.address,
        &profile.phone,
        sealed(sealer, branch)?,
        &profile.time_zone,
        json::write(&profile.opening_periods)?,
        profile.closed,
        profile.parts_center.as_ref(),
        branch.calendar_version,
    )?;
    etag::changed(rows)
}

/// Takes the next version of a branch's own calendar.
pub async fn next_calendar(tx: &mut Tx, id: &BranchId) -> Result<()> {
    exec!(
        tx,
        "UPDATE branch SET calendar_version = calendar_version + 1 WHERE branch_id = $1",
        id
    )?;
    Ok(())
}

/// The branch of that code.
pub async fn find(tx: &mut Tx, sealer: &Sealer, id: &BranchId) -> Result<Option<Branch>> {
    const SQL: &str = select!("WHERE branch_id = $1");
    fetch_optional!(tx, Row, SQL, id)?
        .map(|row| row.opened(sealer))
        .transpose()
}

/// Whether there is a branch of that code.
pub async fn exists(tx: &mut Tx, id: &BranchId) -> Result<bool> {
    const SQL: &str = "SELECT version FROM branch WHERE branch_id = $1";
    Ok(fetch_optional!(tx, (i64,), SQL, id)?.is_some())
}

/// Which branches to list.
pub struct Filter {
    /// Only this kind.
    pub kind: Option<BranchKind>,
    /// Closed ones too.
    pub include_closed: bool,
    /// Codes after this one; empty from the first.
    pub after: String,
    /// Most rows.
    pub limit: i64,
}

/// Branches by code.
pub async fn list(tx: &mut Tx, sealer: &Sealer, filter: &Filter) -> Result<Vec<Branch>> {
    const SQL: &str =
        select!("WHERE branch_id > $1 AND ($2 = '' OR kind = $2) AND ($3 OR NOT closed) ORDER BY branch_id LIMIT $4");
    let kind = filter.kind.map_or("", BranchKind::as_str);
    let rows = fetch_all!(tx, Row, SQL, &filter.after, kind, filter.include_closed, filter.limit)?;
    rows.into_iter().map(|row| row.opened(sealer)).collect()
}

/// Keeps the branch as it stands with a version of its book.
pub async fn keep(tx: &mut Tx, id: &BranchId, book_version: i64) -> Result<()> {
    const SQL: &str = "
        INSERT INTO branch_profile (
            branch_id, book_version, name, kind, address, phone, contacts, time_zone, opening_periods, closed,
            parts_center_id, calendar_version, version
        )
        SELECT
            branch_id, $2, name, kind, address, phone, contacts, time_zone, opening_periods, closed,
            parts_center_id, calendar_version, version
        FROM branch
        WHERE branch_id = $1";
    exec!(tx, SQL, id, book_version)?;
    Ok(())
}

/// The branch as it was kept with some versions of its book, from `first` to `last`.
pub async fn kept(
    tx: &mut Tx,
    sealer: &Sealer,
    id: &BranchId,
    (first, last): (i64, i64),
) -> Result<BTreeMap<i64, Branch>> {
    const SQL: &str = "
        SELECT
            book_version, branch_id, name, kind, address, phone, contacts, time_zone, opening_periods, closed,
            parts_center_id, calendar_version, version
        FROM branch_profile
        WHERE branch_id = $1 AND book_version >= $2 AND book_version <= $3";
    let rows = fetch_all!(tx, KeptRow, SQL, id, first, last)?;
    let opened = |kept: KeptRow| Ok((kept.book_version, kept.row.opened(sealer)?));
    rows.into_iter().map(opened).collect()
}

/// Branches without their contacts, all of them or one, by code: what books are made of.
pub async fn for_books(tx: &mut Tx, only: Option<&BranchId>) -> Result<Vec<Branch>> {
    const ALL: &str = select!("ORDER BY branch_id");
    const ONE: &str = select!("WHERE branch_id = $1");
    let rows = match only {
        None => fetch_all!(tx, Row, ALL)?,
        Some(id) => fetch_all!(tx, Row, ONE, id)?,
    };
    rows.into_iter().map(|row| row.branch(Contacts::default())).collect()
}
