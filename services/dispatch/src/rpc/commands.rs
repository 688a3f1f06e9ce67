//! Methods about a work order as a whole, and presence.

use aftersales_kit::{
    Result,
    id::StaffId,
    reasons::{BRANCH_UNKNOWN, ROLE_NOT_ALLOWED},
    rpc::Call,
};
use aftersales_proto::dispatch::v1 as proto;

use super::{
    Dispatch, actor,
    convert::{branch, instant, staff, target, word},
    view::{SERVICE, View, roles_of},
};
use crate::{
    app::{
        assign_technician, cancel_work_order, confirm_work_order, receive_work_order, reopen_work_order,
        return_unreachable, set_presence,
    },
    domain::{CancelReason, Presence, reasons::PRESENCE_OF_OTHERS},
    store::{presences::Present, work_orders},
    wire::Wire,
};

impl Dispatch {
    pub(super) async fn receive_work_order(
        &self,
        call: &Call,
        request: proto::ReceiveWorkOrderRequest,
    ) -> Result<proto::ReceiveWorkOrderResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let order = receive_work_order::run(tx, &by, &target).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::ReceiveWorkOrderResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn set_presence(
        &self,
        call: &Call,
        request: proto::SetPresenceRequest,
    ) -> Result<proto::SetPresenceResponse> {
        let (by, branch, technician) = (
            self.by(call),
            branch(&request.branch_id)?,
            staff(&request.technician_id)?,
        );
        let presence: Presence = word(request.presence(), "presence")?;
        by.scope.admit(&branch, &BRANCH_UNKNOWN)?;
        let (book, call_of) = (self.kit.branch(&branch).await?, call.clone());
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let there = set_presence::run(tx, &by.actor, &book, &technician, presence).await?;
                let open = work_orders::open_orders(tx, &branch)
                    .await?
                    .get(&technician)
                    .copied()
                    .unwrap_or_default();
                let presence = Some(present(&call_of, branch.as_str(), &there, open));
                Ok(proto::SetPresenceResponse { presence })
            })
        });
        body.await
    }

    pub(super) async fn assign_technician(
        &self,
        call: &Call,
        request: proto::AssignTechnicianRequest,
    ) -> Result<proto::AssignTechnicianResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let (technician, reason) = (staff(&request.technician_id)?, request.reason.clone());
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let order = assign_technician::run(tx, &by, &target, &technician, &reason).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::AssignTechnicianResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn confirm_work_order(
        &self,
        call: &Call,
        request: proto::ConfirmWorkOrderRequest,
    ) -> Result<proto::ConfirmWorkOrderResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let voucher_returned = request.voucher_returned;
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let order = confirm_work_order::run(tx, &by, &target, voucher_returned).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::ConfirmWorkOrderResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn return_unreachable(
        &self,
        call: &Call,
        request: proto::ReturnUnreachableRequest,
    ) -> Result<proto::ReturnUnreachableResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let (at, reason) = (instant(request.at, "at")?, request.reason.clone());
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let order = return_unreachable::run(tx, &by, &target, at, reason).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::ReturnUnreachableResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn reopen_work_order(
        &self,
        call: &Call,
        request: proto::ReopenWorkOrderRequest,
    ) -> Result<proto::ReopenWorkOrderResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let note = request.note.clone();
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let order = reopen_work_order::run(tx, &by, &target, note).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::ReopenWorkOrderResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn cancel_work_order(
        &self,
        call: &Call,
        request: proto::CancelWorkOrderRequest,
    ) -> Result<proto::CancelWorkOrderResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let reason: CancelReason = word(request.reason(), "reason")?;
        let note = request.note.clone();
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let order = cancel_work_order::run(tx, &by, &target, reason, note).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::CancelWorkOrderResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }
}

/// Where a technician is, as the contract shows it.
pub(super) fn present(call: &Call, branch: &str, there: &Present, open_orders: i64) -> proto::TechnicianPresence {
    let (available_actions, readonly_reason) = settable(call, &there.technician_id);
    proto::TechnicianPresence {
        branch_id: branch.to_owned(),
        technician_id: there.technician_id.to_string(),
        presence: there.presence.to_wire().into(),
        since: Some(there.since.to_proto()),
        open_orders: i32::try_from(open_orders).unwrap_or(i32::MAX),
        available_actions,
        readonly_reason,
    }
}

/// What the caller may do with a technician's presence, and why nothing (DSP-02).
pub(super) fn settable(call: &Call, technician: &StaffId) -> (Vec<String>, String) {
    let own = actor(&call.caller).for_all || call.caller.subject == technician.as_str();
    let possible: &[&str] = if own { &["SetPresence"] } else { &[] };
    let actions = call.available_actions(SERVICE, possible);
    let reason = match (actions.is_empty(), own) {
        (false, _) => return (actions, String::new()),
        (true, true) => ROLE_NOT_ALLOWED
            .refuse()
            .with("roles", roles_of(SERVICE, &["SetPresence"])),
        (true, false) => PRESENCE_OF_OTHERS.refuse(),
    };
    (actions, call.locale.sentence(reason.reason, &reason.metadata))
}
