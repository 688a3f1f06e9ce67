//! Shifts, leave, sign-in, attendance and capacity (HOT-01, DSP-13, X-30, X-34).

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::registry::v1::{
    Absence, AbsenceKind, AttendanceState, CopyWeekRequest, DecideLeaveRequest, GetCapacityRequest, LeaveState,
    ListAttendanceRequest, ListAttendanceResponse, ListLeaveRequest, Policy, PutPolicyRequest, RequestLeaveRequest,
    registry_event,
};
use tonic::{Code, Request};

use crate::{
    desk::{Roster, clear, cleared, day, listed, plan, put_day, shift, sign, signed},
    support::{Registry, at, branch, fact, fields, key, put_branch, reason, refusal, shown},
};

aftersales_kit::on_both_databases!(
    hot_01_the_hotline_is_at_its_post_ten_minutes_before_the_shift,
    hot_01_a_sign_in_without_a_shift_is_recorded_all_the_same,
    dsp_13_the_coordinator_is_at_the_post_twenty_minutes_before_the_shift,
    x_30_a_day_is_planned_whole_and_told_whole,
    x_30_a_week_is_copied_by_the_clock_on_the_wall,
    x_30_approved_leave_becomes_absence,
    x_30_a_planned_day_is_given_back_to_the_opening_hours,
    x_30_attendance_and_capacity_say_who_is_there_and_what_he_can_do,
);

async fn staffed(db: &TestDb, now: &str) -> Registry {
    let registry = Registry::start(db, now).await;
    registry
        .hire(&[
            ("H1", "BJ01", Role::Hotline),
            ("H2", "BJ01", Role::Hotline),
            ("C1", "BJ01", Role::Coordinator),
            ("E1", "BJ01", Role::Technician),
            ("M1", "BJ01", Role::Chief),
            ("E1-S", "SH02", Role::Technician),
        ])
        .await;
    registry
}

async fn hot_01_the_hotline_is_at_its_post_ten_minutes_before_the_shift(db: TestDb) {
    let registry = staffed(&db, "2026-11-16 08:50").await;
    let mut chief = registry.roster(Role::Chief, "BJ01", "M1").await;
    for code in ["H1", "H2"] {
        plan(&mut chief, day(code, "2026-11-16", &[("09:00", "18:00")])).await;
    }
    let mut h1 = registry.roster(Role::Hotline, "BJ01", "H1").await;
    let mut request = Request::new(sign(Role::Hotline));
    request
        .metadata_mut()
        .insert("accept-language", "zh-CN".parse().unwrap());
    let early = h1.sign_in(request).await.unwrap().into_inner();
    let record = early.record.unwrap();
    assert_eq!(shown(record.due_at), "2026-11-16 08:50");
    assert!(!record.late && record.minutes_late == 0 && !record.no_shift);
    assert_eq!(
        (record.policy_key.as_str(), record.policy_version),
        ("hotline.shift_lead", 0)
    );
    let steps: Vec<String> = early
        .checklist
        .unwrap()
        .steps
        .into_iter()
        .map(|step| step.text)
        .collect();
    assert!(steps.contains(&"佩戴工牌，着工装".to_owned()), "{steps:?}");
    assert!(
        steps.contains(&"打开服务政策、价目表、派工单和咨询单".to_owned()),
        "{steps:?}"
    );

    registry.rig.advance_to("2026-11-16T08:50:01+08:00").await;
    let mut h2 = registry.roster(Role::Hotline, "BJ01", "H2").await;
    let late = signed(&mut h2, Role::Hotline).await.record.unwrap();
    assert!(late.late && late.minutes_late == 1);
    registry.rig.advance_to("2026-11-16T09:30:00+08:00").await;
    let again = signed(&mut h1, Role::Hotline).await.record.unwrap();
    assert_eq!(
        (again.id, shown(again.signed_in_at)),
        (record.id, "2026-11-16 08:50".to_owned())
    );

    let told: Vec<(String, bool)> = registry
        .events()
        .await
        .iter()
        .filter_map(|event| match fact(event) {
            registry_event::Event::ShiftSignedIn(signed) => Some((signed.staff_id, signed.late)),
            _ => None,
        })
        .collect();
    assert_eq!(told, [("H1".to_owned(), false), ("H2".to_owned(), true)]);

    let other = h1.sign_in(sign(Role::Coordinator)).await.unwrap_err();
    assert_eq!(refusal(&other), (Code::FailedPrecondition, "ROLE_NOT_HELD".to_owned()));
    let mut stranger = registry.roster(Role::Technician, "SH02", "E1-S").await;
    let outside = stranger.sign_in(sign(Role::Technician)).await.unwrap_err();
    assert_eq!(refusal(&outside), (Code::NotFound, "BRANCH_NOT_FOUND".to_owned()));
    let mut analyst = registry.roster(Role::HeadOffice, "*", "HO1").await;
    assert_eq!(
        analyst.sign_in(sign(Role::HeadOffice)).await.unwrap_err().code(),
        Code::PermissionDenied
    );
}

