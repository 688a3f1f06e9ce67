//! The money side of visits (DSP-65).

use aftersales_kit::{
    Result,
    db::{Tx, fetch_many},
    exec,
    id::WorkOrderId,
};
use uuid::Uuid;

use crate::domain::{DepartureCheck, InvoiceMode, Paid, Payment, PaymentMethod, Visit};

#[derive(sqlx::FromRow)]
struct Row {
    work_order_id: Uuid,
    number: i64,
    invoice_mode: Option<InvoiceMode>,
    price_list_brought: bool,
    price_list_shown: bool,
    collected: Option<i64>,
    method: Option<PaymentMethod>,
    to_be_invoiced: String,
    invoice: Option<InvoiceMode>,
}

/// Stores a visit's money side; nothing for one that has none.
pub async fn put(tx: &mut Tx, order: WorkOrderId, visit: &Visit) -> Result<()> {
    const SQL: &str = "
        INSERT INTO visit_payment (
            work_order_id, number, invoice_mode, price_list_brought, price_list_shown, collected, method,
            to_be_invoiced, invoice
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (work_order_id, number) DO UPDATE
        SET
            invoice_mode = excluded.invoice_mode,
            price_list_brought = excluded.price_list_brought,
            price_list_shown = excluded.price_list_shown,
            collected = excluded.collected,
            method = excluded.method,
            to_be_invoiced = excluded.to_be_invoiced,
            invoice = excluded.invoice";
    let (check, payment) = (&visit.paid.check, &visit.paid.payment);
    if visit.paid == Paid::default() {
        return Ok(());
    }
    exec!(
        tx,
        SQL,
        order,
        visit.number,
        check.invoice_mode,
        check.price_list_brought,
        payment.price_list_shown,
        payment.collected,
        payment.method,
        &payment.to_be_invoiced,
        payment.invoice,
    )?;
    Ok(())
}

/// The money sides of some orders' visits, with the visit's number.
pub async fn of_orders(tx: &mut Tx, orders: &[Uuid]) -> Result<Vec<(Uuid, (i64, Paid))>> {
    const SQL: &str = "
        SELECT
            work_order_id, number, invoice_mode, price_list_brought, price_list_shown, collected, method,
            to_be_invoiced, invoice
        FROM visit_payment
        WHERE work_order_id {in}
        ORDER BY work_order_id, number";
    let rows: Vec<Row> = fetch_many(tx, SQL, orders).await?;
    Ok(rows.into_iter().map(Row::into_paid).collect())
}

impl Row {
    fn into_paid(self) -> (Uuid, (i64, Paid)) {
        let paid = Paid {
            check: DepartureCheck {
                invoice_mode: self.invoice_mode,
                price_list_brought: self.price_list_brought,
            },
            payment: Payment {
                price_list_shown: self.price_list_shown,
                collected: self.collected,
                method: self.method,
                to_be_invoiced: self.to_be_invoiced,
                invoice: self.invoice,
            },
        };
        (self.work_order_id, (self.number, paid))
    }
}
