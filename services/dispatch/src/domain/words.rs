//! The words of the forms, as they are stored.

use aftersales_kit::text_enum;

text_enum! {
    /// How an order came from the hotline to its coordinator (HOT-46).
    pub enum HandOverWay {
        /// It was handed to him.
        Push = "PUSH",
        /// He fetched it.
        Pull = "PULL",
    }
}

text_enum! {
    /// Distance of an address from the branch (DSP-11).
    pub enum Zone {
        /// Inside the service area.
        InArea = "IN_AREA",
        /// Within 80 km of it.
        Within80Km = "WITHIN_80_KM",
        /// Farther; by agreement with the customer.
        Beyond = "BEYOND",
    }
}

impl Zone {
    /// Place in the queue among orders that are wanted at the same time: the nearest first (DSP-15).
    pub const fn rank(self) -> i64 {
        match self {
            Self::InArea => 1,
            Self::Within80Km => 2,
            Self::Beyond => 3,
        }
    }
}

text_enum! {
    /// Class of a service.
    pub enum ServiceClass {
        /// Charged (有费服务).
        A = "A",
        /// Under a maintenance contract (合同服务).
        B = "B",
        /// Free (免费服务).
        C = "C",
        /// Internal work (一般行政工作).
        D = "D",
    }
}

text_enum! {
    /// What covers the customer.
    pub enum Coverage {
        /// In warranty (保内).
        InWarranty = "IN_WARRANTY",
        /// Contract by the year (按年合同).
        YearlyContract = "YEARLY_CONTRACT",
        /// Contract by the visit (按次合同).
        PerVisitContract = "PER_VISIT_CONTRACT",
        /// Liaison letter (联络函).
        LiaisonLetter = "LIAISON_LETTER",
        /// Nothing.
        None = "NONE",
    }
}

text_enum! {
    /// Kind of fault (HOT-11).
    pub enum FaultKind {
        /// Hardware.
        Hardware = "HARDWARE",
        /// Software.
        Software = "SOFTWARE",
        /// A component of another brand.
        ThirdPartyComponent = "THIRD_PARTY_COMPONENT",
    }
}

text_enum! {
    /// Who made a work order.
    pub enum Source {
        /// The hotline.
        CallCentre = "CALL_CENTRE",
        /// The technician himself (DSP-34).
        SelfReceived = "SELF",
        /// The branch or the technical department.
        Internal = "INTERNAL",
    }
}

text_enum! {
    /// Kind of work.
    pub enum OrderType {
        /// Repair on site (DSP-49).
        Repair = "REPAIR",
        /// Installation (DSP-49).
        Install = "INSTALL",
        /// Guidance of an installation (DSP-49).
        InstallGuide = "INSTALL_GUIDE",
        /// Quality appraisal and replacement (DSP-50).
        Appraisal = "APPRAISAL",
        /// Repair and upkeep of showroom products (DSP-51).
        Showroom = "SHOWROOM",
        /// Technical support for a promotion (DSP-52).
        PromoSupport = "PROMO_SUPPORT",
        /// Another task of the technical department (DSP-54).
        OtherTask = "OTHER_TASK",
        /// Planned maintenance and upkeep (DSP-67).
        Maintenance = "MAINTENANCE",
    }
}

impl OrderType {
    /// Work without a customer.
    pub const fn is_internal(self) -> bool {
        matches!(self, Self::Showroom | Self::PromoSupport | Self::OtherTask)
    }

    /// Work on a machine that may not be registered yet.
    pub const fn is_installation(self) -> bool {
        matches!(self, Self::Install | Self::InstallGuide)
    }
}

text_enum! {
    /// Who pays.
    pub enum PayerKind {
        /// The customer.
        Customer = "CUSTOMER",
        /// The company.
        Company = "COMPANY",
        /// A third party (DSP-53).
        ThirdParty = "THIRD_PARTY",
    }
}

text_enum! {
    /// What came of the service, as the repair service order says it (DSP-47).
    pub enum ServiceResult {
        /// Completed.
        Completed = "COMPLETED",
        /// The equipment goes back for repair or is replaced.
        ReturnOrReplace = "RETURN_OR_REPLACE",
        /// Not completed for another reason.
        NotCompletedOther = "NOT_COMPLETED_OTHER",
        /// Completed by telephone.
        ByPhone = "BY_PHONE",
    }
}

text_enum! {
    /// How the customer's invoice comes.
    pub enum InvoiceMode {
        /// On paper.
        Paper = "PAPER",
        /// Electronically.
        Electronic = "ELECTRONIC",
    }
}

text_enum! {
    /// What a demand is about (DSP-63).
    pub enum AnswerTopic {
        /// What is charged.
        Charge = "CHARGE",
        /// Compensation.
        Compensation = "COMPENSATION",
        /// Replacement or return.
        Replacement = "REPLACEMENT",
        /// Times and dates.
        Schedule = "SCHEDULE",
        /// Anything else.
        Other = "OTHER",
    }
}

text_enum! {
    /// How the customer pays.
    pub enum PaymentMethod {
        /// Cash.
        Cash = "CASH",
        /// By card.
        Card = "CARD",
        /// By a telephone's wallet.
        Mobile = "MOBILE",
        /// By bank transfer.
        Transfer = "TRANSFER",
    }
}

