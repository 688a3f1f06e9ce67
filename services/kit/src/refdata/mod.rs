//! The local copy of the reference data: branches with their hours, calendar, policies and staff codes.
//!
//! The registry owns it. Every service keeps a copy, brought by the registry's events, so that a deadline can be
//! reckoned inside a transaction and while the registry is down.

mod book;
pub mod convert;
mod following;
mod staff;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use aftersales_proto::registry::v1 as proto;
use prost::Message;
use tokio::sync::watch;

pub use book::{BranchBook, Reckoned};
pub(crate) use following::Following;
pub use staff::Staff;

use crate::{
    Error, Result,
    db::{Db, Tx},
    exec, fetch_optional,
    id::BranchId,
    reasons::BRANCH_UNKNOWN,
};

/// The service that owns the reference data.
pub const OWNER: &str = "registry";

/// How long a service waits for news of a branch that it does not know yet.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often it looks meanwhile for what another replica has stored.
const POLL: Duration = Duration::from_millis(200);

/// A service's copy of the reference data. Clones share it.
#[derive(Clone)]
pub struct RefData {
    db: Db,
    known: Arc<Mutex<HashMap<BranchId, Arc<BranchBook>>>>,
    arrivals: Arc<watch::Sender<u64>>,
}

impl RefData {
    pub(crate) fn new(db: Db) -> Self {
        Self {
            db,
            known: Arc::default(),
            arrivals: Arc::new(watch::Sender::new(0)),
        }
    }

    /// A branch as it stands now. Waits a moment for a branch that was made just before and is still on its way.
    ///
    /// # Errors
    /// `BRANCH_UNKNOWN`.
    pub async fn branch(&self, id: &BranchId) -> Result<Arc<BranchBook>> {
        let mut arrivals = self.arrivals.subscribe();
        let waiting = async {
            loop {
                if let Some(book) = self.find(&mut self.db.read().await?, id).await? {
                    return Ok::<_, Error>(book);
                }
                // news of this process wakes at once; either way the store is asked
                let _ = tokio::time::timeout(POLL, arrivals.changed()).await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting)
            .await
            .unwrap_or_else(|_| Err(unknown(id)))
    }

    /// A branch as it stands in a transaction.
    ///
    /// # Errors
    /// `BRANCH_UNKNOWN`.
    pub async fn branch_in(&self, tx: &mut Tx, id: &BranchId) -> Result<Arc<BranchBook>> {
        self.find(tx, id).await?.ok_or_else(|| unknown(id))
    }

    async fn find(&self, tx: &mut Tx, id: &BranchId) -> Result<Option<Arc<BranchBook>>> {
        const VERSION: &str = "SELECT version FROM ref_branch WHERE branch_id = $1";
        const BOOK: &str = "SELECT book FROM ref_branch WHERE branch_id = $1";
        let Some((version,)) = fetch_optional!(tx, (i64,), VERSION, id)? else {
            return Ok(None);
        };
        let cached = self.lock().get(id).cloned().filter(|book| book.version() == version);
        if cached.is_some() {
            return Ok(cached);
        }
        let Some((bytes,)) = fetch_optional!(tx, (Vec<u8>,), BOOK, id)? else {
            return Ok(None);
        };
        let stored = proto::BranchBook::decode(bytes.as_slice())
            .map_err(|source| Error::internal_from("could not read a stored branch", source))?;
        let book = Arc::new(BranchBook::from_proto(&stored)?);
        self.lock().insert(id.clone(), Arc::clone(&book));
        Ok(Some(book))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<BranchId, Arc<BranchBook>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes those who wait for a branch; called after the commit that stored one.
    pub(crate) fn arrived(&self) {
        self.arrivals.send_modify(|count| *count += 1);
    }
}

fn unknown(id: &BranchId) -> Error {
    BRANCH_UNKNOWN.refuse().with("branch_id", id).into()
}

/// Stores a branch's book unless a newer one is there; `true` when it was stored.
///
/// # Errors
/// `Internal` when the book contradicts itself.
pub async fn put(tx: &mut Tx, book: &proto::BranchBook) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO ref_branch (branch_id, version, book)
        VALUES ($1, $2, $3)
        ON CONFLICT (branch_id) DO UPDATE
        SET version = excluded.version, book = excluded.book
        WHERE ref_branch.version < excluded.version";
    let checked = BranchBook::from_proto(book)?;
    let stored = exec!(tx, SQL, checked.id(), checked.version(), book.encode_to_vec())? == 1;
    tx.branch_arrived |= stored;
    Ok(stored)
}
