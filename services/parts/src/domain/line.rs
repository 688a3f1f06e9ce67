//! A line of a request: so many pieces of one part on their way from the shelf to the customer and back.

use aftersales_kit::{Refusal, id::PartNo};

use super::{
    ids::LineId,
    reasons::{DEFECTIVE_OWED, NOT_ISSUED, NOT_RESERVED},
};

/// State of a line, told by its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineState {
    /// Reserved.
    Reserved,
    /// Some pieces are lacking.
    Backordered,
    /// Issued; pieces are open.
    Issued,
    /// Every issued piece is consumed or returned.
    Settled,
    /// Ended before issue.
    Cancelled,
}

/// Condition of pieces that come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Unused (好件).
    Good,
    /// Replaced (坏件).
    Defective,
}

/// Pieces that come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// Their condition.
    pub condition: Condition,
    /// How many.
    pub quantity: i64,
    /// Their serial numbers.
    pub serials: Vec<String>,
    /// Staff code of who brings them.
    pub by: String,
}

/// Pieces of a line at each stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Asked for.
    pub requested: i64,
    /// Reserved, not yet issued.
    pub reserved: i64,
    /// Lacking in stock.
    pub backordered: i64,
    /// Issued so far.
    pub issued: i64,
    /// Issued and used up, exchanged ones included.
    pub consumed: i64,
    /// Issued and back unused.
    pub returned_good: i64,
    /// Replaced pieces handed in.
    pub returned_defective: i64,
}

impl Counts {
    /// Issued pieces neither consumed nor returned.
    pub const fn open(&self) -> i64 {
        self.issued - self.consumed - self.returned_good
    }
}

/// A line of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Id.
    pub id: LineId,
    /// Part.
    pub part_no: PartNo,
    /// Name of the part.
    pub part_name: String,
    /// A replaced piece is handed in for each one issued (PRA-01).
    pub exchange_part: bool,
    /// How many pieces are where.
    pub counts: Counts,
    /// Serial numbers of issued pieces.
    pub issued_serials: Vec<String>,
    /// Serial numbers of returned pieces.
    pub returned_serials: Vec<String>,
}

impl Line {
    /// The state.
    pub const fn state(&self) -> LineState {
        let counts = &self.counts;
        if counts.backordered > 0 {
            LineState::Backordered
        } else if counts.reserved > 0 {
            LineState::Reserved
        } else if counts.open() > 0 {
            LineState::Issued
        } else if counts.issued > 0 {
            LineState::Settled
        } else {
            LineState::Cancelled
        }
    }

    /// Pieces that were lacking are reserved.
    pub fn reserve(&mut self, quantity: i64) {
        let quantity = quantity.min(self.counts.backordered);
        self.counts.backordered -= quantity;
        self.counts.reserved += quantity;
    }

    /// Reserved pieces leave the store (PRT-02).
    ///
    /// # Errors
    /// `NOT_RESERVED`.
    pub fn issue(&mut self, quantity: i64, serials: &[String]) -> Result<(), Refusal> {
        if quantity > self.counts.reserved {
            return Err(NOT_RESERVED.refuse().with("reserved", self.counts.reserved));
        }
        self.counts.reserved -= quantity;
        self.counts.issued += quantity;
        self.issued_serials.extend_from_slice(serials);
        Ok(())
    }

    /// Unused pieces come back (PRT-25), or replaced ones are handed in and as many issued ones are used up (PRA-01).
    ///
    /// # Errors
    /// `NOT_ISSUED`.
    pub fn take_back(&mut self, pieces: &Returned) -> Result<(), Refusal> {
        self.admit(pieces.quantity)?;
        match pieces.condition {
            Condition::Good => self.counts.returned_good += pieces.quantity,
            Condition::Defective => {
                self.counts.consumed += pieces.quantity;
                self.counts.returned_defective += pieces.quantity;
            }
        }
        self.returned_serials.extend_from_slice(&pieces.serials);
        Ok(())
    }

    /// Issued pieces are used up with nothing to hand in (PRT-11).
    ///
    /// # Errors
    /// `NOT_ISSUED`, `DEFECTIVE_OWED`.
    pub fn consume(&mut self, quantity: i64) -> Result<(), Refusal> {
        self.admit(quantity)?;
        if self.exchange_part {
            return Err(DEFECTIVE_OWED.refuse().with("part_no", &self.part_no));
        }
        self.counts.consumed += quantity;
        Ok(())
    }

    /// Gives up what is not issued yet; tells how many pieces were reserved.
    pub fn release(&mut self) -> i64 {
        self.counts.backordered = 0;
        std::mem::take(&mut self.counts.reserved)
    }

    fn admit(&self, quantity: i64) -> Result<(), Refusal> {
        if quantity > self.counts.open() {
            return Err(NOT_ISSUED.refuse().with("open", self.counts.open()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(requested: i64, reserved: i64) -> Line {
        Line {
            id: LineId::new(),
            part_no: PartNo::parse("HDD-1T").unwrap(),
            part_name: "硬盘".to_owned(),
            exchange_part: false,
            counts: Counts {
                requested,
                reserved,
                backordered: requested - reserved,
                ..Counts::default()
            },
            issued_serials: Vec::new(),
            returned_serials: Vec::new(),
        }
    }

    fn one(condition: Condition) -> Returned {
        Returned {
            condition,
            quantity: 1,
            serials: Vec::new(),
            by: "E1".to_owned(),
        }
    }

    #[test]
    fn prt_05_a_line_goes_from_the_shelf_to_settled() {
        let mut line = line(2, 1);
        assert_eq!(line.state(), LineState::Backordered);
        line.reserve(5);
        assert_eq!((line.state(), line.counts.reserved), (LineState::Reserved, 2));
        line.issue(2, &[]).unwrap();
        assert_eq!((line.state(), line.counts.open()), (LineState::Issued, 2));
        line.take_back(&one(Condition::Defective)).unwrap();
        line.take_back(&one(Condition::Good)).unwrap();
        assert_eq!((line.state(), line.counts.consumed), (LineState::Settled, 1));
    }

    #[test]
    fn prt_25_what_was_never_issued_is_neither_returned_nor_consumed() {
        let mut line = line(2, 2);
        let refusals = [
            line.take_back(&one(Condition::Good)).unwrap_err(),
            line.take_back(&one(Condition::Defective)).unwrap_err(),
            line.consume(1).unwrap_err(),
        ];
        assert!(refusals.iter().all(|refusal| refusal.reason.name == "NOT_ISSUED"));
        assert_eq!(line.issue(3, &[]).unwrap_err().reason.name, "NOT_RESERVED");
    }

    #[test]
    fn an_exchange_part_owes_the_replaced_piece() {
        let mut line = Line {
            exchange_part: true,
            ..line(1, 1)
        };
        line.issue(1, &[]).unwrap();
        assert_eq!(line.consume(1).unwrap_err().reason.name, "DEFECTIVE_OWED");
    }

    #[test]
    fn what_is_given_up_before_issue_is_cancelled() {
        let mut line = line(3, 2);
        assert_eq!((line.release(), line.state()), (2, LineState::Cancelled));
    }
}
