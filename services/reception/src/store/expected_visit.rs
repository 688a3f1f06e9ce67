//! SQL of `expected_visit`.

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    db::Tx,
    etag, exec, fetch_all, fetch_optional,
    id::{AssetId, BranchId, CustomerId, TicketId},
    seal::Sealer,
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use super::{read_day, write_day};
use crate::domain::{
    ArrivalId, CoverageKind, ExpectedVisit, ExpectedVisitId, FaultKind, Matter, ServiceClass, VisitState,
    reasons::EXPECTED_VISIT_NOT_FOUND,
};

#[derive(sqlx::FromRow)]
struct VisitRow {
    id: ExpectedVisitId,
    branch_id: BranchId,
    state: VisitState,
    ticket_id: TicketId,
    origin_branch_id: BranchId,
    customer_id: CustomerId,
    asset_id: AssetId,
    product_line: String,
    model: String,
    fault_kind: Option<FaultKind>,
    service_class: Option<ServiceClass>,
    coverage_kind: Option<CoverageKind>,
    register_no: String,
    guided_at: Timestamp,
    expected_on: String,
    arrival_id: Option<ArrivalId>,
    matter: Option<Vec<u8>>,
    version: i64,
}

impl VisitRow {
    fn open(self, sealer: &Sealer) -> Result<ExpectedVisit> {
        Ok(ExpectedVisit {
            matter: self
                .matter
                .map(|sealed| open_matter(sealer, self.id, &sealed))
                .transpose()?,
            expected_on: read_day(&self.expected_on),
            id: self.id,
            branch_id: self.branch_id,
            state: self.state,
            ticket_id: self.ticket_id,
            origin_branch_id: self.origin_branch_id,
            customer_id: self.customer_id,
            asset_id: self.asset_id,
            product_line: self.product_line,
            model: self.model,
            fault_kind: self.fault_kind,
            service_class: self.service_class,
            coverage_kind: self.coverage_kind,
            register_no: self.register_no,
            guided_at: self.guided_at,
            arrival_id: self.arrival_id,
            version: self.version,
        })
    }
}

fn place(id: ExpectedVisitId) -> String {
    format!("expected_visit:{id}:matter")
}

fn open_matter(sealer: &Sealer, id: ExpectedVisitId, sealed: &[u8]) -> Result<Matter> {
    let text = sealer.open(sealed, &place(id))?;
    serde_json::from_str(&text).map_err(|source| Error::internal_from("read an expected visit's matter", source))
}

fn seal_matter(sealer: &Sealer, id: ExpectedVisitId, matter: &Matter) -> Result<Vec<u8>> {
    let text = serde_json::to_string(matter);
    let text = text.map_err(|source| Error::internal_from("write an expected visit's matter", source))?;
    sealer.seal(&text, &place(id))
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, branch_id, state, ticket_id, origin_branch_id, customer_id, asset_id, product_line, model, ",
            "fault_kind, service_class, coverage_kind, register_no, guided_at, expected_on, arrival_id, matter, ",
            "version FROM expected_visit ",
            $tail
        )
    };
}

/// Adds a visit; `false` when the ticket has one already.
pub async fn insert(tx: &mut Tx, sealer: &Sealer, visit: &ExpectedVisit) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO expected_visit (
            id, branch_id, state, ticket_id, origin_branch_id, customer_id, asset_id, product_line, model, fault_kind,
            service_class, coverage_kind, register_no, guided_at, expected_on, matter, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        ON CONFLICT (ticket_id) DO NOTHING";
    let matter = visit
        .matter
        .as_ref()
        .map(|matter| seal_matter(sealer, visit.id, matter))
        .transpose()?;
    let rows = exec!(
        tx,
        SQL,
        visit.id,
        &visit.branch_id,
        visit.state,
        visit.ticket_id,
        &visit.origin_branch_id,
        visit.customer_id,
        visit.asset_id,
        visit.product_line.as_str(),
        visit.model.as_str(),
        visit.fault_kind,
        visit.service_class,
        visit.coverage_kind,
        visit.register_no.as_str(),
        visit.guided_at,
        write_day(visit.expected_on),
        matter.as_deref(),
        visit.version,
    )?;
    Ok(rows == 1)
}

