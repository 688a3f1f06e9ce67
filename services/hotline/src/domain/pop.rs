//! What pops up on an agent's screen (弹屏).

use std::fmt;

use aftersales_kit::{id::BranchId, text_enum, time::Timestamp};
use uuid::Uuid;

use super::call::Cause;

text_enum! {
    /// What a pop tells.
    pub enum PopKind {
        /// It rings at the agent.
        Ringing = "RINGING",
        /// The agent answered.
        Answered = "ANSWERED",
        /// Over at the agent.
        Ended = "ENDED",
        /// The agent passed the call on.
        Transferred = "TRANSFERRED",
    }
}

/// What pops up.
#[derive(Clone)]
pub struct Pop {
    /// Call.
    pub call_id: Uuid,
    /// The exchange's leg.
    pub leg_id: String,
    /// Branch.
    pub branch_id: BranchId,
    /// Line that was called.
    pub line_id: String,
    /// What happened.
    pub kind: PopKind,
    /// When.
    pub at: Timestamp,
    /// Why it ended.
    pub cause: Option<Cause>,
    /// The caller's number; empty when withheld.
    pub phone: String,
    /// It shows how things stood when the stream began.
    pub is_snapshot: bool,
}

impl fmt::Debug for Pop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pop({} {})", self.call_id, self.kind)
    }
}
