//! Plans of maintenance and revisits; whom to contact is sealed.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    etag, exec, fetch_all, fetch_optional,
    id::{AssetId, BranchId, CustomerId},
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use crate::domain::{
    Machine, PlanId, PlanKind, PlanState, ServiceClass, ServicePlan, Zone,
    plan_reasons::{PLAN_EXISTS, PLAN_NOT_FOUND},
};

/// The columns of [`Row`], for every statement that reads it.
macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, branch_id, kind, state, customer_id, asset_id, product_line, model, serial_number, ",
            "service_class, zone, interval_days, next_due, last_due, created_at, created_by, version ",
            "FROM service_plan ",
            $tail
        )
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    id: PlanId,
    branch_id: BranchId,
    kind: PlanKind,
    state: PlanState,
    customer_id: CustomerId,
    asset_id: AssetId,
    product_line: String,
    model: String,
    serial_number: String,
    service_class: ServiceClass,
    zone: Zone,
    interval_days: i64,
    next_due: Option<BusinessDate>,
    last_due: Option<BusinessDate>,
    created_at: Timestamp,
    created_by: String,
    version: i64,
}

/// A plan of one of the caller's branches.
///
/// # Errors
/// `PLAN_NOT_FOUND`.
pub async fn get(tx: &mut Tx, scope: &BranchScope, id: PlanId) -> Result<ServicePlan> {
    const SQL: &str = select!("WHERE id = $1");
    let row = fetch_optional!(tx, Row, SQL, id)?;
    found(scope, row)
}

/// As [`get`], and keeps others from changing it until the transaction ends.
///
/// # Errors
/// `PLAN_NOT_FOUND`.
pub async fn lock(tx: &mut Tx, scope: &BranchScope, id: PlanId) -> Result<ServicePlan> {
    const PORTABLE: &str = select!("WHERE id = $1");
    const POSTGRES: &str = select!("WHERE id = $1 FOR UPDATE");
    let sql = if tx.is_postgres() { POSTGRES } else { PORTABLE };
    let row = fetch_optional!(tx, Row, sql, id)?;
    found(scope, row)
}

fn found(scope: &BranchScope, row: Option<Row>) -> Result<ServicePlan> {
    let row = row.ok_or(&PLAN_NOT_FOUND)?;
    scope.admit(&row.branch_id, &PLAN_NOT_FOUND)?;
    Ok(row.read())
}

/// The sealed contact of a plan; empty once it is forgotten.
pub async fn contact(tx: &mut Tx, id: PlanId) -> Result<Vec<u8>> {
    let row = fetch_optional!(tx, (Vec<u8>,), "SELECT contact FROM service_plan WHERE id = $1", id)?;
    Ok(row.map(|(contact,)| contact).unwrap_or_default())
}

/// Forgets the contact of a plan.
pub async fn forget_contact(tx: &mut Tx, id: PlanId) -> Result<()> {
    exec!(
        tx,
        "UPDATE service_plan SET contact = $2 WHERE id = $1",
        id,
        Vec::<u8>::new()
    )?;
    Ok(())
}

/// The place of a plan in its list.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PlanKey(String, PlanId);

/// What plans without a next due date sort by: after all others.
const NEVER: &str = "9999-99-99";

impl PlanKey {
    /// Of a plan.
    pub fn of(plan: &ServicePlan) -> Self {
        Self(
            plan.next_due.map_or_else(|| NEVER.to_owned(), |date| date.to_string()),
            plan.id,
        )
    }
}

/// Plans of a branch, next due first.
pub async fn listed(
    tx: &mut Tx,
    branch: &BranchId,
    kind: Option<PlanKind>,
    after: Option<PlanKey>,
    limit: i64,
) -> Result<Vec<ServicePlan>> {
    const SQL: &str = select!(
        "WHERE branch_id = $1 AND ($2 IS NULL OR kind = $2)
        AND (COALESCE(next_due, '9999-99-99'), id) > ($3, $4)
        ORDER BY COALESCE(next_due, '9999-99-99'), id
        LIMIT $5"
    );
    let after = after.unwrap_or_else(|| PlanKey(String::new(), PlanId::from_uuid(Uuid::nil())));
    let rows = fetch_all!(tx, Row, SQL, branch, kind, &after.0, after.1, limit)?;
    Ok(rows.into_iter().map(Row::read).collect())
}

/// Stores a new plan with its sealed contact.
///
/// # Errors
/// `PLAN_EXISTS` when the asset has a running plan of the kind.
pub async fn insert(tx: &mut Tx, it: &mut ServicePlan, contact: &[u8]) -> Result<()> {
    const SQL: &str = "
        INSERT INTO service_plan (
            id, branch_id, kind, state, customer_id, asset_id, product_line, model, serial_number, service_class,
            zone, interval_days, next_due, last_due, contact, created_at, created_by, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)
        ON CONFLICT DO NOTHING";
    let rows = exec!(
        tx,
        SQL,
        it.id,
        &it.branch_id,
        it.kind,
        it.state,
        it.machine.customer_id,
        it.machine.asset_id,
        &it.machine.product_line,
        &it.machine.model,
        &it.machine.serial_number,
        it.service_class,
        it.machine.zone,
        it.interval_days,
        it.next_due,
        it.last_due,
        contact,
        it.created.0,
        &it.created.1,
    )?;
    if rows == 0 {
        return Err(PLAN_EXISTS.field("asset_id", "has such a plan already").into());
    }
    it.version = 1;
    Ok(())
}

/// Stores what changed and gives the record its next version.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn save(tx: &mut Tx, it: &mut ServicePlan) -> Result<()> {
    const SQL: &str = "
        UPDATE service_plan
        SET
            state = $3,
            next_due = $4,
            version = version + 1
        WHERE id = $1 AND version = $2";
    let rows = exec!(tx, SQL, it.id, it.version, it.state, it.next_due)?;
    it.version += 1;
    etag::changed(rows)
}

impl Row {
    fn read(self) -> ServicePlan {
        ServicePlan {
            id: self.id,
            branch_id: self.branch_id,
            kind: self.kind,
            state: self.state,
            machine: Machine {
                customer_id: self.customer_id,
                asset_id: self.asset_id,
                product_line: self.product_line,
                model: self.model,
                serial_number: self.serial_number,
                zone: self.zone,
            },
            service_class: self.service_class,
            interval_days: self.interval_days,
            next_due: self.next_due,
            last_due: self.last_due,
            created: (self.created_at, self.created_by),
            version: self.version,
        }
    }
}
