//! RPCs of requests without a technician, and of those that were carried over (HOT-24, HOT-47).

use aftersales_kit::{
    Result, etag, id::BranchId, page::page_size, reasons::INVALID_REQUEST, rpc::Call, time::BusinessDate,
};
use aftersales_proto::hotline::v1 as proto;

use super::{Hotline, SERVICE, convert};
use crate::{
    app::list_awaiting,
    domain::{record::Awaiting, ticket::Ticket},
    events::proto_value,
    store::carry_overs::{Filter, Place},
};

/// Names of the lists in their page tokens.
pub(super) const AWAITING: &str = "hotline.awaiting_assignment";
pub(super) const CARRIED: &str = "hotline.carried_over";

impl Hotline {
    pub(super) async fn list_awaiting_assignment(
        &self,
        call: &Call,
        request: proto::ListAwaitingAssignmentRequest,
    ) -> Result<proto::ListAwaitingAssignmentResponse> {
        let filter = awaiting_filter(self.branch(call, &request.branch_id).await?.id());
        let (size, pages) = (page_size(request.page_size), &self.env.pages);
        let wanted = proto::ListAwaitingAssignmentRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let after = pages.key(AWAITING, &wanted, &request.page_token)?;
        let found = list_awaiting::run(&mut self.read().await?, &filter, after, size + 1).await?;
        let (found, next_page_token) = pages.cut(AWAITING, &wanted, found, size, place)?;
        let requests = found.iter().map(|(it, ticket)| awaiting(call, it, ticket));
        Ok(proto::ListAwaitingAssignmentResponse {
            requests: requests.collect(),
            next_page_token,
        })
    }

    pub(super) async fn list_carried_over(
        &self,
        call: &Call,
        request: proto::ListCarriedOverRequest,
    ) -> Result<proto::ListCarriedOverResponse> {
        let filter = carried_filter(self.branch(call, &request.branch_id).await?.id(), &request)?;
        let (size, pages) = (page_size(request.page_size), &self.env.pages);
        let wanted = proto::ListCarriedOverRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let after = pages.key(CARRIED, &wanted, &request.page_token)?;
        let found = list_awaiting::run(&mut self.read().await?, &filter, after, size + 1).await?;
        let (found, next_page_token) = pages.cut(CARRIED, &wanted, found, size, place)?;
        let requests = found.iter().map(|(it, ticket)| awaiting(call, it, ticket));
        Ok(proto::ListCarriedOverResponse {
            requests: requests.collect(),
            next_page_token,
        })
    }
}

/// All requests of a branch without a technician.
pub(super) fn awaiting_filter(branch: &BranchId) -> Filter {
    Filter {
        branch_id: branch.clone(),
        carried_only: false,
        day: None,
    }
}

/// Which of them a request for those that were carried over means.
pub(super) fn carried_filter(branch: &BranchId, request: &proto::ListCarriedOverRequest) -> Result<Filter> {
    let bad = || INVALID_REQUEST.field("day", "must be a date such as 2026-11-16");
    let day = (!request.day.is_empty()).then(|| BusinessDate::parse(&request.day).ok_or_else(bad));
    Ok(Filter {
        branch_id: branch.clone(),
        carried_only: true,
        day: day.transpose()?,
    })
}

/// Where a request stands in the lists.
pub(super) fn place((awaiting, ticket): &(Awaiting, Ticket)) -> Place {
    (-awaiting.times, ticket.first_requested_at, ticket.id)
}

/// A request as a caller sees it.
pub(super) fn awaiting(call: &Call, awaiting: &Awaiting, ticket: &Ticket) -> proto::AwaitingRequest {
    let (available_actions, readonly_reason) =
        convert::actions_of(call, &[SERVICE], ticket.possible(), ticket.readonly());
    proto::AwaitingRequest {
        ticket_id: ticket.id.to_string(),
        register_no: ticket.register.no.clone(),
        voucher_no: ticket.register.voucher_no.clone(),
        service_class: proto_value!(ServiceClass, "SERVICE_CLASS_", ticket.service_class),
        zone: proto_value!(Zone, "ZONE_", ticket.zone),
        first_requested_at: convert::instant(ticket.first_requested_at),
        handed_over_at: ticket.handed_over_at.and_then(convert::instant),
        received_at: ticket.register.dispatched_at.and_then(convert::instant),
        urged: ticket.urged,
        work_order_no: convert::text(ticket.work_order.as_ref().map(|order| &order.no)),
        carried_over: i32::try_from(awaiting.times).unwrap_or(i32::MAX),
        carried_from: convert::text(awaiting.from_day),
        carried_to: convert::text(awaiting.to_day),
        etag: etag::of(ticket.version),
        available_actions,
        readonly_reason,
    }
}
