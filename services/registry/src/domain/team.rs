//! Teams (作业组, X-16): assignable resources.

use aftersales_kit::{
    Result,
    id::{BranchId, StaffId},
};

use super::governance_reasons::TEAM_LEAD_NOT_MEMBER;

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Code; never changes.
    pub id: StaffId,
    /// Branch.
    pub branch: BranchId,
    /// Name.
    pub name: String,
    /// Who leads it.
    pub lead: StaffId,
    /// Members, each once.
    pub members: Vec<StaffId>,
    /// It exists no more.
    pub dissolved: bool,
    /// Version, from 1.
    pub version: i64,
}

impl Team {
    /// Checks that its lead is a member.
    ///
    /// # Errors
    /// `TEAM_LEAD_NOT_MEMBER`.
    pub fn check(&self) -> Result<()> {
        if self.members.contains(&self.lead) {
            return Ok(());
        }
        Err(TEAM_LEAD_NOT_MEMBER
            .field("team.lead_id", "is not among the members")
            .into())
    }
}
