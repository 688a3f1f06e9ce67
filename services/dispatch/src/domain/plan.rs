//! Planned maintenance (DSP-67) and regular revisits (定期回访, DSP-66).

use aftersales_kit::{
    Refusal,
    id::{AssetId, BranchId, CustomerId, TicketId, WorkOrderId},
    text_enum,
    time::{BusinessDate, Timestamp},
};

use super::{
    Coverage, FaultKind, OrderType, Payer, Request, ServiceClass, Zone,
    plan_reasons::{FAULT_MISSING, FIRST_DUE_PAST, OPINIONS_MISSING, PLAN_CLASS, PLAN_STATE},
};

aftersales_kit::id!(
    /// A plan.
    PlanId, "plan id"
);
aftersales_kit::id!(
    /// A due item of a plan.
    PlanItemId, "plan item id"
);

text_enum! {
    /// What is planned.
    pub enum PlanKind {
        /// Maintenance and upkeep (维护保养).
        Maintenance = "MAINTENANCE",
        /// Regular revisit (定期回访).
        Revisit = "REVISIT",
    }
}

text_enum! {
    /// State of a plan.
    pub enum PlanState {
        /// Runs.
        Active = "ACTIVE",
        /// Ended.
        Ended = "ENDED",
    }
}

text_enum! {
    /// State of a due item.
    pub enum ItemState {
        /// To be done.
        Due = "DUE",
        /// A work order was made.
        Ordered = "ORDERED",
        /// Revisited: no fault.
        NoFault = "NO_FAULT",
        /// Revisited: a fault, and a work order.
        Fault = "FAULT",
    }
}

/// Whose machine it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    /// Customer.
    pub customer_id: CustomerId,
    /// Asset.
    pub asset_id: AssetId,
    /// Product line.
    pub product_line: String,
    /// Model.
    pub model: String,
    /// Serial number.
    pub serial_number: String,
    /// Distance zone.
    pub zone: Zone,
}

/// A plan for one machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServicePlan {
    /// Id.
    pub id: PlanId,
    /// Branch.
    pub branch_id: BranchId,
    /// What is planned.
    pub kind: PlanKind,
    /// State.
    pub state: PlanState,
    /// The machine.
    pub machine: Machine,
    /// Class of the orders.
    pub service_class: ServiceClass,
    /// Days from one due date to the next.
    pub interval_days: i64,
    /// Next due date; none when ended, and while a revisit is open.
    pub next_due: Option<BusinessDate>,
    /// Last day on which it may be due.
    pub last_due: Option<BusinessDate>,
    /// When it was made, and by whom.
    pub created: (Timestamp, String),
    /// Version of the record; 0 before it is stored.
    pub version: i64,
}

/// One due maintenance or revisit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanItem {
    /// Id.
    pub id: PlanItemId,
    /// Plan.
    pub plan_id: PlanId,
    /// Branch.
    pub branch_id: BranchId,
    /// What is due.
    pub kind: PlanKind,
    /// By the interval.
    pub due_date: BusinessDate,
    /// First working day from then on.
    pub working_date: BusinessDate,
    /// State.
    pub state: ItemState,
    /// The order that was made.
    pub work_order_id: Option<WorkOrderId>,
    /// The user's opinions.
    pub opinions: String,
    /// The fault.
    pub fault: String,
    /// When a revisit was recorded, and by whom.
    pub recorded: Option<(Timestamp, String)>,
    /// Version of the record; 0 before it is stored.
    pub version: i64,
}

/// When a plan is due.
#[derive(Debug, Clone)]
pub struct Rhythm {
    /// Days from one due date to the next.
    pub interval_days: i64,
    /// First due date.
    pub first_due: BusinessDate,
    /// Last day on which it may be due.
    pub last_due: Option<BusinessDate>,
}

/// What a revisit found.
#[derive(Debug, Clone)]
pub struct Found {
    /// There is a fault.
    pub fault_found: bool,
    /// The user's opinions.
    pub opinions: String,
    /// The fault.
    pub fault: String,
}

impl ServicePlan {
    /// A new plan.
    ///
    /// # Errors
    /// `PLAN_CLASS`, `FIRST_DUE_PAST`.
    pub fn create(
        branch_id: BranchId,
        kind: PlanKind,
        machine: Machine,
        service_class: ServiceClass,
        rhythm: Rhythm,
        (at, by, today): (Timestamp, &str, BusinessDate),
    ) -> Result<Self, Refusal> {
        if !matches!(service_class, ServiceClass::B | ServiceClass::C) {
            return Err(PLAN_CLASS.field("service_class", "must be B or C"));
        }
        if rhythm.first_due <= today {
            return Err(FIRST_DUE_PAST.field("first_due", "must be after today"));
        }
        if rhythm.last_due.is_some_and(|last| last < rhythm.first_due) {
            return Err(FIRST_DUE_PAST.field("last_due", "must not be before the first due date"));
        }
        Ok(Self {
            id: PlanId::new(),
            branch_id,
            kind,
            state: PlanState::Active,
            machine,
            service_class,
            interval_days: rhythm.interval_days,
            next_due: Some(rhythm.first_due),
            last_due: rhythm.last_due,
            created: (at, by.to_owned()),
            version: 0,
        })
    }

