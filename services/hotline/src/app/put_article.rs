//! Writes a knowledge article, or its next version (HOT-20, HOT-44).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, etag, id, id::BranchId};
use uuid::Uuid;

use crate::{
    domain::{
        article::Article,
        desk_reasons::{ARTICLE_NOT_FOUND, ARTICLE_OF_ALL_BRANCHES},
    },
    events,
    store::articles,
};

/// An article as it is written.
#[derive(Debug)]
pub struct PutArticle {
    /// Which; none for a new one.
    pub id: Option<Uuid>,
    /// Branch; none for all.
    pub branch_id: Option<BranchId>,
    /// Product line.
    pub product_line: String,
    /// The question in a few words.
    pub topic: String,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// No longer shown.
    pub withdrawn: bool,
    /// Who writes it.
    pub by: String,
    /// Etag that must be current; empty for any.
    pub etag: String,
}

/// Writes it for those whom the scope admits.
///
/// # Errors
/// `ARTICLE_NOT_FOUND`, `ARTICLE_OF_ALL_BRANCHES`, `STALE_ETAG`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, cmd: PutArticle) -> Result<Article> {
    let known = match cmd.id {
        Some(id) => Some(visible(tx, scope, id).await?),
        None => None,
    };
    let branch_id = known.as_ref().map_or(cmd.branch_id, |known| known.branch_id.clone());
    if branch_id.is_none() && *scope != BranchScope::All {
        return Err(ARTICLE_OF_ALL_BRANCHES.refuse().into());
    }
    if let Some(known) = &known {
        etag::check(&cmd.etag, known.version)?;
    }
    let article = Article {
        id: cmd.id.unwrap_or_else(id::new_uuid),
        branch_id,
        product_line: cmd.product_line,
        topic: cmd.topic,
        title: cmd.title,
        body: cmd.body,
        withdrawn: cmd.withdrawn,
        put_by: cmd.by,
        put_at: tx.now(),
        version: known.as_ref().map_or(1, |known| known.version + 1),
    };
    match known {
        Some(_) => articles::update(tx, &article).await?,
        None => articles::insert(tx, &article).await?,
    }
    tx.emit(events::desk::article_changed(&article));
    Ok(article)
}

/// An article that exists for the scope: a branch of it, or every branch.
async fn visible(tx: &mut Tx, scope: &BranchScope, id: Uuid) -> Result<Article> {
    let found = articles::by_id(tx, id).await?;
    let found = found.filter(|article| article.branch_id.as_ref().is_none_or(|branch| scope.contains(branch)));
    found.ok_or_else(|| ARTICLE_NOT_FOUND.refuse().with("article_id", id).into())
}
