//! Where a caller stands in a list, and the token that brings him back there.

use std::sync::Arc;

use prost::Message;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    Result,
    auth::{BranchScope, Caller},
    feed::Cursor,
    id::BranchId,
    outbox::Head,
    page::PageTokens,
    reasons::PAGE_TOKEN_INVALID,
    rpc::Call,
};

/// Where a caller stands.
#[derive(Clone)]
pub(super) struct Position<P> {
    /// The last event of the log that was taken into account.
    pub cursor: Cursor,
    /// In the snapshot, or past it.
    pub at: At<P>,
}

/// In the snapshot, after a row or at its beginning, or past it.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum At<P> {
    Snapshot(Option<P>),
    Changes,
}

impl<P> Position<P> {
    /// At the beginning of a snapshot that is read after `head`.
    pub fn begin(head: Head) -> Self {
        Self {
            cursor: Cursor {
                epoch: head.epoch,
                number: head.number,
            },
            at: At::Snapshot(None),
        }
    }

    /// Whether there is something to tell when the log ends at `head`.
    pub fn is_behind(&self, head: i64) -> bool {
        matches!(self.at, At::Snapshot(_)) || self.cursor.number < head
    }
}

/// Makes and reads the tokens of one caller's list and filter.
pub(super) struct Tokens {
    pages: Arc<PageTokens>,
    name: String,
    filter: Vec<u8>,
}

/// What a token holds: the log, the number, the place.
type Key<P> = (i64, i64, At<P>);

impl Tokens {
    pub fn new(pages: &Arc<PageTokens>, call: &Call, name: &str, filter: &impl Message) -> Self {
        Self {
            pages: Arc::clone(pages),
            name: format!("live:{name}:{}", sees(&call.caller)),
            filter: filter.encode_to_vec(),
        }
    }

    pub fn write<P: Serialize>(&self, position: &Position<P>) -> Result<String> {
        let Cursor { epoch, number } = position.cursor;
        self.pages
            .token(&self.name, &self.filter, &(epoch, number, &position.at))
    }

    /// The position of a token; `None` for the empty one.
    ///
    /// # Errors
    /// `PAGE_TOKEN_INVALID` for anything that was not made for this caller, list and filter.
    pub fn read<P: DeserializeOwned>(&self, token: &str) -> Result<Option<Position<P>>> {
        let key = self.pages.key::<Key<P>>(&self.name, &self.filter, token);
        let key =
            key.map_err(|_| PAGE_TOKEN_INVALID.field("resume_token", "was not made for this caller, list and filter"))?;
        Ok(key.map(|(epoch, number, at)| Position {
            cursor: Cursor { epoch, number },
            at,
        }))
    }
}

/// What decides which rows a caller sees and how. A token of one who saw others would leave his copy wrong for good.
fn sees(caller: &Caller) -> String {
    let scope = match &caller.scope {
        BranchScope::All => "*".to_owned(),
        BranchScope::Only(branches) => branches.iter().map(BranchId::as_str).collect::<Vec<_>>().join(","),
    };
    format!("{}:{:x}:{scope}", caller.subject, caller.roles.bits())
}
