//! The national notices that are shipped with the suite.

use super::import::{Notice, NoticeError, parse_notice};

/// The notices of the State Council on public holidays (国务院办公厅关于部分节假日安排的通知) by year, in the form that
/// [`parse_notice`] reads. Facts as published; the 2027 notice was not out when this was written.
pub const SHIPPED_NOTICES: [(i16, &str); 3] = [
    (2024, include_str!("../../data/holidays/2024.json")),
    (2025, include_str!("../../data/holidays/2025.json")),
    (2026, include_str!("../../data/holidays/2026.json")),
];

/// The shipped notices, oldest first.
///
/// # Errors
/// The problems of a shipped file; the tests show that there are none.
pub fn shipped_notices() -> Result<Vec<Notice>, NoticeError> {
    SHIPPED_NOTICES.iter().map(|(_, json)| parse_notice(json)).collect()
}
