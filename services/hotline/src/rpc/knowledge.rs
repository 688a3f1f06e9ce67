//! RPCs of scripts, articles and frequent questions.

use aftersales_kit::{Result, etag, page::page_size, rpc::Call};
use aftersales_proto::hotline::v1::{
    self as proto, GetQuestionReportRequest, GetQuestionReportResponse, ListArticlesRequest, ListArticlesResponse,
    ListScriptsRequest, ListScriptsResponse, PutArticleRequest, PutArticleResponse, PutScriptRequest,
    PutScriptResponse,
};

use super::{
    DESK, Desk, convert,
    decode::{self, word},
};
use crate::{
    app::{
        get_question_report,
        list_articles::{self, ArticleView},
        list_scripts,
        put_article::{self, PutArticle},
        put_script::{self, PutScript},
    },
    domain::{
        article::QuestionCount,
        script::{LocalText, Script, ScriptKind},
    },
    events::proto_value,
    store::articles::Filter,
};

/// Name of the list in its page tokens.
const ARTICLES: &str = "hotline.articles";

impl Desk {
    pub(super) async fn put_script(&self, call: &Call, request: PutScriptRequest) -> Result<PutScriptResponse> {
        let branch_id = self.optional_branch(call, &request.branch_id).await?;
        let text = |text: &proto::LocalText| LocalText {
            en: text.en.clone(),
            zh_cn: text.zh_cn.clone(),
            zh_tw: text.zh_tw.clone(),
        };
        let cmd = PutScript {
            branch_id,
            line_id: request.line_id.clone(),
            kind: word!(ScriptKind, request.kind(), "SCRIPT_KIND_", "kind")?,
            texts: request.texts.iter().map(text).collect(),
            based_on: request.based_on,
            by: call.caller.subject.clone(),
        };
        let (scope, caller) = (call.caller.scope.clone(), call.clone());
        self.hotline
            .kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let put = put_script::run(tx, &scope, cmd).await?;
                    Ok(PutScriptResponse {
                        script: Some(script(&caller, &put)),
                    })
                })
            })
            .await
    }

    pub(super) async fn list_scripts(&self, call: &Call, request: ListScriptsRequest) -> Result<ListScriptsResponse> {
        let book = self.hotline.branch(call, &request.branch_id).await?;
        let wanted = ListScriptsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let pages = &self.hotline.env.pages;
        let after: Option<usize> = pages.key(SCRIPTS, &wanted, &request.page_token)?;
        let found = list_scripts::run(&mut self.hotline.read().await?, book.id(), &request.line_id).await?;
        let rest = found
            .into_iter()
            .enumerate()
            .skip(after.map_or(0, |after| after + 1))
            .collect();
        let (found, next_page_token) =
            pages.cut(SCRIPTS, &wanted, rest, page_size(request.page_size), |(at, _)| *at)?;
        Ok(ListScriptsResponse {
            scripts: found.iter().map(|(_, found)| script(call, found)).collect(),
            next_page_token,
        })
    }

    pub(super) async fn put_article(&self, call: &Call, request: PutArticleRequest) -> Result<PutArticleResponse> {
        let branch_id = self.optional_branch(call, &request.branch_id).await?;
        let cmd = PutArticle {
            id: decode::optional(&request.article_id, "article_id", decode::uuid)?,
            branch_id,
            product_line: request.product_line.clone(),
            topic: request.topic.clone(),
            title: request.title.clone(),
            body: request.body.clone(),
            withdrawn: request.withdrawn,
            by: call.caller.subject.clone(),
            etag: request.etag.clone(),
        };
        let (scope, caller) = (call.caller.scope.clone(), call.clone());
        self.hotline
            .kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let put = put_article::run(tx, &scope, cmd).await?;
                    let views = list_articles::with_uses(tx, vec![put]).await?;
                    Ok(PutArticleResponse {
                        article: views.first().map(|view| article(&caller, view)),
                    })
                })
            })
            .await
    }

    pub(super) async fn list_articles(
        &self,
        call: &Call,
        request: ListArticlesRequest,
    ) -> Result<ListArticlesResponse> {
        let book = self.hotline.branch(call, &request.branch_id).await?;
        let (size, pages) = (page_size(request.page_size), &self.hotline.env.pages);
        let wanted = ListArticlesRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let after = pages.key(ARTICLES, &wanted, &request.page_token)?;
        let filter = Filter {
            branch_id: book.id().clone(),
            product_line: request.product_line.clone(),
            contains: request.contains.clone(),
            withdrawn: request.include_withdrawn,
        };
        let found = list_articles::run(&mut self.hotline.read().await?, &filter, after, size + 1).await?;
        let key = |view: &ArticleView| {
            let it = &view.article;
            (it.product_line.clone(), it.topic.clone(), it.id)
        };
        let (found, next_page_token) = pages.cut(ARTICLES, &wanted, found, size, key)?;
        Ok(ListArticlesResponse {
            articles: found.iter().map(|view| article(call, view)).collect(),
            next_page_token,
        })
    }

    pub(super) async fn get_question_report(
        &self,
        call: &Call,
        request: GetQuestionReportRequest,
    ) -> Result<GetQuestionReportResponse> {
        let book = self.hotline.branch(call, &request.branch_id).await?;
        let days = (
            decode::date(&request.from_date, "from_date")?,
            decode::date(&request.to_date, "to_date")?,
        );
        let top = (request.top > 0).then(|| i64::from(request.top));
        let now = self.hotline.kit.clock().now();
        let mut tx = self.hotline.read().await?;
        let report = get_question_report::run(&mut tx, &book, days, top, now).await?;
        Ok(GetQuestionReportResponse {
            most_asked: report.most_asked.iter().map(count).collect(),
            unanswered: report.unanswered.iter().map(count).collect(),
            unnamed: report.unnamed,
        })
    }

    /// The branch of a record that may belong to all.
    async fn optional_branch(&self, call: &Call, code: &str) -> Result<Option<aftersales_kit::id::BranchId>> {
        if code.is_empty() {
            return Ok(None);
        }
        Ok(Some(self.hotline.branch(call, code).await?.id().clone()))
    }
}

