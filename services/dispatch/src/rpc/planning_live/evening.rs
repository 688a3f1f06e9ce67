//! The end-of-day plan, live (DSP-17).

use std::{collections::HashSet, sync::Arc};

use aftersales_kit::{
    Result,
    db::Tx,
    live::{self, Current, List},
    outbox,
    refdata::BranchBook,
    rpc::Call,
    time::BusinessDate,
};
use aftersales_proto::dispatch::v1::{self as proto, dispatch_event::Event};
use uuid::Uuid;

use super::{DayList, page, told};
use crate::{
    app::plan_days::{self, Plan, PlanEntry, Planned},
    domain::MorningKey,
    rpc::{Dispatch, convert::maybe_date, planning::entries},
    store::work_orders,
};

/// The plan of a branch at the end of a day.
pub struct Evening {
    desk: Dispatch,
    call: Call,
    book: Arc<BranchBook>,
    date: BusinessDate,
}

/// What an event touches: the orders of a ticket, or those of a technician who came or went.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Touched {
    /// A ticket.
    Ticket(Uuid),
    /// A technician.
    Technician(String),
}

impl Evening {
    async fn shown(&self, tx: &mut Tx, plan: &Plan) -> Result<Vec<proto::PlanEntry>> {
        let today = self.book.date_of(self.desk.kit.clock().now())?;
        let mut shown = entries(&self.call, plan, today);
        let orders = shown.iter_mut().filter_map(|entry| entry.work_order.as_mut());
        self.desk.reveal(tx, &self.call, orders).await?;
        Ok(shown)
    }
}

impl DayList for Evening {
    const NAME: &'static str = "dispatch.live.evening";
    type Request = proto::GetEndOfDayPlanRequest;

    async fn of(desk: &Dispatch, call: &Call, request: &mut Self::Request) -> Result<Self> {
        request.page_size = 0;
        request.page_token.clear();
        let book = desk.book(call, &request.branch_id).await?;
        let today = book.date_of(desk.kit.clock().now())?;
        let date = maybe_date(&request.date, "date")?.unwrap_or(today);
        request.date = date.to_string();
        Ok(Self {
            desk: desk.clone(),
            call: call.clone(),
            book,
            date,
        })
    }
}

impl List for Evening {
    type Key = Touched;
    type Place = (Planned, MorningKey);
    type Row = proto::PlanEntry;

    async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&Self::Place>,
        limit: i64,
    ) -> Result<Vec<(Self::Place, proto::PlanEntry)>> {
        let mut plan = plan_days::evening(tx, &self.book, self.date).await?;
        let all = std::mem::take(&mut plan.entries);
        let all = all.into_iter().map(|entry| (entry.key(), entry)).collect();
        let (places, entries): (Vec<_>, Vec<_>) = page(all, after, limit).into_iter().unzip();
        plan.entries = entries;
        Ok(places.into_iter().zip(self.shown(tx, &plan).await?).collect())
    }

    fn touched(&self, event: &outbox::Event) -> Vec<Touched> {
        match told(event) {
            Some(Event::PresenceChanged(it)) => vec![Touched::Technician(it.technician_id)],
            Some(Event::TomorrowPartsConfirmed(it)) => {
                let tickets = it
                    .orders
                    .iter()
                    .filter_map(|order| Uuid::try_parse(&order.ticket_id).ok());
                tickets.map(Touched::Ticket).collect()
            }
            _ => live::subject(event).into_iter().map(Touched::Ticket).collect(),
        }
    }

    async fn current(&self, tx: &mut Tx, keys: &[Touched]) -> Result<Vec<Current<proto::PlanEntry>>> {
        let keys: HashSet<&Touched> = keys.iter().collect();
        let tickets: Vec<Uuid> = keys
            .iter()
            .filter_map(|key| match key {
                Touched::Ticket(ticket) => Some(*ticket),
                Touched::Technician(_) => None,
            })
            .collect();
        let mut plan = plan_days::evening(tx, &self.book, self.date).await?;
        let touched = |entry: &PlanEntry| {
            let order = &entry.order;
            let technician = order
                .technician_id
                .as_ref()
                .map(|code| Touched::Technician(code.to_string()));
            let ticket = Touched::Ticket(order.request.ticket_id.uuid());
            keys.contains(&ticket) || technician.is_some_and(|code| keys.contains(&code))
        };
        plan.entries.retain(touched);
        let orders = work_orders::of_tickets(tx, &tickets).await?;
        let gone = orders
            .iter()
            .filter(|order| !plan.entries.iter().any(|entry| entry.order.id == order.id));
        let gone: Vec<_> = gone.map(|order| Current::Gone(order.id.to_string())).collect();
        let there = self.shown(tx, &plan).await?;
        Ok(there.into_iter().map(Current::Row).chain(gone).collect())
    }
}
