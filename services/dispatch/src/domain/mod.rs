//! Pure decisions about work orders: states, rules, refusals.

mod actor;
mod appraisal;
mod approval;
pub mod approval_reasons;
mod closing;
mod contact;
mod custody;
pub mod custody_reasons;
mod custody_steps;
mod expense;
mod outcome;
mod parts;
mod plan;
pub mod plan_reasons;
mod promise;
pub mod reasons;
mod state;
mod visit;
mod words;
mod work_order;

pub use actor::Actor;
pub use appraisal::{Appraisal, AppraisalId, AppraisalState, Finding, OtherPlan, Replacement};
pub use approval::{Approval, Decider, Decision, Verdict};
pub use contact::{Attempt, NewAttempt};
pub use custody::{
    Card, CustodyState, Direction, Done, Escalation, EscalationCause, Goods, ReplacedPart, TakeBack, TakeBackId, Taking,
};
pub use custody_steps::{Finish, Handing, Registration};
pub use expense::{Expense, ExpenseId, ExpenseKind, ExpenseState, Spent};
pub use outcome::{Absent, Ended, NotRepaired, Repaired, Result as VisitResult, SignOff};
pub use parts::{LineState, PartLine};
pub use plan::{Found, ItemState, Machine, PlanId, PlanItem, PlanItemId, PlanKind, PlanState, Rhythm, ServicePlan};
pub use promise::{Beyond, Limits, Promise, Window};
pub use state::{Action, State};
pub use visit::Visit;
pub use words::{
    CancelReason, Channel, ContactOwner, ContactResult, Coverage, Delivery, Dissatisfaction, FaultKind, LeadsTo,
    MissedKind, Outcome, Plan, Presence, Satisfaction, ServiceClass, SignatureMethod, Source, Waiting, Zone,
};
pub use work_order::{MissedService, Request, WorkOrder};
