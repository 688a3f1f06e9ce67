//! Table `team`.

use aftersales_kit::{
    Result,
    db::Tx,
    etag, exec, fetch_all, fetch_optional,
    id::{BranchId, StaffId},
};

use super::json;
use crate::domain::team::Team;

#[derive(sqlx::FromRow)]
struct Row {
    team_id: StaffId,
    branch_id: BranchId,
    name: String,
    lead_id: StaffId,
    members: String,
    dissolved: bool,
    version: i64,
}

impl Row {
    fn team(self) -> Result<Team> {
        Ok(Team {
            id: self.team_id,
            branch: self.branch_id,
            name: self.name,
            lead: self.lead_id,
            members: json::read(&self.members, "list of members")?,
            dissolved: self.dissolved,
            version: self.version,
        })
    }
}

/// Adds a team.
pub async fn insert(tx: &mut Tx, team: &Team) -> Result<()> {
    const SQL: &str = "
        INSERT INTO team (team_id, branch_id, name, lead_id, members, dissolved, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    exec!(
        tx,
        SQL,
        &team.id,
        &team.branch,
        &team.name,
        &team.lead,
        json::write(&team.members)?,
        team.dissolved,
        team.version
    )?;
    Ok(())
}

/// Replaces a team whose stored version is one less.
///
/// # Errors
/// `STALE_ETAG`.
pub async fn update(tx: &mut Tx, team: &Team) -> Result<()> {
    const SQL: &str = "
        UPDATE team
        SET name = $3, lead_id = $4, members = $5, dissolved = $6, version = version + 1
        WHERE team_id = $1 AND version = $2";
    let rows = exec!(
        tx,
        SQL,
        &team.id,
        team.version - 1,
        &team.name,
        &team.lead,
        json::write(&team.members)?,
        team.dissolved
    )?;
    etag::changed(rows)
}

/// The team of that code.
pub async fn find(tx: &mut Tx, id: &StaffId) -> Result<Option<Team>> {
    const SQL: &str = "
        SELECT team_id, branch_id, name, lead_id, members, dissolved, version
        FROM team
        WHERE team_id = $1";
    fetch_optional!(tx, Row, SQL, id)?.map(Row::team).transpose()
}

/// Teams of a branch by code, after the given one.
pub async fn of_branch(
    tx: &mut Tx,
    branch: &BranchId,
    include_dissolved: bool,
    after: &str,
    limit: i64,
) -> Result<Vec<Team>> {
    const SQL: &str = "
        SELECT team_id, branch_id, name, lead_id, members, dissolved, version
        FROM team
        WHERE branch_id = $1 AND team_id > $2 AND ($3 OR NOT dissolved)
        ORDER BY team_id
        LIMIT $4";
    fetch_all!(tx, Row, SQL, branch, after, include_dissolved, limit)?
        .into_iter()
        .map(Row::team)
        .collect()
}
