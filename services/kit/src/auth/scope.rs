//! The branches whose records exist for a caller.

use crate::{
    error::{Reason, Result},
    id::BranchId,
};

/// The branches whose records exist for a caller. Every store query takes one; what lies outside is not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BranchScope {
    /// Every branch.
    All,
    /// These only; sorted.
    Only(Vec<BranchId>),
}

impl BranchScope {
    /// No branch at all.
    pub const NONE: Self = Self::Only(Vec::new());

    /// These branches only.
    pub fn of(branches: impl IntoIterator<Item = BranchId>) -> Self {
        let mut branches: Vec<BranchId> = branches.into_iter().collect();
        branches.sort();
        branches.dedup();
        Self::Only(branches)
    }

    /// Whether the branch's records exist for the caller.
    pub fn contains(&self, branch: &BranchId) -> bool {
        match self {
            Self::All => true,
            Self::Only(branches) => branches.binary_search(branch).is_ok(),
        }
    }

    /// Passes for a branch inside.
    ///
    /// # Errors
    /// `outside`, a NOT_FOUND reason of the record: the caller does not learn that it exists.
    pub fn admit(&self, branch: &BranchId, outside: &'static Reason) -> Result<()> {
        if self.contains(branch) {
            Ok(())
        } else {
            Err(outside.into())
        }
    }

    /// The branches to which a query is limited; `None` when it is not.
    pub fn only(&self) -> Option<&[BranchId]> {
        match self {
            Self::All => None,
            Self::Only(branches) => Some(branches),
        }
    }

    /// The part of this scope that a filter asks for; an empty filter asks for all of it.
    pub fn narrow(&self, wanted: &[BranchId]) -> Self {
        if wanted.is_empty() {
            return self.clone();
        }
        Self::of(wanted.iter().filter(|branch| self.contains(branch)).cloned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reasons::BRANCH_UNKNOWN;

    fn branch(code: &str) -> BranchId {
        BranchId::parse(code).unwrap()
    }

    #[test]
    fn a_branch_outside_does_not_exist() {
        let scope = BranchScope::of([branch("SH02"), branch("BJ01"), branch("BJ01")]);
        assert!(scope.admit(&branch("BJ01"), &BRANCH_UNKNOWN).is_ok());
        let refused = scope.admit(&branch("BJ02"), &BRANCH_UNKNOWN).unwrap_err();
        assert_eq!(refused.reason(), Some("BRANCH_UNKNOWN"));
        assert_eq!(scope.only(), Some([branch("BJ01"), branch("SH02")].as_slice()));
        assert!(BranchScope::All.contains(&branch("BJ02")) && BranchScope::All.only().is_none());
        assert!(!BranchScope::NONE.contains(&branch("BJ01")));
    }

    #[test]
    fn a_filter_never_widens_the_scope() {
        let scope = BranchScope::of([branch("BJ01"), branch("SH02")]);
        assert_eq!(
            scope.narrow(&[branch("BJ01"), branch("GZ03")]),
            BranchScope::of([branch("BJ01")])
        );
        assert_eq!(scope.narrow(&[branch("GZ03")]), BranchScope::NONE);
        assert_eq!(scope.narrow(&[]), scope);
        assert_eq!(
            BranchScope::All.narrow(&[branch("GZ03")]),
            BranchScope::of([branch("GZ03")])
        );
    }
}
