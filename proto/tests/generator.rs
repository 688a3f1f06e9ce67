//! The generator itself: the patterns it reads, and the contracts it refuses.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use aftersales_proto::check;

#[path = "../build/access.rs"]
mod access;
#[path = "../build/checks.rs"]
mod checks;
#[path = "../build/debugs.rs"]
mod debugs;
#[path = "../build/generate.rs"]
mod generate;
#[path = "../build/names.rs"]
mod names;
#[path = "../build/pattern.rs"]
mod pattern;
#[path = "../build/rules.rs"]
mod rules;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn compiled(source: &'static str) -> check::Pattern {
    let pieces = pattern::parse(source).unwrap().into_iter().map(|piece| check::Piece {
        ranges: piece.ranges.leak(),
        negated: piece.negated,
        min: piece.min,
        max: piece.max,
    });
    check::Pattern {
        source,
        pieces: pieces.collect::<Vec<_>>().leak(),
    }
}

#[test]
fn patterns_match_the_whole_text() {
    for (source, good, bad) in [
        ("abc", &["abc"][..], &["", "ab", "abcd", "xabc"][..]),
        ("^[A-Z][A-Z0-9-]{0,3}$", &["A", "A-1B"], &["", "a", "1A", "A-1BC"]),
        ("\\d{4}-\\d{2}", &["2026-11"], &["2026-1", "2026-111", "２０２６-11"]),
        ("a*a", &["a", "aaaa"], &["", "b"]),
        ("a?a?aa", &["aa", "aaa", "aaaa"], &["a", "aaaaa"]),
        ("[a-c]+b{2,}c", &["abbc", "bbbc", "cabbbc"], &["bbc", "abc", "abb"]),
        ("[^,]+,.*", &["a,", "王,,"], &[",", "a"]),
        ("\\.[-+_]\\-[a\\]]", &[".+-]", ".--a"], &["x+-a", ".+-b"]),
        ("", &[""], &["a"]),
        (".{2}", &["王芳"], &["王", "王芳芳"]),
    ] {
        let pattern = compiled(source);
        for value in good {
            assert!(pattern.matches(value), "{value:?} against {source}");
        }
        for value in bad {
            assert!(!pattern.matches(value), "{value:?} against {source}");
        }
    }
}

#[test]
fn a_pattern_that_makes_backtracking_explode_is_matched_all_the_same() {
    let pattern = compiled("a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b");
    assert!(!pattern.matches(&"a".repeat(4000)));
}

#[test]
fn patterns_outside_the_subset_are_refused() {
    for source in [
        "(a)", "a|b", "a{x}", "[", "[]", "[z-a]", "*", "a{3,2}", "\\w", "a^", "a**", "\\",
    ] {
        assert!(pattern::parse(source).is_err(), "{source}");
    }
}

#[test]
fn names_are_cut_like_the_message_generator_cuts_them() {
    for (name, snake, camel) in [
        ("OpenTicketRequest", "open_ticket_request", "OpenTicketRequest"),
        ("SLAPolicy", "sla_policy", "SlaPolicy"),
        ("T30mTimer", "t30m_timer", "T30mTimer"),
        ("address_line_1", "address_line_1", "AddressLine1"),
        ("type", "r#type", "Type"),
        ("line1Street", "line1_street", "Line1Street"),
    ] {
        assert_eq!(
            (names::snake(name).as_str(), names::camel(name).as_str()),
            (snake, camel),
            "{name}"
        );
    }
}

/// What the generator says to a contract with this message body.
fn verdict(body: &str) -> String {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("aftersales");
    fs::create_dir(&folder).unwrap();
    let source = format!(
        "syntax = \"proto3\"; package aftersales.bad.v1; import \"aftersales/options/v1/options.proto\"; \
         message Bad {{ {body} }}"
    );
    fs::write(folder.join("bad.proto"), source).unwrap();
    let out = root.path().join("out");
    let roots = [root.path().to_str().unwrap(), concat!(env!("CARGO_MANIFEST_DIR"))];
    generate::generate(&roots, folder.to_str().unwrap(), &out)
        .map_or_else(|error| error.to_string(), |()| "fits".to_owned())
}

#[test]
fn a_rule_that_does_not_fit_names_file_and_field() {
    let rule = |field: &str, rule: &str| verdict(&format!("{field} = 1 [(aftersales.options.v1.field) = {{{rule}}}];"));
    assert_eq!(
        rule("int32 count", "max_len: 3"),
        "aftersales/bad.proto: aftersales.bad.v1.Bad.count: rule max_len does not fit the type of the field"
    );
    for (field, rules) in [
        ("bool flag", "required: true"),
        ("string name", "max_items: 3"),
        ("string name", "gte: 3"),
        ("bytes blob", "uuid: true"),
        ("Bad inner", "not_blank: true"),
        ("double size", "gte: 1"),
        ("map<string, int32> sizes", "not_blank: true"),
        ("string name", "uuid: true, phone: true"),
        ("string name", "date: true, pattern: \"a\""),
        ("string name", "min_len: 5, max_len: 3"),
        ("int32 count", "gte: 5, lte: 3"),
        ("string name", "pattern: \"(a)\""),
    ] {
        let verdict = rule(field, rules);
        assert!(
            verdict.starts_with("aftersales/bad.proto: aftersales.bad.v1.Bad."),
            "{field} {rules}: {verdict}"
        );
    }
    for (field, rules) in [
        ("optional bool flag", "required: true"),
        ("repeated string names", "not_blank: true, min_items: 1"),
        ("map<string, int32> sizes", "lte: 3, max_items: 5"),
        ("string name", "min_len: 5"),
        ("uint64 count", "gte: 0"),
    ] {
        assert_eq!(rule(field, rules), "fits", "{field} {rules}");
    }
}

#[test]
fn one_of_required_names_what_exists_outside_a_oneof() {
    let body = |name: &str| {
        format!(
            "option (aftersales.options.v1.message) = {{one_of_required: [\"{name}\"]}}; oneof pick {{ string a = 1; }} string b = 2;"
        )
    };
    assert_eq!(verdict(&body("pick")), "fits");
    assert_eq!(verdict(&body("b")), "fits");
    for name in ["a", "c"] {
        assert!(verdict(&body(name)).contains("one_of_required names"), "{name}");
    }
}
