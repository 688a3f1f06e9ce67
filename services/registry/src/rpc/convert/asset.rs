//! Assets and entitlements.

use aftersales_kit::{Result, etag, i18n::Locale, reasons::INVALID_REQUEST, time::Timestamp};
use aftersales_proto::{
    common::v1::{self as common, CoverageKind, ServiceClass},
    registry::v1::{self as proto, EntitlementReasonKind},
};

use super::{date, law};
use crate::{
    app::check_entitlement::Checked,
    domain::{
        asset::{Agreement, AgreementKind, Asset, Claim, Claims, PartWarranty, Product},
        entitlement::{Class, Coverage, Fact, FaultKind},
        faults::Faults,
        law::Code,
    },
    events::dossier::agreed_kind,
    rpc::words,
};

/// A product to register.
///
/// # Errors
/// `INVALID_REQUEST` for a coverage that is neither a contract nor a letter.
pub fn product(wanted: &proto::RegisterAssetRequest) -> Result<Product> {
    let part = |part: &proto::PartWarranty| PartWarranty {
        component: part.component.trim().to_owned(),
        months: months(part.months),
    };
    Ok(Product {
        product_line: wanted.product_line.trim().to_owned(),
        model: wanted.model.trim().to_owned(),
        serial_number: wanted.serial_number.trim().to_owned(),
        invoice_date: date("invoice_date", &wanted.invoice_date)?,
        warranty_months: months(wanted.whole_warranty_months),
        part_warranties: wanted.part_warranties.iter().map(part).collect(),
        onsite_months: months(wanted.onsite_period_months),
        third_party: wanted.third_party,
        agreements: agreements(&wanted.coverages)?,
    })
}

fn months(given: i32) -> u32 {
    u32::try_from(given).unwrap_or_default()
}

fn agreements(given: &[proto::AgreedCoverage]) -> Result<Vec<Agreement>> {
    let mut faults = Faults::default();
    let mut agreements = Vec::with_capacity(given.len());
    for (index, coverage) in given.iter().enumerate() {
        let Some(kind) = agreement_kind(coverage.kind()) else {
            let text = "must be a contract by the year or visit, or a liaison letter";
            faults.add(&INVALID_REQUEST, format!("coverages[{index}].kind"), text);
            continue;
        };
        agreements.push(Agreement {
            kind,
            from: date(&format!("coverages[{index}].from"), &coverage.from)?,
            to: date(&format!("coverages[{index}].to"), &coverage.to)?,
            reference: coverage.reference.trim().to_owned(),
        });
    }
    faults.none()?;
    Ok(agreements)
}

pub(super) fn agreement_kind(kind: CoverageKind) -> Option<AgreementKind> {
    match kind {
        CoverageKind::YearlyContract => Some(AgreementKind::YearlyContract),
        CoverageKind::PerVisitContract => Some(AgreementKind::PerVisitContract),
        CoverageKind::LiaisonLetter => Some(AgreementKind::LiaisonLetter),
        CoverageKind::Unspecified | CoverageKind::InWarranty | CoverageKind::None => None,
    }
}

fn coverage_kind(coverage: Coverage) -> CoverageKind {
    match coverage {
        Coverage::InWarranty => CoverageKind::InWarranty,
        Coverage::Agreement(kind) => agreed_kind(kind),
        Coverage::None => CoverageKind::None,
    }
}

/// An asset with its periods, without what depends on the caller.
pub fn asset_to_proto(asset: &Asset, claims: &Claims) -> proto::Asset {
    let product = &asset.product;
    let part = |part: &PartWarranty| proto::PartWarranty {
        component: part.component.clone(),
        months: part.months.cast_signed(),
    };
    let agreement = |agreement: &Agreement| proto::AgreedCoverage {
        kind: agreed_kind(agreement.kind).into(),
        from: agreement.from.to_string(),
        to: agreement.to.to_string(),
        reference: agreement.reference.clone(),
    };
    proto::Asset {
        id: asset.id.to_string(),
        customer_id: asset.customer.to_string(),
        branch_id: asset.branch.to_string(),
        product_line: product.product_line.clone(),
        model: product.model.clone(),
        serial_number: product.serial_number.clone(),
        invoice_date: product.invoice_date.to_string(),
        whole_warranty_months: product.warranty_months.cast_signed(),
        part_warranties: product.part_warranties.iter().map(part).collect(),
        onsite_period_months: product.onsite_months.cast_signed(),
        third_party: product.third_party,
        coverages: product.agreements.iter().map(agreement).collect(),
        warranty_end: last(claims.whole),
        onsite_end: last(claims.onsite),
        created_at: Some(asset.created_at.to_proto()),
        customer_archived: asset.archived,
        etag: etag::of(asset.version),
        ..proto::Asset::default()
    }
}

