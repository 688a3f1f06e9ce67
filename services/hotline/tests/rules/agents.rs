//! Agents at the telephone, and the order of a contact: answer, record, wrap up (flow F-1).

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        rig::{fields, reason},
    },
};
use aftersales_proto::hotline::v1::{
    Agent, AgentState, CallCause, CallState, ConsultationKind, EndCallRequest, ListAgentsRequest,
    RecordConsultationRequest, SetAgentStateRequest, TakeCallRequest, WrapUpCode,
};

use crate::{
    desk::{Desk, key, refused, written},
    exchange::{Telephony, answered, ended, leg, ringing},
};

aftersales_kit::on_both_databases!(
    hot_05_nobody_leaves_a_call_without_its_need,
    hot_05_nobody_is_ready_before_the_last_call_is_wrapped_up,
    hot_19_a_contact_goes_its_way_and_no_other,
    states_follow_the_calls,
    late_news_moves_nobody_back,
    states_are_said_by_those_who_may,
);

pub fn set(state: AgentState) -> SetAgentStateRequest {
    SetAgentStateRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        state: state.into(),
        ..Default::default()
    }
}

pub async fn agents(client: &mut Telephony, state: AgentState) -> Vec<Agent> {
    let request = ListAgentsRequest {
        branch_id: "BJ01".to_owned(),
        state: state.into(),
        ..Default::default()
    };
    client.list_agents(request).await.unwrap().into_inner().agents
}

async fn state_of(client: &mut Telephony, agent: &str) -> AgentState {
    let found = agents(client, AgentState::Unspecified).await;
    let own = found.iter().find(|found| found.agent_id == agent);
    own.map_or(AgentState::Offline, Agent::state)
}

fn wrap_up(call: &str, code: WrapUpCode) -> EndCallRequest {
    EndCallRequest {
        request_id: key(),
        call_id: call.to_owned(),
        wrap_up: code.into(),
        need_summary: "无法开机".to_owned(),
        ..EndCallRequest::default()
    }
}

async fn hot_05_nobody_leaves_a_call_without_its_need(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    let id = desk
        .tell([
            ringing("c", 10),
            answered("c", 14),
            ended("c", 50, CallCause::Completed),
        ])
        .await;
    for state in [AgentState::Available, AgentState::Break, AgentState::Offline] {
        let status = h1.set_agent_state(set(state)).await.unwrap_err();
        assert_eq!(reason(&status), "CALL_NOT_WRAPPED_UP", "{state:?}");
    }
    for need in ["", " \n"] {
        let bare = EndCallRequest {
            need_summary: need.to_owned(),
            ..wrap_up(&id, WrapUpCode::WrongNumber)
        };
        assert_eq!(
            fields(&desk.hotline.end_call(bare).await.unwrap_err()),
            ["need_summary"]
        );
    }
    assert_eq!(desk.told_call(&id).await.state(), CallState::WrapUp);
    desk.hotline
        .end_call(wrap_up(&id, WrapUpCode::WrongNumber))
        .await
        .unwrap();
    let call = desk.told_call(&id).await;
    assert_eq!(
        (call.state(), call.need_summary.as_str()),
        (CallState::Ended, "无法开机")
    );
    h1.set_agent_state(set(AgentState::Break)).await.unwrap();
}

