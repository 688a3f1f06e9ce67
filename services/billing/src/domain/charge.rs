//! Charges: lines of the price list in force, added up in whole fen.

use aftersales_kit::{
    Refusal,
    id::{TicketId, WorkOrderId},
    time::Timestamp,
};

use super::{
    ids::{ChargeId, PriceListId},
    money::{DEFAULT_CURRENCY, Money, add, times},
    price_list::{PriceItem, PriceList},
    reasons::{AMOUNT_MISMATCH, AMOUNT_TOO_LARGE, CONSENT_MISSING, ITEM_NOT_ON_PRICE_LIST, PRICE_LIST_NOT_SHOWN},
};

/// What is to be charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Work order; may be missing.
    pub work_order: Option<WorkOrderId>,
    /// Item codes and units, line by line.
    pub lines: Vec<(String, i64)>,
    /// What the customer is asked to pay.
    pub expected: Money,
    /// The price list was shown (BIL-06).
    pub price_list_shown: bool,
    /// The customer consents (BIL-10).
    pub customer_consents: bool,
}

/// A line of a charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeLine {
    /// Item code.
    pub item_code: String,
    /// Name.
    pub name: String,
    /// Units.
    pub quantity: i64,
    /// Price of a unit, in fen.
    pub unit_minor: i64,
    /// Units times price, in fen.
    pub amount_minor: i64,
}

/// A recorded charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// Id.
    pub id: ChargeId,
    /// Ticket.
    pub ticket_id: TicketId,
    /// Work order; may be missing.
    pub work_order: Option<WorkOrderId>,
    /// Price list used.
    pub price_list: PriceListId,
    /// Lines.
    pub lines: Vec<ChargeLine>,
    /// Sum of the lines.
    pub amount: Money,
    /// Staff code.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Timestamp,
}

/// What was reckoned from a price list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoned {
    /// The list.
    pub price_list: PriceListId,
    /// Lines.
    pub lines: Vec<ChargeLine>,
    /// Their sum.
    pub amount: Money,
}

impl Ask {
    /// Reckons the charge from the list in force, if there is one.
    ///
    /// # Errors
    /// `PRICE_LIST_NOT_SHOWN`, `CONSENT_MISSING`, `ITEM_NOT_ON_PRICE_LIST` and `AMOUNT_TOO_LARGE` with every line
    /// concerned, `AMOUNT_MISMATCH`.
    pub fn reckon(&self, in_force: Option<&PriceList>) -> Result<Reckoned, Refusal> {
        if !self.price_list_shown {
            return Err(PRICE_LIST_NOT_SHOWN.field("price_list_shown", "must be true"));
        }
        if !self.customer_consents {
            return Err(CONSENT_MISSING.field("customer_consents", "must be true"));
        }
        let items = in_force.map_or(&[][..], |list| &list.items);
        let lines = self.priced(items)?;
        let sum = lines.iter().try_fold(0, |sum, line| add(sum, line.amount_minor));
        let minor = sum.ok_or_else(|| AMOUNT_TOO_LARGE.field("lines", "add up to more than can be charged"))?;
        let currency = items
            .first()
            .map_or(DEFAULT_CURRENCY, |item| item.price.currency.as_str());
        let amount = Money {
            currency: currency.to_owned(),
            minor,
        };
        match in_force {
            Some(list) if self.expected == amount => Ok(Reckoned {
                price_list: list.id,
                lines,
                amount,
            }),
            _ => Err(mismatch(&amount)),
        }
    }

    fn priced(&self, items: &[PriceItem]) -> Result<Vec<ChargeLine>, Refusal> {
        let (mut unknown, mut huge) = (ITEM_NOT_ON_PRICE_LIST.refuse(), AMOUNT_TOO_LARGE.refuse());
        let mut lines = Vec::with_capacity(self.lines.len());
        for (index, (code, quantity)) in self.lines.iter().enumerate() {
            let Some(item) = items.iter().find(|item| item.code == *code) else {
                unknown = unknown.field(format!("lines[{index}].item_code"), "is not on the price list in force");
                continue;
            };
            let Some(amount_minor) = times(item.price.minor, *quantity) else {
                huge = huge.field(format!("lines[{index}].quantity"), "makes more than can be charged");
                continue;
            };
            lines.push(ChargeLine {
                item_code: item.code.clone(),
                name: item.name.clone(),
                quantity: *quantity,
                unit_minor: item.price.minor,
                amount_minor,
            });
        }
        match [unknown, huge]
            .into_iter()
            .find(|refusal| !refusal.violations.is_empty())
        {
            Some(refusal) => Err(refusal),
            None => Ok(lines),
        }
    }
}

/// The refusal that tells what the lines add up to.
pub fn mismatch(amount: &Money) -> Refusal {
    let refusal = AMOUNT_MISMATCH.field("expected_amount", "is not the sum of the lines");
    refusal
        .with("currency_code", &amount.currency)
        .with("minor_units", amount.minor)
}
