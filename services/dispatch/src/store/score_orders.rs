//! The orders that may count in a month, with what is known of each: one row an order.

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_all, fetch_optional,
    id::{BranchId, TicketId, WorkOrderId},
    time::Timestamp,
};

use crate::domain::score::{Answer, OrderFacts, Survey};

#[derive(sqlx::FromRow)]
struct Row {
    id: WorkOrderId,
    number: String,
    ticket_id: TicketId,
    technician_id: String,
    visit_number: i64,
    visited_at: Timestamp,
    state: String,
    late_self_report: i64,
    appealed: i64,
    complained: i64,
    missed: i64,
    contacted: Option<Answer>,
    on_time: Option<Answer>,
    satisfied: Option<Answer>,
    attitude: Option<i64>,
    skill: Option<i64>,
    arrival_time: Option<i64>,
    promises: Option<i64>,
}

/// The columns of [`Row`] and the tables they come from; `c` is the closed month in which an order stands.
macro_rules! select_facts {
    ($tail:literal) => {
        concat!(
            "SELECT o.id, o.number, o.ticket_id, ",
            "COALESCE(c.technician_id, v.technician_id, o.technician_id, '') AS technician_id, ",
            "v.number AS visit_number, v.arrived_at AS visited_at, o.state, ",
            "CAST(CASE WHEN o.bonus_exclusion <> '' THEN 1 ELSE 0 END AS BIGINT) + ",
            "(SELECT COUNT(*) FROM score_survey x WHERE x.work_order_id = o.id AND x.ruled_out) AS late_self_report, ",
            "(SELECT COUNT(*) FROM appeal a WHERE a.work_order_id = o.id AND a.state = 'EXCLUDED_FROM_SCORE') ",
            "AS appealed, ",
            "(SELECT COUNT(*) FROM score_complaint k WHERE k.work_order_id = o.id AND k.active) AS complained, ",
            "(SELECT COUNT(*) FROM missed_service m WHERE m.work_order_id = o.id AND m.revoked_at IS NULL) AS missed, ",
            "s.contacted, s.on_time, s.satisfied, s.attitude, s.skill, s.arrival_time, s.promises ",
            "FROM visit v ",
            "JOIN work_order o ON o.id = v.work_order_id ",
            "LEFT JOIN score_counted c ON c.work_order_id = o.id ",
            "LEFT JOIN score_survey s ON s.work_order_id = o.id AND s.visit_number = v.number ",
            $tail
        )
    };
}

/// Orders of a branch whose last visit with the customer there lies in a span and that stand in no closed month.
pub async fn fresh(tx: &mut Tx, branch: &BranchId, from: Timestamp, to: Timestamp) -> Result<Vec<OrderFacts>> {
    const SQL: &str = select_facts!(
        "WHERE v.arrived_at >= $2 AND v.arrived_at < $3 AND o.branch_id = $1 AND c.work_order_id IS NULL
        AND v.outcome IN ('REPAIRED', 'NOT_REPAIRED')
        AND NOT EXISTS (
            SELECT 1 FROM visit n
            WHERE n.work_order_id = o.id AND n.number > v.number AND n.outcome IN ('REPAIRED', 'NOT_REPAIRED')
        )
        ORDER BY v.arrived_at, o.id"
    );
    let rows = fetch_all!(tx, Row, SQL, branch, from, to)?;
    Ok(rows.into_iter().map(Row::into_facts).collect())
}

/// Orders that stand in a closed month, as they are known now.
pub async fn counted(tx: &mut Tx, branch: &BranchId, month: &str) -> Result<Vec<OrderFacts>> {
    const SQL: &str = select_facts!(
        "WHERE c.branch_id = $1 AND c.month = $2 AND v.number = c.visit_number ORDER BY v.arrived_at, o.id"
    );
    let rows = fetch_all!(tx, Row, SQL, branch, month)?;
    Ok(rows.into_iter().map(Row::into_facts).collect())
}

/// One order by its last visit with the customer there; `None` before such a visit.
pub async fn of_order(tx: &mut Tx, order: WorkOrderId) -> Result<Option<OrderFacts>> {
    const SQL: &str = select_facts!(
        "WHERE v.work_order_id = $1 AND v.outcome IN ('REPAIRED', 'NOT_REPAIRED') AND v.arrived_at IS NOT NULL
        ORDER BY v.number DESC LIMIT 1"
    );
    Ok(fetch_optional!(tx, Row, SQL, order)?.map(Row::into_facts))
}

/// The closed month in which an order stands.
pub async fn closed_month(tx: &mut Tx, order: WorkOrderId) -> Result<Option<String>> {
    const SQL: &str = "SELECT month FROM score_counted WHERE work_order_id = $1";
    Ok(fetch_optional!(tx, (String,), SQL, order)?.map(|(month,)| month))
}

/// Lets an order stand in a month that is being closed.
pub async fn count_in(tx: &mut Tx, branch: &BranchId, month: &str, order: &OrderFacts) -> Result<()> {
    const SQL: &str = "
        INSERT INTO score_counted (work_order_id, branch_id, month, technician_id, visit_number)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (work_order_id) DO NOTHING";
    exec!(
        tx,
        SQL,
        order.id,
        branch,
        month,
        &order.technician_id,
        order.visit_number
    )?;
    Ok(())
}

impl Row {
    fn survey(&self) -> Option<Survey> {
        Some(Survey {
            contacted: self.contacted?,
            on_time: self.on_time?,
            satisfied: self.satisfied?,
            marks: [self.attitude?, self.skill?, self.arrival_time?, self.promises?],
        })
    }

    fn into_facts(self) -> OrderFacts {
        OrderFacts {
            survey: self.survey(),
            id: self.id,
            number: self.number,
            ticket_id: self.ticket_id,
            technician_id: self.technician_id,
            visit_number: self.visit_number,
            visited_at: self.visited_at,
            cancelled: self.state == crate::domain::State::Cancelled.as_str(),
            late_self_report: self.late_self_report > 0,
            appealed: self.appealed > 0,
            complained: self.complained > 0,
            missed: self.missed > 0,
        }
    }
}
