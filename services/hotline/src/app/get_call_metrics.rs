//! The figures of the telephone over days (HOT-03, HOT-29).

use aftersales_kit::{
    Result,
    db::Tx,
    policy::catalogue::{HOTLINE_SERVICE_LEVEL, HOTLINE_SHORT_ABANDON},
    refdata::BranchBook,
    time::{BusinessDate, SECOND, Timestamp},
};

use super::read_policy;
use crate::{
    domain::{
        metrics::{Counts, Formula, Measures},
        reasons::TIME_ORDER,
    },
    store::metrics::{self, Grouping, Wanted},
};

/// Which figures are wanted.
#[derive(Debug)]
pub struct GetCallMetrics {
    /// First local day.
    pub from: BusinessDate,
    /// Last local day.
    pub to: BusinessDate,
    /// Only this line; empty for all.
    pub line_id: String,
    /// Only this agent; empty for all.
    pub agent_id: String,
    /// By what they are told apart.
    pub grouping: Grouping,
    /// Formula of the service level.
    pub formula: Formula,
    /// Target in seconds; none for the policy's.
    pub target: Option<i64>,
    /// Short-abandon time in seconds; none for the policy's.
    pub short_abandon: Option<i64>,
}

/// From the first instant of one local day to the end of another.
///
/// # Errors
/// `TIME_ORDER`; those of the calendar.
pub fn span(book: &BranchBook, from: BusinessDate, to: BusinessDate) -> Result<(Timestamp, Timestamp)> {
    if to < from {
        return Err(TIME_ORDER.field("to_date", "must not be before from_date").into());
    }
    book.instants_of(from, to)
}

/// The counts of the branch of `book` by group, and what their figures are reckoned with.
///
/// # Errors
/// `TIME_ORDER`; those of the calendar and the store.
pub async fn run(
    tx: &mut Tx,
    book: &BranchBook,
    cmd: GetCallMetrics,
    now: Timestamp,
) -> Result<(Measures, Vec<Counts>)> {
    let (from, to) = span(book, cmd.from, cmd.to)?;
    let measures = Measures {
        formula: cmd.formula,
        target: cmd
            .target
            .unwrap_or(read_policy::number(book, HOTLINE_SERVICE_LEVEL, now)?),
        short_abandon: cmd
            .short_abandon
            .unwrap_or(read_policy::number(book, HOTLINE_SHORT_ABANDON, now)?),
        rule: read_policy::ring_rule(book, now)?,
    };
    let wanted = Wanted {
        branch_id: book.id().clone(),
        from,
        to,
        line_id: cmd.line_id,
        agent_id: cmd.agent_id,
        rings: measures.rule.limit(),
        target: measures.target.saturating_mul(SECOND),
        short_abandon: measures.short_abandon.saturating_mul(SECOND),
    };
    let counts = match cmd.grouping {
        Grouping::Agent => by_agent(tx, &wanted, now).await?,
        Grouping::Line => metrics::of_calls(tx, &wanted, Grouping::Line).await?,
        Grouping::Branch => vec![together(tx, &wanted, now).await?],
    };
    Ok((measures, counts))
}

/// Each agent at whom it rang, with his time; one who only waited counts too.
async fn by_agent(tx: &mut Tx, wanted: &Wanted, now: Timestamp) -> Result<Vec<Counts>> {
    let mut counts = metrics::of_agents(tx, wanted).await?;
    for (agent, occupied, manned) in metrics::of_time(tx, wanted, now).await? {
        let at = counts.iter().position(|counts| counts.group == agent);
        let own = at.and_then(|at| counts.get_mut(at));
        match own {
            Some(own) => (own.occupied, own.manned) = (occupied, manned),
            None => counts.push(Counts {
                group: agent,
                occupied,
                manned,
                ..Counts::default()
            }),
        }
    }
    counts.sort_by(|a, b| a.group.cmp(&b.group));
    Ok(counts)
}

async fn together(tx: &mut Tx, wanted: &Wanted, now: Timestamp) -> Result<Counts> {
    let counts = if wanted.agent_id.is_empty() {
        metrics::of_calls(tx, wanted, Grouping::Branch).await?
    } else {
        metrics::of_agents(tx, wanted).await?
    };
    let mut counts = counts.into_iter().next().unwrap_or_default();
    for (_, occupied, manned) in metrics::of_time(tx, wanted, now).await? {
        counts.occupied += occupied;
        counts.manned += manned;
    }
    counts.group.clear();
    Ok(counts)
}
