//! Who is not at work on a date, as the registry's roster says.

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_all,
    id::{BranchId, StaffId},
    time::BusinessDate,
};

/// Records whether somebody is off duty on a date.
pub async fn put(tx: &mut Tx, branch: &BranchId, date: BusinessDate, staff: &StaffId, off: bool) -> Result<()> {
    const PUT: &str = "
        INSERT INTO off_duty (branch_id, date, staff_id)
        VALUES ($1, $2, $3)
        ON CONFLICT (branch_id, date, staff_id) DO NOTHING";
    const TAKE: &str = "
        DELETE FROM off_duty
        WHERE branch_id = $1 AND date = $2 AND staff_id = $3";
    exec!(tx, if off { PUT } else { TAKE }, branch, date, staff)?;
    Ok(())
}

/// Who is off duty on a date.
pub async fn of_day(tx: &mut Tx, branch: &BranchId, date: BusinessDate) -> Result<Vec<StaffId>> {
    const SQL: &str = "
        SELECT staff_id
        FROM off_duty
        WHERE branch_id = $1 AND date = $2
        ORDER BY staff_id";
    let rows = fetch_all!(tx, (StaffId,), SQL, branch, date)?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}
