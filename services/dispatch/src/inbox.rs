//! Other services' events: tickets from the hotline, parts, callbacks.

use aftersales_kit::{
    Error, Result,
    id::WorkOrderId,
    inbox::{Consumer, Effect},
    outbox::Event,
    peer::Peers,
    service::{Env, Kit},
    time::Timestamp,
};
use futures::future::BoxFuture;
use prost::Message;

use crate::personal::Copies;

mod callback;
mod hotline;
mod parts;
mod registry;
mod scores;

/// What dispatch does with other services' events.
pub struct Inbox {
    kit: Kit,
    peers: Peers,
    copies: Copies,
}

impl Inbox {
    /// Of the service's own store, with the ways to the others.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            kit,
            peers: env.peers.clone(),
            copies: Copies::new(env.sealer.clone()),
        }
    }
}

impl Consumer for Inbox {
    fn sources(&self) -> &'static [&'static str] {
        &["hotline", "parts", "callback", "registry"]
    }

    fn plan<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<Effect>> {
        Box::pin(async move {
            match event.kind.rsplit_once('.') {
                Some(("aftersales.hotline.v1", _)) => Ok(self.hotline(event).await?.then(scores::hotline(event)?)),
                Some(("aftersales.parts.v1", _)) => parts::plan(event),
                Some(("aftersales.callback.v1", _)) => {
                    Ok(self.callback(event)?.then(scores::callback(event, self.kit.refdata())?))
                }
                Some(("aftersales.registry.v1", _)) => self.registry(event),
                _ => Ok(Effect::none()),
            }
        })
    }
}

/// Reads an event's payload.
fn read<M: Message + Default>(event: &Event) -> Result<M> {
    M::decode(event.payload.as_slice()).map_err(|source| Error::internal_from(format!("read {}", event.kind), source))
}

/// An event that lacks what its contract promises.
fn incomplete(event: &Event, what: &str) -> Error {
    Error::internal(format!("{} without {what}", event.kind))
}

fn order_id(event: &Event, text: &str) -> Result<WorkOrderId> {
    WorkOrderId::parse(text).map_err(|_| incomplete(event, "a work order"))
}

fn instant(at: Option<&prost_types::Timestamp>) -> Option<Timestamp> {
    at.and_then(Timestamp::from_proto)
}
