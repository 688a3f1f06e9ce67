//! What callback and hotline say that counts in a month's score (CBK-07, CBK-14, X-23).

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    id::{BranchId, CustomerId, WorkOrderId},
    refdata::RefData,
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use crate::{
    domain::score::{Complaint, Survey},
    store::{
        score_facts::{self, NewComplaint},
        work_orders,
    },
};

/// All answers of a visit's callback are in.
pub async fn surveyed(tx: &mut Tx, order: WorkOrderId, visit: i64, survey: Survey) -> Result<()> {
    score_facts::put_survey(tx, order, visit, &survey).await
}

/// A visit has no callback because it was reported too late (CBK-06, DSP-34).
pub async fn ruled_out(tx: &mut Tx, order: WorkOrderId, visit: i64) -> Result<()> {
    score_facts::put_excluded(tx, order, visit).await
}

/// The customer was not satisfied: somebody handles it.
pub async fn dissatisfied(tx: &mut Tx, order: WorkOrderId, task: Uuid, at: Timestamp) -> Result<()> {
    let order = work_orders::get(tx, &BranchScope::All, order).await?;
    let technician_id = order.technician_id.map(|code| code.to_string()).unwrap_or_default();
    let complaint = NewComplaint {
        complaint: unanswered(task, technician_id, at),
        branch_id: order.branch_id,
        work_order_id: Some(order.id),
        active: false,
    };
    score_facts::add_complaint(tx, &complaint).await
}

fn unanswered(id: Uuid, technician_id: String, at: Timestamp) -> Complaint {
    Complaint {
        id,
        technician_id,
        owner: String::new(),
        due_at: None,
        reported_at: at,
        answered_at: None,
        answered_by: String::new(),
    }
}

/// The measure of a dissatisfaction: who carries it, and by when.
pub struct Measure {
    /// Callback task.
    pub task: Uuid,
    /// Branch.
    pub branch: BranchId,
    /// Staff code of who carries it.
    pub owner: String,
    /// By when.
    pub due: Option<BusinessDate>,
    /// Staff code of who set it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// The chief set a measure (CBK-63).
pub async fn measured(tx: &mut Tx, refs: &RefData, measure: Measure) -> Result<()> {
    let book = refs.branch_in(tx, &measure.branch).await?;
    let due = measure.due.and_then(|date| book.calendar().zone().end_of(date).ok());
    let carried = Some((measure.owner.as_str(), due));
    score_facts::answer_complaint(tx, measure.task, &measure.by, measure.at, carried).await
}

/// A complaint that the hotline took down.
pub struct Complained {
    /// Consultation id.
    pub id: Uuid,
    /// Branch.
    pub branch: BranchId,
    /// Who complained, when known.
    pub customer: Option<CustomerId>,
    /// Who has to answer, and by when; `None` when it was answered at once.
    pub owed: Option<(String, Option<Timestamp>)>,
    /// Staff code of who took it.
    pub agent: String,
    /// When.
    pub at: Timestamp,
}

/// The customer complained of his own accord: it counts for his latest order at the branch.
pub async fn complained(tx: &mut Tx, told: Complained) -> Result<()> {
    let order = match told.customer {
        Some(customer) => score_facts::latest_order(tx, &told.branch, customer).await?,
        None => None,
    };
    let (work_order_id, technician) = order.unzip();
    let mut complaint = unanswered(told.id, technician.flatten().unwrap_or_default(), told.at);
    match told.owed {
        Some((owner, due_at)) => (complaint.owner, complaint.due_at) = (owner, due_at),
        None => {
            complaint.owner.clone_from(&told.agent);
            (complaint.answered_at, complaint.answered_by) = (Some(told.at), told.agent);
        }
    }
    let new = NewComplaint {
        complaint,
        branch_id: told.branch,
        work_order_id,
        active: true,
    };
    score_facts::add_complaint(tx, &new).await
}

/// An open complaint was answered (HOT-16).
pub async fn answered(tx: &mut Tx, id: Uuid, by: String, at: Timestamp) -> Result<()> {
    score_facts::answer_complaint(tx, id, &by, at, None).await
}
