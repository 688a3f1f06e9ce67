//! RPCs of calls as the exchange tells them.

use aftersales_kit::{Error, Result, phone, reasons::INVALID_REQUEST, rpc::Call, time::Timestamp};
use aftersales_proto::hotline::v1::{
    CallCause, CallDirection, CallRecording, ReportCallEventRequest, ReportCallEventResponse, TakeCallRequest,
    TakeCallResponse,
};

use super::{
    Telephony, convert,
    decode::{self, word},
};
use crate::{
    app::{
        get_call,
        report_call_event::{self, ReportCallEvent},
        take_call,
    },
    domain::{
        call::{Cause, Direction, Recording},
        session::{CallEvent, EventKind},
    },
    store::call_events::EventName,
};

impl Telephony {
    pub(super) async fn report_call_event(
        &self,
        call: &Call,
        request: ReportCallEventRequest,
    ) -> Result<ReportCallEventResponse> {
        let book = self.hotline.branch(call, &request.branch_id).await?;
        let cmd = ReportCallEvent {
            name: EventName {
                branch_id: book.id().clone(),
                provider: request.provider.clone(),
                event_id: request.event_id.clone(),
            },
            event: event(&request)?,
            previous_call_id: request.previous_call_id.clone(),
            line_id: request.line_id.clone(),
            direction: match request.direction() {
                CallDirection::Unspecified => Direction::Inbound,
                said => word!(Direction, said, "CALL_DIRECTION_", "direction")?,
            },
            phone: callable(&request.caller_phone),
            recording: request.recording.as_ref().map(recording).transpose()?,
        };
        let sealer = self.hotline.sealer();
        self.hotline
            .kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let (call_id, received_at) = report_call_event::run(tx, &sealer, &book, cmd).await?;
                    Ok(ReportCallEventResponse {
                        call_id: call_id.to_string(),
                        received_at: convert::instant(received_at),
                    })
                })
            })
            .await
    }

    pub(super) async fn take_call(&self, call: &Call, request: TakeCallRequest) -> Result<TakeCallResponse> {
        let id = decode::id(&request.call_id, "call_id", decode::uuid)?;
        let scope = call.caller.scope.clone();
        let stored = get_call::load(&mut self.hotline.read().await?, &scope, id).await?;
        let book = self.hotline.kit.branch(&stored.call.branch_id).await?;
        let (sealer, caller) = (self.hotline.sealer(), call.clone());
        self.hotline
            .kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let agent = caller.caller.subject.clone();
                    let view = take_call::run(tx, &sealer, &scope, &book, id, &agent).await?;
                    Ok(TakeCallResponse {
                        call: Some(convert::call(&caller, &view)),
                    })
                })
            })
            .await
    }
}

/// A number that somebody can call; empty for what the exchange sends in place of one.
fn callable(number: &str) -> String {
    let known = phone::normalise_phone(number).map(|_| number.trim().to_owned());
    known.unwrap_or_default()
}

fn event(request: &ReportCallEventRequest) -> Result<CallEvent> {
    let kind = word!(EventKind, request.kind(), "CALL_EVENT_KIND_", "kind")?;
    let cause = match request.cause() {
        CallCause::Unspecified => None,
        said => Some(word!(Cause, said, "CALL_CAUSE_", "cause")?),
    };
    if kind == EventKind::Ended && cause.is_none() {
        return Err(INVALID_REQUEST.field("cause", "must be filled in for ENDED").into());
    }
    // only a record knows of other times than its own
    let of_record = |at: Option<&prost_types::Timestamp>, field: &str| match (kind, at) {
        (EventKind::Record, at) => decode::instant(at, field),
        (_, None) => Ok(None),
        (_, Some(_)) => Err(Error::from(
            INVALID_REQUEST.field(field, "must be empty but for RECORD"),
        )),
    };
    Ok(CallEvent {
        provider_call_id: request.call_id.clone(),
        leg_id: request.leg_id.clone(),
        kind,
        at: required(request.occurred_at.as_ref(), "occurred_at")?,
        agent_id: request.agent_id.clone(),
        cause,
        ring_count: request.ring_count.map(i64::from),
        queued_at: of_record(request.queued_at.as_ref(), "queued_at")?,
        rang_at: of_record(request.rang_at.as_ref(), "rang_at")?,
        answered_at: of_record(request.answered_at.as_ref(), "answered_at")?,
    })
}

fn recording(given: &CallRecording) -> Result<Recording> {
    Ok(Recording {
        uri: given.uri.clone(),
        started_at: required(given.started_at.as_ref(), "recording.started_at")?,
        duration_seconds: i64::from(given.duration_seconds),
        sha256: given.sha256.clone(),
        consented: given.consented,
        retain_until: given.retain_until.clone(),
    })
}

fn required(at: Option<&prost_types::Timestamp>, field: &str) -> Result<Timestamp> {
    let missing = || Error::from(INVALID_REQUEST.field(field, "must be filled in"));
    decode::instant(at, field)?.ok_or_else(missing)
}
