//! A number of the rulebook as data (T-8): one version of a policy, for the company or for one branch.

use aftersales_kit::{
    Error, Result,
    calendar::Zone,
    id::BranchId,
    policy::{Kind, PolicyEntry, PolicyError, PolicyKey, PolicyValue},
    reasons::INVALID_REQUEST,
    time::Timestamp,
};

use super::reasons::{POLICY_UNKNOWN, POLICY_VALUE_INVALID};

/// 2000-01-01T00:00:00Z, the first instant that the registry reckons from.
pub const EARLIEST: Timestamp = Timestamp::from_micros(946_684_800_000_000);
/// 2101-01-01T00:00:00Z, the first instant that is too late.
pub const TOO_LATE: Timestamp = Timestamp::from_micros(4_133_980_800_000_000);

/// Whether the registry reckons from that instant.
pub fn in_range(at: Timestamp) -> bool {
    EARLIEST <= at && at < TOO_LATE
}

/// One version of a policy.
#[derive(Clone, PartialEq, Eq)]
pub struct PolicyVersion {
    /// The policy.
    pub key: PolicyKey,
    /// Branch that it overrides; `None` for the company.
    pub branch: Option<BranchId>,
    /// The value.
    pub value: PolicyValue,
    /// First instant that it holds; counts as the branch's local date.
    pub effective_from: Timestamp,
    /// Version of key and branch, from 1.
    pub version: i64,
}

impl PolicyVersion {
    /// For the kit's book of a branch in `zone`.
    ///
    /// # Errors
    /// `Internal` for an entry that does not fit its policy.
    pub fn entry(&self, zone: &Zone) -> Result<PolicyEntry> {
        let date = zone
            .date_of(self.effective_from)
            .map_err(|error| Error::internal_from("read a policy's first date", error))?;
        PolicyEntry::new(self.key, self.branch.clone(), date, self.version, self.value.clone())
            .map_err(|error| Error::internal_from("read a stored policy", error))
    }
}

/// The policy of that name.
///
/// # Errors
/// `POLICY_UNKNOWN`.
pub fn key(name: &str, field: &str) -> Result<PolicyKey> {
    PolicyKey::find(name).map_err(|_| POLICY_UNKNOWN.field(field, "is no policy of the catalogue").into())
}

/// Reads a value in the notation that people use: case does not matter, and a length of time without a clock is by the wall.
///
/// # Errors
/// `POLICY_VALUE_INVALID`, saying what the policy holds.
pub fn value(key: PolicyKey, text: &str) -> Result<PolicyValue> {
    let text = if key.kind() == Kind::Span {
        span_text(text)
    } else {
        text.trim().to_owned()
    };
    key.parse(&text).map_err(|error| {
        let expected = match &error {
            PolicyError::BadValue { kind, .. } => format!("must be {kind}"),
            PolicyError::WrongKind { .. } | PolicyError::UnknownKey { .. } => format!("must be {}", key.kind()),
        };
        POLICY_VALUE_INVALID
            .field("policy.value", expected)
            .with("policy", key)
            .into()
    })
}

/// When a version may begin to hold.
///
/// # Errors
/// `INVALID_REQUEST` outside the years 2000 to 2100.
pub fn effective_from(at: Option<Timestamp>) -> Result<Timestamp> {
    let in_range = at.filter(|at| in_range(*at));
    in_range.ok_or_else(|| {
        INVALID_REQUEST
            .field("policy.effective_from", "must lie in the years 2000 to 2100")
            .into()
    })
}

fn span_text(text: &str) -> String {
    let lower = text.trim().to_ascii_lowercase();
    let mut words = lower.split_ascii_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some(_), Some("min" | "h"), None) => format!("{lower} wall"),
        _ => lower,
    }
}

#[cfg(test)]
mod tests {
    use aftersales_kit::policy::catalogue;

    use super::*;

    #[test]
    fn t_8_values_are_read_as_people_write_them() {
        let table = [
            (catalogue::DISPATCH_FIRST_CONTACT, "2 h BUSINESS", "2 h business"),
            (catalogue::DISPATCH_VISIT_SOFT, " 24 h ", "24 h wall"),
            (catalogue::HOTLINE_HANDOVER, "30 min", "30 min wall"),
            (catalogue::DISPATCH_REPLY, "3 WD", "3 wd"),
            (catalogue::BILLING_CONTRACT_NOTICE, "1 year", "12 months"),
            (catalogue::DISPATCH_COMPLETION_REPORT, "Same Day", "same day"),
            (catalogue::BILLING_MISSED_SERVICE, "50.00 CNY", "50.00 CNY"),
            (catalogue::BILLING_CASH_THRESHOLD, "none", "none"),
        ];
        for (key, text, stored) in table {
            assert_eq!(value(key, text).unwrap().to_string(), stored, "{key}");
        }
    }

    #[test]
    fn t_8_values_of_another_kind_are_refused() {
        for (key, text) in [
            (catalogue::DISPATCH_REPLY, "2"),
            (catalogue::DISPATCH_REPLY, "none"),
            (catalogue::DISPATCH_REPLY, "50.00 CNY"),
            (catalogue::BILLING_MISSED_SERVICE, "-1 CNY"),
            (catalogue::HOTLINE_ANSWER_RINGS, "three"),
        ] {
            assert_eq!(
                value(key, text).unwrap_err().reason(),
                Some("POLICY_VALUE_INVALID"),
                "{key} {text}"
            );
        }
        assert_eq!(
            key("dispatch.nonsense", "policy.key").unwrap_err().reason(),
            Some("POLICY_UNKNOWN")
        );
    }
}
