//! A work order (上门派工单): the assignment and execution of one on-site service.

use aftersales_kit::{
    Refusal,
    id::{AssetId, BranchId, CustomerId, StaffId, TicketId, WorkOrderId},
    time::Timestamp,
};
use uuid::Uuid;

use super::{
    Action, Actor, Attempt, CancelReason, ContactOwner, Coverage, FaultKind, HandOverWay, MissedKind, PartLine,
    Promise, ServiceClass, Source, State, Visit, Waiting, Zone,
    reasons::{NOT_YOUR_WORK_ORDER, REASSIGNMENT_REASON_MISSING, TECHNICIAN_NOT_IN_STATION, WORK_ORDER_STATE},
};

/// What the hotline handed over; it never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Ticket.
    pub ticket_id: TicketId,
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

/// A missed service on the order (遗漏服务).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissedService {
    /// Record id.
    pub id: Uuid,
    /// Kind.
    pub kind: MissedKind,
    /// What shows it: a deadline id or a callback task id.
    pub evidence: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// A work order with everything that happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkOrder {
    /// Id.
    pub id: WorkOrderId,
    /// Number, such as `BJ01-D-000001`.
    pub number: String,
    /// Branch.
    pub branch_id: BranchId,
    /// State.
    pub state: State,
    /// What it waits for.
    pub waiting: Option<Waiting>,
    /// Who made it.
    pub source: Source,
    /// Re-issued after a missed service (重发, DSP-29).
    pub reissued: bool,
    /// The order that it re-issues.
    pub original_id: Option<WorkOrderId>,
    /// What was handed over.
    pub request: Request,
    /// When it entered the queue.
    pub queued_at: Timestamp,
    /// When the coordinator received it, and who.
    pub received: Option<(Timestamp, String)>,
    /// How the coordinator got it (HOT-46).
    pub received_way: Option<HandOverWay>,
    /// Working days over which it was carried without a technician (DSP-36).
    pub carried_over: i64,
    /// The assigned technician.
    pub technician_id: Option<StaffId>,
    /// When he was assigned.
    pub assigned_at: Option<Timestamp>,
    /// Who contacts the customer.
    pub contact_owner: Option<ContactOwner>,
    /// Number of the present visit, from 1.
    pub visit_number: i64,
    /// Since when the present visit is due: the first request, or what made another visit necessary.
    pub visit_from: Timestamp,
    /// No parts are needed.
    pub no_parts_needed: bool,
    /// When the repair sheet was confirmed, and by whom.
    pub confirmed: Option<(Timestamp, String)>,
    /// Why it was cancelled.
    pub cancel_reason: Option<CancelReason>,
    /// What the customer said about the cancelling.
    pub cancel_note: String,
    /// Why it was returned (DSP-24).
    pub return_reason: String,
    /// The hotline cancelled the ticket after the work was done.
    pub ticket_cancelled_at: Option<Timestamp>,
    /// Attempts to reach the customer, oldest first.
    pub contacts: Vec<Attempt>,
    /// Visits, oldest first; one begins with its promise.
    pub visits: Vec<Visit>,
    /// Parts, as the parts service tells it.
    pub parts: Vec<PartLine>,
    /// Missed services, oldest first.
    pub missed: Vec<MissedService>,
    /// Version of the record; 0 before it is stored.
    pub version: i64,
}

impl WorkOrder {
    /// A new order in the coordinator's queue.
    pub fn queued(id: WorkOrderId, number: String, branch_id: BranchId, request: Request, at: Timestamp) -> Self {
        Self {
            id,
            number,
            branch_id,
            state: State::Queued,
            waiting: None,
            source: Source::CallCentre,
            reissued: false,
            original_id: None,
            queued_at: at,
            received: None,
            received_way: None,
            carried_over: 0,
            technician_id: None,
            assigned_at: None,
            contact_owner: None,
            visit_number: 1,
            visit_from: request.first_requested_at,
            request,
            no_parts_needed: false,
            confirmed: None,
            cancel_reason: None,
            cancel_note: String::new(),
            return_reason: String::new(),
            ticket_cancelled_at: None,
            contacts: Vec::new(),
            visits: Vec::new(),
            parts: Vec::new(),
            missed: Vec::new(),
            version: 0,
        }
    }

    /// A new order for the technician who missed the agreed time, marked 重发 (DSP-29).
    pub fn reissued(&self, id: WorkOrderId, number: String, at: Timestamp) -> Self {
        let request = Request {
            urged: false,
            promised_contact_by: None,
            ..self.request.clone()
        };
        let mut order = Self::queued(id, number, self.branch_id.clone(), request, at);
        order.reissued = true;
        order.original_id = Some(self.id);
        order.source = self.source;
        order.visit_from = at;
        order
    }

    /// The visit that is being arranged or made.
    pub fn visit(&self) -> Option<&Visit> {
        self.visits.last().filter(|visit| visit.number == self.visit_number)
    }

