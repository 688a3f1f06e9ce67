//! The one place that reads the time.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use crate::time::Timestamp;

/// Where the time comes from. Passed in everywhere, so that tests and the demo move it.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still at `start` until it is set.
    pub fn manual(start: Timestamp) -> Self {
        Self(Source::Manual(Arc::new(AtomicI64::new(start.micros()))))
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => system_now(),
            Source::Manual(at) => Timestamp::from_micros(at.load(Ordering::SeqCst)),
        }
    }

    /// Whether this clock is set by hand.
    pub fn is_manual(&self) -> bool {
        matches!(self.0, Source::Manual(_))
    }

    /// Sets a manual clock; `false` (and no effect) on the machine's clock.
    pub fn set(&self, at: Timestamp) -> bool {
        match &self.0 {
            Source::System => false,
            Source::Manual(now) => {
                now.store(at.micros(), Ordering::SeqCst);
                true
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn system_now() -> Timestamp {
    Timestamp::from_jiff(jiff::Timestamp::now())
}
