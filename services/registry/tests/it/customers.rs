//! Customers and what is known of them alone (X-20, X-21, HOT-21, story S25).

use aftersales_kit::testing::TestDb;
use aftersales_proto::registry::v1::{FindCustomersRequest, GetCustomerRequest, UpdateCustomerRequest, registry_event};
use tonic::Code;

use crate::support::{Client, Registry, address, at, customer, fact, key, phone, reason, refusal, wang_fang};

aftersales_kit::on_both_databases!(
    hot_21_a_customer_is_found_by_phone_in_any_notation,
    hot_21_a_customer_is_found_by_name_in_any_notation,
    x_21_an_update_replaces_and_confirms,
    x_1_creating_twice_with_one_key_makes_one_customer,
    x_6_chinese_text_round_trips,
    customers_are_listed_page_by_page_newest_first,
);

pub fn by_phone(number: &str) -> FindCustomersRequest {
    FindCustomersRequest {
        phone: number.to_owned(),
        ..Default::default()
    }
}

pub async fn found(client: &mut Client, request: FindCustomersRequest) -> Vec<String> {
    let customers = client.find_customers(request).await.unwrap().into_inner().customers;
    customers.into_iter().map(|customer| customer.name).collect()
}

async fn hot_21_a_customer_is_found_by_phone_in_any_notation(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let mut request = customer("王芳", "138-0000-0001");
    request.phones.push(phone("(010) 6510 0000"));
    let created = hotline
        .create_customer(request)
        .await
        .unwrap()
        .into_inner()
        .customer
        .unwrap();
    assert_eq!(created.phones[0].number, "+86 13800000001");
    for number in [
        "13800000001",
        "+86 138 0000 0001",
        "0086-13800000001",
        "１３８０００００００１",
        "＋８６（138）00000001",
        "010-65100000",
        "+86 10 65100000",
    ] {
        assert_eq!(found(&mut hotline, by_phone(number)).await, ["王芳"], "{number}");
    }
    for number in ["13800000002", "+1 13800000001", "65100000"] {
        assert!(found(&mut hotline, by_phone(number)).await.is_empty(), "{number}");
    }
    let both = FindCustomersRequest {
        name: "李强".to_owned(),
        ..by_phone("13800000001")
    };
    assert!(found(&mut hotline, both).await.is_empty(), "both must fit");
    let nothing = hotline
        .find_customers(FindCustomersRequest::default())
        .await
        .unwrap_err();
    assert_eq!(refusal(&nothing), (Code::InvalidArgument, "INVALID_REQUEST".to_owned()));
}

async fn hot_21_a_customer_is_found_by_name_in_any_notation(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    hotline
        .create_customer(customer("ACME 有限公司", "13800000003"))
        .await
        .unwrap();
    for name in ["acme 有限公司", " ＡＣＭＥ　有限公司 "] {
        let request = FindCustomersRequest {
            name: name.to_owned(),
            ..Default::default()
        };
        assert_eq!(found(&mut hotline, request).await, ["ACME 有限公司"], "{name}");
    }
    let part = FindCustomersRequest {
        name: "ACME".to_owned(),
        ..Default::default()
    };
    assert!(found(&mut hotline, part).await.is_empty(), "whole names only");
    let blank = FindCustomersRequest {
        name: " \u{3000}".to_owned(),
        ..Default::default()
    };
    assert_eq!(
        reason(&hotline.find_customers(blank).await.unwrap_err()),
        "INVALID_REQUEST"
    );
}

pub fn update(id: &str, name: &str) -> UpdateCustomerRequest {
    UpdateCustomerRequest {
        request_id: key(),
        customer_id: id.to_owned(),
        name: name.to_owned(),
        phones: vec![phone("13800000001")],
        addresses: vec![address("海淀区知春路 2 号")],
        ..Default::default()
    }
}

