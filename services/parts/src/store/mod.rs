//! SQL of the service: one module a table.

pub mod ledger;
pub mod parts;
pub mod requests;
pub mod serials;
pub mod stocks;
pub mod waiting;
pub mod work_orders;

use aftersales_kit::{Error, Result};

/// A list of texts as it is stored.
fn texts(list: &[String]) -> Result<String> {
    serde_json::to_string(list).map_err(|source| Error::internal_from("could not write a list", source))
}

/// A list of texts as it was stored.
fn read_texts(stored: &str) -> Result<Vec<String>> {
    serde_json::from_str(stored).map_err(|source| Error::internal_from("could not read a stored list", source))
}

/// `($n, $n+1, …)` for so many values, the first one being `$first`.
fn placeholders(first: usize, count: usize) -> String {
    let names: Vec<String> = (first..first + count).map(|n| format!("${n}")).collect();
    format!("({})", names.join(", "))
}
