//! RPC of the agent's desk: everything for a call in one answer (HOT-21).

use std::time::Duration;

use aftersales_kit::{
    Result, auth::BranchScope, id::BranchId, peer::PeerError, policy::catalogue::HOTLINE_DESK_ARTICLES,
    refdata::BranchBook, rpc::Call,
};
use aftersales_proto::{
    billing::v1::{GetPriceListRequest, PriceList, billing_service_client::BillingServiceClient},
    hotline::v1::{CallerConfidence, CallerMatch, DeskPart, GetDeskRequest, GetDeskResponse, ScriptLine},
};
use futures::future::try_join_all;

use super::{Desk, convert, decode, knowledge, registry::Registry};
use crate::{
    NAME,
    app::{
        get_call::{self, CallView},
        list_articles::{self, ArticleView},
        list_scripts, read_policy,
    },
    domain::script::{Script, ScriptKind},
    events::proto_value,
};

/// How long another service may take before the desk does without it.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// What the billing service says when a branch has published none.
const NO_PRICE_LIST: &str = "PRICE_LIST_NOT_FOUND";

impl Desk {
    pub(super) async fn get_desk(&self, call: &Call, request: GetDeskRequest) -> Result<GetDeskResponse> {
        let book = self.hotline.branch(call, &request.branch_id).await?;
        let view = self.called(&book, &request).await?;
        let (phone, line) = match &view {
            Some(view) => (view.phone.as_str(), view.call.line_id.as_str()),
            None => (request.phone.as_str(), request.line_id.as_str()),
        };
        let agent = if request.agent_id.is_empty() {
            &call.caller.subject
        } else {
            &request.agent_id
        };
        let (candidates, price_list, name, scripts) = futures::future::join4(
            in_time(self.candidates(call, &book, phone)),
            in_time(self.price_list(call, book.id())),
            in_time(self.agent_name(call, agent)),
            self.scripts(book.id(), line),
        )
        .await;
        let mut missing = Vec::new();
        let confidence = confidence(phone, candidates.as_deref());
        let candidates = or_missing(candidates, DeskPart::Customers, &mut missing);
        let articles = self.articles(&book, &candidates).await?;
        let name = or_missing(name, DeskPart::AgentName, &mut missing);
        let said = Said {
            call,
            company: book.name(),
            agent: if name.is_empty() { agent } else { &name },
            scripts: &scripts?,
        };
        Ok(GetDeskResponse {
            call: view.as_ref().map(|view| convert::call(call, view)),
            confidence: confidence.into(),
            candidates,
            price_list: or_missing(price_list, DeskPart::PriceList, &mut missing),
            articles: articles.iter().map(|view| knowledge::article(call, view)).collect(),
            script: said.script(),
            forbidden_phrases: said.texts(ScriptKind::Forbidden),
            manners: said.texts(ScriptKind::Manners),
            preparation: said.texts(ScriptKind::Preparation),
            missing: missing.into_iter().map(i32::from).collect(),
        })
    }

    async fn called(&self, book: &BranchBook, request: &GetDeskRequest) -> Result<Option<CallView>> {
        let Some(id) = decode::optional(&request.call_id, "call_id", decode::uuid)? else {
            return Ok(None);
        };
        let scope = BranchScope::of([book.id().clone()]);
        let mut tx = self.hotline.read().await?;
        get_call::run(&mut tx, &self.hotline.env.sealer, &scope, id)
            .await
            .map(Some)
    }

    async fn candidates(&self, call: &Call, book: &BranchBook, phone: &str) -> Option<Vec<CallerMatch>> {
        if phone.is_empty() {
            return Some(Vec::new());
        }
        let registry = Registry::new(call, self.hotline.env.peers.channel(NAME, "registry"));
        let now = self.hotline.kit.clock().now();
        let customers = known("customers", registry.customers_of(phone).await)?;
        let found = customers
            .into_iter()
            .map(|it| self.hotline.matched(call, &registry, book, it, now));
        known("customers", try_join_all(found).await)
    }

