//! Every policy there is, with its default: the numbers of the rulebook, and the few that its stories add.

use std::fmt;

use super::{
    error::PolicyError,
    span::Span,
    value::{Kind, PolicyValue, bad},
};
use crate::calendar::ClockMode::{Business, Wall};

/// A policy of the catalogue. Its constants are in this module.
#[derive(Clone, Copy)]
pub struct PolicyKey(&'static Policy);

struct Policy {
    name: &'static str,
    kind: Kind,
    meaning: &'static str,
    default: fn() -> PolicyValue,
}

impl PolicyKey {
    /// The policy of that name.
    ///
    /// # Errors
    /// `UnknownKey`.
    pub fn find(name: &str) -> Result<Self, PolicyError> {
        let unknown = || PolicyError::UnknownKey {
            name: name.chars().take(64).collect(),
        };
        ALL.iter().find(|key| key.name() == name).copied().ok_or_else(unknown)
    }

    /// Its name, such as `dispatch.first_contact`.
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// The kind of its value.
    pub const fn kind(self) -> Kind {
        self.0.kind
    }

    /// What it decides, with the rules it stands for.
    pub fn meaning(self) -> &'static str {
        self.0.meaning.trim()
    }

    /// Its value where none was put.
    pub fn default_value(self) -> PolicyValue {
        (self.0.default)()
    }

    /// Reads a value for this policy from its text form.
    ///
    /// # Errors
    /// `BadValue`; `WrongKind` for `none` where the policy must have a value.
    pub fn parse(self, text: &str) -> Result<PolicyValue, PolicyError> {
        let value = PolicyValue::parse(self.kind(), text)?;
        self.check(&value)?;
        Ok(value)
    }

    /// Whether this policy may hold that value: of its kind, and one that its text form can state. Only a policy that
    /// has no default may be without a value.
    ///
    /// # Errors
    /// `WrongKind`, `BadValue`.
    pub fn check(self, value: &PolicyValue) -> Result<(), PolicyError> {
        let fits = match value.kind() {
            Some(kind) => kind == self.kind(),
            None => self.default_value() == PolicyValue::None,
        };
        if !fits {
            return Err(PolicyError::WrongKind {
                key: self,
                value: value.to_string(),
            });
        }
        let text = value.to_string();
        if PolicyValue::parse(self.kind(), &text)? == *value {
            Ok(())
        } else {
            Err(bad(self.kind(), &text))
        }
    }
}

