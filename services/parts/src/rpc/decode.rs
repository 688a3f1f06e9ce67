//! Fields of requests as domain types. The contract's checks have run before, so a failure here is the caller's only
//! when a check is missing there.

use aftersales_kit::{
    Error, Result,
    id::{BranchId, InvalidId, PartNo},
    reasons::INVALID_REQUEST,
    rpc::Call,
    time::Timestamp,
};

/// An id or code, at this field.
pub fn id<T>(field: &str, parsed: Result<T, InvalidId>) -> Result<T> {
    parsed.map_err(|fault| INVALID_REQUEST.field(field, fault.to_string()).into())
}

/// A part number, at this field.
pub fn part_no(field: &str, text: &str) -> Result<PartNo> {
    id(field, PartNo::parse(text))
}

/// An id or code that may be missing.
pub fn optional<T>(field: &str, text: &str, parse: impl FnOnce(&str) -> Result<T, InvalidId>) -> Result<Option<T>> {
    if text.is_empty() {
        Ok(None)
    } else {
        id(field, parse(text)).map(Some)
    }
}

/// A place of the caller's.
///
/// # Errors
/// `BRANCH_UNKNOWN`.
pub fn place(call: &Call, text: &str) -> Result<BranchId> {
    let branch = id("branch_id", BranchId::parse(text))?;
    call.caller
        .scope
        .admit(&branch, &aftersales_kit::reasons::BRANCH_UNKNOWN)?;
    Ok(branch)
}

/// Serial numbers without the blanks around them.
pub fn serials(numbers: &[String]) -> Vec<String> {
    numbers.iter().map(|number| number.trim().to_owned()).collect()
}

/// An instant that may be missing.
pub fn instant(field: &str, at: Option<&prost_types::Timestamp>) -> Result<Option<Timestamp>> {
    let decode =
        |at| Timestamp::from_proto(at).ok_or_else(|| Error::from(INVALID_REQUEST.field(field, "is no instant")));
    at.map(decode).transpose()
}
