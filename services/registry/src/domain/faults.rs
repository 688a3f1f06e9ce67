//! Everything that is wrong with a request's content, gathered before it is refused.

use aftersales_kit::{Error, Reason, Refusal, Violation};

/// Offending fields, each with its own reason.
#[derive(Default)]
pub struct Faults(Vec<(&'static Reason, String, String)>);

impl Faults {
    /// Notes a fault: the field's path as in the contract, and what is wrong with it, in English.
    pub fn add(&mut self, reason: &'static Reason, field: impl Into<String>, text: impl Into<String>) {
        self.0.push((reason, field.into(), text.into()));
    }

    /// Passes when nothing was noted.
    ///
    /// # Errors
    /// The first fault's reason, with every field.
    pub fn none(self) -> Result<(), Error> {
        let Some((first, ..)) = self.0.first() else {
            return Ok(());
        };
        let refusal: Refusal = first.refuse();
        let violations = self.0.into_iter().map(|(reason, field, description)| Violation {
            field,
            description,
            reason: reason.name,
        });
        Err(Refusal {
            violations: violations.collect(),
            ..refusal
        }
        .into())
    }
}

#[cfg(test)]
mod tests {
    use aftersales_kit::reasons::INVALID_REQUEST;

    use super::*;
    use crate::domain::reasons::TIME_ZONE_UNKNOWN;

    #[test]
    fn every_field_keeps_its_own_reason() {
        let mut faults = Faults::default();
        faults.add(&TIME_ZONE_UNKNOWN, "branch.time_zone", "unknown");
        faults.add(&INVALID_REQUEST, "branch.name", "blank");
        let Err(Error::Refused(refusal)) = faults.none() else {
            panic!("faults are refused");
        };
        let reasons: Vec<&str> = refusal.violations.iter().map(|violation| violation.reason).collect();
        assert_eq!(
            (refusal.reason.name, reasons),
            ("TIME_ZONE_UNKNOWN", vec!["TIME_ZONE_UNKNOWN", "INVALID_REQUEST"])
        );
        assert!(Faults::default().none().is_ok());
    }
}