async fn hot_01_a_sign_in_without_a_shift_is_recorded_all_the_same(db: TestDb) {
    let registry = staffed(&db, "2026-11-21 10:00").await;
    let mut h1 = registry.roster(Role::Hotline, "BJ01", "H1").await;
    let saturday = signed(&mut h1, Role::Hotline).await.record.unwrap();
    assert!(saturday.no_shift && !saturday.late && saturday.shift.is_none() && saturday.due_at.is_none());
    let mut chief = registry.roster(Role::Chief, "BJ01", "M1").await;
    let rows = attendance(&mut chief, "2026-11-21", "2026-11-21").await.rows;
    assert_eq!(rows.len(), 1, "nobody else was due on a Saturday");
    assert_eq!(
        (rows[0].staff_id.as_str(), rows[0].state()),
        ("H1", AttendanceState::NoShift)
    );
}

async fn dsp_13_the_coordinator_is_at_the_post_twenty_minutes_before_the_shift(db: TestDb) {
    let registry = staffed(&db, "2026-11-16 08:41").await;
    let mut c1 = registry.roster(Role::Coordinator, "BJ01", "C1").await;
    // nothing was planned: the branch's opening hours are the shift
    let answer = signed(&mut c1, Role::Coordinator).await;
    let late = answer.record.unwrap();
    assert_eq!(
        (shown(late.due_at), late.minutes_late),
        ("2026-11-16 08:40".to_owned(), 1)
    );
    assert_eq!(late.policy_key, "dispatch.shift_lead");
    let steps = answer.checklist.unwrap().steps;
    assert!(
        steps
            .iter()
            .any(|step| step.text.starts_with("assign first the orders of the last two days"))
    );

    let policy = Policy {
        key: "dispatch.shift_lead".to_owned(),
        value: "30 min".to_owned(),
        branch_id: "BJ01".to_owned(),
        effective_from: Some(at("2026-11-17 00:00")),
        version: 0,
    };
    let put = PutPolicyRequest {
        request_id: key(),
        policy: Some(policy),
    };
    registry.admin.clone().put_policy(put).await.unwrap();
    registry.rig.advance_to("2026-11-17T08:30:00+08:00").await;
    let early = signed(&mut c1, Role::Coordinator).await.record.unwrap();
    assert_eq!(
        (shown(early.due_at), early.late, early.policy_version),
        ("2026-11-17 08:30".to_owned(), false, 1)
    );
}

async fn x_30_a_day_is_planned_whole_and_told_whole(db: TestDb) {
    let registry = staffed(&db, "2026-11-13 10:00").await;
    let mut chief = registry.roster(Role::Chief, "BJ01", "M1").await;
    let before = registry.events().await.len();
    let wanted = day("E1", "2026-11-16", &[("09:00", "12:00"), ("13:00", "18:00")]);
    let put = plan(&mut chief, wanted.clone()).await;
    assert!(put.planned && put.planned_minutes == 480 && put.available_actions == ["PutStaffDay", "ClearStaffDay"]);
    plan(&mut chief, wanted.clone()).await;
    let events = registry.events().await;
    assert_eq!(events.len(), before + 1, "the same day again is no news");
    match fact(&events[before]) {
        registry_event::Event::StaffDayChanged(changed) => assert_eq!(changed.day.unwrap(), wanted),
        other => panic!("{other:?}"),
    }

    let mut night = day("E1", "2026-11-15", &[]);
    night.shifts = vec![shift("2026-11-15 22:00", "2026-11-16 10:00")];
    let overlap = chief.put_staff_day(put_day(night)).await.unwrap_err();
    assert_eq!(refusal(&overlap), (Code::InvalidArgument, "SHIFTS_OVERLAP".to_owned()));
    assert_eq!(fields(&overlap), ["day.shifts[0]"]);
    let mut wrong = day("E1", "2026-11-18", &[("09:00", "12:00"), ("11:00", "18:00")]);
    wrong.shifts.push(shift("2026-11-19 09:00", "2026-11-19 08:00"));
    let wrong = chief.put_staff_day(put_day(wrong)).await.unwrap_err();
    assert_eq!(
        fields(&wrong),
        ["day.shifts[1]", "day.shifts[2].end", "day.shifts[2].start"]
    );
    let mut stale = put_day(day("E1", "2026-11-16", &[]));
    stale.etag = "nonsense".to_owned();
    assert_eq!(
        refusal(&chief.put_staff_day(stale).await.unwrap_err()),
        (Code::Aborted, "STALE_ETAG".to_owned())
    );
    let unknown = chief
        .put_staff_day(put_day(day("E7", "2026-11-16", &[])))
        .await
        .unwrap_err();
    assert_eq!(reason(&unknown), "STAFF_NOT_FOUND");
    let mut other = registry.roster(Role::Chief, "SH02", "M1-S").await;
    let outside = other.put_staff_day(put_day(wanted.clone())).await.unwrap_err();
    assert_eq!(refusal(&outside), (Code::NotFound, "BRANCH_NOT_FOUND".to_owned()));
    let mut technician = registry.roster(Role::Technician, "BJ01", "E1").await;
    assert_eq!(
        technician.put_staff_day(put_day(wanted)).await.unwrap_err().code(),
        Code::PermissionDenied
    );
    let seen = listed(&mut technician, "2026-11-16", "2026-11-16").await;
    assert_eq!(seen.len(), 5);
    assert!(seen.iter().all(|day| !day.readonly_reason.is_empty()));
    assert_eq!(
        seen.iter().filter(|day| day.planned).count(),
        1,
        "the others follow the opening hours"
    );
}

