//! A request for the parts of a work order (申请备件, PRT-01).

use aftersales_kit::{
    Refusal,
    id::{BranchId, PartNo, TicketId, WorkOrderId},
    reasons::INVALID_REQUEST,
    text_enum,
    time::Timestamp,
};

use super::{
    ids::{LineId, PartsRequestId},
    line::{Line, LineState},
    movement::Purpose,
    reasons::{NOT_RESERVED, PART_TWICE, PARTS_LINE_NOT_FOUND, PARTS_REQUEST_STATE},
};

text_enum! {
    /// State of a request.
    pub enum RequestState {
        /// All pieces are reserved or issued in part.
        Reserved = "RESERVED",
        /// Some pieces are lacking.
        Backordered = "BACKORDERED",
        /// All pieces are issued.
        Issued = "ISSUED",
        /// All lines are settled (DSP-09).
        Settled = "SETTLED",
        /// Ended before issue.
        Cancelled = "CANCELLED",
    }
}

impl RequestState {
    /// Whether nothing is left to do.
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Settled | Self::Cancelled)
    }
}

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Staff code, or a service.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartsRequest {
    /// Id.
    pub id: PartsRequestId,
    /// Number, such as `BJ01-P-000001`.
    pub number: String,
    /// Branch whose stock serves it.
    pub branch: BranchId,
    /// Work order.
    pub work_order_id: WorkOrderId,
    /// Its number.
    pub work_order_no: String,
    /// Its ticket.
    pub ticket_id: TicketId,
    /// State.
    pub state: RequestState,
    /// Lines, as asked for.
    pub lines: Vec<Line>,
    /// Who asked.
    pub requested: Act,
    /// The last issue.
    pub issued: Option<Act>,
    /// Staff code of who carries the pieces; empty before the issue.
    pub issued_to: String,
    /// When it was settled.
    pub settled_at: Option<Timestamp>,
    /// Who ended it before the issue.
    pub cancelled: Option<Act>,
    /// Why it was ended.
    pub cancel_reason: String,
    /// Version of the record, from 1.
    pub version: i64,
}

/// What is to be issued of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueLine {
    /// The line.
    pub line: LineId,
    /// Pieces.
    pub quantity: i64,
    /// Serial numbers of a serialized part.
    pub serials: Vec<String>,
}

/// Refuses a request that asks for a part on two lines.
///
/// # Errors
/// `PART_TWICE` with every line that repeats a part.
pub fn check_distinct(parts: &[PartNo]) -> Result<(), Refusal> {
    let mut refusal = PART_TWICE.refuse();
    for (index, part) in parts.iter().enumerate() {
        if parts.iter().take(index).any(|earlier| earlier == part) {
            refusal = refusal.field(format!("lines[{index}].part_no"), "stands on an earlier line");
        }
    }
    if refusal.violations.is_empty() {
        Ok(())
    } else {
        Err(refusal)
    }
}

impl PartsRequest {
    /// What its movements are made for.
    pub const fn purpose(&self) -> Purpose {
        Purpose {
            request: self.id,
            work_order: self.work_order_id,
            ticket: self.ticket_id,
        }
    }

    /// A line of the request.
    ///
    /// # Errors
    /// `PARTS_LINE_NOT_FOUND`.
    pub fn line(&self, id: LineId) -> Result<&Line, Refusal> {
        self.lines.iter().find(|line| line.id == id).ok_or_else(|| no_line(id))
    }

    /// A line of the request, to be changed.
    ///
    /// # Errors
    /// `PARTS_LINE_NOT_FOUND`.
    pub fn line_mut(&mut self, id: LineId) -> Result<&mut Line, Refusal> {
        self.lines
            .iter_mut()
            .find(|line| line.id == id)
            .ok_or_else(|| no_line(id))
    }