async fn x_21_an_update_replaces_and_confirms(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let created = wang_fang(&mut hotline).await;
    assert_eq!(created.profile_confirmed_at, Some(at("2026-11-16 09:40")));
    registry.rig.advance_to("2026-11-17T10:00:00+08:00").await;
    let before = registry.events().await.len();
    let same = hotline
        .update_customer(update(&created.id, "王芳"))
        .await
        .unwrap()
        .into_inner()
        .customer
        .unwrap();
    assert_eq!(
        (same.etag, registry.events().await.len()),
        (created.etag.clone(), before),
        "nothing changed"
    );
    let mut moved = update(&created.id, "王芳");
    moved.phones = vec![phone("13900000001")];
    moved.etag.clone_from(&created.etag);
    let moved = hotline
        .update_customer(moved)
        .await
        .unwrap()
        .into_inner()
        .customer
        .unwrap();
    assert_eq!(
        (moved.profile_confirmed_at, moved.updated_at),
        (created.profile_confirmed_at, Some(at("2026-11-17 10:00")))
    );
    assert!(
        found(&mut hotline, by_phone("13800000001")).await.is_empty(),
        "the old number is gone"
    );
    assert_eq!(found(&mut hotline, by_phone("13900000001")).await, ["王芳"]);
    let mut stale = update(&created.id, "李四");
    stale.etag = created.etag;
    assert_eq!(
        refusal(&hotline.update_customer(stale).await.unwrap_err()),
        (Code::Aborted, "STALE_ETAG".to_owned())
    );
    let mut confirm = update(&created.id, "王芳");
    confirm.phones = vec![phone("139 0000 0001")];
    confirm.confirmed_with_customer = true;
    let confirmed = hotline
        .update_customer(confirm)
        .await
        .unwrap()
        .into_inner()
        .customer
        .unwrap();
    assert_eq!(confirmed.profile_confirmed_at, Some(at("2026-11-17 10:00")));
    let told: Vec<(i64, bool, bool)> = registry.events().await[before..]
        .iter()
        .map(|event| match fact(event) {
            registry_event::Event::CustomerChanged(changed) => {
                (changed.version, changed.created, changed.contact_changed)
            }
            _ => panic!("only the customer changed"),
        })
        .collect();
    assert_eq!(told, [(2, false, true), (3, false, false)]);
}

async fn x_1_creating_twice_with_one_key_makes_one_customer(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let request = customer("王芳", "13800000001");
    let before = registry.events().await.len();
    let twins = (0..6).map(|_| {
        let (mut client, request) = (hotline.clone(), request.clone());
        tokio::spawn(async move { client.create_customer(request).await.unwrap().into_inner() })
    });
    let mut answers = Vec::new();
    for twin in twins.collect::<Vec<_>>() {
        answers.push(twin.await.unwrap());
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(registry.event_names(before).await, ["CustomerChanged"]);
    let mut other = request;
    other.name = "李强".to_owned();
    assert_eq!(
        refusal(&hotline.create_customer(other).await.unwrap_err()),
        (Code::AlreadyExists, "REQUEST_ID_REUSED".to_owned())
    );
}

async fn x_6_chinese_text_round_trips(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    for (index, name) in ["𠮷野家😀", "ＦＵＬＬ　ｗｉｄｔｈ", "Zoë ó'Brien-Łukasz", "مريم"]
        .into_iter()
        .enumerate()
    {
        let mut request = customer(name, &format!("1390000{index:04}"));
        request.addresses = vec![address("北京市𠮷祥里 5 号")];
        let id = hotline
            .create_customer(request)
            .await
            .unwrap()
            .into_inner()
            .customer
            .unwrap()
            .id;
        let got = hotline
            .get_customer(GetCustomerRequest { customer_id: id })
            .await
            .unwrap()
            .into_inner()
            .customer
            .unwrap();
        assert_eq!(
            (got.name.as_str(), got.addresses[0].text.as_str()),
            (name, "北京市𠮷祥里 5 号")
        );
        let request = FindCustomersRequest {
            name: name.to_owned(),
            ..Default::default()
        };
        assert_eq!(found(&mut hotline, request).await, [name]);
    }
}

async fn customers_are_listed_page_by_page_newest_first(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    for number in 0..5 {
        hotline
            .create_customer(customer(&format!("家人{number}"), "13800000001"))
            .await
            .unwrap();
    }
    let mut request = FindCustomersRequest {
        page_size: 2,
        ..by_phone("13800000001")
    };
    let (mut names, mut pages) = (Vec::new(), 0);
    loop {
        let page = hotline.find_customers(request.clone()).await.unwrap().into_inner();
        names.extend(page.customers.into_iter().map(|customer| customer.name));
        pages += 1;
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    assert_eq!(
        (names, pages),
        (
            vec!["家人4", "家人3", "家人2", "家人1", "家人0"]
                .into_iter()
                .map(str::to_owned)
                .collect(),
            3
        )
    );
    let last = request.page_token.clone();
    request.phone = "13800000002".to_owned();
    assert_eq!(
        reason(&hotline.find_customers(request).await.unwrap_err()),
        "PAGE_TOKEN_INVALID",
        "another question"
    );
    let mut tampered = FindCustomersRequest {
        page_size: 2,
        page_token: last,
        ..by_phone("13800000001")
    };
    let flipped = if tampered.page_token.starts_with('A') { "B" } else { "A" };
    tampered.page_token.replace_range(..1, flipped);
    assert_eq!(
        reason(&hotline.find_customers(tampered).await.unwrap_err()),
        "PAGE_TOKEN_INVALID"
    );
}
