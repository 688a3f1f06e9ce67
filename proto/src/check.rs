//! What the fields of a message must fulfil.
//!
//! The generated [`Check`] implementations walk a message and call the small functions of this module. All
//! violations are collected, up to [`MOST_VIOLATIONS`], so that a caller can mend a form in one go.

mod form;
mod pattern;
mod text;

use std::fmt;

pub use pattern::{Pattern, Piece};
pub use text::{Form, Text, text};

/// What a violation complains about. The list is closed and part of the API.
pub mod reason {
    /// The field must be set.
    pub const FIELD_REQUIRED: &str = "FIELD_REQUIRED";
    /// The text holds no visible character.
    pub const FIELD_BLANK: &str = "FIELD_BLANK";
    /// Fewer characters (bytes, for bytes) than `param`.
    pub const TOO_SHORT: &str = "TOO_SHORT";
    /// More characters (bytes, for bytes) than `param`.
    pub const TOO_LONG: &str = "TOO_LONG";
    /// The text does not match the pattern in `param`.
    pub const BAD_PATTERN: &str = "BAD_PATTERN";
    /// The text is not a UUID in its 36-character form.
    pub const NOT_A_UUID: &str = "NOT_A_UUID";
    /// The text is not a telephone number.
    pub const NOT_A_PHONE: &str = "NOT_A_PHONE";
    /// The contract has no enum value with the number in `param`.
    pub const UNKNOWN_ENUM_VALUE: &str = "UNKNOWN_ENUM_VALUE";
    /// The number is less than `param`.
    pub const TOO_SMALL: &str = "TOO_SMALL";
    /// The number is greater than `param`.
    pub const TOO_LARGE: &str = "TOO_LARGE";
    /// The list has fewer items than `param`.
    pub const TOO_FEW: &str = "TOO_FEW";
    /// The list has more items than `param`.
    pub const TOO_MANY: &str = "TOO_MANY";
    /// The text holds the control or bidirectional formatting character in `param` (`U+202E`).
    pub const CONTROL_CHARACTER: &str = "CONTROL_CHARACTER";
    /// The text is not a branch code.
    pub const NOT_A_BRANCH_CODE: &str = "NOT_A_BRANCH_CODE";
    /// The text is not a staff code.
    pub const NOT_A_STAFF_CODE: &str = "NOT_A_STAFF_CODE";
    /// The text is not a part number.
    pub const NOT_A_PART_NUMBER: &str = "NOT_A_PART_NUMBER";
    /// The text is not a calendar date `YYYY-MM-DD`.
    pub const NOT_A_DATE: &str = "NOT_A_DATE";
    /// The timestamp lies outside the years 1 to 9999 or has no valid nanoseconds.
    pub const BAD_TIMESTAMP: &str = "BAD_TIMESTAMP";
    /// None of the fields in `param` (names separated by commas) is set.
    pub const ONE_OF_REQUIRED: &str = "ONE_OF_REQUIRED";
    /// The bytes of the request are not its message. The field is empty.
    pub const UNREADABLE: &str = "UNREADABLE";

    /// Every reason of this module.
    pub const ALL: &[&str] = &[
        FIELD_REQUIRED,
        FIELD_BLANK,
        TOO_SHORT,
        TOO_LONG,
        BAD_PATTERN,
        NOT_A_UUID,
        NOT_A_PHONE,
        UNKNOWN_ENUM_VALUE,
        TOO_SMALL,
        TOO_LARGE,
        TOO_FEW,
        TOO_MANY,
        CONTROL_CHARACTER,
        NOT_A_BRANCH_CODE,
        NOT_A_STAFF_CODE,
        NOT_A_PART_NUMBER,
        NOT_A_DATE,
        BAD_TIMESTAMP,
        ONE_OF_REQUIRED,
        UNREADABLE,
    ];
}

/// Most violations that are reported of one message: a status travels in headers, which common clients bound at 8 KB.
pub const MOST_VIOLATIONS: usize = 32;

/// One thing that is wrong with a message. It never holds the value that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The path of the field, such as `lines[0].part_no`; empty for the message itself.
    pub field: String,
    /// What is wrong: one of [`reason::ALL`].
    pub reason: &'static str,
    /// The bound, pattern or character that the reason speaks of.
    pub param: Option<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.field, self.reason)?;
        self.param.as_ref().map_or(Ok(()), |param| write!(f, " ({param})"))
    }
}

/// A message that knows what its contract asks of it.
pub trait Check {
    /// Whether the message is an answer (`...Response`): its receiver takes it as it comes.
    const ANSWER: bool = false;

    /// Adds to `out` what is wrong with the message that stands at `path`.
    fn check(&self, path: &mut Path, out: &mut Vec<Violation>);
}

/// All that is wrong with a message; empty when it keeps its contract.
#[must_use]
pub fn violations<M: Check>(message: &M) -> Vec<Violation> {
    let mut out = Vec::new();
    message.check(&mut Path::root(), &mut out);
    out
}

