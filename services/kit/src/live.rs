//! Lists that stay up to date by themselves: a snapshot in the list's order, then what changes, resumable.
//!
//! A service describes a list by [`List`]: a page of it, the keys that an event of its own log may have touched, and
//! what stands behind such keys now. The kit does the rest, as a stream ([`Live::stream`]) or one page at a time for
//! clients without streams ([`Live::pull`]).
//!
//! The log's position is taken before the snapshot is read and moves only with what was told, so nothing is lost:
//! whatever changes while the snapshot is read is told again. A row may be told twice, never an older one after a newer.
//! Events of branches outside the caller's scope are passed over; a record that moves to another branch is told by an
//! event of the branch that it leaves.
//!
//! ```ignore
//! impl live::List for Orders {
//!     type Key = Uuid;                       // what events name
//!     type Place = WorkOrderId;              // where a page begins
//!     type Row = proto::WorkOrder;
//!     async fn page(&self, tx: &mut Tx, after: Option<&WorkOrderId>, limit: i64) -> Result<Vec<(WorkOrderId, Self::Row)>> { … }
//!     fn touched(&self, event: &Event) -> Vec<Uuid> { live::subject(event) }
//!     async fn current(&self, tx: &mut Tx, keys: &[Uuid]) -> Result<Vec<Current<Self::Row>>> { … }
//! }
//! let live = Live::new(&kit, &pages, &call, "dispatch.work_orders", &filter, orders);
//! live.stream(&request.resume_token, told!(proto::WatchWorkOrdersResponse, watch_work_orders_response, WorkOrderRows.work_orders)).await
//! ```

mod position;
mod pull;
mod stream;

use std::{collections::HashSet, hash::Hash, sync::Arc};

use prost::Message;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use self::position::{At, Position, Tokens};
use crate::{Error, Result, db::Tx, id::BranchId, outbox::Event, page::PageTokens, rpc::Call, service::Kit};

pub use crate::streams::Stream;
pub use pull::Pulled;

/// A list that people work from, as one caller sees it: his branches, his filter, his language.
pub trait List: Send + Sync + 'static {
    /// What an event names: a row's id, or the id of a record (a ticket) whose rows are read then.
    type Key: Clone + Eq + Hash + Send + Sync;
    /// Where a page of the list begins: the sorting key of the row before.
    type Place: Serialize + DeserializeOwned + Clone + Send + Sync;
    /// A row as the caller may see it.
    type Row: Message + 'static;

    /// Up to `limit` rows that match, in the list's order, after a place; fewer only at the end.
    fn page(
        &self,
        tx: &mut Tx,
        after: Option<&Self::Place>,
        limit: i64,
    ) -> impl Future<Output = Result<Vec<(Self::Place, Self::Row)>>> + Send;

    /// The keys of all that an event of the service's own log may have touched; an event tells of every change.
    fn touched(&self, event: &Event) -> Vec<Self::Key>;

    /// What stands behind some keys now, whether it matches or not, in one query.
    fn current(&self, tx: &mut Tx, keys: &[Self::Key]) -> impl Future<Output = Result<Vec<Current<Self::Row>>>> + Send;
}

/// What is now with a row that an event may have touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Current<R> {
    /// It belongs to the list.
    Row(R),
    /// The row with this id does not, or no longer.
    Gone(String),
}

impl<R> Current<R> {
    /// The row when it belongs to the list, its id when it does not.
    ///
    /// # Errors
    /// Those of `row`.
    pub fn when(belongs: bool, id: impl std::fmt::Display, row: impl FnOnce() -> Result<R>) -> Result<Self> {
        if belongs {
            row().map(Self::Row)
        } else {
            Ok(Self::Gone(id.to_string()))
        }
    }
}

/// One piece of what a caller is told of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News<R> {
    /// Rows of the snapshot.
    Snapshot(Vec<R>),
    /// The snapshot was told whole.
    Complete,
    /// Rows as they are now.
    Changed(Vec<R>),
    /// Ids of rows that do not belong to the list, or no longer.
    Removed(Vec<String>),
    /// Nothing has changed.
    Heartbeat,
}

/// One message: the news, and the token to go on with when it is handled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<R> {
    /// The news.
    pub news: News<R>,
    /// Where the caller goes on.
    pub resume_token: String,
}

/// The record that an event is about, where that is a UUID: the ticket, or the thing itself.
pub fn subject(event: &Event) -> Vec<Uuid> {
    Uuid::try_parse(&event.subject).into_iter().collect()
}

/// A list with its caller.
pub struct Live<L: List> {
    list: L,
    kit: Kit,
    tokens: Tokens,
    call: Call,
}

/// What a step along the list gives, and where it ends.
struct Step<L: List> {
    news: Vec<News<L::Row>>,
    next: Position<L::Place>,
}

