//! Where the technicians are and how many open orders each has, live (DSP-02, DSP-18).

use std::{collections::HashSet, sync::Arc};

use aftersales_kit::{
    Result,
    db::Tx,
    live::{self, Current, List},
    outbox,
    refdata::BranchBook,
    rpc::Call,
};
use aftersales_proto::dispatch::v1::{self as proto, dispatch_event::Event};
use uuid::Uuid;

use super::{DayList, page, told};
use crate::{
    rpc::{Dispatch, lists::presences_of},
    store::work_orders,
};

/// The technicians of a branch.
pub struct Presences {
    call: Call,
    book: Arc<BranchBook>,
}

/// Whose row an event touches.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Touched {
    /// Whoever has an order of the ticket.
    Ticket(Uuid),
    /// A technician.
    Technician(String),
    /// Everybody: the event does not tell who had it before.
    Everybody,
}

impl DayList for Presences {
    const NAME: &'static str = "dispatch.live.presence";
    type Request = proto::ListPresenceRequest;

    async fn of(desk: &Dispatch, call: &Call, request: &mut Self::Request) -> Result<Self> {
        request.page_size = 0;
        request.page_token.clear();
        Ok(Self {
            call: call.clone(),
            book: desk.book(call, &request.branch_id).await?,
        })
    }
}

impl List for Presences {
    type Key = Touched;
    type Place = String;
    type Row = proto::TechnicianPresence;

    async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&String>,
        limit: i64,
    ) -> Result<Vec<(String, proto::TechnicianPresence)>> {
        let rows = presences_of(tx, &self.call, &self.book).await?;
        let rows = rows.into_iter().map(|row| (row.technician_id.clone(), row));
        Ok(page(rows.collect(), after, limit))
    }

    fn touched(&self, event: &outbox::Event) -> Vec<Touched> {
        let tickets = live::subject(event).into_iter().map(Touched::Ticket);
        match told(event) {
            Some(Event::PresenceChanged(it)) => vec![Touched::Technician(it.technician_id)],
            Some(Event::TechnicianAssigned(it)) => tickets
                .chain([Touched::Technician(it.previous_technician_id)])
                .collect(),
            Some(Event::CrewAssigned(_)) => vec![Touched::Everybody],
            _ => tickets.collect(),
        }
    }

    async fn current(&self, tx: &mut Tx, keys: &[Touched]) -> Result<Vec<Current<proto::TechnicianPresence>>> {
        let (mut codes, mut tickets) = (HashSet::new(), Vec::new());
        for key in keys {
            match key {
                Touched::Ticket(ticket) => tickets.push(*ticket),
                Touched::Technician(code) => drop(codes.insert(code.clone())),
                Touched::Everybody => {}
            }
        }
        let orders = work_orders::of_tickets(tx, &tickets).await?;
        codes.extend(
            orders
                .into_iter()
                .filter_map(|order| Some(order.technician_id?.to_string())),
        );
        let all = keys.contains(&Touched::Everybody);
        let mut rows = presences_of(tx, &self.call, &self.book).await?;
        rows.retain(|row| all || codes.contains(&row.technician_id));
        Ok(rows.into_iter().map(Current::Row).collect())
    }
}
