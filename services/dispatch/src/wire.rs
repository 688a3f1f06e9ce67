//! The words of the domain and those of the contracts.

use aftersales_proto::{common::v1 as common, dispatch::v1 as proto, parts::v1 as parts};

use crate::domain::{
    CancelReason, Channel, ContactOwner, ContactResult, Coverage, Delivery, Dissatisfaction, FaultKind, HandOverWay,
    LineState, MissedKind, Outcome, Plan, Presence, Satisfaction, ServiceClass, SignatureMethod, Source, State,
    Waiting, Zone,
};

/// A word that a contract also knows.
pub trait Wire: Sized {
    /// The contract's enum.
    type Proto;

    /// As the contract says it.
    fn to_wire(self) -> Self::Proto;

    /// From the contract; `None` for "not said".
    fn from_wire(value: Self::Proto) -> Option<Self>;
}

macro_rules! words {
    ($($domain:ident = $proto:ty { $($word:ident $(= $other:ident)?),+ $(,)? })+) => {$(
        impl Wire for $domain {
            type Proto = $proto;

            fn to_wire(self) -> $proto {
                match self { $(Self::$word => words!(@ $proto, $word $(, $other)?)),+ }
            }

            fn from_wire(value: $proto) -> Option<Self> {
                $(if value == words!(@ $proto, $word $(, $other)?) { return Some(Self::$word); })+
                None
            }
        }
    )+};
    (@ $proto:ty, $word:ident) => { <$proto>::$word };
    (@ $proto:ty, $word:ident, $other:ident) => { <$proto>::$other };
}

words! {
    State = proto::WorkOrderState {
        Queued, Received, ContactedByCoordinator, Assigned, Contacted, Promised, PartsPending, PartsOnOrder, Ready,
        EnRoute, OnSite, WaitingCustomer, WaitingSolution, DoneOnsite, Reported, PartsSettled, Confirmed, Closed,
        Cancelled, UnreachableReturned,
    }
    Waiting = proto::WaitingReason { Customer, Part, Approval, Supplier }
    Source = proto::WorkOrderSource { CallCentre, SelfReceived = Self_ }
    ContactOwner = proto::ContactOwner { Technician, Coordinator }
    HandOverWay = proto::HandOverWay { Push, Pull }
    MissedKind = proto::MissedServiceKind { NoReply, NoShow, LateReport }
    CancelReason = proto::WorkOrderCancelReason { CustomerWithdrew, TicketCancelled, Duplicate }
    Presence = proto::Presence { InStation, Out, OffDuty }
    Channel = proto::ContactChannel { Phone, Sms, InPerson }
    ContactResult = proto::ContactResult { Reached, NoAnswer }
    Outcome = proto::VisitOutcome { Repaired, NotRepaired, CustomerAbsent }
    Plan = proto::NotRepairedPlan { SecondVisit, TakeBack, Replace, Quote, Refer }
    Delivery = proto::DeliveryConfirmation { Yes, No, NoAttachment }
    Zone = common::Zone { InArea, Within80Km, Beyond }
    ServiceClass = common::ServiceClass { A, B, C, D }
    Coverage = common::CoverageKind { InWarranty, YearlyContract, PerVisitContract, LiaisonLetter, None }
    FaultKind = common::FaultKind { Hardware, Software, ThirdPartyComponent }
    Satisfaction = common::Satisfaction { VerySatisfied, Satisfied, Fair, Dissatisfied }
    Dissatisfaction = common::DissatisfactionReason { Attitude, Skill, ResponseSpeed, Other }
    SignatureMethod = common::SignatureMethod { OnScreen, Paper, Electronic }
    LineState = parts::PartsLineState { Reserved, Backordered, Issued, Settled, Cancelled }
}

/// The number of an optional word; 0 is "not said".
pub fn number<W: Wire>(word: Option<W>) -> i32
where
    W::Proto: Into<i32>,
{
    word.map_or(0, |word| word.to_wire().into())
}
