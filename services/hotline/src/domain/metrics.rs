//! Figures of the telephone, each with its numerator, denominator and formula (HOT-03, HOT-29).

use aftersales_kit::time::SECOND;

use super::call::RingRule;

/// How the service level is reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    /// Early answers and early abandonments, of all.
    F1,
    /// Early answers of answers.
    F2,
    /// Early answers of all.
    F3,
    /// Early answers, without those who gave up early.
    F4,
    /// Early answers, without those who gave up at once.
    F5,
}

/// What the figures are reckoned with.
#[derive(Debug, Clone)]
pub struct Measures {
    /// Formula of the service level.
    pub formula: Formula,
    /// Target, in seconds.
    pub target: i64,
    /// Giving up within so many seconds is no loss.
    pub short_abandon: i64,
    /// Rings (HOT-03).
    pub rule: RingRule,
    /// Time in which another call counts as a repeated one (HOT-08), in words.
    pub repeat: String,
    /// Time in which a missed call is called back, in words.
    pub back: String,
}

/// What SQL counts of a branch, line or agent. Spans are in microseconds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Line or staff code; empty for the branch.
    pub group: String,
    /// Offered.
    pub offered: i64,
    /// Answered.
    pub answered: i64,
    /// Answered within the rings.
    pub within_rings: i64,
    /// Answered within the time of those rings, the queue counted in.
    pub within_rings_with_queue: i64,
    /// Answered within the target.
    pub in_target: i64,
    /// Abandoned within the target.
    pub abandoned_in_target: i64,
    /// Abandoned within the short-abandon time.
    pub short_abandoned: i64,
    /// Busy.
    pub busy: i64,
    /// Waiting of the answered.
    pub waited: i64,
    /// Talk, hold and wrap-up of the answered.
    pub handled: i64,
    /// Talking and wrapping up, by the agents' states.
    pub occupied: i64,
    /// At the telephone without breaks, by the agents' states.
    pub manned: i64,
    /// Tickets opened by telephone.
    pub tickets: i64,
    /// Of them, those about whose matter the customer called again.
    pub repeated: i64,
    /// Missed calls that were to be called back.
    pub missed: i64,
    /// Of them, those called back or answered in time.
    pub called_back: i64,
}

impl Counts {
    /// Given up or never answered.
    pub fn abandoned(&self) -> i64 {
        self.offered - self.answered
    }
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Counted.
    pub numerator: i64,
    /// Divided by.
    pub denominator: i64,
    /// How.
    pub formula: String,
}

fn figure(numerator: i64, denominator: i64, formula: impl Into<String>) -> Figure {
    Figure {
        numerator,
        denominator,
        formula: formula.into(),
    }
}

impl Measures {
    /// Answered within the rings, by the ring time alone (HOT-03).
    pub fn within_rings(&self, counts: &Counts) -> Figure {
        let text = format!("answered within {} rings / answered", self.rule.rings);
        figure(counts.within_rings, counts.answered, text)
    }

    /// The same with the queue counted in.
    pub fn within_rings_with_queue(&self, counts: &Counts) -> Figure {
        let seconds = self.rule.limit() / SECOND;
        let text = format!("answered with queue + ring <= {seconds} s / answered");
        figure(counts.within_rings_with_queue, counts.answered, text)
    }

    /// Answered of offered (接通率).
    pub fn answer_rate(&self, counts: &Counts) -> Figure {
        figure(counts.answered, counts.offered, "answered / offered")
    }

    /// The service level by the formula that was asked for.
    pub fn service_level(&self, counts: &Counts) -> Figure {
        let (early, t, short) = (counts.in_target, self.target, self.short_abandon);
        let (answered, abandoned) = (counts.answered, counts.abandoned());
        match self.formula {
            Formula::F1 => figure(
                early + counts.abandoned_in_target,
                answered + abandoned,
                format!("F1: (answered <= {t} s + abandoned <= {t} s) / (answered + abandoned)"),
            ),
            Formula::F2 => figure(early, answered, format!("F2: answered <= {t} s / answered")),
            Formula::F3 => figure(
                early,
                answered + abandoned,
                format!("F3: answered <= {t} s / (answered + abandoned)"),
            ),
            Formula::F4 => figure(
                early,
                answered + abandoned - counts.abandoned_in_target,
                format!("F4: answered <= {t} s / (answered + abandoned > {t} s)"),
            ),
            Formula::F5 => figure(
                early,
                answered + abandoned - counts.short_abandoned,
                format!("F5: answered <= {t} s / (answered + abandoned > {short} s)"),
            ),
        }
    }

    /// Average speed of answer.
    pub fn speed_of_answer(&self, counts: &Counts) -> Figure {
        figure(
            counts.waited / SECOND,
            counts.answered,
            "seconds of queue + ring / answered",
        )
    }

    /// Average handling time.
    pub fn handling_time(&self, counts: &Counts) -> Figure {
        let text = "seconds of talk with hold + wrap-up / answered";
        figure(counts.handled / SECOND, counts.answered, text)
    }

    /// Abandonment.
    pub fn abandonment(&self, counts: &Counts) -> Figure {
        let text = format!("abandoned > {} s / offered", self.short_abandon);
        figure(counts.abandoned() - counts.short_abandoned, counts.offered, text)
    }

    /// How often a line was busy (HOT-29).
    pub fn busy_rate(&self, counts: &Counts) -> Figure {
        figure(counts.busy, counts.offered + counts.busy, "busy / (offered + busy)")
    }

    /// How many matters one call settled (FCR, HOT-08).
    pub fn first_call_resolution(&self, counts: &Counts) -> Figure {
        let text = format!(
            "tickets by telephone without another call about the matter within {} / tickets by telephone",
            self.repeat
        );
        figure(counts.tickets - counts.repeated, counts.tickets, text)
    }

    /// How many missed calls were called back in time (HOT-29).
    pub fn call_back(&self, counts: &Counts) -> Figure {
        let text = format!(
            "called back or answered within {} / missed calls to be called back",
            self.back
        );
        figure(counts.called_back, counts.missed, text)
    }

    /// How much of their time agents talk or wrap up.
    pub fn occupancy(&self, counts: &Counts) -> Figure {
        let text = "seconds talking + wrap-up / seconds at the telephone without breaks";
        figure(counts.occupied / SECOND, counts.manned / SECOND, text)
    }
}