async fn x_30_a_week_is_copied_by_the_clock_on_the_wall(db: TestDb) {
    let registry = staffed(&db, "2026-11-13 10:00").await;
    let mut chief = registry.roster(Role::Chief, "BJ01", "M1").await;
    plan(&mut chief, day("E1", "2026-11-16", &[("08:00", "16:00")])).await;
    plan(&mut chief, day("H1", "2026-11-17", &[])).await;
    let mut sick = day("E1", "2026-11-23", &[]);
    sick.absences = vec![Absence {
        start: Some(at("2026-11-23 08:00")),
        end: Some(at("2026-11-23 10:00")),
        kind: AbsenceKind::Sick.into(),
    }];
    plan(&mut chief, sick).await;
    let copy = |to: &str| CopyWeekRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        from_monday: "2026-11-16".to_owned(),
        to_monday: to.to_owned(),
        staff_ids: Vec::new(),
    };
    let copied = chief.copy_week(copy("2026-11-23")).await.unwrap().into_inner();
    assert_eq!(copied.days_changed, 2);
    let monday = listed(&mut chief, "2026-11-23", "2026-11-23").await;
    let e1 = monday
        .iter()
        .find(|day| day.day.as_ref().unwrap().staff_id == "E1")
        .unwrap();
    let planned = e1.day.clone().unwrap();
    assert_eq!(planned.shifts, [shift("2026-11-23 08:00", "2026-11-23 16:00")]);
    assert_eq!(
        (planned.absences.len(), e1.planned_minutes),
        (1, 360),
        "the absence of that week stays"
    );
    let again = chief.copy_week(copy("2026-11-23")).await.unwrap().into_inner();
    assert_eq!(again.days_changed, 0);
    let tuesday = chief.copy_week(copy("2026-11-24")).await.unwrap_err();
    assert_eq!(refusal(&tuesday), (Code::InvalidArgument, "WEEK_NOT_MONDAY".to_owned()));
}

