//! Shops and the technicians who visit them weekly.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::{Tx, fetch_many},
    etag, exec, fetch_all, fetch_optional,
    id::{BranchId, StaffId},
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use crate::domain::{ShopAssignment, Week, report_reasons::SHOP_ASSIGNMENT_NOT_FOUND};

/// The columns of [`Row`], for every statement that reads it.
macro_rules! select_assignment {
    ($tail:literal) => {
        concat!(
            "SELECT id, branch_id, technician_id, shop_code, shop_name, from_date, until_date, version ",
            "FROM shop_assignment ",
            $tail
        )
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    branch_id: BranchId,
    technician_id: StaffId,
    shop_code: String,
    shop_name: String,
    from_date: BusinessDate,
    until_date: Option<BusinessDate>,
    version: i64,
}

impl From<Row> for ShopAssignment {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            branch_id: row.branch_id,
            technician_id: row.technician_id,
            shop_code: row.shop_code,
            shop_name: row.shop_name,
            from_date: row.from_date,
            until_date: row.until_date,
            version: row.version,
        }
    }
}

/// Stores an assignment; `false` when the technician has the shop already.
pub async fn insert(tx: &mut Tx, new: &ShopAssignment) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO shop_assignment (id, branch_id, technician_id, shop_code, shop_name, from_date, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT DO NOTHING";
    let rows = exec!(
        tx,
        SQL,
        new.id,
        &new.branch_id,
        &new.technician_id,
        &new.shop_code,
        &new.shop_name,
        new.from_date,
        new.version,
    )?;
    Ok(rows == 1)
}

/// An assignment of the caller's branches.
///
/// # Errors
/// `SHOP_ASSIGNMENT_NOT_FOUND`.
pub async fn get(tx: &mut Tx, scope: &BranchScope, id: Uuid) -> Result<ShopAssignment> {
    const SQL: &str = select_assignment!("WHERE id = $1");
    let row = fetch_optional!(tx, Row, SQL, id)?.ok_or(&SHOP_ASSIGNMENT_NOT_FOUND)?;
    scope.admit(&row.branch_id, &SHOP_ASSIGNMENT_NOT_FOUND)?;
    Ok(row.into())
}

/// Stores the end of an assignment and gives it its next version.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn save(tx: &mut Tx, assignment: &mut ShopAssignment) -> Result<()> {
    const SQL: &str = "
        UPDATE shop_assignment
        SET until_date = $3, version = version + 1
        WHERE id = $1 AND version = $2";
    let rows = exec!(tx, SQL, assignment.id, assignment.version, assignment.until_date)?;
    assignment.version += 1;
    etag::changed(rows)
}

/// Assignments of a branch that lasted to the end of a week, by technician and shop; `end` is its Sunday.
pub async fn of_week(tx: &mut Tx, branch: &BranchId, end: BusinessDate) -> Result<Vec<ShopAssignment>> {
    const SQL: &str = select_assignment!(
        "WHERE branch_id = $1 AND from_date <= $2 AND (until_date IS NULL OR until_date > $2)
        ORDER BY technician_id, shop_code, id"
    );
    let rows = fetch_all!(tx, Row, SQL, branch, end)?;
    Ok(rows.into_iter().map(ShopAssignment::from).collect())
}

/// Some assignments, whether they last or not.
pub async fn of_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<ShopAssignment>> {
    const SQL: &str = select_assignment!("WHERE id {in}");
    let rows: Vec<Row> = fetch_many(tx, SQL, ids).await?;
    Ok(rows.into_iter().map(ShopAssignment::from).collect())
}

/// A visit of a shop.
#[derive(Debug, Clone)]
pub struct NewVisit {
    /// Id.
    pub id: Uuid,
    /// The assignment.
    pub assignment: Uuid,
    /// Its week.
    pub week: Week,
    /// When.
    pub visited_at: Timestamp,
    /// Minutes that it took.
    pub minutes: i64,
    /// What was inspected and learnt.
    pub findings: String,
    /// Staff code of who recorded it.
    pub recorded_by: String,
}

/// Stores a visit.
pub async fn insert_visit(tx: &mut Tx, visit: &NewVisit) -> Result<()> {
    const SQL: &str = "
        INSERT INTO shop_visit (id, assignment_id, week_start, visited_at, minutes, findings, recorded_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    exec!(
        tx,
        SQL,
        visit.id,
        visit.assignment,
        visit.week.start(),
        visit.visited_at,
        visit.minutes,
        &visit.findings,
        &visit.recorded_by,
    )?;
    Ok(())
}

/// Visits of a branch in a week: assignment, how many, minutes.
pub async fn visited(tx: &mut Tx, branch: &BranchId, week: Week) -> Result<Vec<(Uuid, i64, i64)>> {
    const SQL: &str = "
        SELECT v.assignment_id, COUNT(*), CAST(SUM(v.minutes) AS BIGINT)
        FROM shop_visit v
        JOIN shop_assignment a ON a.id = v.assignment_id
        WHERE a.branch_id = $1 AND v.week_start = $2
        GROUP BY v.assignment_id";
    fetch_all!(tx, (Uuid, i64, i64), SQL, branch, week.start())
}