    /// The plan is due: gives the item. A maintenance is planned on from its due date; a revisit when it is recorded.
    /// `None` when it has ended or is not due.
    pub fn fall_due(&mut self, working_date: BusinessDate, today: BusinessDate) -> Option<PlanItem> {
        let due_date = self
            .next_due
            .filter(|_| self.state == PlanState::Active && working_date <= today)?;
        let item = PlanItem {
            id: PlanItemId::new(),
            plan_id: self.id,
            branch_id: self.branch_id.clone(),
            kind: self.kind,
            due_date,
            working_date,
            state: ItemState::Due,
            work_order_id: None,
            opinions: String::new(),
            fault: String::new(),
            recorded: None,
            version: 0,
        };
        match self.kind {
            PlanKind::Maintenance => self.plan_on(due_date),
            PlanKind::Revisit => self.next_due = None,
        }
        Some(item)
    }

    /// The next due date after one; the plan ends when that is too late.
    pub fn plan_on(&mut self, from: BusinessDate) {
        if self.state == PlanState::Ended {
            return;
        }
        let next = later(from, self.interval_days);
        self.next_due = next.filter(|next| self.last_due.is_none_or(|last| *next <= last));
        if self.next_due.is_none() {
            self.state = PlanState::Ended;
        }
    }

    /// Ends the plan.
    ///
    /// # Errors
    /// `PLAN_STATE`.
    pub fn end(&mut self) -> Result<(), Refusal> {
        if self.state == PlanState::Ended {
            return Err(PLAN_STATE.refuse().with("state", self.state));
        }
        self.state = PlanState::Ended;
        self.next_due = None;
        Ok(())
    }

    /// What the order of an item asks for. It has no ticket of the hotline: its ticket id is its own.
    pub fn request(&self, at: Timestamp) -> Request {
        let in_warranty = self.service_class == ServiceClass::C;
        Request {
            ticket_id: TicketId::new(),
            customer_id: self.machine.customer_id,
            asset_id: self.machine.asset_id,
            product_line: self.machine.product_line.clone(),
            model: self.machine.model.clone(),
            serial_number: self.machine.serial_number.clone(),
            fault_kind: FaultKind::Hardware,
            in_warranty,
            in_onsite_period: in_warranty,
            service_class: self.service_class,
            coverage: if in_warranty {
                Coverage::InWarranty
            } else {
                Coverage::YearlyContract
            },
            zone: self.machine.zone,
            register_no: String::new(),
            voucher_no: String::new(),
            first_requested_at: at,
            urged: false,
            promised_contact_by: None,
            order_type: match self.kind {
                PlanKind::Maintenance => OrderType::Maintenance,
                PlanKind::Revisit => OrderType::Repair,
            },
            payer: Payer::of(self.service_class),
        }
    }
}

impl PlanItem {
    /// To be done.
    pub fn is_open(&self) -> bool {
        self.state == ItemState::Due
    }

    /// A work order was made for a maintenance.
    pub fn ordered(&mut self, order: WorkOrderId) {
        self.state = ItemState::Ordered;
        self.work_order_id = Some(order);
    }

    /// Records a revisit (DSP-66); `order` is the id of the order that a fault opens.
    ///
    /// # Errors
    /// `PLAN_STATE`, `OPINIONS_MISSING`, `FAULT_MISSING`.
    pub fn record(&mut self, found: Found, order: WorkOrderId, by: (Timestamp, String)) -> Result<(), Refusal> {
        if !self.is_open() || self.kind != PlanKind::Revisit {
            return Err(PLAN_STATE.refuse().with("state", self.state));
        }
        if found.fault_found && found.fault.trim().is_empty() {
            return Err(FAULT_MISSING.field("fault", "say what the fault is"));
        }
        if !found.fault_found && found.opinions.trim().is_empty() {
            return Err(OPINIONS_MISSING.field("opinions", "record what the user thinks"));
        }
        self.state = if found.fault_found {
            ItemState::Fault
        } else {
            ItemState::NoFault
        };
        self.work_order_id = found.fault_found.then_some(order);
        self.opinions = found.opinions;
        if found.fault_found {
            self.fault = found.fault;
        }
        self.recorded = Some(by);
        Ok(())
    }
}

/// The day so many days later; `None` after the year 9999.
fn later(date: BusinessDate, days: i64) -> Option<BusinessDate> {
    let last = (0..days).try_fold(date.date(), |date, _| date.tomorrow().ok())?;
    Some(BusinessDate::from_date(last))
}
