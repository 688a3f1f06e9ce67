//! What the other services tell: every ticket's timeline grows by it, and tickets follow their work.

mod minted;
mod news;

use std::sync::Arc;

use aftersales_kit::{
    Result,
    inbox::{Consumer, Effect},
    outbox::Event,
    peer::Peers,
    seal::Sealer,
    service::{Env, Kit},
};
use futures::future::BoxFuture;

use crate::app::{adopt_ticket, follow_work, tell_customer, tell_timeline};

/// The hotline's reading of the other services' events.
pub struct Inbox {
    kit: Kit,
    peers: Peers,
    sealer: Arc<Sealer>,
}

impl Inbox {
    /// Of the service's own store, with the ways to the others.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            kit,
            peers: env.peers.clone(),
            sealer: env.sealer.clone(),
        }
    }
}

impl Consumer for Inbox {
    fn sources(&self) -> &'static [&'static str] {
        &["registry", "dispatch", "reception", "parts", "billing", "callback"]
    }

    fn plan<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<Effect>> {
        Box::pin(async move {
            if event.kind.starts_with("aftersales.registry.") {
                // what the kit changed with the reference data, deadlines that moved, belongs on the timelines
                return Ok(Effect::new(|tx| Box::pin(tell_timeline::own(tx))));
            }
            let Some(entry) = tell_timeline::entry(event)? else {
                return Ok(Effect::none());
            };
            let news = news::of(event, entry.ticket_id)?;
            let mut adopted = None;
            if let Some(order) = minted::minted(event)?
                && let Some((branch, ticket)) = minted::ask(&self.peers, event, &order).await?
            {
                adopted = Some((self.kit.branch(&branch).await?, ticket));
            }
            let sealer = Arc::clone(&self.sealer);
            let (to_tell, refs) = (news::to_tell(event, entry.ticket_id)?, self.kit.refdata().clone());
            Ok(Effect::new(move |tx| {
                Box::pin(async move {
                    if let Some((book, ticket)) = adopted {
                        adopt_ticket::run(tx, &sealer, &book, ticket).await?;
                    }
                    tell_timeline::foreign(tx, &entry).await?;
                    if let Some(news) = news {
                        follow_work::run(tx, news).await?;
                    }
                    for told in to_tell {
                        tell_customer::open(tx, &refs, told).await?;
                    }
                    Ok(())
                })
            }))
        })
    }
}
