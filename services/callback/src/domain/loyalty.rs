//! Loyalty to the brand (品牌忠诚度, X-24), and customers who stay away.

use aftersales_kit::{id::CustomerId, text_enum, time::BusinessDate};

text_enum! {
    /// Class by the stated probability of buying again.
    pub enum Loyalty {
        /// High (高).
        High = "HIGH",
        /// Medium (中).
        Medium = "MEDIUM",
        /// Low (低).
        Low = "LOW",
        /// Below low.
        None = "NONE",
    }
}

/// The lower bounds of the classes in basis points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoyaltyBounds {
    /// Of high.
    pub high: i64,
    /// Of medium.
    pub medium: i64,
    /// Of low.
    pub low: i64,
}

impl LoyaltyBounds {
    /// The class of a probability in percent; a bound belongs to its class.
    pub const fn class(&self, percent: i64) -> Loyalty {
        let points = percent * 100;
        if points >= self.high {
            Loyalty::High
        } else if points >= self.medium {
            Loyalty::Medium
        } else if points >= self.low {
            Loyalty::Low
        } else {
            Loyalty::None
        }
    }
}

/// How far a customer is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Churn {
    /// Dormant (休眠用户, CBK-33).
    Dormant,
    /// Lost (流失用户, CBK-34).
    Lost,
}

/// A customer who stayed away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Away {
    /// Customer.
    pub customer_id: CustomerId,
    /// Last visit.
    pub last_visit: BusinessDate,
    /// Latest class; `None` when never asked.
    pub loyalty: Option<Loyalty>,
    /// Latest stated probability in percent.
    pub percent: Option<i64>,
    /// How far gone.
    pub churn: Churn,
}

impl Away {
    /// Place of the class in the report: the most loyal first, those never asked last.
    pub fn rank(&self) -> usize {
        self.loyalty.map_or(Loyalty::ALL.len(), |class| class as usize)
    }
}

/// Sum of one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassSum {
    /// The class.
    pub loyalty: Option<Loyalty>,
    /// Dormant customers.
    pub dormant: i64,
    /// Lost customers.
    pub lost: i64,
    /// Sum of the stated probabilities in percent.
    pub weight: i64,
}

/// The sums by class, the most loyal first; classes without customers are left out.
pub fn sums(away: &[Away]) -> Vec<ClassSum> {
    let mut sums: Vec<ClassSum> = Vec::new();
    let classes = Loyalty::ALL.iter().copied().map(Some).chain([None]);
    for loyalty in classes {
        let of_class = away.iter().filter(|customer| customer.loyalty == loyalty);
        let sum = of_class.fold(
            ClassSum {
                loyalty,
                dormant: 0,
                lost: 0,
                weight: 0,
            },
            |sum, customer| ClassSum {
                dormant: sum.dormant + i64::from(customer.churn == Churn::Dormant),
                lost: sum.lost + i64::from(customer.churn == Churn::Lost),
                weight: sum.weight + customer.percent.unwrap_or_default(),
                ..sum
            },
        );
        if sum.dormant + sum.lost > 0 {
            sums.push(sum);
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x_24_a_bound_belongs_to_its_class() {
        let bounds = LoyaltyBounds {
            high: 5_000,
            medium: 1_000,
            low: 100,
        };
        let classes = [100, 50, 49, 10, 9, 1, 0].map(|percent| bounds.class(percent));
        assert_eq!(
            classes,
            [
                Loyalty::High,
                Loyalty::High,
                Loyalty::Medium,
                Loyalty::Medium,
                Loyalty::Low,
                Loyalty::Low,
                Loyalty::None
            ]
        );
    }
}
