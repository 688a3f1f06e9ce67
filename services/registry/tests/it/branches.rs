//! Branches, staff, and the books that every change of them ends in.

use aftersales_kit::{auth::Role, refdata::BranchBook, testing::TestDb};
use aftersales_proto::registry::v1::{
    Branch, GetBranchBookRequest, GetBranchRequest, GetStaffRequest, ListBranchesRequest, ListStaffRequest,
    OpeningPeriod, registry_event,
};

use crate::support::{Registry, branch, fact, put_branch, put_staff, reason, refusal, staff};

aftersales_kit::on_both_databases!(
    rec_11_a_branch_is_told_with_whom_to_turn_to,
    x_10_staff_belong_to_one_branch_and_are_seen_there,
    every_change_ends_in_a_newer_book_without_personal_data,
    what_is_the_same_already_stays_as_it_is,
    x_2_stale_etags_change_nothing,
    x_1_a_repeated_request_has_one_effect,
    lists_are_paged_and_filtered,
    changes_at_the_same_time_miss_nothing,
);

async fn rec_11_a_branch_is_told_with_whom_to_turn_to(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.client(Role::Hotline, "SH02").await;
    let got = hotline
        .get_branch(GetBranchRequest {
            branch_id: "BJ01".to_owned(),
        })
        .await
        .unwrap()
        .into_inner();
    let got = got.branch.unwrap();
    assert_eq!(got.chief.unwrap().name, "站长甲");
    assert_eq!((got.phone.as_str(), got.supervisor), ("010-65100000", None));
    assert!(
        got.available_actions.is_empty() && !got.readonly_reason.is_empty(),
        "the hotline only looks"
    );
    let mut admin = registry.admin.clone();
    let seen = admin
        .get_branch(GetBranchRequest {
            branch_id: "BJ01".to_owned(),
        })
        .await
        .unwrap()
        .into_inner();
    assert_eq!(seen.branch.unwrap().available_actions, ["PutBranch"]);
    let unknown = hotline
        .get_branch(GetBranchRequest {
            branch_id: "XX99".to_owned(),
        })
        .await
        .unwrap_err();
    assert_eq!(
        refusal(&unknown),
        (tonic::Code::NotFound, "BRANCH_NOT_FOUND".to_owned())
    );
    let denied = hotline.put_branch(put_branch(branch("GZ03"))).await.unwrap_err();
    assert_eq!(denied.code(), tonic::Code::PermissionDenied);
}

async fn x_10_staff_belong_to_one_branch_and_are_seen_there(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut chief = registry.client(Role::Chief, "BJ01").await;
    let put = chief
        .put_staff(put_staff(staff("E1", "BJ01", Role::Technician)))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(put.member.unwrap().available_actions, ["PutStaff"]);
    let elsewhere = chief
        .put_staff(put_staff(staff("E9", "SH02", Role::Technician)))
        .await
        .unwrap_err();
    assert_eq!(
        refusal(&elsewhere),
        (tonic::Code::NotFound, "BRANCH_NOT_FOUND".to_owned())
    );
    let mut other = registry.client(Role::Chief, "SH02").await;
    let taken = other
        .put_staff(put_staff(staff("E1", "SH02", Role::Technician)))
        .await
        .unwrap_err();
    assert_eq!(
        refusal(&taken),
        (tonic::Code::FailedPrecondition, "STAFF_OF_OTHER_BRANCH".to_owned())
    );
    let unseen = other
        .get_staff(GetStaffRequest {
            staff_id: "E1".to_owned(),
        })
        .await
        .unwrap_err();
    assert_eq!(refusal(&unseen), (tonic::Code::NotFound, "STAFF_NOT_FOUND".to_owned()));
    let unlisted = other
        .list_staff(ListStaffRequest {
            branch_id: "BJ01".to_owned(),
            ..Default::default()
        })
        .await
        .unwrap_err();
    assert_eq!(reason(&unlisted), "BRANCH_NOT_FOUND");
    let program = chief
        .put_staff(put_staff(staff("E2", "BJ01", Role::Service)))
        .await
        .unwrap_err();
    assert_eq!(reason(&program), "INVALID_REQUEST");
    let mut analyst = registry.client(Role::HeadOffice, "*").await;
    let seen = analyst
        .get_staff(GetStaffRequest {
            staff_id: "E1".to_owned(),
        })
        .await
        .unwrap()
        .into_inner();
    assert_eq!(seen.member.unwrap().phone, "137****0007");
}

