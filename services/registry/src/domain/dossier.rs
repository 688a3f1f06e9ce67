//! The customer's dossier bag (客户资料袋) and the cycle that an asset goes through.

use aftersales_kit::{
    id::{AssetId, BranchId, CustomerId},
    text_enum,
    time::{BusinessDate, Timestamp},
};

use super::asset::{Agreement, AgreementKind, Claims};

aftersales_kit::id!(
    /// A contract or letter of a customer.
    CoverageId, "coverage id"
);
aftersales_kit::id!(
    /// A document of a dossier.
    DocumentId, "document id"
);

/// A contract or letter of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Id.
    pub id: CoverageId,
    /// Branch.
    pub branch: BranchId,
    /// Customer.
    pub customer: CustomerId,
    /// The asset; `None` for all of the customer's.
    pub asset: Option<AssetId>,
    /// What was agreed.
    pub agreement: Agreement,
    /// Project; may be empty.
    pub project: String,
    /// Version, from 1.
    pub version: i64,
}

text_enum! {
    /// Kind of a filed document.
    pub enum DocumentKind {
        /// Contract (合同).
        Contract = "CONTRACT",
        /// Completion document of a project (竣工资料).
        Completion = "COMPLETION",
        /// Invoice (发票).
        Invoice = "INVOICE",
        /// Warranty card (三包凭证).
        WarrantyCard = "WARRANTY_CARD",
        /// Anything else.
        Other = "OTHER",
    }
}

/// A filed document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Id.
    pub id: DocumentId,
    /// Branch.
    pub branch: BranchId,
    /// Customer.
    pub customer: CustomerId,
    /// Asset that it is about; `None` for the customer.
    pub asset: Option<AssetId>,
    /// Kind.
    pub kind: DocumentKind,
    /// Number on it.
    pub number: String,
    /// Date on it.
    pub date: BusinessDate,
    /// Project; may be empty.
    pub project: String,
    /// Where the file lies; may be empty.
    pub file_reference: String,
    /// The document that it corrects.
    pub amends: Option<DocumentId>,
    /// Who filed it.
    pub added_by: String,
    /// When.
    pub added_at: Timestamp,
}

impl Document {
    /// Whether it speaks of an asset.
    pub fn speaks_of(&self, asset: AssetId) -> bool {
        self.asset.is_none_or(|of| of == asset)
    }
}

/// A service voucher (服务凭证) bound to an asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voucher {
    /// Number.
    pub number: String,
    /// Branch.
    pub branch: BranchId,
    /// Asset.
    pub asset: AssetId,
    /// When issued.
    pub issued_at: Timestamp,
    /// Who issued it.
    pub issued_by: String,
}

/// An exchange of an asset (LAW-04).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Asset.
    pub asset: AssetId,
    /// Local date; the warranty counts from it.
    pub date: BusinessDate,
    /// Serial number before.
    pub old_serial: String,
    /// Serial number since.
    pub new_serial: String,
    /// Rule it rests on.
    pub reason: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Timestamp,
}

/// Where an asset stands between contract and end of cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifecycle {
    /// The contract is signed, the project not yet accepted.
    Contracted,
    /// Accepted; no warranty or contract has begun.
    Accepted,
    /// The whole-machine warranty runs.
    InWarranty,
    /// A maintenance contract covers.
    UnderContract,
    /// Nothing covers any more.
    OutOfCover,
}

impl Lifecycle {
    /// Of an asset on a date: what is signed but not accepted is contracted, whatever periods run; `documents` are those
    /// that speak of the asset, `agreements` all that cover it at some time.
    pub fn of(
        invoice: BusinessDate,
        claims: &Claims,
        agreements: &[Agreement],
        documents: &[&Document],
        on: BusinessDate,
    ) -> Self {
        let filed = |kind: DocumentKind| {
            documents
                .iter()
                .any(|document| document.kind == kind && document.date <= on)
        };
        let accepted = filed(DocumentKind::Completion);
        if (filed(DocumentKind::Contract) || on < invoice) && !accepted {
            return Self::Contracted;
        }
        if on >= invoice && claims.whole.is_some_and(|claim| claim.runs(on)) {
            return Self::InWarranty;
        }
        let contracts = || {
            agreements
                .iter()
                .filter(|agreement| agreement.kind != AgreementKind::LiaisonLetter)
        };
        if contracts().any(|agreement| agreement.from <= on && on <= agreement.to) {
            return Self::UnderContract;
        }
        let nothing_yet = claims.whole.is_none() && !contracts().any(|agreement| agreement.from <= on);
        if accepted && (on < invoice || nothing_yet) {
            return Self::Accepted;
        }
        Self::OutOfCover
    }
}
