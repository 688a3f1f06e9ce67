//! Lists that guide an intake, a row a version. They never change.

use aftersales_kit::{Error, Result, db::Tx, etag, fetch_optional, id::BranchId, time::Timestamp};
use serde::{Serialize, de::DeserializeOwned};

/// What a list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Diagnosis list of a product line.
    Diagnosis,
    /// Job catalogue.
    Jobs,
    /// Documents to bring for a type of job.
    Documents,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Diagnosis => "DIAGNOSIS",
            Self::Jobs => "JOBS",
            Self::Documents => "DOCUMENTS",
        }
    }
}

/// A version of a list.
#[derive(Debug, Clone)]
pub struct Listed<C> {
    /// Version, from 1.
    pub version: i64,
    /// The list.
    pub content: C,
    /// When it was put.
    pub put_at: Timestamp,
    /// By whom.
    pub put_by: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    version: i64,
    content: String,
    put_at: Timestamp,
    put_by: String,
}

/// Adds the next version of a list, after the one that `etag` names unless it is empty; two that are put at the same
/// time do not share a number.
///
/// # Errors
/// `STALE_ETAG`.
pub async fn put<C: Serialize>(
    tx: &mut Tx,
    branch: &BranchId,
    (kind, name): (Kind, &str),
    content: C,
    by: &str,
    etag: &str,
) -> Result<Listed<C>> {
    const SQL: &str = "
        INSERT INTO guidance (branch_id, kind, name, version, content, put_at, put_by)
        SELECT $1, $2, $3, COALESCE(MAX(version), 0) + 1, $4, $5, $6
        FROM guidance
        WHERE branch_id = $1 AND kind = $2 AND name = $3
        RETURNING version";
    let text = serde_json::to_string(&content)
        .map_err(|source| Error::internal_from("could not write a list of guidance", source))?;
    let now = tx.now();
    let put = fetch_optional!(tx, (i64,), SQL, branch, kind.as_str(), name, text, now, by)?;
    let (version,) = put.ok_or_else(|| Error::internal("a list of guidance got no version"))?;
    etag::check(etag, version - 1)?;
    Ok(Listed {
        version,
        content,
        put_at: now,
        put_by: by.to_owned(),
    })
}

/// The newest version of a list.
pub async fn newest<C: DeserializeOwned>(
    tx: &mut Tx,
    branch: &BranchId,
    kind: Kind,
    name: &str,
) -> Result<Option<Listed<C>>> {
    const SQL: &str = "
        SELECT version, content, put_at, put_by
        FROM guidance
        WHERE branch_id = $1 AND kind = $2 AND name = $3
        ORDER BY version DESC
        LIMIT 1";
    let Some(row) = fetch_optional!(tx, Row, SQL, branch, kind.as_str(), name)? else {
        return Ok(None);
    };
    let content = serde_json::from_str(&row.content)
        .map_err(|source| Error::internal_from("could not read a list of guidance", source))?;
    Ok(Some(Listed {
        version: row.version,
        content,
        put_at: row.put_at,
        put_by: row.put_by,
    }))
}
