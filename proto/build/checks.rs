//! Writes `impl Check` for every message, and `impl Mutation` for requests with an idempotency key.

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};

use crate::generate::Contracts;
use crate::rules::{DEFAULT_MAX_ITEMS, DEFAULT_MAX_LEN, Rules, is_member, one_of_required, value_kind};
use crate::{Result, names, pattern};

/// The checks of all messages.
pub fn checks(contracts: &Contracts) -> Result<String> {
    let mut code = String::from("use crate::check::{self, Check as _};\n");
    for message in contracts.messages() {
        code.push_str(&implementation(&message)?);
    }
    Ok(code)
}

/// The `Mutation` view of every request with a `request_id`.
pub fn mutations(contracts: &Contracts) -> String {
    contracts
        .messages()
        .iter()
        .filter(|message| is_mutation(message))
        .map(|message| {
            format!(
                "impl crate::Mutation for {} {{\n    fn request_id(&self) -> &str {{ &self.request_id }}\n}}\n",
                names::message(message)
            )
        })
        .collect()
}

/// Whether the message is a request that carries an idempotency key.
pub fn is_mutation(message: &MessageDescriptor) -> bool {
    let key = message.get_field_by_name("request_id");
    message.name().ends_with("Request")
        && key.is_some_and(|key| key.kind() == Kind::String && !key.is_list() && !key.supports_presence())
}

fn implementation(message: &MessageDescriptor) -> Result<String> {
    let name = names::message(message);
    let body = body(message)?;
    if message.name().ends_with("Response") {
        return Ok(format!(
            "impl check::Check for {name} {{\n    const ANSWER: bool = true;\n    \
             fn check(&self, _: &mut check::Path, _: &mut Vec<check::Violation>) {{}}\n}}\n"
        ));
    }
    Ok(format!(
        "impl check::Check for {name} {{\n    \
         fn check(&self, path: &mut check::Path, out: &mut Vec<check::Violation>) {{\n{body}    }}\n}}\n"
    ))
}

fn body(message: &MessageDescriptor) -> Result<String> {
    let mut code = String::new();
    for field in message.fields().filter(|field| !is_member(field)) {
        let checks = if field.is_list() || field.is_map() {
            many(&field)?
        } else {
            single(&field)?
        };
        code.push_str(&at(&field, &checks));
    }
    for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
        let mut arms = String::new();
        for field in oneof.fields() {
            let checks = at(&field, &value(&field, &Rules::of(&field)?, Place::Single)?);
            if !checks.is_empty() {
                arms.push_str(&format!(
                    "Some({}::{}(value)) => {{\n{checks}}}\n",
                    names::oneof(&oneof),
                    names::camel(field.name())
                ));
            }
        }
        if !arms.is_empty() {
            code.push_str(&format!(
                "match &self.{} {{\n{arms}_ => {{}}\n}}\n",
                names::snake(oneof.name())
            ));
        }
    }
    let required = one_of_required(message)?;
    if !required.is_empty() {
        let set: Vec<String> = required.iter().map(|name| is_set(message, name)).collect();
        let names = required.join(",");
        code.push_str(&format!(
            "if !({}) {{ check::none_of({names:?}, path, out); }}\n",
            set.join(" || ")
        ));
    }
    Ok(code)
}

/// The checks with the path standing at the field; nothing when there are none.
fn at(field: &FieldDescriptor, checks: &str) -> String {
    if checks.is_empty() {
        return String::new();
    }
    format!("path.enter({:?});\n{checks}path.leave();\n", field.name())
}

/// Whether a field or oneof of the message is set, as an expression.
fn is_set(message: &MessageDescriptor, name: &str) -> String {
    let rust = format!("self.{}", names::snake(name));
    match message.get_field_by_name(name) {
        None => format!("{rust}.is_some()"),
        Some(field) if field.is_list() || field.is_map() => format!("!{rust}.is_empty()"),
        Some(field) if field.supports_presence() => format!("{rust}.is_some()"),
        Some(field) => match field.kind() {
            Kind::String | Kind::Bytes => format!("!{rust}.is_empty()"),
            Kind::Bool => rust,
            Kind::Float | Kind::Double => format!("{rust} != 0.0"),
            _ => format!("{rust} != 0"),
        },
    }
}

/// Where a value stands: what `required` asks of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A field of its own: not empty.
    Single,
    /// A field that knows whether it was sent; a number may be zero.
    Present,
    /// An item of a list: `required` speaks of the list.
    Item,
}

fn single(field: &FieldDescriptor) -> Result<String> {
    let rules = Rules::of(field)?;
    let rust = names::snake(field.name());
    if !field.supports_presence() {
        let checks = value(field, &rules, Place::Single)?;
        return Ok(if checks.is_empty() {
            checks
        } else {
            format!("let value = &self.{rust};\n{checks}")
        });
    }
    let checks = value(field, &rules, Place::Present)?;
    let absent = if rules.flag("required") {
        "check::missing(path, out)"
    } else {
        "{}"
    };
    if checks.is_empty() && !rules.flag("required") {
        return Ok(checks);
    }
    Ok(format!(
        "match &self.{rust} {{\nSome(value) => {{\n{checks}}}\nNone => {absent},\n}}\n"
    ))
}

