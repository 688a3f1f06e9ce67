//! Due items of plans.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::{Tx, fetch_many},
    etag, exec, fetch_all, fetch_optional,
    id::{AssetId, BranchId, CustomerId, WorkOrderId},
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use crate::domain::{ItemState, PlanId, PlanItem, PlanItemId, PlanKind, plan_reasons::PLAN_ITEM_NOT_FOUND};

/// The columns of [`Row`], for every statement that reads it.
macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT item.id, item.plan_id, item.branch_id, item.kind, item.due_date, item.working_date, item.state, ",
            "item.work_order_id, item.opinions, item.fault, item.recorded_at, item.recorded_by, item.version, ",
            "plan.asset_id, plan.customer_id FROM plan_item AS item ",
            "JOIN service_plan AS plan ON plan.id = item.plan_id ",
            $tail
        )
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    id: PlanItemId,
    plan_id: PlanId,
    branch_id: BranchId,
    kind: PlanKind,
    due_date: BusinessDate,
    working_date: BusinessDate,
    state: ItemState,
    work_order_id: Option<WorkOrderId>,
    opinions: String,
    fault: String,
    recorded_at: Option<Timestamp>,
    recorded_by: Option<String>,
    version: i64,
    asset_id: AssetId,
    customer_id: CustomerId,
}

/// An item with whose machine it is about.
pub type Listed = (PlanItem, AssetId, CustomerId);

/// An item of one of the caller's branches.
///
/// # Errors
/// `PLAN_ITEM_NOT_FOUND`.
pub async fn get(tx: &mut Tx, scope: &BranchScope, id: PlanItemId) -> Result<Listed> {
    const SQL: &str = select!("WHERE item.id = $1");
    let row = fetch_optional!(tx, Row, SQL, id)?.ok_or(&PLAN_ITEM_NOT_FOUND)?;
    scope.admit(&row.branch_id, &PLAN_ITEM_NOT_FOUND)?;
    Ok(row.read())
}

/// The items of a plan, oldest first.
pub async fn of_plan(tx: &mut Tx, plan: PlanId) -> Result<Vec<Listed>> {
    const SQL: &str = select!("WHERE item.plan_id = $1 ORDER BY item.due_date");
    let rows = fetch_all!(tx, Row, SQL, plan)?;
    Ok(rows.into_iter().map(Row::read).collect())
}

/// The place of an item in its list.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ItemKey(String, PlanItemId);

impl ItemKey {
    /// Of an item.
    pub fn of(item: &PlanItem) -> Self {
        Self(item.due_date.to_string(), item.id)
    }
}

/// Items of a branch, longest due first.
pub async fn listed(
    tx: &mut Tx,
    branch: &BranchId,
    kind: Option<PlanKind>,
    open_only: bool,
    after: Option<ItemKey>,
    limit: i64,
) -> Result<Vec<Listed>> {
    const SQL: &str = select!(
        "WHERE item.branch_id = $1 AND ($2 IS NULL OR item.kind = $2) AND (NOT $3 OR item.open)
        AND (item.due_date, item.id) > ($4, $5)
        ORDER BY item.due_date, item.id
        LIMIT $6"
    );
    let after = after.unwrap_or_else(|| ItemKey(String::new(), PlanItemId::from_uuid(Uuid::nil())));
    let rows = fetch_all!(tx, Row, SQL, branch, kind, open_only, &after.0, after.1, limit)?;
    Ok(rows.into_iter().map(Row::read).collect())
}

/// Some items, done or not.
pub async fn of_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Listed>> {
    const SQL: &str = select!("WHERE item.id {in}");
    let rows: Vec<Row> = fetch_many(tx, SQL, ids).await?;
    Ok(rows.into_iter().map(Row::read).collect())
}

/// Stores a new item.
pub async fn insert(tx: &mut Tx, it: &mut PlanItem) -> Result<()> {
    const SQL: &str = "
        INSERT INTO plan_item (
            id, plan_id, branch_id, kind, due_date, working_date, state, open, work_order_id, opinions, fault, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', 1)";
    exec!(
        tx,
        SQL,
        it.id,
        it.plan_id,
        &it.branch_id,
        it.kind,
        it.due_date,
        it.working_date,
        it.state,
        it.is_open(),
        it.work_order_id,
    )?;
    it.version = 1;
    Ok(())
}

/// Stores what changed and gives the record its next version.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn save(tx: &mut Tx, it: &mut PlanItem) -> Result<()> {
    const SQL: &str = "
        UPDATE plan_item
        SET
            state = $3,
            open = $4,
            work_order_id = $5,
            opinions = $6,
            fault = $7,
            recorded_at = $8,
            recorded_by = $9,
            version = version + 1
        WHERE id = $1 AND version = $2";
    let rows = exec!(
        tx,
        SQL,
        it.id,
        it.version,
        it.state,
        it.is_open(),
        it.work_order_id,
        &it.opinions,
        &it.fault,
        it.recorded.as_ref().map(|(at, _)| *at),
        it.recorded.as_ref().map(|(_, by)| by),
    )?;
    it.version += 1;
    etag::changed(rows)
}

impl Row {
    fn read(self) -> Listed {
        let item = PlanItem {
            id: self.id,
            plan_id: self.plan_id,
            branch_id: self.branch_id,
            kind: self.kind,
            due_date: self.due_date,
            working_date: self.working_date,
            state: self.state,
            work_order_id: self.work_order_id,
            opinions: self.opinions,
            fault: self.fault,
            recorded: self.recorded_at.zip(self.recorded_by),
            version: self.version,
        };
        (item, self.asset_id, self.customer_id)
    }
}
