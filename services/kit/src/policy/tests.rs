//! T-8: every number of the rulebook is data.

use super::{
    Kind, Origin, PolicyBook, PolicyEntry, PolicyError, PolicyKey, PolicyValue, Span,
    catalogue::{self as key, ALL},
};
use crate::{
    calendar::{BranchCalendar, ClockMode, WeekHours, Zone, shipped_notices},
    id::BranchId,
    time::{BusinessDate, Timestamp},
};

fn date(text: &str) -> BusinessDate {
    BusinessDate::parse(text).unwrap()
}

fn branch(code: &str) -> BranchId {
    BranchId::parse(code).unwrap()
}

fn put(branch: Option<BranchId>, from: &str, version: i64, text: &str) -> PolicyEntry {
    let value = key::DISPATCH_REPLY.parse(text).unwrap();
    PolicyEntry::new(key::DISPATCH_REPLY, branch, date(from), version, value).unwrap()
}

#[test]
fn t_8_every_number_of_the_rulebook_has_its_default() {
    let table = [
        ("hotline.shift_lead", "10 min wall"),
        ("dispatch.shift_lead", "20 min wall"),
        ("hotline.answer_rings", "3"),
        ("hotline.ring_cycle_seconds", "5"),
        ("hotline.service_level_seconds", "20"),
        ("hotline.short_abandon_seconds", "5"),
        ("hotline.event_skew", "5 min wall"),
        ("hotline.missed_call_back", "30 min business"),
        ("hotline.recording_retention", "180 d"),
        ("hotline.play_url", "10 min wall"),
        ("hotline.call_event_retention", "90 d"),
        ("hotline.top_questions", "10"),
        ("hotline.desk_articles", "10"),
        ("hotline.handover", "30 min business"),
        ("hotline.quote_validity", "7 d"),
        ("hotline.solution_contact", "1 wd"),
        ("hotline.profile_age", "180 d"),
        ("dispatch.first_contact", "2 h business"),
        ("dispatch.contact_working_days", "1 wd"),
        ("dispatch.visit_soft", "24 h wall"),
        ("dispatch.visit_in_area", "2 wd"),
        ("dispatch.visit_within_80km", "3 wd"),
        ("dispatch.near_km", "80"),
        ("dispatch.unreachable_days", "2"),
        ("dispatch.reply", "2 wd"),
        ("dispatch.no_news_report", "2 wd"),
        ("dispatch.late_fact_trust", "24 h wall"),
        ("dispatch.manuals", "none"),
        ("dispatch.appointment_report", "same day"),
        ("dispatch.completion_report", "same day"),
        ("dispatch.self_report", "same day"),
        ("dispatch.self_report_limit", "2 d"),
        ("callback.after_appointment", "1 wd"),
        ("callback.absent_pause", "1 d"),
        ("dispatch.reissue", "same day"),
        ("score.weight_contact", "20 %"),
        ("score.weight_on_time", "10 %"),
        ("score.weight_satisfied", "20 %"),
        ("score.weight_complaint", "30 %"),
        ("score.weight_missed", "20 %"),
        ("score.band_5", "2 %"),
        ("score.band_4", "4 %"),
        ("score.band_3", "8 %"),
        ("score.band_3_complaint", "6 %"),
        ("dispatch.shop_visits_per_week", "1"),
        ("dispatch.training_pass_mark", "60"),
        ("dispatch.worklist_days", "2"),
        ("dispatch.morning_round_minute", "540"),
        ("dispatch.evening_round_minute", "1080"),
        ("dispatch.night_round_minute", "1439"),
        ("reception.confirm_first", "72 h wall"),
        ("reception.confirm_second", "24 h wall"),
        ("reception.confirm_last", "1 h wall"),
        ("callback.first_maintenance", "3 months"),
        ("callback.periodic_lead", "14 d"),
        ("callback.warranty_end_first", "1 month"),
        ("callback.warranty_end_second", "14 d"),
        ("callback.dormant_after", "6 months"),
        ("callback.lost_after", "12 months"),
        ("callback.advice_lead", "14 d"),
        ("callback.attempts", "3"),
        ("callback.attempts_from_day", "3"),
        ("callback.attempts_to_day", "5"),
        ("callback.day_parts", "AM 09:30-11:30, PM 14:30-17:00, EVE 18:30-20:00"),
        ("reception.progress_from", "70 %"),
        ("reception.progress_to", "80 %"),
        ("reception.pickup_notice_short", "1 h wall"),
        ("reception.pickup_notice_long", "4 h wall"),
        ("reception.long_stay", "48 h wall"),
        ("reception.handover_precision", "10 min wall"),
        ("billing.contract_notice", "1 month"),
        ("dispatch.daily_report", "same day"),
        ("dispatch.weekly_report", "7 d"),
        ("dispatch.carry_over", "1 wd"),
        ("billing.invoice_request", "same day"),
        ("callback.appraisal_items", "态度 | 技术 | 到达时间 | 答应事情的办理"),
        ("callback.levels", "很满意 | 满意 | 一般 | 不满意"),
        ("callback.reasons", "服务态度 | 技术水平 | 响应速度"),
        ("reception.tile_loss", "5 %"),
        ("reception.tile_spare_boxes", "2"),
        ("reception.tile_decisions", "加工 | 二次加工"),
        ("callback.loyalty_high", "50 %"),
        ("callback.loyalty_medium", "10 %"),
        ("callback.loyalty_low", "1 %"),
        ("callback.daily_check", "closing"),
        ("hotline.urged_contact", "2 h business"),
        ("hotline.repeat_call_days", "7 d"),
        ("reception.rework", "30 d"),
        ("parts.defective_return", "60 d"),
        ("parts.doa_window", "7 d"),
        ("billing.cash_hand_in", "1 wd"),
        ("billing.cash_threshold", "none"),
        ("billing.small_fee_threshold", "none"),
        ("billing.missed_service_deduction", "50.00 CNY"),
    ];
    for (name, text) in table {
        assert_eq!(
            PolicyKey::find(name).unwrap().default_value().to_string(),
            text,
            "{name}"
        );
    }
    assert_eq!(table.len(), ALL.len(), "every key is in the table");
}

