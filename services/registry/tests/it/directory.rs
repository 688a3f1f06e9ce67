//! Places, roles and teams.

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::registry::v1::{
    Branch, BranchKind, ListBranchHistoryRequest, ListBranchesRequest, ListRolesRequest, ListTeamsRequest, Policy,
    PutBranchRequest, PutPolicyRequest, PutTeamRequest, Team,
};
use tonic::Code;

use crate::support::{
    Registry, asset, at, branch, customer, fields, key, put_branch, put_staff, reason, refusal, registered, shown,
    staff,
};

aftersales_kit::on_both_databases!(
    x_11_places_have_a_kind_and_records_an_owner,
    x_13_x_15_x_16_the_names_of_the_manuals_lead_to_one_role_each,
    x_16_a_team_is_led_by_a_member_and_belongs_to_a_branch,
    t_8_a_branch_keeps_the_history_of_its_reference_data,
);

async fn x_11_places_have_a_kind_and_records_an_owner(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut admin = registry.admin.clone();
    let office = put_branch(Branch {
        kind: BranchKind::Hq.into(),
        ..branch("HQ")
    });
    admin.put_branch(office).await.unwrap();
    for (kind, expected) in [
        (BranchKind::Branch, vec!["BJ01", "SH02"]),
        (BranchKind::PartsCenter, vec!["PC01"]),
        (BranchKind::Hq, vec!["HQ"]),
    ] {
        let list = ListBranchesRequest {
            kind: kind.into(),
            ..ListBranchesRequest::default()
        };
        let found = admin.list_branches(list).await.unwrap().into_inner().branches;
        let codes: Vec<&str> = found.iter().map(|found| found.branch_id.as_str()).collect();
        assert_eq!(codes, expected, "{kind:?}");
    }
    let nowhere = put_branch(Branch {
        kind: 0,
        ..branch("GZ03")
    });
    assert_eq!(fields(&admin.put_branch(nowhere).await.unwrap_err()), ["branch.kind"]);

    let member = admin
        .put_staff(put_staff(staff("E1", "XX99", Role::Technician)))
        .await
        .unwrap_err();
    assert_eq!(reason(&member), "BRANCH_NOT_FOUND");
    let mut hotline = registry.hotline().await;
    let mut homeless = customer("王芳", "13800000001");
    homeless.branch_id = String::new();
    assert_eq!(
        fields(&hotline.create_customer(homeless).await.unwrap_err()),
        ["branch_id"]
    );
    let owner = hotline
        .create_customer(customer("王芳", "13800000001"))
        .await
        .unwrap()
        .into_inner()
        .customer
        .unwrap();
    let owned = registered(&mut hotline, asset(&owner, "SN100", "2026-03-02")).await;
    assert_eq!((owner.branch_id.as_str(), owned.branch_id.as_str()), ("BJ01", "BJ01"));
    assert!(
        registry.events().await.iter().all(|event| !event.branch_id.is_empty()),
        "every fact has its owner"
    );
}

async fn x_13_x_15_x_16_the_names_of_the_manuals_lead_to_one_role_each(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut directory = registry.directory(Role::Hotline, "BJ01").await;
    let roles = directory
        .list_roles(ListRolesRequest {})
        .await
        .unwrap()
        .into_inner()
        .roles;
    for (source, name, role) in [
        ("X-13", "报修信息接收人员", Role::Hotline),
        ("X-13", "技术员", Role::Technician),
        ("X-13", "部门经理", Role::DepartmentManager),
        ("X-13", "会计员", Role::Accountant),
        ("X-13", "公司经理", Role::CompanyManager),
        ("X-13", "专人电话回访", Role::Callback),
        ("X-15", "专职预约人员", Role::AppointmentClerk),
        ("X-15", "服务顾问", Role::Receptionist),
        ("X-15", "服务经理", Role::ServiceManager),
        ("X-15", "备件部门", Role::PartsClerk),
        ("X-15", "车间", Role::WorkshopSupervisor),
        ("X-15", "维修技师", Role::Workshop),
        ("X-16", "前台接待", Role::Receptionist),
        ("X-16", "專職技術員", Role::Workshop),
        ("X-16", "車間主管", Role::WorkshopSupervisor),
        ("X-16", "車間接車人", Role::VehicleReceiver),
        ("X-16", "洗車人員", Role::Washer),
        ("X-16", "結算員", Role::Cashier),
        ("X-16", "業務主管", Role::Supervisor),
    ] {
        let named = |entry: &&aftersales_proto::registry::v1::RoleEntry| {
            entry
                .names
                .iter()
                .any(|known| known.name == name && known.source == source)
        };
        let found: Vec<Role> = roles.iter().filter(named).map(|entry| entry.role()).collect();
        assert_eq!(found, [role], "{source} {name}");
        // and the role is one that a member of staff can hold
        let code = format!("S{}", i32::from(role));
        registry.hire(&[(code.as_str(), "BJ01", role)]).await;
    }
}

fn team(members: &[&str], lead: &str) -> PutTeamRequest {
    PutTeamRequest {
        request_id: key(),
        team: Some(Team {
            team_id: "T1".to_owned(),
            branch_id: "BJ01".to_owned(),
            name: "一组".to_owned(),
            lead_id: lead.to_owned(),
            member_ids: members.iter().map(|member| (*member).to_owned()).collect(),
            ..Team::default()
        }),
        etag: String::new(),
    }
}

