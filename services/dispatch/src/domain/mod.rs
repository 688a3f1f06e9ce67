//! Pure decisions about work orders: states, rules, refusals.

mod actor;
pub mod card;
mod closing;
mod contact;
mod crew;
pub mod flow_reasons;
mod late;
mod outcome;
mod parts;
mod payment;
mod phone;
mod promise;
pub mod reasons;
mod request;
mod self_received;
mod state;
mod visit;
mod words;
mod work_order;

pub use actor::Actor;
pub use contact::{Attempt, NewAttempt};
pub use crew::{Booking, Conflict, Roster, StaffDay};
pub use late::{LateFact, Told};
pub use outcome::{Absent, Ended, NotRepaired, Repaired, Result as VisitResult, SignOff};
pub use parts::{LineState, PartLine};
pub use payment::{CURRENCY, DepartureCheck, ExtraConsent, ExtraLine, Paid, Payment};
pub use promise::{Beyond, Limits, Promise, Window};
pub use request::{Payer, Request};
pub use self_received::{LATE_SELF_REPORT, ReportLimits};
pub use state::{Action, State};
pub use visit::Visit;
pub use words::{
    CancelReason, Channel, ContactOwner, ContactResult, Coverage, Delivery, Dissatisfaction, FaultKind, InvoiceMode,
    LeadsTo, MissedKind, OrderType, Outcome, PayerKind, PaymentMethod, Plan, Presence, Satisfaction, ServiceClass,
    ServiceResult, SignatureMethod, Source, UnavailableCause, Waiting, Zone,
};
pub use work_order::{MissedService, WorkOrder};
