//! Sheets as the contract shows them.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use aftersales_kit::{Refusal, Result, etag, refdata::BranchBook, rpc::Call, time::BusinessDate};
use aftersales_proto::dispatch::v1::{self as proto};

use crate::{
    app::score_sheets::Shown,
    domain::{
        score::{Exclusion, Handling, Item, Line, Marks, OrderFacts, Sheet},
        score_reasons::{MONTH_CLOSED, MONTH_NOT_OVER},
    },
    rpc::shared::actions,
    store::score_documents::Amendment,
    wire::{
        Wire, number,
        scores::{bonus, small},
    },
};

/// Full name of the service in the contract.
const SERVICE: &str = "aftersales.dispatch.v1.ScoreService";

/// Full name of the service of appeals.
const APPEALS: &str = "aftersales.dispatch.v1.AppealService";

/// A sheet, with what the caller can do.
pub fn sheet(call: &Call, shown: &Shown, today: BusinessDate) -> proto::ScoreSheet {
    let sheet = &shown.sheet;
    let (available_actions, readonly_reason) = actions(call, SERVICE, possible(shown, today));
    let state = match shown.frozen {
        Some(_) => proto::ScoreSheetState::Closed,
        None => proto::ScoreSheetState::Open,
    };
    let excluded = |(reason, orders): (&Exclusion, &i64)| proto::ScoreExcluded {
        reason: reason.to_wire().into(),
        orders: *orders,
    };
    let frozen = shown.frozen.as_ref();
    proto::ScoreSheet {
        id: frozen.map(|(id, _, _)| id.to_string()).unwrap_or_default(),
        branch_id: shown.branch_id.to_string(),
        technician_id: shown.technician_id.clone(),
        month: shown.month.to_string(),
        state: state.into(),
        lines: lines(sheet),
        verdict: sheet.verdict.to_wire().into(),
        total: small(sheet.total),
        countable: sheet.countable,
        called_back: sheet.called_back,
        excluded: sheet.excluded.iter().map(excluded).collect(),
        denominator: sheet.rules.bands.denominator.to_wire().into(),
        bonus: Some(bonus(sheet)),
        appraisal: Some(appraisal(sheet.marks)),
        complaints: Some(handling(&shown.technician_id, &sheet.complaints)),
        amendments: shown.amendments.iter().map(amendment).collect(),
        closed_at: frozen.map(|(_, _, at)| at.to_proto()),
        closed_by: frozen.map(|(_, by, _)| by.clone()).unwrap_or_default(),
        etag: etag::of(fingerprint(shown)),
        available_actions,
        readonly_reason,
    }
}

fn possible(shown: &Shown, today: BusinessDate) -> Result<&'static [&'static str], Refusal> {
    if shown.frozen.is_some() {
        return Err(MONTH_CLOSED.refuse().with("month", shown.month));
    }
    if today <= shown.month.last {
        return Err(MONTH_NOT_OVER.refuse().with("month", shown.month));
    }
    Ok(&["CloseMonth"])
}

/// An open sheet has no version of its own: it changes with what it is reckoned from.
fn fingerprint(shown: &Shown) -> i64 {
    let mut hasher = DefaultHasher::new();
    format!("{:?}", shown.sheet).hash(&mut hasher);
    (shown.frozen.is_some(), shown.amendments.len()).hash(&mut hasher);
    i64::try_from(hasher.finish() >> 1).unwrap_or_default()
}

fn lines(sheet: &Sheet) -> Vec<proto::ScoreLine> {
    let line = |line: &Line| proto::ScoreLine {
        item: line.item.to_wire().into(),
        weight: small(line.weight),
        bad: line.bad,
        denominator: line.denominator,
        verdict: line.verdict.to_wire().into(),
        score: small(line.score),
        assumed: line.assumed,
    };
    sheet.lines.iter().map(line).collect()
}

fn appraisal(marks: Marks) -> proto::ScoreAppraisal {
    let [attitude, skill, arrival_time, promises] = marks.averages().map(small);
    proto::ScoreAppraisal {
        attitude,
        skill,
        arrival_time,
        promises,
        count: marks.count,
    }
}

/// How a person handled complaints.
pub fn handling(code: &str, counts: &Handling) -> proto::ComplaintHandling {
    proto::ComplaintHandling {
        staff_id: code.to_owned(),
        about: counts.about,
        owned: counts.owned,
        answered: counts.answered,
        answered_in_time: counts.answered_in_time,
        overdue: counts.overdue,
        handled: counts.handled,
    }
}

fn amendment(amendment: &Amendment) -> proto::ScoreAmendment {
    proto::ScoreAmendment {
        id: amendment.id.to_string(),
        amends_id: amendment.sheet_id.to_string(),
        booked_in: amendment.booked_in.clone(),
        lines: lines(&amendment.sheet),
        total: small(amendment.sheet.total),
        verdict: amendment.sheet.verdict.to_wire().into(),
        countable: amendment.sheet.countable,
        made_at: Some(amendment.made_at.to_proto()),
        made_by: amendment.made_by.clone(),
    }
}

/// An order behind a sheet, and whether somebody may appeal.
pub fn order(
    call: &Call,
    book: &BranchBook,
    order: &OrderFacts,
    possible: Result<(), Refusal>,
) -> Result<proto::ScoreOrder> {
    let possible = possible.map(|()| -> &'static [&'static str] { &["FileAppeal"] });
    let (available_actions, readonly_reason) = actions(call, APPEALS, possible);
    let bad = Item::ALL.into_iter().filter(|item| order.is_bad(*item));
    Ok(proto::ScoreOrder {
        work_order_id: order.id.to_string(),
        work_order_no: order.number.clone(),
        ticket_id: order.ticket_id.to_string(),
        visit_number: small(order.visit_number),
        visit_date: book.date_of(order.visited_at)?.to_string(),
        exclusion: number(order.exclusion()),
        called_back: order.survey.is_some(),
        bad: bad.map(|item| item.to_wire().into()).collect(),
        available_actions,
        readonly_reason,
    })
}
