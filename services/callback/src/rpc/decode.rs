//! Requests into commands. The contract's own checks have passed before.

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    id::{BranchId, StaffId, TicketId},
    reasons::INVALID_REQUEST,
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::{
    callback::v1::{self as proto, CallbackAnswers, CallbackTaskState, ListCallbackTasksRequest},
    common::v1 as common,
};

use crate::{
    app::{complete_callback::CompleteCallback, record_attempt::RecordAttempt, record_improvement::RecordImprovement},
    domain::{Answer, Answers, Appraisal, AttemptResult, Dissatisfaction, TaskId, TaskState},
    store::task_list::TaskQuery,
};

/// A field that is not what the contract says.
pub(super) fn wrong(field: &str) -> Error {
    INVALID_REQUEST.field(field, "is not valid").into()
}

pub(super) fn branch(code: &str) -> Result<BranchId> {
    BranchId::parse(code).map_err(|_| wrong("branch_id"))
}

pub(super) fn task_query(
    scope: &BranchScope,
    request: ListCallbackTasksRequest,
    after: Option<(BusinessDate, TaskId)>,
    limit: i64,
    now: Timestamp,
) -> TaskQuery {
    let filter = request.filter.unwrap_or_default();
    let wanted: Vec<BranchId> = BranchId::parse(&request.branch_id).into_iter().collect();
    let states = filter.states().filter_map(state);
    TaskQuery {
        scope: scope.narrow(&wanted),
        states: states.map(|state| format!(",{state},")).collect(),
        due_from: BusinessDate::parse(&filter.due_from),
        due_to: BusinessDate::parse(&filter.due_to),
        ticket_id: TicketId::parse(&filter.ticket_id).ok(),
        callable_at: filter.callable_only.then_some(now),
        technician_id: filter.technician_id,
        after,
        limit,
    }
}

pub(super) fn attempt(request: &proto::RecordAttemptRequest) -> Result<RecordAttempt> {
    Ok(RecordAttempt {
        task_id: task_id(&request.callback_task_id)?,
        result: attempt_result(request.result()).ok_or_else(|| wrong("result"))?,
        at: request.at.as_ref().and_then(Timestamp::from_proto),
        note: request.note.clone(),
        etag: request.etag.clone(),
    })
}

pub(super) fn completion(request: &proto::CompleteCallbackRequest) -> Result<CompleteCallback> {
    Ok(CompleteCallback {
        task_id: task_id(&request.callback_task_id)?,
        answers: answers(request.answers.as_ref().ok_or_else(|| wrong("answers"))?)?,
        etag: request.etag.clone(),
    })
}

pub(super) fn improvement(request: &proto::RecordImprovementRequest) -> Result<RecordImprovement> {
    let improvement = request.improvement.as_ref().ok_or_else(|| wrong("improvement"))?;
    Ok(RecordImprovement {
        task_id: task_id(&request.callback_task_id)?,
        root_cause: improvement.root_cause.clone(),
        measure: improvement.measure.clone(),
        owner: StaffId::parse(&improvement.owner).map_err(|_| wrong("improvement.owner"))?,
        due_date: BusinessDate::parse(&improvement.due_date).ok_or_else(|| wrong("improvement.due_date"))?,
        etag: request.etag.clone(),
    })
}

fn task_id(text: &str) -> Result<TaskId> {
    TaskId::parse(text).map_err(|_| wrong("callback_task_id"))
}

fn answers(given: &CallbackAnswers) -> Result<Answers> {
    let marks = given.appraisal.as_ref().ok_or_else(|| wrong("answers.appraisal"))?;
    let answer = |given: proto::Answer, field: &str| answer(given).ok_or_else(|| wrong(field));
    let mut reasons: Vec<Dissatisfaction> = given.reasons().filter_map(dissatisfaction).collect();
    reasons.sort();
    reasons.dedup();
    Ok(Answers {
        contacted: answer(given.contacted_within_one_day(), "answers.contacted_within_one_day")?,
        on_time: answer(given.on_time(), "answers.on_time")?,
        satisfied: answer(given.satisfied(), "answers.satisfied")?,
        reasons,
        reason_text: given.reason_text.clone(),
        needs_revisit: answer(given.needs_revisit(), "answers.needs_revisit")?,
        appraisal: Appraisal {
            attitude: marks.attitude.into(),
            skill: marks.skill.into(),
            arrival_time: marks.arrival_time.into(),
            promises: marks.promises.into(),
        },
        suggestions: given.suggestions.clone(),
        repurchase_percent: given.repurchase_percent.map(i64::from),
    })
}

const fn answer(answer: proto::Answer) -> Option<Answer> {
    match answer {
        proto::Answer::Unspecified => None,
        proto::Answer::Yes => Some(Answer::Yes),
        proto::Answer::No => Some(Answer::No),
        proto::Answer::Unknown => Some(Answer::Unknown),
    }
}

const fn attempt_result(result: proto::AttemptResult) -> Option<AttemptResult> {
    match result {
        proto::AttemptResult::Unspecified => None,
        proto::AttemptResult::NoAnswer => Some(AttemptResult::NoAnswer),
        proto::AttemptResult::Busy => Some(AttemptResult::Busy),
        proto::AttemptResult::WrongNumber => Some(AttemptResult::WrongNumber),
        proto::AttemptResult::CallLater => Some(AttemptResult::CallLater),
    }
}

const fn dissatisfaction(reason: common::DissatisfactionReason) -> Option<Dissatisfaction> {
    match reason {
        common::DissatisfactionReason::Unspecified => None,
        common::DissatisfactionReason::Attitude => Some(Dissatisfaction::Attitude),
        common::DissatisfactionReason::Skill => Some(Dissatisfaction::Skill),
        common::DissatisfactionReason::ResponseSpeed => Some(Dissatisfaction::ResponseSpeed),
        common::DissatisfactionReason::Other => Some(Dissatisfaction::Other),
    }
}

const fn state(state: CallbackTaskState) -> Option<TaskState> {
    match state {
        CallbackTaskState::Unspecified => None,
        CallbackTaskState::Listed => Some(TaskState::Listed),
        CallbackTaskState::Queued => Some(TaskState::Queued),
        CallbackTaskState::Completed => Some(TaskState::Completed),
        CallbackTaskState::Closed => Some(TaskState::Closed),
        CallbackTaskState::Unreached => Some(TaskState::Unreached),
        CallbackTaskState::Excluded => Some(TaskState::Excluded),
    }
}
