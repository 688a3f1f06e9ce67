//! Pure decisions about work orders: states, rules, refusals.

mod actor;
mod closing;
mod contact;
mod outcome;
mod parts;
mod promise;
pub mod reasons;
mod state;
mod visit;
mod words;
mod work_order;

pub use actor::Actor;
pub use contact::{Attempt, NewAttempt};
pub use outcome::{Absent, Ended, NotRepaired, Repaired, Result as VisitResult, SignOff};
pub use parts::{LineState, PartLine};
pub use promise::{Beyond, Limits, Promise, Window};
pub use state::{Action, State};
pub use visit::Visit;
pub use words::{
    CancelReason, Channel, ContactOwner, ContactResult, Coverage, Delivery, Dissatisfaction, FaultKind, HandOverWay,
    LeadsTo, MissedKind, Outcome, Plan, Presence, Satisfaction, ServiceClass, SignatureMethod, Source, Waiting, Zone,
};
pub use work_order::{MissedService, Request, WorkOrder};
