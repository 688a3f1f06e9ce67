//! A customer to call back, from the list to the closed record (F-4).

use aftersales_kit::{
    Refusal, Result, id,
    id::{BranchId, CustomerId, StaffId, TicketId, WorkOrderId},
    text_enum,
    time::{BusinessDate, Timestamp},
};

use super::{
    Answers, Attempt, Contact, Loyalty, LoyaltyBounds, Schedule,
    attempts::AttemptRules,
    reasons::{CALLBACK_TASK_STATE, CALLBACK_TOO_EARLY, DUE_DATE_IN_PAST, TIME_IN_FUTURE},
};

id!(
    /// A callback task (回访任务).
    TaskId, "callback task id"
);

text_enum! {
    /// State of a task (F-4).
    pub enum TaskState {
        /// On the list; not due yet.
        Listed = "LISTED",
        /// To be called.
        Queued = "QUEUED",
        /// All answers are in; the chief analyses (CBK-63).
        Completed = "COMPLETED",
        /// Closed; immutable.
        Closed = "CLOSED",
        /// Not reached; a message is sent (CBK-27).
        Unreached = "UNREACHED",
        /// No callback for this order (CBK-06).
        Excluded = "EXCLUDED",
    }
}

text_enum! {
    /// What a task came to.
    pub enum Outcome {
        /// Satisfied, nothing follows.
        Satisfied = "SATISFIED",
        /// Not satisfied; a measure stands.
        FollowedUp = "FOLLOWED_UP",
        /// Not on time; dispatch re-issues.
        Reissued = "REISSUED",
        /// Another visit follows.
        Revisit = "REVISIT",
        /// Not reached; a message was sent.
        Notified = "NOTIFIED",
        /// No callback.
        Excluded = "EXCLUDED",
    }
}

text_enum! {
    /// Class of a service.
    pub enum ServiceClass {
        /// Charged.
        A = "A",
        /// Under contract.
        B = "B",
        /// Free.
        C = "C",
        /// Internal.
        D = "D",
    }
}

/// What the chief made of a dissatisfaction (CBK-63).
#[derive(Clone, PartialEq, Eq)]
pub struct Improvement {
    /// Root cause.
    pub root_cause: String,
    /// Measure.
    pub measure: String,
    /// Who carries it.
    pub owner: StaffId,
    /// By when.
    pub due_date: BusinessDate,
    /// Staff code of who set it.
    pub by: String,
    /// When it was set.
    pub at: Timestamp,
}

/// A callback task: one of each finished visit (CBK-03).
#[derive(Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Owning branch.
    pub branch_id: BranchId,
    /// Where it stands.
    pub state: TaskState,
    /// What it came to; `None` while it is open.
    pub outcome: Option<Outcome>,
    /// Ticket.
    pub ticket_id: TicketId,
    /// Work order.
    pub work_order_id: WorkOrderId,
    /// Number of the work order.
    pub work_order_no: String,
    /// Customer.
    pub customer_id: CustomerId,
    /// Staff code of who did the service; may be empty.
    pub technician_id: String,
    /// Class of the service.
    pub service_class: Option<ServiceClass>,
    /// Number of the visit that it is about.
    pub visit_number: i64,
    /// Appointed date of that visit.
    pub appointed_date: BusinessDate,
    /// Local date of that visit; figures count by its month (DSP-59).
    pub visit_date: BusinessDate,
    /// When that visit ended.
    pub completed_at: Option<Timestamp>,
    /// When it was reported as ready for the callback.
    pub reported_at: Timestamp,
    /// When the customer is to be called.
    pub schedule: Schedule,
    /// Whom to call; `None` once the task is closed.
    pub contact: Option<Contact>,
    /// Attempts, oldest first.
    pub attempts: Vec<Attempt>,
    /// The answers.
    pub answers: Option<Answers>,
    /// Loyalty to the brand by the answers.
    pub loyalty: Option<Loyalty>,
    /// Staff code of who got them.
    pub called_by: Option<String>,
    /// When.
    pub called_at: Option<Timestamp>,
    /// The chief's measure.
    pub improvement: Option<Improvement>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Version of the record.
    pub version: i64,
}

impl Task {
    /// Whether the customer has not been reached yet.
    pub fn is_waiting(&self) -> bool {
        matches!(self.state, TaskState::Listed | TaskState::Queued)
    }

    /// Whether its contact may still be needed.
    pub fn is_open(&self) -> bool {
        self.is_waiting() || self.state == TaskState::Completed
    }

    /// Puts it on the list again at another time.
    pub fn reschedule(&mut self, schedule: Schedule, now: Timestamp) {
        self.state = if now < schedule.callable_from {
            TaskState::Listed
        } else {
            TaskState::Queued
        };
        self.schedule = schedule;
    }

