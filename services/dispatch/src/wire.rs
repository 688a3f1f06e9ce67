//! The words of the domain and those of the contracts.

use aftersales_proto::{common::v1 as common, dispatch::v1 as proto, parts::v1 as parts};

use crate::domain::{
    AmendmentSubject, AnswerTopic, AppraisalState, CancelReason, CarryOverReason, Channel, ContactOwner, ContactResult,
    Coverage, CustodyState, DayState, Delivery, Direction, Dissatisfaction, EscalationCause, ExpenseKind, ExpenseState,
    FaultKind, Finding, HandOverWay, InvoiceMode, ItemState, LineState, MissedKind, OrderType, Outcome, PayerKind,
    PaymentMethod, Plan, PlanKind, PlanState, Presence, Readiness, ReportKind, Satisfaction, ServiceClass,
    ServiceResult, ShopState, SignatureMethod, Source, State, UnavailableCause, Unrepaired, VisitStatus, Waiting, Zone,
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

pub mod scores;

words! {
    State = proto::WorkOrderState {
        Queued, Received, ContactedByCoordinator, Assigned, Contacted, Promised, PartsPending, PartsOnOrder, Ready,
        EnRoute, OnSite, WaitingCustomer, WaitingSolution, DoneOnsite, Reported, PartsSettled, Confirmed, Closed,
        Cancelled, UnreachableReturned,
    }
    Waiting = proto::WaitingReason { Customer, Part, Approval, Supplier }
    Source = proto::WorkOrderSource { CallCentre, SelfReceived = Self_, Internal }
    OrderType = proto::WorkOrderType {
        Repair, Install, InstallGuide, Appraisal, Showroom, PromoSupport, OtherTask, Maintenance,
    }
    PayerKind = proto::PayerKind { Customer, Company, ThirdParty }
    ServiceResult = proto::ServiceResult { Completed, ReturnOrReplace, NotCompletedOther, ByPhone }
    AnswerTopic = proto::AnswerTopic { Charge, Compensation, Replacement, Schedule, Other }
    InvoiceMode = proto::InvoiceMode { Paper, Electronic }
    PaymentMethod = proto::PaymentMethod { Cash, Card, Mobile, Transfer }
    UnavailableCause = proto::UnavailableCause { Visit, Absence, Shift }
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
    CustodyState = proto::TakeBackState {
        Receipted, InRepair, Finished, Inspected, ReturnDated, Delivered, Archived,
    }
    Unrepaired = proto::UnrepairedReason { CustomerDeclined, NotRepairable }
    AmendmentSubject = proto::AmendmentSubject {
        Request, Assignment, Contact, Times, Work, Parts, Payment, SignOff, Custody, Other,
    }
    Direction = proto::CustodyDirection { In, Out }
    EscalationCause = proto::EscalationCause { Overdue, Predicted }
    AppraisalState = proto::AppraisalState { Recorded, PendingApproval, Approved, Refused, Settled }
    Finding = proto::AppraisalFinding { ProductDefect, Installation, Use, NotConfirmed }
    ExpenseState = proto::ExpenseState { Submitted, PendingApproval, Approved, Refused, Reimbursed }
    ExpenseKind = proto::ExpenseKind { Tool, Material }
    PlanKind = proto::PlanKind { Maintenance, Revisit }
    PlanState = proto::PlanState { Active, Ended }
    ItemState = proto::PlanItemState { Due, Ordered, NoFault, Fault }
    Zone = common::Zone { InArea, Within80Km, Beyond }
    ServiceClass = common::ServiceClass { A, B, C, D }
    Coverage = common::CoverageKind { InWarranty, YearlyContract, PerVisitContract, LiaisonLetter, None }
    FaultKind = common::FaultKind { Hardware, Software, ThirdPartyComponent }
    Satisfaction = common::Satisfaction { VerySatisfied, Satisfied, Fair, Dissatisfied }
    Dissatisfaction = common::DissatisfactionReason { Attitude, Skill, ResponseSpeed, Other }
    SignatureMethod = common::SignatureMethod { OnScreen, Paper, Electronic }
    LineState = parts::PartsLineState { Reserved, Backordered, Issued, Settled, Cancelled }
    CarryOverReason = proto::CarryOverReason { Parts, Customer, Time, Other }
    VisitStatus = proto::VisitStatus { Done, CarriedOver }
    DayState = proto::DayState { Open, Closed, Reopened }
    Readiness = proto::PartsState { NothingAsked = NotAsked, Pending = Reserved, OnOrder, Issued }
    ReportKind = proto::DailyReportKind { NoNews, MissedService, Revisit }
    ShopState = proto::ShopTaskState { Open, Done, Missed }
}

/// The number of an optional word; 0 is "not said".
pub fn number<W: Wire>(word: Option<W>) -> i32
where
    W::Proto: Into<i32>,
{
    word.map_or(0, |word| word.to_wire().into())
}