async fn hot_19_a_contact_goes_its_way_and_no_other(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    let id = desk.tell([ringing("c", 10)]).await;
    let take = || TakeCallRequest {
        request_id: key(),
        call_id: id.clone(),
    };
    let repair = || aftersales_proto::hotline::v1::OpenTicketRequest {
        request_id: key(),
        call_id: id.clone(),
        channel: aftersales_proto::hotline::v1::IntakeChannel::Phone.into(),
        ..written()
    };
    let question = || RecordConsultationRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        call_id: id.clone(),
        kind: ConsultationKind::Technical.into(),
        caller_name: "王芳".to_owned(),
        caller_phone: "13800000001".to_owned(),
        question: "怎么重装系统？".to_owned(),
        answer: "用恢复盘".to_owned(),
        ..Default::default()
    };
    // nothing is recorded before the answer
    let ringing = desk.told_call(&id).await;
    assert_eq!(
        (ringing.state(), ringing.available_actions),
        (CallState::Ringing, vec!["TakeCall".to_owned()])
    );
    assert_eq!(refused(desk.hotline.open_ticket(repair()).await), "CALL_NOT_ANSWERED");
    assert_eq!(
        refused(desk.hotline.record_consultation(question()).await),
        "CALL_NOT_ANSWERED"
    );
    let early = wrap_up(&id, WrapUpCode::WrongNumber);
    assert_eq!(refused(desk.hotline.end_call(early).await), "CALL_NOT_ANSWERED");
    // answered once, by one
    let taken = h1.take_call(take()).await.unwrap().into_inner().call.unwrap();
    assert_eq!((taken.state(), taken.agent_id.as_str()), (CallState::Answered, "H1"));
    let mut chief = desk.telephony(Role::Chief, "BJ01", "M1").await;
    assert_eq!(refused(chief.take_call(take()).await), "CALL_TAKEN");
    // no wrap-up that is not so
    let too_soon = wrap_up(&id, WrapUpCode::TicketOpened);
    assert_eq!(refused(desk.hotline.end_call(too_soon).await), "WRAP_UP_NEEDS_TICKET");
    let too_soon = wrap_up(&id, WrapUpCode::Consulted);
    assert_eq!(
        refused(desk.hotline.end_call(too_soon).await),
        "WRAP_UP_NEEDS_CONSULTATION"
    );
    // while talking or tidying up, the need is served
    desk.tell([ended("c", 39, CallCause::Completed)]).await;
    assert_eq!(desk.told_call(&id).await.state(), CallState::WrapUp);
    let ticket = desk.open(repair()).await;
    assert_eq!(ticket.call_id, id);
    desk.hotline
        .end_call(wrap_up(&id, WrapUpCode::TicketOpened))
        .await
        .unwrap();
    // over is over
    assert_eq!(refused(desk.hotline.open_ticket(repair()).await), "CALL_ENDED");
    let again = wrap_up(&id, WrapUpCode::TicketOpened);
    assert_eq!(refused(desk.hotline.end_call(again).await), "CALL_ENDED");
    assert_eq!(refused(h1.take_call(take()).await), "CALL_ENDED");
    let mut other = desk.telephony(Role::Hotline, "SH02", "H1-S").await;
    assert_eq!(refused(other.take_call(take()).await), "CALL_NOT_FOUND");
}

async fn states_follow_the_calls(db: TestDb) {
    let desk = Desk::start_at(&db, "2026-11-16T09:39:00+08:00").await;
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    assert!(agents(&mut h1, AgentState::Unspecified).await.is_empty());
    h1.set_agent_state(set(AgentState::Available)).await.unwrap();
    let mut m1 = desk.telephony(Role::Chief, "BJ01", "M1").await;
    m1.set_agent_state(set(AgentState::Available)).await.unwrap();
    let at = |second: u32| format!("2026-11-16T09:39:{second:02}+08:00");
    desk.rig.advance_to(&at(30)).await;
    desk.tell([leg("l1", "H1", ringing("c", 10))]).await;
    assert_eq!(state_of(&mut h1, "H1").await, AgentState::Ringing);
    let id = desk.tell([leg("l1", "H1", answered("c", 14))]).await;
    let own = agents(&mut h1, AgentState::Talking).await;
    assert_eq!((own[0].agent_id.as_str(), own[0].call_id.as_str()), ("H1", id.as_str()));
    // passed on to the chief: nobody owes the wrap-up but he
    desk.tell([leg("l2", "M1", ringing("c", 20)), leg("l2", "M1", answered("c", 22))])
        .await;
    desk.tell([leg("l1", "H1", ended("c", 23, CallCause::Transferred))])
        .await;
    assert_eq!(state_of(&mut h1, "H1").await, AgentState::Available);
    assert_eq!(state_of(&mut h1, "M1").await, AgentState::Talking);
    desk.tell([leg("l2", "M1", ended("c", 29, CallCause::Completed))]).await;
    assert_eq!(state_of(&mut h1, "M1").await, AgentState::WrapUp);
    let mut chief = desk.client(Role::Chief, "BJ01", "M1").await;
    chief.end_call(wrap_up(&id, WrapUpCode::WrongNumber)).await.unwrap();
    assert_eq!(state_of(&mut h1, "M1").await, AgentState::Available);
    // a ring in vain leaves him available
    desk.rig.advance_to(&at(59)).await;
    desk.tell([leg("l1", "H1", ringing("d", 40))]).await;
    assert_eq!(state_of(&mut h1, "H1").await, AgentState::Ringing);
    desk.tell([leg("l1", "H1", ended("d", 55, CallCause::NoAnswer))]).await;
    assert_eq!(state_of(&mut h1, "H1").await, AgentState::Available);
}

