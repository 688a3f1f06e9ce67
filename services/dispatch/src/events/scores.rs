//! Appeals and closed months.

use aftersales_kit::{id::BranchId, outbox::NewEvent, time::Timestamp};
use aftersales_proto::dispatch::v1::{self as proto, DispatchEvent, dispatch_event::Event};

use super::{event, facts, maybe, time};
use crate::{
    domain::{WorkOrder, appeal::Appeal},
    store::score_documents::Frozen,
    wire::{Wire, scores},
};

/// Somebody appeals (DSP-57).
pub fn appeal_filed(order: &WorkOrder, appeal: &Appeal) -> NewEvent {
    let fact = proto::AppealFiled {
        order: facts(order),
        appeal_id: appeal.id.to_string(),
        cause: appeal.cause.to_wire().into(),
        filed_by: appeal.filed_by.clone(),
        filed_at: time(appeal.filed_at),
    };
    event(order, "AppealFiled", Event::AppealFiled(fact))
}

/// The manager decided an appeal (DSP-57).
pub fn appeal_decided(order: &WorkOrder, appeal: &Appeal, at: Timestamp) -> NewEvent {
    let fact = proto::AppealDecided {
        order: facts(order),
        appeal_id: appeal.id.to_string(),
        state: appeal.state.to_wire().into(),
        decided_by: appeal.decided_by.clone(),
        decided_at: maybe(Some(at)),
    };
    event(order, "AppealDecided", Event::AppealDecided(fact))
}

/// A month's sheets were frozen (DSP-58).
pub fn score_month_closed(branch: &BranchId, month: &str, sheets: &[Frozen], by: &str, at: Timestamp) -> NewEvent {
    let summary = |frozen: &Frozen| proto::ScoreSummary {
        sheet_id: frozen.id.to_string(),
        technician_id: frozen.technician_id.clone(),
        verdict: frozen.sheet.verdict.to_wire().into(),
        total: scores::small(frozen.sheet.total),
        bonus: Some(scores::bonus(&frozen.sheet)),
    };
    let fact = proto::ScoreMonthClosed {
        branch_id: branch.to_string(),
        month: month.to_owned(),
        sheets: sheets.iter().map(summary).collect(),
        closed_by: by.to_owned(),
        closed_at: time(at),
    };
    let payload = DispatchEvent {
        event: Some(Event::ScoreMonthClosed(fact)),
    };
    NewEvent::new(
        format!("{branch}:{month}"),
        branch.clone(),
        "ScoreMonthClosed",
        &payload,
    )
}
