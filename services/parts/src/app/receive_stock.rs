//! Takes stock in (备件入库); waiting requests get it first (PRT-03).

use aftersales_kit::{
    Result,
    db::Tx,
    id::{BranchId, PartNo},
    reasons::INVALID_REQUEST,
};

use super::allocate;
use crate::{
    domain::{
        ids::PartsRequestId,
        movement::{MovementKind, NewMovement},
        part::serials_refusal,
        reasons::{PART_NOT_FOUND, SERIAL_KNOWN},
        serial::SerialState,
        stock::Stock,
    },
    events,
    store::{ledger, parts, serials, stocks},
};

/// Most pieces of a part that a place takes.
const MOST: i64 = 2_000_000_000;

/// A delivery.
pub struct Delivery {
    /// The place; one of the caller's.
    pub branch: BranchId,
    /// Part.
    pub part_no: PartNo,
    /// Pieces.
    pub quantity: i64,
    /// Serial numbers, when known at receipt.
    pub serials: Vec<String>,
    /// Where it comes from.
    pub note: String,
    /// Staff code.
    pub by: String,
}

/// The stock afterwards, and the waiting requests that got pieces, in their order.
///
/// # Errors
/// `PART_NOT_FOUND`, `SERIALS_COUNT`, `SERIAL_KNOWN`; `INVALID_REQUEST` when the place would hold too much.
pub async fn run(tx: &mut Tx, delivery: Delivery) -> Result<(Stock, Vec<PartsRequestId>)> {
    let Delivery { branch, part_no, .. } = &delivery;
    let part = parts::find(tx, part_no).await?.ok_or(&PART_NOT_FOUND)?;
    // a serialized part may come in untold: its numbers are taken down when it goes out
    if !delivery.serials.is_empty()
        && let Some(fault) = part.serials_fault(delivery.quantity, &delivery.serials)
    {
        return Err(serials_refusal("serial_numbers", fault).into());
    }
    let mut turn = ledger::take_turn(tx, branch).await?;
    refuse_known(tx, &delivery).await?;
    let before = stocks::ensure(tx, branch, std::slice::from_ref(part_no)).await?;
    if before.iter().any(|stock| stock.on_hand + delivery.quantity > MOST) {
        return Err(INVALID_REQUEST
            .field("quantity", "is more than a place can hold")
            .into());
    }
    let posted = ledger::post(tx, &mut turn, receipt(&delivery)).await?;
    let balance = posted.ok_or_else(|| INVALID_REQUEST.field("quantity", "is more than a place can hold"))?;
    serials::put(tx, branch, part_no, &delivery.serials, SerialState::InStock, None).await?;
    let now = tx.now();
    tx.emit(events::stock_received(
        branch,
        &receipt(&delivery),
        balance.on_hand,
        now,
    ));
    let served = allocate::run(tx, &mut turn, part_no, balance.available(), &delivery.by).await?;
    let stock = stocks::get(tx, branch, part_no).await?;
    Ok((stock, served.iter().map(|request| request.id).collect()))
}

fn receipt(delivery: &Delivery) -> NewMovement {
    NewMovement {
        part_no: delivery.part_no.clone(),
        kind: MovementKind::Receipt,
        quantity: delivery.quantity,
        serials: delivery.serials.clone(),
        purpose: None,
        by: delivery.by.clone(),
        note: delivery.note.clone(),
    }
}

async fn refuse_known(tx: &mut Tx, delivery: &Delivery) -> Result<()> {
    let known = serials::find_many(tx, &delivery.part_no, &delivery.serials).await?;
    let mut refusal = SERIAL_KNOWN.refuse();
    for (index, number) in delivery.serials.iter().enumerate() {
        if known.iter().any(|serial| serial.number == *number) {
            refusal = refusal.field(format!("serial_numbers[{index}]"), "is known already");
        }
    }
    if refusal.violations.is_empty() {
        Ok(())
    } else {
        Err(refusal.into())
    }
}