async fn late_news_moves_nobody_back(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    h1.set_agent_state(set(AgentState::Available)).await.unwrap();
    h1.set_agent_state(set(AgentState::Break)).await.unwrap();
    desk.tell([ringing("c", 10), answered("c", 14)]).await;
    assert_eq!(
        state_of(&mut h1, "H1").await,
        AgentState::Break,
        "the call was before the break"
    );
}

async fn states_are_said_by_those_who_may(db: TestDb) {
    let desk = Desk::start(&db).await;
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    for state in [AgentState::Ringing, AgentState::Talking] {
        let status = h1.set_agent_state(set(state)).await.unwrap_err();
        assert_eq!(reason(&status), "AGENT_STATE_FOLLOWS_CALLS");
        assert_eq!(fields(&status), ["state"]);
    }
    let of = |agent: &str| SetAgentStateRequest {
        agent_id: agent.to_owned(),
        ..set(AgentState::Break)
    };
    let status = h1.set_agent_state(of("M1")).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (tonic::Code::PermissionDenied, "OTHER_AGENT".to_owned())
    );
    let mut chief = desk.telephony(Role::Chief, "BJ01", "M1").await;
    chief.set_agent_state(of("H1")).await.unwrap();
    assert_eq!(refused(chief.set_agent_state(of("H1-S")).await), "AGENT_NOT_HERE");
    let stale = SetAgentStateRequest {
        etag: "\"7\"".to_owned(),
        ..set(AgentState::Available)
    };
    assert_eq!(refused(h1.set_agent_state(stale).await), "STALE_ETAG");
    let mut other = desk.telephony(Role::Hotline, "SH02", "H1-S").await;
    assert_eq!(
        refused(other.set_agent_state(set(AgentState::Break)).await),
        "BRANCH_UNKNOWN"
    );
    let mut technician = desk.telephony(Role::Technician, "BJ01", "E1").await;
    let status = technician.set_agent_state(set(AgentState::Break)).await.unwrap_err();
    assert_eq!(status.code(), tonic::Code::PermissionDenied);
}

async fn hot_05_nobody_is_ready_before_the_last_call_is_wrapped_up(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut h1 = desk.telephony(Role::Hotline, "BJ01", "H1").await;
    let first = desk
        .tell([ringing("c", 2), answered("c", 4), ended("c", 10, CallCause::Completed)])
        .await;
    let second = desk
        .tell([
            ringing("d", 20),
            answered("d", 24),
            ended("d", 30, CallCause::Completed),
        ])
        .await;
    desk.hotline
        .end_call(wrap_up(&second, WrapUpCode::WrongNumber))
        .await
        .unwrap();
    let own = agents(&mut h1, AgentState::WrapUp).await;
    assert_eq!(own[0].call_id, first, "the first one is still owed");
    desk.hotline
        .end_call(wrap_up(&first, WrapUpCode::WrongNumber))
        .await
        .unwrap();
    assert_eq!(state_of(&mut h1, "H1").await, AgentState::Available);
}
