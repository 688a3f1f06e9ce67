//! A ticket that was handed over becomes a work order (HOT-12, DSP-01).

use aftersales_kit::{
    Result,
    db::Tx,
    id::{BranchId, TicketId, WorkOrderId},
    refdata::BranchBook,
    series,
    time::Timestamp,
};

use super::{deadlines, make_rounds};
use crate::{
    domain::{Request, WorkOrder},
    events,
    store::{dispatch_orders, personal_copies, work_orders},
};

/// Name of the series of work order numbers.
const SERIES: &str = "WORK_ORDER";

/// What the hotline handed over.
#[derive(Clone)]
pub struct HandedOver {
    /// The new order's id.
    pub id: WorkOrderId,
    /// The facts.
    pub request: Request,
    /// When it entered the queue.
    pub at: Timestamp,
    /// What the customer agreed to pay, in fen.
    pub agreed_total: Option<i64>,
    /// Version of the accepted quote.
    pub quote_version: i64,
    /// The sealed contact; none when the ticket was closed meanwhile.
    pub contact: Option<Vec<u8>>,
}

/// Makes the order, unless the ticket has one already.
///
/// # Errors
/// Those of the calendar.
pub async fn run(tx: &mut Tx, book: &BranchBook, handed: HandedOver) -> Result<()> {
    let ticket: TicketId = handed.request.ticket_id;
    if !work_orders::ids_of_ticket(tx, ticket).await?.is_empty() {
        return Ok(());
    }
    let number = next_number(tx, book.id()).await?;
    let mut order = WorkOrder::queued(handed.id, number, book.id().clone(), handed.request, handed.at);
    order.agreed_total = handed.agreed_total;
    order.quote_version = handed.quote_version;
    store(tx, book, &mut order, handed.contact).await
}

pub(super) async fn next_number(tx: &mut Tx, branch: &BranchId) -> Result<String> {
    let number = series::next(tx, branch, SERIES).await?;
    Ok(series::printed(branch, "D", number))
}

pub(super) async fn store(
    tx: &mut Tx,
    book: &BranchBook,
    order: &mut WorkOrder,
    contact: Option<Vec<u8>>,
) -> Result<()> {
    if !work_orders::insert(tx, order).await? {
        return Err(aftersales_kit::Error::unavailable(
            "store",
            "the ticket got its order in between",
        ));
    }
    if let Some(sealed) = contact {
        personal_copies::put(tx, order.id, personal_copies::CONTACT, &sealed).await?;
    }
    tx.emit(events::created(order));
    make_rounds::begin(tx, book).await?;
    first_dispatch(tx, order).await?;
    deadlines::on_queued(tx, book, order).await
}

/// An order that somebody has from the beginning begins with its dispatch order (DSP-69).
async fn first_dispatch(tx: &mut Tx, order: &WorkOrder) -> Result<()> {
    let by = order.received.as_ref().map_or("callback", |(_, by)| by.as_str());
    dispatch_orders::insert(tx, order, by, order.assigned_at.unwrap_or(order.queued_at), "").await
}
