//! The use cases of reception, one a file.

pub mod cancel_visit;
pub mod drop_matters;
pub mod expect_visit;
pub mod find_match;
pub mod get_arrival;
pub mod get_visit;
pub mod list_arrivals;
pub mod list_visits;
pub mod register_arrival;

use std::sync::Arc;

use aftersales_kit::seal::Sealer;

/// What the use cases stand on beside the transaction. Clones share it.
#[derive(Clone)]
pub struct Desk {
    /// Sealing of what was written down about customers.
    pub sealer: Arc<Sealer>,
}
