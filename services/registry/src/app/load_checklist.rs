//! Checklists as they hold at a date, with their history.

use aftersales_kit::{Error, Result, auth::Role, db::Tx, i18n::Locale, time::BusinessDate};

use crate::{
    domain::{
        checklist::{Checklist, in_force},
        governance_reasons::CHECKLIST_NOT_FOUND,
        roles, shipped,
    },
    store::checklists,
};

/// The checklist of a role and topic on a date; the shipped one where none was put.
///
/// # Errors
/// `CHECKLIST_NOT_FOUND`.
pub async fn held(tx: &mut Tx, role: Role, topic: &str, on: BusinessDate, locale: Locale) -> Result<Checklist> {
    let put = checklists::versions(tx, Some(role), topic).await?;
    in_force(put, on)
        .or_else(|| shipped::checklist(role, topic, locale))
        .ok_or_else(|| Error::from(&CHECKLIST_NOT_FOUND))
}

/// A version of the checklist of a role and topic.
///
/// # Errors
/// `CHECKLIST_NOT_FOUND`.
pub async fn version(tx: &mut Tx, role: Role, topic: &str, version: i64) -> Result<Checklist> {
    let put = checklists::versions(tx, Some(role), topic).await?;
    let found = put.into_iter().find(|put| put.version == version);
    found.ok_or_else(|| Error::from(CHECKLIST_NOT_FOUND.refuse().with("version", version)))
}

/// What to list.
pub struct Query {
    /// Only this role.
    pub role: Option<Role>,
    /// Only this topic; empty for all.
    pub topic: String,
    /// What holds on this date; `None` for every version.
    pub on: Option<BusinessDate>,
}

/// Checklists by role, topic and version.
///
/// # Errors
/// Those of the store.
pub async fn list(tx: &mut Tx, query: &Query, locale: Locale) -> Result<Vec<Checklist>> {
    let put = checklists::versions(tx, query.role, &query.topic).await?;
    let Some(on) = query.on else {
        return Ok(put);
    };
    let mut topics: Vec<(Role, String)> = put.iter().map(|put| (put.role, put.topic.clone())).collect();
    let shift_start = roles::ALL
        .iter()
        .filter(|named| query.role.is_none_or(|role| role == named.role))
        .map(|named| (named.role, crate::domain::checklist::SHIFT_START.to_owned()))
        .filter(|(_, topic)| query.topic.is_empty() || query.topic == *topic);
    topics.extend(shift_start);
    topics.sort_by_key(|(role, topic)| (i32::from(*role), topic.clone()));
    topics.dedup();
    let held = |(role, topic): (Role, String)| {
        let own = put.iter().filter(|put| put.role == role && put.topic == topic).cloned();
        in_force(own.collect(), on).or_else(|| shipped::checklist(role, &topic, locale))
    };
    Ok(topics.into_iter().filter_map(held).collect())
}
