//! Batches of commands from phones that were offline.

use aftersales_kit::{
    auth::Role,
    id::WorkOrderId,
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    common::v1::Refusal,
    dispatch::v1::{
        CommandDone, CommandResult, ConfirmManualReadRequest, ContactResult, CreateWorkOrderRequest, OfflineCommand,
        Presence, SetPresenceRequest, UploadCommandsRequest, UploadCommandsResponse, WorkOrderState,
        command_result::Outcome, complete_visit_request::Result as Told, offline_command::Command,
        offline_service_client::OfflineServiceClient,
    },
};
use tonic::{Code, Request};

use super::desk::{
    C1, Desk, E1, Step, appointment, arrival, assignment, attempt, completion, departure, key, no_parts, promise,
    repaired, report, time,
};
use super::desk_flow::own_job;

on_both_databases!(
    offline_a_batch_is_carried_out_in_order_and_once,
    offline_a_refusal_holds_back_its_own_order_only,
    offline_each_command_is_checked_by_itself,
    offline_each_command_needs_its_own_access,
    offline_a_batch_has_bounds_and_a_key,
    dsp_34_dsp_35_a_job_written_down_without_network_goes_on_under_its_own_id,
);

const NOW: &str = "2026-11-16T09:40:00+08:00";
const START: &str = "2026-11-16T14:00:00+08:00";
const END: &str = "2026-11-16T16:00:00+08:00";

fn batch(commands: Vec<Command>) -> UploadCommandsRequest {
    let entry = |command| OfflineCommand { command: Some(command) };
    UploadCommandsRequest {
        request_id: key(),
        commands: commands.into_iter().map(entry).collect(),
    }
}

async fn upload(
    desk: &Desk,
    (role, code): (Role, &str),
    branch: &str,
    batch: &UploadCommandsRequest,
) -> Step<UploadCommandsResponse> {
    let mut client = OfflineServiceClient::new(desk.rig.channel(&[role], branch, code).await);
    let mut request = Request::new(batch.clone());
    request
        .metadata_mut()
        .insert("accept-language", "zh-CN".parse().unwrap());
    let answer = client.upload_commands(request).await;
    answer.map(tonic::Response::into_inner).map_err(Box::new)
}

async fn sent(desk: &Desk, who: (Role, &str), batch: &UploadCommandsRequest) -> Vec<CommandResult> {
    upload(desk, who, "BJ01", batch).await.unwrap().results
}

fn done(result: &CommandResult) -> &CommandDone {
    match result.outcome.as_ref().unwrap() {
        Outcome::Done(done) => done,
        Outcome::Refused(refusal) => panic!("refused: {refusal:?}"),
    }
}

fn refused(result: &CommandResult) -> &Refusal {
    match result.outcome.as_ref().unwrap() {
        Outcome::Refused(refusal) => refusal,
        Outcome::Done(done) => panic!("executed: {done:?}"),
    }
}

/// A whole day at a customer, as a phone without network kept it.
fn day(order: &str) -> Vec<Command> {
    let mut left = departure(order);
    left.at = time("2026-11-16T13:30:00+08:00");
    let mut there = arrival(order);
    there.at = time("2026-11-16T14:05:00+08:00");
    let mut ended = completion(order, Told::Repaired(repaired("2026-11-16T15:00:00+08:00")));
    ended.at = time("2026-11-16T15:00:00+08:00");
    vec![
        Command::Depart(left),
        Command::Arrive(there),
        Command::CompleteVisit(ended),
        Command::ReportCompletion(report(order)),
    ]
}

