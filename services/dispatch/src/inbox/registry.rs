//! The registry: a branch's calendar and policies move its rounds, the roster says who works when.

use aftersales_kit::{
    Result,
    id::{BranchId, StaffId},
    inbox::Effect,
    outbox::Event,
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::registry::v1::{
    BranchBookChanged, RegistryEvent, StaffDay as Told, StaffDayChanged, StaffDayCleared, registry_event::Event as Fact,
};

use super::{Inbox, incomplete, instant, read};
use crate::{
    app::{follow_roster, make_rounds},
    domain::{StaffDay, Window},
};

impl Inbox {
    pub(super) fn registry(&self, event: &Event) -> Result<Effect> {
        match read::<RegistryEvent>(event)?.event {
            Some(Fact::BranchBookChanged(changed)) => self.book_changed(event, changed),
            Some(Fact::StaffDayChanged(changed)) => day_changed(event, changed),
            Some(Fact::StaffDayCleared(cleared)) => day_cleared(event, &cleared),
            _ => Ok(Effect::none()),
        }
    }

    /// The kit has stored the branch's book by then, in the same transaction.
    fn book_changed(&self, event: &Event, changed: BranchBookChanged) -> Result<Effect> {
        let branch = changed.book.and_then(|book| book.branch);
        let branch = branch.and_then(|branch| BranchId::parse(&branch.branch_id).ok());
        let branch = branch.ok_or_else(|| incomplete(event, "its branch"))?;
        let refs = self.kit.refdata().clone();
        Ok(Effect::new(move |tx| {
            Box::pin(async move {
                let book = refs.branch_in(tx, &branch).await?;
                make_rounds::reckon_again(tx, &book).await
            })
        }))
    }
}

fn day_changed(event: &Event, changed: StaffDayChanged) -> Result<Effect> {
    let told = changed.day.ok_or_else(|| incomplete(event, "its day"))?;
    let branch = BranchId::parse(&told.branch_id).map_err(|_| incomplete(event, "a branch"))?;
    let date = BusinessDate::parse(&told.date).ok_or_else(|| incomplete(event, "a date"))?;
    let day = day(event, &told)?;
    Ok(Effect::new(move |tx| {
        Box::pin(async move { follow_roster::day(tx, &branch, date, day).await })
    }))
}

fn day_cleared(event: &Event, cleared: &StaffDayCleared) -> Result<Effect> {
    let branch = BranchId::parse(&cleared.branch_id).map_err(|_| incomplete(event, "a branch"))?;
    let staff = StaffId::parse(&cleared.staff_id).map_err(|_| incomplete(event, "a member of staff"))?;
    let date = BusinessDate::parse(&cleared.date).ok_or_else(|| incomplete(event, "a date"))?;
    Ok(Effect::new(move |tx| {
        Box::pin(async move { follow_roster::cleared(tx, &branch, &staff, date).await })
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
