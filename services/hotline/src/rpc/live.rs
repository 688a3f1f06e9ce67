//! Lists that stay up to date by themselves: tickets, the repair register, consultations.

use aftersales_kit::{
    Result,
    db::Tx,
    live::{self, Current, List, Live, Stream},
    outbox::Event,
    rpc::Call,
    time::Timestamp,
};
use aftersales_proto::hotline::v1::{
    self as proto, hotline_event::Event as Fact, hotline_live_service_server::HotlineLiveService,
};
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::{
    Hotline,
    consultations::LIST as CONSULTATIONS,
    convert,
    tickets::{REGISTER, TICKETS},
};
use crate::{
    app::{get_consultation, list_consultations, list_register, list_tickets, seal_texts::open_ticket},
    store::{
        consultations::{self, Filter as ConsultationFilter},
        tickets::{self, Filter, RegisterFilter, StoredTicket},
    },
};

/// The live lists behind the contract.
#[derive(Clone)]
pub struct LiveLists(pub(super) Hotline);

/// A list, who looks at it, and which of its rows.
pub(super) struct Seen<F> {
    pub(super) hotline: Hotline,
    pub(super) call: Call,
    pub(super) filter: F,
}

impl<F> Seen<F> {
    /// What he sees is seen now; a reading transaction acts at no time.
    pub(super) fn now(&self) -> Timestamp {
        self.hotline.kit.clock().now()
    }
}

/// Tickets, newest first.
struct Tickets(Seen<Filter>);

impl List for Tickets {
    type Key = Uuid;
    type Place = list_tickets::Key;
    type Row = proto::Ticket;

    async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&list_tickets::Key>,
        limit: i64,
    ) -> Result<Vec<(list_tickets::Key, proto::Ticket)>> {
        let seen = &self.0;
        let found = list_tickets::run(tx, &seen.hotline.env.sealer, &seen.filter, after.copied(), limit).await?;
        let row = |view| {
            let ticket = convert::ticket(&seen.call, view);
            ((view.ticket.opened_at, view.ticket.id), ticket)
        };
        Ok(found.iter().map(row).collect())
    }

    fn touched(&self, event: &Event) -> Vec<Uuid> {
        live::subject(event)
    }

    async fn current(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Current<proto::Ticket>>> {
        let seen = &self.0;
        let current = |stored: StoredTicket| {
            if !seen.filter.admits(&stored.ticket) {
                return Ok(Current::Gone(stored.ticket.id.to_string()));
            }
            let view = open_ticket(&seen.hotline.env.sealer, stored)?;
            Ok(Current::Row(convert::ticket(&seen.call, &view)))
        };
        tickets::of_ids(tx, ids).await?.into_iter().map(current).collect()
    }
}

/// The repair register of a branch, by number (HOT-23).
struct Register(Seen<RegisterFilter>);

impl List for Register {
    type Key = Uuid;
    type Place = i64;
    type Row = proto::RegisterRow;

    async fn page(&self, tx: &mut Tx, after: Option<&i64>, limit: i64) -> Result<Vec<(i64, proto::RegisterRow)>> {
        let seen = &self.0;
        let found = list_register::run(tx, &seen.hotline.env.sealer, &seen.filter, after.copied(), limit).await?;
        let row = |view| {
            let row = convert::register_row(&seen.call, view);
            (view.ticket.register.position, row)
        };
        Ok(found.iter().map(row).collect())
    }

    fn touched(&self, event: &Event) -> Vec<Uuid> {
        live::subject(event)
    }

    async fn current(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Current<proto::RegisterRow>>> {
        let seen = &self.0;
        let current = |stored: StoredTicket| {
            if !seen.filter.admits(&stored.ticket) {
                return Ok(Current::Gone(stored.ticket.id.to_string()));
            }
            let view = open_ticket(&seen.hotline.env.sealer, stored)?;
            Ok(Current::Row(convert::register_row(&seen.call, &view)))
        };
        tickets::of_ids(tx, ids).await?.into_iter().map(current).collect()
    }
}

/// Consultations of a branch, open follow-ups first (HOT-16).
struct Consultations(Seen<ConsultationFilter>);

impl List for Consultations {
    type Key = Uuid;
    type Place = list_consultations::Key;
    type Row = proto::Consultation;

    async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&list_consultations::Key>,
        limit: i64,
    ) -> Result<Vec<(list_consultations::Key, proto::Consultation)>> {
        let seen = &self.0;
        let found = list_consultations::run(tx, &seen.hotline.env.sealer, &seen.filter, after.copied(), limit).await?;
        let row = |(key, view)| (key, convert::consultation(&seen.call, &view));
        Ok(found.into_iter().map(row).collect())
    }

    /// Most events about a consultation name it; the one that it was recorded with a ticket names the ticket.
    fn touched(&self, event: &Event) -> Vec<Uuid> {
        let mut ids = live::subject(event);
        ids.extend(recorded(event));
        ids
    }