fn last(claim: Option<Claim>) -> String {
    claim.map(|claim| claim.last.to_string()).unwrap_or_default()
}

/// Kind of fault; `None` when not known.
pub fn fault_kind(kind: common::FaultKind) -> Option<FaultKind> {
    match kind {
        common::FaultKind::Unspecified => None,
        common::FaultKind::Hardware => Some(FaultKind::Hardware),
        common::FaultKind::Software => Some(FaultKind::Software),
        common::FaultKind::ThirdPartyComponent => Some(FaultKind::ThirdPartyComponent),
    }
}

/// What was found of an asset, told in the caller's language.
pub fn entitlement(locale: Locale, asset: &Asset, at: Timestamp, book: i64, checked: &Checked) -> proto::Entitlement {
    let Checked {
        entitlement,
        claims,
        terms,
        ..
    } = checked;
    let class = match entitlement.class {
        Class::A => ServiceClass::A,
        Class::B => ServiceClass::B,
        Class::C => ServiceClass::C,
    };
    let reason = |fact: &Fact| proto::EntitlementReason {
        kind: reason_kind(fact).into(),
        text: words::fact(locale, fact),
    };
    let repairs = terms.episodes.iter().filter(|episode| episode.repaired(at)).count();
    proto::Entitlement {
        asset_id: asset.id.to_string(),
        at: Some(at.to_proto()),
        in_warranty: entitlement.in_warranty,
        in_onsite_period: entitlement.in_onsite_period,
        free_onsite: entitlement.free_onsite,
        free_carry_in: entitlement.free_carry_in,
        coverage_kind: coverage_kind(entitlement.coverage).into(),
        service_class: class.into(),
        reasons: entitlement.facts.iter().map(reason).collect(),
        warranty_end: last(claims.whole),
        onsite_end: last(claims.onsite),
        parts: parts(checked),
        extension_days: claims.whole.map_or(0, |claim| claim.extension_days),
        repairs: i32::try_from(repairs).unwrap_or(i32::MAX),
        days_in_repair: terms.stays.iter().map(|stay| stay.days).sum(),
        days_waiting_parts: terms.episodes.iter().map(|episode| episode.days_waited(at)).sum(),
        evidence: checked.evidence.iter().map(|one| law::evidence(locale, one)).collect(),
        consumer_rights: checked.rights.iter().map(|one| law::right(locale, one)).collect(),
        lifecycle: super::dossier::lifecycle(checked.lifecycle).into(),
        calendar_version: book,
    }
}

/// Warranties of groups of parts, with the product line's list of main parts.
fn parts(checked: &Checked) -> Vec<proto::PartEntitlement> {
    let listed = checked.terms.law.rule(Code::MainParts);
    let part = |(component, claim): &(String, Claim)| proto::PartEntitlement {
        component: component.clone(),
        warranty_end: claim.last.to_string(),
        in_warranty: claim.runs(checked.on),
        parts: listed.map(|rule| rule.parts.clone()).unwrap_or_default(),
        extension_days: claim.extension_days,
    };
    checked.claims.parts.iter().map(part).collect()
}

fn reason_kind(fact: &Fact) -> EntitlementReasonKind {
    match fact {
        Fact::WarrantyRuns(_) => EntitlementReasonKind::WarrantyRuns,
        Fact::WarrantyOver(_) => EntitlementReasonKind::WarrantyOver,
        Fact::PartWarrantyRuns(..) => EntitlementReasonKind::PartWarrantyRuns,
        Fact::OnsiteRuns(_) => EntitlementReasonKind::OnsitePeriodRuns,
        Fact::OnsiteOver(_) => EntitlementReasonKind::OnsitePeriodOver,
        Fact::AgreementCovers(agreement) if agreement.kind == AgreementKind::LiaisonLetter => {
            EntitlementReasonKind::LetterCovers
        }
        Fact::AgreementCovers(_) => EntitlementReasonKind::ContractCovers,
        Fact::ThirdParty => EntitlementReasonKind::ThirdPartyComponent,
        Fact::RestDayExtension(..) => EntitlementReasonKind::RestDayExtension,
    }
}