async fn offline_a_batch_is_carried_out_in_order_and_once(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.assigned().await;
    let morning = batch(vec![
        Command::LogContact(attempt(&id, ContactResult::Reached, Some(NOW))),
        Command::PromiseVisit(promise(&id, START, END)),
        Command::ReportAppointment(appointment(&id)),
        Command::DeclareNoParts(no_parts(&id)),
    ]);
    let results = sent(&desk, E1, &morning).await;
    let states: Vec<WorkOrderState> = results.iter().map(|result| done(result).state()).collect();
    let promised = WorkOrderState::Promised;
    assert_eq!(
        states,
        [WorkOrderState::Contacted, promised, promised, WorkOrderState::Ready]
    );
    desk.rig.advance_to("2026-11-16T17:00:00+08:00").await;
    let evening = batch(day(&id));
    let results = sent(&desk, E1, &evening).await;
    assert_eq!(done(&results[3]).etag, desk.order(&id).await.etag);
    let visit = desk.order(&id).await.visits.remove(0);
    assert_eq!(visit.arrived_at, time("2026-11-16T14:05:00+08:00"), "when it happened");
    // the phone did not hear the answer: the batch comes again, and once more beside something new
    assert_eq!(sent(&desk, E1, &evening).await, results);
    let mut wider = evening.clone();
    wider.request_id = key();
    let presence = SetPresenceRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        technician_id: "E1".to_owned(),
        presence: Presence::OffDuty.into(),
    };
    wider
        .commands
        .extend(batch(vec![Command::SetPresence(presence)]).commands);
    let again = sent(&desk, E1, &wider).await;
    assert_eq!(again[..4], results[..]);
    assert_eq!(done(&again[4]), &CommandDone::default());
    assert_eq!(desk.count("TechnicianArrived").await, 1);
    // a command that came in a batch is the same command when it comes alone
    let Some(Command::Arrive(alone)) = evening.commands[1].command.clone() else {
        unreachable!()
    };
    let arrived = desk.arrive(E1, alone).await.unwrap().work_order.unwrap();
    assert_eq!(arrived.state(), WorkOrderState::OnSite);
}

async fn offline_a_refusal_holds_back_its_own_order_only(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let (one, two) = (desk.assigned().await, desk.assigned().await);
    let too_early = promise(&one, START, END);
    let first = too_early.request_id.clone();
    let commands = vec![
        Command::PromiseVisit(too_early),
        Command::LogContact(attempt(&two, ContactResult::Reached, None)),
        Command::LogContact(attempt(&one, ContactResult::Reached, None)),
        Command::PromiseVisit(promise(&two, START, END)),
    ];
    let results = sent(&desk, E1, &batch(commands.clone())).await;
    let refusal = refused(&results[0]);
    assert_eq!((refusal.reason.as_str(), refusal.code), ("WORK_ORDER_STATE", 9));
    assert_eq!(refusal.metadata["state"], "ASSIGNED");
    assert!(
        refusal.message.contains("派工单"),
        "in the language asked for: {}",
        refusal.message
    );
    let held = refused(&results[2]);
    assert_eq!(
        (held.reason.as_str(), &held.metadata["request_id"]),
        ("DEPENDS_ON_FAILED", &first)
    );
    assert_eq!(done(&results[1]).state(), WorkOrderState::Contacted);
    assert_eq!(done(&results[3]).state(), WorkOrderState::Promised);
    assert_eq!(desk.state(&one).await, WorkOrderState::Assigned, "not carried out");
    // without the refused one the step goes through
    let mended = batch(commands.into_iter().skip(1).collect());
    let results = sent(&desk, E1, &mended).await;
    assert_eq!(done(&results[1]).state(), WorkOrderState::Contacted);
}

async fn offline_each_command_is_checked_by_itself(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let (one, two) = (desk.assigned().await, desk.assigned().await);
    let mut bad = attempt(&one, ContactResult::Reached, None);
    bad.channel = 0;
    bad.note = "x".repeat(1_001);
    let mut batch = batch(vec![
        Command::LogContact(bad),
        Command::LogContact(attempt(&two, ContactResult::Reached, None)),
    ]);
    batch.commands.push(OfflineCommand { command: None });
    let results = sent(&desk, E1, &batch).await;
    let refusal = refused(&results[0]);
    let fields: Vec<&str> = refusal.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(
        (refusal.reason.as_str(), fields),
        ("INVALID_REQUEST", vec!["channel", "note"])
    );
    assert_eq!(done(&results[1]).work_order_id, two);
    assert_eq!(refused(&results[2]).fields[0].field, "command");
}

