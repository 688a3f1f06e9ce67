//! Assets: what a customer has, and the periods that count from its invoice.

use aftersales_kit::{
    Result,
    calendar::{BranchCalendar, CalendarError},
    id::{AssetId, BranchId, CustomerId},
    reasons::INVALID_REQUEST,
    time::{BusinessDate, Timestamp},
};
use serde::{Deserialize, Serialize};

use super::{
    dates,
    dossier::Exchange,
    faults::Faults,
    law::{Code, Law},
    reasons::INVOICE_DATE_IN_FUTURE,
    repair::{Episode, Stay},
};

/// Warranty of a group of parts, such as the main parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartWarranty {
    /// The group.
    pub component: String,
    /// Months from the invoice date.
    pub months: u32,
}

/// Kind of agreement beside the warranty (X-27, BIL-18).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AgreementKind {
    /// Contract by the year (按年合同).
    YearlyContract,
    /// Contract by the visit (按次合同).
    PerVisitContract,
    /// Liaison letter for one service (联络函).
    LiaisonLetter,
}

/// A contract or letter that covers the asset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Kind.
    pub kind: AgreementKind,
    /// First day.
    pub from: BusinessDate,
    /// Last day.
    pub to: BusinessDate,
    /// Number of the contract or letter.
    pub reference: String,
}

/// What is registered of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Product line.
    pub product_line: String,
    /// Model.
    pub model: String,
    /// Serial number, as it stands on the machine.
    pub serial_number: String,
    /// Date of the invoice; every period counts from it (LAW-04).
    pub invoice_date: BusinessDate,
    /// Months of the whole-machine warranty; 0 is none.
    pub warranty_months: u32,
    /// Warranties of parts.
    pub part_warranties: Vec<PartWarranty>,
    /// Months of free on-site service; 0 is none.
    pub onsite_months: u32,
    /// Not our brand (HOT-07).
    pub third_party: bool,
    /// Contracts and letters.
    pub agreements: Vec<Agreement>,
}

impl Product {
    /// Checks what the contract's field rules cannot. `today` is the branch's date.
    ///
    /// # Errors
    /// `INVOICE_DATE_IN_FUTURE`; `INVALID_REQUEST` for a date before 1950 or an agreement that ends before it begins; all at once.
    pub fn check(&self, today: BusinessDate) -> Result<()> {
        let mut faults = Faults::default();
        if self.invoice_date > today {
            faults.add(
                &INVOICE_DATE_IN_FUTURE,
                "invoice_date",
                format!("must not be after {today}"),
            );
        }
        if self.invoice_date.date().year() < 1950 {
            faults.add(&INVALID_REQUEST, "invoice_date", "must not be before 1950");
        }
        for (index, agreement) in self.agreements.iter().enumerate() {
            if agreement.to < agreement.from {
                faults.add(
                    &INVALID_REQUEST,
                    format!("coverages[{index}].to"),
                    "must not be before from",
                );
            }
        }
        faults.none()
    }

    /// The serial number as it is compared: width, case and spaces do not matter.
    pub fn serial_key(&self) -> String {
        let folded = super::customer::folded_name(&self.serial_number);
        folded.split_whitespace().collect::<String>().to_uppercase()
    }
}

/// An asset as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Id.
    pub id: AssetId,
    /// Customer.
    pub customer: CustomerId,
    /// Owning branch, the customer's.
    pub branch: BranchId,
    /// The product.
    pub product: Product,
    /// Its customer is archived (X-22).
    pub archived: bool,
    /// When registered.
    pub created_at: Timestamp,
    /// Version of the record, from 1.
    pub version: i64,
}

/// What the periods of an asset rest on, as known at an instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Rules of law that hold for the product line.
    pub law: Law,
    /// The last exchange; the warranty counts from it (LAW-04).
    pub exchange: Option<Exchange>,
    /// Repairs that count, by their beginning: since the exchange, of our own brand, not cancelled.
    pub episodes: Vec<Episode>,
    /// Days of each of them.
    pub stays: Vec<Stay>,
}