async fn x_16_a_team_is_led_by_a_member_and_belongs_to_a_branch(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    registry
        .hire(&[
            ("E1", "BJ01", Role::Technician),
            ("E2", "BJ01", Role::Technician),
            ("E1-S", "SH02", Role::Technician),
        ])
        .await;
    let mut chief = registry.directory(Role::Chief, "BJ01").await;
    let put = chief
        .put_team(team(&["E1", "E2"], "E2"))
        .await
        .unwrap()
        .into_inner()
        .team
        .unwrap();
    assert_eq!((put.member_ids.len(), put.lead_id.as_str()), (2, "E2"));
    let lead = chief.put_team(team(&["E1"], "E2")).await.unwrap_err();
    assert_eq!(
        refusal(&lead),
        (Code::FailedPrecondition, "TEAM_LEAD_NOT_MEMBER".to_owned())
    );
    let foreign = chief.put_team(team(&["E1", "E1-S"], "E1")).await.unwrap_err();
    assert_eq!(reason(&foreign), "STAFF_NOT_FOUND");
    let mut other = registry.directory(Role::Chief, "SH02").await;
    let mut taken = team(&["E1-S"], "E1-S");
    taken.team.as_mut().unwrap().branch_id = "SH02".to_owned();
    assert_eq!(
        reason(&other.put_team(taken).await.unwrap_err()),
        "TEAM_OF_OTHER_BRANCH"
    );
    let mut dissolved = team(&["E1", "E2"], "E2");
    dissolved.etag = put.etag;
    dissolved.team.as_mut().unwrap().dissolved = true;
    chief.put_team(dissolved).await.unwrap();
    let list = ListTeamsRequest {
        branch_id: "BJ01".to_owned(),
        ..ListTeamsRequest::default()
    };
    assert!(
        chief
            .list_teams(list.clone())
            .await
            .unwrap()
            .into_inner()
            .teams
            .is_empty()
    );
    let all = ListTeamsRequest {
        include_dissolved: true,
        ..list
    };
    assert_eq!(chief.list_teams(all).await.unwrap().into_inner().teams.len(), 1);
    let mut technician = registry.directory(Role::Technician, "BJ01").await;
    assert_eq!(
        technician.put_team(team(&["E1"], "E1")).await.unwrap_err().code(),
        Code::PermissionDenied
    );
}

async fn t_8_a_branch_keeps_the_history_of_its_reference_data(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    registry.hire(&[("E1", "BJ01", Role::Technician)]).await;
    registry.rig.advance_to("2026-11-16T10:00:00+08:00").await;
    let policy = Policy {
        key: "dispatch.reply".to_owned(),
        value: "3 wd".to_owned(),
        branch_id: String::new(),
        effective_from: Some(at("2026-12-01 00:00")),
        version: 0,
    };
    let put = PutPolicyRequest {
        request_id: key(),
        policy: Some(policy),
    };
    registry.admin.clone().put_policy(put).await.unwrap();
    let mut chief = registry.directory(Role::Chief, "BJ01").await;
    let mut request = ListBranchHistoryRequest {
        branch_id: "BJ01".to_owned(),
        page_size: 2,
        page_token: String::new(),
    };
    let first = chief.list_branch_history(request.clone()).await.unwrap().into_inner();
    let causes: Vec<&str> = first.changes.iter().map(|change| change.cause.as_str()).collect();
    assert_eq!(
        causes,
        ["policy dispatch.reply", "staff E1"],
        "the company's policy is the branch's change too"
    );
    assert_eq!(
        (first.changes[0].changed_by.as_str(), shown(first.changes[0].changed_at)),
        ("OPS", "2026-11-16 10:00".to_owned())
    );
    request.page_token = first.next_page_token;
    let rest = chief.list_branch_history(request.clone()).await.unwrap().into_inner();
    assert_eq!((rest.changes.len(), rest.changes[0].cause.as_str()), (1, "branch BJ01"));
    assert!(rest.next_page_token.is_empty());
    // what was told of the branch then stays with its change
    assert!(first.changes.iter().all(|change| change.branch.is_none()));
    let told = rest.changes[0].branch.clone().unwrap();
    let moved = Branch {
        address: "北京市海淀区新街9号".to_owned(),
        ..told.clone()
    };
    let put = PutBranchRequest {
        request_id: key(),
        branch: Some(moved.clone()),
        etag: String::new(),
    };
    registry.admin.clone().put_branch(put).await.unwrap();
    request.page_token.clear();
    request.page_size = 0;
    let history = chief
        .list_branch_history(request.clone())
        .await
        .unwrap()
        .into_inner()
        .changes;
    let addresses: Vec<String> = history
        .into_iter()
        .filter_map(|change| change.branch)
        .map(|it| it.address)
        .collect();
    assert_eq!(addresses, [moved.address, told.address]);
    let mut other = registry.directory(Role::Chief, "SH02").await;
    assert_eq!(
        reason(&other.list_branch_history(request.clone()).await.unwrap_err()),
        "BRANCH_NOT_FOUND"
    );
    let mut clerk = registry.directory(Role::Hotline, "BJ01").await;
    assert_eq!(
        clerk.list_branch_history(request).await.unwrap_err().code(),
        Code::PermissionDenied
    );
}
