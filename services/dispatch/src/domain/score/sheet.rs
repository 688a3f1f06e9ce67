//! A technician's sheet of a month (DSP-58, DSP-60).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Bands, Bonus, BonusRow, Denominator, Exclusion, Handling, Item, OrderFacts};

/// The whole, in basis points.
const WHOLE: i64 = 10_000;

/// Whether there is a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// There is one.
    Scored,
    /// No band takes a rate.
    NoBand,
    /// Nothing to count on.
    NoOrders,
    /// The weights are not 100 % together.
    WeightsWrong,
}

/// What a month is judged by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Weights of [`Item::ALL`] in basis points.
    pub weights: [i64; 5],
    /// The bands.
    pub bands: Bands,
    /// The bonus rows; `None` when nobody put any.
    pub bonus: Option<Vec<BonusRow>>,
}

/// An item of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The item.
    pub item: Item,
    /// Weight in basis points.
    pub weight: i64,
    /// Orders with a bad answer.
    pub bad: i64,
    /// Orders counted on.
    pub denominator: i64,
    /// Whether there is a score.
    pub verdict: Verdict,
    /// Score; 0 when there is none.
    pub score: i64,
    /// From an assumed row.
    pub assumed: bool,
}

/// Sums of the customers' marks (CBK-13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Marks {
    /// Attitude, skill, time of arrival, promises.
    pub sums: [i64; 4],
    /// How many appraisals.
    pub count: i64,
}

impl Marks {
    /// The averages in hundredths, rounded half up; 0 when there are none.
    pub fn averages(self) -> [i64; 4] {
        let average = |sum: i64| match self.count {
            0 => 0,
            count => (sum * 200 + count) / (count * 2),
        };
        self.sums.map(average)
    }
}

/// The sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The five items.
    pub lines: Vec<Line>,
    /// Whether there is a total.
    pub verdict: Verdict,
    /// Total in hundredths; 0 when there is none.
    pub total: i64,
    /// Orders that count.
    pub countable: i64,
    /// Of those, called back.
    pub called_back: i64,
    /// Orders that do not count, by reason.
    pub excluded: BTreeMap<Exclusion, i64>,
    /// The bonus.
    pub bonus: Bonus,
    /// The customers' marks.
    pub marks: Marks,
    /// How complaints were handled.
    pub complaints: Handling,
    /// What it was judged by.
    pub rules: Rules,
}

impl Sheet {
    /// Reckons a technician's orders: rates unrounded, total with two decimals half up (Part 4). An excluded order is in
    /// neither numerator nor denominator (DSP-57).
    pub fn reckon(orders: &[OrderFacts], rules: &Rules, complaints: Handling) -> Self {
        let mut excluded: BTreeMap<Exclusion, i64> = BTreeMap::new();
        for exclusion in orders.iter().filter_map(OrderFacts::exclusion) {
            *excluded.entry(exclusion).or_default() += 1;
        }
        let counted: Vec<&OrderFacts> = orders.iter().filter(|order| order.exclusion().is_none()).collect();
        let weighed = Item::ALL.into_iter().zip(rules.weights);
        let lines: Vec<Line> = weighed
            .map(|(item, weight)| line(&counted, rules, item, weight))
            .collect();
        let verdict = verdict(&lines);
        let total = match verdict {
            Verdict::Scored => half_up(lines.iter().map(|line| line.weight * line.score).sum()),
            _ => 0,
        };
        let scored = (verdict == Verdict::Scored).then_some(total);
        let countable = count(&counted, |_| true);
        Self {
            bonus: Bonus::of(scored, rules.bonus.as_deref(), countable),
            called_back: count(&counted, |order| order.survey.is_some()),
            marks: marks(&counted),
            rules: rules.clone(),
            lines,
            verdict,
            total,
            countable,
            excluded,
            complaints,
        }
    }

    /// Whether another reckoning of the same month comes to something else.
    pub fn differs(&self, other: &Self) -> bool {
        self.lines != other.lines || self.countable != other.countable
    }
}

/// Weighted scores, weights in basis points, as hundredths rounded half up.
fn half_up(sum: i64) -> i64 {
    let unit = WHOLE / 100;
    (sum + unit / 2) / unit
}

fn count(orders: &[&OrderFacts], counts: impl Fn(&OrderFacts) -> bool) -> i64 {
    let counted = orders.iter().filter(|order| counts(order)).count();
    i64::try_from(counted).unwrap_or(i64::MAX)
}

fn line(counted: &[&OrderFacts], rules: &Rules, item: Item, weight: i64) -> Line {
    let of_called_back = item.is_asked() && rules.bands.denominator == Denominator::CalledBack;
    let denominator = count(counted, |order| !of_called_back || order.survey.is_some());
    let bad = count(counted, |order| order.is_bad(item));
    let band = rules.bands.of(item, bad, denominator);
    let verdict = match band {
        _ if denominator == 0 => Verdict::NoOrders,
        None => Verdict::NoBand,
        Some(_) => Verdict::Scored,
    };
    let band = band.filter(|_| verdict == Verdict::Scored);
    Line {
        item,
        weight,
        bad,
        denominator,
        verdict,
        score: band.map_or(0, |band| band.score),
        assumed: band.is_some_and(|band| band.assumed),
    }
}

fn verdict(lines: &[Line]) -> Verdict {
    let any = |verdict| lines.iter().any(|line| line.verdict == verdict);
    if lines.iter().map(|line| line.weight).sum::<i64>() != WHOLE {
        Verdict::WeightsWrong
    } else if any(Verdict::NoOrders) {
        Verdict::NoOrders
    } else if any(Verdict::NoBand) {
        Verdict::NoBand
    } else {
        Verdict::Scored
    }
}

fn marks(counted: &[&OrderFacts]) -> Marks {
    let surveys = counted.iter().filter_map(|order| order.survey);
    surveys.fold(Marks::default(), |mut marks, survey| {
        marks.count += 1;
        for (sum, mark) in marks.sums.iter_mut().zip(survey.marks) {
            *sum += mark;
        }
        marks
    })
}

#[cfg(test)]
mod tests;
