//! Entries of the fault catalogue (常见故障及处理, DSP-64).

use aftersales_kit::{Refusal, id, time::Timestamp};

use super::score_reasons::FAULT_ENTRY_WITHDRAWN;

id!(
    /// An entry of the fault catalogue.
    FaultEntryId, "fault entry id"
);

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Product line.
    pub product_line: String,
    /// What the customer sees (故障现象).
    pub symptom: String,
    /// Why (故障原因).
    pub cause: String,
    /// What helps (处理方法).
    pub fix: String,
    /// Parts that it may take.
    pub part_nos: Vec<String>,
}

impl Fault {
    /// The text that is searched, upper and lower case alike.
    pub fn search_text(&self) -> String {
        format!("{}\n{}\n{}", self.symptom, self.cause, self.fix).to_lowercase()
    }
}

/// A version of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultEntry {
    /// Id.
    pub id: FaultEntryId,
    /// Version, from 1.
    pub version: i64,
    /// What it says.
    pub fault: Fault,
    /// Taken out of the catalogue.
    pub withdrawn: bool,
    /// Who put it.
    pub put_by: String,
    /// When.
    pub put_at: Timestamp,
}

impl FaultEntry {
    /// The first version of a new entry.
    pub fn first(fault: Fault, by: &str, now: Timestamp) -> Self {
        Self {
            id: FaultEntryId::new(),
            version: 1,
            fault,
            withdrawn: false,
            put_by: by.to_owned(),
            put_at: now,
        }
    }

    /// The next version; `None` when it says the same.
    ///
    /// # Errors
    /// `FAULT_ENTRY_WITHDRAWN`.
    pub fn next(&self, fault: Fault, by: &str, now: Timestamp) -> Result<Option<Self>, Refusal> {
        if self.withdrawn {
            return Err(FAULT_ENTRY_WITHDRAWN.refuse());
        }
        let next = Self {
            id: self.id,
            version: self.version + 1,
            ..Self::first(fault, by, now)
        };
        Ok((next.fault != self.fault).then_some(next))
    }

    /// The version with which it leaves the catalogue; `None` when it has left.
    pub fn withdraw(&self, by: &str, now: Timestamp) -> Option<Self> {
        let last = Self {
            id: self.id,
            version: self.version + 1,
            withdrawn: true,
            ..Self::first(self.fault.clone(), by, now)
        };
        (!self.withdrawn).then_some(last)
    }
}
