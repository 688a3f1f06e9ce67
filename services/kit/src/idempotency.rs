//! One effect per request id: the same id and body give the same answer, another body is refused (check X1).
//!
//! Keys belong to the caller's subject, so that one caller's keys say nothing about another's. Only what was committed
//! is remembered: a refused request may be sent again with the same id. Answers may hold personal data and are sealed.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use prost::Message;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Error, Result, db::Tx, exec, fetch_optional, reasons::REQUEST_ID_REUSED, seal::Sealer, time::Timestamp};

/// What identifies a request.
#[derive(Clone)]
pub(crate) struct Key {
    pub subject: String,
    pub request_id: Uuid,
    pub hash: Vec<u8>,
    sealer: Option<Arc<Sealer>>,
}

impl Key {
    /// The key of `request`, sent by `subject` to `method`.
    /// Answers are kept sealed with `sealer`.
    pub fn new(
        subject: &str,
        method: &str,
        request_id: Uuid,
        request: &impl Message,
        sealer: Option<Arc<Sealer>>,
    ) -> Self {
        let mut digest = Sha256::new();
        digest.update(method.as_bytes());
        digest.update([0]);
        digest.update(request.encode_to_vec());
        Self {
            subject: subject.to_owned(),
            request_id,
            hash: digest.finalize().to_vec(),
            sealer,
        }
    }

    fn seal(&self, answer: &[u8]) -> Result<Vec<u8>> {
        match &self.sealer {
            Some(sealer) => sealer.seal(&STANDARD.encode(answer), &self.place()),
            None => Ok(answer.to_vec()),
        }
    }

    fn open(&self, stored: Vec<u8>) -> Result<Vec<u8>> {
        let Some(sealer) = &self.sealer else {
            return Ok(stored);
        };
        let text = sealer.open(&stored, &self.place())?;
        STANDARD
            .decode(text)
            .map_err(|source| Error::internal_from("could not read a sealed answer", source))
    }

    fn place(&self) -> String {
        format!("idempotency:{}:{}", self.subject, self.request_id)
    }

    /// Whether both are one caller's same request id, whatever it was used for.
    pub fn is_same(&self, other: &Self) -> bool {
        self.subject == other.subject && self.request_id == other.request_id
    }

    /// Passes for the request that this key was first used for.
    ///
    /// # Errors
    /// `REQUEST_ID_REUSED`.
    pub fn admit(&self, again: &Self) -> Result<()> {
        if self.hash == again.hash {
            Ok(())
        } else {
            Err(again.reused())
        }
    }

    fn reused(&self) -> Error {
        REQUEST_ID_REUSED.refuse().with("request_id", self.request_id).into()
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    request_hash: Vec<u8>,
    response: Option<Vec<u8>>,
}

/// Takes the key, or gives the answer that it had before. Waits for a twin that is being executed on PostgreSQL.
pub(crate) async fn claim<T: Message + Default>(tx: &mut Tx, key: &Key) -> Result<Option<T>> {
    const SQL: &str = "
        INSERT INTO idempotency (subject, request_id, request_hash, created_at)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (subject, request_id) DO NOTHING";
    let now = tx.now();
    if exec!(tx, SQL, &key.subject, key.request_id, key.hash.as_slice(), now)? == 1 {
        return Ok(None);
    }
    let answer = find(tx, key).await?;
    answer
        .map(Some)
        .ok_or_else(|| Error::internal("an idempotency key vanished"))
}

/// The answer that the key had before.
///
/// # Errors
/// `REQUEST_ID_REUSED`.
pub(crate) async fn find<T: Message + Default>(tx: &mut Tx, key: &Key) -> Result<Option<T>> {
    const SQL: &str = "
        SELECT request_hash, response
        FROM idempotency
        WHERE subject = $1 AND request_id = $2";
    let Some(stored) = fetch_optional!(tx, Stored, SQL, &key.subject, key.request_id)? else {
        return Ok(None);
    };
    if stored.request_hash != key.hash {
        return Err(key.reused());
    }
    let bytes = stored
        .response
        .ok_or_else(|| Error::internal("an idempotency key without an answer"))?;
    let bytes = key.open(bytes)?;
    let answer = T::decode(bytes.as_slice()).map_err(|e| Error::internal_from("could not read a stored answer", e))?;
    Ok(Some(answer))
}

/// Remembers the answer, in the transaction of the effect.
pub(crate) async fn store(tx: &mut Tx, key: &Key, answer: &impl Message) -> Result<()> {
    const SQL: &str = "
        UPDATE idempotency
        SET response = $3
        WHERE subject = $1 AND request_id = $2";
    exec!(
        tx,
        SQL,
        &key.subject,
        key.request_id,
        key.seal(&answer.encode_to_vec())?
    )?;
    Ok(())
}

/// Remembers the answer of what was more than one transaction, unless a twin has done so.
pub(crate) async fn keep(tx: &mut Tx, key: &Key, answer: &[u8]) -> Result<()> {
    const SQL: &str = "
        INSERT INTO idempotency (subject, request_id, request_hash, response, created_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (subject, request_id) DO NOTHING";
    let now = tx.now();
    exec!(
        tx,
        SQL,
        &key.subject,
        key.request_id,
        key.hash.as_slice(),
        key.seal(answer)?,
        now
    )?;
    Ok(())
}

/// Forgets keys made before `before`; gives how many.
pub async fn forget(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    exec!(tx, "DELETE FROM idempotency WHERE created_at < $1", before)
}
