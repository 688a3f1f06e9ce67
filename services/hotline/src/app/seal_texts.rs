//! Sealing of what people say: each text opens only at the record and field where it was sealed.

use std::fmt::Display;

use aftersales_kit::{Error, Result, id::TicketId, seal::Sealer};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    domain::{contact::Contact, ticket::Ticket},
    store::{calls::StoredPhone, tickets::StoredTicket},
};

/// A field of a record in which something is sealed, such as `call:<id>:phone`.
#[derive(Debug, Clone, Copy)]
pub struct Place<I> {
    /// Kind of record.
    pub record: &'static str,
    /// Its id.
    pub id: I,
    /// The field.
    pub field: &'static str,
}

impl<I: Display> Place<I> {
    fn name(&self) -> String {
        format!("{}:{}:{}", self.record, self.id, self.field)
    }
}

/// A field of a ticket.
pub const fn of_ticket(id: TicketId, field: &'static str) -> Place<TicketId> {
    Place {
        record: "ticket",
        id,
        field,
    }
}

/// A field of a call.
pub const fn of_call(id: Uuid, field: &'static str) -> Place<Uuid> {
    Place {
        record: "call",
        id,
        field,
    }
}

/// A caller's number as a call stores it; nothing of a withheld one.
///
/// # Errors
/// `Internal` when sealing fails.
pub fn phone(sealer: &Sealer, phone: &str, call: Uuid) -> Result<StoredPhone> {
    Ok(StoredPhone {
        sealed: seal(sealer, phone, of_call(call, "phone"))?,
        mac: sealer.phone_mac(phone),
    })
}

/// Seals a text; the empty one leaves nothing.
///
/// # Errors
/// `Internal` when sealing fails.
pub fn seal(sealer: &Sealer, text: &str, place: Place<impl Display>) -> Result<Option<Vec<u8>>> {
    if text.is_empty() {
        Ok(None)
    } else {
        sealer.seal(text, &place.name()).map(Some)
    }
}

/// Opens a text; nothing is the empty one.
///
/// # Errors
/// `Internal` when it was changed or moved.
pub fn open(sealer: &Sealer, sealed: Option<&[u8]>, place: Place<impl Display>) -> Result<String> {
    sealed.map_or_else(|| Ok(String::new()), |sealed| sealer.open(sealed, &place.name()))
}

/// Seals a value of several texts.
///
/// # Errors
/// `Internal` when sealing fails.
pub fn seal_value(sealer: &Sealer, value: &impl Serialize, place: Place<impl Display>) -> Result<Vec<u8>> {
    let text = serde_json::to_string(value)
        .map_err(|source| Error::internal_from("could not write a value to seal", source))?;
    sealer.seal(&text, &place.name())
}

/// Opens a value of several texts.
///
/// # Errors
/// `Internal` when it was changed or moved.
pub fn open_value<V: DeserializeOwned>(sealer: &Sealer, sealed: &[u8], place: Place<impl Display>) -> Result<V> {
    let text = sealer.open(sealed, &place.name())?;
    serde_json::from_str(&text).map_err(|source| Error::internal_from("could not read a sealed value", source))
}

/// A ticket with what is said in it.
#[derive(Debug, Clone)]
pub struct TicketView {
    /// The ticket.
    pub ticket: Ticket,
    /// Whom to contact; none once the ticket is over.
    pub contact: Option<Contact>,
    /// How it was solved by telephone; empty for other modes.
    pub solution: String,
    /// Why another coverage than the derived one counts; empty when none does.
    pub coverage_reason: String,
}

/// Opens what is sealed of a ticket.
///
/// # Errors
/// `Internal` when it was changed or moved.
pub fn open_ticket(sealer: &Sealer, stored: StoredTicket) -> Result<TicketView> {
    let id = stored.ticket.id;
    let contact = stored.contact.as_deref();
    let contact = contact
        .map(|sealed| open_value(sealer, sealed, of_ticket(id, "contact")))
        .transpose()?;
    let text = |sealed: Option<Vec<u8>>, field| open(sealer, sealed.as_deref(), of_ticket(id, field));
    Ok(TicketView {
        ticket: stored.ticket,
        contact,
        solution: text(stored.solution, "solution")?,
        coverage_reason: text(stored.coverage_reason, "coverage_reason")?,
    })
}
