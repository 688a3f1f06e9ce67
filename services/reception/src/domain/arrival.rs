//! A customer who came (F-3, F-3b).

use aftersales_kit::{
    id,
    id::{AssetId, BranchId, CustomerId, TicketId},
    text_enum,
    time::Timestamp,
};

use super::ExpectedVisitId;

id!(
    /// An arrival.
    ArrivalId, "arrival id"
);

text_enum! {
    /// Why a customer comes (F-3b).
    pub enum Purpose {
        /// Repair.
        Repair = "REPAIR",
        /// To fetch a machine.
        Pickup = "PICKUP",
        /// A question.
        Consult = "CONSULT",
        /// Diagnosis.
        Diagnose = "DIAGNOSE",
        /// A quote.
        Quote = "QUOTE",
    }
}

impl Purpose {
    /// Whether a machine comes to be looked at: what the hotline guides customers here for, and what needs a ticket.
    pub const fn brings_a_machine(self) -> bool {
        match self {
            Self::Repair | Self::Diagnose | Self::Quote => true,
            Self::Pickup | Self::Consult => false,
        }
    }
}

/// A customer who came.
#[derive(Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Its id.
    pub id: ArrivalId,
    /// Number in the branch's series, such as `BJ01-A-000001`.
    pub number: String,
    /// Branch.
    pub branch_id: BranchId,
    /// The expected visit that it matched.
    pub expected_visit_id: Option<ExpectedVisitId>,
    /// The matched visit's ticket, or one minted here for a walk-in with a machine.
    pub ticket_id: Option<TicketId>,
    /// Customer.
    pub customer_id: CustomerId,
    /// Machine, when one was named.
    pub asset_id: Option<AssetId>,
    /// Why.
    pub purpose: Purpose,
    /// Remarks; may be empty.
    pub remarks: String,
    /// Staff code.
    pub received_by: String,
    /// When.
    pub arrived_at: Timestamp,
    /// Version of the record.
    pub version: i64,
}
