//! Figures of the telephone: what they are divided by, and how.

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        rig::{fields, reason},
    },
};
use aftersales_proto::hotline::v1::{
    AgentState, CallCause, CallMetrics, EndCallRequest, Figure, GetCallMetricsRequest, GetCallMetricsResponse,
    MetricsGrouping, ReportCallEventRequest, ServiceLevelFormula, SetAgentStateRequest, WrapUpCode,
};

use crate::{
    desk::{Desk, key, proto_at, refused, ringing as by_hand, written},
    exchange::{answered, ended, queued, ringing},
};

aftersales_kit::on_both_databases!(
    hot_03_the_share_answered_within_three_rings_is_reported,
    hot_29_each_line_shows_how_often_it_was_busy_or_given_up,
    the_service_level_follows_its_formula,
    handling_and_occupancy_count_the_wrap_up,
    figures_are_those_of_the_branch_and_days,
    hot_08_one_call_is_to_settle_the_matter,
    hot_29_missed_calls_are_called_back_in_time,
    figures_are_told_apart_by_hour,
);

fn monday() -> GetCallMetricsRequest {
    GetCallMetricsRequest {
        branch_id: "BJ01".to_owned(),
        from_date: "2026-11-16".to_owned(),
        to_date: "2026-11-16".to_owned(),
        ..Default::default()
    }
}

async fn metrics(desk: &Desk, request: GetCallMetricsRequest) -> GetCallMetricsResponse {
    let mut chief = desk.telephony(Role::Chief, "BJ01", "M1").await;
    chief.get_call_metrics(request).await.unwrap().into_inner()
}

fn share(figure: &Option<Figure>) -> (i64, i64) {
    let figure = figure.as_ref().unwrap();
    assert!(!figure.formula.is_empty());
    (figure.numerator, figure.denominator)
}

/// Calls of this line: answered after so many seconds of ringing.
async fn answers(desk: &Desk, line: &str, waits: &[u32]) {
    for wait in waits {
        let name = key();
        let on_line = |event: ReportCallEventRequest| ReportCallEventRequest {
            line_id: line.to_owned(),
            ..event
        };
        desk.tell([
            on_line(ringing(&name, 0)),
            on_line(answered(&name, *wait)),
            on_line(ended(&name, 59, CallCause::Completed)),
        ])
        .await;
    }
}

/// Calls of this line given up after so many seconds of ringing.
async fn gives_up(desk: &Desk, line: &str, waits: &[u32], cause: CallCause) {
    for wait in waits {
        let name = key();
        let on_line = |event: ReportCallEventRequest| ReportCallEventRequest {
            line_id: line.to_owned(),
            ..event
        };
        desk.tell([on_line(ringing(&name, 0)), on_line(ended(&name, *wait, cause))])
            .await;
    }
}

async fn hot_03_the_share_answered_within_three_rings_is_reported(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    answers(&desk, "400-1", &[5, 15, 16, 40]).await;
    gives_up(&desk, "400-1", &[10], CallCause::AbandonedRinging).await;
    // three rings, but the queue before them
    let name = key();
    desk.tell([queued(&name, 0), ringing(&name, 30), answered(&name, 35)])
        .await;
    let counted = ReportCallEventRequest {
        ring_count: Some(2),
        ..answered("counted", 40)
    };
    desk.tell([ringing("counted", 0), counted]).await;
    desk.hotline.record_call(by_hand()).await.unwrap();
    let answer = metrics(&desk, monday()).await;
    assert_eq!((answer.rings, answer.ring_cycle_seconds), (3, 5));
    let all = &answer.metrics[0];
    assert_eq!((all.offered, all.answered, all.abandoned), (8, 7, 1));
    // the exchange's own count of rings goes before the reckoned one
    assert_eq!(share(&all.within_rings), (5, 7));
    assert_eq!(share(&all.within_rings_with_queue), (3, 7));
    assert!(all.within_rings.as_ref().unwrap().formula.contains("3 rings"));
}

async fn hot_29_each_line_shows_how_often_it_was_busy_or_given_up(db: TestDb) {
    let desk = Desk::start(&db).await;
    answers(&desk, "400-1", &[5, 6]).await;
    gives_up(&desk, "400-1", &[3, 20], CallCause::AbandonedQueue).await;
    gives_up(&desk, "400-1", &[0], CallCause::Busy).await;
    gives_up(&desk, "400-2", &[30], CallCause::NoAnswer).await;
    gives_up(&desk, "400-2", &[0], CallCause::RejectedBlocked).await;
    gives_up(&desk, "400-2", &[9], CallCause::AbandonedIvr).await;
    desk.tell([ringing("rings", 50)]).await;
    let by_line = GetCallMetricsRequest {
        grouping: MetricsGrouping::Line.into(),
        ..monday()
    };
    let lines = metrics(&desk, by_line).await.metrics;
    let row = |line: &CallMetrics| (line.group.clone(), line.offered, line.answered, line.busy);
    let rows: Vec<_> = lines.iter().map(row).collect();
    assert_eq!(rows, [("400-1".to_owned(), 4, 2, 1), ("400-2".to_owned(), 1, 0, 0)]);
    assert_eq!(lines[0].short_abandoned, 1);
    assert_eq!(share(&lines[0].abandonment), (1, 4));
    assert_eq!(share(&lines[0].busy_rate), (1, 5));
    assert_eq!(share(&lines[0].answer_rate), (2, 4));
    let one = GetCallMetricsRequest {
        line_id: "400-2".to_owned(),
        ..monday()
    };
    assert_eq!(metrics(&desk, one).await.metrics[0].offered, 1);
}

