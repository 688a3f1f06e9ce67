//! Tokens that were checked a moment ago: a signature costs more than all the rest of a small call.

use std::{
    collections::HashMap,
    fmt,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use sha2::{Digest as _, Sha256};

use super::Caller;

/// Longest that a check counts. A withdrawn key loses its effect this much later.
const MAX_AGE: Duration = Duration::from_secs(60);
/// Most tokens that are remembered; a token more and all are forgotten.
const CAPACITY: usize = 4_096;

/// What was found out about good tokens, by the hash of the whole token. Bad ones are never remembered.
#[derive(Default)]
pub(super) struct Recent(Mutex<HashMap<[u8; 32], (Instant, Caller)>>);

impl Recent {
    /// The caller of a token that was checked a moment ago and is still good.
    pub(super) fn get(&self, token: &str) -> Option<Caller> {
        let tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (until, caller) = tokens.get(&hash(token))?;
        (Instant::now() < *until).then(|| caller.clone())
    }

    /// Remembers a good token that lasts for `left`.
    pub(super) fn put(&self, token: &str, left: Duration, caller: &Caller) {
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.len() >= CAPACITY {
            tokens.clear();
        }
        tokens.insert(hash(token), (Instant::now() + left.min(MAX_AGE), caller.clone()));
    }
}

impl fmt::Debug for Recent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recent(***)")
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_remembered_for_as_long_as_it_is_good() {
        let recent = Recent::default();
        recent.put("a", Duration::from_secs(60), &Caller::service("parts"));
        recent.put("b", Duration::ZERO, &Caller::service("parts"));
        assert_eq!(recent.get("a"), Some(Caller::service("parts")));
        assert_eq!((recent.get("b"), recent.get("A")), (None, None));
    }

    #[test]
    fn memory_is_bounded() {
        let recent = Recent::default();
        for n in 0..3 * CAPACITY {
            recent.put(&n.to_string(), MAX_AGE, &Caller::anonymous());
        }
        assert!(recent.0.lock().unwrap().len() <= CAPACITY);
    }
}
