//! Amounts of money: whole fen, checked arithmetic, no fractions.

/// Greatest amount that the suite handles, in fen.
pub const MOST: i64 = 100_000_000_000;

/// Currency of an account that has no charge yet.
pub const DEFAULT_CURRENCY: &str = "CNY";

/// An amount in a currency's smallest unit (fen).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// ISO 4217 code.
    pub currency: String,
    /// Amount in the smallest unit; never negative, at most [`MOST`].
    pub minor: i64,
}

/// A sum of amounts; `None` when it exceeds [`MOST`].
pub fn add(a: i64, b: i64) -> Option<i64> {
    a.checked_add(b).filter(|sum| (0..=MOST).contains(sum))
}

/// A price times a number of units; `None` when it exceeds [`MOST`].
pub fn times(price: i64, units: i64) -> Option<i64> {
    price.checked_mul(units).filter(|amount| (0..=MOST).contains(amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_amount_wraps_round_or_becomes_negative() {
        assert_eq!(times(32_000, 2), Some(64_000));
        assert_eq!(add(MOST - 1, 1), Some(MOST));
        for (a, b) in [(MOST, 1), (i64::MAX, 1), (i64::MAX, i64::MAX), (-2, 1)] {
            assert_eq!(add(a, b), None, "{a} + {b}");
        }
        for (price, units) in [(MOST, 2), (i64::MAX, 2), (i64::MAX, i64::MAX), (-1, 1), (1, -1)] {
            assert_eq!(times(price, units), None, "{price} * {units}");
        }
    }
}
