//! Intake of a repair request (F-1): what must be on the form, and which way of serving is open.

use aftersales_kit::{
    Reason, Refusal, Violation,
    id::{AssetId, BranchId, CustomerId},
    reasons::INVALID_REQUEST,
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use super::{
    booking::{Booking, PartyType, Source},
    contact::Contact,
    coverage::CoverageOverride,
    entitlement::Entitlement,
    guidance::Diagnosis,
    intake_reasons::SERVICE_IS_COVERED,
    quote::Paid,
    reasons::{
        CALL_MISSING, CUSTOMER_NOT_SATISFIED_BY_PHONE, DETAILS_MISSING, FREE_CARRY_IN_NOT_COVERED,
        FREE_ONSITE_NOT_COVERED, POLICY_NOT_EXPLAINED, READ_BACK_MISSING, THIRD_PARTY_NOT_EXPLAINED, TIME_IN_FUTURE,
    },
    words::{Channel, CoverageKind, FaultKind, ServiceClass, ServiceMode, Zone},
};

/// A repair request as it was taken down.
#[derive(Debug, Clone)]
pub struct Intake {
    /// Branch.
    pub branch_id: BranchId,
    /// Call in which it came.
    pub call_id: Option<Uuid>,
    /// How the report came.
    pub channel: Channel,
    /// Customer.
    pub customer_id: CustomerId,
    /// Asset.
    pub asset_id: AssetId,
    /// Kind of fault (HOT-11).
    pub fault_kind: FaultKind,
    /// How it is to be served.
    pub mode: ServiceMode,
    /// Whom to contact, and the need.
    pub contact: Contact,
    /// Distance zone of the address.
    pub zone: Zone,
    /// When the customer first asked; none is now.
    pub first_requested_at: Option<Timestamp>,
    /// The customer presses for a time (HOT-18).
    pub urged: bool,
    /// What was recorded was read back and confirmed (HOT-41).
    pub read_back_confirmed: bool,
    /// It was explained that the component is not our brand (HOT-07).
    pub third_party_explained: bool,
    /// For CARRY_IN.
    pub carry_in: Option<CarryIn>,
    /// For PHONE_RESOLVED.
    pub solution: Option<Solution>,
    /// The paid flow, for what nothing covers (HOT-13).
    pub paid: Option<Paid>,
    /// Whose contact it is.
    pub party: PartyType,
    /// Way through the diagnosis list (HOT-34).
    pub diagnosis: Option<Diagnosis>,
    /// Jobs that the estimate is made of (HOT-35).
    pub estimate_jobs: Vec<String>,
    /// Letter or technician.
    pub source: Source,
    /// Another coverage than the derived one.
    pub coverage_override: Option<CoverageOverride>,
}

/// How a customer was guided to a branch (HOT-10, HOT-14).
#[derive(Debug, Clone)]
pub struct CarryIn {
    /// Branch that the customer goes to.
    pub target: BranchId,
    /// Policy and location were explained.
    pub policy_explained: bool,
    /// Day that the customer means to come.
    pub expected_on: Option<BusinessDate>,
    /// What was said.
    pub guidance: String,
    /// What makes the expected day a booking.
    pub booking: Option<Booking>,
}

/// A need solved on the telephone (HOT-27).
#[derive(Debug, Clone)]
pub struct Solution {
    /// How.
    pub text: String,
    /// The customer agrees that it is solved.
    pub customer_agrees: bool,
}

/// What the registry knows about the asset.
#[derive(Debug, Clone)]
pub struct AssetFacts {
    /// Product line.
    pub product_line: String,
    /// Model.
    pub model: String,
    /// Serial number.
    pub serial_number: String,
    /// Not our brand (HOT-07).
    pub third_party: bool,
    /// Class that follows from the entitlement.
    pub service_class: ServiceClass,
    /// What covers the customer.
    pub coverage_kind: CoverageKind,
    /// Entitlement at the first request.
    pub entitlement: Entitlement,
}

impl Intake {
    /// Passes when nothing that the form asks for is missing or contradicts itself; names all of it at once.
    ///
    /// # Errors
    /// `CALL_MISSING`, `DETAILS_MISSING`, `TIME_IN_FUTURE`, or `INVALID_REQUEST` when reasons differ.
    pub fn check(&self, now: Timestamp, today: BusinessDate) -> Result<(), Refusal> {
        self.check_source(now)?;
        let mut wrong: Vec<(&'static Reason, &str, &str)> = Vec::new();
        if self.channel == Channel::Phone && self.call_id.is_none() {
            wrong.push((&CALL_MISSING, "call_id", "must be filled in for channel PHONE"));
        }
        if self.first_requested_at.is_some_and(|at| at > now) {
            wrong.push((&TIME_IN_FUTURE, "first_requested_at", "must not be later than now"));
        }
        if self.urged && self.mode != ServiceMode::OnSite {
            wrong.push((&INVALID_REQUEST, "urged", "is for ON_SITE only"));
        }
        let letter =
            |given: &CoverageOverride| given.kind == CoverageKind::LiaisonLetter || self.source.letter.is_some();
        if self.coverage_override.as_ref().is_some_and(letter) {
            let field = "coverage_override.coverage_kind";
            wrong.push((&INVALID_REQUEST, field, "is for what no letter covers"));
        }
        self.check_details(today, &mut wrong);
        refuse_all(&wrong)
    }

    fn check_details(&self, today: BusinessDate, wrong: &mut Vec<(&'static Reason, &str, &str)>) {
        let wanted = [
            (
                ServiceMode::CarryIn,
                self.carry_in.is_some() || self.is_declined(),
                "carry_in",
            ),
            (ServiceMode::PhoneResolved, self.solution.is_some(), "phone_solution"),
        ];
        for (mode, given, field) in wanted {
            if self.mode == mode && !given {
                wrong.push((&DETAILS_MISSING, field, "must be filled in for this mode"));
            }
            if self.mode != mode && given && !self.is_declined() {
                wrong.push((&INVALID_REQUEST, field, "belongs to another mode"));
            }
        }
        if self.mode == ServiceMode::PhoneResolved && self.paid.is_some() {
            wrong.push((&INVALID_REQUEST, "paid", "is for ON_SITE and CARRY_IN only"));
        }
        if let Some(carry_in) = &self.carry_in {
            match (carry_in.expected_on, &carry_in.booking) {
                (Some(_), None) => wrong.push((&DETAILS_MISSING, "carry_in.booking", "must be filled in with a day")),
                (None, Some(_)) => wrong.push((&INVALID_REQUEST, "carry_in.expected_on", "is the day of the booking")),
                _ => {}
            }
        }
        let expected = self.carry_in.as_ref().and_then(|carry_in| carry_in.expected_on);
        if expected.is_some_and(|day| day < today) {
            wrong.push((&INVALID_REQUEST, "carry_in.expected_on", "must not be in the past"));
        }
    }

    fn check_source(&self, now: Timestamp) -> Result<(), Refusal> {
        self.source.check(
            self.channel == Channel::LiaisonLetter,
            self.channel == Channel::Technician,
        )?;
        self.source.letter.as_ref().map_or(Ok(()), |letter| letter.check(now))
    }

    /// The customer was told that the service is charged, and did not accept it (HOT-13).
    pub fn is_declined(&self) -> bool {
        self.paid.as_ref().is_some_and(|paid| !paid.accepted())
    }

    /// Passes when what must be said was said: read back (HOT-41), the foreign component explained (HOT-07), the
    /// policy explained (HOT-10, HOT-13), the solution agreed (HOT-27), the booking confirmed (HOT-36).
    ///
    /// # Errors
    /// `READ_BACK_MISSING`, `THIRD_PARTY_NOT_EXPLAINED`, `POLICY_NOT_EXPLAINED`, `CUSTOMER_NOT_SATISFIED_BY_PHONE`,
    /// `BOOKING_NOT_CONFIRMED`; those of [`Paid::check`].
    pub fn check_talk(&self) -> Result<(), Refusal> {
        let foreign = self.fault_kind == FaultKind::ThirdPartyComponent;
        if !self.read_back_confirmed {
            return Err(READ_BACK_MISSING.field("read_back_confirmed", "must be true"));
        }
        if foreign && !self.third_party_explained {
            return Err(THIRD_PARTY_NOT_EXPLAINED.field("third_party_explained", "must be true"));
        }
        if self
            .carry_in
            .as_ref()
            .is_some_and(|carry_in| !carry_in.policy_explained)
        {
            return Err(POLICY_NOT_EXPLAINED.field("carry_in.policy_explained", "must be true"));
        }
        if self.solution.as_ref().is_some_and(|solution| !solution.customer_agrees) {
            return Err(CUSTOMER_NOT_SATISFIED_BY_PHONE.field("phone_solution.customer_agrees", "must be true"));
        }
        if let Some(booking) = self.carry_in.as_ref().and_then(|carry_in| carry_in.booking.as_ref()) {
            booking.check()?;
        }
        self.paid.as_ref().map_or(Ok(()), Paid::check)
    }

    /// Passes when the way of serving is open for the asset (HOT-07, HOT-11, X-26): covered, by a confirmed letter, or
    /// through the paid flow; an override stands for what was derived. Free service of a component or product
    /// that is not our brand never is; what is covered is not charged.
    ///
    /// # Errors
    /// `THIRD_PARTY_NOT_EXPLAINED`, `FREE_ONSITE_NOT_COVERED`, `FREE_CARRY_IN_NOT_COVERED`, `SERVICE_IS_COVERED`,
    /// `INVALID_REQUEST`.
    pub fn check_coverage(&self, facts: &AssetFacts) -> Result<(), Refusal> {
        if facts.third_party && !self.third_party_explained {
            return Err(THIRD_PARTY_NOT_EXPLAINED.field("third_party_explained", "must be true"));
        }
        if let Some(given) = &self.coverage_override {
            given.check_against(facts.coverage_kind)?;
        }
        let reason = match self.mode {
            ServiceMode::OnSite => &FREE_ONSITE_NOT_COVERED,
            ServiceMode::CarryIn => &FREE_CARRY_IN_NOT_COVERED,
            ServiceMode::PhoneResolved => return Ok(()),
        };
        match (self.is_covered(facts), self.paid.is_some()) {
            (true, true) => return Err(SERVICE_IS_COVERED.field("paid", "must be empty")),
            (true, false) | (false, true) => return Ok(()),
            (false, false) => {}
        }
        let entitled = &facts.entitlement;
        let why = entitled
            .reasons
            .iter()
            .map(|reason| reason.kind.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        let refusal = reason.refuse().with("asset_id", self.asset_id).with("reasons", why);
        Err(refusal
            .with("warranty_end", &entitled.warranty_end)
            .with("onsite_end", &entitled.onsite_end))
    }
}

impl Intake {
    /// The service costs the customer nothing by itself: by a letter, by what was derived, or by what somebody answers
    /// for; what is not our brand never does (HOT-07).
    fn is_covered(&self, facts: &AssetFacts) -> bool {
        let derived = match self.mode {
            ServiceMode::OnSite => facts.entitlement.free_onsite,
            ServiceMode::CarryIn => facts.entitlement.free_carry_in,
            ServiceMode::PhoneResolved => true,
        };
        let given = self.coverage_override.as_ref();
        let covered = given.map_or(derived, |given| given.kind != CoverageKind::None);
        let foreign = facts.third_party || self.fault_kind == FaultKind::ThirdPartyComponent;
        (covered && !foreign) || self.source.letter.is_some()
    }

    /// The facts with the one class and coverage that the way of serving leads to: charged by quote is
    /// class A, by a letter what the letter covers, by an override what was answered for.
    pub fn classify(&self, facts: AssetFacts) -> AssetFacts {
        let (service_class, coverage_kind) = match (&self.paid, &self.source.letter, &self.coverage_override) {
            (Some(_), _, _) => (ServiceClass::A, CoverageKind::None),
            (None, Some(_), _) => (ServiceClass::A, CoverageKind::LiaisonLetter),
            (None, None, Some(given)) => (given.kind.class(), given.kind),
            (None, None, None) => (facts.service_class, facts.coverage_kind),
        };
        AssetFacts {
            service_class,
            coverage_kind,
            ..facts
        }
    }
}

/// One refusal for all: under the common reason, or `INVALID_REQUEST` when reasons differ.
fn refuse_all(wrong: &[(&'static Reason, &str, &str)]) -> Result<(), Refusal> {
    let Some((first, _, _)) = wrong.first() else {
        return Ok(());
    };
    let same = wrong.iter().all(|(reason, _, _)| reason == first);
    let mut refusal = if same { first.refuse() } else { INVALID_REQUEST.refuse() };
    refusal.violations = wrong
        .iter()
        .map(|(reason, field, description)| Violation {
            field: (*field).to_owned(),
            description: (*description).to_owned(),
            reason: reason.name,
        })
        .collect();
    Err(refusal)
}