#[test]
fn t_8_every_default_can_be_put_as_text() {
    for key in ALL {
        let value = key.default_value();
        assert_eq!(key.parse(&value.to_string()), Ok(value), "{key}");
        assert!(key.meaning().ends_with(['.', ')']) && key.meaning().len() > 20, "{key}");
        assert!(!key.meaning().contains("  "), "{key}");
    }
    let names: std::collections::BTreeSet<_> = ALL.iter().map(|key| key.name()).collect();
    assert_eq!(names.len(), ALL.len());
}

#[test]
fn t_8_the_weights_of_the_score_are_the_whole() {
    let book = PolicyBook::default();
    let weights = [
        key::SCORE_WEIGHT_CONTACT,
        key::SCORE_WEIGHT_ON_TIME,
        key::SCORE_WEIGHT_SATISFIED,
        key::SCORE_WEIGHT_COMPLAINT,
        key::SCORE_WEIGHT_MISSED,
    ];
    let sum: i64 = weights
        .map(|key| book.ratio(key, date("2026-11-16")).unwrap().value)
        .iter()
        .sum();
    assert_eq!(sum, 10_000);
}

#[test]
fn t_8_values_are_read_and_written_alike() {
    let table = [
        (Kind::Span, "90 min business", "90 min business"),
        (Kind::Span, " 2  h business ", "2 h business"),
        (Kind::Span, "1 year", "12 months"),
        (Kind::Span, "24 months shift", "24 months shift"),
        (Kind::Span, "60 d shift", "60 d shift"),
        (Kind::Span, "same day", "same day"),
        (Kind::Span, "closing", "closing"),
        (Kind::Int, "0", "0"),
        (Kind::Money, "0.05 CNY", "0.05 CNY"),
        (Kind::Money, "200 CNY", "200.00 CNY"),
        (Kind::Money, "12.5 CNY", "12.50 CNY"),
        (Kind::Ratio, "12.50 %", "12.5 %"),
        (Kind::Ratio, "0.05%", "0.05 %"),
        (Kind::Ratio, "100 %", "100 %"),
        (Kind::Labels, "好|坏", "好 | 坏"),
        (Kind::Money, "none", "none"),
        (
            Kind::DayParts,
            "PM 14:30-17:00,AM 09:30-11:30",
            "AM 09:30-11:30, PM 14:30-17:00",
        ),
    ];
    for (kind, text, written) in table {
        let value = PolicyValue::parse(kind, text).unwrap();
        assert_eq!(value.to_string(), written);
        assert_eq!(PolicyValue::parse(kind, written), Ok(value));
    }
}

