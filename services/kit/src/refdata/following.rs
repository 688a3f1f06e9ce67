//! Every service follows the registry for the reference data, besides what it follows for itself.

use std::sync::Arc;

use aftersales_proto::registry::v1::{RegistryEvent, registry_event::Event as Fact};
use futures::future::BoxFuture;
use prost::Message;

use super::{BranchBook, put};
use crate::{
    Error, Result,
    inbox::{Consumer, Effect},
    outbox::Event,
    sla,
};

/// Name of the fact that carries a branch's whole book.
const BOOK_CHANGED: &str = "aftersales.registry.v1.BranchBookChanged";

/// A service's own consumer, with the reference data followed beside it.
pub(crate) struct Following {
    own: Arc<dyn Consumer>,
}

impl Following {
    pub(crate) fn new(own: Arc<dyn Consumer>) -> Self {
        Self { own }
    }

    fn book_changed(event: &Event) -> Result<Effect> {
        let fact = RegistryEvent::decode(event.payload.as_slice())
            .map_err(|source| Error::internal_from("could not read a registry event", source))?;
        let Some(Fact::BranchBookChanged(changed)) = fact.event else {
            return Err(Error::internal("a registry event of another kind than its name"));
        };
        let stored = changed
            .book
            .ok_or_else(|| Error::internal("a branch without its book"))?;
        let book = BranchBook::from_proto(&stored)?;
        Ok(Effect::new(move |tx| {
            Box::pin(async move {
                if put(tx, &stored).await? {
                    sla::recompute(tx, &book, &changed.cause).await?;
                }
                Ok(())
            })
        }))
    }
}

impl Consumer for Following {
    fn sources(&self) -> &'static [&'static str] {
        self.own.sources()
    }

    fn plan<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<Effect>> {
        Box::pin(async move {
            if event.kind != BOOK_CHANGED {
                return self.own.plan(event).await;
            }
            let own = self.own.plan(event).await?;
            Ok(Self::book_changed(event)?.then(own))
        })
    }
}
