//! The catalogue of error reasons: one table for client writers, generated from the code.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use crate::error::{Code, Reason};

/// The catalogue as Markdown: one row a reason, sorted by name, whatever the order of the lists.
pub fn markdown(lists: &[&[&Reason]]) -> String {
    let mut reasons: Vec<&Reason> = lists.iter().flat_map(|list| list.iter().copied()).collect();
    reasons.sort_by_key(|reason| reason.name);
    reasons.dedup_by_key(|reason| reason.name);
    let mut out = String::from(HEAD);
    for reason in reasons {
        let cells = [reason.meaning, reason.action, reason.en, reason.zh_cn, reason.zh_tw].map(cell);
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "| `{}` | `{}` | {} |",
            reason.name,
            grpc_name(reason.code),
            cells.join(" | ")
        );
    }
    out
}

const HEAD: &str = "\
# Error reasons

Every refusal carries `google.rpc.ErrorInfo {reason, domain: \"aftersales\", metadata}`; the metadata hold its facts, under `remedy` \
what to do, and under `rules` the rules that it follows from. A reason never changes its meaning.
Words in braces are filled from the metadata. Generated from the code; do not edit.

| Reason | gRPC code | Meaning | What to do | en | zh-CN | zh-TW |
|---|---|---|---|---|---|---|
";

/// What is wrong with the lists as a catalogue: empty texts, names used twice with different texts or not in UPPER_SNAKE_CASE,
/// placeholders that differ between the languages. Empty when complete.
pub fn faults(lists: &[&[&Reason]]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut names = BTreeMap::new();
    for reason in lists.iter().flat_map(|list| list.iter().copied()) {
        let name = reason.name;
        if !is_upper_snake(name) {
            faults.push(format!("{name}: not in UPPER_SNAKE_CASE"));
        }
        let first = names.entry(name).or_insert(reason);
        if *first != reason {
            faults.push(format!("{name}: declared twice with different texts"));
        }
        faults.extend(text_faults(reason));
    }
    faults
}

fn text_faults(reason: &Reason) -> Vec<String> {
    let name = reason.name;
    let texts = [
        ("meaning", reason.meaning),
        ("action", reason.action),
        ("en", reason.en),
        ("zh_cn", reason.zh_cn),
        ("zh_tw", reason.zh_tw),
    ];
    let empty = texts.iter().filter(|(_, text)| text.trim().is_empty());
    let mut faults: Vec<String> = empty.map(|(what, _)| format!("{name}: {what} is empty")).collect();
    for (what, text) in [("zh_cn", reason.zh_cn), ("zh_tw", reason.zh_tw)] {
        if placeholders(text) != placeholders(reason.en) {
            faults.push(format!("{name}: {what} has other placeholders than en"));
        }
        if text.is_ascii() {
            faults.push(format!("{name}: {what} is not Chinese"));
        }
    }
    faults
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

fn is_upper_snake(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && !name.ends_with('_')
        && !name.contains("__")
        && name
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

fn cell(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}

/// The code's name in gRPC.
pub const fn grpc_name(code: Code) -> &'static str {
    match code {
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::Unauthenticated => "UNAUTHENTICATED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::Unavailable => "UNAVAILABLE",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reasons::REASONS;

    #[test]
    fn the_kits_own_reasons_are_complete() {
        assert_eq!(faults(&[REASONS]), Vec::<String>::new());
    }

    #[test]
    fn every_kind_of_fault_is_found() {
        static BAD: Reason = Reason {
            name: "Bad__Name",
            code: Code::Aborted,
            meaning: " ",
            action: "do {it}",
            en: "{one}",
            zh_cn: "{two}",
            zh_tw: "{one}好",
        };
        static OTHER: Reason = Reason {
            zh_tw: "{one}壞",
            ..BAD
        };
        let found = faults(&[&[&BAD], &[&BAD, &OTHER]]);
        for part in [
            "UPPER_SNAKE",
            "declared twice",
            "meaning is empty",
            "zh_cn has other",
            "zh_cn is not Chinese",
        ] {
            assert!(found.iter().any(|fault| fault.contains(part)), "{part} in {found:?}");
        }
        assert!(!found.iter().any(|fault| fault.contains("zh_tw")), "{found:?}");
    }

    #[test]
    fn the_table_has_a_row_for_each_reason_sorted_by_name() {
        let table = markdown(&[REASONS]);
        let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| `")).collect();
        assert_eq!(rows.len(), REASONS.len());
        assert!(rows.is_sorted());
        assert!(table.contains("| `STALE_ETAG` | `ABORTED` | The etag is not the record's present one"));
    }
}
