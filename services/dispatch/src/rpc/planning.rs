//! The coordinator's planning: morning, end of day, load.

use aftersales_kit::{
    Result,
    id::WorkOrderId,
    page::page_size,
    reasons::INVALID_REQUEST,
    rpc::Call,
    service::{Env, Kit},
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::dispatch::v1::{self as proto, planning_service_server::PlanningService};

use super::{
    Dispatch,
    convert::{dates, maybe_date, maybe_staff},
    shared::{offered, text},
    view::View,
};
use crate::{
    app::{
        measure_load::{self, Load},
        plan_days::{self, Plan, PlanEntry, Planned},
    },
    domain::{MorningKey, WorkOrder, live_reasons::NOTHING_TO_REPORT, planning_reasons::NOT_PLANNED_FOR_TOMORROW},
    events::parts_state,
};

const SERVICE: &str = "aftersales.dispatch.v1.PlanningService";
const WORKLIST: &str = "dispatch.morning_worklist";
const PLAN: &str = "dispatch.end_of_day_plan";

/// The service behind the contract.
pub struct Planning {
    pub(super) desk: Dispatch,
}

impl Planning {
    /// On a service's hold on the kit.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            desk: Dispatch::new(kit, env),
        }
    }

    async fn list_morning_worklist(
        &self,
        call: &Call,
        mut request: proto::ListMorningWorklistRequest,
    ) -> Result<proto::ListMorningWorklistResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let book = self.desk.book(call, &request.branch_id).await?;
        let technician = maybe_staff(&request.technician_id)?;
        let after = self.desk.pages.key::<MorningKey>(WORKLIST, &request, &token)?;
        let mut tx = self.desk.kit.read().await?;
        let now = self.desk.kit.clock().now();
        let mut orders = plan_days::morning(&mut tx, &book, technician.as_ref(), now).await?;
        orders.retain(|order| after.is_none_or(|after| order.morning_key() > after));
        let (orders, next_page_token) =
            self.desk
                .pages
                .cut(WORKLIST, &request, orders, size, WorkOrder::morning_key)?;
        let view = View::of(call);
        let mut work_orders: Vec<_> = orders.iter().map(|order| view.order(order)).collect();
        self.desk.reveal(&mut tx, call, work_orders.iter_mut()).await?;
        Ok(proto::ListMorningWorklistResponse {
            work_orders,
            next_page_token,
        })
    }

    async fn get_end_of_day_plan(
        &self,
        call: &Call,
        mut request: proto::GetEndOfDayPlanRequest,
    ) -> Result<proto::GetEndOfDayPlanResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let book = self.desk.book(call, &request.branch_id).await?;
        let today = book.date_of(self.desk.kit.clock().now())?;
        let date = maybe_date(&request.date, "date")?.unwrap_or(today);
        request.date = date.to_string();
        let after = self.desk.pages.key::<(Planned, MorningKey)>(PLAN, &request, &token)?;
        let mut tx = self.desk.kit.read().await?;
        let mut plan = plan_days::evening(&mut tx, &book, date).await?;
        let mut rows = std::mem::take(&mut plan.entries);
        rows.retain(|entry| after.is_none_or(|after| entry.key() > after));
        let (rows, next_page_token) = self.desk.pages.cut(PLAN, &request, rows, size, PlanEntry::key)?;
        plan.entries = rows;
        let mut entries = entries(call, &plan, today);
        let shown = entries.iter_mut().filter_map(|entry| entry.work_order.as_mut());
        self.desk.reveal(&mut tx, call, shown).await?;
        Ok(proto::GetEndOfDayPlanResponse {
            date: date.to_string(),
            planned_date: plan.planned_date.to_string(),
            entries,
            next_page_token,
        })
    }

    async fn confirm_parts_for_tomorrow(
        &self,
        call: &Call,
        request: proto::ConfirmPartsForTomorrowRequest,
    ) -> Result<proto::ConfirmPartsForTomorrowResponse> {
        let book = self.desk.book(call, &request.branch_id).await?;
        let (by, caller) = (self.desk.by(call), call.clone());
        let parse = |text: &String| {
            WorkOrderId::parse(text).map_err(|_| INVALID_REQUEST.field("work_order_ids", "must be UUIDs"))
        };
        let wanted = request
            .work_order_ids
            .iter()
            .map(parse)
            .collect::<Result<Vec<_>, _>>()?;
        let body = self.desk.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let plan = plan_days::confirm_parts(tx, &by, &book, &wanted).await?;
                Ok(proto::ConfirmPartsForTomorrowResponse {
                    planned_date: plan.planned_date.to_string(),
                    entries: entries(&caller, &plan, plan.date),
                })
            })
        });
        body.await
    }

    async fn get_load_report(
        &self,
        call: &Call,
        request: proto::GetLoadReportRequest,
    ) -> Result<proto::GetLoadReportResponse> {
        let book = self.desk.book(call, &request.branch_id).await?;
        let (from, to) = dates(&request.from_date, &request.to_date)?;
        let mut tx = self.desk.kit.read().await?;
        let loads = measure_load::run(&mut tx, &book, from, to).await?;
        let spread = |measure: fn(&Load) -> i64| Some(spread(loads.values().map(measure)));
        Ok(proto::GetLoadReportResponse {
            visits: spread(|load| load.visits),
            reported_minutes: spread(|load| load.reported_minutes),
            travel_metres: spread(|load| load.travel_metres),
            technicians: loads.iter().map(|(code, load)| loaded(code.as_str(), load)).collect(),
        })
    }
}

