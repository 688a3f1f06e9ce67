//! Clients in other languages against the real binary: Python driven by server reflection alone, Node over gRPC-Web.
#![expect(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use std::path::Path;

use aftersales::demo::{World, fixture, request_id};
use aftersales_kit::{
    auth::Role,
    config::{Config, Loader},
    testing::scratch_dir,
};
use aftersales_proto::hotline::v1::LookUpCallerRequest;
use aftersales_tests::{
    clients::Client,
    server::{Bearer, Server},
};
use serde_json::{Value, json};

const START: [&str; 2] = ["--clock-start", "2026-11-16T09:40:00+08:00"];

async fn world(server: &Server, data: &Path) -> World {
    let config: Config = Loader::new()
        .set("data_dir", data.display().to_string())
        .load()
        .unwrap();
    let world = World::connect(&config, server.address().parse().unwrap())
        .await
        .unwrap();
    fixture::load(&world).await.unwrap();
    world
}

/// An OpenTicketRequest as protobuf JSON.
async fn request(world: &World) -> Value {
    let look_up = LookUpCallerRequest {
        branch_id: "BJ01".to_owned(),
        phone: "13800000001".to_owned(),
        customer_id: String::new(),
    };
    let mut hotline = world.hotline(Role::Hotline, "BJ01", "H1").unwrap();
    let found = hotline
        .look_up_caller(look_up)
        .await
        .unwrap()
        .into_inner()
        .matches
        .remove(0);
    json!({
        "requestId": request_id(),
        "branchId": "BJ01",
        "channel": "INTAKE_CHANNEL_ONLINE",
        "customerId": found.customer.unwrap().id,
        "assetId": found.assets[0].asset.as_ref().unwrap().id,
        "needSummary": "无法开机 𠮷",
        "faultKind": "FAULT_KIND_HARDWARE",
        "mode": "SERVICE_MODE_ON_SITE",
        "contact": {
            "name": "王芳",
            "phone": "13800000001",
            "address": "北京市海淀区学院路5号",
            "zone": "ZONE_IN_AREA",
            "siteCondition": "office",
        },
        "readBackConfirmed": true,
    })
}

async fn open_with(client: Client) -> Value {
    let directory = scratch_dir();
    let server = Server::start(directory.path(), &START).await.unwrap();
    let world = world(&server, directory.path()).await;
    let hotline = Bearer {
        role: "hotline",
        branch: "BJ01",
        subject: "H1",
    };
    let order = json!({
        "address": server.address(),
        "token": server.token(hotline).await.unwrap(),
        "request": request(&world).await,
        "follow": ["aftersales.hotline.v1.TicketOpened", "aftersales.hotline.v1.TicketHandedOver"],
    });
    let answer = client.run(&order).await.unwrap();
    let (status, _) = server.stop().await.unwrap();
    assert!(status.success());
    answer
}

fn types(timeline: &Value) -> Vec<&str> {
    let entries = timeline.as_array().unwrap().iter();
    entries
        .filter_map(|entry| entry["type"].as_str()?.rsplit('.').next())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn python_opens_a_ticket_by_reflection_and_reads_its_timeline() {
    let answer = open_with(Client::Python).await;
    assert_eq!(answer["ticket"]["registerNo"], "BJ01-R-000001", "{answer}");
    assert!(types(&answer["timeline"]).contains(&"TicketOpened"), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn node_opens_a_ticket_over_grpc_web_and_follows_the_feed() {
    let answer = open_with(Client::Node).await;
    assert_eq!(answer["ticket"]["registerNo"], "BJ01-R-000001", "{answer}");
    assert_eq!(answer["ticket"]["needSummary"], "无法开机 𠮷", "X6");
    assert!(types(&answer["timeline"]).contains(&"TicketOpened"), "{answer}");
    assert!(types(&answer["events"]).contains(&"TicketHandedOver"), "{answer}");
}
