//! Knowledge articles. A branch that is empty stands for all.

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    etag, exec, fetch_all, fetch_optional,
    id::BranchId,
    time::Timestamp,
};
use uuid::Uuid;

use crate::domain::article::Article;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    branch_id: String,
    product_line: String,
    topic: String,
    title: String,
    body: String,
    withdrawn: bool,
    put_by: String,
    put_at: Timestamp,
    version: i64,
}

impl From<Row> for Article {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            branch_id: BranchId::parse(&row.branch_id).ok(),
            product_line: row.product_line,
            topic: row.topic,
            title: row.title,
            body: row.body,
            withdrawn: row.withdrawn,
            put_by: row.put_by,
            put_at: row.put_at,
            version: row.version,
        }
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT a.id, a.branch_id, a.product_line, a.topic, a.title, a.body, a.withdrawn, a.put_by, a.put_at, ",
            "a.version FROM article a ",
            $tail
        )
    };
}

/// The article with that id.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Article>> {
    const SQL: &str = select!("WHERE a.id = $1");
    Ok(fetch_optional!(tx, Row, SQL, id)?.map(Article::from))
}

/// Adds an article.
pub async fn insert(tx: &mut Tx, article: &Article) -> Result<()> {
    const SQL: &str = "
        INSERT INTO article (
            id, branch_id, product_line, topic, title, body, searched, withdrawn, put_by, put_at, version
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    exec!(
        tx,
        SQL,
        article.id,
        article.branch_id.as_ref().map_or("", BranchId::as_str),
        &article.product_line,
        &article.topic,
        &article.title,
        &article.body,
        article.searched().as_str(),
        article.withdrawn,
        &article.put_by,
        article.put_at,
        article.version,
    )?;
    Ok(())
}

/// Stores the next version of an article, which is version `article.version`.
///
/// # Errors
/// `STALE_ETAG` when somebody else was faster.
pub async fn update(tx: &mut Tx, article: &Article) -> Result<()> {
    const SQL: &str = "
        UPDATE article
        SET product_line = $3, topic = $4, title = $5, body = $6, searched = $7, withdrawn = $8, put_by = $9,
            put_at = $10, version = version + 1
        WHERE id = $1 AND version = $2";
    let rows = exec!(
        tx,
        SQL,
        article.id,
        article.version - 1,
        &article.product_line,
        &article.topic,
        &article.title,
        &article.body,
        article.searched().as_str(),
        article.withdrawn,
        &article.put_by,
        article.put_at,
    )?;
    etag::changed(rows)
}

/// Which articles of a branch a list holds.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Branch that asks.
    pub branch_id: BranchId,
    /// Only this product line; empty for all.
    pub product_line: String,
    /// Only those that hold this, folded; empty for all.
    pub contains: String,
    /// Withdrawn ones, too.
    pub withdrawn: bool,
}

/// The place of an article in a list.
pub type Place = (String, String, Uuid);

/// Up to `limit` articles after a place, by product line and topic.
pub async fn page(tx: &mut Tx, filter: &Filter, after: &Place, limit: i64) -> Result<Vec<Article>> {
    const SQL: &str = select!(
        "WHERE a.branch_id IN ('', $1) AND (a.product_line, a.topic, a.id) > ($2, $3, $4) \
         AND ($5 = '' OR a.product_line = $5) AND a.searched LIKE $6 ESCAPE '!' \
         AND ($7 OR NOT a.withdrawn) ORDER BY a.product_line, a.topic, a.id LIMIT $8"
    );
    let rows = fetch_all!(
        tx,
        Row,
        SQL,
        &filter.branch_id,
        &after.0,
        &after.1,
        after.2,
        &filter.product_line,
        pattern(&filter.contains).as_str(),
        filter.withdrawn,
        limit,
    )?;
    Ok(rows.into_iter().map(Article::from).collect())
}

/// What LIKE looks for: the text anywhere, its own wildcards taken literally.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for sign in text.to_lowercase().chars() {
        if matches!(sign, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(sign);
    }
    pattern.push('%');
    pattern
}

/// The articles of a product line that a branch used most, the line's first; an empty line stands for all.
pub async fn most_used(tx: &mut Tx, branch: &BranchId, product_line: &str, limit: i64) -> Result<Vec<Article>> {
    const SQL: &str = select!(
        "LEFT JOIN (SELECT article_id, COUNT(*) AS uses FROM consultation \
         WHERE branch_id = $1 AND article_id IS NOT NULL GROUP BY article_id) u ON u.article_id = a.id \
         WHERE a.branch_id IN ('', $1) AND NOT a.withdrawn AND ($2 = '' OR a.product_line = $2) \
         ORDER BY COALESCE(u.uses, 0) DESC, a.product_line, a.topic, a.id LIMIT $3"
    );
    let rows = fetch_all!(tx, Row, SQL, branch, product_line, limit)?;
    Ok(rows.into_iter().map(Article::from).collect())
}

/// How many consultations refer to each of some articles. Of a company's article, those of every branch.
pub async fn uses(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<(Uuid, i64)>> {
    const SQL: &str = "
        SELECT article_id, COUNT(*)
        FROM consultation
        WHERE article_id {in}
        GROUP BY article_id";
    fetch_many(tx, SQL, ids).await
}
