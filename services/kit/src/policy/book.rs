//! Which value of a policy holds at a branch on a date.

use super::{catalogue::PolicyKey, error::PolicyError, span::Span, value::PolicyValue};
use crate::{id::BranchId, time::BusinessDate};

/// A value that was put for the company or for one branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyEntry {
    key: PolicyKey,
    branch: Option<BranchId>,
    effective_from: BusinessDate,
    version: i64,
    value: PolicyValue,
}

impl PolicyEntry {
    /// `value` holds from `effective_from` on, at `branch` or, without one, in the company. `version` rises with each
    /// putting; 0 is the version of the defaults.
    ///
    /// # Errors
    /// `WrongKind`, `BadValue`: see [`PolicyKey::check`].
    pub fn new(
        key: PolicyKey,
        branch: Option<BranchId>,
        effective_from: BusinessDate,
        version: i64,
        value: PolicyValue,
    ) -> Result<Self, PolicyError> {
        key.check(&value)?;
        Ok(Self {
            key,
            branch,
            effective_from,
            version,
            value,
        })
    }

    /// The policy.
    pub fn key(&self) -> PolicyKey {
        self.key
    }

    /// The branch that overrides the company, if any.
    pub fn branch(&self) -> Option<&BranchId> {
        self.branch.as_ref()
    }

    /// First local date on which it holds.
    pub fn effective_from(&self) -> BusinessDate {
        self.effective_from
    }

    /// Its version.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Its value.
    pub fn value(&self) -> &PolicyValue {
        &self.value
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The rulebook's default.
    Default,
    /// Put for the company.
    Company,
    /// Put for the branch.
    Branch,
}

/// A value with what must be stored beside a deadline computed from it (T-8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned<T = PolicyValue> {
    /// The value.
    pub value: T,
    /// The version used; 0 for the default.
    pub version: i64,
    /// Where it comes from.
    pub origin: Origin,
}

/// The policies of one branch (T-8): its own values, the company's, and the defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicyBook(Vec<PolicyEntry>);

impl PolicyBook {
    /// The book of a branch. Entries of other branches are left out.
    pub fn of_branch(branch: &BranchId, entries: impl IntoIterator<Item = PolicyEntry>) -> Self {
        let applies = |entry: &PolicyEntry| entry.branch().is_none_or(|other| other == branch);
        Self(entries.into_iter().filter(applies).collect())
    }

    /// The book of the company as a whole. Entries of branches are left out.
    pub fn of_company(entries: impl IntoIterator<Item = PolicyEntry>) -> Self {
        Self(entries.into_iter().filter(|entry| entry.branch.is_none()).collect())
    }

    /// The value that holds on a date: the branch's own before the company's before the default; of several the one
    /// that took effect last, of those the highest version.
    pub fn at(&self, key: PolicyKey, date: BusinessDate) -> Versioned {
        let newest = |own: bool| {
            let held = |entry: &&PolicyEntry| {
                entry.key == key && entry.branch.is_some() == own && entry.effective_from <= date
            };
            self.0
                .iter()
                .filter(held)
                .max_by_key(|entry| (entry.effective_from, entry.version))
        };
        let put = newest(true).map(|entry| (entry, Origin::Branch));
        match put.or_else(|| newest(false).map(|entry| (entry, Origin::Company))) {
            Some((entry, origin)) => Versioned {
                value: entry.value.clone(),
                version: entry.version,
                origin,
            },
            None => Versioned {
                value: key.default_value(),
                version: 0,
                origin: Origin::Default,
            },
        }
    }

    /// [`at`](Self::at) for a policy that is a length of time.
    ///
    /// # Errors
    /// `WrongKind` for any other policy and where no value was put.
    pub fn span(&self, key: PolicyKey, date: BusinessDate) -> Result<Versioned<Span>, PolicyError> {
        self.typed(key, date, |value| match value {
            PolicyValue::Span(span) => Some(*span),
            _ => None,
        })
    }

    /// [`at`](Self::at) for a policy that is a count.
    ///
    /// # Errors
    /// As `span`.
    pub fn int(&self, key: PolicyKey, date: BusinessDate) -> Result<Versioned<i64>, PolicyError> {
        self.typed(key, date, |value| match value {
            PolicyValue::Int(count) => Some(*count),
            _ => None,
        })
    }

    /// [`at`](Self::at) for a policy that is an amount in fen.
    ///
    /// # Errors
    /// As `span`.
    pub fn money(&self, key: PolicyKey, date: BusinessDate) -> Result<Versioned<i64>, PolicyError> {
        self.typed(key, date, |value| match value {
            PolicyValue::Money(fen) => Some(*fen),
            _ => None,
        })
    }

    /// [`at`](Self::at) for a policy that is a share in basis points.
    ///
    /// # Errors
    /// As `span`.
    pub fn ratio(&self, key: PolicyKey, date: BusinessDate) -> Result<Versioned<i64>, PolicyError> {
        self.typed(key, date, |value| match value {
            PolicyValue::Ratio(points) => Some(*points),
            _ => None,
        })
    }

    fn typed<T>(
        &self,
        key: PolicyKey,
        date: BusinessDate,
        read: impl Fn(&PolicyValue) -> Option<T>,
    ) -> Result<Versioned<T>, PolicyError> {
        let Versioned { value, version, origin } = self.at(key, date);
        match read(&value) {
            Some(value) => Ok(Versioned { value, version, origin }),
            None => Err(PolicyError::WrongKind {
                key,
                value: value.to_string(),
            }),
        }
    }
}
