//! Where a service stands in each log that it follows.

use super::Source;
use crate::{Error, Result, db::Tx, exec, feed::Cursor, fetch_optional, service::Kit};

/// The stored cursor; the first start of a source begins at its beginning.
pub(super) async fn begin(kit: &Kit, source: &'static str, log: &Source) -> Result<Cursor> {
    const SQL: &str = "
        INSERT INTO inbox_cursor (source, epoch, number)
        VALUES ($1, $2, 0)
        ON CONFLICT (source) DO NOTHING";
    if let Some(cursor) = read(kit, source).await? {
        return Ok(cursor);
    }
    let epoch = log.epoch().await?;
    kit.act("inbox", None, move |tx| {
        Box::pin(async move { exec!(tx, SQL, source, epoch) })
    })
    .await?;
    read(kit, source).await?.ok_or_else(vanished)
}

/// The stored cursor after another replica moved it from `known`.
///
/// # Errors
/// When it did not move: then there is no such row as the one that was to be moved.
pub(super) async fn stored(kit: &Kit, source: &str, known: Cursor) -> Result<Cursor> {
    let cursor = read(kit, source).await?.ok_or_else(vanished)?;
    if cursor == known || cursor.epoch != known.epoch {
        return Err(vanished());
    }
    Ok(cursor)
}

fn vanished() -> Error {
    Error::internal("the inbox cursor was changed by hand")
}

async fn read(kit: &Kit, source: &str) -> Result<Option<Cursor>> {
    const SQL: &str = "SELECT epoch, number FROM inbox_cursor WHERE source = $1";
    let row = fetch_optional!(&mut kit.read().await?, (i64, i64), SQL, source)?;
    Ok(row.map(|(epoch, number)| Cursor { epoch, number }))
}

/// Moves the cursor, in the transaction of the effect. `false` when another replica was there first: nothing may be
/// done then.
pub(super) async fn step(tx: &mut Tx, source: &str, from: Cursor, to: i64) -> Result<bool> {
    const SQL: &str = "
        UPDATE inbox_cursor
        SET number = $4
        WHERE source = $1 AND epoch = $2 AND number = $3";
    Ok(exec!(tx, SQL, source, from.epoch, from.number, to)? == 1)
}

/// Holds the cursor where it is until the transaction ends, whichever replica wants to move it.
pub(super) async fn hold(tx: &mut Tx, source: &str) -> Result<()> {
    const SQL: &str = "
        UPDATE inbox_cursor
        SET number = number
        WHERE source = $1";
    exec!(tx, SQL, source)?;
    Ok(())
}
