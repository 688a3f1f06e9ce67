//! Policies in force, or every version of them (T-8).

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    calendar::Zone,
    db::Tx,
    id::BranchId,
    policy::{Origin, PolicyBook, PolicyKey, catalogue},
    time::{BusinessDate, Timestamp},
};

use crate::{
    domain::{
        policy::PolicyVersion,
        reasons::{BRANCH_NOT_FOUND, TIME_OUT_OF_RANGE},
    },
    store::{branches, policies},
};

/// What to list.
pub struct Query {
    /// Branch whose overrides count; `None` for the company.
    pub branch: Option<BranchId>,
    /// Only keys that begin so.
    pub prefix: String,
    /// What holds at this instant; `None` for every version.
    pub at: Option<Timestamp>,
}

/// A policy as it holds: put by somebody, or the rulebook's default.
pub enum Listed {
    /// Put.
    Put(PolicyVersion),
    /// Default of the rulebook, version 0.
    Default(PolicyKey),
}

impl Listed {
    /// Its place in the list: key, branch, version.
    pub fn place(&self) -> (String, String, i64) {
        match self {
            Self::Put(put) => {
                let branch = put.branch.as_ref().map(ToString::to_string).unwrap_or_default();
                (put.key.name().to_owned(), branch, put.version)
            }
            Self::Default(key) => (key.name().to_owned(), String::new(), 0),
        }
    }
}

/// Lists by key.
///
/// # Errors
/// `BRANCH_NOT_FOUND`, `TIME_OUT_OF_RANGE`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, query: &Query) -> Result<Vec<Listed>> {
    let zone = zone(tx, scope, query.branch.as_ref()).await?;
    let put = policies::of_branch(tx, query.branch.as_ref()).await?;
    let wanted = |key: PolicyKey| key.name().starts_with(&query.prefix);
    let Some(at) = query.at else {
        return Ok(put.into_iter().filter(|put| wanted(put.key)).map(Listed::Put).collect());
    };
    let date = zone
        .date_of(at)
        .map_err(|_| Error::from(TIME_OUT_OF_RANGE.field("at", "is too far from today")))?;
    let mut keys: Vec<PolicyKey> = catalogue::ALL.iter().copied().filter(|key| wanted(*key)).collect();
    keys.sort_by_key(|key| key.name());
    let book = book(&put, &zone, query.branch.as_ref())?;
    Ok(keys.into_iter().map(|key| in_force(key, &book, &put, date)).collect())
}

async fn zone(tx: &mut Tx, scope: &BranchScope, branch: Option<&BranchId>) -> Result<Zone> {
    let Some(branch) = branch else {
        return Ok(Zone::shanghai());
    };
    scope.admit(branch, &BRANCH_NOT_FOUND)?;
    let found = branches::for_books(tx, Some(branch)).await?;
    let found = found.first().ok_or_else(|| Error::from(&BRANCH_NOT_FOUND))?;
    Zone::named(&found.profile.time_zone).map_err(|error| Error::internal_from("read a branch's time zone", error))
}

fn book(put: &[PolicyVersion], zone: &Zone, branch: Option<&BranchId>) -> Result<PolicyBook> {
    let entries = put.iter().map(|put| put.entry(zone)).collect::<Result<Vec<_>>>()?;
    Ok(match branch {
        Some(branch) => PolicyBook::of_branch(branch, entries),
        None => PolicyBook::of_company(entries),
    })
}

fn in_force(key: PolicyKey, book: &PolicyBook, put: &[PolicyVersion], date: BusinessDate) -> Listed {
    let held = book.at(key, date);
    let own = held.origin == Origin::Branch;
    let found = put
        .iter()
        .find(|put| put.key == key && put.branch.is_some() == own && put.version == held.version);
    match found {
        Some(found) if held.origin != Origin::Default => Listed::Put(found.clone()),
        _ => Listed::Default(key),
    }
}
