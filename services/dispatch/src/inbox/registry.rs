//! The roster: who works when, and who is away.

use aftersales_kit::{
    Result,
    id::{BranchId, StaffId},
    inbox::Effect,
    outbox::Event,
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::registry::v1::{RegistryEvent, StaffDay as Told, registry_event::Event as Fact};

use super::{incomplete, instant, read};
use crate::{
    app::follow_roster,
    domain::{StaffDay, Window},
};

pub(super) fn plan(event: &Event) -> Result<Effect> {
    let Some(Fact::StaffDayChanged(fact)) = read::<RegistryEvent>(event)?.event else {
        return Ok(Effect::none());
    };
    let told = fact.day.ok_or_else(|| incomplete(event, "its day"))?;
    let branch = BranchId::parse(&told.branch_id).map_err(|_| incomplete(event, "a branch"))?;
    let date = BusinessDate::parse(&told.date).ok_or_else(|| incomplete(event, "a date"))?;
    let day = day(event, &told)?;
    Ok(Effect::new(move |tx| {
        Box::pin(async move { follow_roster::day(tx, &branch, date, day).await })
    }))
}

fn day(event: &Event, told: &Told) -> Result<StaffDay> {
    let span = |start: Option<Timestamp>, end: Option<Timestamp>| -> Result<Window> {
        let (start, end) = start.zip(end).ok_or_else(|| incomplete(event, "both ends of a span"))?;
        Ok(Window { start, end })
    };
    let shifts = told
        .shifts
        .iter()
        .map(|shift| span(instant(shift.start.as_ref()), instant(shift.end.as_ref())));
    let absences = told
        .absences
        .iter()
        .map(|absence| span(instant(absence.start.as_ref()), instant(absence.end.as_ref())));
    Ok(StaffDay {
        staff_id: StaffId::parse(&told.staff_id).map_err(|_| incomplete(event, "a member of staff"))?,
        shifts: shifts.collect::<Result<_>>()?,
        absences: absences.collect::<Result<_>>()?,
    })
}
