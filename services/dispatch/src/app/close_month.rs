//! A month's scores are frozen (DSP-58, DSP-59, X-22).

use std::collections::BTreeMap;

use aftersales_kit::{Result, db::Tx, id, refdata::BranchBook};

use super::score_sheets::{by_technician, orders, reckon};
use crate::{
    domain::{
        score::{Month, OrderFacts, Sheet},
        score_reasons::{APPEALS_OPEN, EARLIER_MONTH_OPEN, MONTH_CLOSED, MONTH_NOT_OVER},
    },
    events,
    store::{
        appeals,
        score_documents::{self, Amendment, Frozen},
        score_orders,
    },
};

/// Freezes the month, and amends the month before by what was learnt of it meanwhile; gives how many sheets were frozen
/// and how many amended.
///
/// # Errors
/// `MONTH_NOT_OVER`, `MONTH_CLOSED`, `EARLIER_MONTH_OPEN`, `APPEALS_OPEN`; those of the calendar.
pub async fn run(tx: &mut Tx, book: &BranchBook, month: Month, by: &str) -> Result<(usize, usize)> {
    check(tx, book, month).await?;
    let (branch, name, now) = (book.id(), month.to_string(), tx.now());
    if !score_documents::close_month(tx, branch, &name, by, now).await? {
        return Err(MONTH_CLOSED.refuse().with("month", month).into());
    }
    let amended = amend(tx, book, month, by).await?;
    let sheets = reckon(tx, book, month, now).await?;
    let counted = orders(tx, book, month).await?;
    let mut frozen = Vec::new();
    for (technician_id, sheet) in sheets {
        let document = Frozen {
            id: id::new_uuid(),
            technician_id,
            sheet,
            closed_by: by.to_owned(),
            closed_at: now,
        };
        score_documents::insert_sheet(tx, branch, &name, &document).await?;
        frozen.push(document);
    }
    for order in counted.iter().filter(|order| !order.technician_id.is_empty()) {
        score_orders::count_in(tx, branch, &name, order).await?;
    }
    tx.emit(events::score_month_closed(branch, &name, &frozen, by, now));
    Ok((frozen.len(), amended))
}

async fn check(tx: &mut Tx, book: &BranchBook, month: Month) -> Result<()> {
    let (branch, now) = (book.id(), tx.now());
    if book.date_of(now)? <= month.last {
        let refusal = MONTH_NOT_OVER.refuse().with("month", month);
        return Err(refusal.with("last_day", month.last).into());
    }
    let name = month.to_string();
    if score_documents::is_closed(tx, branch, &name).await? {
        return Err(MONTH_CLOSED.refuse().with("month", month).into());
    }
    let earlier = month.before().to_string();
    let begun = score_documents::any_closed_before(tx, branch, &name).await?;
    if begun && !score_documents::is_closed(tx, branch, &earlier).await? {
        let refusal = EARLIER_MONTH_OPEN.refuse().with("month", month);
        return Err(refusal.with("earlier", earlier).into());
    }
    let open = appeals::open_until(tx, branch, &name).await?;
    if open > 0 {
        return Err(APPEALS_OPEN.refuse().with("appeals", open).into());
    }
    Ok(())
}

/// What was learnt of the month before becomes amendments, judged by what its sheets were judged by.
async fn amend(tx: &mut Tx, book: &BranchBook, month: Month, by: &str) -> Result<usize> {
    let (branch, earlier, now) = (book.id(), month.before(), tx.now());
    let frozen = score_documents::sheets(tx, branch, &earlier.to_string()).await?;
    if frozen.is_empty() {
        return Ok(0);
    }
    let mut known: BTreeMap<String, Vec<OrderFacts>> = by_technician(tx, book, earlier).await?;
    let mut amended = 0;
    for sheet in frozen {
        let orders = known.remove(&sheet.technician_id).unwrap_or_default();
        let again = Sheet::reckon(&orders, &sheet.sheet.rules, sheet.sheet.complaints);
        for order in &orders {
            score_orders::count_in(tx, branch, &earlier.to_string(), order).await?;
        }
        if !again.differs(&sheet.sheet) {
            continue;
        }
        let amendment = Amendment {
            id: id::new_uuid(),
            sheet_id: sheet.id,
            booked_in: month.to_string(),
            sheet: again,
            made_by: by.to_owned(),
            made_at: now,
        };
        score_documents::insert_amendment(tx, &amendment).await?;
        amended += 1;
    }
    Ok(amended)
}
