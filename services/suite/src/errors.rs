//! The catalogue of error reasons, from the code.

use aftersales_kit::{Reason, catalogue as kit_catalogue, reasons};

use crate::SERVICES;

/// Every list of reasons in the suite: the kit's, then each service's.
pub fn all() -> Vec<&'static [&'static Reason]> {
    let own = SERVICES.iter().flat_map(|service| service.reasons.iter().copied());
    std::iter::once(reasons::REASONS).chain(own).collect()
}

/// The catalogue as Markdown: reason, gRPC code, meaning, what to do, and the sentence in each language.
pub fn catalogue() -> String {
    kit_catalogue::markdown(&all())
}
