//! The methods of plans: decode, call, encode.

use std::sync::Arc;

use aftersales_kit::{
    Refusal, Result,
    id::{AssetId, CustomerId},
    page::PageTokens,
    reasons::{BRANCH_UNKNOWN, INVALID_REQUEST},
    rpc::Call,
    service::{Env, Kit},
    time::BusinessDate,
};
use aftersales_proto::dispatch::v1::{self as proto, plan_service_server::PlanService};

use super::{
    acting,
    convert::{branch, word},
};
use crate::{
    app::plan::{create_plan, end_plan, record_revisit},
    domain::{Found, Machine, PlanId, PlanItemId, Rhythm},
    personal::{Contact, Copies},
};

mod lists;
pub(super) mod view;

use view::View;

/// Plans behind the contract.
pub struct Plans {
    kit: Kit,
    copies: Copies,
    pages: Arc<PageTokens>,
}

fn plan_id(id: &str) -> Result<PlanId, Refusal> {
    PlanId::parse(id).map_err(|_| INVALID_REQUEST.field("plan_id", "must be a UUID"))
}

fn item_id(id: &str) -> Result<PlanItemId, Refusal> {
    PlanItemId::parse(id).map_err(|_| INVALID_REQUEST.field("plan_item_id", "must be a UUID"))
}

fn date(text: &str, field: &str) -> Result<BusinessDate, Refusal> {
    BusinessDate::parse(text).ok_or_else(|| INVALID_REQUEST.field(field, "must be a date"))
}

fn told(request: &proto::CreatePlanRequest) -> Result<create_plan::Told> {
    let contact = request.contact.clone().unwrap_or_default();
    let last_due = Some(request.last_due.as_str()).filter(|text| !text.is_empty());
    let customer = CustomerId::parse(&request.customer_id);
    let asset = AssetId::parse(&request.asset_id);
    Ok(create_plan::Told {
        kind: word(request.kind(), "kind")?,
        machine: Machine {
            customer_id: customer.map_err(|_| INVALID_REQUEST.field("customer_id", "must be a UUID"))?,
            asset_id: asset.map_err(|_| INVALID_REQUEST.field("asset_id", "must be a UUID"))?,
            product_line: request.product_line.clone(),
            model: request.model.clone(),
            serial_number: request.serial_number.clone(),
            zone: word(contact.zone(), "contact.zone")?,
        },
        service_class: word(request.service_class(), "service_class")?,
        rhythm: Rhythm {
            interval_days: request.interval_days.into(),
            first_due: date(&request.first_due, "first_due")?,
            last_due: last_due.map(|text| date(text, "last_due")).transpose()?,
        },
        contact: Contact {
            name: contact.name,
            phone: contact.phone,
            address: contact.address,
            site_condition: contact.site_condition,
            need_summary: String::new(),
        },
    })
}

impl Plans {
    /// On a service's hold on the kit.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            kit,
            copies: Copies::new(env.sealer.clone()),
            pages: env.pages.clone(),
        }
    }

    async fn create_plan(&self, call: &Call, request: proto::CreatePlanRequest) -> Result<proto::CreatePlanResponse> {
        let (by, view, branch) = (acting(&self.kit, call), View::of(call), branch(&request.branch_id)?);
        call.caller.scope.admit(&branch, &BRANCH_UNKNOWN)?;
        let (book, told, copies) = (self.kit.branch(&branch).await?, told(&request)?, self.copies.clone());
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let plan = create_plan::run(tx, &by, &copies, &book, told).await?;
                let plan = Some(view.plan(&plan));
                Ok(proto::CreatePlanResponse { plan })
            })
        });
        body.await
    }

    async fn end_plan(&self, call: &Call, request: proto::EndPlanRequest) -> Result<proto::EndPlanResponse> {
        let (by, view, id) = (acting(&self.kit, call), View::of(call), plan_id(&request.plan_id)?);
        let etag = request.etag.clone();
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let plan = end_plan::run(tx, &by, id, &etag).await?;
                let plan = Some(view.plan(&plan));
                Ok(proto::EndPlanResponse { plan })
            })
        });
        body.await
    }

    async fn record_revisit(
        &self,
        call: &Call,
        request: proto::RecordRevisitRequest,
    ) -> Result<proto::RecordRevisitResponse> {
        let (by, view, id) = (acting(&self.kit, call), View::of(call), item_id(&request.plan_item_id)?);
        let (copies, etag) = (self.copies.clone(), request.etag.clone());
        let found = Found {
            fault_found: request.fault_found,
            opinions: request.opinions.clone(),
            fault: request.fault.clone(),
        };
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let (item, plan) = record_revisit::run(tx, &by, &copies, (id, &etag), found).await?;
                let machine = &plan.machine;
                let item = view.item(&item, machine.asset_id, machine.customer_id, None);
                Ok(proto::RecordRevisitResponse {
                    item: Some(item),
                    next_due: plan.next_due.map(|date| date.to_string()).unwrap_or_default(),
                })
            })
        });
        body.await
    }
}

aftersales_kit::forward! { PlanService for Plans {
    create_plan(CreatePlanRequest) -> CreatePlanResponse;
    end_plan(EndPlanRequest) -> EndPlanResponse;
    record_revisit(RecordRevisitRequest) -> RecordRevisitResponse;
    get_plan(GetPlanRequest) -> GetPlanResponse;
    list_plans(ListPlansRequest) -> ListPlansResponse;
    list_plan_items(ListPlanItemsRequest) -> ListPlanItemsResponse;
} }
