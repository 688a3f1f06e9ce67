//! Story S05 and the other instants of the rulebook, asked for through `ComputeDeadline`.

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::{
    common::v1::{ClockMode, Term, TermUnit},
    registry::v1::{ComputeDeadlineRequest, ComputeDeadlineResponse, compute_deadline_request::Length},
};

use crate::support::{Client, Registry, at, branch, put_branch, refusal, shown};

aftersales_kit::on_both_databases!(
    s05_the_table_of_instants,
    t_1_to_t_5_terms_are_counted_as_the_rules_say,
    t_2_the_clock_of_a_policy_can_be_replaced,
    t_1_a_branch_without_hours_ends_its_days_at_midnight,
    t_7_other_zones_have_their_own_days,
    questions_without_an_answer_are_refused,
);

fn by_policy(key: &str, from: &str) -> ComputeDeadlineRequest {
    ComputeDeadlineRequest {
        branch_id: "BJ01".to_owned(),
        length: Some(Length::PolicyKey(key.to_owned())),
        from: Some(at(from)),
        clock: ClockMode::Unspecified.into(),
    }
}

fn by_term(amount: i32, unit: TermUnit, from: &str) -> ComputeDeadlineRequest {
    let term = Term {
        amount,
        unit: unit.into(),
        clock: ClockMode::Unspecified.into(),
    };
    ComputeDeadlineRequest {
        length: Some(Length::Term(term)),
        ..by_policy("", from)
    }
}

async fn due(client: &mut Client, request: ComputeDeadlineRequest) -> ComputeDeadlineResponse {
    client.compute_deadline(request).await.expect("a deadline").into_inner()
}

async fn s05_the_table_of_instants(db: TestDb) {
    let registry = Registry::start(&db, "2026-09-30 16:30").await;
    let mut client = registry.hotline().await;
    let table = [
        ("dispatch.first_contact", "2026-09-30 16:30", "2026-10-08 09:30"),
        ("dispatch.contact_working_days", "2026-09-30 16:30", "2026-10-08 18:00"),
        ("dispatch.visit_soft", "2026-09-30 16:30", "2026-10-01 16:30"),
        ("dispatch.reply", "2026-09-30 17:00", "2026-10-09 18:00"),
        ("callback.after_appointment", "2026-10-09 14:00", "2026-10-10 18:00"),
        ("callback.after_appointment", "2026-10-10 10:00", "2026-10-12 18:00"),
        ("callback.after_appointment", "2026-09-18 10:00", "2026-09-20 18:00"),
        ("callback.after_appointment", "2026-09-24 10:00", "2026-09-28 18:00"),
    ];
    for (policy, from, want) in table {
        let answer = due(&mut client, by_policy(policy, from)).await;
        assert_eq!(shown(answer.due_at), want, "{policy} from {from}");
        assert_eq!(
            (answer.provisional, answer.policy_version, answer.due_date.as_str()),
            (false, 0, &want[..10]),
            "{policy}"
        );
        assert_eq!(answer.policy_key, policy);
        assert!(answer.calendar_version > 0 && !answer.steps.is_empty());
    }
    let wall = ComputeDeadlineRequest {
        clock: ClockMode::Wall.into(),
        ..by_policy("dispatch.first_contact", "2026-09-30 16:30")
    };
    let wall = due(&mut client, wall).await;
    assert_eq!(
        (shown(wall.due_at), wall.amount.as_str()),
        ("2026-09-30 18:30".to_owned(), "2 h wall")
    );
    let new_year = due(&mut client, by_policy("callback.after_appointment", "2026-12-31 10:00")).await;
    assert_eq!(
        (shown(new_year.due_at), new_year.provisional),
        ("2027-01-04 18:00".to_owned(), true)
    );
}

async fn t_1_to_t_5_terms_are_counted_as_the_rules_say(db: TestDb) {
    let registry = Registry::start(&db, "2026-09-30 16:30").await;
    let mut client = registry.client(Role::Technician, "SH02").await;
    let table = [
        (
            30,
            TermUnit::Minute,
            "2026-09-30 16:30",
            "2026-09-30 17:00",
            "30 min wall",
        ),
        (24, TermUnit::Hour, "2026-09-30 16:30", "2026-10-01 16:30", "24 h wall"),
        (3, TermUnit::WorkingDay, "2026-09-30 16:30", "2026-10-10 18:00", "3 wd"),
        (1, TermUnit::Day, "2026-09-30 16:30", "2026-10-02 00:00", "1 d"),
        (1, TermUnit::Month, "2026-01-31 10:00", "2026-03-01 00:00", "1 month"),
        (1, TermUnit::Year, "2024-02-29 10:00", "2025-03-01 00:00", "12 months"),
        (1, TermUnit::SameDay, "2026-09-30 23:59", "2026-10-01 00:00", "same day"),
    ];
    for (amount, unit, from, want, text) in table {
        let answer = due(&mut client, by_term(amount, unit, from)).await;
        assert_eq!((shown(answer.due_at).as_str(), answer.amount.as_str()), (want, text));
        assert_eq!((answer.policy_key.as_str(), answer.policy_version), ("", 0));
    }
    let month = due(&mut client, by_term(1, TermUnit::Month, "2026-01-31 10:00")).await;
    assert_eq!(month.due_date, "2026-02-28", "24:00 belongs to the day that ends");
}

