//! Rules of strings.

use super::form;
use super::pattern::Pattern;
use super::{Path, Violation, missing, reason};

/// A notation that the whole text must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A UUID in its 36-character form.
    Uuid,
    /// A telephone number: 5 to 15 digits in any usual notation.
    Phone,
    /// A branch code such as BJ01.
    BranchCode,
    /// A staff code such as E1-S.
    StaffCode,
    /// A part number such as HDD-1T.
    PartNumber,
    /// A calendar date such as 2026-11-16.
    Date,
}

impl Form {
    fn refusal(self, value: &str) -> Option<&'static str> {
        let (fits, reason) = match self {
            Self::Uuid => (form::is_uuid(value), reason::NOT_A_UUID),
            Self::Phone => (form::is_phone(value), reason::NOT_A_PHONE),
            Self::BranchCode => (form::is_branch_code(value), reason::NOT_A_BRANCH_CODE),
            Self::StaffCode => (form::is_staff_code(value), reason::NOT_A_STAFF_CODE),
            Self::PartNumber => (form::is_part_number(value), reason::NOT_A_PART_NUMBER),
            Self::Date => (form::is_date(value), reason::NOT_A_DATE),
        };
        (!fits).then_some(reason)
    }
}

/// What a string must fulfil. Lengths count Unicode scalar values.
#[derive(Debug)]
pub struct Text {
    /// It must not be empty.
    pub required: bool,
    /// It must hold a visible character.
    pub not_blank: bool,
    /// Least length of a string that is not empty.
    pub min: usize,
    /// Greatest length.
    pub max: usize,
    /// Line breaks and tabs may occur.
    pub multiline: bool,
    /// The notation of a string that is not empty.
    pub form: Option<Form>,
    /// The pattern of a string that is not empty.
    pub pattern: Option<Pattern>,
}

/// Checks a string. Of several broken rules the first counts: required, blank, length, characters, notation.
pub fn text(value: &str, rules: &Text, path: &Path, out: &mut Vec<Violation>) {
    if value.is_empty() && rules.required {
        return missing(path, out);
    }
    if rules.not_blank && !value.chars().any(is_visible) {
        return path.report(out, reason::FIELD_BLANK, None);
    }
    if value.is_empty() {
        return;
    }
    if let Some((reason, param)) = length(value, rules).or_else(|| characters(value, rules)) {
        return path.report(out, reason, Some(param));
    }
    if let Some(reason) = rules.form.and_then(|form| form.refusal(value)) {
        return path.report(out, reason, None);
    }
    if let Some(pattern) = rules.pattern.as_ref().filter(|pattern| !pattern.matches(value)) {
        path.report(out, reason::BAD_PATTERN, Some(pattern.source.to_owned()));
    }
}

fn length(value: &str, rules: &Text) -> Option<(&'static str, String)> {
    let count = value.chars().count();
    if count > rules.max {
        return Some((reason::TOO_LONG, rules.max.to_string()));
    }
    (count < rules.min).then(|| (reason::TOO_SHORT, rules.min.to_string()))
}

fn characters(value: &str, rules: &Text) -> Option<(&'static str, String)> {
    let bad = value.chars().find(|c| is_forbidden(*c, rules.multiline))?;
    Some((reason::CONTROL_CHARACTER, format!("U+{:04X}", u32::from(bad))))
}

fn is_forbidden(c: char, multiline: bool) -> bool {
    match c {
        '\n' | '\r' | '\t' => !multiline,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        _ => c.is_control(),
    }
}

/// Neither white space nor a control character nor one of the characters that show nothing.
fn is_visible(c: char) -> bool {
    let hidden = matches!(
        c,
        '\u{AD}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
    );
    !hidden && !c.is_whitespace() && !c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Text = Text {
        required: false,
        not_blank: false,
        min: 0,
        max: 4000,
        multiline: false,
        form: None,
        pattern: None,
    };

    fn verdict(value: &str, rules: &Text) -> Option<(&'static str, Option<String>)> {
        let mut path = Path::root();
        path.enter("note");
        let mut out = Vec::new();
        text(value, rules, &path, &mut out);
        assert!(out.len() <= 1, "one violation a field, got {out:?}");
        out.pop().map(|violation| (violation.reason, violation.param))
    }

    #[test]
    fn an_empty_string_passes_unless_required() {
        assert_eq!(verdict("", &PLAIN), None);
        assert_eq!(
            verdict(
                "",
                &Text {
                    form: Some(Form::Uuid),
                    min: 3,
                    ..PLAIN
                }
            ),
            None
        );
        let required = Text {
            required: true,
            ..PLAIN
        };
        assert_eq!(verdict("", &required), Some((reason::FIELD_REQUIRED, None)));
        assert_eq!(verdict(" ", &required), None);
    }

    #[test]
    fn white_space_and_invisible_characters_are_blank() {
        let rules = Text {
            not_blank: true,
            ..PLAIN
        };
        for blank in ["", " ", "\u{3000}", "\u{200B}\u{FEFF}", "\u{2800}", "\u{3164}"] {
            assert_eq!(verdict(blank, &rules), Some((reason::FIELD_BLANK, None)), "{blank:?}");
        }
        assert_eq!(verdict("\u{3000}王", &rules), None);
    }

    #[test]
    fn lengths_count_characters_and_not_bytes() {
        let rules = Text {
            min: 2,
            max: 4,
            ..PLAIN
        };
        assert_eq!(verdict("朝阳门外", &rules), None);
        assert_eq!(
            verdict("朝阳门外大", &rules),
            Some((reason::TOO_LONG, Some("4".into())))
        );
        assert_eq!(verdict("朝", &rules), Some((reason::TOO_SHORT, Some("2".into()))));
    }

    #[test]
    fn control_and_bidirectional_characters_do_not_pass() {
        let typed = Text {
            multiline: true,
            ..PLAIN
        };
        for bad in ["a\u{0}", "\u{7F}", "\u{85}", "\u{1B}[31m", "x\u{202E}y", "\u{2066}"] {
            assert_eq!(
                verdict(bad, &PLAIN).map(|(reason, _)| reason),
                Some(reason::CONTROL_CHARACTER),
                "{bad:?}"
            );
            assert_eq!(
                verdict(bad, &typed).map(|(reason, _)| reason),
                Some(reason::CONTROL_CHARACTER),
                "{bad:?}"
            );
        }
        assert_eq!(
            verdict("a\nb", &PLAIN),
            Some((reason::CONTROL_CHARACTER, Some("U+000A".into())))
        );
        assert_eq!(verdict("a\r\n\tb", &typed), None);
    }
}
