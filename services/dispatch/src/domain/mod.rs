//! Pure decisions about work orders: states, rules, refusals.

mod actor;
pub mod appeal;
pub mod card;
mod closing;
mod contact;
mod coverage;
mod crew;
mod daily_report;
mod day;
pub mod fault_entry;
pub mod flow_reasons;
mod late;
pub mod live_reasons;
mod outcome;
mod parts;
mod payment;
mod phone;
pub mod planning_reasons;
mod promise;
pub mod reasons;
pub mod report_reasons;
mod request;
mod roster;
mod round;
pub mod score;
pub mod score_reasons;
mod self_received;
mod shop;
mod state;
mod time_report;
mod unavailable;
pub mod training;
mod visit;
mod week;
mod words;
mod work_order;

pub use actor::Actor;
pub use contact::{Attempt, NewAttempt};
pub use coverage::{CallbackCoverage, CallbackEnd};
pub use crew::{Booking, Conflict, Roster, StaffDay};
pub use daily_report::{DailyReport, Investigation, ReportKind, ReportRow, may_record};
pub use day::{CarryOver, CarryOverReason, DayClose, DayState, MorningKey, Standing, VisitStatus, check_carry_overs};
pub use late::{LateFact, Told};
pub use outcome::{Absent, Ended, NotRepaired, Repaired, Result as VisitResult, SignOff};
pub use parts::{LineState, PartLine, Readiness};
pub use payment::{CURRENCY, DepartureCheck, ExtraConsent, ExtraLine, Paid, Payment};
pub use promise::{Beyond, Limits, Promise, Window};
pub use request::{Payer, Request};
pub use round::Round;
pub use self_received::{LATE_SELF_REPORT, ReportLimits};
pub use shop::{ShopAssignment, ShopState, ShopTask};
pub use state::{Action, State};
pub use time_report::{ClassTime, Day, Entry, TimeReport, WeeklyReport, check_entries, may_report_for, sums};
pub use visit::Visit;
pub use week::{Week, working_day_before};
pub use words::{
    CancelReason, Channel, ContactOwner, ContactResult, Coverage, Delivery, Dissatisfaction, FaultKind, InvoiceMode,
    LeadsTo, MissedKind, OrderType, Outcome, PayerKind, PaymentMethod, Plan, Presence, Satisfaction, ServiceClass,
    ServiceResult, SignatureMethod, Source, UnavailableCause, Waiting, Zone,
};
pub use work_order::{MissedService, WorkOrder};
