//! What hangs on orders in other records, read only for orders that can have it.

use std::collections::HashMap;

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
};
use uuid::Uuid;

use super::appraisals;
use crate::domain::{Plan, TakeBackId, TakenGoods, Unrepaired, WorkOrder};

#[derive(sqlx::FromRow)]
struct GoodsRow {
    id: TakeBackId,
    work_order_id: Uuid,
    visit_number: i64,
    receipt_no: String,
    receipt_open: bool,
    unrepaired_reason: Option<Unrepaired>,
}

/// Puts into some orders what hangs on them.
pub(super) async fn put_in(tx: &mut Tx, orders: &mut [WorkOrder]) -> Result<()> {
    let planned = |plan: Plan| move |order: &&WorkOrder| order.visits.iter().any(|visit| visit.plan == Some(plan));
    let taken = ids(orders, planned(Plan::TakeBack));
    let replaced = ids(orders, planned(Plan::Replace));
    let missed = ids(orders, |order| order.missed_visit().is_some());
    let mut goods = super::work_orders::grouped(goods(tx, &taken).await?);
    let mut appraisals = super::work_orders::grouped(appraisals::of_orders(tx, &replaced).await?);
    let mut reissued = reissues(tx, &missed).await?;
    for order in orders {
        let (id, visit) = (order.id.uuid(), order.visit_number);
        order.attached.goods = goods.remove(&id).unwrap_or_default();
        let known = appraisals.remove(&id).unwrap_or_default();
        order.attached.appraisal = known.into_iter().find(|appraisal| appraisal.visit_number == visit);
        order.attached.reissued_as = reissued.remove(&id);
    }
    Ok(())
}

fn ids(orders: &[WorkOrder], can: impl Fn(&&WorkOrder) -> bool) -> Vec<Uuid> {
    orders.iter().filter(can).map(|order| order.id.uuid()).collect()
}

async fn goods(tx: &mut Tx, orders: &[Uuid]) -> Result<Vec<(Uuid, TakenGoods)>> {
    const SQL: &str = "
        SELECT id, work_order_id, visit_number, receipt_no, receipt_open, unrepaired_reason
        FROM take_back
        WHERE work_order_id {in}
        ORDER BY work_order_id, visit_number";
    let rows: Vec<GoodsRow> = fetch_many(tx, SQL, orders).await?;
    let read = |row: GoodsRow| {
        let goods = TakenGoods {
            id: row.id,
            visit_number: row.visit_number,
            receipt_no: row.receipt_no,
            delivered: !row.receipt_open,
            unrepaired: row.unrepaired_reason.is_some(),
        };
        (row.work_order_id, goods)
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Number of the latest re-issue of each order that is not cancelled (DSP-29).
async fn reissues(tx: &mut Tx, originals: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    const SQL: &str = "
        SELECT original_id, number
        FROM work_order
        WHERE original_id {in} AND state <> 'CANCELLED'
        ORDER BY id";
    let rows: Vec<(Uuid, String)> = fetch_many(tx, SQL, originals).await?;
    Ok(rows.into_iter().collect())
}
