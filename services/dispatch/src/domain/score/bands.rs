//! Bands: which rate gives which score, as data (DSP-60, Q-2, Q-3).

use aftersales_kit::Refusal;
use serde::{Deserialize, Serialize};

use crate::domain::score_reasons::BANDS_INCOMPLETE;

/// An item of the scoring table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Item {
    /// Contacted within one working day; NO is bad.
    Contacted,
    /// On time; NO is bad.
    OnTime,
    /// Satisfied; NO is bad.
    Satisfied,
    /// The customer complained.
    Complained,
    /// A service was missed.
    Missed,
}

impl Item {
    /// The five items, in the table's order.
    pub const ALL: [Self; 5] = [
        Self::Contacted,
        Self::OnTime,
        Self::Satisfied,
        Self::Complained,
        Self::Missed,
    ];

    /// Only the callback knows it (A-1).
    pub const fn is_asked(self) -> bool {
        matches!(self, Self::Contacted | Self::OnTime | Self::Satisfied)
    }
}

/// What the items are counted on that only the callback knows (A-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Denominator {
    /// Orders called back.
    CalledBack,
    /// All countable orders.
    All,
}

/// Rates up to a bound, the bound included (Q-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// Highest rate in basis points; `None` takes every rate.
    pub upper: Option<i64>,
    /// Score.
    pub score: i64,
    /// Stands on an assumption, not on the legible table (Q-3).
    pub assumed: bool,
}

/// An item with its bands, lowest rates first.
pub type Rated = (Item, Vec<Band>);

/// The bands of the five items, and what asked items are counted on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bands {
    /// The items.
    pub items: Vec<Rated>,
    /// What asked items are counted on.
    pub denominator: Denominator,
}

impl Bands {
    /// The band of a rate, compared unrounded; `None` when no band takes it.
    pub fn of(&self, item: Item, bad: i64, whole: i64) -> Option<Band> {
        let (_, bands) = self.items.iter().find(|(named, _)| *named == item)?;
        let takes = |band: &&Band| {
            band.upper
                .is_none_or(|upper| i128::from(bad) * 10_000 <= i128::from(upper) * i128::from(whole))
        };
        bands.iter().find(takes).copied()
    }

    /// Refuses a table with an item missing or named twice, bounds that do not rise, or without the catch-all row, which
    /// is mandatory (Q-3). Every offending item is listed.
    ///
    /// # Errors
    /// `BANDS_INCOMPLETE`.
    pub fn check(&self) -> Result<(), Refusal> {
        let mut refusal = BANDS_INCOMPLETE.refuse();
        for item in Item::ALL {
            if self.items.iter().filter(|(named, _)| *named == item).count() != 1 {
                refusal = refusal.field("items", format!("must name {item:?} once"));
            }
        }
        for (index, (_, bands)) in self.items.iter().enumerate() {
            if let Some(wrong) = flaw(bands) {
                refusal = refusal.field(format!("items[{index}].bands"), wrong);
            }
        }
        if refusal.violations.is_empty() {
            Ok(())
        } else {
            Err(refusal)
        }
    }
}

fn flaw(bands: &[Band]) -> Option<&'static str> {
    let bounds: Vec<i64> = bands.iter().map_while(|band| band.upper).collect();
    let rising = bounds.iter().zip(bounds.iter().skip(1)).all(|(one, next)| one < next);
    if bounds.len() + 1 != bands.len() {
        Some("must end with the one row that has no bound")
    } else if rising {
        None
    } else {
        Some("must have rising bounds")
    }
}

/// The legible rows: 5, 4 and 3 up to these bounds in basis points, the last one tighter for complaints.
pub fn legible(five: i64, four: i64, three: i64, three_of_complaints: i64) -> Bands {
    let band = |upper, score| Band {
        upper: Some(upper),
        score,
        assumed: false,
    };
    let rated = |item| {
        let last = if item == Item::Complained {
            three_of_complaints
        } else {
            three
        };
        (item, vec![band(five, 5), band(four, 4), band(last, 3)])
    };
    Bands {
        items: Item::ALL.map(rated).to_vec(),
        denominator: Denominator::CalledBack,
    }
}

/// The legible rows completed by the assumption of Q-3: 2 up to twice the last bound, then 1.
pub fn suggested(legible: &Bands) -> Vec<Rated> {
    let complete = |(item, bands): &Rated| {
        let last = bands.last().and_then(|band| band.upper).unwrap_or_default();
        let assumed = |upper, score| Band {
            upper,
            score,
            assumed: true,
        };
        let rest = [assumed(Some((last * 2).min(10_000)), 2), assumed(None, 1)];
        (*item, bands.iter().copied().chain(rest).collect())
    };
    legible.items.iter().map(complete).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(item: Item, bad: i64, whole: i64) -> Option<i64> {
        legible(200, 400, 800, 600).of(item, bad, whole).map(|band| band.score)
    }

    #[test]
    fn q_2_an_upper_bound_belongs_to_its_band_and_nothing_is_rounded() {
        assert_eq!(score(Item::Missed, 2, 100), Some(5), "exactly 2 %");
        assert_eq!(score(Item::Missed, 20_001, 1_000_000), Some(4), "2.0001 %");
        assert_eq!(score(Item::Missed, 4, 100), Some(4));
        assert_eq!(score(Item::Missed, 8, 100), Some(3));
        assert_eq!(score(Item::Missed, 80_001, 1_000_000), None);
        assert_eq!(score(Item::Complained, 6, 100), Some(3));
        assert_eq!(score(Item::Complained, 60_001, 1_000_000), None);
    }

    #[test]
    fn q_3_a_table_needs_a_catch_all_row() {
        let shipped = legible(200, 400, 800, 600);
        assert_eq!(shipped.check().unwrap_err().violations.len(), 5);
        let complete = Bands {
            items: suggested(&shipped),
            denominator: Denominator::All,
        };
        assert!(complete.check().is_ok());
        let high = complete.of(Item::Complained, 13, 100).unwrap();
        assert_eq!((high.score, high.assumed), (1, true));
        assert_eq!(complete.of(Item::Complained, 12, 100).unwrap().score, 2);
        let mut twice = complete.clone();
        twice.items[0].0 = Item::Missed;
        assert_eq!(twice.check().unwrap_err().violations.len(), 2, "one missing, one twice");
        let mut falling = complete;
        falling.items[1].1[1].upper = Some(100);
        assert_eq!(falling.check().unwrap_err().violations[0].field, "items[1].bands");
    }

    #[test]
    fn stored_tables_stay_readable() {
        let stored = r#"{"items":[["OnTime",[{"upper":200,"score":5,"assumed":false},{"upper":null,"score":1,"assumed":true}]]],"denominator":"CalledBack"}"#;
        let bands: Bands = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&bands).unwrap(), stored);
    }
}
