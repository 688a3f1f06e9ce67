//! Consultations of a branch, open follow-ups first (HOT-16).

use aftersales_kit::{Result, db::Tx, seal::Sealer};
use uuid::Uuid;

use super::get_consultation::{self, ConsultationView};
use crate::store::consultations::{self, Filter};

/// A page's key: the key that the list is sorted by, and the id.
pub type Key = (i64, Uuid);

/// Up to `limit` consultations after a key, each with its key.
///
/// # Errors
/// Those of the store.
pub async fn run(
    tx: &mut Tx,
    sealer: &Sealer,
    filter: &Filter,
    after: Option<Key>,
    limit: i64,
) -> Result<Vec<(Key, ConsultationView)>> {
    let after = after.unwrap_or((i64::MIN, Uuid::nil()));
    let stored = consultations::page(tx, filter, after, limit).await?;
    let opened = stored.into_iter().map(|stored| {
        let key = (stored.listed, stored.consultation.id);
        Ok((key, get_consultation::open(sealer, stored)?))
    });
    opened.collect()
}
