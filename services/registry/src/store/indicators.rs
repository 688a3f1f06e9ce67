//! Tables `indicator` and `training`.

use aftersales_kit::{
    Result,
    auth::Role,
    db::Tx,
    exec, fetch_all,
    id::{BranchId, StaffId},
    time::{BusinessDate, Timestamp},
};

use super::{
    checklists::{number, role},
    json,
};
use crate::domain::indicator::{Direction, Indicator, Training, TrainingId};

#[derive(sqlx::FromRow)]
struct Row {
    role: i64,
    code: String,
    version: i64,
    name: String,
    formula: String,
    unit: String,
    direction: Direction,
    target: String,
    effective_from: BusinessDate,
}

impl Row {
    fn indicator(self) -> Result<Indicator> {
        Ok(Indicator {
            role: role(self.role)?,
            code: self.code,
            name: self.name,
            formula: self.formula,
            unit: self.unit,
            direction: self.direction,
            target: self.target,
            effective_from: self.effective_from,
            version: self.version,
        })
    }
}

/// Adds a version of an indicator.
pub async fn insert(tx: &mut Tx, indicator: &Indicator) -> Result<()> {
    const SQL: &str = "
        INSERT INTO indicator (role, code, version, name, formula, unit, direction, target, effective_from)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    exec!(
        tx,
        SQL,
        number(Some(indicator.role)),
        &indicator.code,
        indicator.version,
        &indicator.name,
        &indicator.formula,
        &indicator.unit,
        indicator.direction,
        &indicator.target,
        indicator.effective_from
    )?;
    Ok(())
}

/// Versions of indicators by role, code and version; of one role when given.
pub async fn versions(tx: &mut Tx, of: Option<Role>) -> Result<Vec<Indicator>> {
    const SQL: &str = "
        SELECT role, code, version, name, formula, unit, direction, target, effective_from
        FROM indicator
        WHERE $1 = 0 OR role = $1
        ORDER BY role, code, version";
    fetch_all!(tx, Row, SQL, number(of))?
        .into_iter()
        .map(Row::indicator)
        .collect()
}

#[derive(sqlx::FromRow)]
struct TrainingRow {
    id: TrainingId,
    branch_id: BranchId,
    day_date: BusinessDate,
    topic: String,
    trainer_id: String,
    attendees: String,
    minutes: i64,
    recorded_at: Timestamp,
}

impl TrainingRow {
    fn training(self) -> Result<Training> {
        Ok(Training {
            id: self.id,
            branch: self.branch_id,
            date: self.day_date,
            topic: self.topic,
            trainer: StaffId::parse(&self.trainer_id).ok(),
            attendees: json::read(&self.attendees, "list of attendees")?,
            minutes: self.minutes,
            recorded_at: self.recorded_at,
        })
    }
}

/// Adds a training.
pub async fn insert_training(tx: &mut Tx, training: &Training) -> Result<()> {
    const SQL: &str = "
        INSERT INTO training (id, branch_id, day_date, topic, trainer_id, attendees, minutes, recorded_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    exec!(
        tx,
        SQL,
        training.id,
        &training.branch,
        training.date,
        &training.topic,
        training.trainer.as_ref().map_or("", StaffId::as_str),
        json::write(&training.attendees)?,
        training.minutes,
        training.recorded_at
    )?;
    Ok(())
}

/// Which trainings to list.
pub struct Filter {
    /// Branch.
    pub branch: BranchId,
    /// Only those in which this member took part.
    pub staff: Option<StaffId>,
    /// Before this one.
    pub after: Option<(BusinessDate, TrainingId)>,
    /// Most rows.
    pub limit: i64,
}

/// Trainings of a branch, newest first.
pub async fn trainings(tx: &mut Tx, filter: &Filter) -> Result<Vec<Training>> {
    const SQL: &str = "
        SELECT id, branch_id, day_date, topic, trainer_id, attendees, minutes, recorded_at
        FROM training
        WHERE branch_id = $1 AND ($2 = '' OR attendees LIKE $2) AND (day_date, id) < ($3, $4)
        ORDER BY day_date DESC, id DESC
        LIMIT $5";
    let (date, id) = filter.after.map_or_else(
        || ("9999-99-99".to_owned(), TrainingId::from_uuid(uuid::Uuid::max())),
        |(date, id)| (date.to_string(), id),
    );
    // staff codes hold no character that LIKE or JSON reads otherwise
    let staff = filter
        .staff
        .as_ref()
        .map(|staff| format!("%\"{staff}\"%"))
        .unwrap_or_default();
    let rows = fetch_all!(
        tx,
        TrainingRow,
        SQL,
        &filter.branch,
        staff,
        date.as_str(),
        id,
        filter.limit
    )?;
    rows.into_iter().map(TrainingRow::training).collect()
}
