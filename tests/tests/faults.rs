//! What was acknowledged survives a kill, and what was interrupted is there wholly or not at all.
#![expect(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use std::{collections::BTreeSet, path::Path};

use aftersales::demo::{World, fixture, request_id};
use aftersales_kit::{auth::Role, config::Loader, testing::scratch_dir};
use aftersales_proto::{
    dispatch::v1::ListWorkOrdersRequest,
    hotline::v1::{ListRegisterRequest, OpenTicketRequest},
};
use aftersales_tests::{desk::Desk, server::Server};

const START: [&str; 2] = ["--clock-start", "2026-11-16T09:40:00+08:00"];
/// Kills, and acknowledged tickets before each of them.
const ROUNDS: usize = 3;
const TICKETS: usize = 25;

async fn connect(server: &Server, data: &Path) -> World {
    let config = Loader::new()
        .set("data_dir", data.display().to_string())
        .load()
        .unwrap();
    World::connect(&config, server.address().parse().unwrap())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let directory = scratch_dir();
    let (mut acknowledged, mut pending) = (BTreeSet::new(), Vec::new());
    for round in 0..ROUNDS {
        let server = Server::start(directory.path(), &START).await.unwrap();
        let world = connect(&server, directory.path()).await;
        if round == 0 {
            fixture::load(&world).await.unwrap();
        }
        resolve(&world, &mut pending, &mut acknowledged).await;
        let interrupted = intake_until_killed(world, server, &mut acknowledged).await;
        pending.extend(interrupted);
    }
    let server = Server::start(directory.path(), &START).await.unwrap();
    let world = connect(&server, directory.path()).await;
    resolve(&world, &mut pending, &mut acknowledged).await;
    world.settle().await.unwrap();
    check(&world, &acknowledged).await;
}

/// Opens tickets from several callers at once; kills the server when enough are acknowledged.
async fn intake_until_killed(
    world: World,
    server: Server,
    acknowledged: &mut BTreeSet<String>,
) -> Vec<OpenTicketRequest> {
    let (customer, asset) = Desk::bj01(&world).look_up("13800000001").await;
    let (told, mut outcomes) = tokio::sync::mpsc::channel(256);
    let mut callers = Vec::new();
    for _ in 0..8 {
        let mut hotline = world.hotline(Role::Hotline, "BJ01", "H1").unwrap();
        let (told, template) = (told.clone(), Desk::bj01(&world).on_site(&customer, &asset));
        callers.push(tokio::spawn(async move {
            loop {
                let request = OpenTicketRequest {
                    request_id: request_id(),
                    ..template.clone()
                };
                let outcome = hotline.open_ticket(request.clone()).await;
                let failed = outcome.is_err();
                let told = told
                    .send((request, outcome.map(|answer| answer.into_inner().ticket.unwrap().id)))
                    .await;
                if failed || told.is_err() {
                    return;
                }
            }
        }));
    }
    drop(told);
    let (mut server, mut interrupted, mut count) = (Some(server), Vec::new(), 0);
    while let Some((request, outcome)) = outcomes.recv().await {
        match outcome {
            Ok(id) => {
                acknowledged.insert(id);
                count += 1;
            }
            Err(_) => interrupted.push(request),
        }
        if count >= TICKETS
            && let Some(server) = server.take()
        {
            server.kill().await.unwrap();
        }
    }
    interrupted
}

/// Sends every interrupted request again, with its own request id: now each is executed exactly once.
async fn resolve(world: &World, pending: &mut Vec<OpenTicketRequest>, acknowledged: &mut BTreeSet<String>) {
    let mut hotline = world.hotline(Role::Hotline, "BJ01", "H1").unwrap();
    for request in pending.drain(..) {
        let answer = hotline.open_ticket(request).await.unwrap().into_inner();
        acknowledged.insert(answer.ticket.unwrap().id);
    }
}

async fn check(world: &World, acknowledged: &BTreeSet<String>) {
    let mut hotline = world.hotline(Role::Hotline, "BJ01", "H1").unwrap();
    let (mut rows, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = ListRegisterRequest {
            branch_id: "BJ01".to_owned(),
            page_size: 200,
            page_token,
            ..ListRegisterRequest::default()
        };
        let page = hotline.list_register(request).await.unwrap().into_inner();
        rows.extend(page.rows);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    let tickets: BTreeSet<String> = rows.iter().map(|row| row.ticket_id.clone()).collect();
    assert_eq!(
        &tickets, acknowledged,
        "the register holds exactly what was acknowledged"
    );
    let numbers: BTreeSet<String> = rows.iter().map(|row| row.register_no.clone()).collect();
    let dense: BTreeSet<String> = (1..=rows.len()).map(|number| format!("BJ01-R-{number:06}")).collect();
    assert_eq!(numbers, dense, "register numbers without a gap");
    assert_eq!(
        &work_orders(world).await,
        acknowledged,
        "each ticket has its work order"
    );
}

async fn work_orders(world: &World) -> BTreeSet<String> {
    let mut dispatch = world.dispatch(Role::Coordinator, "BJ01", "C1").unwrap();
    let (mut tickets, mut page_token, mut count) = (BTreeSet::new(), String::new(), 0);
    loop {
        let request = ListWorkOrdersRequest {
            branch_id: "BJ01".to_owned(),
            page_size: 200,
            page_token,
            ..ListWorkOrdersRequest::default()
        };
        let page = dispatch.list_work_orders(request).await.unwrap().into_inner();
        count += page.work_orders.len();
        tickets.extend(page.work_orders.into_iter().map(|order| order.ticket_id));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            assert_eq!(count, tickets.len(), "one work order a ticket");
            return tickets;
        }
    }
}