    pub(super) fn visit_mut(&mut self) -> Result<&mut Visit, Refusal> {
        let (number, refusal) = (self.visit_number, self.refuse_state());
        self.visits
            .last_mut()
            .filter(|visit| visit.number == number)
            .ok_or(refusal)
    }

    /// The present promise.
    pub fn promise(&self) -> Option<&Promise> {
        self.visit().map(|visit| &visit.promise)
    }

    /// When somebody wants it next: the promised visit, else the promised contact (DSP-15).
    pub fn wanted_at(&self) -> Timestamp {
        let contact_by = self.request.promised_contact_by.unwrap_or(self.visit_from);
        self.promise().map_or(contact_by, |promise| promise.window.start)
    }

    /// Place in the queue: re-issued orders first, then those carried over from another day, then those of customers
    /// who pressed for a time (DSP-31, DSP-36).
    pub fn queue_rank(&self) -> i64 {
        let hurry = i64::from(!self.request.urged);
        match (self.reissued, self.carried_over > 0) {
            (true, _) => hurry,
            (false, true) => 2,
            (false, false) => 3 + hurry,
        }
    }

    /// Carries it over to another working day for the `times`-th time, while no technician has it (DSP-36). `false` when
    /// that changes nothing.
    pub fn carry_over(&mut self, times: i64) -> bool {
        if self.technician_id.is_some() || !self.state.is_open() || times <= self.carried_over {
            return false;
        }
        self.carried_over = times;
        true
    }

    /// Refuses what the state does not allow.
    pub fn admit(&self, action: Action) -> Result<(), Refusal> {
        if self.state.admits(action) {
            Ok(())
        } else {
            Err(self.refuse_state())
        }
    }

    pub(super) fn refuse_state(&self) -> Refusal {
        WORK_ORDER_STATE.refuse().with("state", self.state)
    }

    /// Refuses a technician who does not have the order.
    pub fn owned_by(&self, actor: &Actor) -> Result<(), Refusal> {
        let mine = self
            .technician_id
            .as_ref()
            .is_some_and(|code| code.as_str() == actor.code);
        if actor.for_all || mine {
            return Ok(());
        }
        Err(NOT_YOUR_WORK_ORDER.refuse().with("work_order_no", &self.number))
    }

    /// What the actor can do to the order now; the contract's roles come on top.
    pub fn possible(&self, actor: &Actor) -> Vec<Action> {
        let owned = self.owned_by(actor).is_ok();
        let sensible = |action: &Action| match action {
            Action::DeclareNoParts => self.state == State::Promised,
            Action::Depart => self.technician_id.is_some() && (self.state == State::Ready || actor.may_override),
            Action::Confirm => self.state == State::PartsSettled,
            Action::ReportCompletion => self.visit().is_some_and(|visit| visit.reported.is_none()),
            Action::ReportAppointment => self.promise().is_some_and(|promise| promise.reported.is_none()),
            _ => true,
        };
        let all = Action::ALL.iter().copied().filter(|_| owned);
        all.filter(|action| self.state.admits(*action) && sensible(action))
            .collect()
    }

    /// The coordinator takes the order: QUEUED to RECEIVED (DSP-01).
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`.
    pub fn receive(&mut self, actor: &Actor, way: HandOverWay, now: Timestamp) -> Result<(), Refusal> {
        self.admit(Action::Receive)?;
        self.received_way = Some(way);
        self.state = State::Received;
        self.received = Some((now, actor.code.clone()));
        Ok(())
    }

    /// A technician gets the order (DSP-02). Whoever is to call the customer must be in the station; the visit of a
    /// customer who was called already may be anybody's. `false` when he has it already.
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`, `TECHNICIAN_NOT_IN_STATION`, `REASSIGNMENT_REASON_MISSING`.
    pub fn assign(
        &mut self,
        technician: &StaffId,
        in_station: bool,
        reason: &str,
        now: Timestamp,
    ) -> Result<bool, Refusal> {
        self.admit(Action::Assign)?;
        if self.technician_id.as_ref() == Some(technician) {
            return Ok(false);
        }
        if matches!(self.state, State::Received | State::Assigned) && !in_station {
            return Err(TECHNICIAN_NOT_IN_STATION.refuse().with("technician_id", technician));
        }
        if self.technician_id.is_some() && reason.trim().is_empty() {
            return Err(REASSIGNMENT_REASON_MISSING.field("reason", "say why another technician takes over"));
        }
        match self.state {
            State::Received => {
                self.state = State::Assigned;
                self.contact_owner = Some(ContactOwner::Technician);
            }
            State::ContactedByCoordinator => self.state = State::Contacted,
            _ => {}
        }
        self.technician_id = Some(technician.clone());
        self.assigned_at = Some(now);
        if let Ok(visit) = self.visit_mut() {
            visit.technician_id = Some(technician.clone());
        }
        Ok(true)
    }
}
