//! Facts of the dossier.

use aftersales_kit::{id::BranchId, outbox::NewEvent};
use aftersales_proto::{
    common::v1::CoverageKind,
    registry::v1::{AssetExchanged, CoverageChanged, CustomerArchived, CustomerReopened, registry_event::Event},
};

use super::event;
use crate::domain::{
    archive::Entry,
    asset::{AgreementKind, Claims},
    customer::Customer,
    dossier::{Coverage, Exchange},
};

/// A contract or letter was filed or changed.
pub fn coverage_changed(coverage: &Coverage) -> NewEvent {
    let agreement = &coverage.agreement;
    let fact = CoverageChanged {
        coverage_id: coverage.id.to_string(),
        branch_id: coverage.branch.to_string(),
        customer_id: coverage.customer.to_string(),
        asset_id: coverage.asset.map(|asset| asset.to_string()).unwrap_or_default(),
        contract_no: agreement.reference.clone(),
        kind: agreed_kind(agreement.kind).into(),
        valid_from: agreement.from.to_string(),
        valid_to: agreement.to.to_string(),
        version: coverage.version,
    };
    let branch = coverage.branch.clone();
    event(coverage.id, branch, "CoverageChanged", Event::CoverageChanged(fact))
}

/// A customer was archived or reopened.
pub fn archive_decided(customer: &Customer, entry: &Entry) -> NewEvent {
    let (customer_id, branch_id) = (customer.id.to_string(), customer.branch.to_string());
    let decided_by = entry.by.clone();
    let branch = customer.branch.clone();
    if entry.archived {
        let fact = CustomerArchived {
            customer_id,
            branch_id,
            decided_by,
        };
        return event(customer.id, branch, "CustomerArchived", Event::CustomerArchived(fact));
    }
    let fact = CustomerReopened {
        customer_id,
        branch_id,
        decided_by,
    };
    event(customer.id, branch, "CustomerReopened", Event::CustomerReopened(fact))
}

/// An asset was exchanged.
pub fn asset_exchanged(exchange: &Exchange, branch: &BranchId, claims: &Claims) -> NewEvent {
    let fact = AssetExchanged {
        asset_id: exchange.asset.to_string(),
        branch_id: branch.to_string(),
        date: exchange.date.to_string(),
        warranty_end: claims.whole.map(|claim| claim.last.to_string()).unwrap_or_default(),
        reason: exchange.reason.clone(),
    };
    event(
        exchange.asset,
        branch.clone(),
        "AssetExchanged",
        Event::AssetExchanged(fact),
    )
}

/// Kind of an agreement as the contract has it.
pub fn agreed_kind(kind: AgreementKind) -> CoverageKind {
    match kind {
        AgreementKind::YearlyContract => CoverageKind::YearlyContract,
        AgreementKind::PerVisitContract => CoverageKind::PerVisitContract,
        AgreementKind::LiaisonLetter => CoverageKind::LiaisonLetter,
    }
}
