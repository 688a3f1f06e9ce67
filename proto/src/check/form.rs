//! Notations: UUID, telephone number, the suite's codes, calendar date.

/// `8-4-4-4-12` hexadecimal digits, in either case.
pub(super) fn is_uuid(value: &str) -> bool {
    value.len() == 36
        && value.bytes().enumerate().all(|(position, byte)| match position {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// 5 to 15 digits with `+ - ( ) .` and spaces between them, full-width ones too; a plus before the first digit only.
pub(super) fn is_phone(value: &str) -> bool {
    let mut digits = 0_usize;
    for c in value.chars() {
        match c {
            '0'..='9' | '\u{FF10}'..='\u{FF19}' => digits += 1,
            '+' | '\u{FF0B}' if digits == 0 => {}
            '-' | '(' | ')' | '.' | ' ' | '\u{A0}' | '\u{3000}' => {}
            '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
            '\u{FF08}' | '\u{FF09}' | '\u{FF0D}' | '\u{FF0E}' => {}
            _ => return false,
        }
    }
    (5..=15).contains(&digits)
}

/// `[A-Z][A-Z0-9]{1,15}`
pub(super) fn is_branch_code(value: &str) -> bool {
    (2..=16).contains(&value.len()) && is_code(value, |_| false)
}

/// `[A-Z][A-Z0-9-]{0,15}`
pub(super) fn is_staff_code(value: &str) -> bool {
    (1..=16).contains(&value.len()) && is_code(value, |byte| byte == b'-')
}

/// `[A-Z0-9][A-Z0-9._-]{0,39}`
pub(super) fn is_part_number(value: &str) -> bool {
    (1..=40).contains(&value.len())
        && value.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit())
        && value
            .bytes()
            .all(|byte| is_code_byte(byte) || matches!(byte, b'.' | b'_' | b'-'))
}

fn is_code(value: &str, extra: impl Fn(u8) -> bool) -> bool {
    value.starts_with(|c: char| c.is_ascii_uppercase()) && value.bytes().all(|byte| is_code_byte(byte) || extra(byte))
}

const fn is_code_byte(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

/// `YYYY-MM-DD`, a day of the Gregorian calendar in the years 1 to 9999.
pub(super) fn is_date(value: &str) -> bool {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = value.as_bytes() else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) = (digits(&[y1, y2, y3, y4]), digits(&[m1, m2]), digits(&[d1, d2])) else {
        return false;
    };
    year > 0 && day > 0 && day <= days_of(year, month)
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0'))
    })
}

const fn days_of(year: u32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn sorted(test: fn(&str) -> bool, good: &[&str], bad: &[&str]) {
        for value in good {
            assert!(test(value), "{value:?} is refused");
        }
        for value in bad {
            assert!(!test(value), "{value:?} passes");
        }
    }

    #[test]
    fn uuids_have_36_characters() {
        sorted(
            is_uuid,
            &[
                "0192f0c1-2345-7abc-8def-0123456789ab",
                "0192F0C1-2345-7ABC-8DEF-0123456789AB",
            ],
            &[
                "",
                "0192f0c123457abc8def0123456789ab",
                "{0192f0c1-2345-7abc-8def-0123456789a}",
                "0192f0c1-2345-7abc-8def-0123456789ag",
                "0192f0c1-2345-7abc-8def-0123456789a\u{e9}",
            ],
        );
    }

    #[test]
    fn phones_come_in_any_usual_notation() {
        sorted(
            is_phone,
            &[
                "10086",
                "+86 138-0013-8000",
                "(+86)10-6510.0000",
                "（０１０）６５１０－００００",
                "＋86\u{3000}13800138000",
            ],
            &[
                "",
                "1234",
                "1234567890123456",
                "138+0013",
                "13800x38000",
                "none",
                "138001\n38000",
            ],
        );
    }

    #[test]
    fn codes_are_upper_case() {
        sorted(
            is_branch_code,
            &["BJ01", "B1", "ABCDEFGHIJKLMNOP"],
            &["", "B", "1B", "bj01", "BJ-01", "ABCDEFGHIJKLMNOPQ"],
        );
        sorted(
            is_staff_code,
            &["E1", "E1-S", "E"],
            &["", "1E", "-E", "e1", "E1_S", "ABCDEFGHIJKLMNOPQ"],
        );
        sorted(
            is_part_number,
            &["HDD-1T", "1", "A._-"],
            &["", "-A", "hdd", "A B", "Ａ"],
        );
    }

    #[test]
    fn dates_are_days_of_the_calendar() {
        sorted(
            is_date,
            &["2026-11-16", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"],
            &[
                "",
                "2026-11-31",
                "2023-02-29",
                "1900-02-29",
                "2026-13-01",
                "2026-00-10",
                "0000-01-01",
                "2026-1-1",
                "20261116",
                "2026-11-1６",
            ],
        );
    }
}
