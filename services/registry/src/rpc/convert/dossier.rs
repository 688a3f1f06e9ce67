//! Dossiers.

use aftersales_kit::{
    Error, Result,
    id::{AssetId, BranchId, CustomerId},
    time::Timestamp,
};
use aftersales_proto::registry::v1 as proto;

use super::{asset::asset_to_proto, asset_id, customer_id, date, missing};
use crate::{
    app::{
        file_document::Wanted,
        open_dossier::{Dossier, Equipment},
        put_coverage,
    },
    domain::{
        archive::Entry,
        asset::Agreement,
        dossier::{Coverage, Document, DocumentId, DocumentKind, Exchange, Lifecycle, Voucher},
        dossier_reasons::{COVERAGE_KIND_NOT_AGREED, DOCUMENT_NOT_FOUND},
    },
    events::dossier as told,
};

fn optional_asset(text: &str) -> Result<Option<AssetId>> {
    if text.is_empty() {
        Ok(None)
    } else {
        asset_id(text).map(Some)
    }
}

/// A contract or letter to file.
///
/// # Errors
/// `COVERAGE_KIND_NOT_AGREED`.
pub fn put_coverage(request: &proto::PutCoverageRequest) -> Result<put_coverage::Command> {
    let kind = super::asset::agreement_kind(request.kind());
    Ok(put_coverage::Command {
        customer: customer_id(&request.customer_id)?,
        asset: optional_asset(&request.asset_id)?,
        agreement: Agreement {
            kind: kind.ok_or_else(|| COVERAGE_KIND_NOT_AGREED.field("kind", "is not agreed with a customer"))?,
            from: date("valid_from", &request.valid_from)?,
            to: date("valid_to", &request.valid_to)?,
            reference: request.contract_no.trim().to_owned(),
        },
        project: request.project.trim().to_owned(),
    })
}

/// A coverage as the contract has it.
pub fn coverage(coverage: &Coverage) -> proto::Coverage {
    let agreement = &coverage.agreement;
    proto::Coverage {
        id: coverage.id.to_string(),
        customer_id: coverage.customer.to_string(),
        asset_id: coverage.asset.map(|asset| asset.to_string()).unwrap_or_default(),
        contract_no: agreement.reference.clone(),
        kind: told::agreed_kind(agreement.kind).into(),
        valid_from: agreement.from.to_string(),
        valid_to: agreement.to.to_string(),
        project: coverage.project.clone(),
        version: coverage.version,
    }
}

/// A document to file; its branch follows from the customer.
pub fn document_to_file(request: &proto::AddDossierDocumentRequest, by: &str) -> Result<Wanted> {
    let kind = DocumentKind::ALL
        .iter()
        .copied()
        .find(|known| told_kind(*known) == request.kind());
    Ok(Wanted {
        customer: customer_id(&request.customer_id)?,
        asset: optional_asset(&request.asset_id)?,
        kind: kind.ok_or_else(|| missing("kind"))?,
        number: request.number.trim().to_owned(),
        date: date("date", &request.date)?,
        project: request.project.trim().to_owned(),
        file_reference: request.file_reference.trim().to_owned(),
        amends: amended(&request.amends_document_id)?,
        added_by: by.to_owned(),
    })
}

fn amended(text: &str) -> Result<Option<DocumentId>> {
    if text.is_empty() {
        return Ok(None);
    }
    DocumentId::parse(text)
        .map(Some)
        .map_err(|_| Error::from(&DOCUMENT_NOT_FOUND))
}

fn told_kind(kind: DocumentKind) -> proto::DossierDocumentKind {
    match kind {
        DocumentKind::Contract => proto::DossierDocumentKind::Contract,
        DocumentKind::Completion => proto::DossierDocumentKind::Completion,
        DocumentKind::Invoice => proto::DossierDocumentKind::Invoice,
        DocumentKind::WarrantyCard => proto::DossierDocumentKind::WarrantyCard,
        DocumentKind::Other => proto::DossierDocumentKind::Other,
    }
}

/// A document as the contract has it.
pub fn document(document: &Document) -> proto::DossierDocument {
    proto::DossierDocument {
        id: document.id.to_string(),
        asset_id: document.asset.map(|asset| asset.to_string()).unwrap_or_default(),
        kind: told_kind(document.kind).into(),
        number: document.number.clone(),
        date: document.date.to_string(),
        project: document.project.clone(),
        file_reference: document.file_reference.clone(),
        added_by: document.added_by.clone(),
        added_at: Some(document.added_at.to_proto()),
        amends_document_id: document.amends.map(|id| id.to_string()).unwrap_or_default(),
    }
}

/// A voucher as the contract has it.
pub fn voucher(voucher: &Voucher) -> proto::DossierVoucher {
    proto::DossierVoucher {
        number: voucher.number.clone(),
        asset_id: voucher.asset.to_string(),
        issued_at: Some(voucher.issued_at.to_proto()),
        issued_by: voucher.issued_by.clone(),
    }
}

fn exchange(exchange: &Exchange) -> proto::AssetExchange {
    proto::AssetExchange {
        date: exchange.date.to_string(),
        old_serial_number: exchange.old_serial.clone(),
        new_serial_number: exchange.new_serial.clone(),
        reason: exchange.reason.clone(),
        recorded_by: exchange.recorded_by.clone(),
        recorded_at: Some(Timestamp::to_proto(exchange.recorded_at)),
    }
}

/// A place in the cycle as the contract has it.
pub fn lifecycle(lifecycle: Lifecycle) -> proto::AssetLifecycle {
    match lifecycle {
        Lifecycle::Contracted => proto::AssetLifecycle::Contracted,
        Lifecycle::Accepted => proto::AssetLifecycle::Accepted,
        Lifecycle::InWarranty => proto::AssetLifecycle::InWarranty,
        Lifecycle::UnderContract => proto::AssetLifecycle::UnderContract,
        Lifecycle::OutOfCover => proto::AssetLifecycle::OutOfCover,
    }
}

fn archive_entry(entry: &Entry) -> proto::ArchiveEntry {
    proto::ArchiveEntry {
        archived: entry.archived,
        reason: entry.reason.clone(),
        decided_by: entry.by.clone(),
        decided_at: Some(entry.at.to_proto()),
    }
}

/// A dossier, without what depends on the caller.
pub fn dossier(dossier: &Dossier, customer: CustomerId, branch: &BranchId) -> proto::Dossier {
    let equipment = |one: &Equipment| {
        let vouchers = dossier.vouchers.iter().filter(|voucher| voucher.asset == one.asset.id);
        let exchanges = dossier
            .exchanges
            .iter()
            .filter(|exchange| exchange.asset == one.asset.id);
        proto::DossierAsset {
            asset: Some(asset_to_proto(&one.asset, &one.claims)),
            lifecycle: lifecycle(one.lifecycle).into(),
            vouchers: vouchers.map(voucher).collect(),
            exchanges: exchanges.map(exchange).collect(),
        }
    };
    proto::Dossier {
        customer_id: customer.to_string(),
        branch_id: branch.to_string(),
        assets: dossier.equipment.iter().map(equipment).collect(),
        coverages: dossier.coverages.iter().map(coverage).collect(),
        documents: dossier.documents.iter().map(document).collect(),
        complete: dossier.complete(),
        archive: dossier.archive.iter().map(archive_entry).collect(),
        ..proto::Dossier::default()
    }
}
