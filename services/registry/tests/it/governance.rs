//! The approval matrix.

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::registry::v1::{
    ApprovalAction, ApprovalRule, ApprovalStep, FindApproversRequest, FindApproversResponse, ListApprovalRulesRequest,
    PutApprovalRuleRequest,
};
use tonic::Code;

use crate::{
    desk::Governance,
    support::{Registry, fields, key, reason, refusal},
};

aftersales_kit::on_both_databases!(
    x_17_who_approves_follows_action_amount_branch_and_date,
    x_18_requisitions_and_cash_always_need_approval,
);

async fn resolve(client: &mut Governance, action: ApprovalAction, minor_units: i64) -> FindApproversResponse {
    let request = FindApproversRequest {
        branch_id: "BJ01".to_owned(),
        action: action.into(),
        minor_units,
    };
    client.find_approvers(request).await.expect("an answer").into_inner()
}

fn put(branch: &str, action: ApprovalAction, from: &str, steps: &[(i64, &[Role])]) -> PutApprovalRuleRequest {
    PutApprovalRuleRequest {
        request_id: key(),
        rule: Some(ApprovalRule {
            action: action.into(),
            branch_id: branch.to_owned(),
            steps: steps
                .iter()
                .map(|(from_minor_units, roles)| ApprovalStep {
                    from_minor_units: *from_minor_units,
                    roles: roles.iter().map(|role| i32::from(*role)).collect(),
                })
                .collect(),
            effective_from: from.to_owned(),
            ..ApprovalRule::default()
        }),
    }
}

async fn x_17_who_approves_follows_action_amount_branch_and_date(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut coordinator = registry.governance(Role::Coordinator, "BJ01").await;
    let mut company = registry.governance(Role::CompanyManager, "*").await;
    let shipped = resolve(&mut coordinator, ApprovalAction::Replacement, 0).await;
    assert!(shipped.required && shipped.rule_version == 1);
    let roles = |roles: &[Role]| roles.iter().map(|role| i32::from(*role)).collect::<Vec<_>>();
    assert_eq!(shipped.roles, roles(&[Role::Chief, Role::DepartmentManager]));
    assert!(
        !resolve(&mut coordinator, ApprovalAction::Discount, 0).await.required,
        "no discount, no approval"
    );

    let steps: &[(i64, &[Role])] = &[(5_000, &[Role::Chief]), (50_000, &[Role::CompanyManager])];
    company
        .put_approval_rule(put("", ApprovalAction::Expense, "2026-11-16", steps))
        .await
        .unwrap();
    for (amount, required, expected) in [
        (4_999, false, roles(&[])),
        (5_000, true, roles(&[Role::Chief])),
        (50_000, true, roles(&[Role::CompanyManager])),
    ] {
        let resolved = resolve(&mut coordinator, ApprovalAction::Expense, amount).await;
        assert_eq!(
            (resolved.required, resolved.roles, resolved.rule_version),
            (required, expected, 2),
            "{amount}"
        );
    }
    let own: &[(i64, &[Role])] = &[(0, &[Role::DepartmentManager])];
    company
        .put_approval_rule(put("BJ01", ApprovalAction::Expense, "2026-11-17", own))
        .await
        .unwrap();
    assert!(
        !resolve(&mut coordinator, ApprovalAction::Expense, 1).await.required,
        "tomorrow's rule does not hold yet"
    );
    registry.rig.advance_to("2026-11-17T09:00:00+08:00").await;
    assert_eq!(
        resolve(&mut coordinator, ApprovalAction::Expense, 1).await.roles,
        roles(&[Role::DepartmentManager]),
        "the branch's own rule beats the company's"
    );
    let list = ListApprovalRulesRequest {
        branch_id: "BJ01".to_owned(),
        action: ApprovalAction::Expense.into(),
        all_versions: true,
        ..ListApprovalRulesRequest::default()
    };
    let versions = coordinator.list_approval_rules(list).await.unwrap().into_inner().rules;
    let versions: Vec<(&str, i64)> = versions
        .iter()
        .map(|rule| (rule.branch_id.as_str(), rule.version))
        .collect();
    assert_eq!(versions, [("", 1), ("", 2), ("BJ01", 1)]);

    let unordered: &[(i64, &[Role])] = &[(10, &[Role::Chief]), (10, &[Role::Service])];
    let wrong = company
        .put_approval_rule(put("", ApprovalAction::Refund, "2026-11-17", unordered))
        .await
        .unwrap_err();
    assert_eq!(
        refusal(&wrong),
        (Code::InvalidArgument, "APPROVAL_STEPS_INVALID".to_owned())
    );
    assert_eq!(
        fields(&wrong),
        ["rule.steps[1].from_minor_units", "rule.steps[1].roles"]
    );
    let denied = coordinator
        .put_approval_rule(put("BJ01", ApprovalAction::Refund, "2026-11-17", own))
        .await
        .unwrap_err();
    assert_eq!(denied.code(), Code::PermissionDenied);
    let mut branch_only = registry.governance(Role::CompanyManager, "BJ01").await;
    let scope = branch_only
        .put_approval_rule(put("", ApprovalAction::Refund, "2026-11-17", own))
        .await
        .unwrap_err();
    assert_eq!(reason(&scope), "COMPANY_SCOPE_REQUIRED");
    let mut other = registry.governance(Role::Coordinator, "SH02").await;
    let outside = FindApproversRequest {
        branch_id: "BJ01".to_owned(),
        action: ApprovalAction::Expense.into(),
        minor_units: 1,
    };
    let outside = other.find_approvers(outside).await.unwrap_err();
    assert_eq!(refusal(&outside), (Code::NotFound, "BRANCH_NOT_FOUND".to_owned()));
}

async fn x_18_requisitions_and_cash_always_need_approval(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut company = registry.governance(Role::CompanyManager, "*").await;
    for action in [ApprovalAction::Requisition, ApprovalAction::CashHandIn] {
        assert!(resolve(&mut company, action, 0).await.required, "{action:?}");
        let free: [&[(i64, &[Role])]; 3] = [&[], &[(100, &[Role::Chief])], &[(0, &[Role::Chief]), (100, &[])]];
        for steps in free {
            let refused = company
                .put_approval_rule(put("BJ01", action, "2026-11-16", steps))
                .await
                .unwrap_err();
            assert_eq!(
                refusal(&refused),
                (Code::InvalidArgument, "APPROVAL_MANDATORY".to_owned())
            );
        }
        let other: &[(i64, &[Role])] = &[(0, &[Role::Accountant])];
        company
            .put_approval_rule(put("BJ01", action, "2026-11-16", other))
            .await
            .unwrap();
        assert_eq!(
            resolve(&mut company, action, 7).await.roles,
            [i32::from(Role::Accountant)]
        );
    }
}
