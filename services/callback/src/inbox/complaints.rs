//! Complaints that the hotline takes down.

use aftersales_kit::{
    Result,
    id::{BranchId, TicketId},
    inbox::Effect,
    outbox::Event,
    time::Timestamp,
};
use aftersales_proto::hotline::v1::{ConsultationKind, HotlineEvent, hotline_event::Event as Told};
use uuid::Uuid;

use super::{id, read, unlike};
use crate::{app::follow_complaint, store::digest::HotlineComplaint};

pub(super) fn recorded(event: &Event) -> Result<Effect> {
    let Some(Told::ConsultationRecorded(fact)) = read::<HotlineEvent>(event)?.event else {
        return Err(unlike(event));
    };
    if fact.kind() != ConsultationKind::Complaint {
        return Ok(Effect::none());
    }
    let instant = |at: Option<&prost_types::Timestamp>| at.and_then(Timestamp::from_proto);
    let reported_at = instant(fact.recorded_at.as_ref()).unwrap_or(event.occurred_at);
    let complaint = HotlineComplaint {
        id: consultation(event, &fact.consultation_id)?,
        branch_id: id(BranchId::parse(&fact.branch_id))?,
        number: fact.number,
        ticket_id: TicketId::parse(&fact.ticket_id).ok(),
        due_at: instant(fact.follow_up_due_at.as_ref()),
        owner: fact.follow_up_owner,
        reported_at,
        answered_at: fact.answered.then_some(reported_at),
    };
    Ok(Effect::new(move |tx| Box::pin(follow_complaint::taken(tx, complaint))))
}

pub(super) fn answered(event: &Event) -> Result<Effect> {
    let Some(Told::ConsultationAnswered(fact)) = read::<HotlineEvent>(event)?.event else {
        return Err(unlike(event));
    };
    let at = fact.answered_at.as_ref().and_then(Timestamp::from_proto);
    let (id, at) = (
        consultation(event, &fact.consultation_id)?,
        at.unwrap_or(event.occurred_at),
    );
    Ok(Effect::new(move |tx| Box::pin(follow_complaint::answered(tx, id, at))))
}

fn consultation(event: &Event, text: &str) -> Result<Uuid> {
    Uuid::try_parse(text).map_err(|_| unlike(event))
}