#[test]
fn t_8_what_is_no_value_is_refused() {
    let table = [
        (
            Kind::Span,
            vec![
                "",
                "2",
                "2 h",
                "2 h lunar",
                "0 wd",
                "-1 d",
                "+1 d",
                "1.5 h wall",
                "10001 d",
                "99999999999 d",
                "1000 years",
                "2 wd shift",
                "next day",
                "٣ d",
            ],
        ),
        (Kind::Int, vec!["", "-1", "1.0", "1.", ".", "1000001", "1e3", "١"]),
        (
            Kind::Money,
            vec![
                "50",
                "50.000 CNY",
                "-1 CNY",
                "50 USD",
                "9999999999.00 CNY",
                ". CNY",
                ".5 CNY",
            ],
        ),
        (Kind::Ratio, vec!["5", "100.01 %", "-1 %", "%", "0.001 %"]),
        (Kind::Labels, vec!["", "a || b", "a | a", "a | b\u{7}"]),
        (
            Kind::DayParts,
            vec![
                "",
                "AM",
                "am 09:00-10:00",
                "AM 10:00-09:00",
                "A 09:00-11:00, B 10:00-12:00",
                "A 09:00-10:00, A 10:00-11:00",
            ],
        ),
    ];
    for (kind, texts) in table {
        for text in texts {
            assert!(
                matches!(PolicyValue::parse(kind, text), Err(PolicyError::BadValue { .. })),
                "{kind}: {text}"
            );
        }
    }
    assert!(matches!(
        PolicyKey::find("dispatch.nonsense"),
        Err(PolicyError::UnknownKey { .. })
    ));
}

#[test]
fn t_8_a_policy_takes_only_values_of_its_kind() {
    let wrong = |key: PolicyKey, value: PolicyValue| key.check(&value).is_err();
    assert!(wrong(key::DISPATCH_REPLY, PolicyValue::Int(2)));
    assert!(wrong(key::DISPATCH_REPLY, PolicyValue::None));
    assert!(wrong(key::DISPATCH_REPLY, Span::WorkingDays(0).into()));
    assert!(wrong(key::BILLING_MISSED_SERVICE, PolicyValue::Money(-1)));
    assert!(wrong(key::BILLING_MISSED_SERVICE, PolicyValue::None));
    assert!(wrong(key::CALLBACK_REASONS, PolicyValue::Labels(vec!["a | b".into()])));
    assert!(!wrong(key::BILLING_CASH_THRESHOLD, PolicyValue::None));
    assert!(!wrong(key::BILLING_CASH_THRESHOLD, PolicyValue::Money(20_000)));
    assert!(key::DISPATCH_REPLY.parse("none").is_err());
}