async fn x_30_approved_leave_becomes_absence(db: TestDb) {
    let registry = staffed(&db, "2026-11-13 10:00").await;
    let mut e1 = registry.roster(Role::Technician, "BJ01", "E1").await;
    let ask = |start: &str, end: &str| RequestLeaveRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        kind: AbsenceKind::Leave.into(),
        start: Some(at(start)),
        end: Some(at(end)),
    };
    let asked = e1
        .request_leave(ask("2026-11-16 13:00", "2026-11-17 18:00"))
        .await
        .unwrap()
        .into_inner();
    let leave = asked.leave.unwrap();
    assert_eq!(leave.state(), LeaveState::Requested);
    let again = e1
        .request_leave(ask("2026-11-17 09:00", "2026-11-17 10:00"))
        .await
        .unwrap_err();
    assert_eq!(refusal(&again), (Code::FailedPrecondition, "LEAVE_OVERLAPS".to_owned()));
    let decide = |id: &str| DecideLeaveRequest {
        request_id: key(),
        leave_id: id.to_owned(),
        approve: true,
        etag: String::new(),
    };
    let mut other = registry.roster(Role::Chief, "SH02", "M1-S").await;
    assert_eq!(
        reason(&other.decide_leave(decide(&leave.id)).await.unwrap_err()),
        "LEAVE_NOT_FOUND"
    );
    let mut himself = registry.roster(Role::Chief, "BJ01", "E1").await;
    assert_eq!(
        reason(&himself.decide_leave(decide(&leave.id)).await.unwrap_err()),
        "OWN_LEAVE"
    );
    let mut chief = registry.roster(Role::Chief, "BJ01", "M1").await;
    let decided = chief
        .decide_leave(decide(&leave.id))
        .await
        .unwrap()
        .into_inner()
        .leave
        .unwrap();
    assert_eq!(
        (decided.state(), decided.decided_by.as_str()),
        (LeaveState::Approved, "M1")
    );
    assert_eq!(
        reason(&chief.decide_leave(decide(&leave.id)).await.unwrap_err()),
        "LEAVE_DECIDED"
    );
    let minutes: Vec<i64> = listed(&mut chief, "2026-11-16", "2026-11-17")
        .await
        .iter()
        .filter(|day| day.day.as_ref().unwrap().staff_id == "E1")
        .map(|day| day.planned_minutes)
        .collect();
    assert_eq!(minutes, [240, 0], "opening hours from 9 to 18, less the leave");
    let mut h1 = registry.roster(Role::Hotline, "BJ01", "H1").await;
    let list = ListLeaveRequest {
        branch_id: "BJ01".to_owned(),
        ..ListLeaveRequest::default()
    };
    assert!(
        h1.list_leave(list.clone())
            .await
            .unwrap()
            .into_inner()
            .leaves
            .is_empty(),
        "others' leave is not seen"
    );
    assert_eq!(chief.list_leave(list).await.unwrap().into_inner().leaves.len(), 1);
}

async fn attendance(roster: &mut Roster, from: &str, to: &str) -> ListAttendanceResponse {
    let request = ListAttendanceRequest {
        branch_id: "BJ01".to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
        ..ListAttendanceRequest::default()
    };
    roster.list_attendance(request).await.expect("attendance").into_inner()
}

async fn x_30_attendance_and_capacity_say_who_is_there_and_what_he_can_do(db: TestDb) {
    let registry = staffed(&db, "2026-11-16 08:30").await;
    let mut chief = registry.roster(Role::Chief, "BJ01", "M1").await;
    plan(&mut chief, day("H2", "2026-11-16", &[])).await;
    let mut sick = day("E1", "2026-11-16", &[("09:00", "18:00")]);
    sick.absences = vec![Absence {
        start: Some(at("2026-11-16 00:00")),
        end: Some(at("2026-11-17 00:00")),
        kind: AbsenceKind::Sick.into(),
    }];
    plan(&mut chief, sick).await;
    let mut h1 = registry.roster(Role::Hotline, "BJ01", "H1").await;
    signed(&mut h1, Role::Hotline).await;
    registry.rig.advance_to("2026-11-16T09:05:00+08:00").await;
    let mut c1 = registry.roster(Role::Coordinator, "BJ01", "C1").await;
    signed(&mut c1, Role::Coordinator).await;

    let seen = attendance(&mut chief, "2026-11-16", "2026-11-16").await;
    let rows: Vec<(&str, AttendanceState)> = seen
        .rows
        .iter()
        .map(|row| (row.staff_id.as_str(), row.state()))
        .collect();
    assert_eq!(
        rows,
        [
            ("C1", AttendanceState::Late),
            ("E1", AttendanceState::Absent),
            ("H1", AttendanceState::OnTime),
            ("M1", AttendanceState::NotSignedIn)
        ]
    );
    assert_eq!(seen.rows[0].minutes_late, 25);
    let totals = seen.totals.unwrap();
    assert_eq!(
        (totals.on_time, totals.late, totals.absent, totals.not_signed_in),
        (1, 1, 1, 1)
    );
    assert_eq!(
        h1.list_attendance(ListAttendanceRequest::default())
            .await
            .unwrap_err()
            .code(),
        Code::PermissionDenied
    );

    let ask = GetCapacityRequest {
        branch_id: "BJ01".to_owned(),
        date: "2026-11-16".to_owned(),
        skill: "PC".to_owned(),
    };
    let capacity = h1.get_capacity(ask.clone()).await.unwrap().into_inner();
    let there: Vec<&str> = capacity.members.iter().map(|member| member.staff_id.as_str()).collect();
    assert_eq!((there, capacity.absent), (vec!["C1", "H1", "M1"], 2));
    let skill = &capacity.skills[0];
    assert_eq!(
        (skill.skill.as_str(), skill.members, skill.minutes, skill.signed_in),
        ("PC", 3, 3 * 540, 2)
    );
    assert!(
        capacity
            .roles
            .iter()
            .all(|role| role.role != i32::from(Role::Technician)),
        "the technician is sick"
    );
    let none = GetCapacityRequest {
        skill: "UPS".to_owned(),
        ..ask.clone()
    };
    assert!(h1.get_capacity(none).await.unwrap().into_inner().members.is_empty());
    let mut other = registry.roster(Role::Hotline, "SH02", "H1-S").await;
    assert_eq!(reason(&other.get_capacity(ask).await.unwrap_err()), "BRANCH_NOT_FOUND");
}

