//! The registry follows nobody: the others follow it.

use aftersales_kit::{
    Result,
    inbox::{Consumer, Effect},
    outbox::Event,
};
use futures::future::BoxFuture;

/// Reads no other service's events.
pub struct NoInbox;

impl Consumer for NoInbox {
    fn sources(&self) -> &'static [&'static str] {
        &[]
    }

    fn plan<'a>(&'a self, _event: &'a Event) -> BoxFuture<'a, Result<Effect>> {
        Box::pin(async { Ok(Effect::none()) })
    }
}
