//! Tables `checklist` and `inspection`. What was seen of a person's work is one sealed document.

use aftersales_kit::{
    Error, Result,
    auth::Role,
    db::Tx,
    exec, fetch_all,
    id::{BranchId, StaffId},
    seal::Sealer,
    time::{BusinessDate, Timestamp},
};

use super::json;
use crate::domain::checklist::{Checklist, Inspection, InspectionId};

#[derive(sqlx::FromRow)]
struct Row {
    role: i64,
    topic: String,
    version: i64,
    title: String,
    purpose: String,
    tools: String,
    steps: String,
    effective_from: BusinessDate,
    put_by: String,
    put_at: Timestamp,
}

impl Row {
    fn checklist(self) -> Result<Checklist> {
        Ok(Checklist {
            role: role(self.role)?,
            topic: self.topic,
            title: self.title,
            purpose: self.purpose,
            tools: json::read(&self.tools, "list of tools")?,
            steps: json::read(&self.steps, "list of steps")?,
            effective_from: self.effective_from,
            version: self.version,
            put_by: self.put_by,
            put_at: Some(self.put_at),
        })
    }
}

/// A role from its stored number.
pub(super) fn role(number: i64) -> Result<Role> {
    let role = i32::try_from(number)
        .ok()
        .and_then(|number| Role::try_from(number).ok());
    role.ok_or_else(|| Error::internal("a stored role cannot be read"))
}

/// A role's number as it is stored; 0 for none.
pub(super) fn number(role: Option<Role>) -> i64 {
    role.map_or(0, |role| i64::from(i32::from(role)))
}

/// Adds a version of a checklist.
pub async fn insert(tx: &mut Tx, checklist: &Checklist, now: Timestamp) -> Result<()> {
    const SQL: &str = "
        INSERT INTO checklist (
            role, topic, version, title, purpose, tools, steps, effective_from, put_by, put_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    exec!(
        tx,
        SQL,
        number(Some(checklist.role)),
        &checklist.topic,
        checklist.version,
        &checklist.title,
        &checklist.purpose,
        json::write(&checklist.tools)?,
        json::write(&checklist.steps)?,
        checklist.effective_from,
        &checklist.put_by,
        now
    )?;
    Ok(())
}

/// Versions of checklists by role, topic and version; of one role and one topic when given.
pub async fn versions(tx: &mut Tx, of: Option<Role>, topic: &str) -> Result<Vec<Checklist>> {
    const SQL: &str = "
        SELECT role, topic, version, title, purpose, tools, steps, effective_from, put_by, put_at
        FROM checklist
        WHERE ($1 = 0 OR role = $1) AND ($2 = '' OR topic = $2)
        ORDER BY role, topic, version";
    fetch_all!(tx, Row, SQL, number(of), topic)?
        .into_iter()
        .map(Row::checklist)
        .collect()
}

#[derive(sqlx::FromRow)]
struct InspectionRow {
    id: InspectionId,
    branch_id: BranchId,
    role: i64,
    topic: String,
    checklist_version: i64,
    staff_id: StaffId,
    inspector_id: String,
    day_date: BusinessDate,
    items: Vec<u8>,
    recorded_at: Timestamp,
}

impl InspectionRow {
    fn opened(self, sealer: &Sealer) -> Result<Inspection> {
        Ok(Inspection {
            items: json::read(&sealer.open(&self.items, &place(self.id))?, "inspection")?,
            id: self.id,
            branch: self.branch_id,
            role: role(self.role)?,
            topic: self.topic,
            checklist_version: self.checklist_version,
            staff: self.staff_id,
            inspector: self.inspector_id,
            date: self.day_date,
            recorded_at: self.recorded_at,
        })
    }
}

/// Where the items of an inspection are sealed.
fn place(id: InspectionId) -> String {
    format!("inspection:{id}:items")
}

/// Adds an inspection.
pub async fn insert_inspection(tx: &mut Tx, sealer: &Sealer, inspection: &Inspection) -> Result<()> {
    const SQL: &str = "
        INSERT INTO inspection (
            id, branch_id, role, topic, checklist_version, staff_id, inspector_id, day_date, items, passed, failed,
            recorded_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let (passed, failed) = inspection.counts();
    exec!(
        tx,
        SQL,
        inspection.id,
        &inspection.branch,
        number(Some(inspection.role)),
        &inspection.topic,
        inspection.checklist_version,
        &inspection.staff,
        &inspection.inspector,
        inspection.date,
        sealer.seal(&json::write(&inspection.items)?, &place(inspection.id))?,
        i64::try_from(passed).unwrap_or(i64::MAX),
        i64::try_from(failed).unwrap_or(i64::MAX),
        inspection.recorded_at
    )?;
    Ok(())
}

/// Which inspections to list.
pub struct Filter {
    /// Branch.
    pub branch: BranchId,
    /// Only of this member.
    pub staff: Option<StaffId>,
    /// Before this one.
    pub after: Option<(BusinessDate, InspectionId)>,
    /// Most rows.
    pub limit: i64,
}

/// Inspections of a branch, newest first.
pub async fn inspections(tx: &mut Tx, sealer: &Sealer, filter: &Filter) -> Result<Vec<Inspection>> {
    const SQL: &str = "
        SELECT
            id, branch_id, role, topic, checklist_version, staff_id, inspector_id, day_date, items, recorded_at
        FROM inspection
        WHERE branch_id = $1 AND ($2 = '' OR staff_id = $2) AND (day_date, id) < ($3, $4)
        ORDER BY day_date DESC, id DESC
        LIMIT $5";
    let (date, id) = filter.after.map_or_else(
        || ("9999-99-99".to_owned(), InspectionId::from_uuid(uuid::Uuid::max())),
        |(date, id)| (date.to_string(), id),
    );
    let staff = filter.staff.as_ref().map_or("", StaffId::as_str);
    let rows = fetch_all!(
        tx,
        InspectionRow,
        SQL,
        &filter.branch,
        staff,
        date.as_str(),
        id,
        filter.limit
    )?;
    rows.into_iter().map(|row| row.opened(sealer)).collect()
}