async fn every_change_ends_in_a_newer_book_without_personal_data(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    assert_eq!(
        registry.event_names(0).await[..3],
        ["CalendarChanged", "BranchChanged", "BranchBookChanged"]
    );
    let before = registry.events().await.len();
    let (first, _) = registry.last_book("BJ01").await;
    registry
        .admin
        .clone()
        .put_staff(put_staff(staff("E1", "BJ01", Role::Technician)))
        .await
        .unwrap();
    assert_eq!(
        registry.event_names(before).await,
        ["StaffChanged", "BranchBookChanged"]
    );
    let (second, cause) = registry.last_book("BJ01").await;
    assert!(second.version > first.version && cause == "staff E1");
    assert_eq!(
        (second.staff.len(), second.notice_years.as_slice()),
        (1, [2024, 2025, 2026].as_slice())
    );
    assert_eq!(
        second.calendar_version, first.calendar_version,
        "staff does not change the calendar"
    );
    let mut early = branch("BJ01");
    early.opening_periods[0].opens = "08:00".to_owned();
    registry.admin.clone().put_branch(put_branch(early)).await.unwrap();
    let (third, _) = registry.last_book("BJ01").await;
    assert_eq!(third.calendar_version, second.calendar_version + 1, "hours do");
    assert!(BranchBook::from_proto(&third).is_ok());
    for event in registry.events().await {
        let payload = String::from_utf8_lossy(&event.payload).into_owned();
        for personal in ["站长甲", "13900000009", "员工乙", "13700000007", "中关村", "65100000"] {
            assert!(!payload.contains(personal), "{personal} in {}", event.kind);
        }
    }
    let mut service = registry.client(Role::Service, "*").await;
    let got = service
        .get_branch_book(GetBranchBookRequest {
            branch_id: "BJ01".to_owned(),
        })
        .await
        .unwrap()
        .into_inner();
    assert_eq!(got.book.unwrap(), third);
    assert_eq!(got.as_of_sequence, registry.events().await.len() as u64);
}

async fn what_is_the_same_already_stays_as_it_is(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut admin = registry.admin.clone();
    admin.put_branch(put_branch(branch("GZ03"))).await.unwrap();
    let put = admin
        .put_staff(put_staff(staff("E1", "GZ03", Role::Technician)))
        .await
        .unwrap()
        .into_inner()
        .member;
    let before = registry.events().await.len();
    let again = admin
        .put_staff(put_staff(staff("E1", "GZ03", Role::Technician)))
        .await
        .unwrap()
        .into_inner()
        .member;
    admin.put_branch(put_branch(branch("GZ03"))).await.unwrap();
    assert_eq!((again, registry.events().await.len()), (put, before));
}

async fn x_2_stale_etags_change_nothing(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut admin = registry.admin.clone();
    let old = admin
        .put_branch(put_branch(branch("GZ03")))
        .await
        .unwrap()
        .into_inner()
        .branch
        .unwrap()
        .etag;
    let renamed = Branch {
        name: "广州站".to_owned(),
        ..branch("GZ03")
    };
    let mut request = put_branch(renamed.clone());
    request.etag.clone_from(&old);
    let new = admin
        .put_branch(request)
        .await
        .unwrap()
        .into_inner()
        .branch
        .unwrap()
        .etag;
    assert_ne!(old, new);
    let mut stale = put_branch(branch("GZ03"));
    stale.etag.clone_from(&old);
    let refused = admin.put_branch(stale).await.unwrap_err();
    assert_eq!(refusal(&refused), (tonic::Code::Aborted, "STALE_ETAG".to_owned()));
    let mut never = put_branch(branch("GZ04"));
    never.etag = old;
    assert_eq!(reason(&admin.put_branch(never).await.unwrap_err()), "STALE_ETAG");
    let held = admin
        .get_branch(GetBranchRequest {
            branch_id: "GZ03".to_owned(),
        })
        .await
        .unwrap()
        .into_inner()
        .branch
        .unwrap();
    assert_eq!((held.name.as_str(), held.etag), ("广州站", new));
}

