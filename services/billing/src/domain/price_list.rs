//! Price lists (价目单, BIL-04).

use aftersales_kit::{Refusal, id::BranchId, time::Timestamp};

use super::{
    ids::PriceListId,
    money::Money,
    reasons::{CURRENCY_MIXED, ITEM_CODE_TWICE, PRICE_LIST_OVERLAP, VALIDITY_ORDER},
};

/// An item of a price list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceItem {
    /// Item code, unique in the list.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it contains.
    pub content: String,
    /// Unit, such as 次.
    pub unit: String,
    /// Price of a unit, tax included.
    pub price: Money,
    /// Conditions for the price.
    pub conditions: String,
}

/// From when to when a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// First instant.
    pub from: Timestamp,
    /// End, exclusive; none when open.
    pub to: Option<Timestamp>,
}

/// A published price list. Never changed, but for its end when the next one begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceList {
    /// Id.
    pub id: PriceListId,
    /// Branch; none for all.
    pub branch: Option<BranchId>,
    /// Version of the branch's lists, from 1.
    pub version: i64,
    /// When it holds.
    pub validity: Validity,
    /// Items by code.
    pub items: Vec<PriceItem>,
    /// Staff code.
    pub published_by: String,
    /// When it was published.
    pub published_at: Timestamp,
    /// Version of the record, from 1.
    pub record_version: i64,
}

/// Checks a list that is to be published.
///
/// # Errors
/// `VALIDITY_ORDER`, `ITEM_CODE_TWICE`, `CURRENCY_MIXED`, each with every field concerned.
pub fn check(validity: Validity, items: &[PriceItem]) -> Result<(), Refusal> {
    if validity.to.is_some_and(|to| to <= validity.from) {
        return Err(VALIDITY_ORDER.field("valid_to", "must be after valid_from"));
    }
    let (mut twice, mut mixed) = (ITEM_CODE_TWICE.refuse(), CURRENCY_MIXED.refuse());
    let currency = items.first().map(|item| item.price.currency.as_str());
    for (index, item) in items.iter().enumerate() {
        if items.iter().take(index).any(|earlier| earlier.code == item.code) {
            twice = twice.field(format!("items[{index}].code"), "stands on an earlier item");
        }
        if Some(item.price.currency.as_str()) != currency {
            mixed = mixed.field(
                format!("items[{index}].price"),
                "is in another currency than the first item",
            );
        }
    }
    match [twice, mixed]
        .into_iter()
        .find(|refusal| !refusal.violations.is_empty())
    {
        Some(refusal) => Err(refusal),
        None => Ok(()),
    }
}

/// Finds room for a new list among those of the same branch that end after it begins: at most one of them began before
/// it, which ends where the new one begins; that one is given back.
///
/// # Errors
/// `PRICE_LIST_OVERLAP` when a list begins while the new one would hold.
pub fn make_room<Id: Copy>(new: Validity, others: &[(Id, Validity)]) -> Result<Option<Id>, Refusal> {
    let mut before = None;
    for (id, other) in others {
        let ended = other.to.is_some_and(|to| to <= new.from);
        if ended || new.to.is_some_and(|to| to <= other.from) {
            continue;
        }
        if other.from >= new.from {
            return Err(PRICE_LIST_OVERLAP.refuse().with("valid_from", other.from));
        }
        before = Some(*id);
    }
    Ok(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn validity(from: i64, to: Option<i64>) -> Validity {
        Validity {
            from: Timestamp::from_micros(from),
            to: to.map(Timestamp::from_micros),
        }
    }

    fn item(code: &str, currency: &str) -> PriceItem {
        PriceItem {
            code: code.to_owned(),
            name: "上门费".to_owned(),
            content: "上门".to_owned(),
            unit: "次".to_owned(),
            price: Money {
                currency: currency.to_owned(),
                minor: 8_000,
            },
            conditions: String::new(),
        }
    }

    #[test]
    fn bil_04_the_list_before_ends_where_the_next_one_begins() {
        let others = [(1, validity(0, Some(10))), (2, validity(10, None))];
        assert_eq!(make_room(validity(20, None), &others).unwrap(), Some(2));
        assert_eq!(make_room(validity(20, Some(30)), &others).unwrap(), Some(2));
        assert_eq!(make_room(validity(-5, Some(0)), &others).unwrap(), None);
        assert_eq!(make_room(validity(5, None), &[]).unwrap(), None::<i32>);
        for bad in [validity(5, None), validity(10, None), validity(-5, Some(1))] {
            assert_eq!(make_room(bad, &others).unwrap_err().reason.name, "PRICE_LIST_OVERLAP");
        }
    }

    #[test]
    fn bil_04_a_list_has_each_code_once_and_one_currency() {
        let always = validity(0, None);
        assert!(check(always, &[item("A", "CNY"), item("B", "CNY")]).is_ok());
        let twice = check(
            always,
            &[item("A", "CNY"), item("B", "CNY"), item("A", "CNY"), item("A", "CNY")],
        )
        .unwrap_err();
        assert_eq!((twice.reason.name, twice.violations.len()), ("ITEM_CODE_TWICE", 2));
        let mixed = check(always, &[item("A", "CNY"), item("B", "USD")]).unwrap_err();
        assert_eq!(mixed.reason.name, "CURRENCY_MIXED");
        assert_eq!(
            check(validity(5, Some(5)), &[item("A", "CNY")])
                .unwrap_err()
                .reason
                .name,
            "VALIDITY_ORDER"
        );
    }
}