fn many(field: &FieldDescriptor) -> Result<String> {
    let rules = Rules::of(field)?;
    let rust = names::snake(field.name());
    let size = size(
        rules.flag("required"),
        rules.size("min_items"),
        Some(rules.size("max_items").unwrap_or(DEFAULT_MAX_ITEMS)),
    );
    let count = format!("check::items(self.{rust}.len(), &{size}, path, out)");
    let checks = if rules.flag("deferred") {
        String::new()
    } else {
        value(field, &rules, Place::Item)?
    };
    if field.is_map() {
        let key = key_checks(field);
        return Ok(format!(
            "if {count} {{\nfor (key, value) in &self.{rust} {{\npath.key(key);\n{key}{checks}path.leave();\n}}\n}}\n"
        ));
    }
    if checks.is_empty() {
        return Ok(format!("{count};\n"));
    }
    Ok(format!(
        "if {count} {{\nfor (index, value) in self.{rust}.iter().enumerate() {{\npath.index(index);\n{checks}path.leave();\n}}\n}}\n"
    ))
}

/// Keys that are strings are held to the rules of any string.
fn key_checks(field: &FieldDescriptor) -> String {
    match field.kind() {
        Kind::Message(entry) if entry.map_entry_key_field().kind() == Kind::String => format!(
            "check::text(key, &check::Text {{ required: false, not_blank: false, min: 0, max: {DEFAULT_MAX_LEN}, \
             multiline: false, form: None, pattern: None }}, path, out);\n"
        ),
        _ => String::new(),
    }
}

/// The checks of the value called `value`, a reference.
fn value(field: &FieldDescriptor, rules: &Rules, place: Place) -> Result<String> {
    let required = rules.flag("required") && place != Place::Item;
    Ok(match value_kind(field) {
        Kind::String => format!("check::text(value, &{}, path, out);\n", text(field, rules, required)?),
        Kind::Bytes if required || rules.size("min_len").is_some() || rules.size("max_len").is_some() => {
            let size = size(required, rules.size("min_len"), rules.size("max_len"));
            format!("check::bytes(value, &{size}, path, out);\n")
        }
        Kind::Enum(descriptor) => {
            let name = names::enumeration(&descriptor);
            format!("check::enumeration(*value, {name}::is_valid(*value), {required}, path, out);\n")
        }
        Kind::Message(message) if message.full_name() == "google.protobuf.Timestamp" => {
            "check::timestamp(value, path, out);\n".to_owned()
        }
        Kind::Message(message) if names::is_ours(message.package_name()) => "value.check(path, out);\n".to_owned(),
        Kind::Bytes | Kind::Message(_) | Kind::Bool | Kind::Float | Kind::Double => String::new(),
        _ => number(rules, required && place == Place::Single),
    })
}

fn number(rules: &Rules, required: bool) -> String {
    let (gte, lte) = (rules.bound("gte"), rules.bound("lte"));
    if !required && gte.is_none() && lte.is_none() {
        return String::new();
    }
    format!(
        "check::number(*value, &check::Number {{ required: {required}, gte: {gte:?}, lte: {lte:?} }}, path, out);\n"
    )
}

fn size(required: bool, min: Option<usize>, max: Option<usize>) -> String {
    format!(
        "check::Size {{ required: {required}, min: {}, max: {max:?} }}",
        min.unwrap_or_default()
    )
}

fn text(field: &FieldDescriptor, rules: &Rules, required: bool) -> Result<String> {
    let form = rules
        .form()
        .map_or_else(|| "None".to_owned(), |form| format!("Some(check::Form::{form})"));
    let pattern = match rules.pattern() {
        None => "None".to_owned(),
        Some(source) => {
            let pieces = pattern::parse(&source)
                .map_err(|error| format!("{}: {}: {error}", field.parent_file().name(), field.full_name()))?;
            let pieces: String = pieces.iter().map(piece).collect();
            format!("Some(check::Pattern {{ source: {source:?}, pieces: &[{pieces}] }})")
        }
    };
    Ok(format!(
        "check::Text {{ required: {required}, not_blank: {}, min: {}, max: {}, multiline: {}, form: {form}, pattern: {pattern} }}",
        rules.flag("not_blank"),
        rules.size("min_len").unwrap_or_default(),
        rules.size("max_len").unwrap_or(DEFAULT_MAX_LEN),
        rules.flag("multiline"),
    ))
}

fn piece(piece: &pattern::Piece) -> String {
    let pattern::Piece {
        ranges,
        negated,
        min,
        max,
    } = piece;
    format!("check::Piece {{ ranges: &{ranges:?}, negated: {negated}, min: {min}, max: {max:?} }}, ")
}