async fn offline_each_command_needs_its_own_access(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let start = "2026-11-17T14:00:00+08:00";
    let id = desk.on_site(start, "2026-11-17T16:00:00+08:00", start).await;
    let completing = || {
        let told = Told::Repaired(repaired(start));
        batch(vec![Command::CompleteVisit(completion(&id, told))])
    };
    let refusal = refused(&sent(&desk, C1, &completing()).await[0]).clone();
    assert_eq!(
        (refusal.reason.as_str(), refusal.code),
        ("ROLE_NOT_ALLOWED", i32::from(Code::PermissionDenied))
    );
    let elsewhere = upload(&desk, (Role::Technician, "E1-S"), "SH02", &completing())
        .await
        .unwrap();
    assert_eq!(refused(&elsewhere.results[0]).reason, "WORK_ORDER_NOT_FOUND");
    let other = sent(&desk, (Role::Technician, "E2"), &completing()).await;
    assert_eq!(refused(&other[0]).reason, "NOT_YOUR_WORK_ORDER");
    let outsider = upload(&desk, (Role::Hotline, "H1"), "BJ01", &completing())
        .await
        .unwrap_err();
    assert_eq!(outsider.code(), Code::PermissionDenied);
    assert_eq!(desk.state(&id).await, WorkOrderState::OnSite);
    let reassigned = desk
        .assign_technician(E1, assignment(&id, "E2", "x"))
        .await
        .unwrap_err();
    assert_eq!(reassigned.code(), Code::PermissionDenied);
}

async fn offline_a_batch_has_bounds_and_a_key(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.assigned().await;
    let one = || Command::LogContact(attempt(&id, ContactResult::NoAnswer, None));
    let none = upload(&desk, E1, "BJ01", &batch(Vec::new())).await.unwrap_err();
    assert_eq!(rig::fields(&none), ["commands"]);
    let many = batch(std::iter::repeat_with(one).take(101).collect());
    let many = upload(&desk, E1, "BJ01", &many).await.unwrap_err();
    assert_eq!(rig::fields(&many), ["commands"]);
    let first = batch(vec![one()]);
    sent(&desk, E1, &first).await;
    let mut other = batch(vec![one()]);
    other.request_id = first.request_id;
    let reused = upload(&desk, E1, "BJ01", &other).await.unwrap_err();
    assert_eq!(rig::reason(&reused), "REQUEST_ID_REUSED");
}

async fn dsp_34_dsp_35_a_job_written_down_without_network_goes_on_under_its_own_id(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T21:00:00+08:00").await;
    let id = WorkOrderId::new().to_string();
    let form = CreateWorkOrderRequest {
        work_order_id: id.clone(),
        requested_at: time("2026-11-16T10:00:00+08:00"),
        ..own_job()
    };
    let mut agreed = promise(&id, START, END);
    agreed.at = time("2026-11-16T10:10:00+08:00");
    let read = ConfirmManualReadRequest {
        request_id: key(),
        work_order_id: id.clone(),
        etag: String::new(),
    };
    let mut commands = vec![
        Command::CreateWorkOrder(form.clone()),
        Command::ConfirmManualRead(read),
        Command::PromiseVisit(agreed),
        Command::DeclareNoParts(no_parts(&id)),
    ];
    commands.extend(day(&id));
    let evening = batch(commands);
    let results = sent(&desk, E1, &evening).await;
    assert_eq!(results.len(), 8);
    assert!(results.iter().all(|result| done(result).work_order_id == id));
    assert_eq!(done(&results[7]).state(), WorkOrderState::PartsSettled);
    let order = desk.order(&id).await;
    assert!(order.missed_services.is_empty() && order.manual.unwrap().read_at.is_some());
    assert_eq!(sent(&desk, E1, &evening).await, results);
    assert_eq!(desk.count("WorkOrderCreated").await, 1);
    // the id belongs to that order, and holds the time at which it was made
    let again = CreateWorkOrderRequest {
        request_id: key(),
        ..form.clone()
    };
    let lone = |form| {
        batch(vec![
            Command::CreateWorkOrder(form),
            Command::DeclareNoParts(no_parts(&id)),
        ])
    };
    let results = sent(&desk, E1, &lone(again)).await;
    assert_eq!(refused(&results[0]).reason, "WORK_ORDER_ID_TAKEN");
    assert_eq!(refused(&results[1]).reason, "DEPENDS_ON_FAILED");
    let random = CreateWorkOrderRequest {
        request_id: key(),
        work_order_id: uuid::Uuid::from_u128(4).to_string(),
        ..form
    };
    let results = sent(&desk, E1, &lone(random)).await;
    assert_eq!(refused(&results[0]).fields[0].field, "work_order_id");
}
