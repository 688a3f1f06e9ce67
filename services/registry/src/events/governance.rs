//! Facts of governance: the approval matrix, standards, notes, teams.

use aftersales_kit::{Result, id::BranchId, outbox::NewEvent};
use aftersales_proto::registry::v1::{
    self as proto, ApprovalRuleChanged, ChecklistChanged, InspectionRecorded, IssueNoteAnnotated, IssueNoteFiled,
    IssueNoteHandled, TeamChanged, registry_event::Event,
};

use super::{company, event};
use crate::domain::{
    approval::{Action, ApprovalRule},
    checklist::{Checklist, Inspection},
    note::Note,
    team::Team,
};

/// A rule of the approval matrix got a new version.
///
/// # Errors
/// `Internal` if the head office cannot be named.
pub fn approval_rule_changed(rule: &ApprovalRule) -> Result<NewEvent> {
    let branch = rule.branch.clone().map_or_else(company, Ok)?;
    let fact = ApprovalRuleChanged {
        action: approval_action(rule.action).into(),
        branch_id: branch_text(rule.branch.as_ref()),
        version: rule.version,
        effective_from: rule.effective_from.to_string(),
    };
    Ok(event(
        rule.action,
        branch,
        "ApprovalRuleChanged",
        Event::ApprovalRuleChanged(fact),
    ))
}

/// A checklist got a new version.
///
/// # Errors
/// `Internal` if the head office cannot be named.
pub fn checklist_changed(checklist: &Checklist) -> Result<NewEvent> {
    let fact = ChecklistChanged {
        role: checklist.role.into(),
        topic: checklist.topic.clone(),
        version: checklist.version,
        effective_from: checklist.effective_from.to_string(),
    };
    let told = Event::ChecklistChanged(fact);
    Ok(event(&checklist.topic, company()?, "ChecklistChanged", told))
}

/// Somebody's work was inspected.
pub fn inspection_recorded(inspection: &Inspection) -> NewEvent {
    let fact = InspectionRecorded {
        inspection_id: inspection.id.to_string(),
        branch_id: inspection.branch.to_string(),
        staff_id: inspection.staff.to_string(),
        role: inspection.role.into(),
        date: inspection.date.to_string(),
        score_permyriad: i32::try_from(inspection.score()).unwrap_or(i32::MAX),
    };
    let branch = inspection.branch.clone();
    event(
        inspection.id,
        branch,
        "InspectionRecorded",
        Event::InspectionRecorded(fact),
    )
}

/// A note to the chief was filed.
pub fn note_filed(note: &Note) -> NewEvent {
    let fact = IssueNoteFiled {
        note_id: note.id.to_string(),
        branch_id: note.branch.to_string(),
        author_id: note.author.clone(),
        ticket_id: note.ticket.map(|ticket| ticket.to_string()).unwrap_or_default(),
        filed_at: Some(note.filed_at.to_proto()),
    };
    event(
        note.id,
        note.branch.clone(),
        "IssueNoteFiled",
        Event::IssueNoteFiled(fact),
    )
}

/// A note to the chief was handled.
pub fn note_handled(note: &Note) -> NewEvent {
    let (by, at) = note.handled.clone().unzip();
    let fact = IssueNoteHandled {
        note_id: note.id.to_string(),
        branch_id: note.branch.to_string(),
        handled_by: by.unwrap_or_default(),
        handled_at: at.map(aftersales_kit::time::Timestamp::to_proto),
    };
    event(
        note.id,
        note.branch.clone(),
        "IssueNoteHandled",
        Event::IssueNoteHandled(fact),
    )
}

/// A remark was added to a note to the chief.
pub fn note_annotated(note: &Note, by: &str) -> NewEvent {
    let fact = IssueNoteAnnotated {
        note_id: note.id.to_string(),
        branch_id: note.branch.to_string(),
        annotated_by: by.to_owned(),
    };
    event(
        note.id,
        note.branch.clone(),
        "IssueNoteAnnotated",
        Event::IssueNoteAnnotated(fact),
    )
}

/// A team was created or changed.
pub fn team_changed(team: &Team) -> NewEvent {
    let fact = TeamChanged {
        team_id: team.id.to_string(),
        branch_id: team.branch.to_string(),
        lead_id: team.lead.to_string(),
        member_ids: team.members.iter().map(ToString::to_string).collect(),
        dissolved: team.dissolved,
        version: team.version,
    };
    event(&team.id, team.branch.clone(), "TeamChanged", Event::TeamChanged(fact))
}

/// An action as the contract has it.
pub fn approval_action(action: Action) -> proto::ApprovalAction {
    match action {
        Action::Replacement => proto::ApprovalAction::Replacement,
        Action::Expense => proto::ApprovalAction::Expense,
        Action::Requisition => proto::ApprovalAction::Requisition,
        Action::Discount => proto::ApprovalAction::Discount,
        Action::Credit => proto::ApprovalAction::Credit,
        Action::StockAdjustment => proto::ApprovalAction::StockAdjustment,
        Action::Refund => proto::ApprovalAction::Refund,
        Action::CashHandIn => proto::ApprovalAction::CashHandIn,
    }
}

fn branch_text(branch: Option<&BranchId>) -> String {
    branch.map(ToString::to_string).unwrap_or_default()
}
