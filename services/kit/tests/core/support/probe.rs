//! The probe: one RPC that writes a row and an event; events and timers that do what their text says.

use std::sync::Arc;

use aftersales_kit::{
    Result,
    db::Tx,
    id,
    inbox::{Consumer, Effect},
    node::Member,
    outbox::Event,
    rpc::Call,
    service::{Env, Kit},
    sla::Deadline,
    time::{MINUTE, Timestamp},
    timers::{self, Jobs, NewTimer, Timer},
};
use aftersales_proto::reception::v1::{
    Arrival, ArrivalPurpose, GetArrivalRequest, GetArrivalResponse, GetExpectedVisitRequest, GetExpectedVisitResponse,
    ListArrivalsRequest, ListArrivalsResponse, ListExpectedVisitsRequest, ListExpectedVisitsResponse,
    RegisterArrivalRequest, RegisterArrivalResponse, reception_service_server::ReceptionService,
};
use futures::future::BoxFuture;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::{branch, note, put, stumble, told};

/// Says in an event's text that nothing but its own text is wanted.
const SEPARATOR: &str = "; ";

/// Does what it is told by requests, events and timers.
pub struct Probe {
    kit: Kit,
}

impl Probe {
    pub fn new(kit: Kit) -> Self {
        Self { kit }
    }

    /// As a member of a node.
    pub fn member(kit: Kit, _: &Env) -> Member {
        Member {
            jobs: Arc::new(Self::new(kit.clone())),
            consumer: Arc::new(Self::new(kit.clone())),
            kit,
        }
    }
}

/// A request that makes the probe put a row named `remarks`, with an event of that text.
pub fn arrival(request_id: Uuid, remarks: &str) -> RegisterArrivalRequest {
    RegisterArrivalRequest {
        request_id: request_id.to_string(),
        branch_id: "BJ01".to_owned(),
        customer_id: Uuid::nil().to_string(),
        purpose: ArrivalPurpose::Repair.into(),
        remarks: remarks.to_owned(),
        ..RegisterArrivalRequest::default()
    }
}

/// Does what a text says, part by part: `slow` takes a few milliseconds of the database, `tell <text>` adds an event,
/// `arm <minute> <text>` sets a timer that many minutes after midnight in Shanghai; anything else is only noted.
async fn obey(tx: &mut Tx, text: &str) -> Result<()> {
    for part in text.split(SEPARATOR) {
        let words: Vec<&str> = part.splitn(3, ' ').collect();
        match words.as_slice() {
            ["slow"] => nap(tx).await?,
            ["tell", rest @ ..] => tx.emit(told("told", &rest.join(" "))),
            ["arm", minute, rest] => {
                let midnight = Timestamp::parse("2026-11-16T00:00:00+08:00").unwrap();
                let due_at = midnight.plus(minute.parse::<i64>().unwrap() * MINUTE);
                arm(tx, id::new_uuid(), due_at, rest).await?;
            }
            _ => note(tx, part).await?,
        }
    }
    Ok(())
}

/// Sets a probe's timer.
pub async fn arm(tx: &mut Tx, subject: Uuid, due_at: Timestamp, text: &str) -> Result<()> {
    let timer = NewTimer {
        kind: "probe",
        subject,
        branch_id: branch("BJ01"),
        due_at,
        payload: serde_json::Value::String(text.to_owned()),
    };
    timers::arm(tx, timer).await
}

async fn nap(tx: &mut Tx) -> Result<()> {
    if tx.is_postgres() {
        sqlx::query("SELECT pg_sleep(0.004)").execute(tx.postgres()?).await?;
    }
    Ok(())
}

impl Consumer for Probe {
    fn sources(&self) -> &'static [&'static str] {
        match self.kit.name() {
            "dispatch" => &["hotline"],
            "parts" => &["dispatch"],
            _ => &[],
        }
    }

    fn plan<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<Effect>> {
        Box::pin(async move {
            if event.kind != "probe.Told" {
                return Ok(Effect::none());
            }
            let text = String::from_utf8(event.payload.clone()).unwrap();
            stumble(&mut self.kit.read().await?, &format!("plan {text}")).await?;
            let once = format!("event {}", event.event_id);
            Ok(Effect::new(move |tx| {
                Box::pin(async move {
                    put(tx, &once, 1).await?;
                    obey(tx, &text).await?;
                    stumble(tx, &text).await
                })
            }))
        })
    }
}

impl Jobs for Probe {
    fn fire<'t>(&'t self, tx: &'t mut Tx, timer: &'t Timer) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            let text = timer.payload.as_str().unwrap_or_default();
            put(tx, &format!("timer {}", timer.subject), timer.attempts).await?;
            obey(tx, text).await?;
            stumble(tx, text).await
        })
    }

    fn missed<'t>(&'t self, tx: &'t mut Tx, deadline: &'t Deadline) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move { note(tx, &format!("missed {}", deadline.kind)).await })
    }
}

#[tonic::async_trait]
impl ReceptionService for Probe {
    async fn register_arrival(
        &self,
        request: Request<RegisterArrivalRequest>,
    ) -> Result<Response<RegisterArrivalResponse>, Status> {
        let call = Call::of(&request);
        let request = request.into_inner();
        let remarks = request.remarks.clone();
        let done = self
            .kit
            .command(&call, &request, move |tx| {
                Box::pin(async move {
                    let name = remarks.split(SEPARATOR).next().unwrap_or_default().to_owned();
                    put(tx, &name, 1).await?;
                    obey(tx, &remarks).await?;
                    tx.emit(told(&name, &remarks));
                    stumble(tx, &name).await?;
                    let arrival = Arrival {
                        id: id::new_uuid().to_string(),
                        remarks: name,
                        ..Arrival::default()
                    };
                    Ok(RegisterArrivalResponse {
                        arrival: Some(arrival),
                        matched: false,
                    })
                })
            })
            .await;
        call.reply(done)
    }

    async fn list_expected_visits(
        &self,
        _: Request<ListExpectedVisitsRequest>,
    ) -> Result<Response<ListExpectedVisitsResponse>, Status> {
        Err(Status::unimplemented("probe"))
    }

    async fn get_expected_visit(
        &self,
        _: Request<GetExpectedVisitRequest>,
    ) -> Result<Response<GetExpectedVisitResponse>, Status> {
        Err(Status::unimplemented("probe"))
    }

    async fn get_arrival(&self, _: Request<GetArrivalRequest>) -> Result<Response<GetArrivalResponse>, Status> {
        Err(Status::unimplemented("probe"))
    }

    async fn list_arrivals(&self, _: Request<ListArrivalsRequest>) -> Result<Response<ListArrivalsResponse>, Status> {
        Err(Status::unimplemented("probe"))
    }
}
