//! What counts in a month's score: callbacks' answers, dissatisfaction, complaints of the hotline.

use aftersales_kit::{
    Result,
    id::{BranchId, CustomerId},
    inbox::Effect,
    outbox::Event,
    refdata::RefData,
    time::BusinessDate,
};
use aftersales_proto::{
    callback::v1::{
        self as callback, CallbackCompleted, CallbackEvent, CallbackFacts, CallbackOutcome, ImprovementRecorded,
        callback_event::Event as Called,
    },
    hotline::v1::{
        ConsultationAnswered, ConsultationKind, ConsultationRecorded, HotlineEvent, hotline_event::Event as Told,
    },
};
use uuid::Uuid;

use super::{incomplete, instant, order_id, read};
use crate::{
    app::follow_scores::{self, Complained, Measure},
    domain::score::{Answer, Survey},
};

/// What a callback's event means for the score.
pub(super) fn callback(event: &Event, refs: &RefData) -> Result<Effect> {
    match read::<CallbackEvent>(event)?.event {
        Some(Called::CallbackCompleted(fact)) => completed(event, &fact),
        Some(Called::CallbackClosed(fact)) if fact.outcome() == CallbackOutcome::Excluded => {
            let task = task(event, fact.task)?;
            let (order, visit) = (order_id(event, &task.work_order_id)?, i64::from(task.visit_number));
            Ok(Effect::new(move |tx| {
                Box::pin(follow_scores::ruled_out(tx, order, visit))
            }))
        }
        Some(Called::DissatisfactionReported(fact)) => {
            let at = instant(fact.reported_at.as_ref()).unwrap_or(event.occurred_at);
            let task = task(event, fact.task)?;
            let (order, id) = (
                order_id(event, &task.work_order_id)?,
                uuid(event, &task.callback_task_id)?,
            );
            Ok(Effect::new(move |tx| {
                Box::pin(follow_scores::dissatisfied(tx, order, id, at))
            }))
        }
        Some(Called::ImprovementRecorded(fact)) => measured(event, refs, fact),
        _ => Ok(Effect::none()),
    }
}

fn completed(event: &Event, fact: &CallbackCompleted) -> Result<Effect> {
    let task = task(event, fact.task.clone())?;
    let (order, visit) = (order_id(event, &task.work_order_id)?, i64::from(task.visit_number));
    let marks = fact.appraisal.unwrap_or_default();
    let marks = [marks.attitude, marks.skill, marks.arrival_time, marks.promises];
    let survey = Survey {
        contacted: answer(fact.contacted_within_one_day()),
        on_time: answer(fact.on_time()),
        satisfied: answer(fact.satisfied()),
        marks: marks.map(i64::from),
    };
    Ok(Effect::new(move |tx| {
        Box::pin(follow_scores::surveyed(tx, order, visit, survey))
    }))
}

const fn answer(answer: callback::Answer) -> Answer {
    match answer {
        callback::Answer::Yes => Answer::Yes,
        callback::Answer::No => Answer::No,
        callback::Answer::Unknown | callback::Answer::Unspecified => Answer::Unknown,
    }
}

fn measured(event: &Event, refs: &RefData, fact: ImprovementRecorded) -> Result<Effect> {
    let task = task(event, fact.task)?;
    let measure = Measure {
        task: uuid(event, &task.callback_task_id)?,
        branch: branch(event, &task.branch_id)?,
        owner: fact.owner,
        due: BusinessDate::parse(&fact.due_date),
        by: fact.recorded_by,
        at: instant(fact.recorded_at.as_ref()).unwrap_or(event.occurred_at),
    };
    let refs = refs.clone();
    Ok(Effect::new(move |tx| {
        Box::pin(async move { follow_scores::measured(tx, &refs, measure).await })
    }))
}

/// What a hotline's event means for the score.
pub(super) fn hotline(event: &Event) -> Result<Effect> {
    match read::<HotlineEvent>(event)?.event {
        Some(Told::ConsultationRecorded(fact)) if fact.kind() == ConsultationKind::Complaint => {
            let told = complaint(event, fact)?;
            Ok(Effect::new(move |tx| Box::pin(follow_scores::complained(tx, told))))
        }
        Some(Told::ConsultationAnswered(fact)) => {
            let at = instant(fact.answered_at.as_ref()).unwrap_or(event.occurred_at);
            let ConsultationAnswered {
                consultation_id,
                answered_by,
                ..
            } = fact;
            let id = uuid(event, &consultation_id)?;
            Ok(Effect::new(move |tx| {
                Box::pin(follow_scores::answered(tx, id, answered_by, at))
            }))
        }
        _ => Ok(Effect::none()),
    }
}

fn complaint(event: &Event, fact: ConsultationRecorded) -> Result<Complained> {
    let due = instant(fact.follow_up_due_at.as_ref());
    Ok(Complained {
        id: uuid(event, &fact.consultation_id)?,
        branch: branch(event, &fact.branch_id)?,
        customer: CustomerId::parse(&fact.customer_id).ok(),
        owed: (!fact.answered).then_some((fact.follow_up_owner, due)),
        agent: fact.agent_id,
        at: instant(fact.recorded_at.as_ref()).unwrap_or(event.occurred_at),
    })
}

fn task(event: &Event, task: Option<CallbackFacts>) -> Result<CallbackFacts> {
    task.ok_or_else(|| incomplete(event, "its task"))
}

fn uuid(event: &Event, text: &str) -> Result<Uuid> {
    Uuid::try_parse(text).map_err(|_| incomplete(event, "its id"))
}

fn branch(event: &Event, code: &str) -> Result<BranchId> {
    BranchId::parse(code).map_err(|_| incomplete(event, "a branch"))
}