impl<L: List> Live<L> {
    /// The list `name` (such as `dispatch.queue`) under `filter`: the request without its token and page size.
    pub fn new(
        kit: &Kit,
        pages: &Arc<PageTokens>,
        call: &Call,
        name: &'static str,
        filter: &impl Message,
        list: L,
    ) -> Self {
        Self {
            list,
            kit: kit.clone(),
            tokens: Tokens::new(pages, call, name, filter),
            call: call.clone(),
        }
    }

    /// Where a caller with this token goes on; without one, at the beginning of a new snapshot.
    async fn open(&self, token: &str) -> Result<Position<L::Place>> {
        let feed = self.kit.feed();
        match self.tokens.read::<L::Place>(token)? {
            Some(position) => {
                feed.admit(position.cursor).await?;
                Ok(position)
            }
            None => Ok(Position::begin(feed.head().await?)),
        }
    }

    /// Goes one step from a position: a page of the snapshot, or a batch of events.
    async fn step(&self, at: &Position<L::Place>, limit: i64) -> Result<Step<L>> {
        match &at.at {
            At::Snapshot(after) => self.show(at, after.as_ref(), limit).await,
            At::Changes => self.follow(at, limit).await,
        }
    }

    async fn show(&self, at: &Position<L::Place>, after: Option<&L::Place>, limit: i64) -> Result<Step<L>> {
        let mut tx = self.kit.read().await?;
        let page = self.list.page(&mut tx, after, limit).await?;
        let full = i64::try_from(page.len()).unwrap_or(i64::MAX) >= limit;
        let last = page.last().map(|(place, _)| place.clone()).filter(|_| full);
        let rows: Vec<L::Row> = page.into_iter().map(|(_, row)| row).collect();
        let mut news = Vec::new();
        if !rows.is_empty() {
            news.push(News::Snapshot(rows));
        }
        let place = match last {
            Some(place) => At::Snapshot(Some(place)),
            None => {
                news.push(News::Complete);
                At::Changes
            }
        };
        Ok(Step {
            news,
            next: Position {
                at: place,
                ..at.clone()
            },
        })
    }

    async fn follow(&self, at: &Position<L::Place>, limit: i64) -> Result<Step<L>> {
        let events = self.kit.feed().page(at.cursor.number, limit).await?;
        let last = events.last().map(|event| event.number);
        let mut next = at.clone();
        next.cursor.number = last.ok_or_else(|| Error::internal("the log is shorter than its head"))?;
        let keys = self.keys(&events);
        if keys.is_empty() {
            return Ok(Step { news: Vec::new(), next });
        }
        let mut tx = self.kit.read().await?;
        let (mut changed, mut removed) = (Vec::new(), Vec::new());
        for current in self.list.current(&mut tx, &keys).await? {
            match current {
                Current::Row(row) => changed.push(row),
                Current::Gone(id) => removed.push(id),
            }
        }
        let mut news = Vec::new();
        if !changed.is_empty() {
            news.push(News::Changed(changed));
        }
        if !removed.is_empty() {
            news.push(News::Removed(removed));
        }
        Ok(Step { news, next })
    }

    /// What the events of the caller's branches touched, each key once.
    fn keys(&self, events: &[Event]) -> Vec<L::Key> {
        let scope = &self.call.caller.scope;
        // what belongs to the company concerns everybody
        let concerns =
            |event: &&Event| BranchId::parse(&event.branch_id).map_or(true, |branch| scope.contains(&branch));
        let mut seen = HashSet::new();
        let touched = events
            .iter()
            .filter(concerns)
            .flat_map(|event| self.list.touched(event));
        touched.filter(|key| seen.insert(key.clone())).collect()
    }
}

/// How a watching method's answer is made of what is [`Told`]: the answer, the module of its oneof `message`, and the
/// message and field that hold the rows.
#[macro_export]
macro_rules! told {
    ($proto:ident::$answer:ident, $module:ident, $rows:ident . $field:ident) => {
        |told: $crate::live::Told<_>| {
            use ::aftersales_proto::common::v1::{Heartbeat, RemovedRows, SnapshotComplete};
            use $crate::live::News;
            use $proto::$module::Message;
            let message = match told.news {
                News::Snapshot(rows) => Message::Snapshot($proto::$rows { $field: rows }),
                News::Complete => Message::SnapshotComplete(SnapshotComplete {}),
                News::Changed(rows) => Message::Changed($proto::$rows { $field: rows }),
                News::Removed(ids) => Message::Removed(RemovedRows { ids }),
                News::Heartbeat => Message::Heartbeat(Heartbeat {}),
            };
            $proto::$answer {
                message: Some(message),
                resume_token: told.resume_token,
            }
        }
    };
}

pub use told;
