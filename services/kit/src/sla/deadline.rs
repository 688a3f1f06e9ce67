//! A deadline as it stands in the ledger.

use uuid::Uuid;

use crate::{id::BranchId, policy::PolicyKey, text_enum, time::Timestamp};

/// A deadline to start.
#[derive(Debug, Clone)]
pub struct NewDeadline {
    /// What must happen, such as `first_contact`.
    pub kind: &'static str,
    /// The record that it is about, such as a work order.
    pub subject: Uuid,
    /// Ticket to whose timeline it belongs.
    pub ticket_id: Uuid,
    /// Policy that says how long, such as [`DISPATCH_FIRST_CONTACT`](crate::policy::catalogue::DISPATCH_FIRST_CONTACT).
    pub policy_key: PolicyKey,
    /// Since when it runs.
    pub from: Timestamp,
}

text_enum! {
    /// Where a deadline stands.
    pub enum DeadlineState {
        /// Its time runs.
        Running = "RUNNING",
        /// Its time stands still for a reason.
        Paused = "PAUSED",
        /// Kept.
        Met = "MET",
        /// Not kept; open until the late fact.
        Missed = "MISSED",
        /// Something else was agreed.
        Superseded = "SUPERSEDED",
        /// Not wanted any more.
        Cancelled = "CANCELLED",
    }
}

/// A deadline of the ledger.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Deadline {
    /// Its id.
    pub id: Uuid,
    /// What must happen.
    pub kind: String,
    /// The record that it is about.
    pub subject: Uuid,
    /// Ticket to whose timeline it belongs.
    pub ticket_id: Uuid,
    /// Owning branch.
    pub branch_id: BranchId,
    /// Policy that says how long; empty when the instant was agreed.
    pub policy_key: String,
    /// Version of the policy that was used; 0 is the shipped default (T-8).
    pub policy_version: i64,
    /// Version of the branch's calendar that was used.
    pub calendar_version: i64,
    /// How long, as the policy says it: `2 h business`, `2 wd`.
    pub amount: String,
    /// Since when it runs.
    pub started_at: Timestamp,
    /// Last instant at which it is kept.
    pub due_at: Timestamp,
    /// A calendar notice that is not known yet may move it.
    pub provisional: bool,
    /// It was agreed and does not move with calendar or policy.
    pub fixed: bool,
    /// Where it stands.
    pub state: DeadlineState,
    /// The due instant that passed unmet.
    pub missed_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Version of the record.
    pub version: i64,
}
