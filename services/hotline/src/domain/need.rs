//! What a customer needs, and where a call stands by it (F-1, HOT-19).

use aftersales_kit::{
    Reason, Refusal,
    id::{AssetId, CustomerId},
    text_enum,
    time::Timestamp,
};

use super::{
    call::CallState,
    entitlement::Entitlement,
    reasons::{DETAILS_MISSING, NEED_NOT_SERVED},
    words::FaultKind,
};

text_enum! {
    /// What a need is (报修?).
    pub enum NeedKind {
        /// A repair.
        Repair = "REPAIR",
        /// A question or a complaint.
        Consult = "CONSULT",
    }
}

text_enum! {
    /// Where a call stands.
    pub enum Stage {
        /// Waits or rings.
        Ringing = "RINGING",
        /// Answered.
        Answered = "ANSWERED",
        /// The need is recorded, but not judged.
        NeedKnown = "NEED_KNOWN",
        /// A consultation is to be recorded.
        Consult = "CONSULT",
        /// The mode of a repair is to be decided.
        ModeDecision = "MODE_DECISION",
        /// Somebody owes an answer.
        FollowUpOpen = "FOLLOW_UP_OPEN",
        /// Served; feedback and farewell.
        Feedback = "FEEDBACK",
        /// Wrapped up.
        Closed = "CLOSED",
    }
}

impl Stage {
    /// The method that brings a call on from here; none where the agent is free.
    const fn method(self) -> Option<&'static str> {
        match self {
            Self::Consult => Some("RecordConsultation"),
            Self::ModeDecision => Some("OpenTicket"),
            _ => None,
        }
    }
}

/// What a customer needs, as the agent understood it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What it is; none while that is not judged.
    pub kind: Option<NeedKind>,
    /// Customer.
    pub customer_id: Option<CustomerId>,
    /// Asset of a repair.
    pub asset_id: Option<AssetId>,
    /// Kind of fault of a repair (HOT-11).
    pub fault_kind: Option<FaultKind>,
    /// What the asset of a repair is entitled to.
    pub entitlement: Option<Entitlement>,
    /// How many tickets and consultations the call had by then; one more serves the need.
    pub records: i64,
    /// When.
    pub recorded_at: Timestamp,
    /// By whom.
    pub recorded_by: String,
}

impl Need {
    /// Passes when what goes with its kind is there, and nothing else.
    ///
    /// # Errors
    /// `DETAILS_MISSING`, naming all that is missing.
    pub fn check(&self) -> Result<(), Refusal> {
        let repair = self.kind == Some(NeedKind::Repair);
        let known = self.customer_id.is_some() || self.kind == Some(NeedKind::Consult);
        let wanted = [
            (known, "customer_id"),
            (!repair || self.asset_id.is_some(), "asset_id"),
            (!repair || self.fault_kind.is_some(), "fault_kind"),
        ];
        let mut missing = wanted.into_iter().filter(|(given, _)| !given).map(|(_, field)| field);
        let Some(first) = missing.next() else {
            return Ok(());
        };
        let text = "must be filled in for this need";
        Err(missing.fold(DETAILS_MISSING.field(first, text), |refusal, field| {
            refusal.field(field, text)
        }))
    }
}

/// What came of a call, counted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Served {
    /// Tickets and consultations.
    pub records: i64,
    /// Consultations of them to which somebody owes the answer.
    pub owed: i64,
}

impl Served {
    /// Whether a need has its ticket or consultation.
    pub const fn serves(&self, need: &Need) -> bool {
        self.records > need.records
    }
}

/// Where a call stands: a need that nothing serves yet comes before what was served.
pub fn stage(state: CallState, need: Option<&Need>, served: Served) -> Stage {
    let waiting = need.filter(|need| !served.serves(need));
    match (state, waiting.map(|need| need.kind)) {
        (CallState::Queued | CallState::Ringing, _) => Stage::Ringing,
        (CallState::Ended, _) if served.owed == 0 => Stage::Closed,
        (CallState::Answered | CallState::WrapUp, Some(Some(NeedKind::Repair))) => Stage::ModeDecision,
        (CallState::Answered | CallState::WrapUp, Some(Some(NeedKind::Consult))) => Stage::Consult,
        (CallState::Answered | CallState::WrapUp, Some(None)) => Stage::NeedKnown,
        _ if served.owed > 0 => Stage::FollowUpOpen,
        _ if served.records > 0 => Stage::Feedback,
        _ => Stage::Answered,
    }
}

/// Passes when a call may be wrapped up from there: a repair not without its ticket (HOT-12), a question not without
/// its record (HOT-15).
///
/// # Errors
/// `NEED_NOT_SERVED` with the stage and the method that serves it.
pub fn admit_end(stage: Stage) -> Result<(), Refusal> {
    let reason: &'static Reason = &NEED_NOT_SERVED;
    match stage.method() {
        Some(method) => Err(reason.refuse().with("stage", stage).with("method", method)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(kind: Option<NeedKind>, records: i64) -> Need {
        Need {
            kind,
            customer_id: None,
            asset_id: None,
            fault_kind: None,
            entitlement: None,
            records,
            recorded_at: Timestamp::MIN,
            recorded_by: "H1".to_owned(),
        }
    }

    #[test]
    fn a_need_that_nothing_serves_comes_before_what_was_served() {
        let at = |state, need: Option<&Need>, records, owed| stage(state, need, Served { records, owed });
        let (repair, second) = (need(Some(NeedKind::Repair), 0), need(None, 1));
        assert_eq!(at(CallState::Queued, None, 0, 0), Stage::Ringing);
        assert_eq!(at(CallState::Answered, None, 0, 0), Stage::Answered);
        assert_eq!(at(CallState::Answered, Some(&repair), 0, 0), Stage::ModeDecision);
        assert_eq!(at(CallState::WrapUp, Some(&repair), 1, 0), Stage::Feedback);
        assert_eq!(at(CallState::Answered, Some(&second), 1, 1), Stage::NeedKnown);
        assert_eq!(at(CallState::Answered, Some(&second), 2, 1), Stage::FollowUpOpen);
        assert_eq!(at(CallState::Ended, Some(&repair), 0, 0), Stage::Closed);
        assert_eq!(
            at(CallState::Ended, None, 1, 1),
            Stage::FollowUpOpen,
            "the answer is owed"
        );
    }

    #[test]
    fn a_repair_names_customer_asset_and_fault() {
        let fields = |need: &Need| {
            let refusal = need.check().err();
            refusal.map_or(Vec::new(), |refusal| {
                refusal.violations.into_iter().map(|it| it.field).collect()
            })
        };
        assert_eq!(
            fields(&need(Some(NeedKind::Repair), 0)),
            ["customer_id", "asset_id", "fault_kind"]
        );
        assert_eq!(fields(&need(None, 0)), ["customer_id"]);
        assert!(fields(&need(Some(NeedKind::Consult), 0)).is_empty());
    }
}
