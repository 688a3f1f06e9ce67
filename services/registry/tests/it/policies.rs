//! Policies: versions, effective dates, branches before the company (T-8).

use aftersales_kit::{auth::Role, policy::catalogue, testing::TestDb};
use aftersales_proto::registry::v1::{
    ComputeDeadlineRequest, ImportHolidaysRequest, ListPoliciesRequest, Policy, PutPolicyRequest,
    compute_deadline_request::Length,
};

use crate::support::{Client, Registry, at, branch, fields, key, put_branch, reason, refusal, shown};

aftersales_kit::on_both_databases!(
    t_8_a_branch_beats_the_company_from_its_date_on,
    t_8_every_number_of_the_rulebook_is_listed,
    t_8_a_company_wide_change_reaches_every_branch,
    t_8_values_are_checked_when_they_are_put,
    an_operator_of_one_branch_changes_that_branch_only,
);

fn put(key_: &str, value: &str, branch: &str, from: &str) -> PutPolicyRequest {
    PutPolicyRequest {
        request_id: key(),
        policy: Some(Policy {
            key: key_.to_owned(),
            value: value.to_owned(),
            branch_id: branch.to_owned(),
            effective_from: Some(at(from)),
            version: 77,
        }),
    }
}

async fn reply_due(client: &mut Client, branch: &str, from: &str) -> (String, i64) {
    let request = ComputeDeadlineRequest {
        branch_id: branch.to_owned(),
        length: Some(Length::PolicyKey("dispatch.reply".to_owned())),
        from: Some(at(from)),
        clock: 0,
    };
    let answer = client.compute_deadline(request).await.unwrap().into_inner();
    (shown(answer.due_at), answer.policy_version)
}

async fn t_8_a_branch_beats_the_company_from_its_date_on(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut admin = registry.admin.clone();
    let first = admin
        .put_policy(put("dispatch.reply", "3 WD", "", "2026-11-17 00:00"))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        (
            first.policy.as_ref().unwrap().version,
            first.policy.unwrap().value.as_str()
        ),
        (1, "3 wd")
    );
    let second = admin
        .put_policy(put("dispatch.reply", "4 wd", "", "2026-11-18 00:00"))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(second.policy.unwrap().version, 2);
    let own = admin
        .put_policy(put("dispatch.reply", "1 wd", "SH02", "2026-11-18 00:00"))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(own.policy.unwrap().version, 1, "a branch counts its own versions");
    let table = [
        ("BJ01", "2026-11-16 09:00", "2026-11-18 18:00", 0),
        ("BJ01", "2026-11-16 23:59", "2026-11-18 18:00", 0),
        ("BJ01", "2026-11-17 00:00", "2026-11-20 18:00", 1),
        ("BJ01", "2026-11-18 09:00", "2026-11-24 18:00", 2),
        ("SH02", "2026-11-17 09:00", "2026-11-20 18:00", 1),
        ("SH02", "2026-11-18 09:00", "2026-11-19 18:00", 1),
    ];
    for (branch, from, due, version) in table {
        assert_eq!(
            reply_due(&mut admin, branch, from).await,
            (due.to_owned(), version),
            "{branch} {from}"
        );
    }
    let held = ListPoliciesRequest {
        branch_id: "SH02".to_owned(),
        key_prefix: "dispatch.reply".to_owned(),
        at: Some(at("2026-11-18 12:00")),
        ..Default::default()
    };
    let held = admin.list_policies(held).await.unwrap().into_inner().policies;
    assert_eq!(
        (held[0].value.as_str(), held[0].branch_id.as_str(), held[0].version),
        ("1 wd", "SH02", 1)
    );
    let all = ListPoliciesRequest {
        branch_id: "SH02".to_owned(),
        all_versions: true,
        ..Default::default()
    };
    let all = admin.list_policies(all).await.unwrap().into_inner().policies;
    let places: Vec<(&str, i64)> = all
        .iter()
        .map(|policy| (policy.branch_id.as_str(), policy.version))
        .collect();
    assert_eq!(places, [("", 1), ("", 2), ("SH02", 1)]);
}

