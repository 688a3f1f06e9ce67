//! Facts of callback's events.

use aftersales_proto::callback::v1::{CallbackCompleted, CallbackFacts, callback_event::Event};

use super::Facts;

pub(super) fn facts(event: Event) -> Option<Facts> {
    Some(match event {
        Event::CallbackTaskChanged(_) => return None,
        Event::CallbackTaskCreated(it) => of(it.task.as_ref())?.time("due_at", it.due_at.as_ref()),
        Event::CallbackTaskMoved(it) => of(it.task.as_ref())?
            .text("old_due_date", &it.old_due_date)
            .text("cause", &it.cause),
        Event::CallbackAttempted(it) => of(it.task.as_ref())?
            .text("by", &it.by)
            .time("at", it.at.as_ref())
            .count("attempt_number", it.attempt_number)
            .word("result", it.result().as_str_name(), "ATTEMPT_RESULT_"),
        Event::CallbackCompleted(it) => completed(&it)?,
        Event::VisitNotOnTimeReported(it) => of(it.task.as_ref())?,
        Event::RevisitNeeded(it) => of(it.task.as_ref())?,
        Event::DissatisfactionReported(it) => of(it.task.as_ref())?.text("reasons", &reasons(it.reasons())),
        Event::ImprovementRecorded(it) => of(it.task.as_ref())?
            .text("owner", &it.owner)
            .text("measure_due_date", &it.due_date)
            .text("by", &it.recorded_by),
        Event::CallbackClosed(it) => of(it.task.as_ref())?
            .word("outcome", it.outcome().as_str_name(), "CALLBACK_OUTCOME_")
            .time("closed_at", it.closed_at.as_ref()),
    })
}

/// What every event says about its task.
fn of(task: Option<&CallbackFacts>) -> Option<Facts> {
    let task = task?;
    Some(
        Facts::of(&task.ticket_id)
            .text("callback_task_id", &task.callback_task_id)
            .text("work_order_id", &task.work_order_id)
            .text("work_order_no", &task.work_order_no)
            .text("technician_id", &task.technician_id)
            .text("appointed_date", &task.appointed_date)
            .text("due_date", &task.due_date),
    )
}

fn completed(it: &CallbackCompleted) -> Option<Facts> {
    let facts = of(it.task.as_ref())?
        .word(
            "contacted_within_one_day",
            it.contacted_within_one_day().as_str_name(),
            "ANSWER_",
        )
        .word("on_time", it.on_time().as_str_name(), "ANSWER_")
        .word("satisfied", it.satisfied().as_str_name(), "ANSWER_")
        .word("needs_revisit", it.needs_revisit().as_str_name(), "ANSWER_")
        .text("reasons", &reasons(it.reasons()))
        .text("by", &it.completed_by);
    Some(match &it.appraisal {
        Some(marks) => facts.text(
            "appraisal",
            &[marks.attitude, marks.skill, marks.arrival_time, marks.promises]
                .map(|mark| mark.to_string())
                .join(" "),
        ),
        None => facts,
    })
}

fn reasons(reasons: impl Iterator<Item = aftersales_proto::common::v1::DissatisfactionReason>) -> String {
    let names = reasons.map(|reason| super::super::stored_name(reason.as_str_name(), "DISSATISFACTION_REASON_"));
    names.collect::<Vec<_>>().join(", ")
}
