//! A customer whom the hotline guided to the branch (HOT-14, REC-74).

use aftersales_kit::{
    Refusal, id,
    id::{AssetId, BranchId, CustomerId, TicketId},
    text_enum,
    time::{BusinessDate, Timestamp},
};

use super::{ArrivalId, Matter, reasons::EXPECTED_VISIT_STATE};

id!(
    /// An expected visit.
    ExpectedVisitId, "expected visit id"
);

text_enum! {
    /// State of an expected visit.
    pub enum VisitState {
        /// Expected.
        Expected = "EXPECTED",
        /// The customer came.
        Arrived = "ARRIVED",
        /// The ticket was cancelled.
        Cancelled = "CANCELLED",
    }
}

text_enum! {
    /// Kind of fault (HOT-11).
    pub enum FaultKind {
        /// Hardware fault.
        Hardware = "HARDWARE",
        /// Software fault.
        Software = "SOFTWARE",
        /// A component that is not our brand.
        ThirdPartyComponent = "THIRD_PARTY_COMPONENT",
    }
}

text_enum! {
    /// Class of a service.
    pub enum ServiceClass {
        /// Charged.
        A = "A",
        /// Under contract.
        B = "B",
        /// Free.
        C = "C",
        /// Internal.
        D = "D",
    }
}

text_enum! {
    /// What covers the customer.
    pub enum CoverageKind {
        /// In warranty.
        InWarranty = "IN_WARRANTY",
        /// Contract by the year.
        YearlyContract = "YEARLY_CONTRACT",
        /// Contract by the visit.
        PerVisitContract = "PER_VISIT_CONTRACT",
        /// Liaison letter.
        LiaisonLetter = "LIAISON_LETTER",
        /// Nothing; the service is charged.
        None = "NONE",
    }
}

/// A customer whom the hotline guided to the branch.
#[derive(Clone, PartialEq, Eq)]
pub struct ExpectedVisit {
    /// Its id.
    pub id: ExpectedVisitId,
    /// The branch that expects the customer.
    pub branch_id: BranchId,
    /// Where it stands.
    pub state: VisitState,
    /// Ticket.
    pub ticket_id: TicketId,
    /// The branch that took the report.
    pub origin_branch_id: BranchId,
    /// Customer.
    pub customer_id: CustomerId,
    /// Machine.
    pub asset_id: AssetId,
    /// Product line of the machine.
    pub product_line: String,
    /// Model of the machine.
    pub model: String,
    /// Kind of fault.
    pub fault_kind: Option<FaultKind>,
    /// Class of the service.
    pub service_class: Option<ServiceClass>,
    /// What covers the customer.
    pub coverage_kind: Option<CoverageKind>,
    /// Number in the repair register.
    pub register_no: String,
    /// When the customer was guided here.
    pub guided_at: Timestamp,
    /// Day on which he means to come; `None` when open.
    pub expected_on: Option<BusinessDate>,
    /// The arrival that ended it.
    pub arrival_id: Option<ArrivalId>,
    /// Who comes and why; `None` once he has come.
    pub matter: Option<Matter>,
    /// Version of the record.
    pub version: i64,
}

impl ExpectedVisit {
    /// Passes while the customer is expected.
    ///
    /// # Errors
    /// `EXPECTED_VISIT_STATE`.
    pub fn is_expected(&self) -> Result<(), Refusal> {
        match self.state {
            VisitState::Expected => Ok(()),
            VisitState::Arrived | VisitState::Cancelled => {
                let refusal = EXPECTED_VISIT_STATE.refuse().with("state", self.state);
                Err(refusal.with("expected_visit_id", self.id))
            }
        }
    }

    /// The customer came; what was written down about him is not needed any more.
    ///
    /// # Errors
    /// `EXPECTED_VISIT_STATE`.
    pub fn arrive(&mut self, arrival: ArrivalId) -> Result<(), Refusal> {
        self.is_expected()?;
        self.state = VisitState::Arrived;
        self.arrival_id = Some(arrival);
        self.matter = None;
        Ok(())
    }

    /// The ticket was cancelled. `false` when there is nothing to cancel any more.
    pub fn cancel(&mut self) -> bool {
        let expected = self.state == VisitState::Expected;
        if expected {
            self.state = VisitState::Cancelled;
            self.matter = None;
        }
        expected
    }
}
