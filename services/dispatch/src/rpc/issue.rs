//! Methods that make orders without a hand-over, and one that makes a visit unnecessary.

use aftersales_kit::{
    Result,
    id::{AssetId, CustomerId, TicketId, WorkOrderId},
    phone,
    reasons::{BRANCH_UNKNOWN, INVALID_REQUEST},
    rpc::Call,
    time::Timestamp,
};
use aftersales_proto::dispatch::v1 as proto;
use uuid::Uuid;

use super::{
    Dispatch,
    convert::{branch, instant, staff, target, word},
    view::View,
};
use crate::{
    app::{create_own_order, reissue_work_order, resolve_by_phone},
    domain::{Coverage, FaultKind, OrderType, Payer, Request, ServiceClass, Zone},
    peers::{contact_of, ticket_contact},
    personal::Contact,
    store::work_orders,
    wire::Wire,
};

impl Dispatch {
    pub(super) async fn create_work_order(
        &self,
        call: &Call,
        request: proto::CreateWorkOrderRequest,
    ) -> Result<proto::CreateWorkOrderResponse> {
        let (by, view, branch) = (self.by(call), View::of(call), branch(&request.branch_id)?);
        by.scope.admit(&branch, &BRANCH_UNKNOWN)?;
        let book = self.kit.branch(&branch).await?;
        let id = new_id(&request.work_order_id)?;
        let technician = match request.technician_id.as_str() {
            "" => None,
            code => Some(staff(code)?),
        };
        let contact = contact(&request)?;
        let sealed = contact
            .map(|contact| self.copies.seal_contact(id, &contact))
            .transpose()?;
        let requested_at = instant(request.requested_at, "requested_at")?;
        let form = form(&request)?;
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let form = create_own_order::Form {
                    id,
                    request: Request {
                        first_requested_at: requested_at.unwrap_or_else(|| tx.now()),
                        ..form
                    },
                    technician,
                    contact: sealed,
                };
                let order = create_own_order::run(tx, &by.actor, &book, form).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::CreateWorkOrderResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn reissue_work_order(
        &self,
        call: &Call,
        request: proto::ReissueWorkOrderRequest,
    ) -> Result<proto::ReissueWorkOrderResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let id = WorkOrderId::new();
        let contact = self.contact_for(call, target.id, id).await?;
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let (order, same_day) = reissue_work_order::run(tx, &by, &target, id, contact).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::ReissueWorkOrderResponse { work_order, same_day })
            })
        });
        self.revealed(call, body.await?).await
    }

    /// The contact of an order's ticket, sealed for another order; the order itself may have forgotten it.
    async fn contact_for(&self, call: &Call, order: WorkOrderId, new: WorkOrderId) -> Result<Option<Vec<u8>>> {
        let mut tx = self.kit.read().await?;
        let ticket = work_orders::get(&mut tx, &call.caller.scope, order)
            .await?
            .request
            .ticket_id;
        drop(tx);
        let answer = ticket_contact(&self.peers, call, &ticket.to_string()).await?;
        let contact = answer.and_then(contact_of);
        contact
            .map(|contact| self.copies.seal_contact(new, &contact))
            .transpose()
    }

    pub(super) async fn resolve_by_phone(
        &self,
        call: &Call,
        request: proto::ResolveByPhoneRequest,
    ) -> Result<proto::ResolveByPhoneResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let (at, findings) = (instant(request.at, "at")?, request.findings.clone());
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let order = resolve_by_phone::run(tx, &by, &target, at, findings).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::ResolveByPhoneResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }
}

/// The id that the client made, or one of ours. Lists are in the order of ids, hence the version that holds the time.
fn new_id(told: &str) -> Result<WorkOrderId> {
    if told.is_empty() {
        return Ok(WorkOrderId::new());
    }
    let seven = Uuid::parse_str(told).ok().filter(|id| id.get_version_num() == 7);
    let id = seven.ok_or_else(|| INVALID_REQUEST.field("work_order_id", "must be a UUID of version 7"))?;
    target(&id.to_string(), "").map(|target| target.id)
}

/// Whom to contact; none unless all of name, number and address are there.
fn contact(request: &proto::CreateWorkOrderRequest) -> Result<Option<Contact>> {
    let Some(told) = &request.contact else {
        return Ok(None);
    };
    if told.name.trim().is_empty() || told.address.trim().is_empty() || told.phone.trim().is_empty() {
        return Ok(None);
    }
    if phone::normalise_phone(&told.phone).is_none() {
        return Err(INVALID_REQUEST
            .field("contact.phone", "must be a telephone number")
            .into());
    }
    Ok(Some(Contact {
        name: told.name.clone(),
        phone: told.phone.clone(),
        address: told.address.clone(),
        site_condition: told.site_condition.clone(),
        need_summary: request.need_summary.clone(),
    }))
}

fn id(text: &str, field: &str) -> Result<Uuid> {
    if text.is_empty() {
        return Ok(Uuid::nil());
    }
    Ok(Uuid::try_parse(text).map_err(|_| INVALID_REQUEST.field(field, "must be a UUID"))?)
}

fn form(request: &proto::CreateWorkOrderRequest) -> Result<Request> {
    let order_type: OrderType = word(request.order_type(), "order_type")?;
    let class = match Wire::from_wire(request.service_class()) {
        Some(class) => class,
        None if order_type.is_internal() => ServiceClass::D,
        None => return Err(INVALID_REQUEST.field("service_class", "must be filled in").into()),
    };
    let coverage = Wire::from_wire(request.coverage_kind()).unwrap_or(Coverage::None);
    let party = id(&request.payer_id, "payer_id")?;
    let usual = Payer::of(class);
    let zone = request
        .contact
        .as_ref()
        .and_then(|contact| Wire::from_wire(contact.zone()));
    Ok(Request {
        ticket_id: TicketId::new(),
        order_type,
        customer_id: CustomerId::from_uuid(id(&request.customer_id, "customer_id")?),
        asset_id: AssetId::from_uuid(id(&request.asset_id, "asset_id")?),
        payer: Payer {
            kind: Wire::from_wire(request.payer_kind()).unwrap_or(usual.kind),
            party_id: (!party.is_nil()).then(|| CustomerId::from_uuid(party)),
        },
        product_line: request.product_line.clone(),
        model: request.model.clone(),
        serial_number: request.serial_number.clone(),
        fault_kind: Wire::from_wire(request.fault_kind()).unwrap_or(FaultKind::Hardware),
        in_warranty: coverage == Coverage::InWarranty,
        in_onsite_period: coverage == Coverage::InWarranty,
        service_class: class,
        coverage,
        zone: zone.unwrap_or(Zone::InArea),
        register_no: String::new(),
        voucher_no: String::new(),
        first_requested_at: Timestamp::MIN,
        urged: false,
        promised_contact_by: None,
    })
}
