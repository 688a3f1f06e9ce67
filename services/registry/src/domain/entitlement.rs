//! What an asset is entitled to on a date (X-26, X-27, X-28, HOT-11, HOT-26).

use aftersales_kit::time::BusinessDate;

use super::asset::{Agreement, AgreementKind, Claims, Product};

/// Kind of fault, when it is known (HOT-11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Hardware.
    Hardware,
    /// Software.
    Software,
    /// A component that is not our brand (HOT-07).
    ThirdPartyComponent,
}

/// What covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// In warranty (保内).
    InWarranty,
    /// An agreement.
    Agreement(AgreementKind),
    /// Nothing.
    None,
}

/// Class of a customer's service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Charged (有费服务).
    A,
    /// Under a maintenance contract (合同服务).
    B,
    /// Free (免费服务).
    C,
}

/// A fact that an entitlement rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The whole-machine warranty runs until that day.
    WarrantyRuns(BusinessDate),
    /// It ended on that day, or there is none.
    WarrantyOver(Option<BusinessDate>),
    /// The warranty of a group of parts runs until that day.
    PartWarrantyRuns(String, BusinessDate),
    /// The on-site period runs until that day.
    OnsiteRuns(BusinessDate),
    /// It ended on that day, or there is none.
    OnsiteOver(Option<BusinessDate>),
    /// A contract or letter covers.
    AgreementCovers(Agreement),
    /// Not our brand: free service is blocked.
    ThirdParty,
    /// The last day was a rest day and moved.
    RestDayExtension(BusinessDate, BusinessDate),
}

/// What an asset is entitled to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entitlement {
    /// The whole-machine warranty runs.
    pub in_warranty: bool,
    /// The on-site period runs.
    pub in_onsite_period: bool,
    /// Free service at the customer's place.
    pub free_onsite: bool,
    /// Free service at the branch. Also while the warranty of a group of parts alone runs and the fault may be one of
    /// hardware: what is covered is repaired free of charge (LAW-14), the class tells what the rest is.
    pub free_carry_in: bool,
    /// What covers.
    pub coverage: Coverage,
    /// Class that follows.
    pub class: Class,
    /// Every fact that counted.
    pub facts: Vec<Fact>,
}

impl Entitlement {
    /// Of a product on a date, which is not before its invoice.
    pub fn of(product: &Product, claims: &Claims, on: BusinessDate, fault: Option<FaultKind>) -> Self {
        let runs = |claim: &Option<super::asset::Claim>| claim.is_some_and(|claim| claim.runs(on));
        let (in_warranty, in_onsite_period) = (runs(&claims.whole), runs(&claims.onsite));
        let foreign = product.third_party || fault == Some(FaultKind::ThirdPartyComponent);
        let covered_part = fault != Some(FaultKind::Software) && claims.parts.iter().any(|(_, claim)| claim.runs(on));
        let coverage = coverage(product, on, in_warranty && !foreign);
        Self {
            in_warranty,
            in_onsite_period,
            free_onsite: in_warranty && in_onsite_period && !foreign,
            free_carry_in: (in_warranty || covered_part) && !foreign,
            coverage,
            class: class(coverage),
            facts: facts(product, claims, on, foreign),
        }
    }
}

/// The warranty before a contract by the year, by the visit, and a letter.
fn coverage(product: &Product, on: BusinessDate, in_warranty: bool) -> Coverage {
    if in_warranty {
        return Coverage::InWarranty;
    }
    let order = [
        AgreementKind::YearlyContract,
        AgreementKind::PerVisitContract,
        AgreementKind::LiaisonLetter,
    ];
    let held = |kind: &AgreementKind| covering(product, on).any(|agreement| agreement.kind == *kind);
    order.into_iter().find(held).map_or(Coverage::None, Coverage::Agreement)
}

/// Warranty is free (C), contracts are B; a letter asks for one charged service (A, BIL-19).
fn class(coverage: Coverage) -> Class {
    match coverage {
        Coverage::InWarranty => Class::C,
        Coverage::Agreement(AgreementKind::YearlyContract | AgreementKind::PerVisitContract) => Class::B,
        Coverage::Agreement(AgreementKind::LiaisonLetter) | Coverage::None => Class::A,
    }
}

fn covering(product: &Product, on: BusinessDate) -> impl Iterator<Item = &Agreement> {
    product
        .agreements
        .iter()
        .filter(move |agreement| agreement.from <= on && on <= agreement.to)
}

fn facts(product: &Product, claims: &Claims, on: BusinessDate, foreign: bool) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.push(match claims.whole.filter(|claim| claim.runs(on)) {
        Some(claim) => Fact::WarrantyRuns(claim.last),
        None => Fact::WarrantyOver(claims.whole.map(|claim| claim.last)),
    });
    let parts = claims.parts.iter().filter(|(_, claim)| claim.runs(on));
    facts.extend(parts.map(|(component, claim)| Fact::PartWarrantyRuns(component.clone(), claim.last)));
    facts.push(match claims.onsite.filter(|claim| claim.runs(on)) {
        Some(claim) => Fact::OnsiteRuns(claim.last),
        None => Fact::OnsiteOver(claims.onsite.map(|claim| claim.last)),
    });
    facts.extend(covering(product, on).cloned().map(Fact::AgreementCovers));
    if foreign {
        facts.push(Fact::ThirdParty);
    }
    let claimed = claims
        .whole
        .iter()
        .chain(claims.parts.iter().map(|(_, claim)| claim))
        .chain(&claims.onsite);
    for claim in claimed {
        if let Some(from) = claim.extended(on) {
            let fact = Fact::RestDayExtension(from, claim.last);
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
    }
    facts
}
