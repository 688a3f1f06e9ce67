//! The one place that makes a `tonic::Status`.
//!
//! Status.message is English for developers; `LocalizedMessage` is what a person reads. The caller gets reasons and
//! facts, never the text of a library or a database.

use std::{
    collections::{BTreeMap, HashMap},
    error::Error as _,
    time::Duration,
};

use tonic::Status;
use tonic_types::{ErrorDetails, FieldViolation, LocalizedMessage, StatusExt as _};

use crate::{
    error::{Code, Error, Reason, Refusal, Violation},
    i18n::Locale,
    reasons,
};

/// Domain of every reason.
pub const DOMAIN: &str = "aftersales";

/// Facts that every refusal has beside its own: what to do about it, and the rules that it follows from, if any.
const REMEDY: &str = "remedy";
const RULES: &str = "rules";

/// How long a caller waits before it tries again what was refused for now.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Bytes of field violations that one status carries. Clients refuse header lists above 8 KiB, so the rest is only counted.
const MAX_VIOLATION_BYTES: usize = 4_000;

/// Bytes of the fields that the message names.
const MAX_NAMED_BYTES: usize = 400;

/// Longest fact of the metadata, in characters.
const MAX_FACT_CHARS: usize = 200;

/// The status for `error` in the caller's language. A fault of ours is logged here, once, under the id that the caller gets.
pub fn to_status(error: &Error, locale: Locale) -> Status {
    match error {
        Error::Refused(refusal) => refusal_status(refusal, locale),
        Error::Unavailable { what, source } => {
            let source = source.as_ref().map(|source| chain(source.as_ref()));
            tracing::warn!(what, source, "a part of the suite does not answer");
            let refusal = match *what {
                "store" => reasons::STORE_UNAVAILABLE.refuse(),
                peer => reasons::PEER_UNAVAILABLE.refuse().with("peer", peer),
            };
            refusal_status(&refusal, locale)
        }
        Error::Internal { what, .. } => {
            let id = crate::id::random_uuid();
            tracing::error!(error_id = %id, what, source = error.source().map(chain), "a call failed");
            refusal_status(&reasons::INTERNAL.refuse().with("error_id", id), locale)
        }
    }
}

/// The status for a refusal in the given language.
pub fn refusal_status(refusal: &Refusal, locale: Locale) -> Status {
    let fields = refusal
        .violations
        .iter()
        .map(|violation| field(refusal.reason, violation, locale));
    build(refusal, fields.collect(), locale)
}

/// The status for a request that breaks the contract's rules, with every offending field.
pub(crate) fn with_fields(refusal: &Refusal, fields: Vec<FieldViolation>, locale: Locale) -> Status {
    build(refusal, fields, locale)
}

fn build(refusal: &Refusal, fields: Vec<FieldViolation>, locale: Locale) -> Status {
    let reason = refusal.reason;
    let mut facts = bounded(&refusal.metadata);
    let total = fields.len();
    let fields = bounded_fields(fields);
    if fields.len() < total {
        facts.insert("violations_omitted".to_owned(), (total - fields.len()).to_string());
    }
    let mut details = ErrorDetails::new();
    let mut metadata: HashMap<String, String> = facts.clone().into_iter().collect();
    let own = [(REMEDY, reason.action.to_owned()), (RULES, reason.rules().join(", "))];
    // a refusal may know better than its reason
    for (name, text) in own.into_iter().filter(|(_, text)| !text.is_empty()) {
        metadata.entry(name.to_owned()).or_insert(text);
    }
    details.set_error_info(reason.name, DOMAIN, metadata);
    details.set_localized_message(locale.tag(), locale.sentence(reason, &facts));
    let message = Locale::En.sentence(reason, &facts) + &named(&fields);
    if !fields.is_empty() {
        details.set_bad_request(fields);
    }
    if matches!(reason.code, Code::Unavailable | Code::ResourceExhausted) {
        details.set_retry_info(Some(RETRY_AFTER));
    }
    Status::with_error_details(grpc_code(reason.code), message, details)
}

/// The offending fields in one line, for whoever sees the message alone; the details hold them all.
fn named(fields: &[FieldViolation]) -> String {
    let mut line = String::new();
    for field in fields {
        let entry = format!("{}: {}", field.field, field.description);
        if line.len() + entry.len() > MAX_NAMED_BYTES {
            line.push_str("; …");
            break;
        }
        line.push_str(if line.is_empty() { " " } else { "; " });
        line.push_str(&entry);
    }
    line
}

fn field(reason: &Reason, violation: &Violation, locale: Locale) -> FieldViolation {
    let same = violation.reason == reason.name && locale != Locale::En;
    let localized = same.then(|| LocalizedMessage::new(locale.tag(), locale.sentence(reason, &BTreeMap::new())));
    FieldViolation {
        field: violation.field.clone(),
        description: violation.description.clone(),
        reason: violation.reason.to_owned(),
        localized_message: localized,
    }
}

fn bounded_fields(fields: Vec<FieldViolation>) -> Vec<FieldViolation> {
    let mut left = MAX_VIOLATION_BYTES;
    let fits = |field: &FieldViolation| {
        let localized = field
            .localized_message
            .as_ref()
            .map_or(0, |text| text.message.len() + text.locale.len() + 6);
        let size = field.field.len() + field.description.len() + field.reason.len() + localized + 12;
        let fits = size <= left;
        left = left.saturating_sub(size);
        fits
    };
    fields.into_iter().take_while(fits).collect()
}

