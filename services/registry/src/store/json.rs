//! Lists and documents that are stored as JSON text.

use aftersales_kit::{Error, Result};
use serde::{Serialize, de::DeserializeOwned};

/// As text.
pub(super) fn write<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::internal_from("write a column as JSON", error))
}

/// From text. The error names no content: a document may hold personal data.
pub(super) fn read<T: DeserializeOwned>(text: &str, what: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::internal(format!("a stored {what} cannot be read")))
}
