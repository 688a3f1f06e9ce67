//! What an angry customer demands need not be answered on the spot (DSP-63).

use aftersales_kit::{
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::dispatch::v1::{
    AnswerLater, AnswerTopic, CompleteVisitRequest, CustomerAbsentResult, VisitCompleted, WorkOrderState,
    complete_visit_request::Result as Told, dispatch_event::Event as Fact,
};

use super::desk::{Desk, E1, completion, repaired, time};

on_both_databases!(dsp_63_a_demand_is_answered_later);

const START: &str = "2026-11-16T14:00:00+08:00";

fn demanding(id: &str, told: Told, answer_by: Option<&str>) -> CompleteVisitRequest {
    CompleteVisitRequest {
        answer_later: Some(AnswerLater {
            topic: AnswerTopic::Compensation.into(),
            demand: "赔偿误工费 1000 元".to_owned(),
            answer_by: answer_by.and_then(time),
        }),
        ..completion(id, told)
    }
}

async fn ended(desk: &Desk) -> VisitCompleted {
    let told = desk.told().await.into_iter();
    let mut ended = told.filter_map(|fact| match fact {
        Fact::VisitCompleted(fact) => Some(fact),
        _ => None,
    });
    ended.next().unwrap()
}

async fn dsp_63_a_demand_is_answered_later(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let id = desk.on_site(START, "2026-11-16T16:00:00+08:00", START).await;
    let done = || Told::Repaired(repaired(START));
    let refused = desk
        .complete_visit(E1, demanding(&id, done(), Some(START)))
        .await
        .unwrap_err();
    assert_eq!(
        (rig::reason(&refused).as_str(), rig::fields(&refused)),
        ("TIME_ORDER", vec!["answer_later.answer_by".to_owned()])
    );
    let absent = Told::CustomerAbsent(CustomerAbsentResult {
        call_attempted_at: time(START),
        note_left: true,
    });
    let refused = desk.complete_visit(E1, demanding(&id, absent, None)).await.unwrap_err();
    assert_eq!(rig::fields(&refused), ["answer_later"], "nobody was there to demand it");
    let mut nothing = demanding(&id, done(), None);
    nothing.answer_later = Some(AnswerLater::default());
    let refused = desk.complete_visit(E1, nothing).await.unwrap_err();
    assert_eq!(
        rig::fields(&refused),
        ["answer_later.demand", "answer_later.topic"],
        "what is to be answered must be said"
    );
    let by = "2026-11-18T12:00:00+08:00";
    let request = demanding(&id, done(), Some(by));
    let wanted = request.answer_later.clone();
    desk.complete_visit(E1, request).await.unwrap();
    let order = desk.order(&id).await;
    assert_eq!(
        order.state(),
        WorkOrderState::DoneOnsite,
        "the visit is over all the same"
    );
    assert_eq!(order.visits[0].answer_later, wanted);
    let fact = ended(&desk).await;
    assert_eq!(
        (fact.answer_topic(), fact.answer_by),
        (AnswerTopic::Compensation, time(by))
    );
}
