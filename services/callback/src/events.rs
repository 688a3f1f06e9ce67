//! What callback tells the world. No personal data: ids, codes, dates and the answers by key.

use aftersales_kit::{
    outbox::NewEvent,
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::{
    callback::v1::{
        self as proto, CallbackAttempted, CallbackClosed, CallbackCompleted, CallbackEvent, CallbackFacts,
        CallbackTaskChanged, CallbackTaskCreated, CallbackTaskMoved, DissatisfactionReported, ImprovementRecorded,
        RevisitNeeded, VisitNotOnTimeReported, callback_event::Event,
    },
    common::v1 as common,
};

use crate::domain::{
    Answer, Answers, Appraisal, Attempt, AttemptResult, Dissatisfaction, Improvement, Loyalty, Outcome, ServiceClass,
    Task,
};

/// A task was made (CBK-02, CBK-04).
pub fn created(task: &Task) -> NewEvent {
    let due_at = Some(task.schedule.due_at.to_proto());
    let fact = CallbackTaskCreated {
        task: facts(task),
        due_at,
    };
    event(task, "CallbackTaskCreated", Event::CallbackTaskCreated(fact))
}

/// A task's due date moved: `CUSTOMER_ABSENT` or `CALENDAR`.
pub fn moved(task: &Task, old_due_date: BusinessDate, cause: &str) -> NewEvent {
    let fact = CallbackTaskMoved {
        task: facts(task),
        old_due_date: old_due_date.to_string(),
        cause: cause.to_owned(),
    };
    event(task, "CallbackTaskMoved", Event::CallbackTaskMoved(fact))
}

/// Something of a task changed that no other event tells.
pub fn changed(task: &Task) -> NewEvent {
    let fact = CallbackTaskChanged { task: facts(task) };
    event(task, "CallbackTaskChanged", Event::CallbackTaskChanged(fact))
}

/// The customer was not reached (CBK-26).
pub fn attempted(task: &Task, attempt: &Attempt) -> NewEvent {
    let fact = CallbackAttempted {
        task: facts(task),
        attempt_number: i32::try_from(task.attempts.len()).unwrap_or(i32::MAX),
        result: attempt_result(attempt.result).into(),
        by: attempt.by.clone(),
        at: Some(attempt.at.to_proto()),
    };
    event(task, "CallbackAttempted", Event::CallbackAttempted(fact))
}

/// All answers are in, and what follows from them for others (CBK-07, CBK-08, CBK-09, CBK-63).
pub fn answered(task: &Task, answers: &Answers, by: &str, at: Timestamp) -> Vec<NewEvent> {
    let mut events = vec![completed(task, answers, by, at)];
    let reported_at = Some(at.to_proto());
    if answers.on_time == Answer::No {
        let fact = VisitNotOnTimeReported {
            task: facts(task),
            reported_at,
        };
        events.push(event(
            task,
            "VisitNotOnTimeReported",
            Event::VisitNotOnTimeReported(fact),
        ));
    }
    if answers.needs_revisit == Answer::Yes {
        let fact = RevisitNeeded {
            task: facts(task),
            reported_at,
        };
        events.push(event(task, "RevisitNeeded", Event::RevisitNeeded(fact)));
    }
    if answers.satisfied == Answer::No {
        let fact = DissatisfactionReported {
            task: facts(task),
            reasons: reasons(answers),
            reported_at,
        };
        events.push(event(
            task,
            "DissatisfactionReported",
            Event::DissatisfactionReported(fact),
        ));
    }
    events
}

fn completed(task: &Task, answers: &Answers, by: &str, at: Timestamp) -> NewEvent {
    let fact = CallbackCompleted {
        task: facts(task),
        contacted_within_one_day: answer(answers.contacted).into(),
        on_time: answer(answers.on_time).into(),
        satisfied: answer(answers.satisfied).into(),
        needs_revisit: answer(answers.needs_revisit).into(),
        reasons: reasons(answers),
        appraisal: Some(appraisal(answers.appraisal)),
        completed_by: by.to_owned(),
        completed_at: Some(at.to_proto()),
        loyalty_class: loyalty(task.loyalty).into(),
    };
    event(task, "CallbackCompleted", Event::CallbackCompleted(fact))
}

/// The chief set a measure (CBK-63).
pub fn improved(task: &Task, improvement: &Improvement) -> NewEvent {
    let fact = ImprovementRecorded {
        task: facts(task),
        owner: improvement.owner.to_string(),
        due_date: improvement.due_date.to_string(),
        recorded_by: improvement.by.clone(),
        recorded_at: Some(improvement.at.to_proto()),
    };
    event(task, "ImprovementRecorded", Event::ImprovementRecorded(fact))
}

/// The task is over.
pub fn closed(task: &Task, outcome: Outcome, at: Timestamp) -> NewEvent {
    let fact = CallbackClosed {
        task: facts(task),
        outcome: self::outcome(outcome).into(),
        closed_at: Some(at.to_proto()),
    };
    event(task, "CallbackClosed", Event::CallbackClosed(fact))
}

fn event(task: &Task, name: &str, event: Event) -> NewEvent {
    NewEvent::new(
        task.ticket_id,
        task.branch_id.clone(),
        name,
        &CallbackEvent { event: Some(event) },
    )
}

fn facts(task: &Task) -> Option<CallbackFacts> {
    Some(CallbackFacts {
        callback_task_id: task.id.to_string(),
        ticket_id: task.ticket_id.to_string(),
        work_order_id: task.work_order_id.to_string(),
        work_order_no: task.work_order_no.clone(),
        branch_id: task.branch_id.to_string(),
        technician_id: task.technician_id.clone(),
        service_class: task
            .service_class
            .map_or(common::ServiceClass::Unspecified, service_class)
            .into(),
        visit_number: i32::try_from(task.visit_number).unwrap_or_default(),
        appointed_date: task.appointed_date.to_string(),
        due_date: task.schedule.due_date.to_string(),
    })
}

fn reasons(answers: &Answers) -> Vec<i32> {
    answers
        .reasons
        .iter()
        .map(|reason| dissatisfaction(*reason).into())
        .collect()
}

/// An answer in the contract's form.
pub const fn answer(answer: Answer) -> proto::Answer {
    match answer {
        Answer::Yes => proto::Answer::Yes,
        Answer::No => proto::Answer::No,
        Answer::Unknown => proto::Answer::Unknown,
    }
}

/// A class of loyalty in the contract's form.
pub const fn loyalty(class: Option<Loyalty>) -> proto::LoyaltyClass {
    match class {
        None => proto::LoyaltyClass::Unspecified,
        Some(Loyalty::High) => proto::LoyaltyClass::High,
        Some(Loyalty::Medium) => proto::LoyaltyClass::Medium,
        Some(Loyalty::Low) => proto::LoyaltyClass::Low,
        Some(Loyalty::None) => proto::LoyaltyClass::None,
    }
}

/// The four marks in the contract's form.
pub fn appraisal(marks: Appraisal) -> proto::Appraisal {
    let mark = |mark: i64| i32::try_from(mark).unwrap_or_default();
    proto::Appraisal {
        attitude: mark(marks.attitude),
        skill: mark(marks.skill),
        arrival_time: mark(marks.arrival_time),
        promises: mark(marks.promises),
    }
}

/// The result of an attempt in the contract's form.
pub const fn attempt_result(result: AttemptResult) -> proto::AttemptResult {
    match result {
        AttemptResult::NoAnswer => proto::AttemptResult::NoAnswer,
        AttemptResult::Busy => proto::AttemptResult::Busy,
        AttemptResult::WrongNumber => proto::AttemptResult::WrongNumber,
        AttemptResult::CallLater => proto::AttemptResult::CallLater,
    }
}

/// A reason in the contract's form.
pub const fn dissatisfaction(reason: Dissatisfaction) -> common::DissatisfactionReason {
    match reason {
        Dissatisfaction::Attitude => common::DissatisfactionReason::Attitude,
        Dissatisfaction::Skill => common::DissatisfactionReason::Skill,
        Dissatisfaction::ResponseSpeed => common::DissatisfactionReason::ResponseSpeed,
        Dissatisfaction::Other => common::DissatisfactionReason::Other,
    }
}

/// An outcome in the contract's form.
pub const fn outcome(outcome: Outcome) -> proto::CallbackOutcome {
    match outcome {
        Outcome::Satisfied => proto::CallbackOutcome::Satisfied,
        Outcome::FollowedUp => proto::CallbackOutcome::FollowedUp,
        Outcome::Reissued => proto::CallbackOutcome::Reissued,
        Outcome::Revisit => proto::CallbackOutcome::Revisit,
        Outcome::Notified => proto::CallbackOutcome::Notified,
        Outcome::Excluded => proto::CallbackOutcome::Excluded,
    }
}

/// A class of service in the contract's form.
pub const fn service_class(class: ServiceClass) -> common::ServiceClass {
    match class {
        ServiceClass::A => common::ServiceClass::A,
        ServiceClass::B => common::ServiceClass::B,
        ServiceClass::C => common::ServiceClass::C,
        ServiceClass::D => common::ServiceClass::D,
    }
}