    /// What is to be issued: what the clerk named, or everything that is reserved.
    ///
    /// # Errors
    /// `PARTS_REQUEST_STATE`, `PARTS_LINE_NOT_FOUND`, `NOT_RESERVED` and `INVALID_REQUEST` with every line concerned.
    pub fn plan_issue(&self, named: Vec<IssueLine>) -> Result<Vec<IssueLine>, Refusal> {
        if !matches!(self.state, RequestState::Reserved | RequestState::Backordered) {
            return Err(self.wrong_state());
        }
        let plan = if named.is_empty() {
            self.everything_reserved()
        } else {
            named
        };
        if plan.is_empty() {
            return Err(NOT_RESERVED.refuse());
        }
        let mut twice = INVALID_REQUEST.refuse();
        let mut lacking = NOT_RESERVED.refuse();
        for (index, asked) in plan.iter().enumerate() {
            if plan.iter().take(index).any(|earlier| earlier.line == asked.line) {
                twice = twice.field(format!("lines[{index}].line_id"), "stands on an earlier line");
            }
            let reserved = self.line(asked.line)?.counts.reserved;
            if asked.quantity > reserved {
                lacking = lacking.field(
                    format!("lines[{index}].quantity"),
                    format!("only {reserved} are reserved"),
                );
            }
        }
        match [twice, lacking]
            .into_iter()
            .find(|refusal| !refusal.violations.is_empty())
        {
            Some(refusal) => Err(refusal),
            None => Ok(plan),
        }
    }

    fn everything_reserved(&self) -> Vec<IssueLine> {
        let reserved = self.lines.iter().filter(|line| line.counts.reserved > 0);
        let whole = |line: &Line| IssueLine {
            line: line.id,
            quantity: line.counts.reserved,
            serials: Vec::new(),
        };
        reserved.map(whole).collect()
    }

    /// Writes down an issue.
    pub fn record_issue(&mut self, act: Act, carrier: &str) {
        carrier.clone_into(&mut self.issued_to);
        self.issued = Some(act.clone());
        self.refresh(act.at);
    }

    /// Ends it before anything is issued; tells what was reserved of each line.
    ///
    /// # Errors
    /// `PARTS_REQUEST_STATE`.
    pub fn cancel(&mut self, act: Act, reason: &str) -> Result<Vec<(PartNo, i64)>, Refusal> {
        if self.state.is_ended() || self.lines.iter().any(|line| line.counts.issued > 0) {
            return Err(self.wrong_state());
        }
        Ok(self.give_up(act, reason))
    }

    /// Gives up whatever is not issued yet, because the work order ended; tells what was reserved of each line.
    pub fn give_up(&mut self, act: Act, reason: &str) -> Vec<(PartNo, i64)> {
        let released = self.lines.iter_mut().map(|line| (line.part_no.clone(), line.release()));
        let released = released.filter(|(_, quantity)| *quantity > 0).collect();
        reason.clone_into(&mut self.cancel_reason);
        let at = act.at;
        self.cancelled = Some(act);
        self.refresh(at);
        released
    }

    /// Brings the state in line with the lines.
    pub fn refresh(&mut self, now: Timestamp) {
        let any = |state: LineState| self.lines.iter().any(|line| line.state() == state);
        self.state = if any(LineState::Backordered) {
            RequestState::Backordered
        } else if any(LineState::Reserved) {
            RequestState::Reserved
        } else if any(LineState::Issued) {
            RequestState::Issued
        } else if any(LineState::Settled) {
            RequestState::Settled
        } else {
            RequestState::Cancelled
        };
        if self.state == RequestState::Settled && self.settled_at.is_none() {
            self.settled_at = Some(now);
        }
    }

    /// Whether nothing is lacking.
    pub fn all_reserved(&self) -> bool {
        self.lines.iter().all(|line| line.counts.backordered == 0)
    }

    /// Whether every line is wholly issued.
    pub fn all_issued(&self) -> bool {
        self.lines
            .iter()
            .all(|line| line.counts.issued == line.counts.requested)
    }

    /// The methods that are possible now, whoever calls.
    pub fn possible(&self) -> Vec<&'static str> {
        let any = |test: fn(&Line) -> bool| self.lines.iter().any(test);
        let mut possible = Vec::new();
        if any(|line| line.counts.reserved > 0) {
            possible.push("IssueParts");
        }
        if any(|line| line.counts.open() > 0) {
            possible.push("ReturnPart");
        }
        if any(|line| line.counts.open() > 0 && !line.exchange_part) {
            possible.push("ConsumePart");
        }
        if !self.state.is_ended() && !any(|line| line.counts.issued > 0) {
            possible.push("CancelPartsRequest");
        }
        possible
    }

    fn wrong_state(&self) -> Refusal {
        PARTS_REQUEST_STATE.refuse().with("state", self.state)
    }
}

fn no_line(id: LineId) -> Refusal {
    PARTS_LINE_NOT_FOUND.refuse().with("line_id", id)
}
