//! A branch's book, ready to reckon with.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use aftersales_kit::{Error, Result, db::Tx, id::BranchId, refdata::BranchBook};
use aftersales_proto::registry::v1 as proto;
use prost::Message;

use crate::{domain::reasons::BRANCH_NOT_FOUND, store::books};

/// A book as it was published, and what reckons with it.
pub struct Book {
    /// As it was published.
    pub published: proto::BranchBook,
    /// Hours, calendar and policies.
    pub reckoning: BranchBook,
}

impl Book {
    /// From its published form.
    ///
    /// # Errors
    /// `Internal` for a book that contradicts itself.
    pub fn new(published: proto::BranchBook) -> Result<Self> {
        Ok(Self {
            reckoning: BranchBook::from_proto(&published)?,
            published,
        })
    }
}

/// A branch's book as it stands in a transaction.
///
/// # Errors
/// `BRANCH_NOT_FOUND`.
pub async fn stored(tx: &mut Tx, branch: &BranchId) -> Result<Book> {
    let bytes = books::find(tx, branch).await?.ok_or_else(|| unknown(branch))?;
    let published = proto::BranchBook::decode(bytes.as_slice());
    Book::new(published.map_err(|error| Error::internal_from("read a stored book", error))?)
}

fn unknown(branch: &BranchId) -> Error {
    BRANCH_NOT_FOUND.refuse().with("branch_id", branch).into()
}

/// The books that were read so far, each kept until its version changes. Clones share them.
#[derive(Clone, Default)]
pub struct Books(Arc<Mutex<HashMap<BranchId, Arc<Book>>>>);

impl Books {
    /// A branch's book as it stands. Reads committed books only: never call it in a transaction that changes one.
    ///
    /// # Errors
    /// `BRANCH_NOT_FOUND`.
    pub async fn load(&self, tx: &mut Tx, branch: &BranchId) -> Result<Arc<Book>> {
        let version = books::version(tx, branch).await?.ok_or_else(|| unknown(branch))?;
        let known = self
            .lock()
            .get(branch)
            .cloned()
            .filter(|book| book.published.version == version);
        if let Some(book) = known {
            return Ok(book);
        }
        let book = Arc::new(stored(tx, branch).await?);
        self.lock().insert(branch.clone(), Arc::clone(&book));
        Ok(book)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<BranchId, Arc<Book>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