    /// The branch's price list; an empty answer when none is published.
    async fn price_list(&self, call: &Call, branch: &BranchId) -> Option<Option<PriceList>> {
        let mut billing = BillingServiceClient::new(self.hotline.env.peers.channel(NAME, "billing"));
        let wanted = GetPriceListRequest {
            branch_id: branch.to_string(),
            at: None,
        };
        match billing.get_price_list(call.forward(wanted)).await {
            Ok(found) => {
                let list = found.into_inner().price_list;
                // what may be done with it was said to the hotline, not to the caller
                Some(list.map(|list| PriceList {
                    available_actions: Vec::new(),
                    ..list
                }))
            }
            Err(status) => match PeerError::from_status("billing", status) {
                failed if failed.reason() == Some(NO_PRICE_LIST) => Some(None),
                failed => {
                    tracing::warn!(reason = failed.reason(), "the desk goes without the price list");
                    None
                }
            },
        }
    }

    async fn agent_name(&self, call: &Call, agent: &str) -> Option<String> {
        let registry = Registry::new(call, self.hotline.env.peers.channel(NAME, "registry"));
        known("the agent's name", registry.staff_name(agent).await)
    }

    async fn scripts(&self, branch: &BranchId, line: &str) -> Result<Vec<Script>> {
        list_scripts::run(&mut self.hotline.read().await?, branch, line).await
    }

    async fn articles(&self, book: &BranchBook, candidates: &[CallerMatch]) -> Result<Vec<ArticleView>> {
        let assets = candidates.iter().flat_map(|candidate| &candidate.assets);
        let lines = assets.filter_map(|asset| Some(asset.asset.as_ref()?.product_line.clone()));
        let lines: Vec<String> = lines.collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        let most = read_policy::number(book, HOTLINE_DESK_ARTICLES, self.hotline.kit.clock().now())?;
        list_articles::most_used(&mut self.hotline.read().await?, book.id(), &lines, most).await
    }
}

/// What comes in time.
async fn in_time<T>(asked: impl Future<Output = Option<T>>) -> Option<T> {
    tokio::time::timeout(PATIENCE, asked).await.ok().flatten()
}

fn known<T>(what: &str, answered: Result<T>) -> Option<T> {
    answered
        .inspect_err(|error| tracing::warn!(reason = error.reason(), what, "the desk goes without"))
        .ok()
}

fn or_missing<T: Default>(answered: Option<T>, part: DeskPart, missing: &mut Vec<DeskPart>) -> T {
    if answered.is_none() {
        missing.push(part);
    }
    answered.unwrap_or_default()
}

fn confidence(phone: &str, candidates: Option<&[CallerMatch]>) -> CallerConfidence {
    match candidates {
        _ if phone.is_empty() => CallerConfidence::Withheld,
        None => CallerConfidence::Unavailable,
        Some([]) => CallerConfidence::Unknown,
        Some([_]) => CallerConfidence::Exact,
        Some(_) => CallerConfidence::Shared,
    }
}

/// The scripts in the caller's language, with company and agent filled in.
struct Said<'d> {
    call: &'d Call,
    company: &'d str,
    agent: &'d str,
    scripts: &'d [Script],
}

impl Said<'_> {
    fn texts(&self, kind: ScriptKind) -> Vec<String> {
        let of_kind = self.scripts.iter().filter(|script| script.kind == kind);
        let texts = of_kind.flat_map(|script| &script.texts);
        texts
            .map(|text| text.said(self.call.locale, self.company, self.agent))
            .collect()
    }

    /// The sentences of a call, in its order.
    fn script(&self) -> Vec<ScriptLine> {
        const SAID: [ScriptKind; 5] = [
            ScriptKind::Greeting,
            ScriptKind::Need,
            ScriptKind::OnSite,
            ScriptKind::ReadBack,
            ScriptKind::Farewell,
        ];
        let lines = |kind: ScriptKind| {
            self.texts(kind).into_iter().map(move |text| ScriptLine {
                kind: proto_value!(ScriptKind, "SCRIPT_KIND_", kind),
                text,
            })
        };
        SAID.into_iter().flat_map(lines).collect()
    }
}
