//! Lists that stay up to date: the chief's inbox of notes, leave, roster, attendance.

use aftersales_kit::{
    auth::Role,
    testing::{TestDb, mirror::Mirror, rig::RigChannel},
};
use aftersales_proto::registry::v1::{
    AbsenceKind, AnnotateIssueNoteRequest, AttendanceDay, AttendanceState, DecideLeaveRequest, IssueNoteState,
    LeaveState, ListLeaveRequest, RequestLeaveRequest, WatchAttendanceRequest, WatchIssueNotesRequest,
    WatchLeaveRequest, WatchRosterRequest, registry_live_service_client::RegistryLiveServiceClient,
};
use tonic::Code;

use crate::{
    desk::{cleared, day, listed, plan, signed},
    notes::{filed, handle, inbox},
    support::{Registry, at, branch, key, put_branch, put_staff, refusal, staff},
};

aftersales_kit::on_both_databases!(
    live_notes_reach_the_chief_and_leave_his_open_ones_when_handled,
    live_leave_is_seen_by_who_decides_it_and_by_its_owner,
    live_roster_follows_plans_leave_hours_and_people,
    live_attendance_follows_sign_ins_and_the_roster,
);

type Live = RegistryLiveServiceClient<RigChannel>;

async fn live(registry: &Registry, role: Role, branch: &str, code: &str) -> Live {
    RegistryLiveServiceClient::new(registry.somebody(role, branch, code).await)
}

async fn live_notes_reach_the_chief_and_leave_his_open_ones_when_handled(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let watch = |state: IssueNoteState, token: &str| WatchIssueNotesRequest {
        branch_id: "BJ01".to_owned(),
        state: state.into(),
        mine: false,
        resume_token: token.to_owned(),
    };
    let all = IssueNoteState::Unspecified;
    let mut m1 = live(&registry, Role::Chief, "BJ01", "M1").await;
    let mut open = Mirror::of(m1.watch_issue_notes(watch(IssueNoteState::Open, "")).await.unwrap());
    let mut every = Mirror::of(m1.watch_issue_notes(watch(all, "")).await.unwrap());
    let mut washer = live(&registry, Role::Washer, "BJ01", "W9").await;
    let mut own = Mirror::of(washer.watch_issue_notes(watch(all, "")).await.unwrap());
    let mut e1 = registry.notes(Role::Technician, "BJ01", "E1").await;
    let mut w9 = registry.notes(Role::Washer, "BJ01", "W9").await;
    let mut chief = registry.notes(Role::Chief, "BJ01", "M1").await;
    let (first, second) = (
        filed(&mut e1, "BJ01", "万用表坏了").await,
        filed(&mut w9, "BJ01", "漏水").await,
    );
    every.agrees(inbox(&mut chief, "BJ01").await).await;
    open.agrees(inbox(&mut chief, "BJ01").await).await;
    let token = open.token.clone();
    drop(open);
    let remark = AnnotateIssueNoteRequest {
        request_id: key(),
        note_id: first.id.clone(),
        text: "固件 1.2 已修正".to_owned(),
    };
    let mut tech = registry.notes(Role::TechDepartment, "*", "T1").await;
    tech.annotate_issue_note(remark).await.unwrap();
    every.agrees(inbox(&mut chief, "BJ01").await).await;
    assert_eq!(every.rows[&first.id].remarks.len(), 1, "a remark alone is told too");
    chief.handle_issue_note(handle(&second)).await.unwrap();
    every.agrees(inbox(&mut chief, "BJ01").await).await;
    own.agrees(inbox(&mut w9, "BJ01").await).await;
    assert_eq!(own.rows.len(), 1, "the author sees his own");
    let third = filed(&mut w9, "BJ01", "灯坏了").await;
    let mut resumed = Mirror::of(m1.watch_issue_notes(watch(IssueNoteState::Open, &token)).await.unwrap());
    let known = [first.clone(), second.clone()].map(|note| (note.id.clone(), note));
    resumed.rows.extend(known);
    let listed = inbox(&mut chief, "BJ01").await;
    let listed = listed.into_iter().filter(|note| note.state() == IssueNoteState::Open);
    resumed.agrees(listed).await;
    assert!(resumed.rows.contains_key(&third.id) && !resumed.rows.contains_key(&second.id));

    let mut elsewhere = live(&registry, Role::Chief, "SH02", "M1-S").await;
    let refused = elsewhere.watch_issue_notes(watch(all, "")).await.err().unwrap();
    assert_eq!(refusal(&refused), (Code::NotFound, "BRANCH_NOT_FOUND".to_owned()));
    let there = WatchIssueNotesRequest {
        branch_id: "SH02".to_owned(),
        ..watch(all, "")
    };
    let mut there = Mirror::of(elsewhere.watch_issue_notes(there).await.unwrap());
    filed(&mut e1, "BJ01", "门坏了").await;
    let mut s9 = registry.notes(Role::Washer, "SH02", "W9-S").await;
    let here = filed(&mut s9, "SH02", "漏水").await;
    while !there.rows.contains_key(&here.id) {
        there.read().await;
        assert!(there.rows.values().all(|note| note.branch_id == "SH02"));
    }
}

