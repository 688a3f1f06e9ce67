//! The telephone exchange of BJ01 and the other clients of its hotline.

use aftersales_kit::{auth::Role, testing::rig::RigChannel};
use aftersales_proto::hotline::v1::{
    Call, CallCause, CallEventKind, GetCallRequest, ReportCallEventRequest, desk_service_client::DeskServiceClient,
    telephony_service_client::TelephonyServiceClient,
};

use crate::desk::{Desk, key, proto_at};

pub type Telephony = TelephonyServiceClient<RigChannel>;
pub type DeskClient = DeskServiceClient<RigChannel>;

impl Desk {
    /// The exchange of BJ01.
    pub async fn exchange(&self) -> Telephony {
        self.telephony(Role::Softphone, "BJ01", "pbx").await
    }

    /// A client of the telephone's side.
    pub async fn telephony(&self, role: Role, branch: &str, subject: &str) -> Telephony {
        TelephonyServiceClient::new(self.rig.channel(&[role], branch, subject).await)
    }

    /// A client of the agent's desk.
    pub async fn desk(&self, role: Role, branch: &str, subject: &str) -> DeskClient {
        DeskServiceClient::new(self.rig.channel(&[role], branch, subject).await)
    }

    /// Tells the hotline these events, in this order; gives the id of the call of the last one.
    pub async fn tell(&self, events: impl IntoIterator<Item = ReportCallEventRequest>) -> String {
        let mut exchange = self.exchange().await;
        let mut id = String::new();
        for event in events {
            id = exchange.report_call_event(event).await.unwrap().into_inner().call_id;
        }
        id
    }

    /// The call with that id.
    pub async fn told_call(&mut self, id: &str) -> Call {
        let request = GetCallRequest { call_id: id.to_owned() };
        self.hotline.get_call(request).await.unwrap().into_inner().call.unwrap()
    }
}

/// Seconds after 09:39 of the morning.
pub fn second(second: u32) -> Option<prost_types::Timestamp> {
    proto_at(&format!("2026-11-16T09:39:{second:02}+08:00"))
}

/// An event of a call of 王芳 at H1, at a second after 09:39.
pub fn event(call: &str, kind: CallEventKind, at: u32) -> ReportCallEventRequest {
    ReportCallEventRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        provider: "pbx-1".to_owned(),
        event_id: key(),
        call_id: call.to_owned(),
        kind: kind.into(),
        occurred_at: second(at),
        line_id: "400-1".to_owned(),
        caller_phone: "13800000001".to_owned(),
        agent_id: "H1".to_owned(),
        ..Default::default()
    }
}

pub fn queued(call: &str, at: u32) -> ReportCallEventRequest {
    ReportCallEventRequest {
        agent_id: String::new(),
        ..event(call, CallEventKind::Queued, at)
    }
}

pub fn ringing(call: &str, at: u32) -> ReportCallEventRequest {
    event(call, CallEventKind::Ringing, at)
}

pub fn answered(call: &str, at: u32) -> ReportCallEventRequest {
    event(call, CallEventKind::Answered, at)
}

pub fn ended(call: &str, at: u32, cause: CallCause) -> ReportCallEventRequest {
    ReportCallEventRequest {
        cause: cause.into(),
        ..event(call, CallEventKind::Ended, at)
    }
}

/// The same event at a leg of an agent.
pub fn leg(leg: &str, agent: &str, event: ReportCallEventRequest) -> ReportCallEventRequest {
    ReportCallEventRequest {
        leg_id: leg.to_owned(),
        agent_id: agent.to_owned(),
        ..event
    }
}

/// What does not differ between two calls that went alike.
pub fn alike(call: Call) -> Call {
    Call {
        id: String::new(),
        provider_call_id: String::new(),
        ..call
    }
}

/// Every order of these items.
pub fn orders<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for at in 0..items.len() {
        let mut rest = items.to_vec();
        let first = rest.remove(at);
        for mut order in orders(&rest) {
            order.insert(0, first.clone());
            all.push(order);
        }
    }
    all
}