async fn t_8_every_number_of_the_rulebook_is_listed(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut clerk = registry.client(Role::Accountant, "BJ01").await;
    let mut request = ListPoliciesRequest {
        branch_id: "BJ01".to_owned(),
        page_size: 30,
        ..Default::default()
    };
    let mut keys = Vec::new();
    loop {
        let page = clerk.list_policies(request.clone()).await.unwrap().into_inner();
        keys.extend(page.policies.into_iter().map(|policy| policy.key));
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    assert!(keys.is_sorted());
    assert_eq!(keys.len(), catalogue::ALL.len());
    let prefixed = ListPoliciesRequest {
        key_prefix: "callback.".to_owned(),
        ..Default::default()
    };
    let prefixed = clerk.list_policies(prefixed).await.unwrap().into_inner().policies;
    assert!(
        !prefixed.is_empty()
            && prefixed
                .iter()
                .all(|policy| policy.key.starts_with("callback.") && policy.version == 0)
    );
    let outside = ListPoliciesRequest {
        branch_id: "SH02".to_owned(),
        ..Default::default()
    };
    assert_eq!(
        reason(&clerk.list_policies(outside).await.unwrap_err()),
        "BRANCH_NOT_FOUND"
    );
}

async fn t_8_a_company_wide_change_reaches_every_branch(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let before = registry.events().await.len();
    let mut admin = registry.admin.clone();
    admin
        .put_policy(put("dispatch.reply", "3 wd", "", "2026-11-17 00:00"))
        .await
        .unwrap();
    assert_eq!(
        registry.event_names(before).await,
        [
            "PolicyChanged",
            "BranchBookChanged",
            "BranchBookChanged",
            "BranchBookChanged"
        ]
    );
    let (book, cause) = registry.last_book("PC01").await;
    assert_eq!((book.policies.len(), cause.as_str()), (1, "policy dispatch.reply"));
    admin
        .put_policy(put("dispatch.reply", "1 wd", "SH02", "2026-11-17 00:00"))
        .await
        .unwrap();
    assert_eq!(
        registry.event_names(before + 4).await,
        ["PolicyChanged", "BranchBookChanged"]
    );
    assert_eq!(registry.last_book("SH02").await.0.policies.len(), 2);
    assert_eq!(registry.last_book("BJ01").await.0.policies.len(), 1);
    let same = admin
        .put_policy(put("dispatch.reply", "1 wd", "SH02", "2026-11-17 00:00"))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        (same.policy.unwrap().version, registry.events().await.len()),
        (1, before + 6)
    );
}

async fn t_8_values_are_checked_when_they_are_put(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut admin = registry.admin.clone();
    let table = [
        (
            put("dispatch.nonsense", "2 wd", "", "2026-11-17 00:00"),
            "POLICY_UNKNOWN",
            "policy.key",
        ),
        (
            put("dispatch.reply", "fifty", "", "2026-11-17 00:00"),
            "POLICY_VALUE_INVALID",
            "policy.value",
        ),
        (
            put("dispatch.reply", "50.00 CNY", "", "2026-11-17 00:00"),
            "POLICY_VALUE_INVALID",
            "policy.value",
        ),
        (
            put("billing.missed_service_deduction", "-1.00 CNY", "", "2026-11-17 00:00"),
            "POLICY_VALUE_INVALID",
            "policy.value",
        ),
        (
            put(
                "billing.missed_service_deduction",
                "99999999999999999999 CNY",
                "",
                "2026-11-17 00:00",
            ),
            "POLICY_VALUE_INVALID",
            "policy.value",
        ),
        (
            put("dispatch.reply", "2 wd", "XX99", "2026-11-17 00:00"),
            "BRANCH_NOT_FOUND",
            "policy.branch_id",
        ),
        (
            put("dispatch.reply", "2 wd", "", "1999-11-17 00:00"),
            "INVALID_REQUEST",
            "policy.effective_from",
        ),
    ];
    for (request, name, field) in table {
        let status = admin.put_policy(request.clone()).await.unwrap_err();
        assert_eq!(
            (reason(&status).as_str(), fields(&status)),
            (name, vec![field.to_owned()]),
            "{request:?}"
        );
    }
    let mut chief = registry.client(Role::Chief, "BJ01").await;
    let denied = chief
        .put_policy(put("dispatch.reply", "9 wd", "", "2026-11-17 00:00"))
        .await
        .unwrap_err();
    assert_eq!(refusal(&denied).0, tonic::Code::PermissionDenied);
}

async fn an_operator_of_one_branch_changes_that_branch_only(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut own = registry.client(Role::Admin, "BJ01").await;
    assert!(
        own.put_policy(put("dispatch.reply", "3 wd", "BJ01", "2026-11-17 00:00"))
            .await
            .is_ok()
    );
    let other = own
        .put_policy(put("dispatch.reply", "3 wd", "SH02", "2026-11-17 00:00"))
        .await
        .unwrap_err();
    assert_eq!(refusal(&other), (tonic::Code::NotFound, "BRANCH_NOT_FOUND".to_owned()));
    let company = own
        .put_policy(put("dispatch.reply", "3 wd", "", "2026-11-17 00:00"))
        .await
        .unwrap_err();
    assert_eq!(
        refusal(&company),
        (tonic::Code::PermissionDenied, "COMPANY_SCOPE_REQUIRED".to_owned())
    );
    let import = ImportHolidaysRequest {
        request_id: key(),
        json: r#"{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}"#.to_owned(),
        dry_run: false,
    };
    let import = own.import_holidays(import).await.unwrap_err();
    assert_eq!(reason(&import), "COMPANY_SCOPE_REQUIRED");
    assert_eq!(
        reason(&own.put_branch(put_branch(branch("SH02"))).await.unwrap_err()),
        "BRANCH_NOT_FOUND"
    );
}
