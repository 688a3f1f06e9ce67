//! Calls for help about late repairs (DSP-43).

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec,
    time::Timestamp,
};
use uuid::Uuid;

use crate::domain::{Escalation, EscalationCause, TakeBackId};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    take_back_id: Uuid,
    cause: EscalationCause,
    planned_finish: Timestamp,
    predicted_finish: Option<Timestamp>,
    reason: String,
    raised_at: Timestamp,
    raised_by: String,
    action: String,
    new_planned_finish: Option<Timestamp>,
    acted_at: Option<Timestamp>,
    acted_by: Option<String>,
}

/// Stores a call for help as it is now.
pub async fn put(tx: &mut Tx, take_back: TakeBackId, escalation: &Escalation) -> Result<()> {
    const SQL: &str = "
        INSERT INTO custody_escalation (
            id, take_back_id, cause, planned_finish, predicted_finish, reason, raised_at, raised_by, action,
            new_planned_finish, acted_at, acted_by
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (id) DO UPDATE
        SET
            action = excluded.action,
            new_planned_finish = excluded.new_planned_finish,
            acted_at = excluded.acted_at,
            acted_by = excluded.acted_by";
    exec!(
        tx,
        SQL,
        escalation.id,
        take_back,
        escalation.cause,
        escalation.planned_finish,
        escalation.predicted_finish,
        &escalation.reason,
        escalation.raised_at,
        &escalation.raised_by,
        &escalation.action,
        escalation.new_planned_finish,
        escalation.acted.as_ref().map(|(at, _)| *at),
        escalation.acted.as_ref().map(|(_, by)| by),
    )?;
    Ok(())
}

/// The calls for help of some take-backs, each one's oldest first.
pub async fn of_take_backs(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<(Uuid, Escalation)>> {
    const SQL: &str = "
        SELECT
            id, take_back_id, cause, planned_finish, predicted_finish, reason, raised_at, raised_by, action,
            new_planned_finish, acted_at, acted_by
        FROM custody_escalation
        WHERE take_back_id {in}
        ORDER BY take_back_id, id";
    let rows: Vec<Row> = fetch_many(tx, SQL, ids).await?;
    Ok(rows.into_iter().map(Row::read).collect())
}

impl Row {
    fn read(self) -> (Uuid, Escalation) {
        let escalation = Escalation {
            id: self.id,
            cause: self.cause,
            planned_finish: self.planned_finish,
            predicted_finish: self.predicted_finish,
            reason: self.reason,
            raised_at: self.raised_at,
            raised_by: self.raised_by,
            action: self.action,
            new_planned_finish: self.new_planned_finish,
            acted: self.acted_at.zip(self.acted_by),
        };
        (self.take_back_id, escalation)
    }
}
