//! SQL of `callback_task`.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::{Tx, fetch_many},
    etag, exec, fetch_all, fetch_optional,
    id::{BranchId, CustomerId, TicketId, WorkOrderId},
    seal::Sealer,
    time::Timestamp,
};
use uuid::Uuid;

use super::{
    columns::{self, TaskRow},
    words,
};
use crate::domain::{Answers, Improvement, Task, TaskId, reasons::CALLBACK_TASK_NOT_FOUND};

/// The columns of a task, then the rest of the statement.
macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, branch_id, state, outcome, ticket_id, work_order_id, work_order_no, customer_id, ",
            "technician_id, service_class, visit_number, appointed_date, visit_date, completed_at, reported_at, ",
            "due_date, due_at, due_provisional, due_agreed, not_before, callable_from, attempts, contacted, on_time, ",
            "satisfied, needs_revisit, reasons, attitude, skill, arrival_time, promises, repurchase_percent, loyalty, ",
            "called_by, called_at, measure_owner, measure_due, measured_by, measured_at, closed_at, contact, words, ",
            "version FROM callback_task ",
            $tail
        )
    };
}
pub(super) use select;

/// Adds a task without attempts and answers; `false` when the visit has one already (CBK-03).
pub async fn insert(tx: &mut Tx, sealer: &Sealer, task: &Task) -> Result<bool> {
    const SQL: &str = "
        INSERT INTO callback_task (
            id, branch_id, state, outcome, ticket_id, work_order_id, work_order_no, customer_id, technician_id,
            service_class, visit_number, appointed_date, visit_date, completed_at, reported_at, due_date, due_at,
            due_provisional, due_agreed, not_before, callable_from, attempts, closed_at, contact, version
        ) VALUES (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, '[]', $22,
            $23, $24
        )
        ON CONFLICT (work_order_id, visit_number) DO NOTHING";
    let contact = words::seal_contact(sealer, task)?;
    #[rustfmt::skip]
    let rows = exec!(
        tx, SQL, task.id, &task.branch_id, task.state, task.outcome, task.ticket_id, task.work_order_id,
        &task.work_order_no, task.customer_id, &task.technician_id, task.service_class, task.visit_number,
        task.appointed_date, task.visit_date, task.completed_at, task.reported_at, task.schedule.due_date,
        task.schedule.due_at, task.schedule.provisional, task.schedule.shifted, task.schedule.not_before,
        task.schedule.callable_from, task.closed_at, contact.as_deref(), task.version,
    )?;
    Ok(rows == 1)
}

/// Writes everything of a task that may have changed, unless somebody else was faster.
///
/// # Errors
/// `STALE_ETAG`.
pub async fn update(tx: &mut Tx, sealer: &Sealer, task: &mut Task) -> Result<()> {
    const SQL: &str = "
        UPDATE callback_task
        SET
            state = $3,
            outcome = $4,
            due_date = $5,
            due_at = $6,
            due_provisional = $7,
            due_agreed = $8,
            not_before = $9,
            callable_from = $10,
            attempts = $11,
            called_by = $12,
            called_at = $13,
            closed_at = $14,
            contact = $15,
            words = $16,
            version = version + 1
        WHERE id = $1 AND version = $2";
    let attempts = columns::write_attempts(&task.attempts)?;
    let (contact, words) = (words::seal_contact(sealer, task)?, words::seal_words(sealer, task)?);
    #[rustfmt::skip]
    let rows = exec!(
        tx, SQL, task.id, task.version, task.state, task.outcome, task.schedule.due_date, task.schedule.due_at,
        task.schedule.provisional, task.schedule.shifted, task.schedule.not_before, task.schedule.callable_from,
        attempts.as_str(), task.called_by.as_deref(), task.called_at, task.closed_at, contact.as_deref(),
        words.as_deref(),
    )?;
    task.version += 1;
    etag::changed(rows)
}

/// Writes the answers of a task, beside [`update`] in the same transaction.
pub async fn write_answers(tx: &mut Tx, task: &Task, answers: &Answers) -> Result<()> {
    const SQL: &str = "
        UPDATE callback_task
        SET
            contacted = $2,
            on_time = $3,
            satisfied = $4,
            needs_revisit = $5,
            reasons = $6,
            attitude = $7,
            skill = $8,
            arrival_time = $9,
            promises = $10,
            repurchase_percent = $11,
            loyalty = $12
        WHERE id = $1";
    let reasons = columns::write_reasons(answers);
    exec!(
        tx,
        SQL,
        task.id,
        answers.contacted,
        answers.on_time,
        answers.satisfied,
        answers.needs_revisit,
        reasons.as_str(),
        answers.appraisal.attitude,
        answers.appraisal.skill,
        answers.appraisal.arrival_time,
        answers.appraisal.promises,
        answers.repurchase_percent,
        task.loyalty,
    )?;
    Ok(())
}

