//! RPCs of recordings.

use aftersales_kit::{Result, rpc::Call};
use aftersales_proto::hotline::v1::{
    CheckPlayUrlRequest, CheckPlayUrlResponse, ListRecordingPlaysRequest, ListRecordingPlaysResponse,
    PlayRecordingRequest, PlayRecordingResponse, RecordingPlay,
};

use super::{Hotline, convert, decode};
use crate::{
    app::{
        get_call,
        play_recording::{self, PlayRecording},
    },
    domain::recording::Play,
};

impl Hotline {
    pub(super) async fn play_recording(
        &self,
        call: &Call,
        request: PlayRecordingRequest,
    ) -> Result<PlayRecordingResponse> {
        let cmd = PlayRecording {
            call_id: decode::id(&request.call_id, "call_id", decode::uuid)?,
            uri: request.uri.clone(),
            purpose: request.purpose.clone(),
            by: call.caller.subject.clone(),
            roles: call.caller.roles,
        };
        let scope = call.caller.scope.clone();
        let stored = get_call::load(&mut self.read().await?, &scope, cmd.call_id).await?;
        let book = self.kit.branch(&stored.call.branch_id).await?;
        let sealer = self.sealer();
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let (play, url) = play_recording::run(tx, &sealer, &scope, &book, cmd).await?;
                    Ok(PlayRecordingResponse {
                        url,
                        expires_at: convert::instant(play.expires_at),
                        play_id: play.id.to_string(),
                    })
                })
            })
            .await
    }

    pub(super) async fn check_play_url(
        &self,
        call: &Call,
        request: CheckPlayUrlRequest,
    ) -> Result<CheckPlayUrlResponse> {
        let (mut tx, now) = (self.read().await?, self.kit.clock().now());
        let (sealer, scope) = (&self.env.sealer, &call.caller.scope);
        let play = play_recording::check(&mut tx, sealer, scope, &request.url, now).await?;
        Ok(CheckPlayUrlResponse {
            expires_at: convert::instant(play.expires_at),
            play_id: play.id.to_string(),
            uri: play.uri,
        })
    }

    pub(super) async fn list_recording_plays(
        &self,
        call: &Call,
        request: ListRecordingPlaysRequest,
    ) -> Result<ListRecordingPlaysResponse> {
        let id = decode::id(&request.call_id, "call_id", decode::uuid)?;
        let plays = play_recording::list(&mut self.read().await?, &call.caller.scope, id).await?;
        Ok(ListRecordingPlaysResponse {
            plays: plays.into_iter().map(shown).collect(),
        })
    }
}

fn shown(it: Play) -> RecordingPlay {
    RecordingPlay {
        id: it.id.to_string(),
        call_id: it.call_id.to_string(),
        uri: it.uri,
        played_by: it.by,
        purpose: it.purpose,
        played_at: convert::instant(it.at),
        expires_at: convert::instant(it.expires_at),
    }
}