text_enum! {
    /// Why somebody is not available.
    pub enum UnavailableCause {
        /// Another promised visit.
        Visit = "VISIT",
        /// Leave, sickness, training.
        Absence = "ABSENCE",
        /// Outside the shifts of the day.
        Shift = "SHIFT",
    }
}

text_enum! {
    /// Who contacts the customer first (DSP-02).
    pub enum ContactOwner {
        /// The assigned technician, who is in the station.
        Technician = "TECHNICIAN",
        /// The coordinator, because no technician is in.
        Coordinator = "COORDINATOR",
    }
}

text_enum! {
    /// What a work order waits for.
    pub enum Waiting {
        /// The customer.
        Customer = "CUSTOMER",
        /// A part.
        Part = "PART",
        /// An approval.
        Approval = "APPROVAL",
        /// A supplier or maker.
        Supplier = "SUPPLIER",
    }
}

text_enum! {
    /// How somebody tried to reach the customer.
    pub enum Channel {
        /// By telephone.
        Phone = "PHONE",
        /// By message.
        Sms = "SMS",
        /// In person.
        InPerson = "IN_PERSON",
    }
}

text_enum! {
    /// What came of an attempt.
    pub enum ContactResult {
        /// The customer was reached.
        Reached = "REACHED",
        /// No answer.
        NoAnswer = "NO_ANSWER",
    }
}

text_enum! {
    /// What came of a visit.
    pub enum Outcome {
        /// Repaired.
        Repaired = "REPAIRED",
        /// Not repaired; a plan is agreed (DSP-07).
        NotRepaired = "NOT_REPAIRED",
        /// Nobody was there (DSP-33).
        CustomerAbsent = "CUSTOMER_ABSENT",
    }
}

text_enum! {
    /// What follows when a machine is not repaired on site.
    pub enum Plan {
        /// Another visit on the same order (DSP-32).
        SecondVisit = "SECOND_VISIT",
        /// The goods are taken back (DSP-39).
        TakeBack = "TAKE_BACK",
        /// Appraisal and replacement (DSP-50).
        Replace = "REPLACE",
        /// A quote is needed (F-5).
        Quote = "QUOTE",
        /// Referred or another solution (DSP-71).
        Refer = "REFER",
    }
}

/// What a plan leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeadsTo {
    /// Visit n+1 at once.
    NextVisit,
    /// A solution elsewhere, with what it waits for.
    Solution(Option<Waiting>),
}

impl Plan {
    /// What follows from it.
    pub const fn leads_to(self) -> LeadsTo {
        match self {
            Self::SecondVisit => LeadsTo::NextVisit,
            Self::TakeBack => LeadsTo::Solution(None),
            Self::Replace => LeadsTo::Solution(Some(Waiting::Approval)),
            Self::Quote => LeadsTo::Solution(Some(Waiting::Customer)),
            Self::Refer => LeadsTo::Solution(Some(Waiting::Supplier)),
        }
    }
}

text_enum! {
    /// Whether the documents were delivered (DSP-48).
    pub enum Delivery {
        /// Delivered.
        Yes = "YES",
        /// Not delivered.
        No = "NO",
        /// There was none.
        NoAttachment = "NO_ATTACHMENT",
    }
}

text_enum! {
    /// Satisfaction on four levels (DSP-48).
    pub enum Satisfaction {
        /// 很满意.
        VerySatisfied = "VERY_SATISFIED",
        /// 满意.
        Satisfied = "SATISFIED",
        /// 一般.
        Fair = "FAIR",
        /// 不满意.
        Dissatisfied = "DISSATISFIED",
    }
}

text_enum! {
    /// Why somebody is not satisfied (DSP-48).
    pub enum Dissatisfaction {
        /// 服务态度.
        Attitude = "ATTITUDE",
        /// 技术水平.
        Skill = "SKILL",
        /// 响应速度.
        ResponseSpeed = "RESPONSE_SPEED",
        /// Anything else.
        Other = "OTHER",
    }
}

text_enum! {
    /// How a signature was given.
    pub enum SignatureMethod {
        /// On a device's screen.
        OnScreen = "ON_SCREEN",
        /// On paper.
        Paper = "PAPER",
        /// Reliable electronic signature (LAW-34).
        Electronic = "ELECTRONIC",
    }
}

text_enum! {
    /// Where a technician is (DSP-02).
    pub enum Presence {
        /// In the station.
        InStation = "IN_STATION",
        /// Out at customers.
        Out = "OUT",
        /// Off duty, also when he never said.
        OffDuty = "OFF_DUTY",
    }
}

text_enum! {
    /// Kind of a missed service (DSP-26, DSP-28, DSP-34).
    pub enum MissedKind {
        /// No reply within the time.
        NoReply = "NO_REPLY",
        /// Did not come at the agreed time.
        NoShow = "NO_SHOW",
        /// Reported late.
        LateReport = "LATE_REPORT",
    }
}

text_enum! {
    /// Why a work order is cancelled.
    pub enum CancelReason {
        /// The customer withdrew.
        CustomerWithdrew = "CUSTOMER_WITHDREW",
        /// The hotline cancelled the ticket.
        TicketCancelled = "TICKET_CANCELLED",
        /// Made twice.
        Duplicate = "DUPLICATE",
    }
}
