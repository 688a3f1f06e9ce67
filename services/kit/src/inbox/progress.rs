//! How far a follower has come, and how long it pauses after trouble.

use std::time::Duration;

use crate::{outbox::Event, time::Timestamp};

/// How far a follower has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Last number that was handled, applied or parked; -1 before the first start.
    pub number: i64,
    /// Newest number that the source told.
    pub head: i64,
    /// When the last handled event happened.
    pub last_event_at: Option<Timestamp>,
    /// What keeps it from going on; empty when well.
    pub trouble: String,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            number: -1,
            head: 0,
            last_event_at: None,
            trouble: String::new(),
        }
    }
}

impl Progress {
    /// The source answered.
    pub(super) fn told(&mut self, head: i64) {
        self.head = head;
        self.trouble.clear();
    }

    /// An event was handled, here or by another replica.
    pub(super) fn passed(&mut self, number: i64, event: &Event) {
        self.number = number;
        self.last_event_at = Some(event.occurred_at);
        self.trouble.clear();
    }
}

/// Growing pauses between tries: 10 ms, doubled up to 5 s.
#[derive(Debug, Default)]
pub(crate) struct Pause(u32);

impl Pause {
    pub(super) fn reset(&mut self) {
        self.0 = 0;
    }

    pub(crate) async fn wait(&mut self) {
        let millis = 10_u64.saturating_mul(1 << self.0.min(9)).min(5_000);
        self.0 = self.0.saturating_add(1);
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }
}
