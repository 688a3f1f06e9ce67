//! Refuses a request message by its announced length, before memory is set aside for it.

use axum::body::Body;
use bytes::{Buf as _, Bytes};
use futures::StreamExt as _;
use tonic::Status;

use crate::{i18n::Locale, reasons::TOO_LARGE, status};

/// Bytes in front of each gRPC message: a flag and the length.
const PREFIX_LEN: usize = 5;

/// A gRPC request body of which no message is longer than `limit` bytes. It ends with a status where one is.
pub(super) fn limited(body: Body, limit: u32, locale: Locale) -> Body {
    let mut walk = Walk::new(limit, locale);
    Body::from_stream(
        body.into_data_stream()
            .map(move |chunk| -> Result<Bytes, tonic::codegen::StdError> {
                let chunk = chunk?;
                walk.check(&chunk)?;
                Ok(chunk)
            }),
    )
}

/// Follows the messages of a body.
struct Walk {
    limit: u32,
    locale: Locale,
    position: Position,
}

/// Where in the sequence of messages the body stands.
enum Position {
    /// Inside a prefix, of which these bytes have come.
    Prefix { seen: [u8; PREFIX_LEN], len: usize },
    /// Inside a message, of which this many bytes are still to come.
    Message(usize),
}

const START: Position = Position::Prefix {
    seen: [0; PREFIX_LEN],
    len: 0,
};

impl Walk {
    const fn new(limit: u32, locale: Locale) -> Self {
        Self {
            limit,
            locale,
            position: START,
        }
    }

    /// Walks over what has come.
    fn check(&mut self, mut data: &[u8]) -> Result<(), Status> {
        while let Some(&byte) = data.first() {
            match &mut self.position {
                Position::Message(left) => {
                    let passed = data.len().min(*left);
                    data.advance(passed);
                    *left -= passed;
                    if *left == 0 {
                        self.position = START;
                    }
                }
                Position::Prefix { seen, len } => {
                    if let Some(slot) = seen.get_mut(*len) {
                        *slot = byte;
                    }
                    *len += 1;
                    data.advance(1);
                    if *len == PREFIX_LEN {
                        let [_, length @ ..] = *seen;
                        self.position = self.message(u32::from_be_bytes(length))?;
                    }
                }
            }
        }
        Ok(())
    }

    fn message(&self, length: u32) -> Result<Position, Status> {
        if length > self.limit {
            let refusal = TOO_LARGE.refuse().with("limit_bytes", self.limit);
            return Err(status::refusal_status(&refusal, self.locale));
        }
        Ok(if length == 0 {
            START
        } else {
            Position::Message(length as usize)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(chunks: &[&[u8]]) -> Result<(), Status> {
        let mut walk = Walk::new(4, Locale::En);
        chunks.iter().try_for_each(|chunk| walk.check(chunk))
    }

    #[test]
    fn messages_within_the_limit_pass_however_they_are_cut() {
        let whole = [0, 0, 0, 0, 4, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 9];
        assert!(walk(&[&whole]).is_ok());
        let bytes: Vec<&[u8]> = whole.chunks(1).collect();
        assert!(walk(&bytes).is_ok());
        let threes: Vec<&[u8]> = whole.chunks(3).collect();
        assert!(walk(&threes).is_ok());
    }

    #[test]
    fn a_longer_message_is_refused_by_its_prefix_alone() {
        for chunks in [
            vec![[0, 0, 0, 0, 5].as_slice()],
            vec![&[0, 0xFF], &[0xFF, 0xFF, 0xFF]],
            vec![&[0, 0, 0, 0, 1, 7, 0, 0, 0, 0, 5]],
        ] {
            let status = walk(&chunks).unwrap_err();
            assert_eq!(status::reason_of(&status).as_deref(), Some("TOO_LARGE"));
        }
    }
}
