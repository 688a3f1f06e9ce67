//! The paid flow on the telephone (F-5A): policy, quote and two consents, or a polite no (HOT-13, BIL-41).

use aftersales_kit::{Refusal, Violation, reasons::INVALID_REQUEST, text_enum, time::Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    intake_reasons::{ITEM_NOT_ON_PRICE_LIST, QUOTE_TOTAL_DIFFERS},
    reasons::{DETAILS_MISSING, POLICY_NOT_EXPLAINED},
};

text_enum! {
    /// How a consent was given (BIL-10).
    pub enum ConsentChannel {
        /// On the telephone.
        Phone = "PHONE",
        /// At the counter.
        InPerson = "IN_PERSON",
        /// By letter or message.
        Written = "WRITTEN",
    }
}

text_enum! {
    /// Who gave a consent.
    pub enum ConsentGiver {
        /// The customer.
        Customer = "CUSTOMER",
        /// Somebody who speaks for the customer.
        Representative = "REPRESENTATIVE",
    }
}

/// An item of a price list and how many of it are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Item code.
    pub code: String,
    /// Units.
    pub quantity: i32,
}

/// How the paid flow went.
#[derive(Debug, Clone)]
pub struct Paid {
    /// The paid policy was explained.
    pub policy_explained: bool,
    /// The customer accepts that the service is charged.
    pub policy_accepted: bool,
    /// What is quoted.
    pub lines: Vec<Wanted>,
    /// The customer accepts the total.
    pub quote_accepted: bool,
    /// The total that the customer was told: currency and amount in its smallest unit.
    pub told_total: Option<(String, i64)>,
    /// Who answered.
    pub given_by: ConsentGiver,
    /// How.
    pub channel: ConsentChannel,
}

/// The price list (价目单) that billing has published, as far as a quote needs it.
#[derive(Debug, Clone)]
pub struct PriceList {
    /// Its id.
    pub id: String,
    /// First instant at which another list may hold.
    pub valid_to: Option<Timestamp>,
    /// Items.
    pub items: Vec<PriceItem>,
}

/// An item of a price list.
#[derive(Debug, Clone)]
pub struct PriceItem {
    /// Item code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Currency of the price.
    pub currency: String,
    /// Price of a unit in the currency's smallest unit, tax included.
    pub price: i64,
}

/// A line of a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Item code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Units.
    pub quantity: i32,
    /// Price of a unit.
    pub unit_price: i64,
}

impl Line {
    /// Units times price.
    pub fn amount(&self) -> i64 {
        self.unit_price.saturating_mul(i64::from(self.quantity))
    }
}

/// What some items cost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Priced {
    /// Price list used.
    pub price_list_id: String,
    /// Currency.
    pub currency: String,
    /// Lines.
    pub lines: Vec<Line>,
    /// Sum of the lines.
    pub total: i64,
}

/// A quote with the customer's answers. It never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Version, from 1; 0 is a preview.
    pub version: i64,
    /// What was quoted; nothing when the customer declined the policy.
    pub priced: Priced,
    /// When.
    pub quoted_at: Timestamp,
    /// Last instant at which it holds.
    pub valid_until: Option<Timestamp>,
    /// The customer accepts that the service is charged.
    pub policy_accepted: bool,
    /// The customer accepts policy and total.
    pub accepted: bool,
    /// Who answered.
    pub given_by: ConsentGiver,
    /// How.
    pub channel: ConsentChannel,
    /// Who took the answers.
    pub taken_by: String,
}

impl PriceList {
    /// What the wanted items cost; `field` names them in a refusal. Prices come from the list alone (BIL-04).
    ///
    /// # Errors
    /// `ITEM_NOT_ON_PRICE_LIST`.
    pub fn price(&self, wanted: &[Wanted], field: &str) -> Result<Priced, Refusal> {
        let mut priced = Priced {
            price_list_id: self.id.clone(),
            ..Priced::default()
        };
        let mut unknown = Vec::new();
        for (at, line) in wanted.iter().enumerate() {
            let Some(item) = self.items.iter().find(|item| item.code == line.code) else {
                unknown.push(Violation {
                    field: format!("{field}[{at}].item_code"),
                    description: "is not on the price list in force".to_owned(),
                    reason: ITEM_NOT_ON_PRICE_LIST.name,
                });
                continue;
            };
            priced.currency.clone_from(&item.currency);
            priced.lines.push(Line {
                code: item.code.clone(),
                name: item.name.clone(),
                quantity: line.quantity,
                unit_price: item.price,
            });
        }
        if !unknown.is_empty() {
            let mut refusal = ITEM_NOT_ON_PRICE_LIST.refuse();
            refusal.violations = unknown;
            return Err(refusal);
        }
        priced.total = priced.lines.iter().map(Line::amount).fold(0, i64::saturating_add);
        Ok(priced)
    }
}

impl Paid {
    /// The customer accepts the charge and the total.
    pub const fn accepted(&self) -> bool {
        self.policy_accepted && self.quote_accepted
    }

    /// Passes when the policy was explained, and quoted what was accepted.
    ///
    /// # Errors
    /// `POLICY_NOT_EXPLAINED`, `DETAILS_MISSING`, `INVALID_REQUEST`.
    pub fn check(&self) -> Result<(), Refusal> {
        if !self.policy_explained {
            return Err(POLICY_NOT_EXPLAINED.field("paid.policy_explained", "must be true"));
        }
        if self.quote_accepted && !self.policy_accepted {
            return Err(INVALID_REQUEST.field("paid.quote_accepted", "needs paid.policy_accepted"));
        }
        let wanted = [
            ("paid.lines", self.lines.is_empty()),
            ("paid.told_total", self.told_total.is_none()),
        ];
        let missing = |(field, _): &(&str, bool)| Violation {
            field: (*field).to_owned(),
            description: "must be filled in once the policy is accepted".to_owned(),
            reason: DETAILS_MISSING.name,
        };
        let mut refusal = DETAILS_MISSING.refuse();
        refusal.violations = wanted.iter().filter(|(_, empty)| *empty).map(missing).collect();
        if self.policy_accepted && !refusal.violations.is_empty() {
            return Err(refusal);
        }
        Ok(())
    }

    /// Passes when the customer was told what the price list says.
    ///
    /// # Errors
    /// `QUOTE_TOTAL_DIFFERS`.
    pub fn check_told(&self, priced: &Priced) -> Result<(), Refusal> {
        let told = self.told_total.as_ref();
        if told.is_some_and(|(currency, total)| *currency == priced.currency && *total == priced.total) {
            return Ok(());
        }
        let refusal = QUOTE_TOTAL_DIFFERS.field("paid.told_total", "must be the total of the price list in force");
        Err(refusal.with("total", priced.total).with("currency", &priced.currency))
    }
}
