//! Creates or replaces a catalogue entry (PRT-10).

use aftersales_kit::{Result, db::Tx, etag};

use crate::{
    domain::part::{Part, PartContent},
    events,
    store::parts,
};

/// The entry as stored afterwards.
///
/// # Errors
/// `STALE_ETAG`, `SERIALIZED_FIXED`.
pub async fn run(tx: &mut Tx, content: PartContent, etag: &str) -> Result<Part> {
    let known = parts::find(tx, &content.part_no).await?;
    etag::check(etag, known.as_ref().map_or(0, |part| part.version))?;
    let part = match known {
        None => {
            let part = Part { content, version: 1 };
            parts::insert(tx, &part).await?;
            part
        }
        Some(known) if known.content == content => return Ok(known),
        Some(known) => {
            let stocked = parts::is_stocked(tx, &content.part_no).await?;
            let part = known.replaced(content, stocked)?;
            parts::update(tx, &part).await?;
            part
        }
    };
    tx.emit(events::part_put(&part));
    Ok(part)
}
