//! What the hotline tells of scripts and articles.

use aftersales_kit::{id::BranchId, outbox::NewEvent};
use aftersales_proto::hotline::v1::{ArticleChanged, HotlineEvent, ScriptChanged, hotline_event::Event};

use super::names::proto_value;
use crate::domain::{article::Article, script::Script};

/// An event of a branch, or of the company.
fn told(branch: Option<&BranchId>, subject: impl std::fmt::Display, name: &str, fact: Event) -> NewEvent {
    NewEvent::new(subject, branch.cloned(), name, &HotlineEvent { event: Some(fact) })
}

/// A version of a script was put.
pub fn script_changed(script: &Script) -> NewEvent {
    let branch = script.branch_id.as_ref();
    let fact = ScriptChanged {
        branch_id: branch.map(ToString::to_string).unwrap_or_default(),
        line_id: script.line_id.clone(),
        kind: proto_value!(ScriptKind, "SCRIPT_KIND_", script.kind),
        version: script.version,
    };
    told(branch, script.kind, "ScriptChanged", Event::ScriptChanged(fact))
}

/// An article was put.
pub fn article_changed(article: &Article) -> NewEvent {
    let branch = article.branch_id.as_ref();
    let fact = ArticleChanged {
        article_id: article.id.to_string(),
        branch_id: branch.map(ToString::to_string).unwrap_or_default(),
        product_line: article.product_line.clone(),
        version: article.version,
        withdrawn: article.withdrawn,
    };
    told(branch, article.id, "ArticleChanged", Event::ArticleChanged(fact))
}
