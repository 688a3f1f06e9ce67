//! Parts as the parts service tells it: facts of their own, whatever the order's state (DSP-04, DSP-05, DSP-09).

use aftersales_kit::{Refusal, text_enum};
use uuid::Uuid;

use super::{Action, Actor, State, Waiting, WorkOrder, reasons::PARTS_ALREADY_REQUESTED};

text_enum! {
    /// State of a line of a parts request.
    pub enum LineState {
        /// Reserved, not wholly issued yet.
        Reserved = "RESERVED",
        /// Some pieces are lacking.
        Backordered = "BACKORDERED",
        /// Issued; pieces are open.
        Issued = "ISSUED",
        /// Every issued piece is consumed or returned.
        Settled = "SETTLED",
        /// Ended before issue.
        Cancelled = "CANCELLED",
    }
}

/// A line of a parts request for the order, in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartLine {
    /// Line id.
    pub line_id: Uuid,
    /// Parts request id.
    pub parts_request_id: Uuid,
    /// The visit for which it was asked or last moved.
    pub visit_number: i64,
    /// Part number.
    pub part_no: String,
    /// Asked for.
    pub requested: i64,
    /// Lacking in stock.
    pub backordered: i64,
    /// Issued.
    pub issued: i64,
    /// Used up.
    pub consumed: i64,
    /// Came back unused.
    pub returned_good: i64,
    /// Replaced pieces handed in.
    pub returned_defective: i64,
    /// State.
    pub state: LineState,
    /// No issued piece is open (DSP-09).
    pub settled: bool,
}

impl PartLine {
    /// Waits for issue.
    const fn is_unresolved(&self) -> bool {
        matches!(self.state, LineState::Reserved | LineState::Backordered)
    }

    /// Whether no issued piece of these numbers is open.
    pub const fn is_settled(state: LineState, issued: i64, consumed: i64, returned_good: i64) -> bool {
        matches!(state, LineState::Settled | LineState::Cancelled) || issued <= consumed + returned_good
    }
}

/// How the parts of the present visit stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// Nothing was asked for.
    NothingAsked,
    /// Asked for and reserved.
    Pending,
    /// Stock does not suffice.
    OnOrder,
    /// Everything is issued.
    Issued,
}

impl WorkOrder {
    /// How the parts of the present visit stand.
    pub fn readiness(&self) -> Readiness {
        let open: Vec<_> = self.parts.iter().filter(|line| line.is_unresolved()).collect();
        if open
            .iter()
            .any(|line| line.state == LineState::Backordered || line.backordered > 0)
        {
            return Readiness::OnOrder;
        }
        if !open.is_empty() {
            return Readiness::Pending;
        }
        let mine = |line: &&PartLine| line.visit_number >= self.visit_number && line.state != LineState::Cancelled;
        match self.parts.iter().find(mine) {
            Some(_) => Readiness::Issued,
            None => Readiness::NothingAsked,
        }
    }

    /// Every issued piece is consumed or came back (DSP-09).
    pub fn parts_settled(&self) -> bool {
        self.parts.iter().all(|line| line.settled)
    }

    /// Brings the state in line with the parts. `true` when it moved.
    ///
    /// Before departure: PARTS_PENDING, PARTS_ON_ORDER, READY or PROMISED. After the report: PARTS_SETTLED or REPORTED.
    /// In any other state the facts are kept and looked at later.
    pub fn follow_parts(&mut self) -> bool {
        let before = self.state;
        if self.state.is_preparing() {
            let readiness = self.readiness();
            if readiness != Readiness::NothingAsked {
                self.no_parts_needed = false;
            }
            self.state = match readiness {
                Readiness::Pending => State::PartsPending,
                Readiness::OnOrder => State::PartsOnOrder,
                Readiness::Issued => State::Ready,
                Readiness::NothingAsked if self.no_parts_needed => State::Ready,
                Readiness::NothingAsked => State::Promised,
            };
            let waits = matches!(self.state, State::PartsPending | State::PartsOnOrder);
            self.waiting = waits.then_some(Waiting::Part);
        } else if self.state == State::Reported && self.parts_settled() {
            self.state = State::PartsSettled;
        } else if self.state == State::PartsSettled && !self.parts_settled() {
            self.state = State::Reported;
        }
        self.state != before
    }

    /// No parts are needed: PROMISED to READY (DSP-04).
    ///
    /// # Errors
    /// `WORK_ORDER_STATE`, `NOT_YOUR_WORK_ORDER`, `PARTS_ALREADY_REQUESTED`.
    pub fn declare_no_parts(&mut self, actor: &Actor) -> Result<(), Refusal> {
        self.admit(Action::DeclareNoParts)?;
        self.owned_by(actor)?;
        if self.state != State::Promised {
            return Err(PARTS_ALREADY_REQUESTED.refuse().with("state", self.state));
        }
        self.no_parts_needed = true;
        self.state = State::Ready;
        Ok(())
    }
}
