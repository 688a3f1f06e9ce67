//! Day close and the visit status table (DSP-19).

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use aftersales_kit::{
    Result,
    db::Tx,
    etag,
    id::WorkOrderId,
    page::page_size,
    reasons::INVALID_REQUEST,
    refdata::BranchBook,
    rpc::Call,
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::dispatch::v1 as proto;

use super::{
    convert::{date, maybe_date, word},
    planning::Planning,
    shared::{offered, small, text},
};
use crate::{
    app::close_day,
    domain::{
        CarryOver, DayClose, DayState, VisitStatus, WorkOrder,
        planning_reasons::{DAY_CLOSED, DAY_NOT_REACHED},
    },
    store::{
        day_closes,
        visit_statuses::{self, StatusFilter, StatusRow},
    },
    wire::{Wire, number},
};

const SERVICE: &str = "aftersales.dispatch.v1.PlanningService";
const STATUS: &str = "dispatch.visit_status";

impl Planning {
    pub(super) async fn get_day_close(
        &self,
        call: &Call,
        request: proto::GetDayCloseRequest,
    ) -> Result<proto::GetDayCloseResponse> {
        let book = self.desk.book(call, &request.branch_id).await?;
        let (date, now) = (date(&request.date, "date")?, self.desk.kit.clock().now());
        let mut tx = self.desk.kit.read().await?;
        let day = day_closes::get(&mut tx, book.id(), date).await?;
        let day_close = Some(Shown { call, book: &book, now }.day(&mut tx, &day).await?);
        Ok(proto::GetDayCloseResponse { day_close })
    }

    pub(super) async fn close_day(
        &self,
        call: &Call,
        request: proto::CloseDayRequest,
    ) -> Result<proto::CloseDayResponse> {
        let book = self.desk.book(call, &request.branch_id).await?;
        let date = date(&request.date, "date")?;
        let given = request.carry_overs.iter().map(carry_over).collect::<Result<Vec<_>>>()?;
        let (by, seen, caller) = (self.desk.by(call), request.etag.clone(), call.clone());
        let body = self.desk.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let day = close_day::close(tx, &by, &book, date, &given, &seen).await?;
                let day_close = Some(shown(tx, &caller, &book, &day).await?);
                Ok(proto::CloseDayResponse { day_close })
            })
        });
        body.await
    }

    pub(super) async fn reopen_day(
        &self,
        call: &Call,
        request: proto::ReopenDayRequest,
    ) -> Result<proto::ReopenDayResponse> {
        let book = self.desk.book(call, &request.branch_id).await?;
        let (date, reason, seen) = (
            date(&request.date, "date")?,
            request.reason.clone(),
            request.etag.clone(),
        );
        let (by, caller) = (self.desk.by(call), call.clone());
        let body = self.desk.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let day = close_day::reopen(tx, &by, &book, date, &reason, &seen).await?;
                let day_close = Some(shown(tx, &caller, &book, &day).await?);
                Ok(proto::ReopenDayResponse { day_close })
            })
        });
        body.await
    }

    pub(super) async fn list_visit_status(
        &self,
        call: &Call,
        mut request: proto::ListVisitStatusRequest,
    ) -> Result<proto::ListVisitStatusResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let book = self.desk.book(call, &request.branch_id).await?;
        let filter = StatusFilter {
            after: self
                .desk
                .pages
                .key::<(BusinessDate, WorkOrderId)>(STATUS, &request, &token)?,
            limit: size + 1,
            ..status_filter(&request)?
        };
        let mut tx = self.desk.kit.read().await?;
        let rows = visit_statuses::listed(&mut tx, book.id(), &filter).await?;
        let key = |row: &StatusRow| (row.date, row.work_order_id);
        let (rows, next_page_token) = self.desk.pages.cut(STATUS, &request, rows, size, key)?;
        let now = self.desk.kit.clock().now();
        Ok(proto::ListVisitStatusResponse {
            rows: status_rows(&mut tx, call, &book, now, &rows).await?,
            next_page_token,
        })
    }
}

/// Some rows of the visit status table as the caller sees them.
pub(super) async fn status_rows(
    tx: &mut Tx,
    call: &Call,
    book: &BranchBook,
    now: Timestamp,
    rows: &[StatusRow],
) -> Result<Vec<proto::VisitStatusRow>> {
    let shown = Shown { call, book, now };
    let mut days: HashMap<BusinessDate, (Vec<String>, String)> = HashMap::new();
    let mut told = Vec::new();
    for row in rows {
        let (available_actions, readonly_reason) = match days.entry(row.date) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => {
                let day = day_closes::get(tx, book.id(), row.date).await?;
                new.insert(shown.actions(&day)?).clone()
            }
        };
        told.push(proto::VisitStatusRow {
            id: row.id(),
            date: row.date.to_string(),
            order: Some(order(row, true)),
            visit_number: small(row.visit_number),
            available_actions,
            readonly_reason,
        });
    }
    Ok(told)
}

