//! SQL of the churn report.

use aftersales_kit::{
    Result,
    db::Tx,
    fetch_all,
    id::{BranchId, CustomerId},
    time::BusinessDate,
};

use crate::domain::loyalty::Loyalty;

/// A customer with the last visit and the latest class.
#[derive(sqlx::FromRow)]
pub struct LastSeen {
    /// Customer.
    pub customer_id: CustomerId,
    /// Local date of the last visit.
    pub last_visit: BusinessDate,
    /// Latest class.
    pub loyalty: Option<Loyalty>,
    /// Latest stated probability in percent.
    pub percent: Option<i64>,
}

/// A branch's customers whose last visit was before a date, longest ago first.
pub async fn last_seen_before(tx: &mut Tx, branch: &BranchId, date: BusinessDate) -> Result<Vec<LastSeen>> {
    const SQL: &str = "
        SELECT
            seen.customer_id,
            seen.last_visit,
            (
                SELECT asked.loyalty
                FROM callback_task asked
                WHERE asked.branch_id = $1 AND asked.customer_id = seen.customer_id AND asked.loyalty IS NOT NULL
                ORDER BY asked.called_at DESC, asked.id DESC
                LIMIT 1
            ) AS loyalty,
            (
                SELECT asked.repurchase_percent
                FROM callback_task asked
                WHERE asked.branch_id = $1 AND asked.customer_id = seen.customer_id AND asked.loyalty IS NOT NULL
                ORDER BY asked.called_at DESC, asked.id DESC
                LIMIT 1
            ) AS percent
        FROM (
            SELECT customer_id, MAX(visit_date) AS last_visit
            FROM callback_task
            WHERE branch_id = $1
            GROUP BY customer_id
        ) AS seen
        WHERE seen.last_visit < $2
        ORDER BY seen.last_visit, seen.customer_id";
    fetch_all!(tx, LastSeen, SQL, branch, date)
}
