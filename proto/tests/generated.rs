//! The generated code, proven on a contract that is compiled for this test only.

use std::collections::BTreeMap;

use aftersales_proto::check::{Violation, violations};
use aftersales_proto::{access, check, codec, options};
use prost::Message as _;
use prost_types::Timestamp;

// The generated code names its surroundings as `crate::..`.
pub use aftersales_proto::{Check, Mutation};

pub mod fixture {
    #[allow(warnings, clippy::all, reason = "generated code is not written for readers")]
    pub mod v1 {
        include!(concat!(env!("OUT_DIR"), "/fixture/aftersales.fixture.v1.rs"));
    }
}

#[allow(warnings, clippy::all, reason = "generated code is not written for readers")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/fixture/checks.rs"));
    include!(concat!(env!("OUT_DIR"), "/fixture/mutations.rs"));
    include!(concat!(env!("OUT_DIR"), "/fixture/debugs.rs"));
}

#[allow(clippy::all, reason = "generated code is not written for readers")]
mod methods {
    use crate::access::MethodAccess;
    include!(concat!(env!("OUT_DIR"), "/fixture/methods.rs"));
}

use fixture::v1::put_thing_request::Choice;
use fixture::v1::{AskRequest, Line, Person, PutThingRequest, PutThingResponse, SlaColour, person};

fn line() -> Line {
    Line {
        part_no: "HDD-1T".into(),
        quantity: 1,
        child: None,
    }
}

fn good() -> PutThingRequest {
    PutThingRequest {
        request_id: "0192f0c1-2345-7abc-8def-0123456789ab".into(),
        note: Some("note".into()),
        lines: vec![line()],
        colour: SlaColour::Red.into(),
        at: Some(Timestamp { seconds: 1, nanos: 0 }),
        count: Some(0),
        ..PutThingRequest::default()
    }
}

fn found(message: &impl Check) -> Vec<String> {
    violations(message).iter().map(ToString::to_string).collect()
}

#[track_caller]
fn refused(change: impl FnOnce(&mut PutThingRequest), expected: &[&str]) {
    let mut request = good();
    change(&mut request);
    assert_eq!(found(&request), expected);
}

#[test]
fn a_request_that_keeps_its_contract_passes() {
    refused(|_| {}, &[]);
}

#[test]
fn an_empty_request_lists_all_that_is_missing() {
    assert_eq!(
        found(&PutThingRequest::default()),
        [
            "request_id FIELD_REQUIRED",
            "lines FIELD_REQUIRED",
            "colour FIELD_REQUIRED",
            "at FIELD_REQUIRED",
            "count FIELD_REQUIRED",
            "choice ONE_OF_REQUIRED (choice,note,tags)",
        ]
    );
}

#[test]
fn any_of_the_named_fields_satisfies_one_of_required() {
    refused(|r| r.note = None, &["choice ONE_OF_REQUIRED (choice,note,tags)"]);
    refused(|r| (r.note, r.tags) = (None, vec!["ab-1".into()]), &[]);
    refused(
        |r| (r.note, r.choice) = (None, Some(Choice::Branch("BJ01".into()))),
        &[],
    );
}

#[test]
fn paths_lead_through_lists_maps_and_nested_messages() {
    let bad = || Line {
        part_no: "hdd".into(),
        quantity: 0,
        child: Some(Box::default()),
    };
    refused(
        |r| r.lines.push(bad()),
        &[
            "lines[1].part_no NOT_A_PART_NUMBER",
            "lines[1].quantity TOO_SMALL (1)",
            "lines[1].child.part_no FIELD_REQUIRED",
            "lines[1].child.quantity TOO_SMALL (1)",
        ],
    );
    refused(
        |r| {
            r.prices = BTreeMap::from([
                (
                    "a\"b".into(),
                    Line {
                        quantity: 100,
                        ..line()
                    },
                ),
                ("\n".into(), line()),
            ])
        },
        &[
            "prices[\"\\n\"] CONTROL_CHARACTER (U+000A)",
            "prices[\"a\\\"b\"].quantity TOO_LARGE (99)",
        ],
    );
}

#[test]
fn members_of_a_oneof_are_checked() {
    refused(
        |r| r.choice = Some(Choice::Branch("bj".into())),
        &["branch NOT_A_BRANCH_CODE"],
    );
    refused(|r| r.choice = Some(Choice::Shade(7)), &["shade UNKNOWN_ENUM_VALUE (7)"]);
    refused(
        |r| {
            r.choice = Some(Choice::Line(Line {
                quantity: 1,
                ..Line::default()
            }))
        },
        &["line.part_no FIELD_REQUIRED"],
    );
    let inner = PutThingRequest {
        request_id: "x".into(),
        ..good()
    };
    refused(
        |r| r.choice = Some(Choice::Again(inner.into())),
        &["again.request_id NOT_A_UUID"],
    );
    let person = |reach| {
        Some(Person {
            reach: Some(reach),
            ..Person::default()
        })
    };
    refused(
        |r| r.person = person(person::Reach::Phone(String::new())),
        &["person.phone FIELD_REQUIRED"],
    );
    refused(
        |r| r.person = person(person::Reach::Desk(0)),
        &["person.desk TOO_SMALL (1)"],
    );
}

#[test]
fn deferred_lines_are_left_to_the_method_but_not_their_number() {
    refused(|r| r.later = vec![Line::default(); 2], &[]);
    refused(|r| r.later = vec![Line::default(); 3], &["later TOO_MANY (2)"]);
}

