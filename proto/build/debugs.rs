//! Writes the `Debug` of messages with personal data: fields marked `debug_redact` show as `***`.

use std::collections::BTreeSet;

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor, OneofDescriptor};

use crate::generate::Contracts;
use crate::names;
use crate::rules::is_member;

/// The messages whose derived `Debug` is replaced: those with a redacted field, and what is declared inside them.
pub struct Debugs {
    redacted: BTreeSet<String>,
}

impl Debugs {
    /// Finds the messages with redacted fields.
    pub fn of(contracts: &Contracts) -> Self {
        let redacted = contracts
            .messages()
            .iter()
            .filter(|message| message.fields().any(|field| is_redacted(&field)))
            .map(|message| message.full_name().to_owned())
            .collect();
        Self { redacted }
    }

    /// Their paths, as the message generator wants them.
    pub fn skipped(&self) -> Vec<String> {
        self.redacted.iter().map(|name| format!(".{name}")).collect()
    }

    /// The `Debug` implementations.
    pub fn code(&self, contracts: &Contracts) -> String {
        let mut code = String::new();
        for message in contracts
            .messages()
            .iter()
            .filter(|message| self.covers(message.full_name()))
        {
            code.push_str(&of_message(message));
            for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
                code.push_str(&of_oneof(&oneof));
            }
            for inner in message.child_enums() {
                code.push_str(&implementation(
                    &names::enumeration(&inner),
                    "f.write_str(self.as_str_name())",
                ));
            }
        }
        code
    }

    /// Skipping covers what is declared inside a message too.
    fn covers(&self, full_name: &str) -> bool {
        self.redacted.iter().any(|name| {
            full_name
                .strip_prefix(name.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }
}

fn is_redacted(field: &FieldDescriptor) -> bool {
    let options = field.options();
    options
        .get_field_by_name("debug_redact")
        .and_then(|value| value.as_bool())
        .unwrap_or_default()
}

fn implementation(name: &str, body: &str) -> String {
    format!(
        "impl ::core::fmt::Debug for {name} {{\n    \
         fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {{\n        {body}\n    }}\n}}\n"
    )
}

fn of_message(message: &MessageDescriptor) -> String {
    let mut body = format!("f.debug_struct({:?})", names::camel(message.name()));
    for field in message.fields().filter(|field| !is_member(field)) {
        let rust = names::snake(field.name());
        let shown = match field.kind() {
            _ if is_redacted(&field) => "format_args!(\"***\")".to_owned(),
            Kind::Enum(_) if !field.is_list() && !field.supports_presence() => format!("self.{rust}()"),
            _ => format!("self.{rust}"),
        };
        body.push_str(&format!(".field({:?}, &{shown})", field.name()));
    }
    for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
        body.push_str(&format!(
            ".field({:?}, &self.{})",
            oneof.name(),
            names::snake(oneof.name())
        ));
    }
    implementation(&names::message(message), &format!("{body}.finish()"))
}

fn of_oneof(oneof: &OneofDescriptor) -> String {
    let arms: String = oneof
        .fields()
        .map(|field| {
            let variant = names::camel(field.name());
            let (binding, shown) = if is_redacted(&field) {
                ("_", "&format_args!(\"***\")")
            } else {
                ("value", "value")
            };
            format!("Self::{variant}({binding}) => f.debug_tuple({variant:?}).field({shown}).finish(),\n")
        })
        .collect();
    implementation(&names::oneof(oneof), &format!("match self {{\n{arms}}}"))
}
