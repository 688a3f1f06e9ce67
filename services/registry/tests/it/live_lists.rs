//! Lists that stay up to date: the chief's inbox of notes, leave.

use std::{collections::BTreeMap, time::Duration};

use aftersales_kit::{
    auth::Role,
    testing::{TestDb, rig::RigChannel},
};
use aftersales_proto::registry::v1::{
    AbsenceKind, AnnotateIssueNoteRequest, DecideLeaveRequest, IssueNote, IssueNoteState, Leave, LeaveState,
    ListLeaveRequest, RequestLeaveRequest, WatchIssueNotesRequest, WatchIssueNotesResponse, WatchLeaveRequest,
    WatchLeaveResponse, registry_live_service_client::RegistryLiveServiceClient, watch_issue_notes_response,
    watch_leave_response,
};
use tonic::{Code, Response, Status, Streaming};

use crate::{
    notes::{filed, handle, inbox},
    support::{Registry, at, key, refusal},
};

aftersales_kit::on_both_databases!(
    live_notes_reach_the_chief_and_leave_his_open_ones_when_handled,
    live_leave_is_seen_by_who_decides_it_and_by_its_owner,
);

/// How long a test waits for what must be told.
const PATIENCE: Duration = Duration::from_secs(20);

type Live = RegistryLiveServiceClient<RigChannel>;

async fn live(registry: &Registry, role: Role, branch: &str, code: &str) -> Live {
    RegistryLiveServiceClient::new(registry.somebody(role, branch, code).await)
}

/// Rows with their ids, ids that are gone, and the token.
type Taken<R> = (Vec<(String, R)>, Vec<String>, String);

/// A message of a live list.
trait Message {
    type Row: PartialEq;

    fn take(self) -> Taken<Self::Row>;
}

macro_rules! message {
    ($answer:ident, $module:ident, $row:ident, $field:ident) => {
        impl Message for $answer {
            type Row = $row;

            fn take(self) -> Taken<$row> {
                use $module::Message as Told;
                let (rows, gone) = match self.message.unwrap() {
                    Told::Snapshot(told) | Told::Changed(told) => (told.$field, Vec::new()),
                    Told::Removed(told) => (Vec::new(), told.ids),
                    Told::SnapshotComplete(_) | Told::Heartbeat(_) => (Vec::new(), Vec::new()),
                };
                let rows = rows.into_iter().map(|row| (row.id.clone(), row));
                (rows.collect(), gone, self.resume_token)
            }
        }
    };
}

message!(WatchIssueNotesResponse, watch_issue_notes_response, IssueNote, notes);
message!(WatchLeaveResponse, watch_leave_response, Leave, leaves);

/// What a client keeps of a live list.
struct Mirror<M: Message> {
    stream: Streaming<M>,
    rows: BTreeMap<String, M::Row>,
    token: String,
}

impl<M: Message> Mirror<M> {
    fn of(stream: Result<Response<Streaming<M>>, Status>) -> Self {
        Self {
            stream: stream.unwrap().into_inner(),
            rows: BTreeMap::new(),
            token: String::new(),
        }
    }

    async fn take(&mut self) {
        let told = tokio::time::timeout(PATIENCE, self.stream.message()).await;
        let (rows, gone, token) = told.expect("waited in vain").unwrap().unwrap().take();
        self.rows.extend(rows);
        self.rows.retain(|id, _| !gone.contains(id));
        self.token = token;
    }

    /// Takes messages until the rows are these.
    async fn agrees(&mut self, listed: impl IntoIterator<Item = (String, M::Row)>) {
        let listed: BTreeMap<String, M::Row> = listed.into_iter().collect();
        let told = tokio::time::timeout(PATIENCE, async {
            while self.rows != listed {
                self.take().await;
            }
        });
        if told.await.is_err() {
            assert!(self.rows == listed, "waited in vain");
        }
    }
}

