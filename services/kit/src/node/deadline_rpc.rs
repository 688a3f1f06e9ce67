//! Deadlines and how they came about.

use std::sync::Arc;

use aftersales_proto::{
    common::v1::ClockMode,
    sla::v1::{
        self as proto, DeadlineChange, DeadlineSegment, ExplainDeadlineRequest, ExplainDeadlineResponse,
        ListDeadlinesRequest, ListDeadlinesResponse,
        deadline_service_server::{DeadlineService, DeadlineServiceServer},
    },
};
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::Node;
use crate::{
    Error, Result, calendar, page,
    policy::{PolicyKey, Span, catalogue},
    reasons::DEADLINE_UNKNOWN,
    refdata::BranchBook,
    rpc::Call,
    sla::{self, Deadline, DeadlineFilter, DeadlineState, Explanation, Segment, SegmentKind},
    time::{SECOND, Timestamp},
};

struct DeadlineRpc(Arc<Node>);

pub(super) fn server(node: Arc<Node>) -> DeadlineServiceServer<impl DeadlineService> {
    DeadlineServiceServer::new(DeadlineRpc(node))
}

impl DeadlineRpc {
    async fn list(&self, call: &Call, request: &ListDeadlinesRequest) -> Result<ListDeadlinesResponse> {
        let kit = self.0.kit(&request.service)?;
        let size = page::page_size(request.page_size);
        let filter = DeadlineFilter {
            ticket_id: Uuid::try_parse(&request.ticket_id).ok(),
            branch_id: crate::id::BranchId::parse(&request.branch_id).ok(),
            states: request.states().filter_map(state_from).collect(),
            after: self
                .0
                .pages
                .key::<(Timestamp, Uuid)>("ListDeadlines", &filter_of(request), &request.page_token)?,
            limit: size + 1,
        };
        let found = sla::list(&mut kit.read().await?, &call.caller.scope, &filter).await?;
        let (found, next_page_token) =
            self.0
                .pages
                .cut("ListDeadlines", &filter_of(request), found, size, |deadline| {
                    (deadline.due_at, deadline.id)
                })?;
        Ok(ListDeadlinesResponse {
            deadlines: found.iter().map(|deadline| encode(kit.name(), deadline)).collect(),
            next_page_token,
        })
    }

    async fn explain(&self, call: &Call, request: &ExplainDeadlineRequest) -> Result<ExplainDeadlineResponse> {
        let kit = self.0.kit(&request.service)?;
        let id = Uuid::try_parse(&request.deadline_id).map_err(|_| Error::from(&DEADLINE_UNKNOWN))?;
        let mut tx = kit.read().await?;
        let explanation = sla::explain(&mut tx, &call.caller.scope, id).await?;
        let deadline = &explanation.deadline;
        let book = kit.refdata().branch_in(&mut tx, &deadline.branch_id).await?;
        let now = kit.clock().now();
        let segment = |segment: &Segment| {
            let (to, ran) = (segment.to.unwrap_or(now), segment.kind == SegmentKind::Running);
            DeadlineSegment {
                kind: match segment.kind {
                    SegmentKind::Running => proto::SegmentKind::Running,
                    SegmentKind::Paused => proto::SegmentKind::Paused,
                }
                .into(),
                reason: if ran { String::new() } else { segment.reason.clone() },
                from: Some(segment.from.to_proto()),
                to: segment.to.map(|at| at.to_proto()),
                counted_seconds: if ran {
                    counted(&book, deadline, segment.from, to)
                } else {
                    0
                },
            }
        };
        Ok(ExplainDeadlineResponse {
            deadline: Some(encode(kit.name(), deadline)),
            segments: explanation.segments.iter().map(segment).collect(),
            steps: steps(&book, &explanation),
            changes: explanation.changes.iter().map(change).collect(),
        })
    }
}

/// The request without its place in the list: what a page token belongs to.
fn filter_of(request: &ListDeadlinesRequest) -> ListDeadlinesRequest {
    ListDeadlinesRequest {
        page_size: 0,
        page_token: String::new(),
        ..request.clone()
    }
}

