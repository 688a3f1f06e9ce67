//! Appeals (DSP-57).

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    callback::v1::{Answer, CallbackCompleted},
    dispatch::v1::{
        self as proto, Appeal, AppealCause, AppealDecision, AppealState, ScoreExclusion,
        appeal_service_client::AppealServiceClient,
    },
};
use tonic::Code;

use super::{
    desk::{Desk, E1, E2, M1, key},
    score_desk::{D1, closing, pleased},
};

on_both_databases!(
    cbk_53_dsp_57_an_appealed_order_counts_for_nothing,
    dsp_57_appeals_are_decided_before_the_month_is_closed,
    dsp_57_nobody_decides_about_himself,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";
const START: &str = "2026-11-17T14:00:00+08:00";
const END: &str = "2026-11-17T16:00:00+08:00";

fn appeal(order: &str) -> proto::FileAppealRequest {
    proto::FileAppealRequest {
        request_id: key(),
        work_order_id: order.to_owned(),
        cause: AppealCause::MaliciousComplaint.into(),
        reason: "客户恶意投诉".to_owned(),
    }
}

/// The manager decides.
pub fn decision(appeal: &Appeal, decision: AppealDecision) -> proto::DecideAppealRequest {
    proto::DecideAppealRequest {
        request_id: key(),
        appeal_id: appeal.id.clone(),
        decision: decision.into(),
        reason: "已核实".to_owned(),
        etag: appeal.etag.clone(),
    }
}

fn displeased() -> CallbackCompleted {
    CallbackCompleted {
        satisfied: Answer::No.into(),
        ..pleased()
    }
}

async fn file(desk: &Desk, order: &str) -> Appeal {
    let answer = desk.appeals(E1).await.file_appeal(appeal(order)).await.unwrap();
    answer.into_inner().appeal.unwrap()
}

/// An appeal of E1, and what is refused before it.
pub async fn filed_with_grounds(desk: &Desk) -> Appeal {
    let served = desk.served(START, END, START).await;
    let quiet = desk.like(&served, 1).await;
    let refused = desk
        .appeals(E1)
        .await
        .file_appeal(appeal(&served.order))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "APPEAL_GROUNDLESS", "nothing is known yet");
    desk.surveyed(&served, displeased()).await;
    desk.surveyed(&quiet[0], pleased()).await;
    desk.rig.settle().await;
    let refused = desk
        .appeals(E2)
        .await
        .file_appeal(appeal(&served.order))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_YOUR_WORK_ORDER");
    let refused = desk
        .appeals(E1)
        .await
        .file_appeal(appeal(&quiet[0].order))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "APPEAL_GROUNDLESS");
    let filed = file(desk, &served.order).await;
    assert_eq!(
        (filed.state(), filed.technician_id.as_str()),
        (AppealState::Filed, "E1")
    );
    assert!(filed.available_actions.is_empty() && filed.readonly_reason.contains("own"));
    let refused = desk
        .appeals(M1)
        .await
        .file_appeal(appeal(&served.order))
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code(), rig::reason(&refused).as_str()),
        (Code::AlreadyExists, "APPEAL_FILED")
    );
    filed
}

async fn cbk_53_dsp_57_an_appealed_order_counts_for_nothing(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let filed = filed_with_grounds(&desk).await;
    let before = desk.sheet("2026-11").await;
    assert_eq!(
        (before.lines[2].bad, before.lines[2].denominator),
        (1, 2),
        "not decided yet"
    );
    let request = proto::ListScoreOrdersRequest {
        branch_id: "BJ01".to_owned(),
        technician_id: "E1".to_owned(),
        month: "2026-11".to_owned(),
        ..proto::ListScoreOrdersRequest::default()
    };
    let orders = desk
        .scores(E1)
        .await
        .list_score_orders(request)
        .await
        .unwrap()
        .into_inner()
        .orders;
    assert!(
        orders
            .iter()
            .all(|order| order.available_actions.is_empty() && !order.readonly_reason.is_empty())
    );
    let mut manager = desk.appeals(D1).await;
    let mut stale = decision(&filed, AppealDecision::ExcludeFromScore);
    stale.etag = "\"9\"".to_owned();
    let refused = manager.decide_appeal(stale).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "STALE_ETAG");
    let decided = manager
        .decide_appeal(decision(&filed, AppealDecision::ExcludeFromScore))
        .await
        .unwrap()
        .into_inner()
        .appeal
        .unwrap();
    assert_eq!(
        (
            decided.state(),
            decided.decided_by.as_str(),
            decided.decision_reason.as_str()
        ),
        (AppealState::ExcludedFromScore, "D1", "已核实")
    );
    let sheet = desk.sheet("2026-11").await;
    assert_eq!((sheet.lines[2].bad, sheet.lines[2].denominator), (0, 1));
    assert_eq!((sheet.countable, sheet.total), (1, 500));
    assert_eq!(sheet.excluded[0].reason(), ScoreExclusion::Appeal);
    let refused = manager
        .decide_appeal(decision(&decided, AppealDecision::Reject))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "APPEAL_DECIDED");
    assert_eq!(
        (desk.count("AppealFiled").await, desk.count("AppealDecided").await),
        (1, 1)
    );
}

