//! Stock of a part at a place.

use aftersales_kit::{
    Refusal,
    id::{BranchId, PartNo},
};

use super::{ids::LineId, reasons::LIMITS_ORDER};

/// Stock of a part at a place (PRT-09).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stock {
    /// Branch or parts centre.
    pub branch: BranchId,
    /// Part.
    pub part_no: PartNo,
    /// Good pieces in the store, reserved ones included.
    pub on_hand: i64,
    /// Pieces reserved for requests, not yet issued.
    pub reserved: i64,
    /// Pieces with technicians, not settled.
    pub issued_open: i64,
    /// Defective pieces handed in.
    pub defective: i64,
    /// Pieces that open requests lack.
    pub backordered: i64,
    /// Order when available is at or below (PRA-06).
    pub min_level: i64,
    /// Order up to this.
    pub max_level: i64,
    /// Version of the record; 0 when the part was never there.
    pub version: i64,
}

impl Stock {
    /// Of a part that was never there.
    pub const fn none(branch: BranchId, part_no: PartNo) -> Self {
        Self {
            branch,
            part_no,
            on_hand: 0,
            reserved: 0,
            issued_open: 0,
            defective: 0,
            backordered: 0,
            min_level: 0,
            max_level: 0,
            version: 0,
        }
    }

    /// Pieces that nobody has reserved.
    pub const fn available(&self) -> i64 {
        self.on_hand - self.reserved
    }
}

/// Checks minimum and maximum.
///
/// # Errors
/// `LIMITS_ORDER`.
pub fn check_limits(min: i64, max: i64) -> Result<(), Refusal> {
    if max < min {
        return Err(LIMITS_ORDER.field("max_level", "must not be below min_level"));
    }
    Ok(())
}

/// A line that waits for pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// The line.
    pub line: LineId,
    /// Pieces that it lacks.
    pub lacks: i64,
}

/// Shares available pieces out among waiting lines, in their order, each as much as it lacks (PRT-03).
pub fn share_out(available: i64, waiting: &[Waiting]) -> Vec<(LineId, i64)> {
    let mut left = available;
    let mut shares = Vec::new();
    for line in waiting {
        let share = line.lacks.min(left);
        if share <= 0 {
            break;
        }
        left -= share;
        shares.push((line.line, share));
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prt_03_the_first_in_line_gets_all_it_lacks_before_the_next_gets_anything() {
        let lines: Vec<Waiting> = [2, 1, 4]
            .into_iter()
            .map(|lacks| Waiting {
                line: LineId::new(),
                lacks,
            })
            .collect();
        let shares = |available| {
            share_out(available, &lines)
                .into_iter()
                .map(|(_, n)| n)
                .collect::<Vec<_>>()
        };
        assert_eq!(shares(0), Vec::<i64>::new());
        assert_eq!(shares(1), [1]);
        assert_eq!(shares(3), [2, 1]);
        assert_eq!(shares(5), [2, 1, 2]);
        assert_eq!(shares(100), [2, 1, 4]);
    }

    #[test]
    fn limits_stand_in_order() {
        assert!(check_limits(2, 6).is_ok() && check_limits(0, 0).is_ok());
        assert_eq!(check_limits(6, 2).unwrap_err().reason.name, "LIMITS_ORDER");
    }
}
