//! Policies.

use aftersales_kit::{Result, time::Timestamp};
use aftersales_proto::registry::v1 as proto;

use super::optional_branch;
use crate::{
    app::{list_policies::Listed, put_policy},
    domain::policy,
    events,
};

/// A version to put.
///
/// # Errors
/// `POLICY_UNKNOWN`, `POLICY_VALUE_INVALID`, `INVALID_REQUEST` for an instant that is too far away.
pub fn put_policy(wanted: &proto::Policy) -> Result<put_policy::Command> {
    let key = policy::key(&wanted.key, "policy.key")?;
    let from = wanted.effective_from.as_ref().and_then(Timestamp::from_proto);
    Ok(put_policy::Command {
        key,
        value: policy::value(key, &wanted.value)?,
        branch: optional_branch(&wanted.branch_id)?,
        effective_from: policy::effective_from(from)?,
    })
}

/// A policy as it is listed. A default has version 0 and no first instant.
pub fn listed(listed: &Listed) -> proto::Policy {
    match listed {
        Listed::Put(put) => events::policy(put),
        Listed::Default(key) => proto::Policy {
            key: key.name().to_owned(),
            value: key.default_value().to_string(),
            ..proto::Policy::default()
        },
    }
}
