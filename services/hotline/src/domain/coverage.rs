//! What covers a customer, against what was derived.

use aftersales_kit::{
    Refusal,
    auth::{Role, Roles},
    reasons::INVALID_REQUEST,
};

use super::{
    intake_reasons::COVERAGE_OVERRIDE_NOT_YOURS,
    words::{CoverageKind, ServiceClass},
};

/// Who may answer for another coverage than the derived one.
const ANSWERING: [Role; 3] = [Role::Chief, Role::Supervisor, Role::DepartmentManager];

/// Another coverage than the derived one.
#[derive(Debug, Clone)]
pub struct CoverageOverride {
    /// What covers the customer.
    pub kind: CoverageKind,
    /// Why.
    pub reason: String,
}

impl CoverageOverride {
    /// Passes for who may answer for it.
    ///
    /// # Errors
    /// `COVERAGE_OVERRIDE_NOT_YOURS`.
    pub fn check_by(&self, roles: Roles) -> Result<(), Refusal> {
        if ANSWERING.iter().any(|role| roles.has(*role)) {
            return Ok(());
        }
        Err(COVERAGE_OVERRIDE_NOT_YOURS.field("coverage_override", "must be empty"))
    }

    /// Passes when it differs from what was derived.
    ///
    /// # Errors
    /// `INVALID_REQUEST`.
    pub fn check_against(&self, derived: CoverageKind) -> Result<(), Refusal> {
        if self.kind == derived {
            return Err(INVALID_REQUEST.field("coverage_override.coverage_kind", "is what was derived"));
        }
        Ok(())
    }
}

impl CoverageKind {
    /// The class that follows: the warranty is free, contracts are contracts, anything else is charged (X-28, BIL-19).
    pub const fn class(self) -> ServiceClass {
        match self {
            Self::InWarranty => ServiceClass::C,
            Self::YearlyContract | Self::PerVisitContract => ServiceClass::B,
            Self::LiaisonLetter | Self::None => ServiceClass::A,
        }
    }
}
