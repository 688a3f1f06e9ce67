//! Waiting until nothing is left to do, and moving a manual clock from one due instant to the next.

use std::time::Duration;

use super::{Node, Running};
use crate::{
    Error, Result,
    inbox::{Follower, Source},
    reasons::{CLOCK_BUSY, CLOCK_NOT_MANUAL},
    time::Timestamp,
};

/// How long nothing may move before quiescing gives up.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long to wait for what another replica has in hand.
const PAUSE: Duration = Duration::from_millis(2);

/// Longest chain of services that follow from one command.
const CHAIN: usize = 6;
/// How long an answer to a command waits for what follows from it.
const SETTLING: Duration = Duration::from_secs(2);

/// What happened while the clock moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    /// Timers that took effect.
    pub timers: u64,
    /// Events that were consumed, counted once per consumer.
    pub events: u64,
}

impl Node {
    /// Returns when every event of this process's services has been consumed by every service here and no timer is due.
    ///
    /// # Errors
    /// `Unavailable` when nothing moves for a minute although something is left to do.
    pub async fn quiesce(&self) -> Result<Moved> {
        let before = self.done_so_far();
        let mut seen = before;
        let mut moved_at = tokio::time::Instant::now();
        loop {
            self.consume_all().await?;
            for member in &self.members {
                member.engine.fire_due().await?;
            }
            if self.is_still().await? {
                return Ok(self.done_so_far().since(before));
            }
            let done = self.done_so_far();
            if done != seen {
                (seen, moved_at) = (done, tokio::time::Instant::now());
            } else if moved_at.elapsed() > PATIENCE {
                return Err(Error::unavailable(
                    "quiescence",
                    "a due timer or an event does not move on",
                ));
            } else {
                tokio::time::sleep(PAUSE).await;
            }
        }
    }

    /// Returns when the services here have taken in what the others have told so far, and what they told in turn.
    /// Unlike [`Node::quiesce`] it ends while others go on writing, and it gives up early: what cannot be taken in is a
    /// matter of the inbox, not of the command that told it.
    pub async fn settle(&self) {
        let settled = tokio::time::timeout(SETTLING, async {
            for _ in 0..CHAIN {
                self.consume_all().await?;
                if self.is_still().await? {
                    break;
                }
            }
            Ok::<_, Error>(())
        });
        match settled.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "what follows from a command could not be awaited"),
            Err(_) => tracing::warn!("what follows from a command is not done yet"),
        }
    }

    /// Moves a manual clock to `to`, stopping at every instant at which a timer falls due, in order.
    /// Returns when all that fell due, and all that follows from it, is done. A time in the past only sets the clock.
    ///
    /// # Errors
    /// `CLOCK_NOT_MANUAL`; `CLOCK_BUSY` while it is being moved; those of [`Node::quiesce`].
    pub async fn move_clock(&self, to: Timestamp) -> Result<Moved> {
        self.move_clock_to(|_| Ok(to)).await
    }

    /// [`Node::move_clock`] to an instant that depends on the present one.
    ///
    /// # Errors
    /// Those of `target`, and of [`Node::move_clock`].
    pub async fn move_clock_to(&self, target: impl FnOnce(Timestamp) -> Result<Timestamp>) -> Result<Moved> {
        if !self.clock.is_manual() {
            return Err(CLOCK_NOT_MANUAL.refuse().into());
        }
        let _turn = self.turn.try_lock().map_err(|_| CLOCK_BUSY.refuse())?;
        let to = target(self.clock.now())?;
        let before = self.done_so_far();
        self.quiesce().await?;
        while let Some(due) = self.next_due().await? {
            if due > to {
                break;
            }
            self.clock.set(due.max(self.clock.now()));
            self.quiesce().await?;
        }
        self.clock.set(to);
        self.quiesce().await?;
        Ok(self.done_so_far().since(before))
    }

    /// Counts since the start, whoever did it: the background tasks are as fast as we are.
    fn done_so_far(&self) -> Moved {
        let followers = self.members.iter().flat_map(Running::local_followers);
        Moved {
            timers: self.members.iter().map(|member| member.engine.fired()).sum(),
            events: followers.map(|follower| follower.number().max(0).unsigned_abs()).sum(),
        }
    }

    async fn next_due(&self) -> Result<Option<Timestamp>> {
        let mut first: Option<Timestamp> = None;
        for member in &self.members {
            if let Some(at) = member.engine.next_run().await? {
                first = Some(first.map_or(at, |known| known.min(at)));
            }
        }
        Ok(first)
    }

    async fn consume_all(&self) -> Result<()> {
        for member in &self.members {
            member.kit.feed().advance().await?;
        }
        for follower in self.members.iter().flat_map(Running::local_followers) {
            catch_up(follower).await?;
        }
        Ok(())
    }

    /// Whether nothing is left to do. The logs are looked at before and after the rest: what the background tasks do
    /// in between shows as a log that has grown or as a timer that is still there.
    async fn is_still(&self) -> Result<bool> {
        let heads = self.heads().await?;
        for follower in self.members.iter().flat_map(Running::local_followers) {
            let Source::Local(feed) = follower.source() else {
                continue;
            };
            if follower.number() < feed.head().await?.number {
                return Ok(false);
            }
        }
        let due = self.next_due().await?.is_some_and(|at| at <= self.clock.now());
        Ok(!due && heads.is_some() && heads == self.heads().await?)
    }

    /// Where the logs end; `None` while committed events wait for their number.
    async fn heads(&self) -> Result<Option<Vec<i64>>> {
        let mut heads = Vec::new();
        for member in &self.members {
            let feed = member.kit.feed();
            if feed.unnumbered().await? {
                return Ok(None);
            }
            heads.push(feed.head().await?.number);
        }
        Ok(Some(heads))
    }
}

async fn catch_up(follower: &Follower) -> Result<()> {
    let Source::Local(feed) = follower.source() else {
        return Ok(());
    };
    let head = feed.head().await?.number;
    let mut progress = follower.progress();
    let reached = tokio::time::timeout(PATIENCE, progress.wait_for(|at| at.number >= head)).await;
    match reached {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(_)) | Err(_) => {
            let (service, source, trouble) = (
                follower.kit().name(),
                follower.source_name(),
                follower.progress().borrow().trouble.clone(),
            );
            Err(Error::unavailable(
                "quiescence",
                format!("{service} following {source}: {trouble}"),
            ))
        }
    }
}

impl Moved {
    fn since(self, earlier: Self) -> Self {
        Self {
            timers: self.timers.saturating_sub(earlier.timers),
            events: self.events.saturating_sub(earlier.events),
        }
    }
}

impl Running {
    fn local_followers(&self) -> impl Iterator<Item = &Follower> {
        self.followers.iter().map(AsRef::as_ref)
    }
}
