//! SQL of `callback_pause`: dates on which a customer is not called back (CBK-05).

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_all,
    id::{BranchId, CustomerId},
    time::BusinessDate,
};

/// Rules a date out; doing it again changes nothing.
pub async fn add(tx: &mut Tx, branch: &BranchId, customer: CustomerId, date: BusinessDate) -> Result<()> {
    const SQL: &str = "
        INSERT INTO callback_pause (customer_id, branch_id, date)
        VALUES ($1, $2, $3)
        ON CONFLICT (customer_id, branch_id, date) DO NOTHING";
    exec!(tx, SQL, customer, branch, date)?;
    Ok(())
}

/// The dates that are ruled out for a customer, from `from` on.
pub async fn dates(
    tx: &mut Tx,
    branch: &BranchId,
    customer: CustomerId,
    from: BusinessDate,
) -> Result<Vec<BusinessDate>> {
    const SQL: &str = "
        SELECT date
        FROM callback_pause
        WHERE customer_id = $1 AND branch_id = $2 AND date >= $3
        ORDER BY date";
    let rows = fetch_all!(tx, (BusinessDate,), SQL, customer, branch, from)?;
    Ok(rows.into_iter().map(|(date,)| date).collect())
}
