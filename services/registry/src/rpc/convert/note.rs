//! Notes to the chief, and teams.

use aftersales_kit::{Result, etag, time::Timestamp};
use aftersales_proto::registry::v1 as proto;

use super::{branch_id, staff_id};
use crate::domain::{
    note::{Note, NoteState, Remark},
    team::Team,
};

/// A state to filter by; `None` when not said.
pub fn note_state(state: proto::IssueNoteState) -> Option<NoteState> {
    match state {
        proto::IssueNoteState::Unspecified => None,
        proto::IssueNoteState::Open => Some(NoteState::Open),
        proto::IssueNoteState::Handled => Some(NoteState::Handled),
    }
}

/// A note, without what depends on the caller.
pub fn note_to_proto(note: &Note) -> proto::IssueNote {
    let (by, at) = note.handled.clone().unzip();
    let state = match note.state {
        NoteState::Open => proto::IssueNoteState::Open,
        NoteState::Handled => proto::IssueNoteState::Handled,
    };
    let remark = |remark: &Remark| proto::IssueNoteRemark {
        by: remark.by.clone(),
        at: Some(remark.at.to_proto()),
        text: remark.text.clone(),
    };
    proto::IssueNote {
        id: note.id.to_string(),
        branch_id: note.branch.to_string(),
        author_id: note.author.clone(),
        ticket_id: note.ticket.map(|ticket| ticket.to_string()).unwrap_or_default(),
        text: note.body.text.clone(),
        filed_at: Some(note.filed_at.to_proto()),
        state: state.into(),
        answer: note.body.answer.clone(),
        handled_by: by.unwrap_or_default(),
        handled_at: at.map(Timestamp::to_proto),
        remarks: note.body.remarks.iter().map(remark).collect(),
        etag: etag::of(note.version),
        ..proto::IssueNote::default()
    }
}

/// A team to put.
pub fn team(team: &proto::Team) -> Result<Team> {
    let mut members = Vec::new();
    for id in &team.member_ids {
        let id = staff_id(id)?;
        if !members.contains(&id) {
            members.push(id);
        }
    }
    Ok(Team {
        id: staff_id(&team.team_id)?,
        branch: branch_id(&team.branch_id)?,
        name: team.name.trim().to_owned(),
        lead: staff_id(&team.lead_id)?,
        members,
        dissolved: team.dissolved,
        version: 0,
    })
}

/// A team, without what depends on the caller.
pub fn team_to_proto(team: &Team) -> proto::Team {
    proto::Team {
        team_id: team.id.to_string(),
        branch_id: team.branch.to_string(),
        name: team.name.clone(),
        lead_id: team.lead.to_string(),
        member_ids: team.members.iter().map(ToString::to_string).collect(),
        dissolved: team.dissolved,
        etag: etag::of(team.version),
        ..proto::Team::default()
    }
}
