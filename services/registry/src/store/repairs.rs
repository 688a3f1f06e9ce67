//! Table `repair_episode`.

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec, fetch_optional,
    id::{AssetId, BranchId, WorkOrderId},
    time::Timestamp,
};

use super::json;
use crate::domain::repair::Episode;

#[derive(sqlx::FromRow)]
struct Row {
    work_order_id: WorkOrderId,
    work_order_no: String,
    asset_id: AssetId,
    branch_id: BranchId,
    third_party: bool,
    opened_at: Timestamp,
    waits: String,
    repaired_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
    cancelled: bool,
}

impl Row {
    fn episode(self) -> Result<Episode> {
        Ok(Episode {
            order: self.work_order_id,
            number: self.work_order_no,
            asset: self.asset_id,
            branch: self.branch_id,
            third_party: self.third_party,
            opened_at: self.opened_at,
            waits: json::read(&self.waits, "list of waits")?,
            repaired_at: self.repaired_at,
            closed_at: self.closed_at,
            cancelled: self.cancelled,
        })
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT work_order_id, work_order_no, asset_id, branch_id, third_party, opened_at, waits, repaired_at, ",
            "closed_at, cancelled FROM repair_episode ",
            $tail
        )
    };
}

/// Puts an episode.
pub async fn put(tx: &mut Tx, episode: &Episode) -> Result<()> {
    const SQL: &str = "
        INSERT INTO repair_episode (
            work_order_id, work_order_no, asset_id, branch_id, third_party, opened_at, waits, repaired_at, closed_at,
            cancelled
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (work_order_id) DO UPDATE
        SET
            opened_at = excluded.opened_at,
            waits = excluded.waits,
            repaired_at = excluded.repaired_at,
            closed_at = excluded.closed_at,
            cancelled = excluded.cancelled";
    exec!(
        tx,
        SQL,
        episode.order,
        &episode.number,
        episode.asset,
        &episode.branch,
        episode.third_party,
        episode.opened_at,
        json::write(&episode.waits)?,
        episode.repaired_at,
        episode.closed_at,
        episode.cancelled
    )?;
    Ok(())
}

/// The episode of a work order.
pub async fn find(tx: &mut Tx, order: WorkOrderId) -> Result<Option<Episode>> {
    const SQL: &str = select!("WHERE work_order_id = $1");
    fetch_optional!(tx, Row, SQL, order)?.map(Row::episode).transpose()
}

/// Episodes of assets by their beginning.
pub async fn of_assets(tx: &mut Tx, assets: &[AssetId]) -> Result<Vec<Episode>> {
    const SQL: &str = select!("WHERE asset_id {in} ORDER BY opened_at, work_order_id");
    let ids: Vec<uuid::Uuid> = assets.iter().map(|asset| asset.uuid()).collect();
    let rows: Vec<Row> = fetch_many(tx, SQL, &ids).await?;
    rows.into_iter().map(Row::episode).collect()
}
