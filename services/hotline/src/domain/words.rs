//! The words of the rulebook as the hotline stores them. Each text is the contract's value without its prefix.

use aftersales_kit::text_enum;

text_enum! {
    /// How a report came in.
    pub enum Channel {
        /// By telephone.
        Phone = "PHONE",
        /// At the counter.
        WalkIn = "WALK_IN",
        /// By letter, fax or mail (单据).
        Document = "DOCUMENT",
        /// By an app or the web.
        Online = "ONLINE",
        /// By a liaison letter (联络函).
        LiaisonLetter = "LIAISON_LETTER",
        /// A technician reports what he found.
        Technician = "TECHNICIAN",
    }
}

text_enum! {
    /// How a need is served (F-1).
    pub enum ServiceMode {
        /// An engineer comes to the customer (上门).
        OnSite = "ON_SITE",
        /// The customer brings the machine (送修).
        CarryIn = "CARRY_IN",
        /// Solved on the telephone (电话完成服务).
        PhoneResolved = "PHONE_RESOLVED",
    }
}

text_enum! {
    /// Kind of fault (HOT-11).
    pub enum FaultKind {
        /// Hardware.
        Hardware = "HARDWARE",
        /// Software.
        Software = "SOFTWARE",
        /// A component that is not our brand (HOT-07).
        ThirdPartyComponent = "THIRD_PARTY_COMPONENT",
    }
}

text_enum! {
    /// Class of a service.
    pub enum ServiceClass {
        /// Charged (有费服务).
        A = "A",
        /// Under a contract (合同服务).
        B = "B",
        /// Free (免费服务).
        C = "C",
        /// Internal (一般行政工作).
        D = "D",
    }
}

text_enum! {
    /// What covers the customer.
    pub enum CoverageKind {
        /// Warranty (保内).
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
    /// Distance of an address from the branch (DSP-11).
    pub enum Zone {
        /// Inside the service area.
        InArea = "IN_AREA",
        /// Within 80 km of it.
        Within80Km = "WITHIN_80_KM",
        /// Farther.
        Beyond = "BEYOND",
    }
}
