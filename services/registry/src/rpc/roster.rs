//! RosterService: decode, call, encode.

use aftersales_kit::{
    Result,
    auth::{Caller, Role},
    id::StaffId,
    rpc::Call,
    time::Timestamp,
};
use aftersales_proto::registry::v1::{
    self as proto, ClearStaffDayRequest, ClearStaffDayResponse, CopyWeekRequest, CopyWeekResponse, DecideLeaveRequest,
    DecideLeaveResponse, GetCapacityRequest, GetCapacityResponse, ListAttendanceRequest, ListAttendanceResponse,
    ListLeaveRequest, ListLeaveResponse, ListRosterRequest, ListRosterResponse, PutStaffDayRequest,
    PutStaffDayResponse, RequestLeaveRequest, RequestLeaveResponse, SignInRequest, SignInResponse,
};

use super::{Registry, convert, lists::place, present};
use crate::{
    app::{
        clear_staff_day, copy_week, decide_leave, list_attendance,
        load_roster::{self, Query},
        put_staff_day, read_leaves, request_leave, show_capacity, sign_in,
    },
    domain::{
        leave::{Leave, LeaveId, LeaveState},
        reasons::STAFF_NOT_FOUND,
        roster_reasons::LEAVE_NOT_FOUND,
    },
};

/// Roles that see everybody's leave.
const PLANS: [Role; 7] = [
    Role::Chief,
    Role::Coordinator,
    Role::DepartmentManager,
    Role::CompanyManager,
    Role::Supervisor,
    Role::HeadOffice,
    Role::TechDepartment,
];

/// Name of the roster in its page tokens.
pub(super) const ROSTER: &str = "registry.roster";

/// Name of the attendance in its page tokens.
pub(super) const ATTENDANCE: &str = "registry.attendance";

/// Name of the list of leave in its page tokens.
pub(super) const LEAVE: &str = "registry.leave";

/// Where leave stands in the list.
pub(super) fn leave_place(leave: &Leave) -> (i64, Timestamp, LeaveId) {
    (i64::from(leave.state != LeaveState::Requested), leave.start, leave.id)
}

/// Leave as a caller sees it.
pub(super) fn shown_leave(call: &Call, leave: &Leave) -> proto::Leave {
    present::leave(call, convert::leave_to_proto(leave))
}

/// Which leave a request for the list means, from its beginning on.
pub(super) fn leave_filter(call: &Call, request: &ListLeaveRequest) -> Result<read_leaves::Filter> {
    let plans = PLANS.iter().any(|role| call.caller.has(*role));
    Ok(read_leaves::Filter {
        branch: convert::branch_id(&request.branch_id)?,
        staff: if plans { None } else { Some(oneself(&call.caller)?) },
        state: convert::leave_state(request.state()),
        after: None,
        limit: 0,
    })
}

/// The staff code that a caller acts as.
///
/// # Errors
/// `STAFF_NOT_FOUND` for a caller who is no member of staff.
pub(super) fn oneself(caller: &Caller) -> Result<StaffId> {
    StaffId::parse(&caller.subject).map_err(|_| (&STAFF_NOT_FOUND).into())
}