/// Name of the list in its page tokens.
const SCRIPTS: &str = "hotline.scripts";

fn script(call: &Call, it: &Script) -> proto::Script {
    let (available_actions, readonly_reason) = convert::actions_of(call, &[DESK], &["PutScript"], None);
    proto::Script {
        branch_id: convert::text(it.branch_id.as_ref()),
        line_id: it.line_id.clone(),
        kind: proto_value!(ScriptKind, "SCRIPT_KIND_", it.kind),
        version: it.version,
        texts: it.texts.iter().map(text).collect(),
        put_by: it.put_by.clone(),
        put_at: it.put_at.and_then(convert::instant),
        etag: etag::of(it.version),
        available_actions,
        readonly_reason,
    }
}

fn text(it: &LocalText) -> proto::LocalText {
    proto::LocalText {
        en: it.en.clone(),
        zh_cn: it.zh_cn.clone(),
        zh_tw: it.zh_tw.clone(),
    }
}

/// An article as the caller sees it.
pub(super) fn article(call: &Call, view: &ArticleView) -> proto::Article {
    let it = &view.article;
    let (available_actions, readonly_reason) = convert::actions_of(call, &[DESK], &["PutArticle"], None);
    proto::Article {
        id: it.id.to_string(),
        branch_id: convert::text(it.branch_id.as_ref()),
        product_line: it.product_line.clone(),
        topic: it.topic.clone(),
        title: it.title.clone(),
        body: it.body.clone(),
        version: it.version,
        withdrawn: it.withdrawn,
        uses: view.uses,
        put_by: it.put_by.clone(),
        put_at: convert::instant(it.put_at),
        etag: etag::of(it.version),
        available_actions,
        readonly_reason,
    }
}

fn count(it: &QuestionCount) -> proto::QuestionCount {
    proto::QuestionCount {
        product_line: it.product_line.clone(),
        topic: it.topic.clone(),
        asked: it.asked,
        with_article: it.with_article,
        without_article: it.asked - it.with_article,
        open: it.open,
    }
}
