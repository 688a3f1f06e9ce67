//! Repairs of an asset, as dispatch tells them: what the warranty is extended by and what the law counts (LAW-03 to LAW-06).

use aftersales_kit::{
    calendar::{CalendarError, Zone},
    id::{AssetId, BranchId, WorkOrderId},
    time::{BusinessDate, DAY, Timestamp},
};

/// A repair: a work order from the day it was made to the day the machine worked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Episode {
    /// Work order.
    pub order: WorkOrderId,
    /// Its number.
    pub number: String,
    /// Asset.
    pub asset: AssetId,
    /// Branch.
    pub branch: BranchId,
    /// The fault is one of a component that is not our brand.
    pub third_party: bool,
    /// When the machine was entrusted.
    pub opened_at: Timestamp,
    /// Waiting for parts, from and to; without end while it waits.
    pub waits: Vec<(Timestamp, Option<Timestamp>)>,
    /// When it worked again.
    pub repaired_at: Option<Timestamp>,
    /// When the order was done with.
    pub closed_at: Option<Timestamp>,
    /// The order was cancelled: there was no repair.
    pub cancelled: bool,
}

/// What dispatch tells of a repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The order was made.
    Opened,
    /// It waits for parts.
    PartsWaited,
    /// It waits no longer.
    PartsCame,
    /// The machine works again.
    Repaired,
    /// The order is done with.
    Closed,
    /// The order was cancelled.
    Cancelled,
}

impl Episode {
    /// Takes in what was told. The same again changes nothing.
    pub fn follow(&mut self, news: News, at: Timestamp) {
        match news {
            News::Opened => self.opened_at = self.opened_at.min(at),
            News::PartsWaited if self.waits.iter().all(|(_, end)| end.is_some_and(|end| end < at)) => {
                self.waits.push((at, None));
            }
            News::PartsWaited => {}
            News::PartsCame => self.end_waits(at),
            News::Repaired => {
                self.end_waits(at);
                self.repaired_at = Some(at);
            }
            News::Closed => {
                self.end_waits(at);
                self.closed_at = Some(at);
            }
            News::Cancelled => self.cancelled = true,
        }
    }

    fn end_waits(&mut self, at: Timestamp) {
        for (start, end) in &mut self.waits {
            if end.is_none() {
                *end = Some(at.max(*start));
            }
        }
    }

    /// When the machine worked again or the order was done with, as known at an instant.
    pub fn ended(&self, at: Timestamp) -> Option<Timestamp> {
        self.repaired_at.or(self.closed_at).filter(|end| *end <= at)
    }

    /// Whether the machine worked again by then.
    pub fn repaired(&self, at: Timestamp) -> bool {
        self.repaired_at.is_some_and(|end| end <= at)
    }

    /// Whether it waits for parts then.
    pub fn waits_at(&self, at: Timestamp) -> bool {
        self.ended(at).is_none()
            && self
                .waits
                .iter()
                .any(|(start, end)| *start <= at && end.is_none_or(|end| at < end))
    }

    /// Days of waiting for parts until then, each begun 24 hours a day.
    pub fn days_waited(&self, at: Timestamp) -> i32 {
        let micros = self
            .waits
            .iter()
            .map(|(start, end)| end.unwrap_or(at).min(at).since(*start))
            .sum();
        begun_days(micros)
    }
}

/// Days in repair of one order, after those of orders before it: what the warranty is extended by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// First local date.
    pub from: BusinessDate,
    /// Days, each begun 24 hours a day; time that another order has counted is left out.
    pub days: i32,
}

/// The stays of episodes at an instant, one for each, by their beginning.
///
/// # Errors
/// Those of the calendar.
pub fn stays(episodes: &[Episode], at: Timestamp, zone: &Zone) -> Result<Vec<Stay>, CalendarError> {
    let mut counted = Timestamp::MIN;
    episodes
        .iter()
        .map(|episode| {
            let (start, end) = (episode.opened_at.max(counted), episode.ended(at).unwrap_or(at));
            counted = counted.max(end);
            Ok(Stay {
                from: zone.date_of(episode.opened_at)?,
                days: begun_days(end.since(start)),
            })
        })
        .collect()
}

/// Each begun 24 hours is a day, in the customer's favour (LAW-25 counts so).
fn begun_days(micros: i64) -> i32 {
    i32::try_from(micros / DAY + i64::from(micros % DAY > 0)).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(&format!("2026-{text}:00+08:00")).unwrap()
    }

    fn episode(opened: &str, repaired: Option<&str>) -> Episode {
        Episode {
            order: WorkOrderId::new(),
            number: "BJ01-D-000001".to_owned(),
            asset: AssetId::new(),
            branch: BranchId::parse("BJ01").unwrap(),
            third_party: false,
            opened_at: at(opened),
            waits: Vec::new(),
            repaired_at: repaired.map(at),
            closed_at: None,
            cancelled: false,
        }
    }

    #[test]
    fn law_04_time_that_two_orders_share_counts_once() {
        let both = [
            episode("11-01T09:00", Some("11-03T10:00")),
            episode("11-02T09:00", Some("11-04T10:00")),
            episode("11-05T09:00", None),
        ];
        let stays = stays(&both, at("11-05T10:00"), &Zone::shanghai()).unwrap();
        assert_eq!(stays.iter().map(|stay| stay.days).collect::<Vec<_>>(), [3, 1, 1]);
    }

    #[test]
    fn law_05_waiting_ends_with_the_parts_and_the_same_news_changes_nothing() {
        let mut order = episode("11-01T09:00", None);
        for _ in 0..2 {
            order.follow(News::PartsWaited, at("11-02T09:00"));
        }
        assert!(order.waits_at(at("11-03T09:00")));
        for _ in 0..2 {
            order.follow(News::PartsCame, at("11-04T09:00"));
        }
        assert!(!order.waits_at(at("11-04T09:00")));
        assert_eq!((order.waits.len(), order.days_waited(at("11-09T09:00"))), (1, 2));
        order.follow(News::Repaired, at("11-05T09:00"));
        assert!(order.repaired(at("11-05T09:00")) && !order.repaired(at("11-05T08:59")));
    }
}
