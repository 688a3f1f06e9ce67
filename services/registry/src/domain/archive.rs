//! Archiving of finished customers (客户信息存档, 终止; X-22).

use aftersales_kit::{
    Result,
    time::{BusinessDate, Timestamp},
};

use super::{
    customer::Customer,
    dossier::Coverage,
    dossier_reasons::{CUSTOMER_ARCHIVED, CUSTOMER_NOT_ARCHIVED, CUSTOMER_NOT_FINISHED},
    repair::Episode,
};

/// An archiving or a reopening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// True archived, false reopened.
    pub archived: bool,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What a customer still has to do with us.
pub struct Open<'a> {
    /// Repairs of all assets.
    pub repairs: &'a [Episode],
    /// Contracts and letters.
    pub coverages: &'a [Coverage],
    /// The local date.
    pub on: BusinessDate,
}

impl Customer {
    /// Archives or reopens, as the entry says.
    ///
    /// # Errors
    /// `CUSTOMER_ARCHIVED`, `CUSTOMER_NOT_FINISHED`; `CUSTOMER_NOT_ARCHIVED` for one to reopen.
    pub fn decide(&mut self, entry: &Entry, open: &Open<'_>) -> Result<()> {
        match (entry.archived, self.archived_at) {
            (true, Some(_)) => return Err(CUSTOMER_ARCHIVED.refuse().with("customer_id", self.id).into()),
            (false, None) => return Err(CUSTOMER_NOT_ARCHIVED.refuse().with("customer_id", self.id).into()),
            (true, None) => finished(open)?,
            (false, Some(_)) => {}
        }
        self.archived_at = entry.archived.then_some(entry.at);
        self.updated_at = entry.at;
        self.version += 1;
        Ok(())
    }
}

/// Work is done with, and no contract runs or is to begin.
fn finished(open: &Open<'_>) -> Result<()> {
    let mut repairs = open.repairs.iter();
    if let Some(repair) = repairs.find(|one| !one.cancelled && one.closed_at.is_none()) {
        return Err(CUSTOMER_NOT_FINISHED
            .refuse()
            .with("work_order_no", &repair.number)
            .into());
    }
    if let Some(coverage) = open.coverages.iter().find(|one| open.on <= one.agreement.to) {
        let contract = &coverage.agreement.reference;
        return Err(CUSTOMER_NOT_FINISHED.refuse().with("contract_no", contract).into());
    }
    Ok(())
}
