//! The figures of the telephone over days (HOT-03, HOT-29).

use aftersales_kit::{
    Result,
    db::Tx,
    policy::catalogue::{HOTLINE_MISSED_CALL_BACK, HOTLINE_REPEAT_CALL, HOTLINE_SERVICE_LEVEL, HOTLINE_SHORT_ABANDON},
    refdata::BranchBook,
    time::{BusinessDate, HOUR, SECOND, Timestamp},
};

use super::read_policy;
use crate::{
    domain::{
        metrics::{Counts, Formula, Measures},
        reasons::TIME_ORDER,
        telephone_reasons::PERIOD_TOO_LONG,
    },
    events::wording::local,
    store::metrics::{self, Grouping, Wanted},
};

/// Most days that are told apart by hour.
const DAYS_BY_HOUR: i64 = 7;

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
        repeat: book.policy(HOTLINE_REPEAT_CALL, now)?.value.to_string(),
        back: book.policy(HOTLINE_MISSED_CALL_BACK, now)?.value.to_string(),
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
        Grouping::Line => by_line(tx, book, &wanted).await?,
        Grouping::Branch => vec![together(tx, book, &wanted, now).await?],
        Grouping::Hour => by_hour(tx, book, wanted, now).await?,
    };
    Ok((measures, counts))
}

/// The counts of a group among others, added when there are none.
fn of_group<'c>(counts: &'c mut Vec<Counts>, group: &str) -> &'c mut Counts {
    let at = counts
        .iter()
        .position(|counts| counts.group == group)
        .unwrap_or(counts.len());
    if at == counts.len() {
        counts.push(Counts {
            group: group.to_owned(),
            ..Counts::default()
        });
    }
    &mut counts[at]
}

async fn by_line(tx: &mut Tx, book: &BranchBook, wanted: &Wanted) -> Result<Vec<Counts>> {
    let mut counts = metrics::of_calls(tx, wanted, Grouping::Line).await?;
    for line in metrics::of_tickets(tx, wanted, Grouping::Line).await? {
        let own = of_group(&mut counts, &line.name);
        (own.tickets, own.repeated) = (line.tickets, line.repeated);
    }
    for (line, since, back_at) in metrics::of_missed(tx, wanted).await? {
        let in_time = is_in_time(book, since, back_at)?;
        let own = of_group(&mut counts, &line);
        own.missed += 1;
        own.called_back += i64::from(in_time);
    }
    counts.sort_by(|a, b| a.group.cmp(&b.group));
    Ok(counts)
}

/// Whether a missed call was called back in time (HOT-29).
fn is_in_time(book: &BranchBook, since: Timestamp, back_at: Option<Timestamp>) -> Result<bool> {
    let by = book.reckon(HOTLINE_MISSED_CALL_BACK, since)?.due_at;
    Ok(back_at.is_some_and(|at| at <= by))
}

/// Each hour of the days, by the branch's clock.
async fn by_hour(tx: &mut Tx, book: &BranchBook, wanted: Wanted, now: Timestamp) -> Result<Vec<Counts>> {
    if wanted.to.since(wanted.from) > DAYS_BY_HOUR * 24 * HOUR {
        let refusal = PERIOD_TOO_LONG.field("to_date", "must be nearer to from_date");
        return Err(refusal.with("days", DAYS_BY_HOUR).into());
    }
    let mut counts = Vec::new();
    let mut from = wanted.from;
    while from < wanted.to {
        let hour = Wanted {
            from,
            to: from.plus(HOUR).min(wanted.to),
            ..wanted.clone()
        };
        from = hour.to;
        counts.push(Counts {
            group: local(hour.from, book.calendar().zone()),
            ..together(tx, book, &hour, now).await?
        });
    }
    Ok(counts)
}

/// Each agent at whom it rang, with his time; one who only waited counts too.
async fn by_agent(tx: &mut Tx, wanted: &Wanted, now: Timestamp) -> Result<Vec<Counts>> {
    let mut counts = metrics::of_agents(tx, wanted).await?;
    for (agent, occupied, manned) in metrics::of_time(tx, wanted, now).await? {
        let own = of_group(&mut counts, &agent);
        (own.occupied, own.manned) = (occupied, manned);
    }
    for opened in metrics::of_tickets(tx, wanted, Grouping::Agent).await? {
        let own = of_group(&mut counts, &opened.name);
        (own.tickets, own.repeated) = (opened.tickets, opened.repeated);
    }
    counts.sort_by(|a, b| a.group.cmp(&b.group));
    Ok(counts)
}

async fn together(tx: &mut Tx, book: &BranchBook, wanted: &Wanted, now: Timestamp) -> Result<Counts> {
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
    for opened in metrics::of_tickets(tx, wanted, Grouping::Branch).await? {
        counts.tickets += opened.tickets;
        counts.repeated += opened.repeated;
    }
    // a missed call is no agent's
    if wanted.agent_id.is_empty() {
        for (_, since, back_at) in metrics::of_missed(tx, wanted).await? {
            counts.missed += 1;
            counts.called_back += i64::from(is_in_time(book, since, back_at)?);
        }
    }
    counts.group.clear();
    Ok(counts)
}
