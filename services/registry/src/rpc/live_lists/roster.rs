//! Roster and attendance, live: one row for a member's date.

use std::collections::BTreeMap;

use aftersales_kit::{
    Result,
    db::Tx,
    id::StaffId,
    live::{self, Current, List, Stream},
    outbox::Event,
    rpc::Call,
    time::BusinessDate,
};
use aftersales_proto::registry::v1::{self as proto, RegistryEvent, registry_event::Event as Fact};
use prost::{Message, Name};

use super::Seen;
use crate::{
    app::{
        list_attendance,
        load_roster::{self, Query},
    },
    domain::{attendance::Attendance, dates, roster::RosterDay},
    rpc::{
        Registry, convert, present,
        roster::{ATTENDANCE, ROSTER, query},
    },
};

/// Where a day stands in the list.
pub(super) type Place = (BusinessDate, StaffId);

/// What an event touches.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Touched {
    /// A member's date.
    Day(Place),
    /// Every date: hours, calendar or people of the branch.
    Branch,
}

/// A range of the roster, and what is shown of a day in it.
pub(super) trait Range: Send + Sync + 'static {
    /// A day as it is shown.
    type Row: Message + 'static;

    /// Which days.
    fn query(&self) -> &Query;

    /// Whether a sign-in changes a row.
    fn shows_sign_ins(&self) -> bool;

    /// A day with who came.
    fn row(call: &Call, day: &RosterDay, rows: &[Attendance]) -> Self::Row;
}

/// The roster.
pub(super) struct Planned(Query);

impl Range for Planned {
    type Row = proto::RosterDay;

    fn query(&self) -> &Query {
        &self.0
    }

    fn shows_sign_ins(&self) -> bool {
        false
    }

    fn row(call: &Call, day: &RosterDay, _: &[Attendance]) -> proto::RosterDay {
        present::roster_day(call, convert::roster_day_to_proto(day))
    }
}

/// The attendance.
pub(super) struct Came(Query);

impl Range for Came {
    type Row = proto::AttendanceDay;

    fn query(&self) -> &Query {
        &self.0
    }

    fn shows_sign_ins(&self) -> bool {
        true
    }

    fn row(_: &Call, day: &RosterDay, rows: &[Attendance]) -> proto::AttendanceDay {
        convert::attendance_day_to_proto(day, rows)
    }
}

/// What an event of the branch touches of its roster, and of its attendance where `came`.
fn touched(query: &Query, event: &Event, came: bool) -> Vec<Touched> {
    if event.branch_id != query.branch.as_str() || event.payload_type != RegistryEvent::full_name() {
        return Vec::new();
    }
    let fact = RegistryEvent::decode(event.payload.as_slice())
        .ok()
        .and_then(|told| told.event);
    let (staff, date) = match fact {
        Some(Fact::BranchBookChanged(_)) => return vec![Touched::Branch],
        Some(Fact::StaffDayChanged(told)) => told.day.map(|day| (day.staff_id, day.date)).unwrap_or_default(),
        Some(Fact::StaffDayCleared(told)) => (told.staff_id, told.date),
        Some(Fact::ShiftSignedIn(told)) if came => (told.staff_id, told.date),
        _ => return Vec::new(),
    };
    let place = BusinessDate::parse(&date).zip(StaffId::parse(&staff).ok());
    place.map(Touched::Day).into_iter().collect()
}

/// The part of a range that was touched; `None` when it lies outside.
fn narrowed(query: &Query, keys: &[Touched]) -> Option<Query> {
    if keys.contains(&Touched::Branch) {
        return Some(query.clone());
    }
    let of_range = |date: &BusinessDate| query.from <= *date && *date <= query.to;
    let dates = || {
        let dates = keys.iter().filter_map(|key| match key {
            Touched::Day((date, _)) => Some(*date),
            Touched::Branch => None,
        });
        dates.filter(of_range)
    };
    Some(Query {
        from: dates().min()?,
        to: dates().max()?,
        ..query.clone()
    })
}

