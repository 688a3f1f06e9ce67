//! Methods about crews, availability and dispatch orders.

use std::collections::HashMap;

use aftersales_kit::{
    Result,
    auth::Role,
    id::{StaffId, WorkOrderId},
    page::page_size,
    reasons::BRANCH_UNKNOWN,
    refdata::Staff,
    rpc::Call,
    time::MINUTE,
};
use aftersales_proto::dispatch::v1 as proto;

use super::{
    Dispatch,
    convert::{branch, staff_in, target, window},
    view::View,
};
use crate::{
    app::{assign_crew, book_crew, insist_same_day},
    domain::{Booking, Conflict, Presence, Roster, Window, reasons::WINDOW_EMPTY},
    events,
    store::{
        bookings,
        dispatch_orders::{self, DispatchOrder},
        presences, work_orders,
    },
    wire::Wire,
};

const CANDIDATES: &str = "dispatch.candidates";
const DISPATCH_ORDERS: &str = "dispatch.dispatch_orders";

/// The place of a candidate: unavailable, visits, minutes, unskilled, code.
type Place = (bool, i64, i64, bool, String);

impl Dispatch {
    pub(super) async fn assign_crew(
        &self,
        call: &Call,
        request: proto::AssignCrewRequest,
    ) -> Result<proto::AssignCrewResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let members = request.member_ids.iter().map(|code| staff_in(code, "member_ids"));
        let crew = assign_crew::Crew {
            lead: staff_in(&request.lead_id, "lead_id")?,
            members: members.collect::<Result<_>>()?,
            reason: request.reason.clone(),
            override_reason: request.availability_override_reason.clone(),
        };
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let order = assign_crew::run(tx, &by, &target, crew).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::AssignCrewResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn insist_same_day(
        &self,
        call: &Call,
        request: proto::InsistSameDayRequest,
    ) -> Result<proto::InsistSameDayResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let order = insist_same_day::run(tx, &by, &target).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::InsistSameDayResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn find_availability(
        &self,
        call: &Call,
        mut request: proto::FindAvailabilityRequest,
    ) -> Result<proto::FindAvailabilityResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let branch = branch(&request.branch_id)?;
        call.caller.scope.admit(&branch, &BRANCH_UNKNOWN)?;
        let window = window(request.window)?;
        if window.end <= window.start {
            return Err(WINDOW_EMPTY.field("window.end", "must be after window.start").into());
        }
        let after = self.pages.key::<Place>(CANDIDATES, &request, &token)?;
        let book = self.kit.branch(&branch).await?;
        let mut tx = self.kit.read().await?;
        let roster = book_crew::roster(&mut tx, &book, window, NOBODYS).await?;
        let day = book_crew::day_of(&book, window)?;
        let load = load(&bookings::between(&mut tx, &branch, day, NOBODYS).await?);
        let there = presences::of_branch(&mut tx, &branch).await?;
        let technicians = book
            .all_staff()
            .iter()
            .filter(|member| member.works_as(Role::Technician));
        let mut rows: Vec<proto::Candidate> = technicians
            .map(|member| candidate(member, &roster, window, &load, &request.product_line))
            .filter(|candidate| candidate.available || !request.available_only)
            .collect();
        for row in &mut rows {
            let known = there.iter().find(|it| it.technician_id.as_str() == row.technician_id);
            row.presence = known.map_or(Presence::OffDuty, |it| it.presence).to_wire().into();
        }
        rows.sort_by_key(place);
        rows.retain(|row| after.as_ref().is_none_or(|after| place(row) > *after));
        let (candidates, next_page_token) = self.pages.cut(CANDIDATES, &request, rows, size, place)?;
        Ok(proto::FindAvailabilityResponse {
            candidates,
            next_page_token,
        })
    }

    pub(super) async fn list_dispatch_orders(
        &self,
        call: &Call,
        mut request: proto::ListDispatchOrdersRequest,
    ) -> Result<proto::ListDispatchOrdersResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let id = target(&request.work_order_id, "")?.id;
        let after = self.pages.key::<i64>(DISPATCH_ORDERS, &request, &token)?;
        let mut tx = self.kit.read().await?;
        let order = work_orders::get(&mut tx, &call.caller.scope, id).await?;
        let rows = dispatch_orders::of_order(&mut tx, id, after.unwrap_or_default(), size + 1).await?;
        let (rows, next_page_token) = self
            .pages
            .cut(DISPATCH_ORDERS, &request, rows, size, |row| row.position)?;
        let shown = |row: &DispatchOrder| dispatch_order(&order.number, id, row);
        Ok(proto::ListDispatchOrdersResponse {
            dispatch_orders: rows.iter().map(shown).collect(),
            next_page_token,
        })
    }
}

/// No order of its own: nobody's booking is left out.
const NOBODYS: WorkOrderId = WorkOrderId::from_uuid(uuid::Uuid::nil());

/// Visits and minutes of a date by technician (DSP-18).
fn load(bookings: &[Booking]) -> HashMap<StaffId, (i32, i64)> {
    let mut load: HashMap<StaffId, (i32, i64)> = HashMap::new();
    for booking in bookings {
        let (visits, minutes) = load.entry(booking.technician_id.clone()).or_default();
        *visits += 1;
        *minutes += booking.window.end.since(booking.window.start) / MINUTE;
    }
    load
}

fn candidate(
    member: &Staff,
    roster: &Roster,
    window: Window,
    load: &HashMap<StaffId, (i32, i64)>,
    product_line: &str,
) -> proto::Candidate {
    let conflicts = roster.conflicts(&member.id, window);
    let (visits_of_day, minutes_of_day) = load.get(&member.id).copied().unwrap_or_default();
    proto::Candidate {
        technician_id: member.id.to_string(),
        available: conflicts.is_empty(),
        conflicts: conflicts.iter().map(conflict).collect(),
        visits_of_day,
        minutes_of_day,
        skilled: member.skills.iter().any(|skill| skill == product_line),
        presence: 0,
    }
}

fn conflict(conflict: &Conflict) -> proto::Conflict {
    proto::Conflict {
        cause: conflict.cause.to_wire().into(),
        span: Some(events::window(conflict.span)),
        work_order_no: conflict.work_order_no.clone(),
    }
}

fn place(row: &proto::Candidate) -> Place {
    (
        !row.available,
        i64::from(row.visits_of_day),
        row.minutes_of_day,
        !row.skilled,
        row.technician_id.clone(),
    )
}

fn dispatch_order(number: &str, id: WorkOrderId, row: &DispatchOrder) -> proto::DispatchOrder {
    proto::DispatchOrder {
        dispatch_no: format!("{number}/{}", row.position),
        work_order_id: id.to_string(),
        visit_number: i32::try_from(row.visit_number).unwrap_or(i32::MAX),
        technician_id: row.technician_id.to_string(),
        member_ids: row.crew.iter().map(ToString::to_string).collect(),
        assigned_by: row.assigned_by.clone(),
        assigned_at: Some(row.assigned_at.to_proto()),
        reason: row.reason.clone(),
        reissued: row.reissued,
    }
}
