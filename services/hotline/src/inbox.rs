//! What the other services tell: every ticket's timeline grows by it, and tickets follow their work.

mod news;

use aftersales_kit::{
    Result,
    inbox::{Consumer, Effect},
    outbox::Event,
    refdata::RefData,
};
use futures::future::BoxFuture;

use crate::app::{follow_work, tell_customer, tell_timeline};

/// The hotline's reading of the other services' events.
pub struct Inbox(RefData);

impl Inbox {
    /// With the service's copy of the reference data.
    pub const fn new(refs: RefData) -> Self {
        Self(refs)
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
            let (not_solved, refs) = (news::not_solved(event, entry.ticket_id)?, self.0.clone());
            Ok(Effect::new(move |tx| {
                Box::pin(async move {
                    tell_timeline::foreign(tx, &entry).await?;
                    if let Some(news) = news {
                        follow_work::run(tx, news).await?;
                    }
                    match not_solved {
                        Some(visit) => tell_customer::open(tx, &refs, visit).await,
                        None => Ok(()),
                    }
                })
            }))
        })
    }
}
