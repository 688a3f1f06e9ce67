//! GovernanceService: decode, call, encode.

use aftersales_kit::{Result, rpc::Call};
use aftersales_proto::registry::v1::{
    FindApproversRequest, FindApproversResponse, ListApprovalRulesRequest, ListApprovalRulesResponse,
    PutApprovalRuleRequest, PutApprovalRuleResponse,
};

use super::{Registry, convert, lists::place};
use crate::{
    app::{find_approvers, put_approval_rule},
    domain::approval::ApprovalRule,
};

impl Registry {
    pub(super) async fn find_approvers(
        &self,
        call: &Call,
        request: FindApproversRequest,
    ) -> Result<FindApproversResponse> {
        let action = convert::approval_action(request.action()).ok_or_else(|| convert::missing("action"))?;
        let book = self.book(&convert::branch_id(&request.branch_id)?).await?;
        let (scope, now) = (&call.caller.scope, self.kit.clock().now());
        let mut tx = self.kit.read().await?;
        let resolved = find_approvers::run(&mut tx, scope, &book, action, request.minor_units, now).await?;
        Ok(FindApproversResponse {
            required: !resolved.roles.is_empty(),
            roles: resolved.roles,
            rule_version: resolved.version,
        })
    }

    pub(super) async fn put_approval_rule(
        &self,
        call: &Call,
        request: PutApprovalRuleRequest,
    ) -> Result<PutApprovalRuleResponse> {
        let rule = convert::approval_rule(&request.rule.clone().unwrap_or_default(), &call.caller.subject)?;
        let scope = call.caller.scope.clone();
        let put = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let rule = put_approval_rule::run(tx, &scope, rule).await?;
                Ok(PutApprovalRuleResponse {
                    rule: Some(convert::approval_rule_to_proto(&rule)),
                })
            })
        });
        put.await
    }

    pub(super) async fn list_approval_rules(
        &self,
        call: &Call,
        request: ListApprovalRulesRequest,
    ) -> Result<ListApprovalRulesResponse> {
        let place = place!("registry.approval_rules", request);
        let branch = convert::optional_branch(&request.branch_id)?;
        let on = match request.all_versions {
            true => None,
            false => Some(self.date_or_today(&request.at)?),
        };
        let mut tx = self.kit.read().await?;
        let rules = find_approvers::list(&mut tx, &call.caller.scope, branch.as_ref(), on).await?;
        let wanted = convert::approval_action(request.action());
        let mut rules: Vec<ApprovalRule> = rules
            .into_iter()
            .filter(|rule| wanted.is_none_or(|action| action == rule.action))
            .collect();
        let key = |rule: &ApprovalRule| {
            let branch = rule.branch.as_ref().map(ToString::to_string).unwrap_or_default();
            (rule.action.as_str().to_owned(), branch, rule.version)
        };
        rules.sort_by_key(key);
        let (rules, next_page_token) = self.page_of(&place, rules, key)?;
        Ok(ListApprovalRulesResponse {
            rules: rules.iter().map(convert::approval_rule_to_proto).collect(),
            next_page_token,
        })
    }
}
