//! The bonus base that a total gives, as data; none is shipped (DSP-58, Q-3).

use aftersales_kit::Refusal;
use serde::{Deserialize, Serialize};

use crate::domain::score_reasons::BONUS_ROWS_INVALID;

/// Totals from a bound on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BonusRow {
    /// Lowest total in hundredths.
    pub from_total: i64,
    /// Base for each service, in fen.
    pub base_fen: i64,
}

/// Whether a base was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BonusVerdict {
    /// There is one.
    Found,
    /// Nobody put a table.
    NoTable,
    /// The total is below every row.
    BelowTable,
    /// There is no total.
    NoTotal,
}

/// The bonus that follows from a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bonus {
    /// Whether there is a base.
    pub verdict: BonusVerdict,
    /// Base for each service, in fen.
    pub base_fen: Option<i64>,
    /// Base times services, in fen.
    pub amount_fen: Option<i64>,
}

impl Bonus {
    /// Of a total in hundredths (`None`: there is none) for so many services.
    pub fn of(total: Option<i64>, rows: Option<&[BonusRow]>, services: i64) -> Self {
        let without = |verdict| Self {
            verdict,
            base_fen: None,
            amount_fen: None,
        };
        let (Some(total), Some(rows)) = (total, rows) else {
            let verdict = if total.is_some() {
                BonusVerdict::NoTable
            } else {
                BonusVerdict::NoTotal
            };
            return without(verdict);
        };
        let reached = rows.iter().rfind(|row| row.from_total <= total);
        reached.map_or_else(
            || without(BonusVerdict::BelowTable),
            |row| Self {
                verdict: BonusVerdict::Found,
                base_fen: Some(row.base_fen),
                amount_fen: Some(row.base_fen.saturating_mul(services)),
            },
        )
    }
}

/// Refuses rows whose bounds do not rise; every offending row is listed.
///
/// # Errors
/// `BONUS_ROWS_INVALID`.
pub fn check_rows(rows: &[BonusRow]) -> Result<(), Refusal> {
    let pairs = rows.iter().zip(rows.iter().skip(1)).enumerate();
    let wrong = pairs.filter(|(_, (row, next))| row.from_total >= next.from_total);
    let refusal = wrong.fold(BONUS_ROWS_INVALID.refuse(), |refusal, (index, _)| {
        refusal.field(
            format!("rows[{}].from_total", index + 1),
            "must be higher than the row before",
        )
    });
    if refusal.violations.is_empty() {
        Ok(())
    } else {
        Err(refusal)
    }
}
