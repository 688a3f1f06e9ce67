//! Articles that a branch may use, each with how often it was referred to (HOT-20).

use std::collections::HashMap;

use aftersales_kit::{Result, db::Tx, id::BranchId};
use uuid::Uuid;

use crate::{
    domain::article::Article,
    store::articles::{self, Filter, Place},
};

/// An article, and how many consultations refer to it.
#[derive(Debug, Clone)]
pub struct ArticleView {
    /// The article.
    pub article: Article,
    /// Consultations.
    pub uses: i64,
}

/// Up to `limit` articles after a place, by product line and topic.
///
/// # Errors
/// Those of the store.
pub async fn run(tx: &mut Tx, filter: &Filter, after: Option<Place>, limit: i64) -> Result<Vec<ArticleView>> {
    let after = after.unwrap_or((String::new(), String::new(), Uuid::nil()));
    let found = articles::page(tx, filter, &after, limit).await?;
    with_uses(tx, found).await
}

/// The articles most used for some product lines; for none, of all of them.
///
/// # Errors
/// Those of the store.
pub async fn most_used(tx: &mut Tx, branch: &BranchId, lines: &[String], limit: i64) -> Result<Vec<ArticleView>> {
    let any = [String::new()];
    let mut found: Vec<Article> = Vec::new();
    for line in if lines.is_empty() { &any[..] } else { lines } {
        found.extend(articles::most_used(tx, branch, line, limit).await?);
    }
    let mut views = with_uses(tx, found).await?;
    views.sort_by_key(|view| std::cmp::Reverse(view.uses));
    views.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(views)
}

/// Articles with their uses.
///
/// # Errors
/// Those of the store.
pub async fn with_uses(tx: &mut Tx, found: Vec<Article>) -> Result<Vec<ArticleView>> {
    let ids: Vec<Uuid> = found.iter().map(|article| article.id).collect();
    let uses: HashMap<Uuid, i64> = articles::uses(tx, &ids).await?.into_iter().collect();
    let view = |article: Article| ArticleView {
        uses: uses.get(&article.id).copied().unwrap_or_default(),
        article,
    };
    Ok(found.into_iter().map(view).collect())
}
