//! What a work order is for.

use aftersales_kit::{
    Reason, Refusal,
    id::{AssetId, CustomerId, TicketId},
    time::Timestamp,
};

use super::{
    Coverage, FaultKind, OrderType, ServiceClass, Zone,
    flow_reasons::{BLANK_FORM_INCOMPLETE, CLASS_D_IS_INTERNAL, INTERNAL_WORK_IS_FREE, PAYER_MISSING},
    outcome::all_of,
    words::PayerKind,
};

/// Who pays for the work (DSP-53, BIL-36).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payer {
    /// Kind.
    pub kind: PayerKind,
    /// The third party.
    pub party_id: Option<CustomerId>,
}

impl Payer {
    /// Who pays when nobody says so: the customer what is charged, the company everything else.
    pub const fn of(class: ServiceClass) -> Self {
        let kind = match class {
            ServiceClass::A => PayerKind::Customer,
            ServiceClass::B | ServiceClass::C | ServiceClass::D => PayerKind::Company,
        };
        Self { kind, party_id: None }
    }
}

/// What is asked for: handed over by the hotline, or written on a blank form. It never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Ticket.
    pub ticket_id: TicketId,
    /// Kind of work.
    pub order_type: OrderType,
    /// Customer; the nil id for internal work.
    pub customer_id: CustomerId,
    /// Asset; the nil id where there is none.
    pub asset_id: AssetId,
    /// Who pays.
    pub payer: Payer,
    /// Product line.
    pub product_line: String,
    /// Model.
    pub model: String,
    /// Serial number.
    pub serial_number: String,
    /// Kind of fault.
    pub fault_kind: FaultKind,
    /// Whole-machine warranty at the first request.
    pub in_warranty: bool,
    /// On-site period at the first request.
    pub in_onsite_period: bool,
    /// Class.
    pub service_class: ServiceClass,
    /// What covers the customer.
    pub coverage: Coverage,
    /// Distance zone (DSP-11).
    pub zone: Zone,
    /// Register number.
    pub register_no: String,
    /// Voucher number.
    pub voucher_no: String,
    /// When the customer first asked.
    pub first_requested_at: Timestamp,
    /// The customer pressed for a time (HOT-18).
    pub urged: bool,
    /// Contact promised by.
    pub promised_contact_by: Option<Timestamp>,
}

impl Request {
    /// Neither customer nor signature nor callback (DSP-51, DSP-52, DSP-54).
    pub const fn is_internal(&self) -> bool {
        self.order_type.is_internal()
    }

    /// Refuses a blank form that lacks something (DSP-35, DSP-53) or has another class than its work, everything
    /// at once.
    ///
    /// # Errors
    /// `BLANK_FORM_INCOMPLETE`, `INTERNAL_WORK_IS_FREE`, `CLASS_D_IS_INTERNAL`, `PAYER_MISSING`.
    pub fn check_form(&self, has_contact: bool) -> Result<(), Refusal> {
        let outside = !self.is_internal();
        let machine = outside && !self.order_type.is_installation();
        let incomplete: &'static Reason = &BLANK_FORM_INCOMPLETE;
        all_of(&[
            (
                outside && self.customer_id.uuid().is_nil(),
                incomplete,
                "customer_id",
                "name the customer",
            ),
            (
                machine && self.asset_id.uuid().is_nil(),
                incomplete,
                "asset_id",
                "name the machine",
            ),
            (
                outside && !has_contact,
                incomplete,
                "contact",
                "say whom to contact, by what number and where",
            ),
            (
                !outside && self.service_class != ServiceClass::D,
                &INTERNAL_WORK_IS_FREE,
                "service_class",
                "internal work is class D",
            ),
            (
                outside && self.service_class == ServiceClass::D,
                &CLASS_D_IS_INTERNAL,
                "service_class",
                "work for a customer is A, B or C",
            ),
            (
                !outside && !self.customer_id.uuid().is_nil(),
                &CLASS_D_IS_INTERNAL,
                "customer_id",
                "internal work has no customer",
            ),
            (
                (self.payer.kind == PayerKind::ThirdParty) != self.payer.party_id.is_some(),
                &PAYER_MISSING,
                "payer_id",
                "goes with a third party that pays, and only with one",
            ),
        ])
    }
}
