//! Pages of lists that are short enough to be read whole.

use aftersales_kit::{Result, page};
use prost::Message;
use serde::{Serialize, de::DeserializeOwned};

use super::Registry;

/// Which page of which list.
pub(super) struct Place<'r, M> {
    /// Name of the list.
    pub list: &'static str,
    /// The request without its page.
    pub filter: M,
    /// Items asked for.
    pub size: i32,
    /// Token of the page before.
    pub token: &'r str,
}

/// The request with its page taken out: what a page token is signed with.
macro_rules! place {
    ($list:expr, $request:expr) => {{
        let mut filter = $request.clone();
        filter.page_size = 0;
        filter.page_token.clear();
        $crate::rpc::lists::Place {
            list: $list,
            filter,
            size: $request.page_size,
            token: &$request.page_token,
        }
    }};
}
pub(super) use place;

impl<M: Message> Place<'_, M> {
    /// Most rows of a page.
    pub fn limit(&self) -> i64 {
        page::page_size(self.size)
    }
}

impl Registry {
    /// Where the page begins: after this key.
    pub(super) fn after<K: DeserializeOwned>(&self, place: &Place<'_, impl Message>) -> Result<Option<K>> {
        self.pages.key(place.list, &place.filter, place.token)
    }

    /// A page of rows of which one too many was fetched, and the token of the next.
    pub(super) fn cut<T, K: Serialize>(
        &self,
        place: &Place<'_, impl Message>,
        rows: Vec<T>,
        key: impl Fn(&T) -> K,
    ) -> Result<(Vec<T>, String)> {
        self.pages.cut(place.list, &place.filter, rows, place.limit(), key)
    }

    /// A page of a whole list that is sorted by `key`, and the token of the next.
    pub(super) fn page_of<T, K: Serialize + DeserializeOwned + PartialOrd>(
        &self,
        place: &Place<'_, impl Message>,
        rows: Vec<T>,
        key: impl Fn(&T) -> K,
    ) -> Result<(Vec<T>, String)> {
        let after: Option<K> = self.after(place)?;
        let limit = usize::try_from(place.limit()).unwrap_or_default() + 1;
        let later = |row: &T| after.as_ref().is_none_or(|after| *after < key(row));
        let rows = rows.into_iter().filter(|row| later(row)).take(limit).collect();
        self.cut(place, rows, &key)
    }
}
