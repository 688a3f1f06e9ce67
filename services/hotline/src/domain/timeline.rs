//! What a ticket's timeline is made of.

use std::collections::BTreeMap;

use aftersales_kit::{id::TicketId, time::Timestamp};
use uuid::Uuid;

/// Something that happened to a ticket, as any service told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Ticket.
    pub ticket_id: TicketId,
    /// When it happened.
    pub at: Timestamp,
    /// Id of the event.
    pub event_id: Uuid,
    /// Branch code of the event.
    pub branch_id: String,
    /// The service that told it.
    pub service: String,
    /// Event type, such as `aftersales.dispatch.v1.VisitPromised`.
    pub kind: String,
    /// Who: a staff code or `system:<service>`.
    pub actor: String,
    /// Number in that service's log; 0 while an own event waits for its number.
    pub sequence: i64,
    /// Facts by name; instants in RFC 3339, never personal data.
    pub facts: BTreeMap<String, String>,
}

/// The actor as a timeline shows it: a service acting by itself is `system:<service>`.
pub fn actor(subject: &str) -> String {
    match subject.strip_prefix("service:") {
        Some(service) => format!("system:{}", service.split('/').next().unwrap_or(service)),
        None => subject.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_the_system_and_people_are_their_codes() {
        assert_eq!(actor("H1"), "H1");
        assert_eq!(actor("service:dispatch/timer"), "system:dispatch");
        assert_eq!(actor("service:parts"), "system:parts");
    }
}
