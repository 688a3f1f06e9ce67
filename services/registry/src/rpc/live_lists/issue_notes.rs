//! The chief's inbox of notes, live.

use aftersales_kit::{
    Result,
    db::Tx,
    live::{self, Current, List, Stream},
    outbox::Event,
    rpc::Call,
    time::Timestamp,
};
use aftersales_proto::registry::v1 as proto;
use uuid::Uuid;

use super::Seen;
use crate::{
    app::write_note::{self, Filter},
    domain::note::{Note, NoteId},
    rpc::{
        Registry,
        notes::{LIST, note_filter, note_place, shown_note},
    },
};

impl List for Seen<Filter> {
    type Key = Uuid;
    type Place = (i64, Timestamp, NoteId);
    type Row = proto::IssueNote;

    async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&Self::Place>,
        limit: i64,
    ) -> Result<Vec<(Self::Place, proto::IssueNote)>> {
        let filter = Filter {
            after: after.copied(),
            limit,
            ..self.filter.clone()
        };
        let (sealer, scope) = (&self.registry.sealer, &self.call.caller.scope);
        let found = write_note::list(tx, sealer, scope, &filter).await?;
        let row = |note| (note_place(note), shown_note(&self.call, note));
        Ok(found.iter().map(row).collect())
    }

    fn touched(&self, event: &Event) -> Vec<Uuid> {
        live::subject(event)
    }

    async fn current(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Current<proto::IssueNote>>> {
        let current =
            |note: &Note| Current::when(self.filter.admits(note), note.id, || Ok(shown_note(&self.call, note)));
        let found = write_note::of_ids(tx, &self.registry.sealer, ids).await?;
        found.iter().map(current).collect()
    }
}

impl Registry {
    pub(super) async fn live_issue_notes(
        &self,
        call: &Call,
        request: proto::WatchIssueNotesRequest,
    ) -> Result<Stream<proto::WatchIssueNotesResponse>> {
        let wanted = proto::ListIssueNotesRequest {
            branch_id: request.branch_id,
            state: request.state,
            mine: request.mine,
            ..proto::ListIssueNotesRequest::default()
        };
        let filter = note_filter(call, &wanted)?;
        let answer = live::told!(
            proto::WatchIssueNotesResponse,
            watch_issue_notes_response,
            IssueNoteRows.notes
        );
        self.live(call, &filter.branch.clone(), (LIST, &wanted), filter)?
            .stream(&request.resume_token, answer)
            .await
    }
}
