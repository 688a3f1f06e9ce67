//! Reads the options of the contracts and refuses those that do not fit.

use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value};

use crate::Result;

/// Most characters of a string whose contract says nothing.
pub const DEFAULT_MAX_LEN: usize = 4000;
/// Most items of a list or map whose contract says nothing.
pub const DEFAULT_MAX_ITEMS: usize = 500;

/// Notations of strings: rule name and the variant of `check::Form`. They exclude each other.
const FORMS: [(&str, &str); 6] = [
    ("uuid", "Uuid"),
    ("phone", "Phone"),
    ("branch_code", "BranchCode"),
    ("staff_code", "StaffCode"),
    ("part_no", "PartNumber"),
    ("date", "Date"),
];

/// The rules of one field.
pub struct Rules {
    options: Option<DynamicMessage>,
}

impl Rules {
    /// The rules of a field; an error that names file, message and field when one does not fit.
    pub fn of(field: &FieldDescriptor) -> Result<Self> {
        let rules = Self {
            options: extension(&field.options(), "aftersales.options.v1.field", field.parent_pool()),
        };
        rules.fit(field).map_err(|error| {
            let file = field.parent_file();
            format!("{}: {}: {error}", file.name(), field.full_name())
        })?;
        Ok(rules)
    }

    /// Whether a yes-or-no rule holds.
    pub fn flag(&self, name: &str) -> bool {
        self.value(name).and_then(|value| value.as_bool()).unwrap_or_default()
    }

    /// A length or count; `None` when the contract says nothing.
    pub fn size(&self, name: &str) -> Option<usize> {
        self.value(name)
            .and_then(|value| value.as_u32())
            .filter(|size| *size > 0)
            .map(|size| size as usize)
    }

    /// A bound of a number.
    pub fn bound(&self, name: &str) -> Option<i64> {
        self.value(name).and_then(|value| value.as_i64())
    }

    /// The pattern.
    pub fn pattern(&self) -> Option<String> {
        self.value("pattern")
            .and_then(|value| value.as_str().map(str::to_owned))
    }

    /// The variant of `check::Form`.
    pub fn form(&self) -> Option<&'static str> {
        FORMS
            .iter()
            .find(|(rule, _)| self.flag(rule))
            .map(|(_, variant)| *variant)
    }

    fn value(&self, name: &str) -> Option<Value> {
        let options = self.options.as_ref()?;
        options
            .has_field_by_name(name)
            .then(|| options.get_field_by_name(name).map(std::borrow::Cow::into_owned))?
    }

    fn said(&self) -> Vec<String> {
        self.options
            .iter()
            .flat_map(|options| options.fields().map(|(field, _)| field.name().to_owned()))
            .collect()
    }

    fn fit(&self, field: &FieldDescriptor) -> std::result::Result<(), String> {
        let allowed = allowed(field);
        for rule in self.said() {
            if !allowed.contains(&rule.as_str()) {
                return Err(format!("rule {rule} does not fit the type of the field"));
            }
        }
        let notations =
            FORMS.iter().filter(|(rule, _)| self.flag(rule)).count() + usize::from(self.pattern().is_some());
        if notations > 1 {
            return Err("a field has at most one of pattern and the notations".to_owned());
        }
        let crossed = |least: &str, most: &str| self.size(least) > self.size(most).or(Some(usize::MAX));
        if crossed("min_len", "max_len") || crossed("min_items", "max_items") {
            return Err("the least size is above the greatest".to_owned());
        }
        match (self.bound("gte"), self.bound("lte")) {
            (Some(least), Some(most)) if least > most => Err("gte is above lte".to_owned()),
            _ => Ok(()),
        }
    }
}

/// The rules that fit the type of a field.
fn allowed(field: &FieldDescriptor) -> Vec<&'static str> {
    let many = field.is_list() || field.is_map();
    let presence = field.supports_presence() && field.containing_oneof().is_none_or(|oneof| oneof.is_synthetic());
    let mut rules = of_kind(&value_kind(field));
    if many {
        rules.extend(["min_items", "max_items", "required"]);
        if field.is_list() && matches!(field.kind(), Kind::Message(_)) {
            rules.push("deferred");
        }
    } else if presence {
        rules.push("required");
    } else if matches!(field.kind(), Kind::Bool | Kind::Float | Kind::Double | Kind::Message(_)) {
        rules.retain(|rule| *rule != "required");
    }
    rules
}

fn of_kind(kind: &Kind) -> Vec<&'static str> {
    match kind {
        Kind::String => {
            let mut rules = vec!["required", "not_blank", "min_len", "max_len", "pattern", "multiline"];
            rules.extend(FORMS.map(|(rule, _)| rule));
            rules
        }
        Kind::Bytes => vec!["required", "min_len", "max_len"],
        Kind::Enum(_) => vec!["required", "defined_only"],
        Kind::Bool | Kind::Float | Kind::Double | Kind::Message(_) => Vec::new(),
        _ => vec!["required", "gte", "lte"],
    }
}

/// The kind of a field's value: of a map, that of the values.
pub fn value_kind(field: &FieldDescriptor) -> Kind {
    match field.kind() {
        Kind::Message(entry) if field.is_map() => entry.map_entry_value_field().kind(),
        kind => kind,
    }
}

/// The names of which at least one must be set; every name is a oneof or a field of the message outside one.
pub fn one_of_required(message: &MessageDescriptor) -> Result<Vec<String>> {
    let options = extension(
        &message.options(),
        "aftersales.options.v1.message",
        message.parent_pool(),
    );
    let value = options.and_then(|rules| {
        rules
            .get_field_by_name("one_of_required")
            .map(std::borrow::Cow::into_owned)
    });
    let values = value.as_ref().and_then(Value::as_list).unwrap_or_default();
    let names: Vec<String> = values.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    for name in &names {
        let oneof = message
            .oneofs()
            .any(|oneof| !oneof.is_synthetic() && oneof.name() == name);
        let field = message.get_field_by_name(name).is_some_and(|field| !is_member(&field));
        if !oneof && !field {
            let file = message.parent_file();
            return Err(format!(
                "{}: {}: one_of_required names {name}, which is neither a oneof nor a field outside one",
                file.name(),
                message.full_name()
            )
            .into());
        }
    }
    Ok(names)
}

/// Whether the field stands inside a oneof that the contract wrote.
pub fn is_member(field: &FieldDescriptor) -> bool {
    field.containing_oneof().is_some_and(|oneof| !oneof.is_synthetic())
}

/// One of our options on an item, when it is set.
pub fn extension(options: &DynamicMessage, name: &str, pool: &prost_reflect::DescriptorPool) -> Option<DynamicMessage> {
    let extension = pool.get_extension_by_name(name)?;
    if !options.has_extension(&extension) {
        return None;
    }
    options.get_extension(&extension).as_message().cloned()
}
