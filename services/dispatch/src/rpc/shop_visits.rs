//! Weekly visits of shops.

use aftersales_kit::{
    Result, etag,
    page::page_size,
    refdata::BranchBook,
    rpc::Call,
    service::{Env, Kit},
    time::BusinessDate,
};
use aftersales_proto::dispatch::v1::{self as proto, shop_visit_service_server::ShopVisitService};

use super::{
    Dispatch,
    convert::{instant, maybe_date, maybe_staff, staff, uuid},
    shared::{offered, small},
};
use crate::{
    app::{
        list_shop_tasks,
        record_shop_visit::{self, Shop, Told},
    },
    domain::{ServiceClass, ShopState, ShopTask, Week},
    wire::Wire,
};

const SERVICE: &str = "aftersales.dispatch.v1.ShopVisitService";
const TASKS: &str = "dispatch.shop_tasks";

/// The service behind the contract.
pub struct ShopVisits {
    desk: Dispatch,
}

impl ShopVisits {
    /// On a service's hold on the kit.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            desk: Dispatch::new(kit, env),
        }
    }

    async fn assign_shop(&self, call: &Call, request: proto::AssignShopRequest) -> Result<proto::AssignShopResponse> {
        let book = self.desk.book(call, &request.branch_id).await?;
        let (technician, caller) = (staff(&request.technician_id)?, call.clone());
        let shop = Shop {
            code: request.shop_code.clone(),
            name: request.shop_name.clone(),
        };
        let body = self.desk.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let task = record_shop_visit::assign(tx, &book, technician, shop).await?;
                let task = Some(shown(&caller, &book, book.date_of(tx.now())?, &task)?);
                Ok(proto::AssignShopResponse { task })
            })
        });
        body.await
    }

    async fn end_shop_assignment(
        &self,
        call: &Call,
        request: proto::EndShopAssignmentRequest,
    ) -> Result<proto::EndShopAssignmentResponse> {
        let id = uuid(&request.assignment_id, "assignment_id")?;
        let (by, seen, caller) = (self.desk.by(call), request.etag.clone(), call.clone());
        let body = self.desk.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let task = record_shop_visit::end(tx, &by, id, &seen).await?;
                let book = by.refs.branch_in(tx, &task.assignment.branch_id).await?;
                let task = Some(shown(&caller, &book, book.date_of(tx.now())?, &task)?);
                Ok(proto::EndShopAssignmentResponse { task })
            })
        });
        body.await
    }

    async fn record_shop_visit(
        &self,
        call: &Call,
        request: proto::RecordShopVisitRequest,
    ) -> Result<proto::RecordShopVisitResponse> {
        let id = uuid(&request.assignment_id, "assignment_id")?;
        let told = Told {
            at: instant(request.visited_at, "visited_at")?,
            minutes: request.minutes.into(),
            findings: request.findings.clone(),
        };
        let (by, caller) = (self.desk.by(call), call.clone());
        let body = self.desk.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let task = record_shop_visit::visit(tx, &by, id, told).await?;
                let book = by.refs.branch_in(tx, &task.assignment.branch_id).await?;
                let task = Some(shown(&caller, &book, book.date_of(tx.now())?, &task)?);
                Ok(proto::RecordShopVisitResponse { task })
            })
        });
        body.await
    }

    async fn list_shop_tasks(
        &self,
        call: &Call,
        mut request: proto::ListShopTasksRequest,
    ) -> Result<proto::ListShopTasksResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let book = self.desk.book(call, &request.branch_id).await?;
        let today = book.date_of(self.desk.kit.clock().now())?;
        let week = Week::of(maybe_date(&request.date, "date")?.unwrap_or(today))?;
        let technician = maybe_staff(&request.technician_id)?;
        let after = self.desk.pages.key::<(String, String)>(TASKS, &request, &token)?;
        let mut tasks = list_shop_tasks::run(&mut self.desk.kit.read().await?, &book, week).await?;
        let last = week.last_working_day(&book)?;
        tasks.retain(|task| {
            let missed = task.state(today, last) == ShopState::Missed;
            technician
                .as_ref()
                .is_none_or(|code| task.assignment.technician_id == *code)
                && (missed || !request.missed_only)
                && after.as_ref().is_none_or(|after| key(task) > *after)
        });
        let (tasks, next_page_token) = self.desk.pages.cut(TASKS, &request, tasks, size, key)?;
        let tasks = tasks.iter().map(|task| shown(call, &book, today, task));
        Ok(proto::ListShopTasksResponse {
            tasks: tasks.collect::<Result<_>>()?,
            next_page_token,
        })
    }
}

aftersales_kit::forward! { ShopVisitService for ShopVisits {
    assign_shop(AssignShopRequest) -> AssignShopResponse;
    end_shop_assignment(EndShopAssignmentRequest) -> EndShopAssignmentResponse;
    record_shop_visit(RecordShopVisitRequest) -> RecordShopVisitResponse;
    list_shop_tasks(ListShopTasksRequest) -> ListShopTasksResponse;
} }

/// The place of a task in its list.
pub(super) fn key(task: &ShopTask) -> (String, String) {
    (
        task.assignment.technician_id.to_string(),
        task.assignment.shop_code.clone(),
    )
}

/// A task as the caller sees it.
pub(super) fn shown(call: &Call, book: &BranchBook, today: BusinessDate, task: &ShopTask) -> Result<proto::ShopTask> {
    let (shop, ended) = (&task.assignment, task.assignment.must_last().err());
    let possible: &[&str] = if ended.is_none() {
        &["RecordShopVisit", "EndShopAssignment"]
    } else {
        &[]
    };
    let (available_actions, readonly_reason) = offered(call, SERVICE, possible, ended.as_ref());
    Ok(proto::ShopTask {
        assignment_id: shop.id.to_string(),
        branch_id: shop.branch_id.to_string(),
        technician_id: shop.technician_id.to_string(),
        shop_code: shop.shop_code.clone(),
        shop_name: shop.shop_name.clone(),
        iso_week: task.week.to_string(),
        week_start: task.week.start().to_string(),
        service_class: ServiceClass::D.to_wire().into(),
        required_visits: small(task.required),
        done_visits: small(task.done),
        minutes: task.minutes,
        state: task.state(today, task.week.last_working_day(book)?).to_wire().into(),
        etag: etag::of(shop.version),
        available_actions,
        readonly_reason,
    })
}