async fn the_service_level_follows_its_formula(db: TestDb) {
    let desk = Desk::start(&db).await;
    answers(&desk, "400-1", &[5, 20, 21, 40]).await;
    gives_up(&desk, "400-1", &[4, 12, 30], CallCause::AbandonedRinging).await;
    let by = |formula: ServiceLevelFormula| GetCallMetricsRequest {
        formula: formula.into(),
        ..monday()
    };
    let cases = [
        (ServiceLevelFormula::F1, (4, 7)),
        (ServiceLevelFormula::F2, (2, 4)),
        (ServiceLevelFormula::F3, (2, 7)),
        (ServiceLevelFormula::F4, (2, 5)),
        (ServiceLevelFormula::F5, (2, 6)),
    ];
    for (formula, level) in cases {
        let answer = metrics(&desk, by(formula)).await;
        assert_eq!(share(&answer.metrics[0].service_level), level, "{formula:?}");
        assert_eq!(answer.formula(), formula);
    }
    let answer = metrics(&desk, monday()).await;
    assert_eq!((answer.formula(), answer.target_seconds), (ServiceLevelFormula::F4, 20));
    assert_eq!(answer.short_abandon_seconds, 5);
    let tighter = GetCallMetricsRequest {
        target_seconds: Some(10),
        short_abandon_seconds: Some(15),
        ..by(ServiceLevelFormula::F5)
    };
    let answer = metrics(&desk, tighter).await;
    assert_eq!(share(&answer.metrics[0].service_level), (1, 5));
    assert_eq!(share(&answer.metrics[0].speed_of_answer), (86, 4));
}

async fn handling_and_occupancy_count_the_wrap_up(db: TestDb) {
    let mut desk = Desk::start_at(&db, "2026-11-16T09:38:00+08:00").await;
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    let set = |state: AgentState| SetAgentStateRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        state: state.into(),
        ..Default::default()
    };
    h1.set_agent_state(set(AgentState::Available)).await.unwrap();
    desk.rig.advance_to("2026-11-16T09:40:00+08:00").await;
    let events = [ringing("c", 0), answered("c", 10), ended("c", 50, CallCause::Completed)];
    let mut id = String::new();
    for event in events {
        id = desk.tell([event]).await;
    }
    desk.rig.advance_to("2026-11-16T09:40:20+08:00").await;
    let end = EndCallRequest {
        request_id: key(),
        call_id: id,
        wrap_up: WrapUpCode::WrongNumber.into(),
        need_summary: "打错了".to_owned(),
        ..EndCallRequest::default()
    };
    desk.hotline.end_call(end).await.unwrap();
    desk.rig.advance_to("2026-11-16T09:41:00+08:00").await;
    h1.set_agent_state(set(AgentState::Break)).await.unwrap();
    desk.rig.advance_to("2026-11-16T09:50:00+08:00").await;
    let by_agent = GetCallMetricsRequest {
        grouping: MetricsGrouping::Agent.into(),
        ..monday()
    };
    let agents = metrics(&desk, by_agent).await.metrics;
    assert_eq!(
        (agents.len(), agents[0].group.as_str(), agents[0].answered),
        (1, "H1", 1)
    );
    // 40 s of talk and 30 s of wrap-up, of the 180 s from 09:38 to the break
    assert_eq!(share(&agents[0].handling_time), (70, 1));
    assert_eq!(share(&agents[0].occupancy), (70, 180));
    assert_eq!(share(&metrics(&desk, monday()).await.metrics[0].handling_time), (70, 1));
}

