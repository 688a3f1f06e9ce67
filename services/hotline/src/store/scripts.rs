//! Versions of scripts. A branch or line that is empty stands for all.

use aftersales_kit::{Error, Result, db::Tx, exec, fetch_all, fetch_one, id::BranchId, time::Timestamp};

use crate::domain::script::{LocalText, Script, ScriptKind};

#[derive(sqlx::FromRow)]
struct Row {
    branch_id: String,
    line_id: String,
    kind: ScriptKind,
    version: i64,
    texts: String,
    put_by: String,
    put_at: Timestamp,
}

impl Row {
    fn script(self) -> Result<Script> {
        let texts: Vec<LocalText> = serde_json::from_str(&self.texts)
            .map_err(|source| Error::internal_from("could not read the texts of a script", source))?;
        Ok(Script {
            branch_id: BranchId::parse(&self.branch_id).ok(),
            line_id: self.line_id,
            kind: self.kind,
            version: self.version,
            texts,
            put_by: self.put_by,
            put_at: Some(self.put_at),
        })
    }
}

fn of(branch: Option<&BranchId>) -> &str {
    branch.map_or("", BranchId::as_str)
}

/// The newest version of a branch, line and kind; 0 when there is none.
pub async fn newest(tx: &mut Tx, branch: Option<&BranchId>, line: &str, kind: ScriptKind) -> Result<i64> {
    const SQL: &str = "
        SELECT COALESCE(MAX(version), 0)
        FROM script
        WHERE branch_id = $1 AND line_id = $2 AND kind = $3";
    Ok(fetch_one!(tx, (i64,), SQL, of(branch), line, kind)?.0)
}

/// Adds a version.
///
/// # Errors
/// Those of the store, also when the version is there already.
pub async fn insert(tx: &mut Tx, script: &Script) -> Result<()> {
    const SQL: &str = "
        INSERT INTO script (branch_id, line_id, kind, version, texts, put_by, put_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let texts = serde_json::to_string(&script.texts)
        .map_err(|source| Error::internal_from("could not write the texts of a script", source))?;
    exec!(
        tx,
        SQL,
        of(script.branch_id.as_ref()),
        &script.line_id,
        script.kind,
        script.version,
        texts.as_str(),
        &script.put_by,
        script.put_at,
    )?;
    Ok(())
}

/// The newest versions of what may hold for a branch and line.
pub async fn of_line(tx: &mut Tx, branch: &BranchId, line: &str) -> Result<Vec<Script>> {
    const SQL: &str = "
        SELECT s.branch_id, s.line_id, s.kind, s.version, s.texts, s.put_by, s.put_at
        FROM script s
        WHERE s.branch_id IN ('', $1) AND s.line_id IN ('', $2)
            AND s.version = (
                SELECT MAX(n.version)
                FROM script n
                WHERE n.branch_id = s.branch_id AND n.line_id = s.line_id AND n.kind = s.kind
            )";
    let rows = fetch_all!(tx, Row, SQL, branch, line)?;
    rows.into_iter().map(Row::script).collect()
}
