//! The manual clock as a service; refused on the machine's clock.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use aftersales_proto::clock::v1::{
    AdvanceTimeRequest, AdvanceTimeResponse, GetTimeRequest, GetTimeResponse, SetTimeRequest, SetTimeResponse,
    advance_time_request::Target,
    clock_service_server::{ClockService, ClockServiceServer},
};
use tonic::{Request, Response, Status};

use super::{Node, quiesce::Moved};
use crate::{
    Error, Result,
    idempotency::Key,
    reasons::{CLOCK_BACKWARDS, INVALID_REQUEST},
    rpc::Call,
    service::request_key,
    time::{SECOND, Timestamp},
};

/// Answers that are remembered for callers who did not get them.
const ANSWERS: usize = 256;

/// The time after a move, and what happened meanwhile.
type Answer = (Timestamp, Moved);

struct ClockRpc {
    node: Arc<Node>,
    /// The clock lives as long as the process, and so do its answers.
    answers: Arc<Mutex<VecDeque<(Key, Answer)>>>,
}

pub(super) fn server(node: Arc<Node>) -> ClockServiceServer<impl ClockService> {
    let answers = Arc::default();
    ClockServiceServer::new(ClockRpc { node, answers })
}

impl ClockRpc {
    async fn set(&self, call: &Call, request: &SetTimeRequest) -> Result<SetTimeResponse> {
        let to = instant(request.to.as_ref())?;
        let (now, moved) = self.once(request_key(call, request, None)?, move |_| Ok(to)).await?;
        let (timers_fired, events_consumed) = counts(moved);
        Ok(SetTimeResponse {
            now: Some(now.to_proto()),
            timers_fired,
            events_consumed,
        })
    }

    async fn advance(&self, call: &Call, request: &AdvanceTimeRequest) -> Result<AdvanceTimeResponse> {
        let target = request.target;
        let key = request_key(call, request, None)?;
        let (now, moved) = self.once(key, move |now| target_of(target.as_ref(), now)).await?;
        let (timers_fired, events_consumed) = counts(moved);
        Ok(AdvanceTimeResponse {
            now: Some(now.to_proto()),
            timers_fired,
            events_consumed,
        })
    }

    /// Moves the clock once per request id, to the end even when the caller goes away.
    async fn once(
        &self,
        key: Key,
        target: impl FnOnce(Timestamp) -> Result<Timestamp> + Send + 'static,
    ) -> Result<Answer> {
        let known = self.lock().iter().find(|(known, _)| known.is_same(&key)).cloned();
        if let Some((known, answer)) = known {
            known.admit(&key)?;
            return Ok(answer);
        }
        let (node, answers) = (Arc::clone(&self.node), Arc::clone(&self.answers));
        let task = tokio::spawn(async move {
            let moved = node.move_clock_to(target).await?;
            let answer = (node.clock().now(), moved);
            let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
            answers.truncate(ANSWERS - 1);
            answers.push_front((key, answer));
            Ok(answer)
        });
        task.await
            .map_err(|source| Error::internal_from("moving the clock failed", source))?
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(Key, Answer)>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn target_of(target: Option<&Target>, now: Timestamp) -> Result<Timestamp> {
    let to = match target {
        Some(Target::To(to)) => instant(Some(to))?,
        Some(Target::By(by)) => {
            let micros = by
                .seconds
                .saturating_mul(SECOND)
                .saturating_add(i64::from(by.nanos) / 1_000);
            now.plus(micros)
        }
        None => instant(None)?,
    };
    if to < now {
        return Err(CLOCK_BACKWARDS.refuse().with("now", now).into());
    }
    Ok(to)
}

fn instant(at: Option<&prost_types::Timestamp>) -> Result<Timestamp> {
    let at = at.and_then(Timestamp::from_proto);
    at.ok_or_else(|| {
        INVALID_REQUEST
            .field("to", "must be an instant of the years 1 to 9999")
            .into()
    })
}

fn counts(moved: Moved) -> (i64, i64) {
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    (count(moved.timers), count(moved.events))
}

#[tonic::async_trait]
impl ClockService for ClockRpc {
    async fn get_time(&self, _: Request<GetTimeRequest>) -> Result<Response<GetTimeResponse>, Status> {
        Ok(Response::new(GetTimeResponse {
            now: Some(self.node.clock().now().to_proto()),
            manual: self.node.clock().is_manual(),
        }))
    }

    async fn set_time(&self, request: Request<SetTimeRequest>) -> Result<Response<SetTimeResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.set(&call, request.get_ref()).await)
    }

    async fn advance_time(
        &self,
        request: Request<AdvanceTimeRequest>,
    ) -> Result<Response<AdvanceTimeResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.advance(&call, request.get_ref()).await)
    }
}