    async fn current(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Current<proto::Consultation>>> {
        let seen = &self.0;
        let current = |stored: consultations::StoredConsultation| {
            if !seen.filter.admits(&stored.consultation) {
                return Ok(Current::Gone(stored.consultation.id.to_string()));
            }
            let view = get_consultation::open(&seen.hotline.env.sealer, stored)?;
            Ok(Current::Row(convert::consultation(&seen.call, &view)))
        };
        consultations::of_ids(tx, ids).await?.into_iter().map(current).collect()
    }
}

/// What an event of the hotline's own log says.
pub(super) fn fact(event: &Event) -> Option<Fact> {
    use prost::Message as _;
    proto::HotlineEvent::decode(event.payload.as_slice()).ok()?.event
}

/// The consultation that an event says was recorded.
fn recorded(event: &Event) -> Option<Uuid> {
    match fact(event)? {
        Fact::ConsultationRecorded(fact) => Uuid::try_parse(&fact.consultation_id).ok(),
        _ => None,
    }
}

impl LiveLists {
    /// Of the service.
    pub const fn new(hotline: Hotline) -> Self {
        Self(hotline)
    }

    pub(super) fn seen<F>(&self, call: &Call, filter: F) -> Seen<F> {
        Seen {
            hotline: self.0.clone(),
            call: call.clone(),
            filter,
        }
    }

    pub(super) fn live<L: List>(
        &self,
        call: &Call,
        name: &'static str,
        filter: &impl prost::Message,
        list: L,
    ) -> Live<L> {
        Live::new(&self.0.kit, &self.0.env.pages, call, name, filter, list)
    }

    async fn tickets(
        &self,
        call: &Call,
        request: proto::WatchTicketsRequest,
    ) -> Result<Stream<proto::WatchTicketsResponse>> {
        let wanted = proto::ListTicketsRequest {
            branch_id: request.branch_id,
            filter: request.filter,
            ..proto::ListTicketsRequest::default()
        };
        let list = Tickets(self.seen(call, self.0.ticket_filter(call, &wanted).await?));
        let answer = live::told!(proto::WatchTicketsResponse, watch_tickets_response, TicketRows.tickets);
        self.live(call, TICKETS, &wanted, list)
            .stream(&request.resume_token, answer)
            .await
    }

    async fn register(
        &self,
        call: &Call,
        request: proto::WatchRegisterRequest,
    ) -> Result<Stream<proto::WatchRegisterResponse>> {
        let wanted = proto::ListRegisterRequest {
            branch_id: request.branch_id,
            state: request.state,
            reported_from: request.reported_from,
            reported_to: request.reported_to,
            ..proto::ListRegisterRequest::default()
        };
        let list = Register(self.seen(call, self.0.register_filter(call, &wanted).await?));
        let answer = live::told!(proto::WatchRegisterResponse, watch_register_response, RegisterRows.rows);
        self.live(call, REGISTER, &wanted, list)
            .stream(&request.resume_token, answer)
            .await
    }

    async fn consultations(
        &self,
        call: &Call,
        request: proto::WatchConsultationsRequest,
    ) -> Result<Stream<proto::WatchConsultationsResponse>> {
        let wanted = proto::ListConsultationsRequest {
            branch_id: request.branch_id,
            state: request.state,
            owner: request.owner,
            ..proto::ListConsultationsRequest::default()
        };
        let list = Consultations(self.seen(call, self.0.consultation_filter(call, &wanted).await?));
        let answer = live::told!(
            proto::WatchConsultationsResponse,
            watch_consultations_response,
            ConsultationRows.consultations
        );
        self.live(call, CONSULTATIONS, &wanted, list)
            .stream(&request.resume_token, answer)
            .await
    }
}

#[tonic::async_trait]
impl HotlineLiveService for LiveLists {
    type WatchTicketsStream = Stream<proto::WatchTicketsResponse>;
    type WatchRegisterStream = Stream<proto::WatchRegisterResponse>;
    type WatchConsultationsStream = Stream<proto::WatchConsultationsResponse>;

    async fn watch_tickets(
        &self,
        request: Request<proto::WatchTicketsRequest>,
    ) -> Result<Response<Self::WatchTicketsStream>, Status> {
        let call = Call::of(&request);
        call.reply(self.tickets(&call, request.into_inner()).await)
    }

    async fn watch_register(
        &self,
        request: Request<proto::WatchRegisterRequest>,
    ) -> Result<Response<Self::WatchRegisterStream>, Status> {
        let call = Call::of(&request);
        call.reply(self.register(&call, request.into_inner()).await)
    }

    async fn watch_consultations(
        &self,
        request: Request<proto::WatchConsultationsRequest>,
    ) -> Result<Response<Self::WatchConsultationsStream>, Status> {
        let call = Call::of(&request);
        call.reply(self.consultations(&call, request.into_inner()).await)
    }
}
