//! The office of BJ01: planning, day close, reports and time, each method as one call.

use aftersales_kit::auth::Role;
use aftersales_proto::{
    common::v1::{ServiceClass, Zone},
    dispatch::v1::{
        self as proto, ContactResult, DailyReport, DailyReportKind, Presence, TimeEntry,
        planning_service_client::PlanningServiceClient, report_service_client::ReportServiceClient,
        shop_visit_service_client::ShopVisitServiceClient, time_report_service_client::TimeReportServiceClient,
    },
};
use tonic::Response;

use super::desk::{C1, Desk, E1, Step, assignment, attempt, handed_over, key, promise, receipt};

/// The technical department of the head office, which sees every branch.
pub const T1: (Role, &str) = (Role::TechDepartment, "T1");
/// The department manager.
pub const D1: (Role, &str) = (Role::DepartmentManager, "D1");
/// The parts clerk.
pub const P1: (Role, &str) = (Role::PartsClerk, "P1");
/// The coordinator of another branch.
pub const C1_S: (Role, &str) = (Role::Coordinator, "C1-S");

/// The branch in somebody's token.
pub fn branch((role, code): (Role, &str)) -> &'static str {
    match role {
        Role::TechDepartment => "*",
        _ if code.ends_with("-S") => "SH02",
        _ => "BJ01",
    }
}

macro_rules! calls {
    ($($client:ident { $($name:ident($request:ident) -> $response:ident;)+ })+) => {
        impl Desk {
            $($(
                /// Calls the method as somebody.
                pub async fn $name(&self, who: (Role, &str), request: proto::$request) -> Step<proto::$response> {
                    let channel = self.rig.channel(&[who.0], branch(who), who.1).await;
                    let answer = $client::new(channel).$name(request).await;
                    answer.map(Response::into_inner).map_err(Box::new)
                }
            )+)+
        }
    };
}

calls! {
    PlanningServiceClient {
        list_morning_worklist(ListMorningWorklistRequest) -> ListMorningWorklistResponse;
        get_end_of_day_plan(GetEndOfDayPlanRequest) -> GetEndOfDayPlanResponse;
        confirm_parts_for_tomorrow(ConfirmPartsForTomorrowRequest) -> ConfirmPartsForTomorrowResponse;
        get_load_report(GetLoadReportRequest) -> GetLoadReportResponse;
        get_day_close(GetDayCloseRequest) -> GetDayCloseResponse;
        close_day(CloseDayRequest) -> CloseDayResponse;
        reopen_day(ReopenDayRequest) -> ReopenDayResponse;
        list_visit_status(ListVisitStatusRequest) -> ListVisitStatusResponse;
    }
    ReportServiceClient {
        list_daily_reports(ListDailyReportsRequest) -> ListDailyReportsResponse;
        get_daily_report(GetDailyReportRequest) -> GetDailyReportResponse;
        record_investigation(RecordInvestigationRequest) -> RecordInvestigationResponse;
        get_callback_coverage(GetCallbackCoverageRequest) -> GetCallbackCoverageResponse;
    }
    TimeReportServiceClient {
        submit_time_report(SubmitTimeReportRequest) -> SubmitTimeReportResponse;
        get_time_report(GetTimeReportRequest) -> GetTimeReportResponse;
        list_missing_time_reports(ListMissingTimeReportsRequest) -> ListMissingTimeReportsResponse;
        list_weekly_reports(ListWeeklyReportsRequest) -> ListWeeklyReportsResponse;
        review_weekly_report(ReviewWeeklyReportRequest) -> ReviewWeeklyReportResponse;
        get_repair_record_table(GetRepairRecordTableRequest) -> GetRepairRecordTableResponse;
        get_class_hours(GetClassHoursRequest) -> GetClassHoursResponse;
    }
    ShopVisitServiceClient {
        assign_shop(AssignShopRequest) -> AssignShopResponse;
        end_shop_assignment(EndShopAssignmentRequest) -> EndShopAssignmentResponse;
        record_shop_visit(RecordShopVisitRequest) -> RecordShopVisitResponse;
        list_shop_tasks(ListShopTasksRequest) -> ListShopTasksResponse;
    }
}

impl Desk {
    /// An order of now for a zone, promised for E1 for a window, whatever else he has then.
    pub async fn promised_in(&self, zone: Zone, start: &str, end: &str) -> String {
        let mut fact = handed_over(&self.rig.env().clock.now().to_string());
        fact.zone = zone.into();
        let id = self.hand_over(fact).await.id;
        self.receive_work_order(C1, receipt(&id)).await.unwrap();
        self.present("E1", Presence::InStation).await;
        self.assign_technician(C1, assignment(&id, "E1", "")).await.unwrap();
        self.log_contact(E1, attempt(&id, ContactResult::Reached, None))
            .await
            .unwrap();
        let promised = proto::PromiseVisitRequest {
            availability_override_reason: "顺路".to_owned(),
            ..promise(&id, start, end)
        };
        self.promise_visit(C1, promised).await.unwrap();
        id
    }

    /// The daily reports of a kind, oldest first, with their rows.
    pub async fn reports(&self, kind: DailyReportKind) -> Vec<DailyReport> {
        let request = proto::ListDailyReportsRequest {
            kind: kind.into(),
            ..proto::ListDailyReportsRequest::default()
        };
        let mut reports = Vec::new();
        for report in self.list_daily_reports(T1, request).await.unwrap().reports {
            reports.insert(0, self.report(&report.id).await);
        }
        reports
    }

    /// A daily report with its rows.
    pub async fn report(&self, id: &str) -> DailyReport {
        let request = proto::GetDailyReportRequest {
            report_id: id.to_owned(),
        };
        self.get_daily_report(T1, request).await.unwrap().report.unwrap()
    }

    /// The visits of the next working day and the rest of the day's plan.
    pub async fn plan(&self) -> Vec<proto::PlanEntry> {
        let request = proto::GetEndOfDayPlanRequest {
            branch_id: "BJ01".to_owned(),
            ..proto::GetEndOfDayPlanRequest::default()
        };
        self.get_end_of_day_plan(C1, request).await.unwrap().entries
    }

    /// Who is told to have no report of a date.
    pub async fn missing(&self, date: &str) -> Vec<String> {
        let request = proto::ListMissingTimeReportsRequest {
            branch_id: "BJ01".to_owned(),
            date: date.to_owned(),
            ..proto::ListMissingTimeReportsRequest::default()
        };
        self.list_missing_time_reports(C1, request)
            .await
            .unwrap()
            .technician_ids
    }
}

/// A line of a time report.
pub fn line(class: ServiceClass, order: &str, minutes: i32) -> TimeEntry {
    TimeEntry {
        service_class: class.into(),
        work_order_id: order.to_owned(),
        minutes,
        ..TimeEntry::default()
    }
}

/// The request to hand in a time report.
pub fn time_report(technician: &str, date: &str, entries: Vec<TimeEntry>) -> proto::SubmitTimeReportRequest {
    proto::SubmitTimeReportRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        technician_id: technician.to_owned(),
        date: date.to_owned(),
        entries,
        etag: String::new(),
    }
}

/// The request to close a day.
pub fn day_end(date: &str, carry_overs: Vec<proto::CarryOver>) -> proto::CloseDayRequest {
    proto::CloseDayRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        date: date.to_owned(),
        carry_overs,
        etag: String::new(),
    }
}
