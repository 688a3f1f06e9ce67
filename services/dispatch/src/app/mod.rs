//! Use cases: one a file, each the only place that decides the order of its steps.

pub mod arrive;
pub mod assign_technician;
pub mod cancel_work_order;
pub mod carry_over;
pub mod complete_visit;
pub mod confirm_work_order;
pub mod create_work_order;
pub mod deadlines;
pub mod declare_no_parts;
pub mod depart;
pub mod follow_callback;
pub mod follow_parts;
pub mod follow_ticket;
pub mod log_contact;
pub mod promise_visit;
pub mod receive_work_order;
pub mod record_missed_service;
pub mod reopen_work_order;
pub mod report_appointment;
pub mod report_completion;
pub mod return_unreachable;
pub mod set_presence;

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag, id::WorkOrderId, refdata::RefData};

use crate::{
    domain::{Actor, WorkOrder},
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
