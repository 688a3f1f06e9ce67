//! Pops on the screens of agents: in order, masked as the role is, resumed where they stopped.

use std::{collections::VecDeque, time::Duration};

use aftersales_kit::{
    auth::Role,
    testing::{TestDb, rig::reason},
};
use aftersales_proto::hotline::v1::{CallCause, Pop, PopKind, WatchPopsRequest, WatchPopsResponse};
use tonic::Streaming;
use tonic_types::StatusExt as _;

use crate::{
    desk::{Desk, refused},
    exchange::{Telephony, answered, ended, leg, ringing},
};

aftersales_kit::on_both_databases!(
    hot_21_a_call_pops_up_at_the_agent_it_rings_at,
    pops_go_on_where_they_stopped,
    a_stream_ends_with_its_token_when_the_server_stops,
    pops_are_shown_to_those_who_may,
);

fn wanted(agent: &str, resume_token: &str) -> WatchPopsRequest {
    WatchPopsRequest {
        branch_id: "BJ01".to_owned(),
        agent_id: agent.to_owned(),
        resume_token: resume_token.to_owned(),
    }
}

/// A stream that is read pop by pop.
struct Pops {
    stream: Streaming<WatchPopsResponse>,
    read: VecDeque<Pop>,
    token: String,
}

impl Pops {
    /// The next pop; the token of its answer is in `token`.
    async fn next(&mut self) -> Pop {
        loop {
            if let Some(pop) = self.read.pop_front() {
                return pop;
            }
            let read = tokio::time::timeout(Duration::from_secs(20), self.stream.message());
            let answer = read.await.expect("an answer in time").unwrap().unwrap();
            assert_eq!(answer.is_heartbeat, answer.pops.is_empty());
            self.read.extend(answer.pops);
            self.token = answer.resume_token;
        }
    }
}

async fn watch(client: &mut Telephony, agent: &str, token: &str) -> Pops {
    Pops {
        stream: client.watch_pops(wanted(agent, token)).await.unwrap().into_inner(),
        read: VecDeque::new(),
        token: String::new(),
    }
}

async fn hot_21_a_call_pops_up_at_the_agent_it_rings_at(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    let mut chief = desk.telephony(Role::Chief, "BJ01", "M1").await;
    let mut pops = watch(&mut h1, "", "").await;
    let mut chiefs = watch(&mut chief, "", "").await;
    let id = desk
        .tell([leg("l1", "H1", ringing("c", 10)), leg("l1", "H1", answered("c", 14))])
        .await;
    let pop = pops.next().await;
    assert_eq!(
        (pop.kind(), pop.call_id.as_str(), pop.line_id.as_str()),
        (PopKind::Ringing, id.as_str(), "400-1")
    );
    assert_eq!(
        (pop.caller_phone.as_str(), pop.phone_masked, pop.is_snapshot),
        ("13800000001", false, false)
    );
    assert_eq!(pops.next().await.kind(), PopKind::Answered);
    desk.tell([
        leg("l2", "M1", ringing("c", 20)),
        leg("l1", "H1", ended("c", 22, CallCause::Transferred)),
        leg("l2", "M1", answered("c", 22)),
        leg("l2", "M1", ended("c", 40, CallCause::Completed)),
    ])
    .await;
    let pop = pops.next().await;
    assert_eq!(
        (pop.kind(), pop.cause()),
        (PopKind::Transferred, CallCause::Transferred)
    );
    for kind in [PopKind::Ringing, PopKind::Answered, PopKind::Ended] {
        assert_eq!(chiefs.next().await.kind(), kind);
    }
}

async fn pops_go_on_where_they_stopped(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    desk.tell([ringing("c", 10)]).await;
    desk.rig.settle().await;
    let mut pops = watch(&mut h1, "", "").await;
    let pop = pops.next().await;
    assert_eq!(
        (pop.kind(), pop.is_snapshot),
        (PopKind::Ringing, true),
        "it rings already"
    );
    let token = pops.token.clone();
    drop(pops);
    desk.tell([answered("c", 14), ended("c", 39, CallCause::Completed)])
        .await;
    let mut pops = watch(&mut h1, "", &token).await;
    let kinds = [pops.next().await.kind(), pops.next().await.kind()];
    assert_eq!(kinds, [PopKind::Answered, PopKind::Ended]);
    assert_eq!(refused(h1.watch_pops(wanted("", "garbage")).await), "CURSOR_INVALID");
}

async fn a_stream_ends_with_its_token_when_the_server_stops(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    let mut pops = watch(&mut h1, "", "").await;
    desk.tell([ringing("c", 10)]).await;
    assert_eq!(pops.next().await.kind(), PopKind::Ringing);
    drop(desk);
    let status = loop {
        match pops.stream.message().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("it ended without a reason"),
            Err(status) => break status,
        }
    };
    assert_eq!(
        (status.code(), reason(&status)),
        (tonic::Code::Unavailable, "STOPPING".to_owned())
    );
    let token = status.get_details_error_info().unwrap().metadata["cursor"].clone();
    let desk = Desk::start(&db).await;
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    let mut pops = watch(&mut h1, "", &token).await;
    desk.tell([answered("c", 14)]).await;
    assert_eq!(
        pops.next().await.kind(),
        PopKind::Answered,
        "nothing is lost, nothing comes twice"
    );
}

async fn pops_are_shown_to_those_who_may(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut softphone = desk.exchange().await;
    let mut pops = watch(&mut softphone, "H1", "").await;
    desk.tell([ringing("c", 10)]).await;
    let pop = pops.next().await;
    assert_eq!((pop.caller_phone.as_str(), pop.phone_masked), ("138****0001", true));
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    assert_eq!(refused(h1.watch_pops(wanted("M1", "")).await), "OTHER_AGENT");
    let mut other = desk.telephony(Role::Hotline, "SH02", "H1-S").await;
    assert_eq!(refused(other.watch_pops(wanted("", "")).await), "BRANCH_UNKNOWN");
    let mut technician = desk.telephony(Role::Technician, "BJ01", "E1").await;
    let status = technician.watch_pops(wanted("", "")).await.unwrap_err();
    assert_eq!(status.code(), tonic::Code::PermissionDenied);
}
