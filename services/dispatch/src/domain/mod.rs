//! Pure decisions about work orders: states, rules, refusals.

mod actor;
pub mod appeal;
mod closing;
mod contact;
pub mod live_reasons;
pub mod fault_entry;
mod coverage;
mod daily_report;
mod day;
mod outcome;
mod parts;
pub mod planning_reasons;
mod promise;
pub mod reasons;
pub mod score;
pub mod score_reasons;
mod state;
mod unavailable;
pub mod report_reasons;
mod roster;
mod round;
mod shop;
mod state;
mod time_report;
mod visit;
mod week;
mod words;
mod work_order;

pub use actor::Actor;
pub use contact::{Attempt, NewAttempt};
pub use coverage::{CallbackCoverage, CallbackEnd};
pub use daily_report::{DailyReport, Investigation, ReportKind, ReportRow, may_record};
pub use day::{CarryOver, CarryOverReason, DayClose, DayState, MorningKey, Standing, VisitStatus, check_carry_overs};
pub use outcome::{Absent, Ended, NotRepaired, Repaired, Result as VisitResult, SignOff};
pub use parts::{LineState, PartLine, Readiness};
pub use promise::{Beyond, Limits, Promise, Window};
pub use roster::is_off_duty;
pub use round::Round;
pub use shop::{ShopAssignment, ShopState, ShopTask};
pub use state::{Action, State};
pub use time_report::{ClassTime, Day, Entry, TimeReport, WeeklyReport, check_entries, may_report_for, sums};
pub use visit::Visit;
pub use week::{Week, working_day_before};
pub use words::{
    CancelReason, Channel, ContactOwner, ContactResult, Coverage, Delivery, Dissatisfaction, FaultKind, LeadsTo,
    MissedKind, Outcome, Plan, Presence, Satisfaction, ServiceClass, SignatureMethod, Source, Waiting, Zone,
};
pub use work_order::{MissedService, Request, WorkOrder};
