//! What a caller sees of a record: masked numbers, and what may be done with it.

use aftersales_kit::{auth::Role, phone::mask_phone, rpc::Call};
use aftersales_proto::registry::v1::{
    Asset, Branch, Customer, Dossier, IssueNote, IssueNoteState, Leave, LeaveState, RosterDay, StaffMember, Team,
};

use super::words;

/// Full name of the service, for the access table.
const SERVICE: &str = "aftersales.registry.v1.RegistryService";

/// Roles that call customers and therefore see their numbers; a service needs them for those who do.
const CALLS_CUSTOMERS: [Role; 8] = [
    Role::Hotline,
    Role::Coordinator,
    Role::Technician,
    Role::Receptionist,
    Role::Callback,
    Role::AppointmentClerk,
    Role::Chief,
    Role::Service,
];

fn actions(call: &Call, possible: &[&str]) -> (Vec<String>, String) {
    actions_of(call, SERVICE, possible)
}

fn actions_of(call: &Call, service: &str, possible: &[&str]) -> (Vec<String>, String) {
    let actions = call.available_actions(service, possible);
    let reason = if actions.is_empty() && possible.is_empty() {
        words::nothing_left(call.locale)
    } else if actions.is_empty() {
        words::read_only(call.locale)
    } else {
        String::new()
    };
    (actions, reason)
}

/// A branch.
pub fn branch(call: &Call, mut branch: Branch) -> Branch {
    (branch.available_actions, branch.readonly_reason) = actions(call, &["PutBranch"]);
    branch
}

/// A member of staff. Analysts do not call colleagues.
pub fn member(call: &Call, mut member: StaffMember) -> StaffMember {
    if call.caller.roles.iter().all(|role| role == Role::HeadOffice) && !member.phone.is_empty() {
        member.phone = mask_phone(&member.phone);
    }
    (member.available_actions, member.readonly_reason) = actions(call, &["PutStaff"]);
    member
}

/// A customer; numbers are masked for roles that do not call customers.
pub fn customer(call: &Call, mut customer: Customer) -> Customer {
    customer.phones_masked = !CALLS_CUSTOMERS.iter().any(|role| call.caller.has(*role));
    if customer.phones_masked {
        for phone in &mut customer.phones {
            phone.number = mask_phone(&phone.number);
        }
    }
    let (own, of_dossier): (&[&str], &[&str]) = match customer.archived_at {
        None => (&["UpdateCustomer", "RegisterAsset"], &["ArchiveCustomer"]),
        Some(_) => (&[], &["ReopenCustomer"]),
    };
    let (mut found, nothing) = actions_of(call, DOSSIER, of_dossier);
    found.splice(0..0, actions(call, own).0);
    customer.readonly_reason = if found.is_empty() { nothing } else { String::new() };
    customer.available_actions = found;
    customer
}

/// An asset.
pub fn asset(call: &Call, mut asset: Asset) -> Asset {
    (asset.available_actions, asset.readonly_reason) = actions(call, &["CheckEntitlement"]);
    asset
}

/// Full name of the roster's service.
const ROSTER: &str = "aftersales.registry.v1.RosterService";

/// A day of the roster.
pub fn roster_day(call: &Call, mut day: RosterDay) -> RosterDay {
    let possible: &[&str] = if day.planned {
        &["PutStaffDay", "ClearStaffDay"]
    } else {
        &["PutStaffDay"]
    };
    (day.available_actions, day.readonly_reason) = actions_of(call, ROSTER, possible);
    day
}

/// Leave; its owner does not decide it.
pub fn leave(call: &Call, mut leave: Leave) -> Leave {
    let open = leave.state() == LeaveState::Requested && leave.staff_id != call.caller.subject;
    let possible: &[&str] = if open { &["DecideLeave"] } else { &[] };
    (leave.available_actions, leave.readonly_reason) = actions_of(call, ROSTER, possible);
    leave
}

/// Full name of the notes' service.
const NOTES: &str = "aftersales.registry.v1.IssueNoteService";

/// A note to the chief.
pub fn note(call: &Call, mut note: IssueNote) -> IssueNote {
    let possible: &[&str] = match note.state() {
        IssueNoteState::Open => &["HandleIssueNote", "AnnotateIssueNote"],
        IssueNoteState::Unspecified | IssueNoteState::Handled => &["AnnotateIssueNote"],
    };
    (note.available_actions, note.readonly_reason) = actions_of(call, NOTES, possible);
    note
}

/// A team.
pub fn team(call: &Call, mut team: Team) -> Team {
    let service = "aftersales.registry.v1.DirectoryService";
    (team.available_actions, team.readonly_reason) = actions_of(call, service, &["PutTeam"]);
    team
}

/// Full name of the dossiers' service.
const DOSSIER: &str = "aftersales.registry.v1.DossierService";

/// A dossier.
pub fn dossier(call: &Call, mut dossier: Dossier) -> Dossier {
    let possible: &[&str] = if dossier.archive.last().is_some_and(|entry| entry.archived) {
        &["AddDossierDocument", "ReopenCustomer"]
    } else {
        &[
            "PutCoverage",
            "AddDossierDocument",
            "IssueDossierVoucher",
            "RecordExchange",
            "ArchiveCustomer",
        ]
    };
    (dossier.available_actions, dossier.readonly_reason) = actions_of(call, DOSSIER, possible);
    dossier
}