#[test]
fn lists_texts_bytes_and_numbers_have_bounds() {
    refused(|r| r.lines = vec![Line::default(); 4], &["lines TOO_MANY (3)"]);
    refused(|r| r.colours = vec![1; 501], &["colours TOO_MANY (500)"]);
    refused(|r| r.colours = vec![1, 2], &["colours[1] UNKNOWN_ENUM_VALUE (2)"]);
    refused(
        |r| r.tags = vec!["a-1".into(), String::new()],
        &["tags[0] BAD_PATTERN ([a-z]{2,4}-\\d+)", "tags[1] FIELD_BLANK"],
    );
    refused(|r| r.note = Some("12345678901".into()), &["note TOO_LONG (10)"]);
    refused(|r| r.r#type = "x".repeat(4001), &["type TOO_LONG (4000)"]);
    refused(|r| r.r#type = "a\nb".into(), &["type CONTROL_CHARACTER (U+000A)"]);
    refused(|r| r.remarks = "a\nb".into(), &[]);
    refused(|r| r.signature = vec![1].into(), &["signature TOO_SHORT (2)"]);
    refused(|r| r.signature = vec![1; 5].into(), &["signature TOO_LONG (4)"]);
    refused(|r| r.count = Some(u64::MAX), &["count TOO_LARGE (5)"]);
}

#[test]
fn timestamps_lie_in_the_years_1_to_9999() {
    for (seconds, nanos) in [(253_402_300_800, 0), (-62_135_596_801, 0), (0, -1), (0, 1_000_000_000)] {
        refused(|r| r.at = Some(Timestamp { seconds, nanos }), &["at BAD_TIMESTAMP"]);
    }
}

#[test]
fn violations_are_bounded_in_number() {
    let request = PutThingRequest {
        tags: vec![String::new(); 500],
        ..good()
    };
    assert_eq!(violations(&request).len(), check::MOST_VIOLATIONS);
}

#[test]
fn answers_are_taken_as_they_come() {
    let answer = PutThingResponse {
        line: Some(Line::default()),
    };
    assert_eq!(violations(&answer), Vec::<Violation>::new());
    assert_eq!(
        codec::decode::<PutThingResponse>(answer.encode_to_vec().as_slice()).unwrap(),
        answer
    );
    let status = codec::decode::<PutThingResponse>(&b"\xff"[..]).unwrap_err();
    assert_eq!(status.code(), tonic::Code::Internal);
}

#[test]
fn decoding_refuses_bad_requests_and_garbage_as_invalid_arguments() {
    let status = codec::decode::<PutThingRequest>(&b""[..]).unwrap_err();
    assert_eq!(status.code(), tonic::Code::InvalidArgument);
    assert!(status.message().contains("request_id FIELD_REQUIRED"), "{status}");
    for garbage in [&b"\xff"[..], b"\x0a\x02\xff\xfe", b"\x0a\xff\xff\xff\xff\x0f"] {
        let status = codec::decode::<PutThingRequest>(garbage).unwrap_err();
        assert_eq!(status.code(), tonic::Code::InvalidArgument);
        assert_eq!(
            status.message(),
            "the request is not readable as the message of this method"
        );
    }
    assert_eq!(codec::decode::<AskRequest>(&b""[..]).unwrap(), AskRequest {});
}

#[test]
fn the_access_table_is_sorted_and_closed_by_default() {
    let [ask, put, silent] = methods::METHODS else {
        panic!("three methods, got {:?}", methods::METHODS);
    };
    assert_eq!(ask.path, "/aftersales.fixture.v1.FixtureService/Ask");
    assert!(ask.is_public() && !ask.mutating);
    assert_eq!(put.path, "/aftersales.fixture.v1.FixtureService/PutThing");
    assert_eq!(
        (put.roles, put.scope, put.mutating),
        (1 << 1 | 1 << 11, options::v1::Scope::OwnBranch, true)
    );
    assert!(put.admits(options::v1::Role::Chief) && !put.admits(options::v1::Role::Admin));
    assert!(!silent.is_public() && !silent.admits_any(u64::MAX));
}

#[test]
fn mutations_show_their_key() {
    assert_eq!(Mutation::request_id(&good()), good().request_id);
}

#[test]
fn messages_know_their_full_name() {
    use prost::Name as _;
    assert_eq!(PutThingRequest::full_name(), "aftersales.fixture.v1.PutThingRequest");
    assert_eq!(
        PutThingRequest::type_url(),
        "type.googleapis.com/aftersales.fixture.v1.PutThingRequest"
    );
}

#[test]
fn debug_output_hides_personal_data() {
    let person = Person {
        name: "王芳".into(),
        mood: person::Mood::Good.into(),
        place: Some(person::Place {
            street: "朝阳门外大街".into(),
        }),
        moods: vec![1],
        reach: Some(person::Reach::Phone("13800138000".into())),
    };
    let shown = format!(
        "{:?}",
        PutThingRequest {
            person: Some(person),
            ..good()
        }
    );
    assert!(!shown.contains("王芳") && !shown.contains("13800138000"), "{shown}");
    assert!(
        shown.contains("Person { name: ***, mood: MOOD_GOOD, place: Some(Place { street: \"朝阳门外大街\" }), moods: [1], reach: Some(Phone(***)) }"),
        "{shown}"
    );
}
