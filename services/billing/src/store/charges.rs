//! Tables `charge` and `charge_line`: append-only.

use std::collections::HashMap;

use aftersales_kit::{
    Result,
    db::Tx,
    exec, fetch_all,
    id::{TicketId, WorkOrderId},
    time::Timestamp,
};

use crate::domain::{
    charge::{Charge, ChargeLine},
    ids::{ChargeId, PriceListId},
    money::Money,
};

#[derive(sqlx::FromRow)]
struct Row {
    id: ChargeId,
    ticket_id: TicketId,
    work_order_id: Option<WorkOrderId>,
    price_list_id: PriceListId,
    currency: String,
    amount_minor: i64,
    recorded_by: String,
    recorded_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    charge_id: ChargeId,
    item_code: String,
    name: String,
    quantity: i64,
    unit_minor: i64,
    amount_minor: i64,
}

/// The charges of a ticket, oldest first.
pub async fn of_ticket(tx: &mut Tx, ticket: TicketId) -> Result<Vec<Charge>> {
    const CHARGES: &str = "
        SELECT id, ticket_id, work_order_id, price_list_id, currency, amount_minor, recorded_by, recorded_at
        FROM charge
        WHERE ticket_id = $1
        ORDER BY position";
    const LINES: &str = "
        SELECT l.charge_id, l.item_code, l.name, l.quantity, l.unit_minor, l.amount_minor
        FROM charge_line l JOIN charge c ON c.id = l.charge_id
        WHERE c.ticket_id = $1
        ORDER BY c.position, l.position";
    let charges = fetch_all!(tx, Row, CHARGES, ticket)?;
    let mut lines: HashMap<ChargeId, Vec<ChargeLine>> = HashMap::new();
    for row in fetch_all!(tx, LineRow, LINES, ticket)? {
        lines.entry(row.charge_id).or_default().push(line(row));
    }
    let whole = |row: Row| {
        let lines = lines.remove(&row.id).unwrap_or_default();
        charge(row, lines)
    };
    Ok(charges.into_iter().map(whole).collect())
}

fn line(row: LineRow) -> ChargeLine {
    ChargeLine {
        item_code: row.item_code,
        name: row.name,
        quantity: row.quantity,
        unit_minor: row.unit_minor,
        amount_minor: row.amount_minor,
    }
}

fn charge(row: Row, lines: Vec<ChargeLine>) -> Charge {
    Charge {
        id: row.id,
        ticket_id: row.ticket_id,
        work_order: row.work_order_id,
        price_list: row.price_list_id,
        lines,
        amount: Money {
            currency: row.currency,
            minor: row.amount_minor,
        },
        recorded_by: row.recorded_by,
        recorded_at: row.recorded_at,
    }
}

/// Writes a charge after the others of its ticket, whose account is taken.
pub async fn insert(tx: &mut Tx, charge: &Charge) -> Result<()> {
    const SQL: &str = "
        INSERT INTO charge (
            id, ticket_id, position, work_order_id, price_list_id, currency, amount_minor, recorded_by, recorded_at
        )
        SELECT $1, $2, COALESCE(MAX(position), 0) + 1, $3, $4, $5, $6, $7, $8
        FROM charge
        WHERE ticket_id = $2";
    const LINE: &str = "
        INSERT INTO charge_line (charge_id, position, item_code, name, quantity, unit_minor, amount_minor)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    exec!(
        tx,
        SQL,
        charge.id,
        charge.ticket_id,
        charge.work_order,
        charge.price_list,
        &charge.amount.currency,
        charge.amount.minor,
        &charge.recorded_by,
        charge.recorded_at,
    )?;
    for (position, line) in (1_i64..).zip(&charge.lines) {
        exec!(
            tx,
            LINE,
            charge.id,
            position,
            &line.item_code,
            &line.name,
            line.quantity,
            line.unit_minor,
            line.amount_minor,
        )?;
    }
    Ok(())
}