/// The days of a range as they are shown, and everybody of the branch.
struct Shown<R> {
    rows: BTreeMap<Place, R>,
    members: Vec<StaffId>,
}

impl<F: Range> Seen<F> {
    async fn shown(&self, tx: &mut Tx, query: &Query) -> Result<Shown<F::Row>> {
        let book = self.registry.books.load(tx, &query.branch).await?;
        let roster = load_roster::run(tx, &self.call.caller.scope, &book, query).await?;
        let members = roster.members.iter().map(|member| member.id.clone()).collect();
        let now = self.registry.kit.clock().now();
        let days = list_attendance::by_day(tx, query, roster.days, now).await?;
        let shown = |(day, rows): &(RosterDay, Vec<Attendance>)| {
            let place = (day.day.date, day.day.staff.clone());
            (place, F::row(&self.call, day, rows))
        };
        Ok(Shown {
            rows: days.iter().map(shown).collect(),
            members,
        })
    }
}

impl<F: Range> List for Seen<F> {
    type Key = Touched;
    type Place = Place;
    type Row = F::Row;

    async fn page(&self, tx: &mut Tx, after: Option<&Place>, limit: i64) -> Result<Vec<(Place, F::Row)>> {
        let shown = self.shown(tx, self.filter.query()).await?;
        let later = shown
            .rows
            .into_iter()
            .filter(|(place, _)| after.is_none_or(|after| after < place));
        Ok(later.take(usize::try_from(limit).unwrap_or_default()).collect())
    }

    fn touched(&self, event: &Event) -> Vec<Touched> {
        touched(self.filter.query(), event, self.filter.shows_sign_ins())
    }

    async fn current(&self, tx: &mut Tx, keys: &[Touched]) -> Result<Vec<Current<F::Row>>> {
        let Some(query) = narrowed(self.filter.query(), keys) else {
            return Ok(Vec::new());
        };
        let Shown { mut rows, members } = self.shown(tx, &query).await?;
        let whole = keys.contains(&Touched::Branch);
        let wanted = |id: &&StaffId| query.staff.as_ref().is_none_or(|only| only == *id);
        let mut found = Vec::new();
        for date in dates::range(query.from, query.to) {
            for place in members.iter().filter(wanted).map(|id| (date, id.clone())) {
                if whole || keys.contains(&Touched::Day(place.clone())) {
                    let gone = || Current::Gone(format!("{}/{}", place.0, place.1));
                    found.push(rows.remove(&place).map_or_else(gone, Current::Row));
                }
            }
        }
        Ok(found)
    }
}

impl Registry {
    pub(super) async fn live_roster(
        &self,
        call: &Call,
        request: proto::WatchRosterRequest,
    ) -> Result<Stream<proto::WatchRosterResponse>> {
        let query = query(&request.branch_id, &request.from, &request.to, &request.staff_id)?;
        query.check()?;
        let wanted = proto::ListRosterRequest {
            branch_id: request.branch_id,
            from: request.from,
            to: request.to,
            staff_id: request.staff_id,
            ..proto::ListRosterRequest::default()
        };
        let answer = live::told!(proto::WatchRosterResponse, watch_roster_response, RosterRows.days);
        self.live(call, &query.branch.clone(), (ROSTER, &wanted), Planned(query))?
            .stream(&request.resume_token, answer)
            .await
    }

    pub(super) async fn live_attendance(
        &self,
        call: &Call,
        request: proto::WatchAttendanceRequest,
    ) -> Result<Stream<proto::WatchAttendanceResponse>> {
        let query = query(&request.branch_id, &request.from, &request.to, &request.staff_id)?;
        query.check()?;
        let wanted = proto::ListAttendanceRequest {
            branch_id: request.branch_id,
            from: request.from,
            to: request.to,
            staff_id: request.staff_id,
            ..proto::ListAttendanceRequest::default()
        };
        let answer = live::told!(
            proto::WatchAttendanceResponse,
            watch_attendance_response,
            AttendanceRows.days
        );
        self.live(call, &query.branch.clone(), (ATTENDANCE, &wanted), Came(query))?
            .stream(&request.resume_token, answer)
            .await
    }
}
