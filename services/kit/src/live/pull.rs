//! A live list for clients without streams: what has changed since a token, one page at a time.

use super::{List, Live, News, position::Position};
use crate::Result;

/// Batches of events without news that one call passes over, before it lets the client ask again.
const MOST_BATCHES: usize = 50;

/// One page of what has changed.
#[derive(Debug)]
pub struct Pulled<R> {
    /// A new snapshot begins with this page: what the client kept is void.
    pub reset: bool,
    /// Rows as they are now.
    pub rows: Vec<R>,
    /// Ids of rows that do not belong to the list, or no longer.
    pub removed: Vec<String>,
    /// Where the client goes on.
    pub next_token: String,
    /// There is more to be told now.
    pub has_more: bool,
}

impl<L: List> Live<L> {
    /// What is to be told after `token`, from about `limit` events or rows.
    ///
    /// # Errors
    /// `PAGE_TOKEN_INVALID`, `LOG_EPOCH_CHANGED`, `CURSOR_AHEAD`, `CURSOR_TRIMMED`; those of the list.
    pub async fn pull(&self, token: &str, limit: i64) -> Result<Pulled<L::Row>> {
        let head = self.kit.feed().head().await?.number;
        let mut at = self.open(token).await?;
        let mut pulled = Pulled {
            reset: token.is_empty(),
            rows: Vec::new(),
            removed: Vec::new(),
            next_token: String::new(),
            has_more: false,
        };
        for _ in 0..MOST_BATCHES {
            if !at.is_behind(head) {
                break;
            }
            let step = self.step(&at, limit).await?;
            at = step.next;
            let told = !step.news.is_empty();
            step.news.into_iter().for_each(|news| pulled.add(news));
            if told {
                break;
            }
        }
        self.end(pulled, &at, head)
    }

    fn end(&self, pulled: Pulled<L::Row>, at: &Position<L::Place>, head: i64) -> Result<Pulled<L::Row>> {
        Ok(Pulled {
            next_token: self.tokens.write(at)?,
            has_more: at.is_behind(head),
            ..pulled
        })
    }
}

impl<R> Pulled<R> {
    fn add(&mut self, news: News<R>) {
        match news {
            News::Snapshot(rows) | News::Changed(rows) => self.rows.extend(rows),
            News::Removed(ids) => self.removed.extend(ids),
            News::Complete | News::Heartbeat => {}
        }
    }
}
