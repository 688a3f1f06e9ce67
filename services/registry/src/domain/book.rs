//! All that deadlines at a branch need, of one moment.

use super::{
    branch::Branch,
    calendar::{Day, National},
    policy::PolicyVersion,
    staff::Post,
};
use aftersales_kit::id::{BranchId, StaffId};

/// A member of staff as every service knows it: by code.
#[derive(Clone, PartialEq, Eq)]
pub struct BookMember {
    /// Code.
    pub id: StaffId,
    /// Branch.
    pub branch: BranchId,
    /// What it is to the branch.
    pub post: Post,
}

/// The parts of a branch's book. No personal data.
pub struct Book<'a> {
    /// The branch.
    pub branch: &'a Branch,
    /// The national calendar.
    pub national: &'a National,
    /// Version of the national calendar.
    pub national_version: i64,
    /// The branch's own days.
    pub overrides: Vec<&'a Day>,
    /// Versions of the company and of the branch.
    pub policies: Vec<&'a PolicyVersion>,
    /// Who works or worked there.
    pub staff: Vec<&'a BookMember>,
    /// Version of the whole book.
    pub version: i64,
}

impl Book<'_> {
    /// Version of national and own calendar together: rises with each change of either.
    pub fn calendar_version(&self) -> i64 {
        self.national_version + self.branch.calendar_version
    }
}
