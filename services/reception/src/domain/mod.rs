//! What reception decides, purely: who is expected, and whom an arrival matches.

pub mod arrival;
pub mod expected_visit;
pub mod matter;
pub mod reasons;

pub use arrival::{Arrival, ArrivalId, Purpose};
pub use expected_visit::{CoverageKind, ExpectedVisit, ExpectedVisitId, FaultKind, ServiceClass, VisitState};
pub use matter::{Contact, Matter};
