//! Branches and staff.

use aftersales_kit::{Error, Result, auth::Role, etag, reasons::INVALID_REQUEST};
use aftersales_proto::registry::v1 as proto;

use super::{branch_id, missing, optional_branch, staff_id};
use crate::{
    domain::{
        branch::{Branch, BranchKind, Contact, Contacts, Hours, OpeningPeriod, Profile},
        faults::Faults,
        staff::{self, Member, Person, Post},
    },
    events,
};

/// Kind of place; `None` when not said.
pub fn branch_kind(kind: proto::BranchKind) -> Option<BranchKind> {
    match kind {
        proto::BranchKind::Unspecified => None,
        proto::BranchKind::Branch => Some(BranchKind::Branch),
        proto::BranchKind::PartsCenter => Some(BranchKind::PartsCenter),
        proto::BranchKind::Hq => Some(BranchKind::Hq),
    }
}

/// A branch's profile, checked.
///
/// # Errors
/// Those of [`Profile::checked`]; `INVALID_REQUEST` for half a contact.
pub fn profile(branch: &proto::Branch) -> Result<Profile> {
    let mut faults = Faults::default();
    let contacts = Contacts {
        chief: contact("branch.chief", branch.chief.as_ref(), &mut faults),
        supervisor: contact("branch.supervisor", branch.supervisor.as_ref(), &mut faults),
    };
    faults.none()?;
    let period = |period: &proto::OpeningPeriod| OpeningPeriod {
        weekday: period.weekday,
        hours: Hours {
            opens: period.opens.clone(),
            closes: period.closes.clone(),
        },
    };
    let profile = Profile {
        name: branch.name.trim().to_owned(),
        kind: branch_kind(branch.kind()).ok_or_else(|| missing("branch.kind"))?,
        address: branch.address.trim().to_owned(),
        phone: branch.phone.trim().to_owned(),
        contacts,
        time_zone: branch.time_zone.trim().to_owned(),
        opening_periods: branch.opening_periods.iter().map(period).collect(),
        closed: branch.closed,
        parts_center: optional_branch(&branch.parts_center_id)?,
    };
    profile.checked()
}

/// Somebody in charge: nobody, or a name with a number.
fn contact(field: &str, contact: Option<&proto::BranchContact>, faults: &mut Faults) -> Option<Contact> {
    let contact = contact?;
    let (name, phone) = (contact.name.trim(), contact.phone.trim());
    if name.is_empty() && phone.is_empty() {
        return None;
    }
    for (part, text) in [("name", name), ("phone", phone)] {
        if text.is_empty() {
            faults.add(&INVALID_REQUEST, format!("{field}.{part}"), "must be filled in");
        }
    }
    Some(Contact {
        name: name.to_owned(),
        phone: phone.to_owned(),
    })
}

/// A branch, without what depends on the caller.
pub fn branch_to_proto(branch: &Branch) -> proto::Branch {
    let profile = &branch.profile;
    let contact = |contact: &Contact| proto::BranchContact {
        name: contact.name.clone(),
        phone: contact.phone.clone(),
    };
    proto::Branch {
        branch_id: branch.id.to_string(),
        name: profile.name.clone(),
        kind: events::branch_kind(profile.kind).into(),
        address: profile.address.clone(),
        phone: profile.phone.clone(),
        chief: profile.contacts.chief.as_ref().map(contact),
        supervisor: profile.contacts.supervisor.as_ref().map(contact),
        time_zone: profile.time_zone.clone(),
        opening_periods: events::opening_periods(&profile.opening_periods),
        closed: profile.closed,
        parts_center_id: profile
            .parts_center
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        etag: etag::of(branch.version),
        ..proto::Branch::default()
    }
}

/// A member of staff to put.
///
/// # Errors
/// `INVALID_REQUEST` for a role of a program.
pub fn member(member: &proto::StaffMember) -> Result<Member, Error> {
    let roles: Vec<Role> = member.roles().collect();
    Ok(Member {
        id: staff_id(&member.staff_id)?,
        branch: branch_id(&member.branch_id)?,
        person: Person {
            name: member.name.trim().to_owned(),
            phone: member.phone.trim().to_owned(),
        },
        post: Post {
            roles: staff::roles(&roles)?,
            skills: staff::skills(&member.skills),
            left: member.left,
        },
        version: 0,
    })
}

/// A member of staff, without what depends on the caller.
pub fn member_to_proto(member: &Member) -> proto::StaffMember {
    proto::StaffMember {
        staff_id: member.id.to_string(),
        branch_id: member.branch.to_string(),
        name: member.person.name.clone(),
        phone: member.person.phone.clone(),
        roles: member.post.roles.iter().map(i32::from).collect(),
        skills: member.post.skills.clone(),
        left: member.post.left,
        etag: etag::of(member.version),
        ..proto::StaffMember::default()
    }
}

/// A role to filter by; `None` when not said.
pub fn role(role: Role) -> Option<Role> {
    (role != Role::Unspecified).then_some(role)
}
