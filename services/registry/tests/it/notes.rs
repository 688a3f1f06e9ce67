//! Notes to the branch chief, and the technical department's remarks.

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::registry::v1::{
    AnnotateIssueNoteRequest, FileIssueNoteRequest, HandleIssueNoteRequest, IssueNote, IssueNoteState,
    ListIssueNotesRequest,
};
use tonic::Code;

use crate::{
    desk::Notes,
    support::{Registry, key, reason, refusal},
};

aftersales_kit::on_both_databases!(
    x_31_anybody_tells_the_chief_and_gets_an_answer,
    x_14_the_technical_department_reads_and_annotates_every_branch,
);

pub async fn filed(client: &mut Notes, branch: &str, text: &str) -> IssueNote {
    let request = FileIssueNoteRequest {
        request_id: key(),
        branch_id: branch.to_owned(),
        text: text.to_owned(),
        ticket_id: String::new(),
    };
    client
        .file_issue_note(request)
        .await
        .expect("a note")
        .into_inner()
        .note
        .expect("a note")
}

fn list(branch: &str) -> ListIssueNotesRequest {
    ListIssueNotesRequest {
        branch_id: branch.to_owned(),
        ..ListIssueNotesRequest::default()
    }
}

pub async fn inbox(client: &mut Notes, branch: &str) -> Vec<IssueNote> {
    client
        .list_issue_notes(list(branch))
        .await
        .expect("notes")
        .into_inner()
        .notes
}

pub fn handle(note: &IssueNote) -> HandleIssueNoteRequest {
    HandleIssueNoteRequest {
        request_id: key(),
        note_id: note.id.clone(),
        answer: "已更换".to_owned(),
        etag: String::new(),
    }
}

async fn x_31_anybody_tells_the_chief_and_gets_an_answer(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut e1 = registry.notes(Role::Technician, "BJ01", "E1").await;
    let mut washer = registry.notes(Role::Washer, "BJ01", "W9").await;
    let first = filed(&mut e1, "BJ01", "万用表坏了").await;
    assert!(first.available_actions.is_empty() && !first.readonly_reason.is_empty());
    registry.rig.advance_to("2026-11-16T09:50:00+08:00").await;
    let second = filed(&mut washer, "BJ01", "洗车间漏水").await;

    let mut chief = registry.notes(Role::Chief, "BJ01", "M1").await;
    let open = inbox(&mut chief, "BJ01").await;
    let ids = |notes: &[IssueNote]| notes.iter().map(|note| note.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&open), [first.id.clone(), second.id.clone()]);
    assert_eq!(open[0].available_actions, ["HandleIssueNote"]);
    let handled = chief
        .handle_issue_note(handle(&first))
        .await
        .unwrap()
        .into_inner()
        .note
        .unwrap();
    assert_eq!(
        (handled.state(), handled.handled_by.as_str()),
        (IssueNoteState::Handled, "M1")
    );
    assert_eq!(
        ids(&inbox(&mut chief, "BJ01").await),
        [second.id.clone(), first.id.clone()],
        "open ones first"
    );
    let again = chief.handle_issue_note(handle(&first)).await.unwrap_err();
    assert_eq!(refusal(&again), (Code::FailedPrecondition, "NOTE_HANDLED".to_owned()));

    let own = inbox(&mut e1, "BJ01").await;
    assert_eq!(
        (own.len(), own[0].answer.as_str()),
        (1, "已更换"),
        "the author sees his own, with the answer"
    );
    assert_eq!(
        e1.handle_issue_note(handle(&second)).await.unwrap_err().code(),
        Code::PermissionDenied
    );
    let mut other = registry.notes(Role::Chief, "SH02", "M1-S").await;
    assert_eq!(
        reason(&other.handle_issue_note(handle(&second)).await.unwrap_err()),
        "NOTE_NOT_FOUND"
    );
    assert_eq!(
        reason(&other.list_issue_notes(list("BJ01")).await.unwrap_err()),
        "BRANCH_NOT_FOUND"
    );
    for event in registry.events().await {
        let text = String::from_utf8_lossy(&event.payload).into_owned();
        assert!(
            !text.contains("万用表") && !text.contains("已更换"),
            "what people write stays out of the log"
        );
    }
}

async fn x_14_the_technical_department_reads_and_annotates_every_branch(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut notes = Vec::new();
    for branch in ["BJ01", "SH02"] {
        let mut technician = registry.notes(Role::Technician, branch, "E1").await;
        notes.push(filed(&mut technician, branch, "同一型号反复死机").await);
    }
    let mut tech = registry.notes(Role::TechDepartment, "*", "T1").await;
    for (branch, note) in ["BJ01", "SH02"].into_iter().zip(&notes) {
        let seen = inbox(&mut tech, branch).await;
        assert_eq!(seen.len(), 1);
        assert_eq!(
            seen[0].available_actions,
            ["AnnotateIssueNote"],
            "reads and annotates, handles nothing"
        );
        let remark = AnnotateIssueNoteRequest {
            request_id: key(),
            note_id: note.id.clone(),
            text: "固件 1.2 已修正".to_owned(),
        };
        let annotated = tech
            .annotate_issue_note(remark.clone())
            .await
            .unwrap()
            .into_inner()
            .note
            .unwrap();
        assert_eq!(
            (annotated.remarks[0].by.as_str(), annotated.state()),
            ("T1", IssueNoteState::Open)
        );
        let mut chief = registry.notes(Role::Chief, branch, "M1").await;
        let denied = chief.annotate_issue_note(remark).await.unwrap_err();
        assert_eq!(denied.code(), Code::PermissionDenied);
        assert_eq!(inbox(&mut chief, branch).await[0].remarks[0].text, "固件 1.2 已修正");
        assert_eq!(
            tech.handle_issue_note(handle(note)).await.unwrap_err().code(),
            Code::PermissionDenied
        );
    }
}
