//! SQL of the service: one module a table group.

pub mod accounts;
pub mod charges;
pub mod price_lists;

/// `($n, $n+1, …)` for so many values, the first one being `$first`.
fn placeholders(first: usize, count: usize) -> String {
    let names: Vec<String> = (first..first + count).map(|n| format!("${n}")).collect();
    format!("({})", names.join(", "))
}
