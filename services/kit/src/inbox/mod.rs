//! Following other services' events: effects and cursor in one transaction, back-off, and parking of what cannot be done.
//!
//! Delivery is at least once, effects are exactly once: the cursor moves in the transaction of the effect, and only
//! from the number before. An event that keeps failing is parked with its ticket: later events of that ticket wait
//! behind it, those of others go on.

mod cursor;
mod parked;
mod progress;
mod source;
mod worker;

use futures::future::BoxFuture;

pub use parked::{Parked, ParkedState};
pub(crate) use parked::{
    Retried, count as count_parked, list as list_parked, retry as retry_parked, skip as skip_parked, source_of,
};
pub(crate) use progress::Pause;
pub use source::Source;
pub(crate) use source::to_proto as event_to_proto;
pub(crate) use worker::Follower;

use crate::{
    Result,
    db::{Tx, Work},
    outbox::Event,
};

/// What an event does to the service's own store, inside the transaction that moves the cursor.
pub struct Effect(Work);

impl Effect {
    /// An effect from its transaction body.
    pub fn new<F>(body: F) -> Self
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<()>> + Send + 'static,
    {
        Self(Box::new(body))
    }

    /// Nothing: the event does not concern the service.
    pub fn none() -> Self {
        Self::new(|_| Box::pin(async { Ok(()) }))
    }

    /// This effect, then `next`, in the same transaction.
    pub fn then(self, next: Self) -> Self {
        Self::new(move |tx| {
            Box::pin(async move {
                (self.0)(tx).await?;
                (next.0)(tx).await
            })
        })
    }

    pub(crate) async fn apply(self, tx: &mut Tx) -> Result<()> {
        (self.0)(tx).await
    }
}

/// A service's reading of other services' events.
pub trait Consumer: Send + Sync + 'static {
    /// The services that it follows.
    fn sources(&self) -> &'static [&'static str];

    /// Turns an event into its effect. May ask peers first; must not write anything itself, for it may run again.
    ///
    /// # Errors
    /// `Unavailable` is tried again until it works; anything else counts as a failed try.
    fn plan<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<Effect>>;
}
