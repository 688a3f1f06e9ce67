//! The Rust names that the message generator gives to contract items.

use prost_reflect::{EnumDescriptor, MessageDescriptor, OneofDescriptor};

/// Words of an identifier, cut where the message generator cuts: `SLAPolicy` is `SLA`, `Policy`.
fn words(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .flat_map(words_of_part)
        .collect()
}

fn words_of_part(part: &str) -> Vec<String> {
    let characters: Vec<char> = part.chars().collect();
    let mut words = vec![String::new()];
    let mut after: Option<char> = None; // the last letter of the running word, digits passed over
    for (position, c) in characters.iter().copied().enumerate() {
        let next_is_lower = characters.get(position + 1).is_some_and(|next| next.is_lowercase());
        let starts_word =
            c.is_uppercase() && after.is_some_and(|last| last.is_lowercase() || (last.is_uppercase() && next_is_lower));
        if starts_word {
            words.push(String::new());
        }
        if starts_word || c.is_alphabetic() {
            after = Some(c);
        }
        if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    words
}

/// A field or module name, raw when it is a keyword.
pub fn snake(name: &str) -> String {
    let name = words(name)
        .iter()
        .map(|word| word.to_lowercase())
        .collect::<Vec<_>>()
        .join("_");
    match name.as_str() {
        "super" | "self" | "crate" | "extern" => format!("{name}_"),
        "as" | "break" | "const" | "continue" | "else" | "enum" | "false" | "fn" | "for" | "if" | "impl" | "in"
        | "let" | "loop" | "match" | "mod" | "move" | "mut" | "pub" | "ref" | "return" | "static" | "struct"
        | "trait" | "true" | "type" | "unsafe" | "use" | "where" | "while" | "dyn" | "abstract" | "become" | "box"
        | "do" | "final" | "macro" | "override" | "priv" | "typeof" | "unsized" | "virtual" | "yield" | "async"
        | "await" | "try" | "gen" => format!("r#{name}"),
        _ => name,
    }
}

/// A type or variant name.
pub fn camel(name: &str) -> String {
    words(name)
        .iter()
        .map(|word| capitalized(&word.to_lowercase()))
        .collect()
}

fn capitalized(word: &str) -> String {
    let mut characters = word.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Whether the item belongs to our packages.
pub fn is_ours(package: &str) -> bool {
    package.starts_with("aftersales.")
}

/// `crate::hotline::v1::ticket` for what stands inside the message or package called `scope`.
fn module(package: &str, scope: &str) -> String {
    let inner = scope.strip_prefix(package).unwrap_or_default();
    let packages = package.split('.').skip(1);
    let parts = packages.chain(inner.split('.').filter(|part| !part.is_empty()));
    parts.fold("crate".to_owned(), |path, part| format!("{path}::{}", snake(part)))
}

fn parent(full_name: &str) -> &str {
    full_name.rsplit_once('.').map_or("", |(parent, _)| parent)
}

/// The Rust path of a message.
pub fn message(message: &MessageDescriptor) -> String {
    format!(
        "{}::{}",
        module(message.package_name(), parent(message.full_name())),
        camel(message.name())
    )
}

/// The Rust path of an enum.
pub fn enumeration(descriptor: &EnumDescriptor) -> String {
    format!(
        "{}::{}",
        module(descriptor.package_name(), parent(descriptor.full_name())),
        camel(descriptor.name())
    )
}

/// The Rust path of the enum that stands for a oneof.
pub fn oneof(oneof: &OneofDescriptor) -> String {
    let message = oneof.parent_message();
    let name = camel(oneof.name());
    let taken = message.child_messages().any(|child| camel(child.name()) == name)
        || message.child_enums().any(|child| camel(child.name()) == name);
    let suffix = if taken { "OneOf" } else { "" };
    format!(
        "{}::{name}{suffix}",
        module(message.package_name(), message.full_name())
    )
}