fn bounded(facts: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    facts
        .iter()
        .map(|(name, value)| (name.clone(), value.chars().take(MAX_FACT_CHARS).collect()))
        .collect()
}

/// An error with everything behind it, for the log.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text.push_str(": ");
        text.push_str(&source.to_string());
        next = source.source();
    }
    text
}

/// The gRPC code of a code of ours.
pub const fn grpc_code(code: Code) -> tonic::Code {
    match code {
        Code::InvalidArgument => tonic::Code::InvalidArgument,
        Code::NotFound => tonic::Code::NotFound,
        Code::AlreadyExists => tonic::Code::AlreadyExists,
        Code::FailedPrecondition => tonic::Code::FailedPrecondition,
        Code::Aborted => tonic::Code::Aborted,
        Code::OutOfRange => tonic::Code::OutOfRange,
        Code::PermissionDenied => tonic::Code::PermissionDenied,
        Code::Unauthenticated => tonic::Code::Unauthenticated,
        Code::ResourceExhausted => tonic::Code::ResourceExhausted,
        Code::Unavailable => tonic::Code::Unavailable,
        Code::DeadlineExceeded => tonic::Code::DeadlineExceeded,
        Code::Unimplemented => tonic::Code::Unimplemented,
        Code::Internal => tonic::Code::Internal,
    }
}

/// The reason that a status carries, when it is one of the suite's.
pub fn reason_of(status: &Status) -> Option<String> {
    let info = status.get_error_details().error_info()?.clone();
    (info.domain == DOMAIN).then_some(info.reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_carries_reason_facts_sentence_and_fields() {
        let refusal = reasons::ROLE_NOT_ALLOWED
            .refuse()
            .with("roles", "hotline")
            .field("caller", "has another role");
        let status = to_status(&refusal.into(), Locale::ZhTw);
        assert_eq!(status.code(), tonic::Code::PermissionDenied);
        let message = "Your role may not do this. It takes one of: hotline. caller: has another role";
        assert_eq!(status.message(), message);
        let details = status.get_error_details();
        let info = details.error_info().unwrap();
        assert_eq!(
            (info.reason.as_str(), info.domain.as_str()),
            ("ROLE_NOT_ALLOWED", DOMAIN)
        );
        assert_eq!(info.metadata["roles"], "hotline");
        assert_eq!(info.metadata["remedy"], reasons::ROLE_NOT_ALLOWED.action);
        assert_eq!(info.metadata["rules"], "X-10");
        let spoken = details.localized_message().unwrap();
        assert_eq!(
            (spoken.locale.as_str(), spoken.message.contains("hotline")),
            ("zh-TW", true)
        );
        assert_eq!(details.bad_request().unwrap().field_violations[0].field, "caller");
        assert!(details.retry_info().is_none());
    }

    #[test]
    fn a_fault_of_ours_tells_the_caller_its_number_only() {
        let error = Error::internal_from("insert ticket", "password=hunter2");
        let status = to_status(&error, Locale::En);
        assert_eq!(status.code(), tonic::Code::Internal);
        assert!(!format!("{status:?}").contains("hunter2"));
        let id = status.get_error_details().error_info().unwrap().metadata["error_id"].clone();
        assert!(uuid::Uuid::try_parse(&id).is_ok() && status.message().contains(&id));
        let details = status.get_error_details();
        let facts = &details.error_info().unwrap().metadata;
        assert!(!facts.contains_key("rules"), "it follows from no rule of the business");
    }

    #[test]
    fn what_may_succeed_later_says_when() {
        let store = to_status(&Error::unavailable("store", "refused"), Locale::En);
        assert_eq!(reason_of(&store).as_deref(), Some("STORE_UNAVAILABLE"));
        let peer = to_status(&Error::unavailable("registry", "refused"), Locale::En);
        assert_eq!(reason_of(&peer).as_deref(), Some("PEER_UNAVAILABLE"));
        let full = to_status(&(&reasons::OVERLOADED).into(), Locale::En);
        for status in [store, peer, full] {
            assert_eq!(
                status.get_error_details().retry_info().unwrap().retry_delay,
                Some(RETRY_AFTER)
            );
        }
    }

    #[test]
    fn details_stay_within_what_clients_take_as_headers() {
        let mut refusal = reasons::INVALID_REQUEST.refuse().with("note", "字".repeat(1_000_000));
        for n in 0..500 {
            refusal = refusal.field(format!("lines[{n}].part_no"), "must be a part number such as HDD-1T");
        }
        let status = refusal_status(&refusal, Locale::ZhCn);
        assert!(status.details().len() < 5_800, "{} bytes", status.details().len());
        let details = status.get_error_details();
        let listed = details.bad_request().unwrap().field_violations.len();
        let omitted = &details.error_info().unwrap().metadata["violations_omitted"];
        assert!(status.message().len() < 500 && status.message().ends_with("; …"));
        assert_eq!(listed + omitted.parse::<usize>().unwrap(), 500);
    }
}
