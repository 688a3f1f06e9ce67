//! A work order (上门派工单): the assignment and execution of one on-site service.

use aftersales_kit::{
    Refusal,
    id::{BranchId, StaffId, WorkOrderId},
    time::Timestamp,
};
use uuid::Uuid;

use super::{
    Action, Actor, Amendment, Attached, Attempt, CancelReason, ContactOwner, ExtraConsent, HandOverWay, LateFact,
    MissedKind, PartLine, Promise, Request, Source, State, Visit, Waiting,
    reasons::{NOT_YOUR_WORK_ORDER, REASSIGNMENT_REASON_MISSING, TECHNICIAN_NOT_IN_STATION, WORK_ORDER_STATE},
};

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
    /// When a late fact showed that it was none.
    pub revoked_at: Option<Timestamp>,
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
    /// Those who come along with the technician.
    pub crew: Vec<StaffId>,
    /// The customer insists on a visit the same day (DSP-12).
    pub same_day: bool,
    /// What the customer agreed to pay before the visit, in fen.
    pub agreed_total: Option<i64>,
    /// Version of the accepted quote.
    pub quote_version: i64,
    /// What was agreed on site beyond it, oldest first.
    pub extras: Vec<ExtraConsent>,
    /// Why it is in no bonus report; empty when it is (DSP-34).
    pub bonus_exclusion: String,
    /// Local days from the completion to its report.
    pub report_delay_days: i64,
    /// Re-issued later than the day on which the missed visit was found (DSP-29).
    pub reissue_late: bool,
    /// When the telephone served the need, and who answered (DSP-47).
    pub phoned: Option<(Timestamp, String)>,
    /// What it was and what helped.
    pub phone_findings: String,
    /// When the manual was read, and by whom (DSP-62).
    pub manual_read: Option<(Timestamp, String)>,
    /// Facts that were received later than they happened, in order of receipt.
    pub late: Vec<LateFact>,
    /// Attempts to reach the customer, oldest first.
    pub contacts: Vec<Attempt>,
    /// Visits, oldest first; one begins with its promise.
    pub visits: Vec<Visit>,
    /// Parts, as the parts service tells it.
    pub parts: Vec<PartLine>,
    /// Missed services, oldest first.
    pub missed: Vec<MissedService>,
    /// Corrections, oldest first.
    pub amendments: Vec<Amendment>,
    /// What hangs on it in other records.
    pub attached: Attached,
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
            crew: Vec::new(),
            same_day: false,
            agreed_total: None,
            quote_version: 0,
            extras: Vec::new(),
            bonus_exclusion: String::new(),
            report_delay_days: 0,
            reissue_late: false,
            phoned: None,
            phone_findings: String::new(),
            manual_read: None,
            late: Vec::new(),
            contacts: Vec::new(),
            visits: Vec::new(),
            parts: Vec::new(),
            missed: Vec::new(),
            amendments: Vec::new(),
            attached: Attached::default(),
            version: 0,
        }
    }

    /// A new order for the technician who missed the agreed time, marked 重发 (DSP-29); he has it at once.
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
        order.agreed_total = self.left_to_collect();
        order.quote_version = self.quote_version;
        order.visit_from = at;
        if let Some(technician) = &self.technician_id {
            order.technician_id = Some(technician.clone());
            order.assigned_at = Some(at);
            order.contact_owner = Some(ContactOwner::Technician);
            order.state = State::Assigned;
        }
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

    /// Place in the queue: re-issued orders first (DSP-31), then customers who insist on the same day (DSP-12), then
    /// those carried over from another day (DSP-36), then those who pressed for a time.
    pub fn queue_rank(&self) -> i64 {
        let hurry = i64::from(!self.request.urged);
        match (self.reissued, self.same_day, self.carried_over > 0) {
            (true, _, _) => hurry,
            (false, true, _) => 2,
            (false, false, true) => 3,
            (false, false, false) => 4 + hurry,
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
        let refusal = WORK_ORDER_STATE.refuse().with("state", self.state);
        if !self.state.is_finished() {
            return refusal;
        }
        refusal.with("rules", "X-22").with("remedy", Action::Amend)
    }

    /// Refuses a technician who does not have the order.
    pub fn owned_by(&self, actor: &Actor) -> Result<(), Refusal> {
        let mine = self
            .technician_id
            .as_ref()
            .is_some_and(|code| code.as_str() == actor.code);
        let along = self.crew.iter().any(|code| code.as_str() == actor.code);
        if actor.for_all || mine || along {
            return Ok(());
        }
        Err(NOT_YOUR_WORK_ORDER.refuse().with("work_order_no", &self.number))
    }

    /// The missed visit that a re-issue is for (DSP-28).
    pub fn missed_visit(&self) -> Option<&MissedService> {
        let stands = |missed: &&MissedService| missed.kind == MissedKind::NoShow && missed.revoked_at.is_none();
        self.missed.iter().rev().find(stands)
    }

    /// A late fact shows that a missed service was none. `None` when its evidence shows none.
    pub fn revoke_missed(&mut self, evidence: &str, now: Timestamp) -> Option<MissedService> {
        let stands = |missed: &&mut MissedService| missed.evidence == evidence && missed.revoked_at.is_none();
        let missed = self.missed.iter_mut().find(stands)?;
        missed.revoked_at = Some(now);
        Some(missed.clone())
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
        self.crew.retain(|member| member != technician);
        let crew = self.crew.clone();
        if let Ok(visit) = self.visit_mut() {
            visit.technician_id = Some(technician.clone());
            visit.crew = crew;
        }
        Ok(true)
    }
}