async fn dsp_57_appeals_are_decided_before_the_month_is_closed(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let served = desk.served(START, END, START).await;
    let later = desk.like(&served, 1).await.remove(0);
    desk.surveyed(&served, displeased()).await;
    desk.surveyed(&later, displeased()).await;
    desk.rig.advance_to("2026-12-01T09:00:00+08:00").await;
    let filed = file(&desk, &served.order).await;
    let mut scores = desk.scores(D1).await;
    let refused = scores.close_month(closing("2026-11")).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "APPEALS_OPEN");
    let mut manager = desk.appeals(D1).await;
    let rejected = manager
        .decide_appeal(decision(&filed, AppealDecision::Reject))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(rejected.appeal.unwrap().state(), AppealState::Rejected);
    scores.close_month(closing("2026-11")).await.unwrap();
    let sheet = desk.sheet("2026-11").await;
    assert_eq!(
        (sheet.lines[2].bad, sheet.countable),
        (2, 2),
        "a rejected appeal changes nothing"
    );
    let refused = desk
        .appeals(E1)
        .await
        .file_appeal(appeal(&later.order))
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code(), rig::reason(&refused).as_str()),
        (Code::FailedPrecondition, "APPEAL_TOO_LATE")
    );
}

async fn dsp_57_nobody_decides_about_himself(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let served = desk.served(START, END, START).await;
    let other = desk.like(&served, 1).await.remove(0);
    desk.complains(&served.customer, "2026-11-18T10:00:00+08:00", None)
        .await;
    desk.surveyed(&other, displeased()).await;
    desk.rig.settle().await;
    let filed = file(&desk, &served.order).await;
    let second = file(&desk, &other.order).await;
    let refused = desk
        .appeals((Role::DepartmentManager, "E1"))
        .await
        .decide_appeal(decision(&filed, AppealDecision::ExcludeFromScore))
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code(), rig::reason(&refused).as_str()),
        (Code::PermissionDenied, "APPEAL_OWN")
    );
    let refused = desk
        .appeals(M1)
        .await
        .decide_appeal(decision(&filed, AppealDecision::Reject))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "ROLE_NOT_ALLOWED");
    let list = proto::ListAppealsRequest {
        branch_id: "BJ01".to_owned(),
        ..proto::ListAppealsRequest::default()
    };
    let mut manager = desk.appeals(D1).await;
    manager
        .decide_appeal(decision(&second, AppealDecision::Reject))
        .await
        .unwrap();
    let listed = manager.list_appeals(list.clone()).await.unwrap().into_inner().appeals;
    let ids: Vec<&str> = listed.iter().map(|appeal| appeal.id.as_str()).collect();
    assert_eq!(ids, [filed.id.as_str(), second.id.as_str()], "open ones first");
    assert_eq!(listed[0].available_actions, ["DecideAppeal"]);
    assert!(listed[1].available_actions.is_empty());
    let open = proto::ListAppealsRequest {
        open_only: true,
        ..list.clone()
    };
    assert_eq!(manager.list_appeals(open).await.unwrap().into_inner().appeals.len(), 1);
    let mut e2 = desk.appeals(E2).await;
    assert!(e2.list_appeals(list).await.unwrap().into_inner().appeals.is_empty());
    let get = proto::GetAppealRequest {
        appeal_id: filed.id.clone(),
    };
    let refused = e2.get_appeal(get.clone()).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "SCORE_OF_OTHERS");
    let channel = desk.rig.channel(&[Role::DepartmentManager], "SH02", "D1-S").await;
    let refused = AppealServiceClient::new(channel).get_appeal(get).await.unwrap_err();
    assert_eq!(
        (refused.code(), rig::reason(&refused).as_str()),
        (Code::NotFound, "APPEAL_NOT_FOUND")
    );
}
