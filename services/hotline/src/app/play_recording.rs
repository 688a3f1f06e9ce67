//! Gives out addresses at which recordings are heard, each on record.

use aftersales_kit::{
    Result,
    auth::{BranchScope, Roles},
    db::Tx,
    id,
    policy::catalogue::HOTLINE_PLAY_URL,
    refdata::BranchBook,
    seal::Sealer,
    time::Timestamp,
};
use uuid::Uuid;

use super::get_call;
use crate::{
    domain::{
        recording::{Play, given},
        telephone_reasons::{PLAY_URL_EXPIRED, PLAY_URL_INVALID, RECORDING_NOT_FOUND},
    },
    events,
    store::{call_legs, calls, recording_plays},
};

/// Most plays of a call that are listed.
const LISTED: i64 = 200;

/// A wish to hear a recording.
#[derive(Debug)]
pub struct PlayRecording {
    /// Call.
    pub call_id: Uuid,
    /// Which recording; empty for the first one.
    pub uri: String,
    /// What for.
    pub purpose: String,
    /// Who.
    pub by: String,
    /// In which roles.
    pub roles: Roles,
}

/// Records the play; gives it with its address.
///
/// # Errors
/// `CALL_NOT_FOUND`, `RECORDING_NOT_FOUND`, `RECORDING_OF_OTHER_AGENT`, `RECORDING_WITHOUT_CONSENT`,
/// `RECORDING_EXPIRED`.
pub async fn run(
    tx: &mut Tx,
    sealer: &Sealer,
    scope: &BranchScope,
    book: &BranchBook,
    cmd: PlayRecording,
) -> Result<(Play, String)> {
    let (call, now) = (get_call::load(tx, scope, cmd.call_id).await?.call, tx.now());
    let recordings = call_legs::recordings(tx, call.id).await?;
    let wanted = recordings.iter().find(|it| cmd.uri.is_empty() || it.uri == cmd.uri);
    let recording = wanted.ok_or_else(|| RECORDING_NOT_FOUND.refuse().with("call_id", call.id))?;
    recording.admit_play(&call, &cmd.by, cmd.roles, book.date_of(now)?)?;
    let play = Play {
        id: id::new_uuid(),
        call_id: call.id,
        uri: recording.uri.clone(),
        by: cmd.by,
        purpose: cmd.purpose,
        at: now,
        expires_at: book.reckon(HOTLINE_PLAY_URL, now)?.due_at,
    };
    recording_plays::insert(tx, &play).await?;
    tx.emit(events::telephone::recording_played(&call, &play));
    let url = play.url(&sealer.sign_link(&play.link()));
    Ok((play, url))
}

/// The play that an address was given out for, while it holds.
///
/// # Errors
/// `PLAY_URL_INVALID`, `PLAY_URL_EXPIRED`.
pub async fn check(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, url: &str, now: Timestamp) -> Result<Play> {
    let given = given(url).filter(|given| sealer.is_link_signed(given.link, given.signature));
    let given = given.ok_or(&PLAY_URL_INVALID)?;
    let play = recording_plays::by_id(tx, given.play).await?.ok_or(&PLAY_URL_INVALID)?;
    calls::by_id(tx, scope, play.call_id).await?.ok_or(&PLAY_URL_INVALID)?;
    if now > play.expires_at {
        return Err(PLAY_URL_EXPIRED.refuse().with("expires_at", play.expires_at).into());
    }
    Ok(play)
}

/// Who asked for the recordings of a call, oldest first.
///
/// # Errors
/// `CALL_NOT_FOUND`.
pub async fn list(tx: &mut Tx, scope: &BranchScope, call: Uuid) -> Result<Vec<Play>> {
    get_call::load(tx, scope, call).await?;
    recording_plays::of_call(tx, call, LISTED).await
}
