//! Amounts of money.

/// An amount in a currency's smallest unit (fen), never negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// ISO 4217 code.
    pub currency: String,
    /// Amount in the smallest unit.
    pub minor: i64,
}