#[test]
fn t_8_the_branch_beats_the_company_which_beats_the_default() {
    let entries = [
        put(None, "2026-11-10", 1, "3 wd"),
        put(None, "2026-11-20", 2, "4 wd"),
        put(Some(branch("BJ01")), "2026-11-15", 3, "1 wd"),
        put(Some(branch("SH02")), "2026-11-01", 4, "9 wd"),
    ];
    let at = |book: &PolicyBook, day| {
        let held = book.span(key::DISPATCH_REPLY, date(day)).unwrap();
        (held.value, held.version, held.origin)
    };
    let book = PolicyBook::of_branch(&branch("BJ01"), entries.clone());
    assert_eq!(at(&book, "2026-11-09"), (Span::WorkingDays(2), 0, Origin::Default));
    assert_eq!(at(&book, "2026-11-10"), (Span::WorkingDays(3), 1, Origin::Company));
    assert_eq!(at(&book, "2026-11-15"), (Span::WorkingDays(1), 3, Origin::Branch));
    assert_eq!(at(&book, "2026-12-01"), (Span::WorkingDays(1), 3, Origin::Branch));
    let company = PolicyBook::of_company(entries);
    assert_eq!(at(&company, "2026-12-01"), (Span::WorkingDays(4), 2, Origin::Company));
}

#[test]
fn t_8_of_two_values_for_one_day_the_later_version_holds() {
    let entries = [put(None, "2026-11-10", 8, "3 wd"), put(None, "2026-11-10", 7, "4 wd")];
    let book = PolicyBook::of_company(entries);
    assert_eq!(book.at(key::DISPATCH_REPLY, date("2026-11-10")).version, 8);
    let entries = [put(None, "2026-11-20", 5, "3 wd"), put(None, "2026-11-10", 9, "4 wd")];
    let book = PolicyBook::of_company(entries);
    assert_eq!(
        book.at(key::DISPATCH_REPLY, date("2026-11-25")).version,
        5,
        "it took effect later"
    );
}

#[test]
fn t_8_typed_reading_refuses_other_kinds_and_missing_values() {
    let (book, day) = (PolicyBook::default(), date("2026-11-16"));
    assert_eq!(book.int(key::HOTLINE_ANSWER_RINGS, day).unwrap().value, 3);
    assert_eq!(book.money(key::BILLING_MISSED_SERVICE, day).unwrap().value, 5_000);
    assert!(matches!(
        book.money(key::BILLING_SMALL_FEE, day),
        Err(PolicyError::WrongKind { .. })
    ));
    assert!(book.span(key::HOTLINE_ANSWER_RINGS, day).is_err());
}

#[test]
fn t_8_spans_are_reckoned_by_the_branch_calendar() {
    let week = WeekHours::office("09:00-18:00".parse().unwrap());
    let calendar = BranchCalendar::with_notices(Zone::shanghai(), week, &shipped_notices().unwrap(), []);
    let from = Timestamp::parse("2026-09-30T16:30:00+08:00").unwrap();
    let table = [
        ("2 h business", "2026-10-08T09:30:00+08:00"),
        ("2 h wall", "2026-09-30T18:30:00+08:00"),
        ("30 min business", "2026-09-30T17:00:00+08:00"),
        ("1 wd", "2026-10-08T18:00:00+08:00"),
        ("1 d", "2026-10-02T00:00:00+08:00"),
        ("1 d shift", "2026-10-09T00:00:00+08:00"),
        ("1 month", "2026-10-31T00:00:00+08:00"),
        ("same day", "2026-10-01T00:00:00+08:00"),
        ("closing", "2026-09-30T18:00:00+08:00"),
    ];
    for (span, due) in table {
        let span: Span = span.parse().unwrap();
        assert_eq!(
            span.due(&calendar, from).unwrap().at,
            Timestamp::parse(due).unwrap(),
            "{span}"
        );
    }
    assert!(
        Span::Hours {
            amount: u32::MAX,
            clock: ClockMode::Wall
        }
        .due(&calendar, from)
        .is_err()
    );
}
