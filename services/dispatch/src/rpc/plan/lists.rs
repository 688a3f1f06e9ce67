//! Methods that read.

use aftersales_kit::{Result, page::page_size, reasons::BRANCH_UNKNOWN, rpc::Call};
use aftersales_proto::dispatch::v1 as proto;

use super::{Plans, branch, plan_id, view::View};
use crate::{
    domain::PlanKind,
    store::{
        plan_items::{self, ItemKey},
        plans::{self, PlanKey},
    },
    wire::Wire,
};

const PLANS: &str = "dispatch.plans";
const ITEMS: &str = "dispatch.plan_items";

impl Plans {
    pub(super) async fn get_plan(&self, call: &Call, request: proto::GetPlanRequest) -> Result<proto::GetPlanResponse> {
        let mut tx = self.kit.read().await?;
        let plan = plans::get(&mut tx, &call.caller.scope, plan_id(&request.plan_id)?).await?;
        let items = plan_items::of_plan(&mut tx, plan.id).await?;
        drop(tx);
        let today = self
            .kit
            .branch(&plan.branch_id)
            .await?
            .date_of(self.kit.clock().now())?;
        let view = View::of(call);
        let items = items
            .iter()
            .map(|(item, asset, customer)| view.item(item, *asset, *customer, Some(today)))
            .collect();
        let plan = proto::Plan {
            items,
            ..view.plan(&plan)
        };
        Ok(proto::GetPlanResponse { plan: Some(plan) })
    }

    pub(super) async fn list_plans(
        &self,
        call: &Call,
        mut request: proto::ListPlansRequest,
    ) -> Result<proto::ListPlansResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let branch = branch(&request.branch_id)?;
        call.caller.scope.admit(&branch, &BRANCH_UNKNOWN)?;
        let (kind, after) = (
            PlanKind::from_wire(request.kind()),
            self.pages.key::<PlanKey>(PLANS, &request, &token)?,
        );
        let rows = plans::listed(&mut self.kit.read().await?, &branch, kind, after, size + 1).await?;
        let (rows, next_page_token) = self.pages.cut(PLANS, &request, rows, size, PlanKey::of)?;
        let view = View::of(call);
        Ok(proto::ListPlansResponse {
            plans: rows.iter().map(|row| view.plan(row)).collect(),
            next_page_token,
        })
    }

    pub(super) async fn list_plan_items(
        &self,
        call: &Call,
        mut request: proto::ListPlanItemsRequest,
    ) -> Result<proto::ListPlanItemsResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let branch = branch(&request.branch_id)?;
        call.caller.scope.admit(&branch, &BRANCH_UNKNOWN)?;
        let (kind, after) = (
            PlanKind::from_wire(request.kind()),
            self.pages.key::<ItemKey>(ITEMS, &request, &token)?,
        );
        let mut tx = self.kit.read().await?;
        let rows = plan_items::listed(&mut tx, &branch, kind, request.open_only, after, size + 1).await?;
        drop(tx);
        let key = |row: &plan_items::Listed| ItemKey::of(&row.0);
        let (rows, next_page_token) = self.pages.cut(ITEMS, &request, rows, size, key)?;
        let (view, today) = (
            View::of(call),
            self.kit.branch(&branch).await?.date_of(self.kit.clock().now())?,
        );
        let shown = |(item, asset, customer): &plan_items::Listed| view.item(item, *asset, *customer, Some(today));
        Ok(proto::ListPlanItemsResponse {
            items: rows.iter().map(shown).collect(),
            next_page_token,
        })
    }
}
