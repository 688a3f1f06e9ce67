//! RPCs of amendments.

use aftersales_kit::{Result, id::TicketId, rpc::Call};
use aftersales_proto::hotline::v1::{
    self as proto, AmendTicketRequest, AmendTicketResponse, ListAmendmentsRequest, ListAmendmentsResponse,
};

use super::{
    Hotline, convert,
    decode::{self, word},
};
use crate::{
    app::amend_ticket::{self, AmendTicket},
    domain::amendment::{Amendment, Correction, Document},
    events::proto_value,
};

impl Hotline {
    pub(super) async fn amend_ticket(&self, call: &Call, request: AmendTicketRequest) -> Result<AmendTicketResponse> {
        let cmd = AmendTicket {
            id: decode::id(&request.ticket_id, "ticket_id", TicketId::parse)?,
            document: word!(Document, request.document(), "AMENDED_DOCUMENT_", "document")?,
            what: request.what.clone(),
            correction: Correction {
                was: request.was.clone(),
                should_be: request.should_be.clone(),
                reason: request.reason.clone(),
            },
            by: call.caller.subject.clone(),
        };
        let (sealer, scope) = (self.sealer(), call.caller.scope.clone());
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let id = cmd.id;
                    let amendment = amend_ticket::run(tx, &sealer, &scope, cmd).await?;
                    Ok(AmendTicketResponse {
                        amendment: Some(shown(id, &amendment)),
                    })
                })
            })
            .await
    }

    pub(super) async fn list_amendments(
        &self,
        call: &Call,
        request: ListAmendmentsRequest,
    ) -> Result<ListAmendmentsResponse> {
        let id = decode::id(&request.ticket_id, "ticket_id", TicketId::parse)?;
        Ok(ListAmendmentsResponse {
            amendments: self.amendments(call, id).await?,
        })
    }

    /// The amendments of a ticket as they are shown.
    pub(super) async fn amendments(&self, call: &Call, id: TicketId) -> Result<Vec<proto::Amendment>> {
        let found = amend_ticket::list(&mut self.read().await?, &self.env.sealer, &call.caller.scope, id).await?;
        Ok(found.iter().map(|amendment| shown(id, amendment)).collect())
    }
}

fn shown(ticket: TicketId, it: &Amendment) -> proto::Amendment {
    proto::Amendment {
        ticket_id: ticket.to_string(),
        number: i32::try_from(it.number).unwrap_or(i32::MAX),
        document: proto_value!(AmendedDocument, "AMENDED_DOCUMENT_", it.document),
        what: it.what.clone(),
        was: it.correction.was.clone(),
        should_be: it.correction.should_be.clone(),
        reason: it.correction.reason.clone(),
        amended_by: it.by.clone(),
        amended_at: convert::instant(it.at),
    }
}