async fn live_leave_is_seen_by_who_decides_it_and_by_its_owner(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let staff = [
        ("H1", "BJ01", Role::Hotline),
        ("E1", "BJ01", Role::Technician),
        ("M1", "BJ01", Role::Chief),
    ];
    registry.hire(&staff).await;
    let watch = |state: LeaveState, token: &str| WatchLeaveRequest {
        branch_id: "BJ01".to_owned(),
        state: state.into(),
        resume_token: token.to_owned(),
    };
    let mut m1 = live(&registry, Role::Chief, "BJ01", "M1").await;
    let mut open = Mirror::of(m1.watch_leave(watch(LeaveState::Requested, "")).await.unwrap());
    let mut every = Mirror::of(m1.watch_leave(watch(LeaveState::Unspecified, "")).await.unwrap());
    let mut himself = live(&registry, Role::Hotline, "BJ01", "H1").await;
    let mut own = Mirror::of(himself.watch_leave(watch(LeaveState::Unspecified, "")).await.unwrap());
    let ask = |day: &str| RequestLeaveRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        kind: AbsenceKind::Leave.into(),
        start: Some(at(&format!("{day} 13:00"))),
        end: Some(at(&format!("{day} 18:00"))),
    };
    let mut h1 = registry.roster(Role::Hotline, "BJ01", "H1").await;
    let mut e1 = registry.roster(Role::Technician, "BJ01", "E1").await;
    let mut chief = registry.roster(Role::Chief, "BJ01", "M1").await;
    let asked = h1.request_leave(ask("2026-11-17")).await.unwrap().into_inner();
    let asked = asked.leave.unwrap().id;
    e1.request_leave(ask("2026-11-18")).await.unwrap();
    let list = ListLeaveRequest {
        branch_id: "BJ01".to_owned(),
        ..ListLeaveRequest::default()
    };
    let listed = chief.list_leave(list.clone()).await.unwrap().into_inner().leaves;
    assert_eq!(listed[0].available_actions, ["DecideLeave"]);
    every.agrees(listed.clone()).await;
    open.agrees(listed).await;
    own.agrees(h1.list_leave(list.clone()).await.unwrap().into_inner().leaves)
        .await;
    assert_eq!(own.rows.len(), 1);
    let token = open.token.clone();
    drop(open);
    let decide = DecideLeaveRequest {
        request_id: key(),
        leave_id: asked.clone(),
        approve: true,
        etag: String::new(),
    };
    chief.decide_leave(decide).await.unwrap();
    let listed = chief.list_leave(list.clone()).await.unwrap().into_inner().leaves;
    every.agrees(listed).await;
    own.agrees(h1.list_leave(list).await.unwrap().into_inner().leaves).await;
    assert_eq!(own.rows[&asked].state(), LeaveState::Approved);
    let mut resumed = Mirror::of(m1.watch_leave(watch(LeaveState::Requested, &token)).await.unwrap());
    resumed.rows = every.rows.clone();
    while resumed.rows.contains_key(&asked) {
        resumed.read().await;
    }
    let mut elsewhere = live(&registry, Role::Chief, "SH02", "M1-S").await;
    let refused = elsewhere.watch_leave(watch(LeaveState::Unspecified, "")).await;
    let refused = refused.err().unwrap();
    assert_eq!(refusal(&refused), (Code::NotFound, "BRANCH_NOT_FOUND".to_owned()));
}

