//! Telephone numbers in any notation.

/// A phone as E.164 (`+8613800138000`). `None` when it is not one: 5 to 15 digits after folding.
///
/// Full-width digits and signs are folded; a number without country code is Chinese (`+86`), its trunk zero is
/// dropped (`010-6510 0000` is `+861065100000`); `00` in front is the international prefix.
pub fn normalise_phone(text: &str) -> Option<String> {
    let (international, digits) = fold(text)?;
    let number = if international || digits.starts_with("00") {
        let digits = digits.trim_start_matches('0').to_owned();
        match digits.strip_prefix("86") {
            Some(national) => format!("86{}", national.trim_start_matches('0')),
            None => digits,
        }
    } else if digits.len() == 13 && digits.starts_with("861") {
        digits
    } else {
        format!("86{}", digits.trim_start_matches('0'))
    };
    (7..=17).contains(&number.len()).then(|| format!("+{number}"))
}

/// Whether a plus leads, and the digits alone.
fn fold(text: &str) -> Option<(bool, String)> {
    let mut digits = String::with_capacity(16);
    let mut international = false;
    for c in text.trim().chars() {
        match c {
            '0'..='9' => digits.push(c),
            '\u{FF10}'..='\u{FF19}' => digits.push(char::from(b'0' + (u32::from(c) - 0xFF10) as u8)),
            '+' | '\u{FF0B}' if digits.is_empty() => international = true,
            '-' | '(' | ')' | '.' | ' ' | '\u{A0}' | '\u{3000}' => {}
            '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
            '\u{FF08}' | '\u{FF09}' | '\u{FF0D}' | '\u{FF0E}' => {}
            _ => return None,
        }
    }
    (5..=17).contains(&digits.len()).then_some((international, digits))
}

/// A phone for roles that do not call customers: `138****8000`. What is no phone is masked wholly.
pub fn mask_phone(text: &str) -> String {
    let Some(number) = normalise_phone(text) else {
        return "****".to_owned();
    };
    let national = number.strip_prefix("+86").unwrap_or(&number);
    let keep_back = if national.len() >= 8 { 4 } else { 2 };
    let keep_front = national.len().saturating_sub(keep_back + 4).min(3);
    let (front, back) = (
        national.get(..keep_front),
        national.get(national.len().saturating_sub(keep_back)..),
    );
    format!("{}****{}", front.unwrap_or_default(), back.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notation_of_a_number_is_the_same_number() {
        let mobile = [
            "13800138000",
            "138-0013-8000",
            " 138 0013 8000 ",
            "+86 138 0013 8000",
            "0086 13800138000",
            "8613800138000",
            "１３８００１３８０００",
            "＋８６（138）0013－8000",
        ];
        for text in mobile {
            assert_eq!(normalise_phone(text).as_deref(), Some("+8613800138000"), "{text}");
        }
        for text in [
            "010-65100000",
            "(010) 6510 0000",
            "+86 (0)10 6510.0000",
            "+86 10 65100000",
            "0086-10-65100000",
        ] {
            assert_eq!(normalise_phone(text).as_deref(), Some("+861065100000"), "{text}");
        }
        assert_eq!(normalise_phone("+1 (415) 555-0100").as_deref(), Some("+14155550100"));
        assert_eq!(normalise_phone("+852 2345 6789").as_deref(), Some("+85223456789"));
        assert_eq!(normalise_phone("400-810-0000").as_deref(), Some("+864008100000"));
    }

    #[test]
    fn what_is_no_phone_is_none() {
        for text in [
            "",
            "1234",
            "phone",
            "138x0013",
            "138+00138000",
            "1380013800013800138000",
            "+0000000",
            "0000000",
        ] {
            assert_eq!(normalise_phone(text), None, "{text}");
        }
    }

    #[test]
    fn a_masked_phone_keeps_four_digits_hidden() {
        for (text, want) in [
            ("13800138000", "138****8000"),
            ("010-65100000", "10****0000"),
            ("+1 415 555 0100", "+14****0100"),
            ("65100000", "****0000"),
            ("10086", "****86"),
            ("not a phone", "****"),
        ] {
            assert_eq!(mask_phone(text), want, "{text}");
        }
    }
}