impl PartialEq for PolicyKey {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for PolicyKey {}

impl fmt::Display for PolicyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for PolicyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

fn minutes(amount: u32) -> PolicyValue {
    Span::Minutes { amount, clock: Wall }.into()
}

fn hours(amount: u32) -> PolicyValue {
    Span::Hours { amount, clock: Wall }.into()
}

fn open_minutes(amount: u32) -> PolicyValue {
    Span::Minutes {
        amount,
        clock: Business,
    }
    .into()
}

fn open_hours(amount: u32) -> PolicyValue {
    Span::Hours {
        amount,
        clock: Business,
    }
    .into()
}

fn working_days(amount: u32) -> PolicyValue {
    Span::WorkingDays(amount).into()
}

fn days(amount: u32) -> PolicyValue {
    Span::Days { amount, shift: false }.into()
}

fn months(amount: u32) -> PolicyValue {
    Span::Months { amount, shift: false }.into()
}

fn same_day() -> PolicyValue {
    Span::SameDay.into()
}

fn closing() -> PolicyValue {
    Span::Closing.into()
}

fn count(amount: i64) -> PolicyValue {
    PolicyValue::Int(amount)
}

fn percent(amount: i64) -> PolicyValue {
    PolicyValue::Ratio(amount * 100)
}

fn labels(list: &[&str]) -> PolicyValue {
    PolicyValue::Labels(list.iter().map(|label| (*label).to_owned()).collect())
}

fn nothing() -> PolicyValue {
    PolicyValue::None
}

macro_rules! policies {
    ($($(#[doc = $meaning:literal])+ $constant:ident: $kind:ident = $name:literal, $default:expr;)+) => {
        $(
            $(#[doc = $meaning])+
            pub const $constant: PolicyKey = PolicyKey(&Policy {
                name: $name,
                kind: Kind::$kind,
                meaning: concat!($($meaning),+),
                default: || $default,
            });
        )+

        /// The whole catalogue, by service.
        pub const ALL: &[PolicyKey] = &[$($constant),+];
    };
}

policies! {
    /// How early the hotline is at its post before the shift (HOT-01).
    HOTLINE_SHIFT_LEAD: Span = "hotline.shift_lead", minutes(10);
    /// Rings within which a call is answered (HOT-03).
    HOTLINE_ANSWER_RINGS: Int = "hotline.answer_rings", count(3);
    /// Time in which an order reaches the coordinator; opening time, as both posts are manned only then (HOT-45, Q-4).
    HOTLINE_HANDOVER: Span = "hotline.handover", open_minutes(30);
    /// Contact promised to a customer who presses for a time (HOT-18, Q-4).
    HOTLINE_URGED_CONTACT: Span = "hotline.urged_contact", open_hours(2);
    /// Days in which a call about the same need counts as a repeated call (HOT-08); the manual gives no number.
    HOTLINE_REPEAT_CALL: Span = "hotline.repeat_call_days", days(7);
    /// Seconds from one ring of the telephone to the next: 1 s on, 4 s off (HOT-03).
    HOTLINE_RING_CYCLE: Int = "hotline.ring_cycle_seconds", count(5);
    /// Seconds of waiting within which the service level wants calls answered (HOT-29).
    HOTLINE_SERVICE_LEVEL: Int = "hotline.service_level_seconds", count(20);
    /// Seconds of waiting within which giving up is no loss (HOT-29).
    HOTLINE_SHORT_ABANDON: Int = "hotline.short_abandon_seconds", count(5);
    /// How far the clock of a telephone exchange may be ahead of ours; later events are refused.
    HOTLINE_EVENT_SKEW: Span = "hotline.event_skew", minutes(5);
    /// Time in which a missed call is called back (HOT-29).
    HOTLINE_MISSED_CALL_BACK: Span = "hotline.missed_call_back", open_minutes(30);
    /// Time for which a recording of a call is kept when its keeper names no day.
    HOTLINE_RECORDING_RETENTION: Span = "hotline.recording_retention", days(180);
    /// Time for which the address of a recording holds.
    HOTLINE_PLAY_URL: Span = "hotline.play_url", minutes(10);
    /// Time for which single events of a call are kept; until then the exchange may correct it.
    HOTLINE_CALL_EVENT_RETENTION: Span = "hotline.call_event_retention", days(90);
    /// Questions in the report of frequent questions (HOT-44).
    HOTLINE_TOP_QUESTIONS: Int = "hotline.top_questions", count(10);
    /// Articles on the desk of a call (HOT-21).
    HOTLINE_DESK_ARTICLES: Int = "hotline.desk_articles", count(10);
    /// Time for which a quote given on the telephone holds (BIL-02); the manual gives no number.
    HOTLINE_QUOTE_VALIDITY: Span = "hotline.quote_validity", days(7);
    /// Time in which a customer is told what becomes of a machine that could not be repaired on site (HOT-28).
    HOTLINE_SOLUTION_CONTACT: Span = "hotline.solution_contact", working_days(1);
    /// Time after which a customer's contact and machine data are confirmed again (HOT-32, X-21).
    HOTLINE_PROFILE_AGE: Span = "hotline.profile_age", days(180);

    /// How early the coordinator is at the post before the shift (DSP-13).
    DISPATCH_SHIFT_LEAD: Span = "dispatch.shift_lead", minutes(20);
    /// First contact with the customer (DSP-03, Q-4).
    DISPATCH_FIRST_CONTACT: Span = "dispatch.first_contact", open_hours(2);
    /// First contact at the latest, as scored (DSP-20).
    DISPATCH_CONTACT_LIMIT: Span = "dispatch.contact_working_days", working_days(1);
    /// Visit in principle; a later time agreed with the customer takes its place (DSP-21, Q-4).
    DISPATCH_VISIT_SOFT: Span = "dispatch.visit_soft", hours(24);
    /// Visit inside the service area (DSP-11).
    DISPATCH_VISIT_IN_AREA: Span = "dispatch.visit_in_area", working_days(2);
    /// Visit outside the service area, but near it (DSP-11).
    DISPATCH_VISIT_NEAR: Span = "dispatch.visit_within_80km", working_days(3);
    /// Kilometres around the service area that count as near it (DSP-11).
    DISPATCH_NEAR_KM: Int = "dispatch.near_km", count(80);
    /// Consecutive working days without reaching the customer after which the order goes back (DSP-24).
    DISPATCH_UNREACHABLE_DAYS: Int = "dispatch.unreachable_days", count(2);
    /// Reply of the technician to an order, else a missed service (DSP-26).
    DISPATCH_REPLY: Span = "dispatch.reply", working_days(2);
    /// Time without news after which an order is on the daily report (DSP-27, Q-1).
    DISPATCH_NO_NEWS: Span = "dispatch.no_news_report", working_days(2);
    /// How late a fact from a phone that was offline may be received and still be judged by when it happened.
    DISPATCH_LATE_FACT_TRUST: Span = "dispatch.late_fact_trust", hours(24);
    /// Report of an agreed visit time (DSP-22).
    DISPATCH_APPOINTMENT_REPORT: Span = "dispatch.appointment_report", same_day();
    /// Report of a completed service (DSP-25).
    DISPATCH_COMPLETION_REPORT: Span = "dispatch.completion_report", same_day();
    /// Report of a job that the technician received himself; later is a missed service (DSP-34).
    DISPATCH_SELF_REPORT: Span = "dispatch.self_report", same_day();
    /// Report of a self-received job after which there is no callback and no bonus (DSP-34, CBK-06, BIL-39).
    DISPATCH_SELF_REPORT_LIMIT: Span = "dispatch.self_report_limit", days(2);
    /// Re-issue of an order after a missed visit was found (DSP-29).
    DISPATCH_REISSUE: Span = "dispatch.reissue", same_day();
    /// Where the manual of each product line is, as `LINE=address` (DSP-62); no default.
    DISPATCH_MANUALS: Labels = "dispatch.manuals", nothing();
    /// Undispatched requests are taken up first on the next working day (DSP-36, HOT-47).
    DISPATCH_CARRY_OVER: Span = "dispatch.carry_over", working_days(1);
    /// The technician's daily work report (DSP-44).
    DISPATCH_DAILY_REPORT: Span = "dispatch.daily_report", same_day();
    /// The technician's weekly bundle of reports to the manager (DSP-44).
    DISPATCH_WEEKLY_REPORT: Span = "dispatch.weekly_report", days(7);
    /// Points of 100 from which on the test that ends a training is passed (DSP-64); the manual gives no number.
    DISPATCH_TRAINING_PASS: Int = "dispatch.training_pass_mark", count(60);
    /// Inspections of each shop by its technician in a week.
    DISPATCH_SHOP_VISITS: Int = "dispatch.shop_visits_per_week", count(1);
    /// Working days before today whose unfinished orders are on the morning worklist (DSP-14).
    DISPATCH_WORKLIST_DAYS: Int = "dispatch.worklist_days", count(2);
    /// Minute of the local day at which the morning reports of a working day are made (DSP-27, DSP-30, DSP-44).
    DISPATCH_MORNING_ROUND: Int = "dispatch.morning_round_minute", count(9 * 60);
    /// Minute of the local day at which the revisit report of a working day is made (DSP-32).
    DISPATCH_EVENING_ROUND: Int = "dispatch.evening_round_minute", count(18 * 60);
    /// Minute of the local day at which the last working day of a week ends for weekly reports (DSP-44, X-35).
    DISPATCH_NIGHT_ROUND: Int = "dispatch.night_round_minute", count(24 * 60 - 1);

    /// Weight of "contacted within one working day" in the monthly score (DSP-60).
    SCORE_WEIGHT_CONTACT: Ratio = "score.weight_contact", percent(20);
    /// Weight of "on time on site" in the monthly score (DSP-60).
    SCORE_WEIGHT_ON_TIME: Ratio = "score.weight_on_time", percent(10);
    /// Weight of "satisfied" in the monthly score (DSP-60).
    SCORE_WEIGHT_SATISFIED: Ratio = "score.weight_satisfied", percent(20);
    /// Weight of "customer complained" in the monthly score (DSP-60).
    SCORE_WEIGHT_COMPLAINT: Ratio = "score.weight_complaint", percent(30);
    /// Weight of "missed service" in the monthly score (DSP-60).
    SCORE_WEIGHT_MISSED: Ratio = "score.weight_missed", percent(20);
    /// Highest rate that scores 5 (DSP-60, Q-2).
    SCORE_BAND_5: Ratio = "score.band_5", percent(2);
    /// Highest rate that scores 4 (DSP-60, Q-2).
    SCORE_BAND_4: Ratio = "score.band_4", percent(4);
    /// Highest rate that scores 3 (DSP-60, Q-2).
    SCORE_BAND_3: Ratio = "score.band_3", percent(8);
    /// Highest rate of complaints that scores 3 (DSP-60, Q-2).
    SCORE_BAND_3_COMPLAINT: Ratio = "score.band_3_complaint", percent(6);

    /// First confirmation of an appointment with the customer before it (REC-66, CBK-31).
    RECEPTION_CONFIRM_FIRST: Span = "reception.confirm_first", hours(72);
    /// Second confirmation of an appointment with the customer before it (REC-66, CBK-31).
    RECEPTION_CONFIRM_SECOND: Span = "reception.confirm_second", hours(24);
    /// Last confirmation of an appointment, by the advisor, before it (REC-67, CBK-31).
    RECEPTION_CONFIRM_LAST: Span = "reception.confirm_last", hours(1);
    /// Share of the planned duration at which progress is first asked for (REC-46, Q-6).
    RECEPTION_PROGRESS_FROM: Ratio = "reception.progress_from", percent(70);
    /// Share of the planned duration by which progress must have been asked for (REC-46, Q-6).
    RECEPTION_PROGRESS_TO: Ratio = "reception.progress_to", percent(80);
    /// Pick-up notice before the promised time of a short stay (REC-50, Q-7).
    RECEPTION_NOTICE_SHORT: Span = "reception.pickup_notice_short", hours(1);
    /// Pick-up notice before the promised time of a long stay (REC-50, Q-7).
    RECEPTION_NOTICE_LONG: Span = "reception.pickup_notice_long", hours(4);
    /// Stay from which on it is long (REC-50, Q-7).
    RECEPTION_LONG_STAY: Span = "reception.long_stay", hours(48);
    /// Precision to which the hand-over time to the workshop is shown (REC-42, Q-8).
    RECEPTION_HANDOVER_PRECISION: Span = "reception.handover_precision", minutes(10);
    /// Time in which a repair of the same fault again is free of charge.
    RECEPTION_REWORK: Span = "reception.rework", days(30);
    /// Loss added to ordered tiles (REC-79, PRT-16).
    RECEPTION_TILE_LOSS: Ratio = "reception.tile_loss", percent(5);
    /// Boxes of tiles held ready on top of the loss (REC-79, PRT-16, Q-12).
    RECEPTION_TILE_SPARE_BOXES: Int = "reception.tile_spare_boxes", count(2);
    /// Decisions in a tile order (REC-80, REC-82).
    RECEPTION_TILE_DECISIONS: Labels = "reception.tile_decisions", labels(&["加工", "二次加工"]);

    /// Return of a defective part, else it is charged (PRT-25).
    PARTS_DEFECTIVE_RETURN: Span = "parts.defective_return", days(60);
    /// Time after receipt in which a faulty part counts as dead on arrival (PRT-19).
    PARTS_DOA_WINDOW: Span = "parts.doa_window", days(7);

    /// Notice before a maintenance contract expires (BIL-17).
    BILLING_CONTRACT_NOTICE: Span = "billing.contract_notice", months(1);
    /// Request for an invoice after uncollected service and returned goods (BIL-15, BIL-16).
    BILLING_INVOICE_REQUEST: Span = "billing.invoice_request", same_day();
    /// Hand-in of collected cash (BIL-20).
    BILLING_CASH_HAND_IN: Span = "billing.cash_hand_in", working_days(1);
    /// Cash that a technician may hold at most; no default.
    BILLING_CASH_THRESHOLD: Money = "billing.cash_threshold", nothing();
    /// Fee up to which the technician may collect before there is an invoice (BIL-14, Q-11); no default.
    BILLING_SMALL_FEE: Money = "billing.small_fee_threshold", nothing();
    /// Deduction for each missed service (BIL-37, DSP-28).
    BILLING_MISSED_SERVICE: Money = "billing.missed_service_deduction", PolicyValue::Money(5_000);

    /// Callback after the agreed visit date (CBK-04, DSP-23, Q-5).
    CALLBACK_AFTER_APPOINTMENT: Span = "callback.after_appointment", working_days(1);
    /// Days after the visit on which a customer who was absent is not called back (CBK-05, DSP-33).
    CALLBACK_ABSENT_PAUSE: Span = "callback.absent_pause", days(1);
    /// First maintenance reminder after the sale (CBK-19).
    CALLBACK_FIRST_MAINTENANCE: Span = "callback.first_maintenance", months(3);
    /// Reminder before periodic maintenance (CBK-20).
    CALLBACK_PERIODIC_LEAD: Span = "callback.periodic_lead", days(14);
    /// First invitation before the warranty ends (CBK-21).
    CALLBACK_WARRANTY_FIRST: Span = "callback.warranty_end_first", months(1);
    /// Second invitation before the warranty ends, if the first did not succeed (CBK-21).
    CALLBACK_WARRANTY_SECOND: Span = "callback.warranty_end_second", days(14);
    /// Reminder before the limit of a repair that was advised (CBK-22).
    CALLBACK_ADVICE_LEAD: Span = "callback.advice_lead", days(14);
    /// Time without a visit after which a customer is dormant (CBK-33).
    CALLBACK_DORMANT: Span = "callback.dormant_after", months(6);
    /// Time without a visit after which a customer is lost (CBK-34).
    CALLBACK_LOST: Span = "callback.lost_after", months(12);
    /// Attempts to reach a customer, on different days and day-parts, before a message or letter (CBK-26, CBK-27, Q-9).
    CALLBACK_ATTEMPTS: Int = "callback.attempts", count(3);
    /// Day on which the last attempt may be made at the earliest, the first attempt being on day 1 (CBK-26, Q-9).
    CALLBACK_ATTEMPTS_FROM_DAY: Int = "callback.attempts_from_day", count(3);
    /// Day on which the last attempt may be made at the latest, the first attempt being on day 1 (CBK-26, Q-9).
    CALLBACK_ATTEMPTS_TO_DAY: Int = "callback.attempts_to_day", count(5);
    /// Parts of the day in which customers may be called (CBK-25, Q-9).
    CALLBACK_DAY_PARTS: DayParts = "callback.day_parts", day_parts();
    /// Items of the appraisal of a technician (CBK-14).
    CALLBACK_APPRAISAL_ITEMS: Labels = "callback.appraisal_items", labels(&["态度", "技术", "到达时间", "答应事情的办理"]);
    /// Levels of satisfaction and of each appraisal item, best first (CBK-14, CBK-17).
    CALLBACK_LEVELS: Labels = "callback.levels", labels(&["很满意", "满意", "一般", "不满意"]);
    /// Reasons for satisfaction or its absence (CBK-17).
    CALLBACK_REASONS: Labels = "callback.reasons", labels(&["服务态度", "技术水平", "响应速度"]);
    /// Purchase probability from which on loyalty is high.
    CALLBACK_LOYALTY_HIGH: Ratio = "callback.loyalty_high", percent(50);
    /// Purchase probability from which on loyalty is medium.
    CALLBACK_LOYALTY_MEDIUM: Ratio = "callback.loyalty_medium", percent(10);
    /// Purchase probability from which on loyalty is low; below there is none.
    CALLBACK_LOYALTY_LOW: Ratio = "callback.loyalty_low", percent(1);
    /// The chief's daily question about complaints at the end of each working day (CBK-43).
    CALLBACK_DAILY_CHECK: Span = "callback.daily_check", closing();
}

fn day_parts() -> PolicyValue {
    PolicyValue::parse(Kind::DayParts, "AM 09:30-11:30, PM 14:30-17:00, EVE 18:30-20:00").unwrap_or(PolicyValue::None)
}
