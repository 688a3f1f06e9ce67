//! Rows of `callback_task`, and the way from them to a task.

use aftersales_kit::{
    Error, Result,
    id::{BranchId, CustomerId, StaffId, TicketId, WorkOrderId},
    seal::Sealer,
    time::{BusinessDate, Timestamp},
};
use serde::{Deserialize, Serialize};

use super::words::{self, Words};
use crate::domain::{
    Answer, Answers, Appraisal, Attempt, AttemptResult, Dissatisfaction, Improvement, Loyalty, Outcome, Schedule,
    ServiceClass, Task, TaskId, TaskState,
};

/// A whole row.
#[derive(sqlx::FromRow)]
pub(super) struct TaskRow {
    id: TaskId,
    branch_id: BranchId,
    state: TaskState,
    outcome: Option<Outcome>,
    ticket_id: TicketId,
    work_order_id: WorkOrderId,
    work_order_no: String,
    customer_id: CustomerId,
    technician_id: String,
    service_class: Option<ServiceClass>,
    visit_number: i64,
    appointed_date: BusinessDate,
    visit_date: BusinessDate,
    completed_at: Option<Timestamp>,
    reported_at: Timestamp,
    #[sqlx(flatten)]
    schedule: ScheduleRow,
    attempts: String,
    #[sqlx(flatten)]
    answers: AnswersRow,
    loyalty: Option<Loyalty>,
    called_by: Option<String>,
    called_at: Option<Timestamp>,
    #[sqlx(flatten)]
    measure: MeasureRow,
    closed_at: Option<Timestamp>,
    contact: Option<Vec<u8>>,
    words: Option<Vec<u8>>,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct ScheduleRow {
    due_date: BusinessDate,
    due_at: Timestamp,
    due_provisional: bool,
    due_agreed: bool,
    not_before: BusinessDate,
    callable_from: Timestamp,
}

#[derive(sqlx::FromRow)]
struct AnswersRow {
    contacted: Option<Answer>,
    on_time: Option<Answer>,
    satisfied: Option<Answer>,
    needs_revisit: Option<Answer>,
    reasons: Option<String>,
    attitude: Option<i64>,
    skill: Option<i64>,
    arrival_time: Option<i64>,
    promises: Option<i64>,
    repurchase_percent: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct MeasureRow {
    measure_owner: Option<StaffId>,
    measure_due: Option<BusinessDate>,
    measured_by: Option<String>,
    measured_at: Option<Timestamp>,
}

/// An attempt as the column `attempts` holds it, without its note.
#[derive(Serialize, Deserialize)]
struct AttemptItem {
    at: Timestamp,
    date: BusinessDate,
    day_part: String,
    by: String,
    result: String,
}

impl TaskRow {
    /// The task, with what is sealed opened.
    pub fn open(self, sealer: &Sealer) -> Result<Task> {
        let words = words::open_words(sealer, self.id, self.words.as_deref())?;
        Ok(Task {
            contact: words::open_contact(sealer, self.id, self.contact.as_deref())?,
            attempts: read_attempts(&self.attempts, &words)?,
            answers: self.answers.read(&words),
            improvement: self.measure.read(&words),
            loyalty: self.loyalty,
            schedule: self.schedule.read(),
            id: self.id,
            branch_id: self.branch_id,
            state: self.state,
            outcome: self.outcome,
            ticket_id: self.ticket_id,
            work_order_id: self.work_order_id,
            work_order_no: self.work_order_no,
            customer_id: self.customer_id,
            technician_id: self.technician_id,
            service_class: self.service_class,
            visit_number: self.visit_number,
            appointed_date: self.appointed_date,
            visit_date: self.visit_date,
            completed_at: self.completed_at,
            reported_at: self.reported_at,
            called_by: self.called_by,
            called_at: self.called_at,
            closed_at: self.closed_at,
            version: self.version,
        })
    }
}

impl ScheduleRow {
    fn read(self) -> Schedule {
        Schedule {
            due_date: self.due_date,
            due_at: self.due_at,
            provisional: self.due_provisional,
            shifted: self.due_agreed,
            not_before: self.not_before,
            callable_from: self.callable_from,
        }
    }
}

impl AnswersRow {
    /// All answers; `None` before they are in.
    fn read(self, words: &Words) -> Option<Answers> {
        let reasons = self.reasons.unwrap_or_default();
        Some(Answers {
            contacted: self.contacted?,
            on_time: self.on_time?,
            satisfied: self.satisfied?,
            reasons: reasons.split(',').filter_map(Dissatisfaction::parse).collect(),
            reason_text: words.reason_text.clone(),
            needs_revisit: self.needs_revisit?,
            appraisal: Appraisal {
                attitude: self.attitude?,
                skill: self.skill?,
                arrival_time: self.arrival_time?,
                promises: self.promises?,
            },
            suggestions: words.suggestions.clone(),
            repurchase_percent: self.repurchase_percent,
        })
    }
}

impl MeasureRow {
    fn read(self, words: &Words) -> Option<Improvement> {
        Some(Improvement {
            root_cause: words.root_cause.clone(),
            measure: words.measure.clone(),
            owner: self.measure_owner?,
            due_date: self.measure_due?,
            by: self.measured_by?,
            at: self.measured_at?,
        })
    }
}

/// The stored form of the reasons.
pub(super) fn write_reasons(answers: &Answers) -> String {
    let reasons: Vec<&str> = answers.reasons.iter().map(|reason| reason.as_str()).collect();
    reasons.join(",")
}

/// The stored form of the attempts.
pub(super) fn write_attempts(attempts: &[Attempt]) -> Result<String> {
    let item = |attempt: &Attempt| AttemptItem {
        at: attempt.at,
        date: attempt.date,
        day_part: attempt.day_part.clone(),
        by: attempt.by.clone(),
        result: attempt.result.to_string(),
    };
    let items: Vec<AttemptItem> = attempts.iter().map(item).collect();
    serde_json::to_string(&items).map_err(|source| Error::internal_from("write attempts", source))
}

fn read_attempts(text: &str, words: &Words) -> Result<Vec<Attempt>> {
    let items: Vec<AttemptItem> =
        serde_json::from_str(text).map_err(|source| Error::internal_from("read attempts", source))?;
    let mut notes = words.notes.iter();
    let mut read = |item: AttemptItem| {
        Some(Attempt {
            at: item.at,
            date: item.date,
            day_part: item.day_part,
            by: item.by,
            result: AttemptResult::parse(&item.result)?,
            note: notes.next().cloned().unwrap_or_default(),
        })
    };
    let attempts: Option<Vec<Attempt>> = items.into_iter().map(&mut read).collect();
    attempts.ok_or_else(|| Error::internal("read attempts: an unknown result"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The column as the first version wrote it: every later version must still read it.
    #[test]
    fn stored_attempts_stay_readable() {
        let stored = r#"[{"at":1795000000000000,"date":"2026-11-18","day_part":"PM","by":"V1","result":"NO_ANSWER"}]"#;
        let words = Words {
            notes: vec!["try the office".to_owned()],
            ..Words::default()
        };
        let attempts = read_attempts(stored, &words).unwrap();
        assert_eq!(attempts[0].result, AttemptResult::NoAnswer);
        assert_eq!(attempts[0].note, "try the office");
        assert_eq!(write_attempts(&attempts).unwrap(), stored);
    }
}