async fn figures_are_those_of_the_branch_and_days(db: TestDb) {
    let desk = Desk::start(&db).await;
    answers(&desk, "400-1", &[5]).await;
    let sunday = GetCallMetricsRequest {
        from_date: "2026-11-14".to_owned(),
        to_date: "2026-11-15".to_owned(),
        ..monday()
    };
    let answer = metrics(&desk, sunday).await;
    assert_eq!(answer.metrics[0].offered, 0);
    assert_eq!(share(&answer.metrics[0].service_level), (0, 0));
    let mut chief = desk.telephony(Role::Chief, "BJ01", "M1").await;
    let turned = GetCallMetricsRequest {
        to_date: "2026-11-15".to_owned(),
        ..monday()
    };
    let status = chief.get_call_metrics(turned).await.unwrap_err();
    assert_eq!(
        (reason(&status), fields(&status)),
        ("TIME_ORDER".to_owned(), vec!["to_date".to_owned()])
    );
    let mut other = desk.telephony(Role::Chief, "SH02", "M1-S").await;
    assert_eq!(refused(other.get_call_metrics(monday()).await), "BRANCH_UNKNOWN");
}

async fn hot_08_one_call_is_to_settle_the_matter(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let first = desk.on_site().await;
    desk.open(first).await;
    let again = desk.on_site().await;
    desk.open(again).await;
    desk.open(written()).await;
    let all = metrics(&desk, monday()).await;
    assert_eq!(
        share(&all.metrics[0].first_call_resolution),
        (0, 2),
        "by telephone; the letter came after both"
    );
    assert!(
        all.metrics[0]
            .first_call_resolution
            .as_ref()
            .unwrap()
            .formula
            .contains("7 d")
    );
    let by_agent = GetCallMetricsRequest {
        grouping: MetricsGrouping::Agent.into(),
        ..monday()
    };
    let agents = metrics(&desk, by_agent).await.metrics;
    let h1 = agents.iter().find(|agent| agent.group == "H1").unwrap();
    assert_eq!(share(&h1.first_call_resolution), (0, 2));
}

async fn hot_29_missed_calls_are_called_back_in_time(db: TestDb) {
    let desk = Desk::start_at(&db, "2026-11-16T09:39:59+08:00").await;
    gives_up(&desk, "400-1", &[10], CallCause::AbandonedRinging).await;
    let of_number = |number: &str, event: ReportCallEventRequest| ReportCallEventRequest {
        caller_phone: number.to_owned(),
        line_id: "400-2".to_owned(),
        ..event
    };
    desk.tell([
        of_number("13800000002", ringing("late", 0)),
        of_number("13800000002", ended("late", 9, CallCause::NoAnswer)),
    ])
    .await;
    let come_again = |call: &str, number: &str, at: &str| {
        let told = |kind: ReportCallEventRequest| ReportCallEventRequest {
            occurred_at: proto_at(at),
            ..of_number(number, kind)
        };
        [told(ringing(call, 0)), told(answered(call, 0))]
    };
    desk.rig.advance_to("2026-11-16T10:09:10+08:00").await;
    desk.tell(come_again("back", "13800000001", "2026-11-16T10:09:10+08:00"))
        .await;
    desk.rig.advance_to("2026-11-16T10:09:11+08:00").await;
    desk.tell(come_again("again", "13800000002", "2026-11-16T10:09:11+08:00"))
        .await;
    let all = metrics(&desk, monday()).await;
    assert_eq!(
        share(&all.metrics[0].call_back),
        (1, 2),
        "thirty minutes to the second, and two more"
    );
    let by_line = GetCallMetricsRequest {
        grouping: MetricsGrouping::Line.into(),
        ..monday()
    };
    let lines = metrics(&desk, by_line).await.metrics;
    let rows: Vec<_> = lines
        .iter()
        .map(|line| (line.group.as_str(), share(&line.call_back)))
        .collect();
    assert_eq!(rows, [("400-1", (1, 1)), ("400-2", (0, 1))]);
}

async fn figures_are_told_apart_by_hour(db: TestDb) {
    let desk = Desk::start(&db).await;
    answers(&desk, "400-1", &[5, 40]).await;
    let by_hour = GetCallMetricsRequest {
        grouping: MetricsGrouping::Hour.into(),
        ..monday()
    };
    let hours = metrics(&desk, by_hour.clone()).await.metrics;
    assert_eq!(hours.len(), 24);
    let rung: Vec<_> = hours.iter().filter(|hour| hour.offered > 0).collect();
    assert_eq!(rung.len(), 1);
    assert_eq!((rung[0].group.as_str(), rung[0].offered), ("2026-11-16 09:00", 2));
    assert_eq!(share(&rung[0].within_rings), (1, 2));
    let long = GetCallMetricsRequest {
        from_date: "2026-11-10".to_owned(),
        to_date: "2026-11-17".to_owned(),
        ..by_hour
    };
    let mut chief = desk.telephony(Role::Chief, "BJ01", "M1").await;
    assert_eq!(refused(chief.get_call_metrics(long.clone()).await), "PERIOD_TOO_LONG");
    let week = GetCallMetricsRequest {
        to_date: "2026-11-16".to_owned(),
        ..long
    };
    assert_eq!(metrics(&desk, week).await.metrics.len(), 168);
}
