//! Callbacks: what the customer said, and the end of an order.

use aftersales_kit::{Result, inbox::Effect, outbox::Event};
use aftersales_proto::callback::v1::{CallbackEvent, CallbackFacts, CallbackOutcome, callback_event::Event as Fact};

use super::{Inbox, incomplete, instant, order_id, read};
use crate::{app::follow_callback, domain::CallbackEnd};

impl Inbox {
    pub(super) fn callback(&self, event: &Event) -> Result<Effect> {
        match read::<CallbackEvent>(event)?.event {
            Some(Fact::VisitNotOnTimeReported(fact)) => {
                let task = task(event, fact.task)?;
                let order = order_id(event, &task.work_order_id)?;
                let at = instant(fact.reported_at.as_ref()).unwrap_or(event.occurred_at);
                let (id, refs, copies) = (task.callback_task_id, self.kit.refdata().clone(), self.copies.clone());
                Ok(Effect::new(move |tx| {
                    Box::pin(async move { follow_callback::not_on_time(tx, &refs, &copies, order, id, at).await })
                }))
            }
            Some(Fact::RevisitNeeded(fact)) => {
                let at = instant(fact.reported_at.as_ref()).unwrap_or(event.occurred_at);
                let order = order_id(event, &task(event, fact.task)?.work_order_id)?;
                let refs = self.kit.refdata().clone();
                Ok(Effect::new(move |tx| {
                    Box::pin(async move { follow_callback::revisit(tx, &refs, order, at).await })
                }))
            }
            Some(Fact::CallbackClosed(fact)) => self.closed(event, fact.outcome(), task(event, fact.task.clone())?),
            _ => Ok(Effect::none()),
        }
    }

    fn closed(&self, event: &Event, outcome: CallbackOutcome, task: CallbackFacts) -> Result<Effect> {
        let order = order_id(event, &task.work_order_id)?;
        let (refs, copies, at) = (self.kit.refdata().clone(), self.copies.clone(), event.occurred_at);
        let end = match outcome {
            CallbackOutcome::Excluded => CallbackEnd::Excluded,
            CallbackOutcome::Notified => CallbackEnd::NotReached,
            CallbackOutcome::Unspecified
            | CallbackOutcome::Satisfied
            | CallbackOutcome::FollowedUp
            | CallbackOutcome::Reissued
            | CallbackOutcome::Revisit => CallbackEnd::CalledBack,
        };
        let covered = Effect::new(move |tx| Box::pin(follow_callback::ended(tx, order, end, at)));
        let effect = match outcome {
            CallbackOutcome::Revisit => {
                Effect::new(move |tx| Box::pin(async move { follow_callback::revisit(tx, &refs, order, at).await }))
            }
            CallbackOutcome::Reissued => Effect::new(move |tx| {
                Box::pin(async move { follow_callback::reissued(tx, &refs, &copies, order, at).await })
            }),
            CallbackOutcome::Unspecified
            | CallbackOutcome::Satisfied
            | CallbackOutcome::FollowedUp
            | CallbackOutcome::Notified
            | CallbackOutcome::Excluded => Effect::new(move |tx| Box::pin(follow_callback::closed(tx, order))),
        };
        Ok(covered.then(effect))
    }
}

fn task(event: &Event, task: Option<CallbackFacts>) -> Result<CallbackFacts> {
    task.ok_or_else(|| incomplete(event, "its task"))
}
