//! Indicators of the posts (细化的指标) and trainings.

use std::collections::BTreeMap;

use aftersales_kit::{
    auth::Role,
    id::{BranchId, StaffId},
    text_enum,
    time::{BusinessDate, Timestamp},
};

text_enum! {
    /// Which way an indicator gets better.
    pub enum Direction {
        /// More is better.
        Higher = "HIGHER_IS_BETTER",
        /// Less is better.
        Lower = "LOWER_IS_BETTER",
    }
}

/// A version of an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// Role.
    pub role: Role,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// How it is reckoned, in words.
    pub formula: String,
    /// Unit.
    pub unit: String,
    /// Which way it gets better.
    pub direction: Direction,
    /// Target; may be empty.
    pub target: String,
    /// First local date that it holds.
    pub effective_from: BusinessDate,
    /// Version of role and code, from 1; 0 is the shipped one.
    pub version: i64,
}

impl Indicator {
    /// Its place in the list.
    pub fn place(&self) -> (i32, String, i64) {
        (self.role.into(), self.code.clone(), self.version)
    }
}

/// The indicators that hold on a date, by role and code: of each the one that began last.
pub fn in_force(versions: Vec<Indicator>, on: BusinessDate) -> Vec<Indicator> {
    let mut held: BTreeMap<(i32, String), Indicator> = BTreeMap::new();
    for version in versions.into_iter().filter(|version| version.effective_from <= on) {
        let key = (i32::from(version.role), version.code.clone());
        let newer = |held: &Indicator| (held.effective_from, held.version) <= (version.effective_from, version.version);
        if held.get(&key).is_none_or(newer) {
            held.insert(key, version);
        }
    }
    held.into_values().collect()
}

aftersales_kit::id!(
    /// A training that took place.
    TrainingId, "training id"
);

/// A training that took place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    /// Id.
    pub id: TrainingId,
    /// Branch.
    pub branch: BranchId,
    /// Local date.
    pub date: BusinessDate,
    /// What about.
    pub topic: String,
    /// Who trained; `None` for somebody from outside.
    pub trainer: Option<StaffId>,
    /// Who took part.
    pub attendees: Vec<StaffId>,
    /// How long.
    pub minutes: i64,
    /// When recorded.
    pub recorded_at: Timestamp,
}
