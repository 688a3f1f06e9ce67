//! Reading of request fields. The contract's own checks ran before; what fails here was let through by them.

use aftersales_kit::{
    Error, Result,
    id::{BranchId, InvalidId},
    reasons::INVALID_REQUEST,
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

/// An id of a field.
///
/// # Errors
/// `INVALID_REQUEST`.
pub fn id<I>(text: &str, field: &str, parse: impl Fn(&str) -> Result<I, InvalidId>) -> Result<I> {
    parse(text).map_err(|wrong| INVALID_REQUEST.field(field, wrong.to_string()).into())
}

/// An id of a field that may be empty.
///
/// # Errors
/// `INVALID_REQUEST`.
pub fn optional<I>(text: &str, field: &str, parse: impl Fn(&str) -> Result<I, InvalidId>) -> Result<Option<I>> {
    if text.is_empty() {
        Ok(None)
    } else {
        id(text, field, parse).map(Some)
    }
}

/// A UUID.
///
/// # Errors
/// When it is none.
pub fn uuid(text: &str) -> Result<Uuid, InvalidId> {
    Uuid::try_parse(text).map_err(|_| InvalidId("UUID"))
}

/// A branch code of a field that may be empty.
///
/// # Errors
/// `INVALID_REQUEST`.
pub fn optional_branch(text: &str, field: &str) -> Result<Option<BranchId>> {
    optional(text, field, BranchId::parse)
}

/// An instant of a field that may be unset.
///
/// # Errors
/// `INVALID_REQUEST`.
pub fn instant(at: Option<&prost_types::Timestamp>, field: &str) -> Result<Option<Timestamp>> {
    let outside = || Error::from(INVALID_REQUEST.field(field, "must lie in the years 1 to 9999"));
    at.map(|at| Timestamp::from_proto(at).ok_or_else(outside)).transpose()
}

/// A local date.
///
/// # Errors
/// `INVALID_REQUEST`.
pub fn date(text: &str, field: &str) -> Result<BusinessDate> {
    BusinessDate::parse(text).ok_or_else(|| INVALID_REQUEST.field(field, "must be a date such as 2026-11-16").into())
}

/// A value of the contract as the stored word.
macro_rules! word {
    ($own:ty, $value:expr, $prefix:literal, $field:literal) => {
        <$own>::parse($crate::events::stored_name($value.as_str_name(), $prefix))
            .ok_or_else(|| aftersales_kit::reasons::INVALID_REQUEST.field($field, "must be a value of the contract"))
    };
}
pub(super) use word;
