//! LawService: decode, call, encode.

use aftersales_kit::{Result, rpc::Call};
use aftersales_proto::registry::v1::{
    ListLawRulesRequest, ListLawRulesResponse, PutLawRuleRequest, PutLawRuleResponse,
};

use super::{Registry, convert, lists::place};
use crate::{app::put_law_rule, domain::law::LawRule};

impl Registry {
    pub(super) async fn put_law_rule(&self, call: &Call, request: PutLawRuleRequest) -> Result<PutLawRuleResponse> {
        let wanted = convert::law_rule(&request.rule.clone().unwrap_or_default())?;
        let scope = call.caller.scope.clone();
        let put = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let rule = put_law_rule::run(tx, &scope, wanted).await?;
                Ok(PutLawRuleResponse {
                    rule: Some(convert::law_rule_to_proto(&rule)),
                })
            })
        });
        put.await
    }

    pub(super) async fn list_law_rules(&self, _: &Call, request: ListLawRulesRequest) -> Result<ListLawRulesResponse> {
        let place = place!("registry.law_rules", request);
        let on = match request.all_versions {
            true => None,
            false => Some(self.date_or_today(&request.at)?),
        };
        let found = put_law_rule::list(&mut self.kit.read().await?, request.product_line.trim(), on).await?;
        let (found, next_page_token) = self.page_of(&place, found, LawRule::place)?;
        Ok(ListLawRulesResponse {
            rules: found.iter().map(convert::law_rule_to_proto).collect(),
            next_page_token,
        })
    }
}
