//! Use cases: one a file, each the only place that decides the order of its steps.

pub mod amend_work_order;
pub mod appraisal;
pub mod arrive;
pub mod assign_crew;
pub mod assign_technician;
pub mod book_crew;
pub mod bundle_week;
pub mod cancel_work_order;
pub mod carry_over;
pub mod close_day;
pub mod close_month;
pub mod complete_visit;
pub mod confirm_manual_read;
pub mod confirm_work_order;
pub mod create_own_order;
pub mod create_work_order;
pub mod custody;
pub mod deadlines;
pub mod decide_appeal;
pub mod declare_no_parts;
pub mod depart;
pub mod expense;
pub mod file_appeal;
pub mod follow_callback;
pub mod follow_parts;
pub mod follow_roster;
pub mod follow_scores;
pub mod follow_ticket;
pub mod insist_same_day;
pub mod issue_daily_report;
pub mod list_missing_reports;
pub mod list_shop_tasks;
pub mod log_contact;
pub mod make_rounds;
pub mod measure_load;
pub mod plan;
pub mod plan_days;
pub mod promise_visit;
pub mod put_fault_entry;
pub mod put_score_table;
pub mod receive_work_order;
pub mod record_extra_consent;
pub mod record_investigation;
pub mod record_missed_service;
pub mod record_shop_visit;
pub mod record_training;
pub mod reissue_work_order;
pub mod reopen_work_order;
pub mod report_appointment;
pub mod report_completion;
pub mod resolve_by_phone;
pub mod return_unreachable;
pub mod review_weekly_report;
pub mod score_sheets;
pub mod set_presence;
pub mod submit_time_report;
pub mod withdraw_fault_entry;

use aftersales_kit::{
    Result, auth::BranchScope, db::Tx, etag, id::WorkOrderId, policy::catalogue::DISPATCH_LATE_FACT_TRUST,
    refdata::RefData, time::Timestamp,
};

use crate::{
    domain::{Actor, Told, WorkOrder},
    store::work_orders,
};

/// Who acts, on which branches' orders, and what is known of the branches.
#[derive(Clone)]
pub struct By {
    /// Who acts.
    pub actor: Actor,
    /// The branches whose orders exist for him.
    pub scope: BranchScope,
    /// The branches' calendars, policies and staff.
    pub refs: RefData,
}

/// The order that a command names, and the etag that its sender saw.
#[derive(Debug, Clone)]
pub struct Target {
    /// The order.
    pub id: WorkOrderId,
    /// The etag; empty when the sender does not care.
    pub etag: String,
}

/// The order of a command, kept from others until the transaction ends.
///
/// # Errors
/// `WORK_ORDER_NOT_FOUND`, `STALE_ETAG`.
async fn open(tx: &mut Tx, by: &By, target: &Target) -> Result<WorkOrder> {
    let order = work_orders::lock(tx, &by.scope, target.id).await?;
    etag::check(&target.etag, order.version)?;
    Ok(order)
}

/// When something happened, with how long the told time is believed.
///
/// # Errors
/// Those of the calendar.
async fn told(tx: &mut Tx, by: &By, order: &WorkOrder, at: Option<Timestamp>) -> Result<Told> {
    let now = tx.now();
    // a time that cannot be right is refused by the decision itself
    let possible = at.filter(|at| (order.begins_at()..=now).contains(at));
    let trusted_until = match possible {
        Some(at) => {
            let book = by.refs.branch_in(tx, &order.branch_id).await?;
            book.reckon(DISPATCH_LATE_FACT_TRUST, at)?.due_at
        }
        None => now,
    };
    Ok(Told { at, trusted_until })
}
