//! Clients of the registry's other services, and the staff of a branch.

use aftersales_kit::auth::Role;
use aftersales_kit::testing::rig::RigChannel;
use aftersales_proto::registry::v1::{
    ClearStaffDayRequest, ListRosterRequest, PutStaffDayRequest, RosterDay, Shift, SignInRequest, SignInResponse,
    StaffDay, directory_service_client::DirectoryServiceClient, governance_service_client::GovernanceServiceClient,
    issue_note_service_client::IssueNoteServiceClient, roster_service_client::RosterServiceClient,
    standards_service_client::StandardsServiceClient,
};

use crate::support::{Registry, at, key, put_staff, staff};

pub type Roster = RosterServiceClient<RigChannel>;
pub type Governance = GovernanceServiceClient<RigChannel>;
pub type Standards = StandardsServiceClient<RigChannel>;
pub type Notes = IssueNoteServiceClient<RigChannel>;
pub type Directory = DirectoryServiceClient<RigChannel>;

impl Registry {
    /// A channel of somebody with a staff code.
    pub async fn somebody(&self, role: Role, branch: &str, code: &str) -> RigChannel {
        self.rig.channel(&[role], branch, code).await
    }

    pub async fn roster(&self, role: Role, branch: &str, code: &str) -> Roster {
        RosterServiceClient::new(self.somebody(role, branch, code).await)
    }

    pub async fn governance(&self, role: Role, branch: &str) -> Governance {
        GovernanceServiceClient::new(self.somebody(role, branch, "M1").await)
    }

    pub async fn standards(&self, role: Role, branch: &str, code: &str) -> Standards {
        StandardsServiceClient::new(self.somebody(role, branch, code).await)
    }

    pub async fn notes(&self, role: Role, branch: &str, code: &str) -> Notes {
        IssueNoteServiceClient::new(self.somebody(role, branch, code).await)
    }

    pub async fn directory(&self, role: Role, branch: &str) -> Directory {
        DirectoryServiceClient::new(self.somebody(role, branch, "M1").await)
    }

    /// Puts members of staff: code, branch, role.
    pub async fn hire(&self, members: &[(&str, &str, Role)]) {
        for (code, branch, role) in members {
            let request = put_staff(staff(code, branch, *role));
            self.admin.clone().put_staff(request).await.expect("a member");
        }
    }
}

/// A shift of Shanghai, `2026-11-16 09:00` to `2026-11-16 18:00`.
pub fn shift(start: &str, end: &str) -> Shift {
    Shift {
        start: Some(at(start)),
        end: Some(at(end)),
    }
}

/// A day of BJ01.
pub fn day(staff: &str, date: &str, shifts: &[(&str, &str)]) -> StaffDay {
    StaffDay {
        branch_id: "BJ01".to_owned(),
        staff_id: staff.to_owned(),
        date: date.to_owned(),
        shifts: shifts
            .iter()
            .map(|(start, end)| shift(&format!("{date} {start}"), &format!("{date} {end}")))
            .collect(),
        absences: Vec::new(),
    }
}

pub fn put_day(day: StaffDay) -> PutStaffDayRequest {
    PutStaffDayRequest {
        request_id: key(),
        day: Some(day),
        etag: String::new(),
    }
}

/// Plans a day.
pub async fn plan(roster: &mut Roster, day: StaffDay) -> RosterDay {
    let put = roster.put_staff_day(put_day(day)).await.expect("a day");
    put.into_inner().day.expect("a day")
}

pub fn clear(staff: &str, date: &str) -> ClearStaffDayRequest {
    ClearStaffDayRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        staff_id: staff.to_owned(),
        date: date.to_owned(),
        etag: String::new(),
    }
}

/// Gives a day of BJ01 back to the opening hours.
pub async fn cleared(roster: &mut Roster, staff: &str, date: &str) -> RosterDay {
    let cleared = roster.clear_staff_day(clear(staff, date)).await.expect("a day");
    cleared.into_inner().day.expect("a day")
}

/// The roster of BJ01.
pub async fn listed(roster: &mut Roster, from: &str, to: &str) -> Vec<RosterDay> {
    let request = ListRosterRequest {
        branch_id: "BJ01".to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
        ..ListRosterRequest::default()
    };
    roster.list_roster(request).await.expect("a roster").into_inner().days
}

pub fn sign(role: Role) -> SignInRequest {
    SignInRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        role: role.into(),
    }
}

pub async fn signed(roster: &mut Roster, role: Role) -> SignInResponse {
    roster.sign_in(sign(role)).await.expect("a sign-in").into_inner()
}
