//! Callback coverage (DSP-56): callback should be achieved for every service.

use aftersales_kit::text_enum;

text_enum! {
    /// How the callback of a confirmed service ended.
    pub enum CallbackEnd {
        /// The customer was called back.
        CalledBack = "CALLED_BACK",
        /// The customer was not reached and got a message.
        NotReached = "NOT_REACHED",
        /// The service is not called back by rule.
        Excluded = "EXCLUDED",
    }
}

/// How many services were confirmed, and what came of their callbacks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CallbackCoverage {
    /// Called back.
    pub called_back: i64,
    /// Not reached.
    pub not_reached: i64,
    /// Not called back by rule.
    pub excluded: i64,
    /// Not over.
    pub waiting: i64,
}

impl CallbackCoverage {
    /// Adds some services that ended in the same way.
    pub fn add(&mut self, end: Option<CallbackEnd>, count: i64) {
        match end {
            Some(CallbackEnd::CalledBack) => self.called_back += count,
            Some(CallbackEnd::NotReached) => self.not_reached += count,
            Some(CallbackEnd::Excluded) => self.excluded += count,
            None => self.waiting += count,
        }
    }

    /// All services.
    pub const fn confirmed(self) -> i64 {
        self.called_back + self.not_reached + self.excluded + self.waiting
    }

    /// Called back of those that are to be, in 1/10,000; 0 when there is none.
    pub const fn basis_points(self) -> i64 {
        match self.confirmed() - self.excluded {
            0 => 0,
            due => self.called_back * 10_000 / due,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_that_are_not_called_back_by_rule_do_not_count() {
        let mut coverage = CallbackCoverage::default();
        assert_eq!(coverage.basis_points(), 0);
        coverage.add(Some(CallbackEnd::CalledBack), 2);
        coverage.add(Some(CallbackEnd::Excluded), 5);
        coverage.add(None, 1);
        assert_eq!((coverage.confirmed(), coverage.basis_points()), (8, 6_666));
    }
}
