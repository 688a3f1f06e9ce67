//! Pieces that are told apart by their serial numbers.

use aftersales_kit::{Refusal, id::BranchId, text_enum};

use super::{
    ids::LineId,
    reasons::{SERIAL_NOT_IN_STOCK, SERIAL_NOT_ISSUED},
};

text_enum! {
    /// Where a piece is.
    pub enum SerialState {
        /// In the store, good.
        InStock = "IN_STOCK",
        /// With a technician, for a line.
        Issued = "ISSUED",
        /// Built in.
        Consumed = "CONSUMED",
        /// Handed in, defective.
        Defective = "DEFECTIVE",
    }
}

/// A piece with a serial number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serial {
    /// Serial number.
    pub number: String,
    /// The place that has it or issued it.
    pub branch: BranchId,
    /// Where it is.
    pub state: SerialState,
    /// The line that it was issued or handed in for.
    pub line: Option<LineId>,
}

/// Checks that the named pieces can leave the store of `branch`. Pieces that were received without serial numbers,
/// `untold` of them, take any number that is not known yet.
///
/// # Errors
/// `SERIAL_NOT_IN_STOCK` with every number that is not there.
pub fn check_issue(
    field: &str,
    branch: &BranchId,
    named: &[String],
    known: &[Serial],
    untold: i64,
) -> Result<(), Refusal> {
    let mut untold = untold;
    let mut refusal = SERIAL_NOT_IN_STOCK.refuse();
    for (index, number) in named.iter().enumerate() {
        let there = match known.iter().find(|serial| serial.number == *number) {
            Some(serial) => serial.state == SerialState::InStock && serial.branch == *branch,
            None => {
                untold -= 1;
                untold >= 0
            }
        };
        if !there {
            refusal = refusal.field(format!("{field}.serial_numbers[{index}]"), "is not in this store");
        }
    }
    if refusal.violations.is_empty() {
        Ok(())
    } else {
        Err(refusal)
    }
}

/// Checks that the named pieces are out for `line`, so that they can come back unused.
///
/// # Errors
/// `SERIAL_NOT_ISSUED`.
pub fn check_good_return(line: LineId, named: &[String], known: &[Serial]) -> Result<(), Refusal> {
    let out = |serial: &Serial| serial.state == SerialState::Issued && serial.line == Some(line);
    check_return(named, known, |serial| serial.is_some_and(out))
}

/// Checks that the named pieces can be handed in as defective for `line`: any piece, but not one that is in the store,
/// out for another line, or handed in already.
///
/// # Errors
/// `SERIAL_NOT_ISSUED`.
pub fn check_defective_return(line: LineId, named: &[String], known: &[Serial]) -> Result<(), Refusal> {
    let possible = |serial: &Serial| match serial.state {
        SerialState::Consumed => true,
        SerialState::Issued => serial.line == Some(line),
        SerialState::InStock | SerialState::Defective => false,
    };
    check_return(named, known, |serial| serial.is_none_or(possible))
}

fn check_return(named: &[String], known: &[Serial], fits: impl Fn(Option<&Serial>) -> bool) -> Result<(), Refusal> {
    let mut refusal = SERIAL_NOT_ISSUED.refuse();
    for (index, number) in named.iter().enumerate() {
        if !fits(known.iter().find(|serial| serial.number == *number)) {
            refusal = refusal.field(format!("serial_numbers[{index}]"), "is not out for this line");
        }
    }
    if refusal.violations.is_empty() {
        Ok(())
    } else {
        Err(refusal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn branch(code: &str) -> BranchId {
        BranchId::parse(code).unwrap()
    }

    fn serial(number: &str, state: SerialState, line: Option<LineId>) -> Serial {
        Serial {
            number: number.to_owned(),
            branch: branch("BJ01"),
            state,
            line,
        }
    }

    fn named(numbers: &[&str]) -> Vec<String> {
        numbers.iter().map(|number| (*number).to_owned()).collect()
    }

    #[test]
    fn prt_02_only_pieces_of_this_store_are_issued() {
        let known = [
            serial("A", SerialState::InStock, None),
            serial("B", SerialState::Issued, Some(LineId::new())),
        ];
        let check = |names: &[&str], untold| check_issue("lines[0]", &branch("BJ01"), &named(names), &known, untold);
        assert!(check(&["A"], 0).is_ok() && check(&["A", "NEW"], 1).is_ok());
        let refused = check(&["A", "B", "NEW"], 0).unwrap_err();
        let fields: Vec<&str> = refused
            .violations
            .iter()
            .map(|violation| violation.field.as_str())
            .collect();
        assert_eq!(fields, ["lines[0].serial_numbers[1]", "lines[0].serial_numbers[2]"]);
        assert!(
            check_issue("lines[0]", &branch("SH02"), &named(&["A"]), &known, 5).is_err(),
            "another store's piece"
        );
    }

    #[test]
    fn prt_25_a_good_piece_comes_back_only_where_it_went_out() {
        let (own, other) = (LineId::new(), LineId::new());
        let known = [
            serial("A", SerialState::Issued, Some(own)),
            serial("B", SerialState::Issued, Some(other)),
        ];
        assert!(check_good_return(own, &named(&["A"]), &known).is_ok());
        assert!(check_good_return(own, &named(&["B"]), &known).is_err());
        assert!(check_good_return(own, &named(&["never"]), &known).is_err());
    }

    #[test]
    fn one_defective_piece_settles_one_exchange_only() {
        let own = LineId::new();
        let known = [
            serial("OLD", SerialState::Defective, Some(own)),
            serial("NEW", SerialState::InStock, None),
        ];
        assert!(check_defective_return(own, &named(&["unknown"]), &known).is_ok());
        assert!(check_defective_return(own, &named(&["OLD"]), &known).is_err());
        assert!(check_defective_return(own, &named(&["NEW"]), &known).is_err());
    }
}
