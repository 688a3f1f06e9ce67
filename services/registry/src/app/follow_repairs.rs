//! Follows the repairs of assets as dispatch tells them (LAW-03 to LAW-06). The same news again changes nothing.

use aftersales_kit::{
    Result,
    db::Tx,
    id::{AssetId, BranchId, WorkOrderId},
    time::Timestamp,
};

use crate::{
    domain::repair::{Episode, News},
    store::repairs,
};

/// What dispatch tells of an order.
pub struct Told {
    /// Work order.
    pub order: WorkOrderId,
    /// Its number.
    pub number: String,
    /// Asset.
    pub asset: AssetId,
    /// Branch.
    pub branch: BranchId,
    /// The fault is one of a component that is not our brand.
    pub third_party: bool,
    /// What happened.
    pub news: News,
    /// When.
    pub at: Timestamp,
}

/// Takes it in.
///
/// # Errors
/// Those of the store.
pub async fn run(tx: &mut Tx, told: Told) -> Result<()> {
    let known = repairs::find(tx, told.order).await?;
    let mut episode = known.unwrap_or(Episode {
        order: told.order,
        number: told.number,
        asset: told.asset,
        branch: told.branch,
        third_party: told.third_party,
        opened_at: told.at,
        waits: Vec::new(),
        repaired_at: None,
        closed_at: None,
        cancelled: false,
    });
    episode.follow(told.news, told.at);
    repairs::put(tx, &episode).await
}
