//! Between the contract's messages and the domain.

mod asset;
mod branch;
mod calendar;
mod customer;
mod dossier;
mod governance;
mod law;
mod note;
mod policy;
mod roster;
mod standards;

use aftersales_kit::{
    Error, Result,
    id::{AssetId, BranchId, CustomerId, StaffId},
    reasons::INVALID_REQUEST,
    time::{BusinessDate, Timestamp},
};

pub use asset::{asset_to_proto, entitlement, fault_kind, product};
pub use branch::{branch_kind, branch_to_proto, member, member_to_proto, profile, role};
pub use calendar::{changed_days, computed, date_to_day, day, length, mode, shown};
pub use customer::{contact, customer_to_proto, party_kind};
pub use dossier::{coverage, document, document_to_file, dossier, put_coverage, voucher};
pub use governance::{approval_action, approval_rule, approval_rule_to_proto};
pub use law::{law_rule, law_rule_to_proto};
pub use note::{note_state, note_to_proto, team, team_to_proto};
pub use policy::{listed, put_policy};
pub use roster::{
    attendance_day_to_proto, attendance_state, attendance_to_proto, capacity_to_proto, leave_state, leave_to_proto,
    request_leave, roster_day_to_proto, sign_in_to_proto, staff_day, totals,
};
pub use standards::{
    checklist, checklist_to_proto, indicator, indicator_to_proto, inspected_item, inspection_to_proto, training,
    training_to_proto,
};

use crate::domain::reasons::{ASSET_NOT_FOUND, BRANCH_NOT_FOUND, CUSTOMER_NOT_FOUND, STAFF_NOT_FOUND};

/// A branch code.
pub fn branch_id(text: &str) -> Result<BranchId> {
    BranchId::parse(text).map_err(|_| Error::from(&BRANCH_NOT_FOUND))
}

/// A branch code that may be empty.
pub fn optional_branch(text: &str) -> Result<Option<BranchId>> {
    if text.is_empty() {
        Ok(None)
    } else {
        branch_id(text).map(Some)
    }
}

/// A staff code.
pub fn staff_id(text: &str) -> Result<StaffId> {
    StaffId::parse(text).map_err(|_| Error::from(&STAFF_NOT_FOUND))
}

/// A customer id.
pub fn customer_id(text: &str) -> Result<CustomerId> {
    CustomerId::parse(text).map_err(|_| Error::from(&CUSTOMER_NOT_FOUND))
}

/// An asset id.
pub fn asset_id(text: &str) -> Result<AssetId> {
    AssetId::parse(text).map_err(|_| Error::from(&ASSET_NOT_FOUND))
}

/// A date of a field.
pub fn date(field: &str, text: &str) -> Result<BusinessDate> {
    BusinessDate::parse(text).ok_or_else(|| INVALID_REQUEST.field(field, "must be a date such as 2026-11-16").into())
}

/// An instant of a field.
pub fn instant(field: &str, at: Option<&prost_types::Timestamp>) -> Result<Timestamp> {
    let at = at.and_then(Timestamp::from_proto);
    at.ok_or_else(|| {
        INVALID_REQUEST
            .field(field, "must be an instant of the years 1 to 9999")
            .into()
    })
}

/// A date that may be empty.
pub fn optional_date(field: &str, text: &str) -> Result<Option<BusinessDate>> {
    if text.is_empty() {
        Ok(None)
    } else {
        date(field, text).map(Some)
    }
}

/// A staff code that may be empty.
pub fn optional_staff(text: &str) -> Result<Option<StaffId>> {
    if text.is_empty() {
        Ok(None)
    } else {
        staff_id(text).map(Some)
    }
}

/// What a field without a value is told.
pub fn missing(field: &str) -> Error {
    INVALID_REQUEST.field(field, "must be filled in").into()
}