    /// Its day has come: it is to be called. `false` when there is nothing to change.
    pub fn open(&mut self, now: Timestamp) -> bool {
        let opens = self.state == TaskState::Listed && self.schedule.callable_from <= now;
        if opens {
            self.state = TaskState::Queued;
        }
        opens
    }

    /// Passes when the customer may be called at an instant, and nobody got answers yet.
    ///
    /// # Errors
    /// `CALLBACK_TASK_STATE`, `CALLBACK_TOO_EARLY`.
    pub fn callable_at(&self, at: Timestamp) -> Result<(), Refusal> {
        if !self.is_waiting() {
            return Err(self.wrong_state());
        }
        if at < self.schedule.callable_from {
            let refusal = CALLBACK_TOO_EARLY.refuse().with("not_before", self.schedule.not_before);
            return Err(refusal.with("callback_task_id", self.id));
        }
        Ok(())
    }

    /// Passes when an attempt at an instant may be recorded.
    ///
    /// # Errors
    /// `TIME_IN_FUTURE` and those of [`callable_at`](Self::callable_at).
    pub fn may_attempt(&self, at: Timestamp, now: Timestamp) -> Result<(), Refusal> {
        if at > now {
            return Err(TIME_IN_FUTURE.field("at", "must not be later than now"));
        }
        self.callable_at(at)
    }

    /// Notes an attempt without answers. After enough of them in a row the customer gets a message instead, and the
    /// task is over (CBK-27).
    pub fn attempt(&mut self, attempt: Attempt, rules: &AttemptRules, now: Timestamp) {
        self.open(now);
        self.attempts.push(attempt);
        self.attempts.sort_by_key(|attempt| attempt.at);
        if rules.exhausted(&self.attempts) {
            self.end(TaskState::Unreached, Outcome::Notified, now);
        }
    }

    /// Takes all answers. The chief follows when the customer is not satisfied, else the task is closed (CBK-61).
    ///
    /// # Errors
    /// `REASON_MISSING` and those of [`callable_at`](Self::callable_at).
    pub fn complete(
        &mut self,
        answers: Answers,
        bounds: LoyaltyBounds,
        by: &str,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.callable_at(now)?;
        answers.check()?;
        self.loyalty = answers.repurchase_percent.map(|percent| bounds.class(percent));
        self.called_by = Some(by.to_owned());
        self.called_at = Some(now);
        if answers.needs_analysis() {
            self.state = TaskState::Completed;
        } else {
            self.end(TaskState::Closed, answers.outcome(), now);
        }
        self.answers = Some(answers);
        Ok(())
    }

    /// Takes the chief's root cause and measure, and closes the task (CBK-63). `today` is the branch's date.
    ///
    /// # Errors
    /// `CALLBACK_TASK_STATE`, `DUE_DATE_IN_PAST`.
    pub fn improve(&mut self, improvement: Improvement, today: BusinessDate, now: Timestamp) -> Result<(), Refusal> {
        let outcome = match (self.state, &self.answers) {
            (TaskState::Completed, Some(answers)) => answers.outcome(),
            _ => return Err(self.wrong_state()),
        };
        if improvement.due_date < today {
            return Err(DUE_DATE_IN_PAST.field("improvement.due_date", format!("must not be before {today}")));
        }
        self.improvement = Some(improvement);
        self.end(TaskState::Closed, outcome, now);
        Ok(())
    }

    /// No callback for this order (CBK-06). `false` when somebody was called already.
    pub fn exclude(&mut self, now: Timestamp) -> bool {
        let waits = self.is_waiting();
        if waits {
            self.end(TaskState::Excluded, Outcome::Excluded, now);
        }
        waits
    }

    /// RPC names that the state allows now, or why there is none.
    ///
    /// # Errors
    /// `CALLBACK_TASK_STATE`, `CALLBACK_TOO_EARLY`.
    pub fn possible(&self, now: Timestamp) -> Result<&'static [&'static str], Refusal> {
        if self.state == TaskState::Completed {
            return Ok(&["RecordImprovement"]);
        }
        self.callable_at(now)?;
        Ok(&["RecordAttempt", "CompleteCallback"])
    }

    /// Ends the task; nobody has to be called any more, so the contact goes.
    fn end(&mut self, state: TaskState, outcome: Outcome, now: Timestamp) {
        self.state = state;
        self.outcome = Some(outcome);
        self.closed_at = Some(now);
        self.contact = None;
    }

    fn wrong_state(&self) -> Refusal {
        CALLBACK_TASK_STATE
            .refuse()
            .with("state", self.state)
            .with("callback_task_id", self.id)
    }
}
