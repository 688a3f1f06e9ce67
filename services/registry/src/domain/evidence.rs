//! What shows an entitlement: documents, dates, rules and extensions.

use aftersales_kit::{
    calendar::{CalendarError, Zone},
    time::{BusinessDate, Timestamp},
};

use super::{
    asset::{Agreement, Claim, Claims, Product, Terms},
    dossier::{Document, Exchange},
    law::{Code, LawRule},
    repair::Episode,
};

/// Which period a piece of evidence speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Period {
    /// Whole-machine warranty.
    Whole,
    /// Warranty of a group of parts.
    Parts(String),
    /// On-site period.
    Onsite,
}

/// A fact that shows why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The invoice, with its number when it is filed.
    Invoice(BusinessDate, String),
    /// An exchange.
    Exchange(Exchange),
    /// Months that are registered, and the period that they make.
    Term(Period, BusinessDate, u32, Claim),
    /// A contract or letter.
    Contract(Agreement),
    /// A repair with its local dates and days.
    Repair(Episode, BusinessDate, Option<BusinessDate>, i32),
    /// Waiting for parts in a repair.
    PartsWait(Episode, i32),
    /// A rule of law.
    Rule(LawRule),
    /// A last day that moved off a rest day.
    RestDay(BusinessDate, BusinessDate),
    /// A document of the dossier.
    Document(Document),
}

/// What an entitlement is gathered from.
pub struct Ground<'a> {
    /// The product, with all agreements.
    pub product: &'a Product,
    /// What its periods rest on.
    pub terms: &'a Terms,
    /// Its periods.
    pub claims: &'a Claims,
    /// Documents that speak of the asset.
    pub documents: &'a [&'a Document],
    /// The instant.
    pub at: Timestamp,
    /// Its local date.
    pub on: BusinessDate,
}

impl Ground<'_> {
    /// Every piece of evidence that counts on the date.
    ///
    /// # Errors
    /// Those of the calendar.
    pub fn gathered(&self, zone: &Zone) -> Result<Vec<Evidence>, CalendarError> {
        let mut found = self.periods();
        found.extend(self.repairs(zone)?);
        let mut rule = |code: Code, counts: bool| {
            let held = self.terms.law.rule(code).filter(|_| counts);
            found.extend(held.cloned().map(Evidence::Rule));
        };
        let claims = || {
            self.claims
                .whole
                .iter()
                .chain(self.claims.parts.iter().map(|(_, claim)| claim))
        };
        rule(Code::RepairExtends, claims().any(|claim| claim.extension_days > 0));
        rule(Code::RestDayMoves, claims().any(|claim| claim.moved_from.is_some()));
        for claim in claims().chain(&self.claims.onsite) {
            let moved = claim.moved_from.map(|from| Evidence::RestDay(from, claim.last));
            found.extend(moved.filter(|moved| !found.contains(moved)));
        }
        let covers = |agreement: &&Agreement| agreement.from <= self.on && self.on <= agreement.to;
        found.extend(
            self.product
                .agreements
                .iter()
                .filter(covers)
                .cloned()
                .map(Evidence::Contract),
        );
        let filed = self.documents.iter().filter(|document| document.date <= self.on);
        found.extend(filed.map(|document| Evidence::Document((*document).clone())));
        Ok(found)
    }

    fn periods(&self) -> Vec<Evidence> {
        let invoice = self.product.invoice_date;
        let number = self
            .documents
            .iter()
            .find(|document| document.kind == super::dossier::DocumentKind::Invoice)
            .map(|document| document.number.clone());
        let mut found = vec![Evidence::Invoice(invoice, number.unwrap_or_default())];
        found.extend(self.terms.exchange.clone().map(Evidence::Exchange));
        let from = self.terms.exchange.as_ref().map_or(invoice, |exchange| exchange.date);
        let term = |period, from, months, claim: &Claim| Evidence::Term(period, from, months, *claim);
        found.extend(
            self.claims
                .whole
                .iter()
                .map(|claim| term(Period::Whole, from, self.product.warranty_months, claim)),
        );
        for (component, claim) in &self.claims.parts {
            let part = self
                .product
                .part_warranties
                .iter()
                .find(|part| part.component == *component);
            let months = part.map_or(0, |part| part.months);
            found.push(term(Period::Parts(component.clone()), from, months, claim));
        }
        found.extend(
            self.claims
                .onsite
                .iter()
                .map(|claim| term(Period::Onsite, invoice, self.product.onsite_months, claim)),
        );
        found
    }

    fn repairs(&self, zone: &Zone) -> Result<Vec<Evidence>, CalendarError> {
        let mut found = Vec::new();
        for (episode, stay) in self.terms.episodes.iter().zip(&self.terms.stays) {
            let ended = episode.ended(self.at).map(|end| zone.date_of(end)).transpose()?;
            found.push(Evidence::Repair(episode.clone(), stay.from, ended, stay.days));
            let waited = episode.days_waited(self.at);
            if waited > 0 {
                found.push(Evidence::PartsWait(episode.clone(), waited));
            }
        }
        Ok(found)
    }
}
