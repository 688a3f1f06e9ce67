//! What every contract of the suite keeps to.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use aftersales_proto::FILE_DESCRIPTOR_SET;
use aftersales_proto::access::{METHODS, access};
use aftersales_proto::check::{reason, violations};
use aftersales_proto::hotline::v1::OpenTicketRequest;
use aftersales_proto::options::v1::Scope;
use prost_reflect::{DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value};

/// Verbs of methods that change nothing.
const READING: &[&str] = &[
    "Get",
    "List",
    "LookUp",
    "Find",
    "Check",
    "Preview",
    "Estimate",
    "Compute",
    "Explain",
    "Subscribe",
    "Watch",
    "Pull",
];

/// Telephone numbers of the business itself.
const OF_THE_BUSINESS: &[&str] = &["aftersales.registry.v1.Branch.phone"];

fn pool() -> DescriptorPool {
    DescriptorPool::decode(FILE_DESCRIPTOR_SET).unwrap()
}

fn messages(pool: &DescriptorPool) -> impl Iterator<Item = MessageDescriptor> {
    pool.all_messages()
        .filter(|message| message.package_name().starts_with("aftersales.") && !message.is_map_entry())
}

/// The fields of what methods take.
fn inputs(pool: &DescriptorPool) -> impl Iterator<Item = FieldDescriptor> {
    let methods = pool
        .services()
        .flat_map(|service| service.methods().collect::<Vec<_>>());
    methods.flat_map(|method| method.input().fields().collect::<Vec<_>>())
}

fn fields(pool: &DescriptorPool) -> impl Iterator<Item = FieldDescriptor> {
    messages(pool).flat_map(|message| message.fields().collect::<Vec<_>>())
}

fn rules(field: &FieldDescriptor) -> DynamicMessage {
    let extension = field
        .parent_pool()
        .get_extension_by_name("aftersales.options.v1.field")
        .expect("our option");
    field
        .options()
        .get_extension(&extension)
        .as_message()
        .expect("a message")
        .clone()
}

fn flag(message: &DynamicMessage, name: &str) -> bool {
    message
        .get_field_by_name(name)
        .and_then(|value| value.as_bool())
        .unwrap_or_default()
}

fn bound(field: &FieldDescriptor, name: &str) -> Option<i64> {
    let rules = rules(field);
    rules
        .has_field_by_name(name)
        .then(|| rules.get_field_by_name(name).as_deref().and_then(Value::as_i64))?
}

#[track_caller]
fn none(offenders: impl Iterator<Item = String>) {
    let offenders: Vec<String> = offenders.collect();
    assert!(offenders.is_empty(), "{offenders:#?}");
}

#[test]
fn every_method_says_who_may_call() {
    assert!(!METHODS.is_empty());
    none(
        METHODS
            .iter()
            .filter(|method| method.scope == Scope::Unspecified || (method.roles == 0 && !method.is_public()))
            .map(|method| method.path.to_owned()),
    );
}

#[test]
fn every_method_is_found_by_its_path() {
    for method in METHODS {
        assert_eq!(access(method.path), Some(method));
    }
    assert_eq!(access("/aftersales.hotline.v1.HotlineService/Nothing"), None);
    assert_eq!(access(""), None);
}

#[test]
fn a_method_that_changes_something_carries_a_request_id() {
    none(METHODS.iter().filter_map(|method| {
        let name = method.path.rsplit('/').next()?;
        let reading = READING.iter().any(|verb| name.starts_with(verb));
        (reading == method.mutating).then(|| method.path.to_owned())
    }));
}

#[test]
fn a_request_id_is_a_required_uuid() {
    none(
        inputs(&pool())
            .filter(|field| field.name() == "request_id")
            .filter(|field| !flag(&rules(field), "required") || !flag(&rules(field), "uuid"))
            .map(|field| field.full_name().to_owned()),
    );
}

#[test]
fn an_id_in_a_request_has_a_notation() {
    none(
        inputs(&pool())
            .filter(|field| field.kind() == Kind::String)
            .filter(|field| field.name().ends_with("_id") || field.name().ends_with("_ids"))
            .filter(|field| {
                let rules = rules(field);
                let noted = ["uuid", "branch_code", "staff_code", "part_no"]
                    .iter()
                    .any(|rule| flag(&rules, rule));
                !noted && !rules.has_field_by_name("pattern") && !rules.has_field_by_name("max_len")
            })
            .map(|field| field.full_name().to_owned()),
    );
}

#[test]
fn a_page_has_at_most_200_entries() {
    none(
        fields(&pool())
            .filter(|field| field.name() == "page_size")
            .filter(|field| bound(field, "gte") != Some(0) || bound(field, "lte") != Some(200))
            .map(|field| field.full_name().to_owned()),
    );
}

#[test]
fn telephone_numbers_never_reach_a_log() {
    none(
        fields(&pool())
            .filter(|field| flag(&rules(field), "phone") && !flag(&field.options(), "debug_redact"))
            .filter(|field| !OF_THE_BUSINESS.contains(&field.full_name()))
            .map(|field| field.full_name().to_owned()),
    );
}

/// A message and every message that can stand inside it.
fn reach(message: MessageDescriptor, found: &mut BTreeMap<String, MessageDescriptor>) {
    if found.insert(message.full_name().to_owned(), message.clone()).is_none() {
        for inner in message.fields().filter_map(|field| field.kind().as_message().cloned()) {
            reach(inner, found);
        }
    }
}

#[test]
fn events_carry_no_personal_data() {
    let mut found = BTreeMap::new();
    for message in messages(&pool()).filter(|message| message.parent_file().name().ends_with("/events.proto")) {
        reach(message, &mut found);
    }
    none(
        found
            .values()
            .flat_map(|message| message.fields().collect::<Vec<_>>())
            .filter(|field| flag(&field.options(), "debug_redact"))
            .map(|field| field.full_name().to_owned()),
    );
}

#[test]
fn an_empty_open_ticket_request_lists_all_that_is_missing() {
    let found = violations(&OpenTicketRequest::default());
    assert!(
        found.iter().all(|violation| violation.reason == reason::FIELD_REQUIRED),
        "{found:?}"
    );
    let fields: Vec<&str> = found.iter().map(|violation| violation.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "request_id",
            "branch_id",
            "channel",
            "customer_id",
            "asset_id",
            "need_summary",
            "fault_kind",
            "mode",
            "contact"
        ]
    );
}

#[test]
fn methods_have_wrappers_of_their_own_name() {
    let pool = pool();
    let methods = pool
        .services()
        .flat_map(|service| service.methods().collect::<Vec<_>>());
    none(
        methods
            .filter(|method| method.input().name() != format!("{}Request", method.name()))
            .chain(
                pool.services()
                    .flat_map(|service| service.methods().collect::<Vec<_>>())
                    .filter(|method| method.output().name() != format!("{}Response", method.name())),
            )
            .map(|method| method.full_name().to_owned()),
    );
}
