//! The catalogue (PRT-10).

use aftersales_kit::{Refusal, id::PartNo};

use super::{
    money::Money,
    reasons::{SERIALIZED_FIXED, SERIALS_COUNT},
};

/// What a catalogue entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartContent {
    /// Part number; never changes.
    pub part_no: PartNo,
    /// Name.
    pub name: String,
    /// Product line; may be empty.
    pub product_line: String,
    /// List price of a piece, tax included.
    pub price: Money,
    /// Each piece has a serial number.
    pub serialized: bool,
    /// A replaced piece is handed in for each one issued (PRA-01).
    pub exchange_part: bool,
    /// No longer supplied.
    pub discontinued: bool,
}

/// A catalogue entry as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it says.
    pub content: PartContent,
    /// Version of the record, from 1.
    pub version: i64,
}

impl Part {
    /// The entry with new content; `stocked` says whether any place has pieces of it.
    ///
    /// # Errors
    /// `SERIALIZED_FIXED`.
    pub fn replaced(&self, content: PartContent, stocked: bool) -> Result<Self, Refusal> {
        if stocked && content.serialized != self.content.serialized {
            return Err(SERIALIZED_FIXED.field("part.serialized", "cannot change while there is stock"));
        }
        Ok(Self {
            content,
            version: self.version + 1,
        })
    }

    /// What is wrong with the serial numbers named for `quantity` pieces that enter or leave the store as good ones.
    pub fn serials_fault(&self, quantity: i64, serials: &[String]) -> Option<&'static str> {
        if !self.content.serialized {
            return (!serials.is_empty()).then_some("this part has no serial numbers");
        }
        count_fault(quantity, serials)
    }

    /// The same for replaced pieces that are handed in: they may have serial numbers even when new ones are not counted so.
    pub fn replaced_serials_fault(&self, quantity: i64, serials: &[String]) -> Option<&'static str> {
        if !self.content.serialized && serials.is_empty() {
            return None;
        }
        count_fault(quantity, serials)
    }
}

fn count_fault(quantity: i64, serials: &[String]) -> Option<&'static str> {
    let mut distinct: Vec<&String> = serials.iter().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if i64::try_from(serials.len()) != Ok(quantity) {
        return Some("must name one serial number for each piece");
    }
    if distinct.len() != serials.len() || serials.iter().any(String::is_empty) {
        return Some("must name each serial number once");
    }
    None
}

/// The refusal for serial numbers that do not fit, at this field.
pub fn serials_refusal(field: impl Into<String>, fault: &'static str) -> Refusal {
    SERIALS_COUNT.field(field, fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(serialized: bool) -> Part {
        Part {
            content: PartContent {
                part_no: PartNo::parse("HDD-1T").unwrap(),
                name: "硬盘".to_owned(),
                product_line: String::new(),
                price: Money {
                    currency: "CNY".to_owned(),
                    minor: 32_000,
                },
                serialized,
                exchange_part: true,
                discontinued: false,
            },
            version: 1,
        }
    }

    fn serials(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn one_distinct_serial_for_each_piece_of_a_serialized_part() {
        assert!(part(true).serials_fault(2, &serials(&["A", "B"])).is_none());
        for bad in [&["A"][..], &["A", "A"], &["A", ""], &[], &["A", "B", "C"]] {
            assert!(part(true).serials_fault(2, &serials(bad)).is_some(), "{bad:?}");
        }
        assert!(part(false).serials_fault(2, &[]).is_none());
        assert!(part(false).serials_fault(1, &serials(&["A"])).is_some());
    }

    #[test]
    fn a_replaced_piece_may_be_told_by_its_serial() {
        assert!(part(false).replaced_serials_fault(1, &serials(&["OLD"])).is_none());
        assert!(part(false).replaced_serials_fault(1, &[]).is_none());
        assert!(part(false).replaced_serials_fault(2, &serials(&["OLD"])).is_some());
        assert!(part(true).replaced_serials_fault(1, &[]).is_some());
    }

    #[test]
    fn serialized_is_fixed_while_there_is_stock() {
        let changed = part(false).content;
        assert_eq!(
            part(true).replaced(changed.clone(), true).unwrap_err().reason.name,
            "SERIALIZED_FIXED"
        );
        assert_eq!(part(true).replaced(changed, false).unwrap().version, 2);
    }
}