async fn live_roster_follows_plans_leave_hours_and_people(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-13 10:00").await;
    registry
        .hire(&[("E1", "BJ01", Role::Technician), ("M1", "BJ01", Role::Chief)])
        .await;
    let watch = |staff: &str, token: &str| WatchRosterRequest {
        branch_id: "BJ01".to_owned(),
        from: "2026-11-16".to_owned(),
        to: "2026-11-18".to_owned(),
        staff_id: staff.to_owned(),
        resume_token: token.to_owned(),
    };
    let mut m1 = live(&registry, Role::Chief, "BJ01", "M1").await;
    let mut all = Mirror::of(m1.watch_roster(watch("", "")).await.unwrap());
    let mut own = Mirror::of(m1.watch_roster(watch("E1", "")).await.unwrap());
    let mut chief = registry.roster(Role::Chief, "BJ01", "M1").await;
    let dates = ("2026-11-16", "2026-11-18");
    all.agrees(listed(&mut chief, dates.0, dates.1).await).await;
    assert_eq!(all.rows.len(), 6);
    plan(&mut chief, day("E1", "2026-11-16", &[("08:00", "12:00")])).await;
    plan(&mut chief, day("E1", "2026-11-19", &[])).await;
    all.agrees(listed(&mut chief, dates.0, dates.1).await).await;
    own.until(|own| own.len() == 3 && own["2026-11-16/E1"].planned).await;
    let token = all.token.clone();
    drop(all);
    cleared(&mut chief, "E1", "2026-11-16").await;
    let mut hours = branch("BJ01");
    hours.opening_periods.truncate(1);
    registry.admin.clone().put_branch(put_branch(hours)).await.unwrap();
    registry.hire(&[("E2", "BJ01", Role::Technician)]).await;
    let mut left = staff("M1", "BJ01", Role::Chief);
    left.left = true;
    registry.admin.clone().put_staff(put_staff(left)).await.unwrap();
    let before = own.rows.clone();
    let mut all = Mirror::of(m1.watch_roster(watch("", &token)).await.unwrap());
    all.rows.extend(before);
    all.agrees(listed(&mut chief, dates.0, dates.1).await).await;
    // who has left goes
    all.until(|all| all.removed.contains(&"2026-11-16/M1".to_owned())).await;
    assert!(all.contains_key("2026-11-18/E2") && all["2026-11-17/E1"].planned_minutes == 0);
    own.agrees(
        all.rows
            .into_iter()
            .filter(|(id, _)| id.ends_with("/E1"))
            .map(|(_, row)| row),
    )
    .await;

    let mut elsewhere = live(&registry, Role::Chief, "SH02", "M1-S").await;
    let refused = elsewhere.watch_roster(watch("", "")).await.err().unwrap();
    assert_eq!(refusal(&refused), (Code::NotFound, "BRANCH_NOT_FOUND".to_owned()));
    let mut long = watch("", "");
    long.to = "2027-11-18".to_owned();
    let refused = m1.watch_roster(long).await.err().unwrap();
    assert_eq!(refusal(&refused), (Code::InvalidArgument, "RANGE_TOO_LONG".to_owned()));
}

async fn live_attendance_follows_sign_ins_and_the_roster(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 08:30").await;
    registry
        .hire(&[("H1", "BJ01", Role::Hotline), ("M1", "BJ01", Role::Chief)])
        .await;
    let watch = WatchAttendanceRequest {
        branch_id: "BJ01".to_owned(),
        from: "2026-11-16".to_owned(),
        to: "2026-11-16".to_owned(),
        ..WatchAttendanceRequest::default()
    };
    let mut m1 = live(&registry, Role::Chief, "BJ01", "M1").await;
    let mut seen = Mirror::of(m1.watch_attendance(watch.clone()).await.unwrap());
    let state = |day: &AttendanceDay| day.rows.iter().map(|row| row.state()).collect::<Vec<_>>();
    seen.until(|seen| seen.len() == 2).await;
    assert!(seen.values().all(|day| state(day) == [AttendanceState::Due]));
    let mut h1 = registry.roster(Role::Hotline, "BJ01", "H1").await;
    signed(&mut h1, Role::Hotline).await;
    seen.until(|seen| state(&seen["2026-11-16/H1"]) == [AttendanceState::OnTime])
        .await;
    let mut chief = registry.roster(Role::Chief, "BJ01", "M1").await;
    plan(&mut chief, day("M1", "2026-11-16", &[])).await;
    seen.until(|seen| seen["2026-11-16/M1"].rows.is_empty()).await;
    registry.rig.advance_to("2026-11-16T09:30:00+08:00").await;
    cleared(&mut chief, "M1", "2026-11-16").await;
    seen.until(|seen| state(&seen["2026-11-16/M1"]) == [AttendanceState::NotSignedIn])
        .await;

    let mut hotline = live(&registry, Role::Hotline, "BJ01", "H1").await;
    let refused = hotline.watch_attendance(watch).await.err().unwrap();
    assert_eq!(refused.code(), Code::PermissionDenied);
}
