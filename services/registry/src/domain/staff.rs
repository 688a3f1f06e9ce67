//! Somebody who works at a branch.

use aftersales_kit::{
    Result,
    auth::{Role, Roles},
    id::{BranchId, StaffId},
    reasons::INVALID_REQUEST,
};
use serde::{Deserialize, Serialize};

use super::faults::Faults;

/// Who a member of staff is. Leaves the registry in answers only, never in events or logs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Telephone number as typed; may be empty.
    pub phone: String,
}

/// What a member of staff is to the branch.
#[derive(Clone, PartialEq, Eq)]
pub struct Post {
    /// Roles; a person may hold several (X-10).
    pub roles: Roles,
    /// Skills, such as product lines.
    pub skills: Vec<String>,
    /// Whether the person has left.
    pub left: bool,
}

/// A member of staff as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Member {
    /// Code; never changes.
    pub id: StaffId,
    /// Branch.
    pub branch: BranchId,
    /// Who it is.
    pub person: Person,
    /// What it is.
    pub post: Post,
    /// Version of the record, from 1.
    pub version: i64,
}

/// The roles that a person may hold: all but those of programs.
///
/// # Errors
/// `INVALID_REQUEST` with every role that belongs to a program.
pub fn roles(wanted: &[Role]) -> Result<Roles> {
    let mut faults = Faults::default();
    for (index, role) in wanted.iter().enumerate() {
        if matches!(role, Role::Unspecified | Role::Service | Role::Softphone) {
            faults.add(
                &INVALID_REQUEST,
                format!("member.roles[{index}]"),
                "is not a role of a person",
            );
        }
    }
    faults.none()?;
    Ok(wanted.iter().copied().collect())
}

/// Skills without blanks around them, each once, in the order given.
pub fn skills(wanted: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for skill in wanted
        .iter()
        .map(|skill| skill.trim())
        .filter(|skill| !skill.is_empty())
    {
        if !kept.iter().any(|other| other == skill) {
            kept.push(skill.to_owned());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x_10_people_hold_no_role_of_a_program() {
        assert!(roles(&[Role::Technician, Role::Chief, Role::Chief]).is_ok_and(|roles| roles.iter().count() == 2));
        assert!(roles(&[Role::Service]).is_err() && roles(&[Role::Softphone]).is_err());
    }

    #[test]
    fn skills_are_kept_once_without_blanks() {
        assert_eq!(
            skills(&[" PC ".to_owned(), String::new(), "PC".to_owned(), "UPS".to_owned()]),
            ["PC", "UPS"]
        );
    }

    /// A document that an earlier version stored: every later version must still read it.
    #[test]
    fn stored_people_stay_readable() {
        let stored = r#"{"name":"𠮷野","phone":"13800000001"}"#;
        let person: Person = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&person).unwrap(), stored);
    }
}