impl Registry {
    pub(super) async fn put_staff_day(&self, call: &Call, request: PutStaffDayRequest) -> Result<PutStaffDayResponse> {
        let day = convert::staff_day(&request.day.clone().unwrap_or_default())?;
        let (scope, etag) = (call.caller.scope.clone(), request.etag.clone());
        let put = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let day = put_staff_day::run(tx, &scope, day, &etag).await?;
                Ok(convert::roster_day_to_proto(&day))
            })
        });
        Ok(PutStaffDayResponse {
            day: Some(present::roster_day(call, put.await?)),
        })
    }

    pub(super) async fn clear_staff_day(
        &self,
        call: &Call,
        request: ClearStaffDayRequest,
    ) -> Result<ClearStaffDayResponse> {
        let command = clear_staff_day::Command {
            branch: convert::branch_id(&request.branch_id)?,
            staff: convert::staff_id(&request.staff_id)?,
            date: convert::date("date", &request.date)?,
            etag: request.etag.clone(),
        };
        let scope = call.caller.scope.clone();
        let cleared = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let day = clear_staff_day::run(tx, &scope, command).await?;
                Ok(convert::roster_day_to_proto(&day))
            })
        });
        Ok(ClearStaffDayResponse {
            day: Some(present::roster_day(call, cleared.await?)),
        })
    }

    pub(super) async fn copy_week(&self, call: &Call, request: CopyWeekRequest) -> Result<CopyWeekResponse> {
        let command = copy_week::Command {
            branch: convert::branch_id(&request.branch_id)?,
            from: convert::date("from_monday", &request.from_monday)?,
            to: convert::date("to_monday", &request.to_monday)?,
            only: request
                .staff_ids
                .iter()
                .map(|id| convert::staff_id(id))
                .collect::<Result<_>>()?,
        };
        let scope = call.caller.scope.clone();
        let copied = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let days_changed = copy_week::run(tx, &scope, command).await?;
                Ok(CopyWeekResponse { days_changed })
            })
        });
        copied.await
    }

    pub(super) async fn list_roster(&self, call: &Call, request: ListRosterRequest) -> Result<ListRosterResponse> {
        let place = place!(ROSTER, request);
        let query = query(&request.branch_id, &request.from, &request.to, &request.staff_id)?;
        let book = self.book(&query.branch).await?;
        let roster = load_roster::run(&mut self.kit.read().await?, &call.caller.scope, &book, &query).await?;
        let key = |day: &crate::domain::roster::RosterDay| (day.day.date.to_string(), day.day.staff.to_string());
        let (days, next_page_token) = self.page_of(&place, roster.days, key)?;
        let seen = |day| present::roster_day(call, convert::roster_day_to_proto(day));
        Ok(ListRosterResponse {
            days: days.iter().map(seen).collect(),
            next_page_token,
        })
    }

    pub(super) async fn request_leave(
        &self,
        call: &Call,
        request: RequestLeaveRequest,
    ) -> Result<RequestLeaveResponse> {
        let command = convert::request_leave(&request, oneself(&call.caller)?)?;
        let scope = call.caller.scope.clone();
        let asked = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let leave = request_leave::run(tx, &scope, command).await?;
                Ok(convert::leave_to_proto(&leave))
            })
        });
        Ok(RequestLeaveResponse {
            leave: Some(present::leave(call, asked.await?)),
        })
    }

    pub(super) async fn decide_leave(&self, call: &Call, request: DecideLeaveRequest) -> Result<DecideLeaveResponse> {
        let command = decide_leave::Command {
            id: LeaveId::parse(&request.leave_id).map_err(|_| aftersales_kit::Error::from(&LEAVE_NOT_FOUND))?,
            approve: request.approve,
            by: call.caller.subject.clone(),
            etag: request.etag.clone(),
        };
        let scope = call.caller.scope.clone();
        let decided = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let leave = decide_leave::run(tx, &scope, command).await?;
                Ok(convert::leave_to_proto(&leave))
            })
        });
        Ok(DecideLeaveResponse {
            leave: Some(present::leave(call, decided.await?)),
        })
    }

    pub(super) async fn list_leave(&self, call: &Call, request: ListLeaveRequest) -> Result<ListLeaveResponse> {
        let place = place!(LEAVE, request);
        let filter = read_leaves::Filter {
            after: self.after(&place)?,
            limit: place.limit() + 1,
            ..leave_filter(call, &request)?
        };
        let rows = read_leaves::list(&mut self.kit.read().await?, &call.caller.scope, &filter).await?;
        let (rows, next_page_token) = self.cut(&place, rows, leave_place)?;
        Ok(ListLeaveResponse {
            leaves: rows.iter().map(|leave| shown_leave(call, leave)).collect(),
            next_page_token,
        })
    }

    pub(super) async fn sign_in(&self, call: &Call, request: SignInRequest) -> Result<SignInResponse> {
        let (branch, staff) = (convert::branch_id(&request.branch_id)?, oneself(&call.caller)?);
        let (scope, role, locale) = (call.caller.scope.clone(), request.role(), call.locale);
        let signed = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let record = sign_in::run(tx, &scope, branch, staff, role).await?;
                let checklist = sign_in::checklist(tx, &record, locale).await?;
                Ok(SignInResponse {
                    record: Some(convert::sign_in_to_proto(&record)),
                    checklist: checklist.as_ref().map(convert::checklist_to_proto),
                })
            })
        });
        signed.await
    }

    pub(super) async fn list_attendance(
        &self,
        call: &Call,
        request: ListAttendanceRequest,
    ) -> Result<ListAttendanceResponse> {
        let place = place!(ATTENDANCE, request);
        let query = query(&request.branch_id, &request.from, &request.to, &request.staff_id)?;
        let book = self.book(&query.branch).await?;
        let now = self.kit.clock().now();
        let mut tx = self.kit.read().await?;
        let rows = list_attendance::run(&mut tx, &call.caller.scope, &book, &query, now).await?;
        let totals = convert::totals(&rows);
        let wanted = convert::attendance_state(request.state());
        let rows: Vec<_> = rows
            .into_iter()
            .filter(|row| wanted.is_none_or(|wanted| wanted == row.state))
            .enumerate()
            .collect();
        // rows of one query stand in one order; the place in it is what a page begins after
        let (rows, next_page_token) = self.page_of(&place, rows, |(index, _)| *index)?;
        Ok(ListAttendanceResponse {
            rows: rows.iter().map(|(_, row)| convert::attendance_to_proto(row)).collect(),
            totals: Some(totals),
            next_page_token,
        })
    }

    pub(super) async fn get_capacity(&self, call: &Call, request: GetCapacityRequest) -> Result<GetCapacityResponse> {
        let query = query(&request.branch_id, &request.date, &request.date, "")?;
        let book = self.book(&query.branch).await?;
        let mut tx = self.kit.read().await?;
        let capacity = show_capacity::run(&mut tx, &call.caller.scope, &book, &query, request.skill.trim()).await?;
        Ok(convert::capacity_to_proto(&capacity))
    }
}

/// Which days of a branch's roster a request means.
pub(super) fn query(branch: &str, from: &str, to: &str, staff: &str) -> Result<Query> {
    Ok(Query {
        branch: convert::branch_id(branch)?,
        from: convert::date("from", from)?,
        to: convert::date("to", to)?,
        staff: convert::optional_staff(staff)?,
    })
}
