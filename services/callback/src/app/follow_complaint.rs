//! What the hotline says of complaints.

use aftersales_kit::{Result, db::Tx, time::Timestamp};
use uuid::Uuid;

use crate::store::digest::{self, HotlineComplaint};

/// A complaint was taken down.
pub async fn taken(tx: &mut Tx, complaint: HotlineComplaint) -> Result<()> {
    digest::add(tx, &complaint).await
}

/// A complaint was answered.
pub async fn answered(tx: &mut Tx, id: Uuid, at: Timestamp) -> Result<()> {
    digest::answer(tx, id, at).await
}
