//! Every change of the reference data: one after the other, each with its version, each ending in new books.

use aftersales_kit::{Error, Result, auth::BranchScope, calendar::shipped_notices, db::Tx, id::BranchId};
use aftersales_proto::registry::v1::BranchBook;
use prost::Message;

use crate::{
    domain::{
        book::{Book, BookMember},
        branch::Branch,
        calendar::{Day, National, Source},
        policy::PolicyVersion,
        reasons::{BRANCH_NOT_FOUND, COMPANY_SCOPE_REQUIRED},
    },
    events,
    store::{
        books, branches,
        changes::{self, BranchChange},
        notices, overrides, policies, reference, staff,
    },
};

/// Passes for whoever may change what concerns a branch, or, without one, the whole company.
///
/// # Errors
/// `BRANCH_NOT_FOUND`, `COMPANY_SCOPE_REQUIRED`.
pub fn admit(scope: &BranchScope, branch: Option<&BranchId>) -> Result<()> {
    match (branch, scope) {
        (Some(branch), _) => scope.admit(branch, &BRANCH_NOT_FOUND),
        (None, BranchScope::All) => Ok(()),
        (None, BranchScope::Only(_)) => Err(Error::from(&COMPANY_SCOPE_REQUIRED)),
    }
}

/// A change that is under way. Others wait until its transaction ends, so that no book misses the part that another
/// transaction has just written.
pub struct Change {
    version: i64,
    national_version: i64,
}

impl Change {
    /// Takes the next version. The first change of all also puts the shipped notices in force.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn begin(tx: &mut Tx) -> Result<Self> {
        let head = reference::next(tx).await?;
        let mut change = Self {
            version: head.version,
            national_version: head.national_version,
        };
        if change.national_version == 0 {
            change.seed(tx).await?;
        }
        Ok(change)
    }

    async fn seed(&mut self, tx: &mut Tx) -> Result<()> {
        let shipped = shipped_notices().map_err(|error| Error::internal_from("read the shipped notices", error))?;
        let now = tx.now();
        for notice in &shipped {
            notices::replace(tx, notice, Source::Shipped, now).await?;
        }
        let national = notices::all(tx).await?.national();
        self.national_changed(tx, &National::default(), &national, "SEED").await
    }

    /// Takes the next version of the national calendar and tells what changed in it.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn national_changed(
        &mut self,
        tx: &mut Tx,
        before: &National,
        after: &National,
        cause: &str,
    ) -> Result<()> {
        self.national_version = reference::next_national(tx).await?;
        let changes = before.changes(after);
        tx.emit(events::national_changed(
            &changes,
            self.national_version,
            &after.years,
            cause,
        )?);
        Ok(())
    }

    /// Version of the national calendar.
    pub fn national_version(&self) -> i64 {
        self.national_version
    }

    /// Writes the books anew: one branch's, or every branch's when the company is concerned.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn rewrite(&self, tx: &mut Tx, only: Option<&BranchId>) -> Result<Vec<(BranchId, BranchBook)>> {
        let parts = Parts::read(tx, only).await?;
        let mut written = Vec::with_capacity(parts.branches.len());
        for branch in &parts.branches {
            let book = events::book(&parts.book(branch, self));
            books::put(tx, &branch.id, self.version, &book.encode_to_vec()).await?;
            written.push((branch.id.clone(), book));
        }
        Ok(written)
    }
}

/// Keeps what changed for the branches' history, and tells the other services of new books, after the event that says
/// what changed.
///
/// # Errors
/// Those of the store.
pub async fn announce(tx: &mut Tx, books: Vec<(BranchId, BranchBook)>, cause: &str) -> Result<()> {
    for (branch, book) in books {
        let change = BranchChange {
            version: book.version,
            cause: cause.to_owned(),
            changed_by: tx.context().actor.clone(),
            changed_at: tx.now(),
            calendar_version: book.calendar_version,
        };
        changes::insert(tx, &branch, &change).await?;
        tx.emit(events::book_changed(&branch, book, cause));
    }
    Ok(())
}

/// What the books of one or all branches are made of, each table read once.
struct Parts {
    branches: Vec<Branch>,
    national: National,
    overrides: Vec<(BranchId, Day)>,
    policies: Vec<PolicyVersion>,
    staff: Vec<BookMember>,
}

impl Parts {
    async fn read(tx: &mut Tx, only: Option<&BranchId>) -> Result<Self> {
        Ok(Self {
            branches: branches::for_books(tx, only).await?,
            national: notices::all(tx).await?.national(),
            overrides: overrides::for_books(tx, only).await?,
            policies: match only {
                Some(branch) => policies::of_branch(tx, Some(branch)).await?,
                None => policies::all(tx).await?,
            },
            staff: staff::for_books(tx, only).await?,
        })
    }

    fn book<'a>(&'a self, branch: &'a Branch, change: &Change) -> Book<'a> {
        let own = |policy: &&PolicyVersion| policy.branch.as_ref().is_none_or(|id| *id == branch.id);
        Book {
            branch,
            national: &self.national,
            national_version: change.national_version,
            overrides: self
                .overrides
                .iter()
                .filter(|(id, _)| *id == branch.id)
                .map(|(_, day)| day)
                .collect(),
            policies: self.policies.iter().filter(own).collect(),
            staff: self.staff.iter().filter(|member| member.branch == branch.id).collect(),
            version: change.version,
        }
    }
}
