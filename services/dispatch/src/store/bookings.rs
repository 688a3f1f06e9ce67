//! Windows for which somebody is booked: promised visits that are not over.

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_all,
    id::{BranchId, StaffId, WorkOrderId},
    time::Timestamp,
};

use crate::domain::{Booking, Window, WorkOrder};

#[derive(sqlx::FromRow)]
struct Row {
    technician_id: StaffId,
    work_order_id: WorkOrderId,
    number: String,
    starts_at: Timestamp,
    ends_at: Timestamp,
}

/// Keeps others from booking somebody until the transaction ends. Take several in the order of their codes.
pub async fn hold(tx: &mut Tx, branch: &BranchId, technician: &StaffId) -> Result<()> {
    const SQL: &str = "
        INSERT INTO booking_lock (branch_id, technician_id, taken)
        VALUES ($1, $2, 1)
        ON CONFLICT (branch_id, technician_id) DO UPDATE
        SET taken = booking_lock.taken + 1";
    exec!(tx, SQL, branch, technician)?;
    Ok(())
}

/// What people of a branch are booked for between two instants, for other orders than `except`.
pub async fn between(tx: &mut Tx, branch: &BranchId, span: Window, except: WorkOrderId) -> Result<Vec<Booking>> {
    const SQL: &str = "
        SELECT booking.technician_id, booking.work_order_id, work_order.number, booking.starts_at, booking.ends_at
        FROM booking
        JOIN work_order ON work_order.id = booking.work_order_id
        WHERE booking.branch_id = $1 AND booking.starts_at < $3 AND booking.ends_at > $2
            AND booking.work_order_id <> $4
        ORDER BY booking.technician_id, booking.starts_at, booking.work_order_id";
    let rows = fetch_all!(tx, Row, SQL, branch, span.start, span.end, except)?;
    Ok(rows.into_iter().map(Row::into_booking).collect())
}

/// Books the order's crew for its promised window, and nobody once the visit is over.
pub async fn put(tx: &mut Tx, order: &WorkOrder) -> Result<()> {
    const SQL: &str = "
        INSERT INTO booking (work_order_id, branch_id, technician_id, starts_at, ends_at)
        VALUES ($1, $2, $3, $4, $5)";
    exec!(tx, "DELETE FROM booking WHERE work_order_id = $1", order.id)?;
    let Some(window) = order.booked_window() else {
        return Ok(());
    };
    for technician in order.everybody() {
        exec!(
            tx,
            SQL,
            order.id,
            &order.branch_id,
            technician,
            window.start,
            window.end
        )?;
    }
    Ok(())
}

impl Row {
    fn into_booking(self) -> Booking {
        Booking {
            technician_id: self.technician_id,
            work_order_id: self.work_order_id,
            work_order_no: self.number,
            window: Window {
                start: self.starts_at,
                end: self.ends_at,
            },
        }
    }
}
