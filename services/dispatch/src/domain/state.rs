//! The states of F-2 and what may be tried in each.

use aftersales_kit::text_enum;

use self::State::{
    Assigned, Contacted, ContactedByCoordinator, DoneOnsite, EnRoute, OnSite, PartsOnOrder, PartsPending, PartsSettled,
    Promised, Queued, Ready, Received, Reported, UnreachableReturned, WaitingCustomer, WaitingSolution,
};

text_enum! {
    /// State of a work order (F-2).
    pub enum State {
        /// In the coordinator's queue.
        Queued = "QUEUED",
        /// The coordinator has it.
        Received = "RECEIVED",
        /// No engineer was in; the coordinator reached the customer.
        ContactedByCoordinator = "CONTACTED_BY_COORDINATOR",
        /// A technician has it.
        Assigned = "ASSIGNED",
        /// The customer was reached and a technician has it, or visit n+1 is to be arranged.
        Contacted = "CONTACTED",
        /// A visit time is promised.
        Promised = "PROMISED",
        /// Parts are requested, not issued yet.
        PartsPending = "PARTS_PENDING",
        /// Parts are on order.
        PartsOnOrder = "PARTS_ON_ORDER",
        /// All parts are there, or none is needed.
        Ready = "READY",
        /// The technician is on the way.
        EnRoute = "EN_ROUTE",
        /// The technician is with the customer.
        OnSite = "ON_SITE",
        /// The customer was absent (DSP-33).
        WaitingCustomer = "WAITING_CUSTOMER",
        /// Not solved on site (DSP-71).
        WaitingSolution = "WAITING_SOLUTION",
        /// Repaired, cleaned, signed.
        DoneOnsite = "DONE_ONSITE",
        /// Completion is reported.
        Reported = "REPORTED",
        /// Completion is reported and all part lines are settled.
        PartsSettled = "PARTS_SETTLED",
        /// The repair sheet is confirmed.
        Confirmed = "CONFIRMED",
        /// Closed.
        Closed = "CLOSED",
        /// Cancelled.
        Cancelled = "CANCELLED",
        /// Not reached on two consecutive working days (DSP-24).
        UnreachableReturned = "UNREACHABLE_RETURNED",
    }
}

text_enum! {
    /// What can be asked of a work order; the text is the method's name in the contract.
    pub enum Action {
        /// The coordinator takes it.
        Receive = "ReceiveWorkOrder",
        /// A technician gets it.
        Assign = "AssignTechnician",
        /// An attempt to reach the customer.
        LogContact = "LogContact",
        /// A visit time.
        Promise = "PromiseVisit",
        /// The report of the appointment.
        ReportAppointment = "ReportAppointment",
        /// No parts are needed.
        DeclareNoParts = "DeclareNoParts",
        /// Setting out.
        Depart = "Depart",
        /// Being there.
        Arrive = "Arrive",
        /// The end of a visit.
        Complete = "CompleteVisit",
        /// The report of completion or absence.
        ReportCompletion = "ReportCompletion",
        /// The coordinator's confirmation.
        Confirm = "ConfirmWorkOrder",
        /// The return of an order whose customer cannot be reached.
        ReturnUnreachable = "ReturnUnreachable",
        /// Going on after a wait.
        Reopen = "ReopenWorkOrder",
        /// The end before the work is done.
        Cancel = "CancelWorkOrder",
        /// The customer insists on the same day.
        InsistSameDay = "InsistSameDay",
        /// The product's manual was read.
        ConfirmManualRead = "ConfirmManualRead",
        /// More is agreed on site.
        RecordExtraConsent = "RecordExtraConsent",
        /// The telephone served the need.
        ResolveByPhone = "ResolveByPhone",
        /// Once more after a missed visit.
        Reissue = "ReissueWorkOrder",
        /// A technician and those who come along.
        AssignCrew = "AssignCrew",
        /// The goods are taken back.
        TakeBack = "TakeBackGoods",
        /// What is found on the product.
        Appraise = "RecordAppraisal",
        /// A replacement.
        RequestReplacement = "RequestReplacement",
        /// The decision on it.
        DecideReplacement = "DecideReplacement",
        /// Another plan instead.
        SettleReplacement = "SettleRefusedReplacement",
        /// A correction of a finished order.
        Amend = "AmendWorkOrder",
    }
}

/// States before a visit in which a promised order may be.
const PREPARING: &[State] = &[Promised, PartsPending, PartsOnOrder, Ready];

impl State {
    /// Whether the action may be tried at all; what it is about may still refuse it.
    pub fn admits(self, action: Action) -> bool {
        match action {
            Action::Receive => self == Queued,
            Action::Assign | Action::AssignCrew => {
                matches!(self, Received | ContactedByCoordinator | Assigned | Contacted) || self.is_preparing()
            }
            Action::LogContact => self.is_open() && self != Queued && !self.is_done(),
            Action::Promise => matches!(self, ContactedByCoordinator | Contacted) || self.is_preparing(),
            Action::ReportAppointment => matches!(self, EnRoute | OnSite) || self.is_preparing(),
            Action::DeclareNoParts => matches!(self, Promised | PartsPending | PartsOnOrder),
            Action::Depart => self.is_preparing(),
            Action::Arrive => self == EnRoute,
            Action::Complete => self == OnSite,
            Action::ReportCompletion => matches!(self, DoneOnsite | WaitingCustomer),
            Action::Confirm => matches!(self, DoneOnsite | Reported | PartsSettled),
            Action::ReturnUnreachable => matches!(self, Received | ContactedByCoordinator | Assigned | Contacted),
            Action::Reopen => matches!(self, WaitingCustomer | WaitingSolution | UnreachableReturned),
            Action::InsistSameDay => self.is_open() && !self.is_done() && !matches!(self, EnRoute | OnSite),
            Action::ConfirmManualRead => self.is_open() && !self.is_done(),
            Action::RecordExtraConsent => matches!(self, EnRoute | OnSite) || self.is_preparing(),
            Action::ResolveByPhone => {
                matches!(self, Received | ContactedByCoordinator | Assigned | Contacted) || self.is_preparing()
            }
            Action::Reissue => matches!(self, Self::Confirmed | Self::Closed),
            Action::TakeBack
            | Action::Appraise
            | Action::RequestReplacement
            | Action::DecideReplacement
            | Action::SettleReplacement => self == WaitingSolution,
            Action::Amend => self.is_finished(),
            Action::Cancel => (self.is_open() && !self.is_done()) || self == UnreachableReturned,
        }
    }

    /// Promised and not yet on the way.
    pub fn is_preparing(self) -> bool {
        PREPARING.contains(&self)
    }

    /// A finished document, which stays as it is.
    pub const fn is_finished(self) -> bool {
        matches!(self, Self::Confirmed | Self::Closed | Self::Cancelled)
    }

    /// Neither closed, cancelled nor returned.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Cancelled | Self::UnreachableReturned)
    }

    /// The work at the customer is done.
    pub const fn is_done(self) -> bool {
        matches!(
            self,
            Self::DoneOnsite | Self::Reported | Self::PartsSettled | Self::Confirmed | Self::Closed
        )
    }

    /// Wants somebody's attention in dispatch.
    pub const fn is_in_queue(self) -> bool {
        self.is_open() && !matches!(self, Self::Confirmed)
    }
}