/// A period that a customer may claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Last day.
    pub last: BusinessDate,
    /// The last day before it moved off a rest day (T-3, LAW-12).
    pub moved_from: Option<BusinessDate>,
    /// Days by which repairs moved the last day (LAW-04, LAW-12).
    pub extension_days: i32,
}

impl Claim {
    /// From a date; every stay that begins while the period runs extends it.
    fn of(
        from: BusinessDate,
        months: u32,
        calendar: &BranchCalendar,
        (law, stays): (&Law, &[Stay]),
    ) -> Result<Option<Self>, CalendarError> {
        if months == 0 {
            return Ok(None);
        }
        let last_of = |day| Ok(calendar.months(day, 0, law.says(Code::RestDayMoves))?.date);
        let mut day = calendar.months(from, months, false)?.date;
        let mut last = last_of(day)?;
        let mut extension_days = 0;
        for stay in stays.iter().filter(|_| law.says(Code::RepairExtends)) {
            if stay.from > last {
                continue;
            }
            // a stay that begins on a day to which the last one moved counts from there: that day is the last (T-3)
            let until = if stay.from > day { last } else { day };
            day = dates::after(until, stay.days);
            last = last_of(day)?;
            extension_days += stay.days;
        }
        Ok(Some(Self {
            last,
            moved_from: (day != last).then_some(day),
            extension_days,
        }))
    }

    /// Whether the period runs on a date.
    pub fn runs(&self, on: BusinessDate) -> bool {
        on <= self.last
    }

    /// The last day that was moved, when the claim rests on that on a date.
    pub fn extended(&self, on: BusinessDate) -> Option<BusinessDate> {
        self.moved_from.filter(|from| *from < on && on <= self.last)
    }
}

/// The periods of an asset, reckoned with its branch's calendar: the corresponding day of the last month (T-4), without
/// the time of repairs (LAW-04), off public holidays and weekends (T-3, LAW-12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Whole-machine warranty.
    pub whole: Option<Claim>,
    /// Warranties of parts, by group.
    pub parts: Vec<(String, Claim)>,
    /// On-site period (上门期): the company's promise, not the law's; repairs do not extend it, an exchange does not start
    /// it anew.
    pub onsite: Option<Claim>,
}

impl Claims {
    /// Of a product.
    ///
    /// # Errors
    /// Those of the calendar: a period that ends after 2199.
    pub fn of(product: &Product, calendar: &BranchCalendar, terms: &Terms) -> Result<Self, CalendarError> {
        let from = terms
            .exchange
            .as_ref()
            .map_or(product.invoice_date, |exchange| exchange.date);
        let claim = |months| Claim::of(from, months, calendar, (&terms.law, &terms.stays));
        let mut parts = Vec::with_capacity(product.part_warranties.len());
        for part in &product.part_warranties {
            if let Some(period) = claim(part.months)? {
                parts.push((part.component.clone(), period));
            }
        }
        Ok(Self {
            whole: claim(product.warranty_months)?,
            parts,
            onsite: Claim::of(product.invoice_date, product.onsite_months, calendar, (&terms.law, &[]))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lists that an earlier version stored: every later version must still read them.
    #[test]
    fn stored_lists_stay_readable() {
        let stored = r#"[{"kind":"YEARLY_CONTRACT","from":"2026-01-01","to":"2026-12-31","reference":"HT-1"},
            {"kind":"PER_VISIT_CONTRACT","from":"2026-01-01","to":"2026-12-31","reference":"HT-2"},
            {"kind":"LIAISON_LETTER","from":"2026-01-01","to":"2026-12-31","reference":"LH-3"}]"#;
        let agreements: Vec<Agreement> = serde_json::from_str(stored).unwrap();
        assert_eq!(
            serde_json::to_value(&agreements).unwrap(),
            serde_json::from_str::<serde_json::Value>(stored).unwrap()
        );
        let parts: Vec<PartWarranty> = serde_json::from_str(r#"[{"component":"主要部件","months":24}]"#).unwrap();
        assert_eq!(
            serde_json::to_string(&parts).unwrap(),
            r#"[{"component":"主要部件","months":24}]"#
        );
    }
}
