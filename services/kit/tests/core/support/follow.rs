//! A reader that follows a log to its end.

use aftersales_kit::{feed::Feed, outbox::Event};
use tokio::task::JoinHandle;

use super::PATIENCE;

/// A log that is being read by a task.
pub struct Tail(JoinHandle<Vec<Event>>);

/// Reads a log from its beginning until it has `count` events, as a follower does: by the head's changes, page by page.
pub fn tail(feed: &Feed, count: usize) -> Tail {
    let feed = feed.clone();
    Tail(tokio::spawn(async move {
        let mut head = feed.watch();
        let mut events: Vec<Event> = Vec::new();
        while events.len() < count {
            let after = events.last().map_or(0, |event| event.number);
            let known = *head.borrow_and_update();
            if known > after {
                events.extend(feed.page(after, 37).await.unwrap());
            } else {
                head.changed().await.unwrap();
            }
        }
        events
    }))
}

impl Tail {
    /// Everything that was read, when it is complete.
    pub async fn done(self) -> Vec<Event> {
        tokio::time::timeout(PATIENCE, self.0).await.unwrap().unwrap()
    }
}
