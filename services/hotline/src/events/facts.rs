//! The facts of every service's events that belong on a ticket's timeline.

mod callback;
mod custody;
mod dispatch;
mod hotline;
mod others;
mod parts;

use std::collections::BTreeMap;

use aftersales_kit::{Error, Result, id::TicketId, time::Timestamp};
use aftersales_proto::{
    billing::v1::BillingEvent, callback::v1::CallbackEvent, common::v1::TimeWindow, dispatch::v1::DispatchEvent,
    hotline::v1::HotlineEvent, parts::v1::PartsEvent, reception::v1::ReceptionEvent, sla::v1::DeadlineEvent,
};
use prost::{Message, Name};

/// What an event says about a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The ticket.
    pub ticket_id: TicketId,
    /// Facts by name; instants in RFC 3339.
    pub facts: BTreeMap<String, String>,
}

/// What an event says about a ticket; none when it concerns none, or its kind is not known here.
///
/// # Errors
/// `Internal` for a payload that is not of its type.
pub fn told(payload_type: &str, payload: &[u8]) -> Result<Option<Told>> {
    let facts = if payload_type == HotlineEvent::full_name() {
        read::<HotlineEvent>(payload)?.event.and_then(hotline::facts)
    } else if payload_type == DeadlineEvent::full_name() {
        read::<DeadlineEvent>(payload)?.event.and_then(others::of_deadline)
    } else if payload_type == DispatchEvent::full_name() {
        read::<DispatchEvent>(payload)?.event.and_then(dispatch::facts)
    } else if payload_type == PartsEvent::full_name() {
        read::<PartsEvent>(payload)?.event.and_then(parts::facts)
    } else if payload_type == BillingEvent::full_name() {
        read::<BillingEvent>(payload)?.event.and_then(others::of_billing)
    } else if payload_type == CallbackEvent::full_name() {
        read::<CallbackEvent>(payload)?.event.and_then(callback::facts)
    } else if payload_type == ReceptionEvent::full_name() {
        read::<ReceptionEvent>(payload)?.event.and_then(others::of_reception)
    } else {
        None
    };
    Ok(facts.and_then(Facts::told))
}

/// Reads an event's payload.
///
/// # Errors
/// `Internal` for bytes that are not the message.
pub fn read<M: Message + Default + Name>(payload: &[u8]) -> Result<M> {
    M::decode(payload).map_err(|source| Error::internal_from(format!("could not read a {}", M::full_name()), source))
}

/// Facts being gathered. What is empty, unset or unspecified leaves no fact.
struct Facts {
    ticket: String,
    facts: BTreeMap<String, String>,
}

impl Facts {
    fn of(ticket: &str) -> Self {
        Self {
            ticket: ticket.to_owned(),
            facts: BTreeMap::new(),
        }
    }

    fn told(self) -> Option<Told> {
        let ticket_id = TicketId::parse(&self.ticket).ok()?;
        Some(Told {
            ticket_id,
            facts: self.facts,
        })
    }

    fn text(mut self, name: &str, value: &str) -> Self {
        if !value.is_empty() {
            self.facts.insert(name.to_owned(), value.to_owned());
        }
        self
    }

    fn time(self, name: &str, at: Option<&prost_types::Timestamp>) -> Self {
        match at.and_then(Timestamp::from_proto) {
            Some(at) => self.text(name, &at.to_string()),
            None => self,
        }
    }

    fn flag(self, name: &str, value: bool) -> Self {
        self.text(name, if value { "true" } else { "false" })
    }

    fn count(self, name: &str, value: impl std::fmt::Display) -> Self {
        self.text(name, &value.to_string())
    }

    /// A value of the contract by its name without the prefix.
    fn word(self, name: &str, value: &'static str, prefix: &str) -> Self {
        match super::stored_name(value, prefix) {
            "UNSPECIFIED" => self,
            word => self.text(name, word),
        }
    }

    fn window(self, window: Option<&TimeWindow>) -> Self {
        self.time("window_start", window.and_then(|window| window.start.as_ref()))
            .time("window_end", window.and_then(|window| window.end.as_ref()))
    }

    /// An amount such as `320.00 CNY`.
    fn money(self, name: &str, money: Option<&aftersales_proto::common::v1::Money>) -> Self {
        match money {
            Some(money) => {
                let (whole, part) = (money.minor_units / 100, money.minor_units.unsigned_abs() % 100);
                self.text(name, &format!("{whole}.{part:02} {}", money.currency_code))
            }
            None => self,
        }
    }
}