fn change(change: &sla::Change) -> DeadlineChange {
    DeadlineChange {
        at: Some(change.at.to_proto()),
        old_due: Some(change.old_due.to_proto()),
        new_due: Some(change.new_due.to_proto()),
        cause: change.cause.clone(),
    }
}

/// The dates that the calendar looked at, as it would today with the same policy and pauses.
fn steps(book: &BranchBook, explanation: &Explanation) -> Vec<String> {
    let deadline = &explanation.deadline;
    let span = deadline.amount.parse::<Span>().ok();
    let due = span.and_then(|span| {
        book.due_with_pauses(span, deadline.started_at, &explanation.pauses())
            .ok()
    });
    let steps = due.map(|due| due.steps).unwrap_or_default();
    steps.iter().map(ToString::to_string).collect()
}

/// Seconds of a segment that the deadline's own clock counts.
fn counted(book: &BranchBook, deadline: &Deadline, from: Timestamp, to: Timestamp) -> i64 {
    let micros = match clock(deadline) {
        ClockMode::Business => book.calendar().business_micros_between(from, to.max(from)).unwrap_or(0),
        ClockMode::Wall | ClockMode::Unspecified => to.since(from),
    };
    micros / SECOND
}

fn clock(deadline: &Deadline) -> ClockMode {
    match deadline.amount.parse() {
        Ok(
            Span::Minutes {
                clock: calendar::ClockMode::Business,
                ..
            }
            | Span::Hours {
                clock: calendar::ClockMode::Business,
                ..
            },
        ) => ClockMode::Business,
        Ok(_) | Err(_) => ClockMode::Wall,
    }
}

fn encode(service: &str, deadline: &Deadline) -> proto::Deadline {
    proto::Deadline {
        id: deadline.id.to_string(),
        service: service.to_owned(),
        kind: deadline.kind.clone(),
        ticket_id: deadline.ticket_id.to_string(),
        subject_id: deadline.subject.to_string(),
        branch_id: deadline.branch_id.to_string(),
        started_at: Some(deadline.started_at.to_proto()),
        due_at: Some(deadline.due_at.to_proto()),
        state: state(deadline.state).into(),
        ended_at: deadline.ended_at.map(|at| at.to_proto()),
        policy_key: deadline.policy_key.clone(),
        policy_version: deadline.policy_version,
        calendar_version: deadline.calendar_version,
        provisional: deadline.provisional,
        clock: clock(deadline).into(),
        amount: deadline.amount.clone(),
        soft: PolicyKey::find(&deadline.policy_key).is_ok_and(|key| key == catalogue::DISPATCH_VISIT_SOFT),
    }
}

const STATES: [(DeadlineState, proto::DeadlineState); 6] = [
    (DeadlineState::Running, proto::DeadlineState::Running),
    (DeadlineState::Paused, proto::DeadlineState::Paused),
    (DeadlineState::Met, proto::DeadlineState::Met),
    (DeadlineState::Missed, proto::DeadlineState::Missed),
    (DeadlineState::Superseded, proto::DeadlineState::Superseded),
    (DeadlineState::Cancelled, proto::DeadlineState::Cancelled),
];

fn state(state: DeadlineState) -> proto::DeadlineState {
    STATES
        .iter()
        .find(|(own, _)| *own == state)
        .map_or(proto::DeadlineState::Unspecified, |(_, theirs)| *theirs)
}

fn state_from(state: proto::DeadlineState) -> Option<DeadlineState> {
    STATES.iter().find(|(_, theirs)| *theirs == state).map(|(own, _)| *own)
}

#[tonic::async_trait]
impl DeadlineService for DeadlineRpc {
    async fn list_deadlines(
        &self,
        request: Request<ListDeadlinesRequest>,
    ) -> Result<Response<ListDeadlinesResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.list(&call, request.get_ref()).await)
    }

    async fn explain_deadline(
        &self,
        request: Request<ExplainDeadlineRequest>,
    ) -> Result<Response<ExplainDeadlineResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.explain(&call, request.get_ref()).await)
    }
}
