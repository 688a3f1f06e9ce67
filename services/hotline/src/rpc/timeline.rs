//! RPC of a ticket's timeline.

use aftersales_kit::{
    Result,
    calendar::Zone,
    id::{BranchId, TicketId},
    page::page_size,
    rpc::Call,
};
use aftersales_proto::hotline::v1::{GetTimelineRequest, GetTimelineResponse, TimelineEntry};

use super::{Hotline, convert, decode};
use crate::{
    app::get_timeline,
    domain::{process::ProcessFlow, timeline::Entry},
    events::{proto_value, wording},
};

/// Name of the list in its page tokens.
const LIST: &str = "hotline.timeline";

impl Hotline {
    pub(super) async fn get_timeline(&self, call: &Call, request: GetTimelineRequest) -> Result<GetTimelineResponse> {
        let id = decode::id(&request.ticket_id, "ticket_id", TicketId::parse)?;
        let (size, pages) = (page_size(request.page_size), &self.env.pages);
        let wanted = GetTimelineRequest {
            ticket_id: id.to_string(),
            ..GetTimelineRequest::default()
        };
        let after = pages.key(LIST, &wanted, &request.page_token)?;
        let mut tx = self.read().await?;
        let found = get_timeline::run(&mut tx, &call.caller.scope, id, after, size + 1).await?;
        let (found, next_page_token) = pages.cut(LIST, &wanted, found, size, |entry| (entry.at, entry.event_id))?;
        let zone = self.zone_of(found.first()).await;
        let entries = found.into_iter().map(|entry| shown(call, entry, &zone)).collect();
        Ok(GetTimelineResponse {
            entries,
            next_page_token,
        })
    }

    /// The zone in which a ticket's times are told: that of the branch of its first entry.
    async fn zone_of(&self, entry: Option<&Entry>) -> Zone {
        let branch = entry.and_then(|entry| BranchId::parse(&entry.branch_id).ok());
        let book = match branch {
            Some(branch) => self.kit.branch(&branch).await.ok(),
            None => None,
        };
        book.map_or_else(Zone::shanghai, |book| book.calendar().zone().clone())
    }
}

fn shown(call: &Call, entry: Entry, zone: &Zone) -> TimelineEntry {
    TimelineEntry {
        text: wording::sentence(&entry, call.locale, zone),
        process: proto_value!(
            ProcessFlow,
            "PROCESS_FLOW_",
            ProcessFlow::of_fact(&entry.service, &entry.kind)
        ),
        time: convert::instant(entry.at),
        service: entry.service,
        r#type: entry.kind,
        actor: entry.actor,
        sequence: entry.sequence.unsigned_abs(),
        facts: entry.facts.into_iter().collect(),
        event_id: entry.event_id.to_string(),
    }
}