aftersales_kit::forward! { PlanningService for Planning {
    list_morning_worklist(ListMorningWorklistRequest) -> ListMorningWorklistResponse;
    get_end_of_day_plan(GetEndOfDayPlanRequest) -> GetEndOfDayPlanResponse;
    confirm_parts_for_tomorrow(ConfirmPartsForTomorrowRequest) -> ConfirmPartsForTomorrowResponse;
    get_load_report(GetLoadReportRequest) -> GetLoadReportResponse;
    get_day_close(GetDayCloseRequest) -> GetDayCloseResponse;
    close_day(CloseDayRequest) -> CloseDayResponse;
    reopen_day(ReopenDayRequest) -> ReopenDayResponse;
    list_visit_status(ListVisitStatusRequest) -> ListVisitStatusResponse;
} }

/// The entries of a plan as the caller sees them, without personal data.
pub(super) fn entries(call: &Call, plan: &Plan, today: BusinessDate) -> Vec<proto::PlanEntry> {
    let view = View::of(call);
    let shown = |entry: &PlanEntry| {
        let open = plan.date == today && entry.planned == Planned::Tomorrow;
        let kept = match entry.confirmed {
            _ if !open => Some(
                NOT_PLANNED_FOR_TOMORROW
                    .refuse()
                    .with("planned_date", plan.planned_date),
            ),
            Some(_) => Some(NOTHING_TO_REPORT.refuse()),
            None => None,
        };
        let possible: &[&str] = if kept.is_none() {
            &["ConfirmPartsForTomorrow"]
        } else {
            &[]
        };
        let (available_actions, readonly_reason) = offered(call, SERVICE, possible, kept.as_ref());
        proto::PlanEntry {
            planned_date: plan.planned_date.to_string(),
            available_actions,
            readonly_reason,
            ..planned(&view, entry)
        }
    };
    plan.entries.iter().map(shown).collect()
}

fn planned(view: &View, entry: &PlanEntry) -> proto::PlanEntry {
    let class = match entry.planned {
        Planned::Tomorrow => proto::PlanClass::Tomorrow,
        Planned::Unassigned => proto::PlanClass::Unassigned,
        Planned::Unfinished => proto::PlanClass::Unfinished,
        Planned::Later => proto::PlanClass::Later,
        Planned::Finished => proto::PlanClass::Finished,
    };
    let needs_parts = !matches!(
        parts_state(&entry.order),
        proto::PartsState::NoneNeeded | proto::PartsState::Issued
    );
    let tomorrow = entry.planned == Planned::Tomorrow;
    proto::PlanEntry {
        work_order: Some(view.order(&entry.order)),
        plan_class: class.into(),
        parts_state: parts_state(&entry.order).into(),
        engineer_out: entry.engineer_out,
        parts_to_confirm: tomorrow && entry.engineer_out && needs_parts && entry.confirmed.is_none(),
        parts_confirmed_at: entry.confirmed.as_ref().map(|(at, _)| Timestamp::to_proto(*at)),
        parts_confirmed_by: text(entry.confirmed.as_ref().map(|(_, by)| by)),
        sort_key: format!("{}{}", entry.planned as u8, entry.order.morning_key().text()),
        ..proto::PlanEntry::default()
    }
}

fn loaded(code: &str, load: &Load) -> proto::TechnicianLoad {
    proto::TechnicianLoad {
        technician_id: code.to_owned(),
        visits: super::shared::small(load.visits),
        completed_visits: super::shared::small(load.completed),
        on_site_minutes: load.on_site_minutes,
        reported_minutes: load.reported_minutes,
        travel_minutes: load.travel_minutes,
        travel_metres: load.travel_metres,
    }
}

fn spread(values: impl Iterator<Item = i64>) -> proto::LoadSpread {
    let values: Vec<i64> = values.collect();
    let (least, most) = (
        values.iter().min().copied().unwrap_or_default(),
        values.iter().max().copied().unwrap_or_default(),
    );
    let count = i64::try_from(values.len()).unwrap_or(i64::MAX).max(1);
    proto::LoadSpread {
        least,
        most,
        mean: values.iter().sum::<i64>() / count,
        spread: most - least,
    }
}
