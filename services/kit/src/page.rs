//! Pages of lists: signed keyset tokens, so that a list is continued where it stopped whatever was inserted in between.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use prost::Message;
use ring::hmac;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::{Error, Result},
    reasons::PAGE_TOKEN_INVALID,
    seal::{MasterKey, constant_time_eq},
};

/// Rows of a page when the request says nothing.
pub const DEFAULT_PAGE_SIZE: i64 = 50;
/// Most rows of a page.
pub const MAX_PAGE_SIZE: i64 = 200;

/// Bytes of a token's signature: a cut HMAC-SHA256.
const TAG_LEN: usize = 16;
/// Longest token that is looked at.
const MAX_TOKEN_LEN: usize = 2_000;

/// Rows to read for a request's `page_size`: 0 (or less) is 50, more than 200 is 200.
pub const fn page_size(requested: i32) -> i64 {
    match requested as i64 {
        ..=0 => DEFAULT_PAGE_SIZE,
        MAX_PAGE_SIZE.. => MAX_PAGE_SIZE,
        size => size,
    }
}

/// Makes and reads page tokens. A token is the key of the last row that was given out, signed for one list and filter.
///
/// Tokens are not secret: keys are ids, numbers and instants, never personal data.
#[derive(Debug, Clone)]
pub struct PageTokens(hmac::Key);

impl PageTokens {
    /// With the keys of this installation, so that every replica takes the others' tokens.
    ///
    /// # Errors
    /// `Internal` if the key cannot be derived.
    pub fn new(master: &MasterKey) -> Result<Self> {
        Ok(Self(master.signer("page")?))
    }

    /// The token for the rows after `key` in `list` (such as `dispatch.work_orders`) under `filter` (`&()` for none).
    ///
    /// # Errors
    /// `Internal` if the key cannot be written as JSON.
    pub fn token<K: Serialize>(&self, list: &str, filter: &impl Message, key: &K) -> Result<String> {
        let key = serde_json::to_vec(key).map_err(|error| Error::internal_from("write a page key", error))?;
        let tag = hmac::sign(&self.0, &signed(list, filter, &key));
        let tag = tag.as_ref().get(..TAG_LEN).unwrap_or_default();
        Ok(BASE64_URL_SAFE_NO_PAD.encode([tag, &key].concat()))
    }

    /// The key that a token stands for; `None` for the empty token, the first page.
    ///
    /// # Errors
    /// `PAGE_TOKEN_INVALID` for anything that [`PageTokens::token`] did not make for this list and filter.
    pub fn key<K: DeserializeOwned>(&self, list: &str, filter: &impl Message, token: &str) -> Result<Option<K>> {
        if token.is_empty() {
            return Ok(None);
        }
        let key = self
            .verified(list, filter, token)
            .and_then(|key| serde_json::from_slice(&key).ok());
        key.map(Some).ok_or_else(|| {
            PAGE_TOKEN_INVALID
                .field("page_token", "was not made for this list and filter")
                .into()
        })
    }

    /// Cuts `rows`, of which one more than `size` were read, to a page and makes the token of the next one (empty at the end).
    ///
    /// # Errors
    /// As [`PageTokens::token`].
    pub fn cut<T, K: Serialize>(
        &self,
        list: &str,
        filter: &impl Message,
        mut rows: Vec<T>,
        size: i64,
        key: impl Fn(&T) -> K,
    ) -> Result<(Vec<T>, String)> {
        let size = usize::try_from(size).unwrap_or_default();
        let more = rows.len() > size;
        rows.truncate(size);
        let token = match rows.last() {
            Some(last) if more => self.token(list, filter, &key(last))?,
            _ => String::new(),
        };
        Ok((rows, token))
    }

    fn verified(&self, list: &str, filter: &impl Message, token: &str) -> Option<Vec<u8>> {
        if token.len() > MAX_TOKEN_LEN {
            return None;
        }
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).ok()?;
        let (tag, key) = bytes.split_at_checked(TAG_LEN)?;
        let want = hmac::sign(&self.0, &signed(list, filter, key));
        let want = want.as_ref().get(..TAG_LEN)?;
        constant_time_eq(tag, want).then(|| key.to_vec())
    }
}

/// What the signature covers. Each part is led by its length, so that no two parts can be shifted into each other.
fn signed(list: &str, filter: &impl Message, key: &[u8]) -> Vec<u8> {
    let filter = filter.encode_to_vec();
    let mut out = Vec::with_capacity(list.len() + filter.len() + key.len() + 24);
    for part in [list.as_bytes(), &filter, key] {
        out.extend_from_slice(&(part.len() as u64).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use prost_types::Timestamp;

    use super::*;

    fn tokens(secret: u8) -> PageTokens {
        PageTokens::new(&MasterKey::from_bytes([secret; 32])).unwrap()
    }

    const FILTER: Timestamp = Timestamp { seconds: 7, nanos: 0 };

    #[test]
    fn sizes_are_held_between_one_and_two_hundred() {
        let cases = [
            (0, 50),
            (-1, 50),
            (i32::MIN, 50),
            (1, 1),
            (199, 199),
            (200, 200),
            (201, 200),
            (i32::MAX, 200),
        ];
        for (requested, rows) in cases {
            assert_eq!(page_size(requested), rows, "{requested}");
        }
    }

    #[test]
    fn a_token_gives_its_key_back() {
        let token = tokens(1).token("t", &FILTER, &(5_i64, "id")).unwrap();
        let key: Option<(i64, String)> = tokens(1).key("t", &FILTER, &token).unwrap();
        assert_eq!(key, Some((5, "id".to_owned())));
        assert_eq!(tokens(1).key::<i64>("t", &FILTER, "").unwrap(), None);
    }

    #[test]
    fn foreign_tokens_are_refused() {
        let token = tokens(1).token("t", &FILTER, &5_i64).unwrap();
        let other = Timestamp { seconds: 8, nanos: 0 };
        let refused = [
            tokens(2).key::<i64>("t", &FILTER, &token),
            tokens(1).key::<i64>("u", &FILTER, &token),
            tokens(1).key::<i64>("t", &other, &token),
            tokens(1).key::<i64>("t", &(), &token),
            tokens(1).key::<i64>("t", &FILTER, "garbage"),
            tokens(1).key::<i64>("t", &FILTER, "北京"),
            tokens(1).key::<i64>("t", &FILTER, &"A".repeat(1_000_000)),
        ];
        for result in refused {
            assert_eq!(result.unwrap_err().reason(), Some("PAGE_TOKEN_INVALID"));
        }
        assert!(
            tokens(1).key::<String>("t", &FILTER, &token).is_err(),
            "a key of another shape"
        );
    }

    #[test]
    fn every_changed_character_is_found() {
        let token = tokens(1).token("t", &(), &(5_i64, "id")).unwrap();
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(
                tokens(1).key::<(i64, String)>("t", &(), &changed).is_err(),
                "character {at}"
            );
        }
    }

    #[test]
    fn the_last_page_has_no_token() {
        let (rows, token) = tokens(1).cut("t", &(), vec![1, 2, 3], 2, |row| *row).unwrap();
        assert_eq!(
            (rows, tokens(1).key::<i32>("t", &(), &token).unwrap()),
            (vec![1, 2], Some(2))
        );
        let (rows, token) = tokens(1).cut("t", &(), vec![3], 2, |row| *row).unwrap();
        assert_eq!((rows, token), (vec![3], String::new()));
    }
}
