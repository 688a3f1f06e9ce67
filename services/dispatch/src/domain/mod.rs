//! Pure decisions about work orders: states, rules, refusals.

mod actor;
mod amendment;
mod answer;
pub mod appeal;
mod appraisal;
mod approval;
pub mod approval_reasons;
mod attached;
pub mod card;
mod closing;
mod contact;
mod coverage;
mod crew;
mod custody;
pub mod custody_reasons;
mod custody_steps;
mod daily_report;
mod day;
mod expense;
pub mod fault_entry;
pub mod flow_reasons;
mod late;
pub mod live_reasons;
mod outcome;
mod parts;
mod payment;
mod phone;
mod plan;
pub mod plan_reasons;
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
pub mod training;
mod unavailable;
mod visit;
mod week;
mod words;
mod work_order;

pub use actor::Actor;
pub use amendment::{Amendment, AmendmentSubject, Correction};
pub use answer::AnswerLater;
pub use appraisal::{Appraisal, AppraisalId, AppraisalState, Finding, OtherPlan, Replacement};
pub use approval::{Approval, Decision, Verdict};
pub use attached::{Attached, TakenGoods};
pub use contact::{Attempt, NewAttempt};
pub use coverage::{CallbackCoverage, CallbackEnd};
pub use crew::{Booking, Conflict, Roster, StaffDay};
pub use custody::{
    Card, CustodyState, Direction, Done, Escalation, EscalationCause, Goods, ReplacedPart, TakeBack, TakeBackId,
    Taking, Unrepaired,
};
pub use custody_steps::{Finish, Handing, Registration};
pub use daily_report::{DailyReport, Investigation, ReportKind, ReportRow, may_record};
pub use day::{
    CarryOver, CarryOverReason, DayClose, DayState, MorningKey, Standing, VisitStatus, check_carry_overs, sorting,
};
pub use expense::{Expense, ExpenseId, ExpenseKind, ExpenseState, Spent};
pub use late::{LateFact, Told};
pub use outcome::{Absent, Ended, NotRepaired, Repaired, Result as VisitResult, SignOff};
pub use parts::{LineState, PartLine, Readiness};
pub use payment::{CURRENCY, DepartureCheck, ExtraConsent, ExtraLine, Paid, Payment};
pub use plan::{Found, ItemState, Machine, PlanId, PlanItem, PlanItemId, PlanKind, PlanState, Rhythm, ServicePlan};
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
    AnswerTopic, CancelReason, Channel, ContactOwner, ContactResult, Coverage, Delivery, Dissatisfaction, FaultKind,
    HandOverWay, InvoiceMode, LeadsTo, MissedKind, OrderType, Outcome, PayerKind, PaymentMethod, Plan, Presence,
    Satisfaction, ServiceClass, ServiceResult, SignatureMethod, Source, UnavailableCause, Waiting, Zone,
};
pub use work_order::{MissedService, WorkOrder};
