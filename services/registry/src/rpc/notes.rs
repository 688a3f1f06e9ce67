//! IssueNoteService: decode, call, encode.

use aftersales_kit::{Error, Result, auth::Role, id::TicketId, rpc::Call, time::Timestamp};
use aftersales_proto::registry::v1::{
    AnnotateIssueNoteRequest, AnnotateIssueNoteResponse, FileIssueNoteRequest, FileIssueNoteResponse,
    HandleIssueNoteRequest, HandleIssueNoteResponse, IssueNote, ListIssueNotesRequest, ListIssueNotesResponse,
};

use super::{Registry, convert, lists::place, present};
use crate::{
    app::write_note,
    domain::{
        governance_reasons::NOTE_NOT_FOUND,
        note::{Note, NoteId, NoteState},
    },
};

/// Roles that see a branch's notes; everybody else sees his own.
const SEES_ALL: [Role; 6] = [
    Role::Chief,
    Role::Supervisor,
    Role::DepartmentManager,
    Role::CompanyManager,
    Role::HeadOffice,
    Role::TechDepartment,
];

/// Name of the list in its page tokens.
pub(super) const LIST: &str = "registry.issue_notes";

/// Where a note stands in the list.
pub(super) fn note_place(note: &Note) -> (i64, Timestamp, NoteId) {
    (i64::from(note.state != NoteState::Open), note.filed_at, note.id)
}

/// A note as a caller sees it.
pub(super) fn shown_note(call: &Call, note: &Note) -> IssueNote {
    present::note(call, convert::note_to_proto(note))
}

/// Which notes a request for the list means, from its beginning on.
pub(super) fn note_filter(call: &Call, request: &ListIssueNotesRequest) -> Result<write_note::Filter> {
    let all = SEES_ALL.iter().any(|role| call.caller.has(*role)) && !request.mine;
    Ok(write_note::Filter {
        branch: convert::branch_id(&request.branch_id)?,
        author: (!all).then(|| call.caller.subject.clone()),
        state: convert::note_state(request.state()),
        after: None,
        limit: 0,
    })
}

fn note_id(text: &str) -> Result<NoteId> {
    NoteId::parse(text).map_err(|_| Error::from(&NOTE_NOT_FOUND))
}

impl Registry {
    pub(super) async fn file_issue_note(
        &self,
        call: &Call,
        request: FileIssueNoteRequest,
    ) -> Result<FileIssueNoteResponse> {
        let problem = write_note::Problem {
            branch: convert::branch_id(&request.branch_id)?,
            author: call.caller.subject.clone(),
            text: request.text.trim().to_owned(),
            ticket: TicketId::parse(&request.ticket_id).ok(),
        };
        let (sealer, scope) = (self.sealer.clone(), call.caller.scope.clone());
        let filed = self.sealed_command(call, &request, move |tx| {
            Box::pin(async move {
                let note = write_note::file(tx, &sealer, &scope, problem).await?;
                Ok(convert::note_to_proto(&note))
            })
        });
        Ok(FileIssueNoteResponse {
            note: Some(present::note(call, filed.await?)),
        })
    }

    pub(super) async fn handle_issue_note(
        &self,
        call: &Call,
        request: HandleIssueNoteRequest,
    ) -> Result<HandleIssueNoteResponse> {
        let answer = request.answer.trim().to_owned();
        let handled = (note_id(&request.note_id)?, answer, request.etag.clone());
        let (sealer, scope, by) = (
            self.sealer.clone(),
            call.caller.scope.clone(),
            call.caller.subject.clone(),
        );
        let note = self.sealed_command(call, &request, move |tx| {
            Box::pin(async move {
                let note = write_note::handle(tx, &sealer, &scope, &by, handled).await?;
                Ok(convert::note_to_proto(&note))
            })
        });
        Ok(HandleIssueNoteResponse {
            note: Some(present::note(call, note.await?)),
        })
    }

    pub(super) async fn annotate_issue_note(
        &self,
        call: &Call,
        request: AnnotateIssueNoteRequest,
    ) -> Result<AnnotateIssueNoteResponse> {
        let remark = (note_id(&request.note_id)?, request.text.trim().to_owned());
        let (sealer, scope, by) = (
            self.sealer.clone(),
            call.caller.scope.clone(),
            call.caller.subject.clone(),
        );
        let note = self.sealed_command(call, &request, move |tx| {
            Box::pin(async move {
                let note = write_note::annotate(tx, &sealer, &scope, &by, remark).await?;
                Ok(convert::note_to_proto(&note))
            })
        });
        Ok(AnnotateIssueNoteResponse {
            note: Some(present::note(call, note.await?)),
        })
    }

    pub(super) async fn list_issue_notes(
        &self,
        call: &Call,
        request: ListIssueNotesRequest,
    ) -> Result<ListIssueNotesResponse> {
        let place = place!(LIST, request);
        let filter = write_note::Filter {
            after: self.after(&place)?,
            limit: place.limit() + 1,
            ..note_filter(call, &request)?
        };
        let mut tx = self.kit.read().await?;
        let rows = write_note::list(&mut tx, &self.sealer, &call.caller.scope, &filter).await?;
        let (rows, next_page_token) = self.cut(&place, rows, note_place)?;
        Ok(ListIssueNotesResponse {
            notes: rows.iter().map(|note| shown_note(call, note)).collect(),
            next_page_token,
        })
    }
}
