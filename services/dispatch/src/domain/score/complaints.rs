//! How each person handled complaints.

use std::collections::BTreeMap;

use aftersales_kit::time::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A complaint or a dissatisfaction, as far as its handling goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Consultation id or callback task id.
    pub id: Uuid,
    /// Staff code of whose service it is about; may be empty.
    pub technician_id: String,
    /// Staff code of who has to answer or to carry the measure; may be empty.
    pub owner: String,
    /// By when.
    pub due_at: Option<Timestamp>,
    /// When it came up.
    pub reported_at: Timestamp,
    /// When it was answered, or its measure set.
    pub answered_at: Option<Timestamp>,
    /// Staff code of who did; may be empty.
    pub answered_by: String,
}

/// The counts of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Handling {
    /// About the person's own services.
    pub about: i64,
    /// To be answered or carried by the person.
    pub owned: i64,
    /// Of those, answered.
    pub answered: i64,
    /// Of those, in time.
    pub answered_in_time: i64,
    /// Of those owned, open and overdue.
    pub overdue: i64,
    /// Answered by the person, whoever owned them.
    pub handled: i64,
}

/// The counts by staff code.
pub fn handling(complaints: &[Complaint], now: Timestamp) -> BTreeMap<String, Handling> {
    let mut persons: BTreeMap<String, Handling> = BTreeMap::new();
    let mut of = |code: &str, count: &dyn Fn(&mut Handling)| {
        if !code.is_empty() {
            count(persons.entry(code.to_owned()).or_default());
        }
    };
    for complaint in complaints {
        of(&complaint.technician_id, &|it| it.about += 1);
        of(&complaint.answered_by, &|it| it.handled += 1);
        of(&complaint.owner, &|it| {
            let in_time = |at: Timestamp| complaint.due_at.is_none_or(|due| at <= due);
            it.owned += 1;
            match complaint.answered_at {
                Some(at) => {
                    it.answered += 1;
                    it.answered_in_time += i64::from(in_time(at));
                }
                None => it.overdue += i64::from(!in_time(now)),
            }
        });
    }
    persons
}
