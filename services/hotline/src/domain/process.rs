//! The two-level flows of the service handbook (一级/二级流程, X-07): where a ticket is, and of which a fact is a step.

use aftersales_kit::text_enum;

use super::{
    ticket::{Ticket, TicketState},
    words::ServiceMode,
};

text_enum! {
    /// A level-2 flow.
    pub enum ProcessFlow {
        /// Hotline (热线服务流程).
        Hotline = "HOTLINE",
        /// On-site service (上门服务流程).
        OnSite = "ON_SITE",
        /// Reception of machines (接待服务流程).
        Reception = "RECEPTION",
        /// Telephone callback (电话回访流程).
        Callback = "CALLBACK",
        /// Paid service (有偿服务流程).
        PaidService = "PAID_SERVICE",
    }
}

impl ProcessFlow {
    /// Where a ticket is now: its step is its state.
    pub const fn of(ticket: &Ticket) -> Self {
        match (ticket.mode, ticket.state) {
            (ServiceMode::PhoneResolved, _) => Self::Hotline,
            (_, TicketState::Confirmed) => Self::Callback,
            (ServiceMode::OnSite, _) => Self::OnSite,
            (ServiceMode::CarryIn, _) => Self::Reception,
        }
    }

    /// Of which flow a fact that a service tells is a step.
    pub fn of_fact(service: &str, kind: &str) -> Self {
        if kind.ends_with(".QuoteAnswered") {
            return Self::PaidService;
        }
        match service {
            "dispatch" | "parts" => Self::OnSite,
            "reception" => Self::Reception,
            "callback" => Self::Callback,
            "billing" => Self::PaidService,
            _ => Self::Hotline,
        }
    }
}
