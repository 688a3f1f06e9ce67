//! Issues reserved pieces from the store (备件出库, PRT-02).

use aftersales_kit::{Error, Result, auth::BranchScope, db::Tx, id::PartNo};

use super::open_request;
use crate::{
    domain::{
        ids::PartsRequestId,
        movement::{MovementKind, NewMovement},
        part::Part,
        reasons::{NOT_RESERVED, SERIALS_COUNT},
        request::{Act, IssueLine, PartsRequest},
        serial::{SerialState, check_issue},
    },
    events::{self, IssuedItem},
    store::{
        ledger::{self, Balance, Turn},
        parts, requests, serials, stocks,
    },
};

/// What is to be issued.
pub struct Issue {
    /// The request.
    pub request: PartsRequestId,
    /// Lines; none for everything that is reserved.
    pub lines: Vec<IssueLine>,
    /// Staff code of who carries the pieces.
    pub issued_to: String,
    /// Staff code of who issues.
    pub by: String,
    /// The etag that the caller knows; may be empty.
    pub etag: String,
}

/// The request after the issue.
///
/// # Errors
/// `PARTS_REQUEST_NOT_FOUND`, `STALE_ETAG`, `PARTS_REQUEST_STATE`, `PARTS_LINE_NOT_FOUND`, `NOT_RESERVED`,
/// `SERIALS_COUNT`, `SERIAL_NOT_IN_STOCK`.
pub async fn run(tx: &mut Tx, scope: &BranchScope, issue: Issue) -> Result<PartsRequest> {
    let (mut turn, mut request) = open_request::take(tx, scope, issue.request, &issue.etag).await?;
    let plan = request.plan_issue(issue.lines)?;
    let numbers: Vec<PartNo> = request.lines.iter().map(|line| line.part_no.clone()).collect();
    let catalogue = parts::find_many(tx, &numbers).await?;
    check_serials(&request, &plan, &catalogue)?;
    let mut entries = Vec::with_capacity(plan.len());
    for (index, asked) in plan.iter().enumerate() {
        let part = part_of(&catalogue, &request.line(asked.line)?.part_no)?;
        take_serials(tx, &turn, index, asked, part).await?;
        entries.push(entry(&request, asked, part, &issue.by));
        request.line_mut(asked.line)?.issue(asked.quantity, &asked.serials)?;
    }
    let balances = ledger::post_all(tx, &mut turn, &entries).await?.ok_or(&NOT_RESERVED)?;
    let act = Act {
        by: issue.by,
        at: tx.now(),
    };
    request.record_issue(act, &issue.issued_to);
    let changed: Vec<_> = plan.iter().map(|asked| asked.line).collect();
    requests::update(tx, &mut request, &changed).await?;
    tx.emit(events::issued(&request, &items(&request, plan, &catalogue, &balances)?));
    Ok(request)
}

fn entry(request: &PartsRequest, asked: &IssueLine, part: &Part, by: &str) -> NewMovement {
    NewMovement {
        part_no: part.content.part_no.clone(),
        kind: MovementKind::Issue,
        quantity: asked.quantity,
        serials: asked.serials.clone(),
        purpose: Some(request.purpose()),
        by: by.to_owned(),
        note: String::new(),
    }
}

fn items(
    request: &PartsRequest,
    plan: Vec<IssueLine>,
    catalogue: &[Part],
    balances: &[Balance],
) -> Result<Vec<IssuedItem>> {
    let item = |(line, balance): (IssueLine, &Balance)| {
        let part = part_of(catalogue, &request.line(line.line)?.part_no)?;
        Ok(IssuedItem {
            part: part.content.clone(),
            on_hand: balance.on_hand,
            line,
        })
    };
    plan.into_iter().zip(balances).map(item).collect()
}

/// Each piece of a serialized part has its number; all lines are looked at.
fn check_serials(request: &PartsRequest, plan: &[IssueLine], catalogue: &[Part]) -> Result<()> {
    let mut refusal = SERIALS_COUNT.refuse();
    for (index, asked) in plan.iter().enumerate() {
        let part = part_of(catalogue, &request.line(asked.line)?.part_no)?;
        if let Some(fault) = part.serials_fault(asked.quantity, &asked.serials) {
            refusal = refusal.field(format!("lines[{index}].serial_numbers"), fault);
        }
    }
    if refusal.violations.is_empty() {
        Ok(())
    } else {
        Err(refusal.into())
    }
}

async fn take_serials(tx: &mut Tx, turn: &Turn, index: usize, asked: &IssueLine, part: &Part) -> Result<()> {
    if asked.serials.is_empty() {
        return Ok(());
    }
    let (branch, part_no) = (&turn.branch, &part.content.part_no);
    let known = serials::find_many(tx, part_no, &asked.serials).await?;
    let untold = stocks::get(tx, branch, part_no).await?.on_hand - serials::told_in_stock(tx, branch, part_no).await?;
    check_issue(&format!("lines[{index}]"), branch, &asked.serials, &known, untold)?;
    serials::put(
        tx,
        branch,
        part_no,
        &asked.serials,
        SerialState::Issued,
        Some(asked.line),
    )
    .await
}

fn part_of<'a>(catalogue: &'a [Part], part_no: &PartNo) -> Result<&'a Part> {
    let found = catalogue.iter().find(|part| part.content.part_no == *part_no);
    found.ok_or_else(|| Error::internal("a line of a part that is not in the catalogue"))
}