/// Which rows a request means.
pub(super) fn status_filter(request: &proto::ListVisitStatusRequest) -> Result<StatusFilter> {
    Ok(StatusFilter {
        from: maybe_date(&request.from_date, "from_date")?,
        to: maybe_date(&request.to_date, "to_date")?,
        carried_over_only: request.carried_over_only,
        after: None,
        limit: 0,
    })
}

fn carry_over(told: &proto::CarryOver) -> Result<CarryOver> {
    let bad = || INVALID_REQUEST.field("carry_overs.work_order_id", "must be a UUID");
    Ok(CarryOver {
        work_order_id: WorkOrderId::parse(&told.work_order_id).map_err(|_| bad())?,
        reason: word(told.reason(), "carry_overs.reason")?,
        text: told.text.clone(),
    })
}

/// What a day looks like for a caller at an instant.
struct Shown<'c> {
    call: &'c Call,
    book: &'c BranchBook,
    now: Timestamp,
}

async fn shown(tx: &mut Tx, call: &Call, book: &Arc<BranchBook>, day: &DayClose) -> Result<proto::DayClose> {
    let now = tx.now();
    Shown { call, book, now }.day(tx, day).await
}

impl Shown<'_> {
    /// The orders of a closed day as they were then, of any other one as they stand now.
    async fn rows(&self, tx: &mut Tx, day: &DayClose) -> Result<Vec<StatusRow>> {
        if day.state == DayState::Closed {
            return visit_statuses::of_day(tx, self.book.id(), day.date).await;
        }
        let orders = close_day::orders(tx, self.book, day.date).await?;
        let row = |order: &WorkOrder| close_day::row(order, day.date, None);
        let open = orders.unfinished.iter().map(|order| StatusRow {
            status: VisitStatus::CarriedOver,
            ..row(order)
        });
        Ok(orders.finished.iter().map(row).chain(open).collect())
    }

    async fn day(&self, tx: &mut Tx, day: &DayClose) -> Result<proto::DayClose> {
        let closed = day.state == DayState::Closed;
        let rows = self.rows(tx, day).await?;
        let of = |status: VisitStatus| {
            let rows = rows.iter().filter(move |row| row.status == status);
            rows.map(|row| order(row, closed)).collect::<Vec<_>>()
        };
        let (available_actions, readonly_reason) = self.actions(day)?;
        let (closed_at, reopened_at) = (day.closed.as_ref(), day.reopened.as_ref());
        Ok(proto::DayClose {
            branch_id: day.branch_id.to_string(),
            date: day.date.to_string(),
            state: day.state.to_wire().into(),
            overdue: !closed && day.date < self.book.date_of(self.now)?,
            closed_at: closed_at.map(|(at, _)| at.to_proto()),
            closed_by: text(closed_at.map(|(_, by)| by)),
            reopened_at: reopened_at.map(|(at, _)| at.to_proto()),
            reopened_by: text(reopened_at.map(|(_, by)| by)),
            reopen_reason: day.reopen_reason.clone(),
            finished: of(VisitStatus::Done),
            unfinished: of(VisitStatus::CarriedOver),
            etag: etag::of(day.version),
            available_actions,
            readonly_reason,
        })
    }

    fn actions(&self, day: &DayClose) -> Result<(Vec<String>, String)> {
        if day.state == DayState::Closed {
            let closed = DAY_CLOSED.refuse().with("date", day.date);
            return Ok(offered(self.call, SERVICE, &["ReopenDay"], Some(&closed)));
        }
        if day.date > self.book.date_of(self.now)? {
            return Ok(offered(self.call, SERVICE, &[], Some(&DAY_NOT_REACHED.refuse())));
        }
        Ok(offered(self.call, SERVICE, &["CloseDay"], None))
    }
}

fn order(row: &StatusRow, closed: bool) -> proto::DayOrder {
    let told = closed || row.status == VisitStatus::Done;
    proto::DayOrder {
        work_order_id: row.work_order_id.to_string(),
        work_order_no: row.work_order_no.clone(),
        ticket_id: row.ticket_id.to_string(),
        technician_id: text(row.technician_id.as_ref()),
        status: number(told.then_some(row.status)),
        reason: number(row.reason),
        text: row.note.clone(),
        state: row.state.to_wire().into(),
    }
}
