//! The stock ledger: every change of a stock is one movement between its accounts (PRT-18).

use aftersales_kit::{
    id::{BranchId, PartNo, TicketId, WorkOrderId},
    text_enum,
    time::Timestamp,
};

use super::ids::{MovementId, PartsRequestId};

text_enum! {
    /// Kind of a movement.
    pub enum MovementKind {
        /// Came into the store.
        Receipt = "RECEIPT",
        /// Reserved for a request.
        Reserve = "RESERVE",
        /// Reservation released.
        Release = "RELEASE",
        /// Left the store for an order.
        Issue = "ISSUE",
        /// Came back unused.
        ReturnGood = "RETURN_GOOD",
        /// Replaced piece handed in; the issued one is used up.
        ReturnDefective = "RETURN_DEFECTIVE",
        /// Issued piece used up, nothing handed in.
        Consume = "CONSUME",
    }
}

/// What a movement of one piece does to the accounts of a stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delta {
    /// To the good pieces in the store, reserved ones included.
    pub on_hand: i64,
    /// To the reserved ones among them.
    pub reserved: i64,
    /// To the pieces with technicians.
    pub issued_open: i64,
    /// To the defective pieces handed in.
    pub defective: i64,
}

impl MovementKind {
    /// What one piece does.
    pub const fn delta(self) -> Delta {
        let (on_hand, reserved, issued_open, defective) = match self {
            Self::Receipt => (1, 0, 0, 0),
            Self::Reserve => (0, 1, 0, 0),
            Self::Release => (0, -1, 0, 0),
            Self::Issue => (-1, -1, 1, 0),
            Self::ReturnGood => (1, 0, -1, 0),
            Self::ReturnDefective => (0, 0, -1, 1),
            Self::Consume => (0, 0, -1, 0),
        };
        Delta {
            on_hand,
            reserved,
            issued_open,
            defective,
        }
    }
}

impl Delta {
    /// This change for so many pieces.
    pub const fn times(self, quantity: i64) -> Self {
        Self {
            on_hand: self.on_hand * quantity,
            reserved: self.reserved * quantity,
            issued_open: self.issued_open * quantity,
            defective: self.defective * quantity,
        }
    }
}

/// What a movement was made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purpose {
    /// The request.
    pub request: PartsRequestId,
    /// Its work order.
    pub work_order: WorkOrderId,
    /// Its ticket.
    pub ticket: TicketId,
}

/// A movement to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMovement {
    /// Part.
    pub part_no: PartNo,
    /// Kind.
    pub kind: MovementKind,
    /// Pieces, always positive.
    pub quantity: i64,
    /// Serial numbers of the pieces.
    pub serials: Vec<String>,
    /// What for; none for a receipt.
    pub purpose: Option<Purpose>,
    /// Staff code, or a service.
    pub by: String,
    /// Note, such as the delivery's number.
    pub note: String,
}

/// A line of the ledger; never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// Id.
    pub id: MovementId,
    /// Place.
    pub branch: BranchId,
    /// Position in the place's ledger: number of the turn, and of the entry in it, each from 1.
    pub position: (i64, i64),
    /// What was entered.
    pub entry: NewMovement,
    /// Good pieces after it.
    pub on_hand_after: i64,
    /// Reserved pieces after it.
    pub reserved_after: i64,
    /// When.
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prt_18_a_piece_that_goes_out_and_comes_back_leaves_no_trace_in_the_sums() {
        let path = [
            MovementKind::Receipt,
            MovementKind::Reserve,
            MovementKind::Issue,
            MovementKind::ReturnGood,
        ];
        let sum = path.iter().fold(Delta::default(), |sum, kind| {
            let delta = kind.delta();
            Delta {
                on_hand: sum.on_hand + delta.on_hand,
                reserved: sum.reserved + delta.reserved,
                issued_open: sum.issued_open + delta.issued_open,
                defective: sum.defective + delta.defective,
            }
        });
        assert_eq!(
            sum,
            Delta {
                on_hand: 1,
                ..Delta::default()
            }
        );
        assert_eq!(MovementKind::Issue.delta().times(3).on_hand, -3);
    }
}
