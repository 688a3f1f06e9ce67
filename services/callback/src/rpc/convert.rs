//! Tasks and figures in the contract's form, as the caller may see them.

use aftersales_kit::{
    auth::{Role, Roles},
    etag,
    phone::mask_phone,
    reasons::ROLE_NOT_ALLOWED,
    rpc::Call,
    time::Timestamp,
};
use aftersales_proto::{
    access,
    callback::v1::{
        self as proto, AppraisalAverage, CallAttempt, CallbackAnswers, CallbackTask, CallbackTaskState,
        GetTechnicianKpiRequest, GetTechnicianKpiResponse,
    },
    common::v1 as common,
};

use crate::{
    domain::{
        Answers, Attempt, Contact, Improvement, Task, TaskState,
        kpi::{Figures, Share, average},
    },
    events,
};

/// The full name of the service.
const SERVICE: &str = "aftersales.callback.v1.CallbackService";

/// Roles that call customers; everybody else sees masked phones.
const CALLERS: [Role; 5] = [
    Role::Callback,
    Role::Hotline,
    Role::Coordinator,
    Role::Chief,
    Role::Service,
];

pub(super) fn task(call: &Call, task: Task, now: Timestamp) -> CallbackTask {
    let masked = !CALLERS.iter().any(|role| call.caller.has(*role));
    let (available_actions, readonly_reason) = actions(call, &task, now);
    CallbackTask {
        id: task.id.to_string(),
        branch_id: task.branch_id.to_string(),
        state: state(task.state).into(),
        outcome: task
            .outcome
            .map_or(proto::CallbackOutcome::Unspecified, events::outcome)
            .into(),
        ticket_id: task.ticket_id.to_string(),
        work_order_id: task.work_order_id.to_string(),
        work_order_no: task.work_order_no,
        customer_id: task.customer_id.to_string(),
        phone_masked: masked && task.contact.is_some(),
        contact: task.contact.map(|contact| self::contact(contact, masked)),
        technician_id: task.technician_id,
        service_class: task
            .service_class
            .map_or(common::ServiceClass::Unspecified, events::service_class)
            .into(),
        visit_number: i32::try_from(task.visit_number).unwrap_or_default(),
        appointed_date: task.appointed_date.to_string(),
        completed_at: task.completed_at.map(Timestamp::to_proto),
        due_date: task.schedule.due_date.to_string(),
        due_at: Some(task.schedule.due_at.to_proto()),
        due_provisional: task.schedule.provisional,
        not_before: task.schedule.not_before.to_string(),
        attempts: task.attempts.into_iter().map(attempt).collect(),
        answers: task.answers.map(answers),
        called_by: task.called_by.unwrap_or_default(),
        called_at: task.called_at.map(Timestamp::to_proto),
        improvement: task.improvement.map(improvement),
        closed_at: task.closed_at.map(Timestamp::to_proto),
        etag: etag::of(task.version),
        available_actions,
        readonly_reason,
        loyalty_class: events::loyalty(task.loyalty).into(),
    }
}

/// What this caller may do with the task now, or why nothing.
fn actions(call: &Call, task: &Task, now: Timestamp) -> (Vec<String>, String) {
    let possible = match task.possible(now) {
        Ok(possible) => possible,
        Err(refusal) => return (Vec::new(), call.locale.sentence(refusal.reason, &refusal.metadata)),
    };
    let available = call.available_actions(SERVICE, possible);
    if !available.is_empty() {
        return (available, String::new());
    }
    let method = possible
        .first()
        .and_then(|name| access::access(&format!("/{SERVICE}/{name}")));
    let roles = Roles::from_bits(method.map_or(0, |method| method.roles));
    let refusal = ROLE_NOT_ALLOWED.refuse().with("roles", roles);
    (Vec::new(), call.locale.sentence(refusal.reason, &refusal.metadata))
}

fn contact(contact: Contact, masked: bool) -> common::Contact {
    common::Contact {
        name: contact.name,
        phone: if masked {
            mask_phone(&contact.phone)
        } else {
            contact.phone
        },
        address: contact.address,
        zone: contact.zone,
        site_condition: contact.site_condition,
    }
}

fn attempt(attempt: Attempt) -> CallAttempt {
    CallAttempt {
        at: Some(attempt.at.to_proto()),
        by: attempt.by,
        result: events::attempt_result(attempt.result).into(),
        note: attempt.note,
    }
}

fn answers(answers: Answers) -> CallbackAnswers {
    CallbackAnswers {
        contacted_within_one_day: events::answer(answers.contacted).into(),
        on_time: events::answer(answers.on_time).into(),
        satisfied: events::answer(answers.satisfied).into(),
        reasons: answers
            .reasons
            .iter()
            .map(|reason| events::dissatisfaction(*reason).into())
            .collect(),
        reason_text: answers.reason_text,
        needs_revisit: events::answer(answers.needs_revisit).into(),
        appraisal: Some(events::appraisal(answers.appraisal)),
        suggestions: answers.suggestions,
        repurchase_percent: answers
            .repurchase_percent
            .and_then(|percent| i32::try_from(percent).ok()),
    }
}

fn improvement(improvement: Improvement) -> proto::Improvement {
    proto::Improvement {
        root_cause: improvement.root_cause,
        measure: improvement.measure,
        owner: improvement.owner.to_string(),
        due_date: improvement.due_date.to_string(),
    }
}

pub(super) fn figures(request: &GetTechnicianKpiRequest, figures: &Figures) -> GetTechnicianKpiResponse {
    let share = |share: Share| {
        Some(proto::Share {
            part: share.part,
            whole: share.whole,
        })
    };
    let mark = |sum: i64| i32::try_from(average(sum, figures.callbacks)).unwrap_or_default();
    GetTechnicianKpiResponse {
        technician_id: request.technician_id.clone(),
        month: request.month.clone(),
        callbacks: figures.callbacks,
        contacted_within_one_day: share(figures.contacted),
        on_time: share(figures.on_time),
        satisfied: share(figures.satisfied),
        needs_revisit: share(figures.needs_revisit),
        appraisal: Some(AppraisalAverage {
            attitude: mark(figures.attitude),
            skill: mark(figures.skill),
            arrival_time: mark(figures.arrival_time),
            promises: mark(figures.promises),
            count: figures.callbacks,
        }),
    }
}

const fn state(state: TaskState) -> CallbackTaskState {
    match state {
        TaskState::Listed => CallbackTaskState::Listed,
        TaskState::Queued => CallbackTaskState::Queued,
        TaskState::Completed => CallbackTaskState::Completed,
        TaskState::Closed => CallbackTaskState::Closed,
        TaskState::Unreached => CallbackTaskState::Unreached,
        TaskState::Excluded => CallbackTaskState::Excluded,
    }
}
