//! Public holidays fixed by law, for years whose notice is not known yet.

use jiff::civil::Date;

/// The holiday by the law of 2024-11-10 (全国年节及纪念日放假办法) on a date of a year without a notice, or `None`.
///
/// Only dates that are sure without the notice: New Year, Labour Day, National Day, and the lunar holidays of 2027.
/// Qingming, make-up days and holidays moved off a weekend are known from the notice alone, so whatever is reckoned
/// over such a year stays provisional.
pub(super) fn holiday(date: Date) -> Option<&'static str> {
    match (date.month(), date.day()) {
        (1, 1) => Some("元旦"),
        (5, 1 | 2) => Some("劳动节"),
        (10, 1..=3) => Some("国庆节"),
        _ if date.year() == 2027 => lunar_2027(date),
        _ => None,
    }
}

fn lunar_2027(date: Date) -> Option<&'static str> {
    match (date.month(), date.day()) {
        (2, 5..=8) => Some("春节"),
        (6, 9) => Some("端午节"),
        (9, 15) => Some("中秋节"),
        _ => None,
    }
}
