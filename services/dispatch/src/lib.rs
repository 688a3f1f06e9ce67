//! Dispatch: work orders from the coordinator's queue to the confirmed repair sheet (flow F-2).
//!
//! It owns who goes when, and what counts as kept or missed. Parts, tickets and callbacks are others' business; what
//! it needs to know of them it follows by their events.

mod app;
mod domain;
mod events;
mod inbox;
mod jobs;
mod peers;
mod personal;
mod rpc;
mod store;
mod wire;

use std::sync::Arc;

use aftersales_kit::{
    Reason,
    db::Migrations,
    node::Member,
    serve::Server,
    service::{Env, Kit},
};
use aftersales_proto::dispatch::v1::{
    amendment_service_server::AmendmentServiceServer, appeal_service_server::AppealServiceServer,
    appraisal_service_server::AppraisalServiceServer, crew_service_server::CrewServiceServer,
    custody_service_server::CustodyServiceServer, dispatch_lists_live_service_server::DispatchListsLiveServiceServer,
    dispatch_live_service_server::DispatchLiveServiceServer, dispatch_service_server::DispatchServiceServer,
    expense_service_server::ExpenseServiceServer, fault_catalogue_service_server::FaultCatalogueServiceServer,
    hand_over_service_server::HandOverServiceServer, issue_service_server::IssueServiceServer,
    offline_service_server::OfflineServiceServer, plan_service_server::PlanServiceServer,
    planning_live_service_server::PlanningLiveServiceServer, planning_service_server::PlanningServiceServer,
    preparation_service_server::PreparationServiceServer, report_service_server::ReportServiceServer,
    score_service_server::ScoreServiceServer, shop_visit_service_server::ShopVisitServiceServer,
    time_report_service_server::TimeReportServiceServer, training_service_server::TrainingServiceServer,
};

/// Name of the service.
pub const NAME: &str = "dispatch";

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

/// The tables of the service.
pub const MIGRATIONS: Migrations = Migrations {
    sqlite: &SQLITE,
    postgres: &POSTGRES,
};

/// Every reason of the service, for the catalogue.
pub const REASONS: &[&[&Reason]] = &[
    domain::reasons::REASONS,
    domain::flow_reasons::REASONS,
    domain::live_reasons::REASONS,
    domain::score_reasons::REASONS,
    domain::planning_reasons::REASONS,
    domain::report_reasons::REASONS,
    domain::custody_reasons::REASONS,
    domain::approval_reasons::REASONS,
    domain::plan_reasons::REASONS,
];

/// What runs beside the methods: due timers, other services' events.
pub fn member(kit: Kit, env: &Env) -> Member {
    Member {
        jobs: Arc::new(jobs::Dues::new(&kit, env)),
        consumer: Arc::new(inbox::Inbox::new(kit.clone(), env)),
        kit,
    }
}

/// Adds the service to a server.
pub fn serve(server: Server, kit: Kit, env: &Env) -> Server {
    let dispatch = rpc::Dispatch::new(kit.clone(), env);
    server
        .add_service(DispatchServiceServer::new(dispatch.clone()))
        .add_service(CrewServiceServer::new(dispatch.clone()))
        .add_service(IssueServiceServer::new(dispatch.clone()))
        .add_service(PreparationServiceServer::new(dispatch.clone()))
        .add_service(HandOverServiceServer::new(dispatch.clone()))
        .add_service(AmendmentServiceServer::new(dispatch.clone()))
        .add_service(DispatchLiveServiceServer::new(rpc::LiveLists::new(dispatch.clone())))
        .add_service(DispatchListsLiveServiceServer::new(rpc::ListsLive::new(
            dispatch.clone(),
        )))
        .add_service(PlanningLiveServiceServer::new(rpc::PlanningLive::new(dispatch.clone())))
        .add_service(OfflineServiceServer::new(rpc::Offline::new(dispatch)))
        .add_service(ScoreServiceServer::new(rpc::scores::Scores::new(kit.clone(), env)))
        .add_service(AppealServiceServer::new(rpc::appeals::Appeals::new(kit.clone(), env)))
        .add_service(FaultCatalogueServiceServer::new(rpc::faults::Faults::new(
            kit.clone(),
            env,
        )))
        .add_service(TrainingServiceServer::new(rpc::training::Training::new(
            kit.clone(),
            env,
        )))
        .add_service(PlanningServiceServer::new(rpc::Planning::new(kit.clone(), env)))
        .add_service(ReportServiceServer::new(rpc::Reports::new(kit.clone(), env)))
        .add_service(TimeReportServiceServer::new(rpc::TimeReports::new(kit.clone(), env)))
        .add_service(ShopVisitServiceServer::new(rpc::ShopVisits::new(kit.clone(), env)))
        .add_service(CustodyServiceServer::new(rpc::Custody::new(kit.clone(), env)))
        .add_service(AppraisalServiceServer::new(rpc::Appraisals::new(kit.clone(), env)))
        .add_service(ExpenseServiceServer::new(rpc::Expenses::new(kit.clone(), env)))
        .add_service(PlanServiceServer::new(rpc::Plans::new(kit, env)))
}
