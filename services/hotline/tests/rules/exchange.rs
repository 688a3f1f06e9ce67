//! The telephone exchange of BJ01, the other clients of its hotline, and a billing service with a price list.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use aftersales_kit::testing::rig::RigChannel;
use aftersales_kit::{
    auth::Role,
    testing::fake::{Answers, unary},
};
use aftersales_proto::{
    billing::v1::{GetPriceListRequest, GetPriceListResponse, PriceItem, PriceList},
    common::v1::Money,
    hotline::v1::{
        Call, CallCause, CallEventKind, GetCallRequest, ReportCallEventRequest, desk_service_client::DeskServiceClient,
        telephony_service_client::TelephonyServiceClient,
    },
};
use futures::future::BoxFuture;
use tonic::{
    Status,
    body::Body,
    codegen::http::{Request, Response},
};

use crate::desk::{Desk, key, proto_at};

pub type Telephony = TelephonyServiceClient<RigChannel>;
pub type DeskClient = DeskServiceClient<RigChannel>;

/// A billing service whose branches have one price list.
#[derive(Default)]
pub struct Billing {
    /// Does not answer at the moment.
    pub down: AtomicBool,
}

impl Answers for Billing {
    const SERVICE: &'static str = "aftersales.billing.v1.BillingService";

    fn answer(self: Arc<Self>, method: &str, request: Request<Body>) -> Option<BoxFuture<'static, Response<Body>>> {
        if self.down.load(Ordering::Relaxed) {
            return Some(Box::pin(async { Status::unavailable("down").into_http() }));
        }
        (method == "GetPriceList").then(|| {
            unary(request, |wanted: GetPriceListRequest| {
                let items = [
                    ("VISIT", "上门费", 8_000),
                    ("CHECK", "检修", 12_000),
                    ("HDD-1T", "硬盘", 32_000),
                ];
                let item = |(code, name, fen): (&str, &str, i64)| PriceItem {
                    code: code.to_owned(),
                    name: name.to_owned(),
                    price: Some(Money {
                        currency_code: "CNY".to_owned(),
                        minor_units: fen,
                    }),
                    ..PriceItem::default()
                };
                Ok(GetPriceListResponse {
                    price_list: Some(PriceList {
                        id: "019a0000-0000-7000-8000-0000000000b1".to_owned(),
                        branch_id: wanted.branch_id,
                        items: items.into_iter().map(item).collect(),
                        available_actions: vec!["PublishPriceList".to_owned()],
                        ..PriceList::default()
                    }),
                })
            })
        })
    }
}

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
