//! Takes signed vouchers back and keeps them (HOT-25, DSP-38).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag, id::TicketId, time::Timestamp};
use uuid::Uuid;

use super::tell_timeline;
use crate::{
    domain::{
        intake_reasons::VOUCHER_NOT_SIGNED,
        reasons::{TICKET_NOT_FOUND, TIME_IN_FUTURE},
        ticket::Ticket,
    },
    events,
    store::{
        amendments, tickets,
        vouchers::{self, Filter, Returned},
    },
};

/// A voucher that came back.
#[derive(Debug)]
pub struct ArchiveVoucher {
    /// Its ticket.
    pub ticket_id: TicketId,
    /// The customer's signature is on it.
    pub signed: bool,
    /// When it was carried back; none is now.
    pub returned_at: Option<Timestamp>,
    /// Where the paper is kept.
    pub archive_place: String,
    /// Who archives it.
    pub by: String,
    /// Etag that must be current; empty for any.
    pub etag: String,
}

/// A voucher: a side of its ticket, and where it is.
#[derive(Debug, Clone)]
pub struct VoucherView {
    /// The ticket.
    pub ticket: Ticket,
    /// Where it is.
    pub returned: Option<Returned>,
    /// Amendments beside it and its ticket.
    pub amendments: i64,
}

/// Archives the voucher and clears its register row.
///
/// # Errors
/// `TICKET_NOT_FOUND`, `STALE_ETAG`, `VOUCHER_NOT_SIGNED`, `TIME_IN_FUTURE`, `VOUCHER_ARCHIVED`, `VOUCHER_VOID`,
/// `WORK_NOT_DONE`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, cmd: ArchiveVoucher) -> Result<VoucherView> {
    let now = tx.now();
    let stored = tickets::by_id(tx, scope, cmd.ticket_id).await?;
    let mut ticket = stored.ok_or(&TICKET_NOT_FOUND)?.ticket;
    etag::check(&cmd.etag, ticket.version)?;
    if cmd.returned_at.is_some_and(|at| at > now) {
        return Err(TIME_IN_FUTURE.field("returned_at", "must not be later than now").into());
    }
    if !cmd.signed {
        return Err(VOUCHER_NOT_SIGNED.field("signed", "must be true").into());
    }
    ticket.archive_voucher(&cmd.by, now)?;
    tickets::update(tx, &mut ticket).await?;
    let returned = Returned {
        returned_at: cmd.returned_at.unwrap_or(now),
        archive_place: cmd.archive_place,
        archived_by: cmd.by,
    };
    vouchers::insert(tx, ticket.id, &returned).await?;
    tx.emit(events::register_row_cleared(&ticket));
    tell_timeline::own(tx).await?;
    Ok(VoucherView {
        ticket,
        returned: Some(returned),
        amendments: 0,
    })
}

/// Up to `limit` vouchers after a place, oldest first.
///
/// # Errors
/// Those of the store.
pub async fn list(
    tx: &mut Tx,
    filter: &Filter,
    after: Option<(Timestamp, TicketId)>,
    limit: i64,
) -> Result<Vec<VoucherView>> {
    let page = vouchers::page(tx, filter, after, limit).await?;
    let mut found = of_ids(tx, &page).await?;
    found.sort_by_key(|view| (view.ticket.opened_at, view.ticket.id));
    Ok(found)
}

/// The vouchers of some tickets, whosever they are.
///
/// # Errors
/// Those of the store.
pub async fn of_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<VoucherView>> {
    let mut returned = vouchers::of_tickets(tx, ids).await?;
    let amendments = amendments::counts(tx, ids).await?;
    let stored = tickets::of_ids(tx, ids).await?.into_iter();
    let view = stored.map(|stored| VoucherView {
        returned: returned.remove(&stored.ticket.id),
        amendments: amendments.get(&stored.ticket.id).copied().unwrap_or_default(),
        ticket: stored.ticket,
    });
    Ok(view.collect())
}