async fn t_2_the_clock_of_a_policy_can_be_replaced(db: TestDb) {
    let registry = Registry::start(&db, "2026-09-30 16:30").await;
    let mut client = registry.hotline().await;
    let mut request = by_policy("dispatch.visit_soft", "2026-09-30 16:30");
    request.clock = ClockMode::Business.into();
    let answer = due(&mut client, request).await;
    assert_eq!(
        (shown(answer.due_at).as_str(), answer.amount.as_str()),
        ("2026-10-10 13:30", "24 h business")
    );
    let mut days = by_policy("dispatch.reply", "2026-09-30 16:30");
    days.clock = ClockMode::Business.into();
    assert_eq!(due(&mut client, days).await.amount, "2 wd", "days have no clock");
}

async fn t_1_a_branch_without_hours_ends_its_days_at_midnight(db: TestDb) {
    let registry = Registry::empty(&db, "2026-11-16 09:40").await;
    let mut admin = registry.admin.clone();
    let mut shut = branch("BJ01");
    shut.opening_periods.clear();
    admin.put_branch(put_branch(shut)).await.unwrap();
    let answer = due(&mut admin, by_policy("dispatch.reply", "2026-11-16 09:40")).await;
    assert_eq!(
        (shown(answer.due_at).as_str(), answer.due_date.as_str()),
        ("2026-11-19 00:00", "2026-11-18")
    );
    let refused = admin
        .compute_deadline(by_policy("dispatch.first_contact", "2026-11-16 09:40"))
        .await
        .unwrap_err();
    assert_eq!(
        refusal(&refused),
        (tonic::Code::InvalidArgument, "INSTANT_NOT_RECKONABLE".to_owned())
    );
}

async fn t_7_other_zones_have_their_own_days(db: TestDb) {
    let registry = Registry::empty(&db, "2026-11-16 09:40").await;
    let mut admin = registry.admin.clone();
    let mut urumqi = branch("BJ01");
    urumqi.time_zone = "asia/urumqi".to_owned();
    let put = admin
        .put_branch(put_branch(urumqi))
        .await
        .unwrap()
        .into_inner()
        .branch
        .unwrap();
    assert_eq!(put.time_zone, "Asia/Urumqi");
    let answer = due(&mut admin, by_term(1, TermUnit::SameDay, "2026-11-17 01:00")).await;
    assert_eq!(
        (shown(answer.due_at).as_str(), answer.due_date.as_str()),
        ("2026-11-17 02:00", "2026-11-16")
    );
}

async fn questions_without_an_answer_are_refused(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut client = registry.hotline().await;
    let mut other = by_policy("dispatch.reply", "2026-11-16 09:40");
    other.branch_id = "XX99".to_owned();
    let mut early = by_policy("dispatch.reply", "2026-11-16 09:40");
    early.from = Some(prost_types::Timestamp {
        seconds: 946_684_799,
        nanos: 0,
    });
    let mut late = by_policy("dispatch.reply", "2026-11-16 09:40");
    late.from = Some(prost_types::Timestamp {
        seconds: 4_133_980_800,
        nanos: 0,
    });
    let table = [
        (
            by_policy("dispatch.nonsense", "2026-11-16 09:40"),
            tonic::Code::InvalidArgument,
            "POLICY_UNKNOWN",
        ),
        (
            by_policy("billing.missed_service_deduction", "2026-11-16 09:40"),
            tonic::Code::InvalidArgument,
            "POLICY_NOT_A_TERM",
        ),
        (
            by_policy("billing.cash_threshold", "2026-11-16 09:40"),
            tonic::Code::InvalidArgument,
            "POLICY_NOT_A_TERM",
        ),
        (other, tonic::Code::NotFound, "BRANCH_NOT_FOUND"),
        (early, tonic::Code::OutOfRange, "TIME_OUT_OF_RANGE"),
        (late, tonic::Code::OutOfRange, "TIME_OUT_OF_RANGE"),
        (
            by_term(10_000, TermUnit::Year, "2026-11-16 09:40"),
            tonic::Code::OutOfRange,
            "TIME_OUT_OF_RANGE",
        ),
        (
            by_term(2, TermUnit::SameDay, "2026-11-16 09:40"),
            tonic::Code::InvalidArgument,
            "INVALID_REQUEST",
        ),
    ];
    for (request, code, name) in table {
        let status = client.compute_deadline(request.clone()).await.unwrap_err();
        assert_eq!(refusal(&status), (code, name.to_owned()), "{request:?}");
    }
    let long = due(&mut client, by_term(10_000, TermUnit::WorkingDay, "2026-11-16 09:40")).await;
    assert!(
        long.provisional && long.steps.len() <= 401,
        "a long way is told by its beginning"
    );
}