/// Writes that a visit ended, unless somebody else was faster. What was sealed goes.
///
/// # Errors
/// `STALE_ETAG`.
pub async fn end(tx: &mut Tx, visit: &mut ExpectedVisit) -> Result<()> {
    const SQL: &str = "
        UPDATE expected_visit
        SET state = $3, arrival_id = $4, matter = NULL, version = version + 1
        WHERE id = $1 AND version = $2";
    let rows = exec!(tx, SQL, visit.id, visit.version, visit.state, visit.arrival_id)?;
    visit.version += 1;
    etag::changed(rows)
}

/// A visit by its id.
///
/// # Errors
/// `EXPECTED_VISIT_NOT_FOUND`, also for another branch's.
pub async fn get(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, id: ExpectedVisitId) -> Result<ExpectedVisit> {
    let row = fetch_optional!(tx, VisitRow, select!("WHERE id = $1"), id)?;
    admit(row, sealer, scope)
}

/// A ticket's visit.
///
/// # Errors
/// As [`get`].
pub async fn of_ticket(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, ticket: TicketId) -> Result<ExpectedVisit> {
    let row = fetch_optional!(tx, VisitRow, select!("WHERE ticket_id = $1"), ticket)?;
    admit(row, sealer, scope)
}

fn admit(row: Option<VisitRow>, sealer: &Sealer, scope: &BranchScope) -> Result<ExpectedVisit> {
    let visit = row.ok_or(&EXPECTED_VISIT_NOT_FOUND)?.open(sealer)?;
    scope.admit(&visit.branch_id, &EXPECTED_VISIT_NOT_FOUND)?;
    Ok(visit)
}

/// The visit of a customer, and of the asset when one is named, that the branch expects first.
pub async fn first_expected(
    tx: &mut Tx,
    sealer: &Sealer,
    branch: &BranchId,
    customer: CustomerId,
    asset: Option<AssetId>,
) -> Result<Option<ExpectedVisit>> {
    const SQL: &str = select!(
        "WHERE customer_id = $1 AND branch_id = $2 AND state = 'EXPECTED' AND ($3 = $4 OR asset_id = $3)
        ORDER BY expected_on, id LIMIT 1"
    );
    let none = Uuid::nil();
    let row = fetch_optional!(
        tx,
        VisitRow,
        SQL,
        customer,
        branch,
        asset.map_or(none, AssetId::uuid),
        none
    )?;
    row.map(|row| row.open(sealer)).transpose()
}

/// Which visits of a branch to list. All given conditions must hold.
#[derive(Debug, Clone)]
pub struct VisitQuery {
    /// The branch.
    pub branch_id: BranchId,
    /// State.
    pub state: Option<VisitState>,
    /// Customer.
    pub customer_id: Option<CustomerId>,
    /// After this one: its day and id.
    pub after: Option<(Option<BusinessDate>, ExpectedVisitId)>,
    /// At most so many.
    pub limit: i64,
}

/// A branch's visits by expected day, those without a day last.
pub async fn list(tx: &mut Tx, sealer: &Sealer, query: &VisitQuery) -> Result<Vec<ExpectedVisit>> {
    const SQL: &str = select!(
        "WHERE branch_id = $1 AND (expected_on, id) > ($2, $3) AND ($4 = '' OR state = $4)
        AND ($5 = $6 OR customer_id = $5)
        ORDER BY expected_on, id LIMIT $7"
    );
    let none = Uuid::nil();
    let (day, id) = query
        .after
        .map_or((String::new(), none), |(day, id)| (write_day(day), id.uuid()));
    let state = query.state.map_or("", VisitState::as_str);
    let customer = query.customer_id.map_or(none, CustomerId::uuid);
    let branch = &query.branch_id;
    let rows = fetch_all!(
        tx,
        VisitRow,
        SQL,
        branch,
        day.as_str(),
        id,
        state,
        customer,
        none,
        query.limit
    )?;
    rows.into_iter().map(|row| row.open(sealer)).collect()
}

/// Drops what was written down about a customer's coming visits; gives how many there were.
pub async fn drop_matters(tx: &mut Tx, customer: CustomerId) -> Result<u64> {
    const SQL: &str = "
        UPDATE expected_visit
        SET matter = NULL
        WHERE customer_id = $1 AND state = 'EXPECTED' AND matter IS NOT NULL";
    exec!(tx, SQL, customer)
}