fn by_id(notes: Vec<IssueNote>) -> Vec<(String, IssueNote)> {
    notes.into_iter().map(|note| (note.id.clone(), note)).collect()
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
    let mut open = Mirror::of(m1.watch_issue_notes(watch(IssueNoteState::Open, "")).await);
    let mut every = Mirror::of(m1.watch_issue_notes(watch(all, "")).await);
    let mut washer = live(&registry, Role::Washer, "BJ01", "W9").await;
    let mut own = Mirror::of(washer.watch_issue_notes(watch(all, "")).await);
    let mut e1 = registry.notes(Role::Technician, "BJ01", "E1").await;
    let mut w9 = registry.notes(Role::Washer, "BJ01", "W9").await;
    let mut chief = registry.notes(Role::Chief, "BJ01", "M1").await;
    let (first, second) = (
        filed(&mut e1, "BJ01", "万用表坏了").await,
        filed(&mut w9, "BJ01", "漏水").await,
    );
    every.agrees(by_id(inbox(&mut chief, "BJ01").await)).await;
    open.agrees(by_id(inbox(&mut chief, "BJ01").await)).await;
    let token = open.token.clone();
    drop(open);
    let remark = AnnotateIssueNoteRequest {
        request_id: key(),
        note_id: first.id.clone(),
        text: "固件 1.2 已修正".to_owned(),
    };
    let mut tech = registry.notes(Role::TechDepartment, "*", "T1").await;
    tech.annotate_issue_note(remark).await.unwrap();
    every.agrees(by_id(inbox(&mut chief, "BJ01").await)).await;
    assert_eq!(every.rows[&first.id].remarks.len(), 1, "a remark alone is told too");
    chief.handle_issue_note(handle(&second)).await.unwrap();
    every.agrees(by_id(inbox(&mut chief, "BJ01").await)).await;
    own.agrees(by_id(inbox(&mut w9, "BJ01").await)).await;
    assert_eq!(own.rows.len(), 1, "the author sees his own");
    let third = filed(&mut w9, "BJ01", "灯坏了").await;
    let mut resumed = Mirror::of(m1.watch_issue_notes(watch(IssueNoteState::Open, &token)).await);
    resumed.rows = by_id(vec![first.clone(), second.clone()]).into_iter().collect();
    let listed = inbox(&mut chief, "BJ01").await;
    let listed = listed.into_iter().filter(|note| note.state() == IssueNoteState::Open);
    resumed.agrees(by_id(listed.collect())).await;
    assert!(resumed.rows.contains_key(&third.id) && !resumed.rows.contains_key(&second.id));

    let mut elsewhere = live(&registry, Role::Chief, "SH02", "M1-S").await;
    let refused = elsewhere.watch_issue_notes(watch(all, "")).await.err().unwrap();
    assert_eq!(refusal(&refused), (Code::NotFound, "BRANCH_NOT_FOUND".to_owned()));
    let there = WatchIssueNotesRequest {
        branch_id: "SH02".to_owned(),
        ..watch(all, "")
    };
    let mut there = Mirror::of(elsewhere.watch_issue_notes(there).await);
    filed(&mut e1, "BJ01", "门坏了").await;
    let mut s9 = registry.notes(Role::Washer, "SH02", "W9-S").await;
    let here = filed(&mut s9, "SH02", "漏水").await;
    while !there.rows.contains_key(&here.id) {
        there.take().await;
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
    let mut open = Mirror::of(m1.watch_leave(watch(LeaveState::Requested, "")).await);
    let mut every = Mirror::of(m1.watch_leave(watch(LeaveState::Unspecified, "")).await);
    let mut himself = live(&registry, Role::Hotline, "BJ01", "H1").await;
    let mut own = Mirror::of(himself.watch_leave(watch(LeaveState::Unspecified, "")).await);
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
    let by_id = |leaves: Vec<Leave>| leaves.into_iter().map(|leave| (leave.id.clone(), leave));
    let listed = chief.list_leave(list.clone()).await.unwrap().into_inner().leaves;
    assert_eq!(listed[0].available_actions, ["DecideLeave"]);
    every.agrees(by_id(listed.clone())).await;
    open.agrees(by_id(listed)).await;
    own.agrees(by_id(h1.list_leave(list.clone()).await.unwrap().into_inner().leaves))
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
    every.agrees(by_id(listed)).await;
    own.agrees(by_id(h1.list_leave(list).await.unwrap().into_inner().leaves))
        .await;
    assert_eq!(own.rows[&asked].state(), LeaveState::Approved);
    let mut resumed = Mirror::of(m1.watch_leave(watch(LeaveState::Requested, &token)).await);
    resumed.rows = every.rows.clone();
    while resumed.rows.contains_key(&asked) {
        resumed.take().await;
    }
    let mut elsewhere = live(&registry, Role::Chief, "SH02", "M1-S").await;
    let refused = elsewhere.watch_leave(watch(LeaveState::Unspecified, "")).await;
    let refused = refused.err().unwrap();
    assert_eq!(refusal(&refused), (Code::NotFound, "BRANCH_NOT_FOUND".to_owned()));
}
