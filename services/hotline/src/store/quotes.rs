//! Quotes and the customers' answers. They never change.

use aftersales_kit::{
    Error, Result,
    db::Tx,
    exec, fetch_all,
    id::{BranchId, TicketId},
    time::Timestamp,
};

use crate::domain::quote::{ConsentChannel, ConsentGiver, Priced, Quote};

#[derive(sqlx::FromRow)]
struct Row {
    version: i64,
    price_list_id: String,
    currency: String,
    lines: String,
    total: i64,
    quoted_at: Timestamp,
    valid_until: Option<Timestamp>,
    policy_accepted: bool,
    accepted: bool,
    given_by: ConsentGiver,
    channel: ConsentChannel,
    taken_by: String,
}

impl Row {
    fn quote(self) -> Result<Quote> {
        let lines = serde_json::from_str(&self.lines)
            .map_err(|source| Error::internal_from("could not read the lines of a quote", source))?;
        Ok(Quote {
            version: self.version,
            priced: Priced {
                price_list_id: self.price_list_id,
                currency: self.currency,
                lines,
                total: self.total,
            },
            quoted_at: self.quoted_at,
            valid_until: self.valid_until,
            policy_accepted: self.policy_accepted,
            accepted: self.accepted,
            given_by: self.given_by,
            channel: self.channel,
            taken_by: self.taken_by,
        })
    }
}

/// Adds a quote of a ticket.
pub async fn insert(tx: &mut Tx, ticket: TicketId, branch: &BranchId, quote: &Quote) -> Result<()> {
    const SQL: &str = "
        INSERT INTO quote (
            ticket_id, version, branch_id, price_list_id, currency, lines, total, quoted_at, valid_until,
            policy_accepted, accepted, given_by, channel, taken_by
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let lines = serde_json::to_string(&quote.priced.lines)
        .map_err(|source| Error::internal_from("could not write the lines of a quote", source))?;
    exec!(
        tx,
        SQL,
        ticket,
        quote.version,
        branch,
        &quote.priced.price_list_id,
        &quote.priced.currency,
        lines,
        quote.priced.total,
        quote.quoted_at,
        quote.valid_until,
        quote.policy_accepted,
        quote.accepted,
        quote.given_by,
        quote.channel,
        &quote.taken_by,
    )?;
    Ok(())
}

/// The quotes of a ticket, oldest first.
pub async fn of_ticket(tx: &mut Tx, ticket: TicketId) -> Result<Vec<Quote>> {
    const SQL: &str = "
        SELECT version, price_list_id, currency, lines, total, quoted_at, valid_until, policy_accepted, accepted,
            given_by, channel, taken_by
        FROM quote
        WHERE ticket_id = $1
        ORDER BY version";
    fetch_all!(tx, Row, SQL, ticket)?.into_iter().map(Row::quote).collect()
}

/// Answers that one agent took.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Converted {
    /// The agent.
    pub agent: String,
    /// Accepted quotes.
    pub accepted: i64,
    /// Declined ones.
    pub declined: i64,
}

/// How many quotes of a branch were accepted and declined in a time, by agent (BIL-41).
pub async fn conversion(tx: &mut Tx, branch: &BranchId, from: Timestamp, to: Timestamp) -> Result<Vec<Converted>> {
    const SQL: &str = "
        SELECT taken_by AS agent,
            CAST(SUM(CASE WHEN accepted THEN 1 ELSE 0 END) AS BIGINT) AS accepted,
            CAST(SUM(CASE WHEN accepted THEN 0 ELSE 1 END) AS BIGINT) AS declined
        FROM quote
        WHERE branch_id = $1 AND quoted_at >= $2 AND quoted_at < $3
        GROUP BY taken_by
        ORDER BY taken_by";
    fetch_all!(tx, Converted, SQL, branch, from, to)
}
