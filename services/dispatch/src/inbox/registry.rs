//! The registry: a branch's calendar and policies move its rounds, the roster says who is at work.

use aftersales_kit::{
    Result,
    id::{BranchId, StaffId},
    inbox::Effect,
    outbox::Event,
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::registry::v1::{BranchBookChanged, RegistryEvent, StaffDay, registry_event::Event as Fact};

use super::{Inbox, incomplete, instant, read};
use crate::app::{
    follow_roster::{self, StaffDay as Day},
    make_rounds,
};

impl Inbox {
    pub(super) fn registry(&self, event: &Event) -> Result<Effect> {
        match read::<RegistryEvent>(event)?.event {
            Some(Fact::BranchBookChanged(changed)) => self.book_changed(event, changed),
            Some(Fact::StaffDayChanged(changed)) => {
                let day = changed.day.as_ref().and_then(staff_day);
                let day = day.ok_or_else(|| incomplete(event, "its day"))?;
                Ok(Effect::new(move |tx| Box::pin(follow_roster::run(tx, day))))
            }
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

fn staff_day(day: &StaffDay) -> Option<Day> {
    let shifts = day
        .shifts
        .iter()
        .map(|shift| span(shift.start.as_ref(), shift.end.as_ref()));
    let absences = day
        .absences
        .iter()
        .map(|away| span(away.start.as_ref(), away.end.as_ref()));
    Some(Day {
        branch_id: BranchId::parse(&day.branch_id).ok()?,
        staff_id: StaffId::parse(&day.staff_id).ok()?,
        date: BusinessDate::parse(&day.date)?,
        shifts: shifts.collect::<Option<_>>()?,
        absences: absences.collect::<Option<_>>()?,
    })
}

fn span(
    start: Option<&prost_types::Timestamp>,
    end: Option<&prost_types::Timestamp>,
) -> Option<(Timestamp, Timestamp)> {
    instant(start).zip(instant(end))
}