async fn x_1_a_repeated_request_has_one_effect(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut chief = registry.client(Role::Chief, "BJ01").await;
    let request = put_staff(staff("E1", "BJ01", Role::Technician));
    let first = chief.put_staff(request.clone()).await.unwrap().into_inner();
    let before = registry.events().await.len();
    assert_eq!(chief.put_staff(request.clone()).await.unwrap().into_inner(), first);
    assert_eq!(registry.events().await.len(), before);
    let mut other = request;
    other.member.as_mut().unwrap().name = "另一人".to_owned();
    let refused = chief.put_staff(other).await.unwrap_err();
    assert_eq!(
        refusal(&refused),
        (tonic::Code::AlreadyExists, "REQUEST_ID_REUSED".to_owned())
    );
}

async fn lists_are_paged_and_filtered(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut admin = registry.admin.clone();
    let mut gone = branch("AA00");
    gone.closed = true;
    admin.put_branch(put_branch(gone)).await.unwrap();
    let mut request = ListBranchesRequest {
        page_size: 2,
        ..Default::default()
    };
    let page = admin.list_branches(request.clone()).await.unwrap().into_inner();
    request.page_token = page.next_page_token;
    let rest = admin.list_branches(request.clone()).await.unwrap().into_inner();
    let codes: Vec<String> = page
        .branches
        .into_iter()
        .chain(rest.branches)
        .map(|branch| branch.branch_id)
        .collect();
    assert_eq!(
        (codes, rest.next_page_token.as_str()),
        (vec!["BJ01".to_owned(), "PC01".to_owned(), "SH02".to_owned()], "")
    );
    let centers = ListBranchesRequest {
        kind: 2,
        include_closed: true,
        ..Default::default()
    };
    assert_eq!(
        admin.list_branches(centers).await.unwrap().into_inner().branches.len(),
        1
    );
    let all = ListBranchesRequest {
        include_closed: true,
        ..Default::default()
    };
    assert_eq!(admin.list_branches(all).await.unwrap().into_inner().branches.len(), 4);
    for (code, role) in [
        ("E1", Role::Technician),
        ("E2", Role::Technician),
        ("H1", Role::Hotline),
    ] {
        admin.put_staff(put_staff(staff(code, "BJ01", role))).await.unwrap();
    }
    let mut left = staff("E0", "BJ01", Role::Technician);
    left.left = true;
    admin.put_staff(put_staff(left)).await.unwrap();
    let mut technicians = ListStaffRequest {
        branch_id: "BJ01".to_owned(),
        role: Role::Technician.into(),
        page_size: 1,
        ..Default::default()
    };
    let first = admin.list_staff(technicians.clone()).await.unwrap().into_inner();
    assert_eq!(first.members[0].staff_id, "E1");
    technicians.page_token.clone_from(&first.next_page_token);
    let second = admin.list_staff(technicians.clone()).await.unwrap().into_inner();
    assert_eq!(
        (second.members[0].staff_id.as_str(), second.next_page_token.as_str()),
        ("E2", "")
    );
    technicians.role = Role::Hotline.into();
    let other_filter = admin.list_staff(technicians).await.unwrap_err();
    assert_eq!(reason(&other_filter), "PAGE_TOKEN_INVALID");
    let everybody = ListStaffRequest {
        branch_id: "BJ01".to_owned(),
        include_left: true,
        ..Default::default()
    };
    assert_eq!(admin.list_staff(everybody).await.unwrap().into_inner().members.len(), 4);
}

async fn changes_at_the_same_time_miss_nothing(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let changes = (0..12).map(|number| {
        let mut admin = registry.admin.clone();
        tokio::spawn(async move {
            let member = put_staff(staff(&format!("E{number}"), "BJ01", Role::Technician));
            admin.put_staff(member).await.map(drop)
        })
    });
    for change in changes.collect::<Vec<_>>() {
        change.await.unwrap().unwrap();
    }
    let mut versions = Vec::new();
    for event in registry.events().await.iter().filter(|event| event.branch_id == "BJ01") {
        if let registry_event::Event::BranchBookChanged(changed) = fact(event) {
            versions.push((
                changed.book.as_ref().unwrap().version,
                changed.book.unwrap().staff.len(),
            ));
        }
    }
    let newest = versions.iter().max().unwrap();
    assert_eq!(newest.1, 12, "the newest book holds everybody");
    versions.dedup_by_key(|(version, _)| *version);
    assert_eq!(versions.len(), 13, "each change has its own version");
    let periods: Vec<OpeningPeriod> = registry.last_book("BJ01").await.0.branch.unwrap().opening_periods;
    assert_eq!(periods.len(), 5);
}
