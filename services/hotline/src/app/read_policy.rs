//! Numbers of the rulebook as the use cases of the telephone need them.

use aftersales_kit::{
    Result,
    policy::{
        PolicyKey, PolicyValue,
        catalogue::{HOTLINE_ANSWER_RINGS, HOTLINE_RING_CYCLE},
    },
    refdata::BranchBook,
    time::{SECOND, Timestamp},
};

use crate::domain::call::RingRule;

/// A number at an instant.
///
/// # Errors
/// Those of the calendar.
pub fn number(book: &BranchBook, key: PolicyKey, at: Timestamp) -> Result<i64> {
    Ok(match book.policy(key, at)?.value {
        PolicyValue::Int(number) => number,
        _ => 0,
    })
}

/// How many rings are few enough at an instant, and how long one is (HOT-03).
///
/// # Errors
/// Those of the calendar.
pub fn ring_rule(book: &BranchBook, at: Timestamp) -> Result<RingRule> {
    Ok(RingRule {
        rings: number(book, HOTLINE_ANSWER_RINGS, at)?,
        cycle: number(book, HOTLINE_RING_CYCLE, at)?.saturating_mul(SECOND),
    })
}