/// Writes the chief's measure, beside [`update`] in the same transaction.
pub async fn write_measure(tx: &mut Tx, id: TaskId, improvement: &Improvement) -> Result<()> {
    const SQL: &str = "
        UPDATE callback_task
        SET measure_owner = $2, measure_due = $3, measured_by = $4, measured_at = $5
        WHERE id = $1";
    exec!(
        tx,
        SQL,
        id,
        &improvement.owner,
        improvement.due_date,
        improvement.by.as_str(),
        improvement.at
    )?;
    Ok(())
}

/// A task by its id.
///
/// # Errors
/// `CALLBACK_TASK_NOT_FOUND`, also for another branch's.
pub async fn get(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, id: TaskId) -> Result<Task> {
    let row = fetch_optional!(tx, TaskRow, select!("WHERE id = $1"), id)?;
    admit(row, sealer, scope)
}

/// A ticket's latest task.
///
/// # Errors
/// As [`get`].
pub async fn latest_of_ticket(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, ticket: TicketId) -> Result<Task> {
    const SQL: &str = select!("WHERE ticket_id = $1 ORDER BY id DESC LIMIT 1");
    let row = fetch_optional!(tx, TaskRow, SQL, ticket)?;
    admit(row, sealer, scope)
}

fn admit(row: Option<TaskRow>, sealer: &Sealer, scope: &BranchScope) -> Result<Task> {
    let task = row.ok_or(&CALLBACK_TASK_NOT_FOUND)?.open(sealer)?;
    scope.admit(&task.branch_id, &CALLBACK_TASK_NOT_FOUND)?;
    Ok(task)
}

/// A customer's tasks that wait for a call.
pub async fn waiting_of_customer(
    tx: &mut Tx,
    sealer: &Sealer,
    branch: &BranchId,
    customer: CustomerId,
) -> Result<Vec<Task>> {
    const SQL: &str =
        select!("WHERE customer_id = $1 AND state IN ('LISTED', 'QUEUED') AND branch_id = $2 ORDER BY id");
    open_all(fetch_all!(tx, TaskRow, SQL, customer, branch)?, sealer)
}

/// An order's tasks that wait for a call.
pub async fn waiting_of_order(tx: &mut Tx, sealer: &Sealer, order: WorkOrderId) -> Result<Vec<Task>> {
    const SQL: &str = select!("WHERE work_order_id = $1 AND state IN ('LISTED', 'QUEUED') ORDER BY id");
    open_all(fetch_all!(tx, TaskRow, SQL, order)?, sealer)
}

/// A branch's tasks that nobody was called for and that are not overdue: a new calendar may move them.
pub async fn movable(tx: &mut Tx, sealer: &Sealer, branch: &BranchId, now: Timestamp) -> Result<Vec<Task>> {
    const SQL: &str = select!(
        "WHERE branch_id = $1 AND state IN ('LISTED', 'QUEUED') AND due_at >= $2 AND attempts = '[]' ORDER BY due_at, id"
    );
    open_all(fetch_all!(tx, TaskRow, SQL, branch, now)?, sealer)
}

/// Drops the copies of a customer's contact; gives the tasks that had one.
pub async fn drop_contacts(tx: &mut Tx, sealer: &Sealer, customer: CustomerId) -> Result<Vec<Task>> {
    const SQL: &str = "
        UPDATE callback_task SET contact = NULL WHERE customer_id = $1 AND contact IS NOT NULL
        RETURNING id";
    let dropped = fetch_all!(tx, (Uuid,), SQL, customer)?;
    let ids: Vec<Uuid> = dropped.into_iter().map(|(id,)| id).collect();
    of_ids(tx, sealer, &ids).await
}

/// Some tasks by their ids, whosever they are.
pub async fn of_ids(tx: &mut Tx, sealer: &Sealer, ids: &[Uuid]) -> Result<Vec<Task>> {
    open_all(fetch_many(tx, select!("WHERE id {in} ORDER BY id"), ids).await?, sealer)
}

pub(super) fn open_all(rows: Vec<TaskRow>, sealer: &Sealer) -> Result<Vec<Task>> {
    rows.into_iter().map(|row| row.open(sealer)).collect()
}