/// Where in a message a check stands.
#[derive(Debug, Default)]
pub struct Path {
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    Field(&'static str),
    Index(usize),
    Key(String),
}

impl Path {
    /// The message itself.
    #[must_use]
    pub const fn root() -> Self {
        Self { steps: Vec::new() }
    }

    /// Steps into a field.
    pub fn enter(&mut self, field: &'static str) {
        self.steps.push(Step::Field(field));
    }

    /// Steps to an item of the list that the path stands at.
    pub fn index(&mut self, index: usize) {
        self.steps.push(Step::Index(index));
    }

    /// Steps to a value of the map that the path stands at. Long keys are cut.
    pub fn key(&mut self, key: &impl ToString) {
        self.steps.push(Step::Key(key.to_string().chars().take(40).collect()));
    }

    /// Steps back.
    pub fn leave(&mut self) {
        self.steps.pop();
    }

    /// Reports a violation at this path.
    pub fn report(&self, out: &mut Vec<Violation>, reason: &'static str, param: Option<String>) {
        if out.len() < MOST_VIOLATIONS {
            out.push(Violation {
                field: self.to_string(),
                reason,
                param,
            });
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.steps.iter().enumerate() {
            match step {
                Step::Field(name) if position == 0 => f.write_str(name)?,
                Step::Field(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => write!(f, "[{key:?}]")?,
            }
        }
        Ok(())
    }
}

/// Reports that the field is not set.
pub fn missing(path: &Path, out: &mut Vec<Violation>) {
    path.report(out, reason::FIELD_REQUIRED, None);
}

/// Reports that none of the fields or oneofs named in `names` (separated by commas) is set.
pub fn none_of(names: &'static str, path: &mut Path, out: &mut Vec<Violation>) {
    path.enter(names.split(',').next().unwrap_or(names));
    path.report(out, reason::ONE_OF_REQUIRED, Some(names.to_owned()));
    path.leave();
}

/// Bounds of a whole number.
#[derive(Debug, Default)]
pub struct Number {
    /// Zero is not a value.
    pub required: bool,
    /// Least value.
    pub gte: Option<i64>,
    /// Greatest value.
    pub lte: Option<i64>,
}

/// Checks a whole number.
pub fn number(value: impl Into<i128>, rules: &Number, path: &Path, out: &mut Vec<Violation>) {
    let value = value.into();
    if rules.required && value == 0 {
        return missing(path, out);
    }
    if let Some(least) = rules.gte.filter(|least| value < i128::from(*least)) {
        path.report(out, reason::TOO_SMALL, Some(least.to_string()));
    }
    if let Some(most) = rules.lte.filter(|most| value > i128::from(*most)) {
        path.report(out, reason::TOO_LARGE, Some(most.to_string()));
    }
}

/// Checks an enum value; `defined` says whether the contract has it.
pub fn enumeration(value: i32, defined: bool, required: bool, path: &Path, out: &mut Vec<Violation>) {
    if required && value == 0 {
        missing(path, out);
    } else if !defined {
        path.report(out, reason::UNKNOWN_ENUM_VALUE, Some(value.to_string()));
    }
}

/// Bounds of a list or map, in items, or of bytes, in bytes.
#[derive(Debug, Default)]
pub struct Size {
    /// It must not be empty.
    pub required: bool,
    /// Least size.
    pub min: usize,
    /// Greatest size; `None` is unbounded.
    pub max: Option<usize>,
}

/// Checks the number of items of a list or map. `false`: too many, its items are not to be looked at.
pub fn items(count: usize, rules: &Size, path: &Path, out: &mut Vec<Violation>) -> bool {
    if rules.required && count == 0 {
        missing(path, out);
    } else if count < rules.min {
        path.report(out, reason::TOO_FEW, Some(rules.min.to_string()));
    }
    let excess = rules.max.filter(|most| count > *most);
    if let Some(most) = excess {
        path.report(out, reason::TOO_MANY, Some(most.to_string()));
    }
    excess.is_none()
}

/// Checks the length of bytes.
pub fn bytes(value: &[u8], rules: &Size, path: &Path, out: &mut Vec<Violation>) {
    if rules.required && value.is_empty() {
        missing(path, out);
    } else if !value.is_empty() && value.len() < rules.min {
        path.report(out, reason::TOO_SHORT, Some(rules.min.to_string()));
    }
    if let Some(most) = rules.max.filter(|most| value.len() > *most) {
        path.report(out, reason::TOO_LONG, Some(most.to_string()));
    }
}

/// Seconds of 0001-01-01T00:00:00Z.
const FIRST_SECOND: i64 = -62_135_596_800;
/// Seconds of 9999-12-31T23:59:59Z.
const LAST_SECOND: i64 = 253_402_300_799;

/// Checks that a timestamp lies in the years 1 to 9999.
pub fn timestamp(value: &prost_types::Timestamp, path: &Path, out: &mut Vec<Violation>) {
    let in_range = (FIRST_SECOND..=LAST_SECOND).contains(&value.seconds);
    if !in_range || !(0..1_000_000_000).contains(&value.nanos) {
        path.report(out, reason::BAD_TIMESTAMP, None);
    }
}