async fn x_30_a_planned_day_is_given_back_to_the_opening_hours(db: TestDb) {
    let registry = staffed(&db, "2026-11-13 10:00").await;
    let mut chief = registry.roster(Role::Chief, "BJ01", "M1").await;
    let mut e1 = registry.roster(Role::Technician, "BJ01", "E1").await;
    let asked = RequestLeaveRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        kind: AbsenceKind::Leave.into(),
        start: Some(at("2026-11-15 20:00")),
        end: Some(at("2026-11-16 10:00")),
    };
    let leave = e1.request_leave(asked).await.unwrap().into_inner().leave.unwrap();
    let decide = DecideLeaveRequest {
        request_id: key(),
        leave_id: leave.id,
        approve: true,
        etag: String::new(),
    };
    chief.decide_leave(decide).await.unwrap();
    let mut planned = day("E1", "2026-11-16", &[("06:00", "22:00")]);
    planned.absences = vec![Absence {
        start: Some(at("2026-11-16 12:00")),
        end: Some(at("2026-11-16 13:00")),
        kind: AbsenceKind::Training.into(),
    }];
    let planned = plan(&mut chief, planned).await;
    let day_of = |events: &[aftersales_kit::outbox::Event]| {
        let told = events.iter().rev().find_map(|event| match fact(event) {
            registry_event::Event::StaffDayChanged(told) => told.day,
            _ => None,
        });
        told.unwrap()
    };
    let clear_again = cleared(&mut chief, "E1", "2026-11-16").await;
    assert!(!clear_again.planned && clear_again.available_actions == ["PutStaffDay"]);
    assert_eq!(
        clear_again.planned_minutes,
        8 * 60,
        "approved leave stays, planned training goes"
    );
    assert_eq!(day_of(&registry.events().await), clear_again.day.clone().unwrap());
    let skipped = registry.events().await.len();
    assert_eq!(cleared(&mut chief, "E1", "2026-11-16").await, clear_again);
    assert_eq!(registry.events().await.len(), skipped, "a clear day stays as it is");

    let mut stale = put_day(day("E1", "2026-11-16", &[]));
    stale.etag = planned.etag;
    assert_eq!(
        reason(&chief.put_staff_day(stale).await.unwrap_err()),
        "STALE_ETAG",
        "an etag from before is never good again"
    );
    let mut hours = branch("BJ01");
    hours.opening_periods.truncate(1);
    registry.admin.clone().put_branch(put_branch(hours)).await.unwrap();
    let monday = listed(&mut chief, "2026-11-16", "2026-11-17").await;
    let minutes = |date: &str| {
        let of = |row: &&aftersales_proto::registry::v1::RosterDay| {
            let day = row.day.as_ref().unwrap();
            day.staff_id == "E1" && day.date == date
        };
        monday.iter().find(of).unwrap().planned_minutes
    };
    assert_eq!(
        (minutes("2026-11-16"), minutes("2026-11-17")),
        (8 * 60, 0),
        "hours that change later count"
    );

    plan(&mut chief, day("H1", "2026-11-16", &[])).await;
    let skipped = registry.events().await.len();
    cleared(&mut chief, "H1", "2026-11-16").await;
    assert_eq!(registry.event_names(skipped).await, ["StaffDayCleared"]);
    let unknown = chief.clear_staff_day(clear("E7", "2026-11-16")).await.unwrap_err();
    assert_eq!(refusal(&unknown), (Code::NotFound, "STAFF_NOT_FOUND".to_owned()));
    let mut other = registry.roster(Role::Chief, "SH02", "M1-S").await;
    let outside = other.clear_staff_day(clear("E1", "2026-11-16")).await.unwrap_err();
    assert_eq!(refusal(&outside), (Code::NotFound, "BRANCH_NOT_FOUND".to_owned()));
    let denied = e1.clear_staff_day(clear("E1", "2026-11-16")).await.unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);
}
