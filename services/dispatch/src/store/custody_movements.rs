//! The goods in and out register (客户商品进出登记簿): one row a movement, nothing is ever changed.

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_all, fetch_optional, id,
    id::{BranchId, CustomerId},
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use crate::domain::{Direction, TakeBack};

/// A row of the register, with what its receipt and card say.
#[derive(Debug, sqlx::FromRow)]
pub struct Movement {
    /// Id; rows in order of their ids are in order of time.
    pub id: Uuid,
    /// Take-back.
    pub take_back_id: Uuid,
    /// In or out.
    pub direction: Direction,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// Goods.
    pub goods: String,
    /// Customer.
    pub customer_id: CustomerId,
    /// Number of the receipt.
    pub receipt_no: String,
    /// Number of the card.
    pub card_no: Option<String>,
    /// Where they stand.
    pub location: Option<String>,
    /// Who passed them.
    pub inspected_by: Option<String>,
    /// Return date.
    pub return_date: Option<BusinessDate>,
    /// When the customer signed for them.
    pub delivery_signed_at: Option<Timestamp>,
}

/// Adds a row.
pub async fn insert(tx: &mut Tx, it: &TakeBack, direction: Direction, at: Timestamp, by: &str) -> Result<()> {
    const SQL: &str = "
        INSERT INTO custody_movement (id, take_back_id, branch_id, direction, at, by)
        VALUES ($1, $2, $3, $4, $5, $6)";
    exec!(tx, SQL, id::new_uuid(), it.id, &it.branch_id, direction, at, by)?;
    Ok(())
}

/// Rows of a branch's register, oldest first.
pub async fn listed(
    tx: &mut Tx,
    branch: &BranchId,
    direction: Option<Direction>,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Movement>> {
    const SQL: &str = "
        SELECT
            movement.id, movement.take_back_id, movement.direction, movement.at, movement.by, goods.goods, goods.customer_id,
            goods.receipt_no, goods.card_no, goods.location, goods.inspected_by, goods.return_date,
            goods.delivery_signed_at
        FROM custody_movement AS movement
        JOIN take_back AS goods ON goods.id = movement.take_back_id
        WHERE movement.branch_id = $1 AND movement.id > $2 AND ($3 IS NULL OR movement.direction = $3)
        ORDER BY movement.id
        LIMIT $4";
    fetch_all!(
        tx,
        Movement,
        SQL,
        branch,
        after.unwrap_or(Uuid::nil()),
        direction,
        limit
    )
}

/// How many goods came in and went out at a branch.
pub async fn counts(tx: &mut Tx, branch: &BranchId) -> Result<(i64, i64)> {
    const SQL: &str = "
        SELECT
            COALESCE(SUM(CASE WHEN direction = 'IN' THEN 1 ELSE 0 END), 0),
            COALESCE(SUM(CASE WHEN direction = 'OUT' THEN 1 ELSE 0 END), 0)
        FROM custody_movement
        WHERE branch_id = $1";
    let row = fetch_optional!(tx, (i64, i64), SQL, branch)?;
    Ok(row.unwrap_or_default())
}
