//! What is known of customers alone stays with those who need it (story S25, ARCHITECTURE §7).

use aftersales_kit::{auth::Role, outbox::Event, testing::TestDb};
use aftersales_proto::registry::v1::{FindCustomersRequest, GetCustomerRequest};
use tonic::Code;

use crate::{
    customers::{by_phone, found, update},
    support::{Registry, customer, key, reason, refusal, wang_fang},
};

aftersales_kit::on_both_databases!(
    s25_numbers_are_masked_for_roles_that_do_not_call,
    s25_another_branch_does_not_see_the_customer,
    s25_nothing_personal_lies_open_in_the_store_or_the_log,
);

async fn s25_numbers_are_masked_for_roles_that_do_not_call(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let id = wang_fang(&mut registry.hotline().await).await.id;
    let callers = [
        (Role::Hotline, false),
        (Role::Coordinator, false),
        (Role::Technician, false),
        (Role::Receptionist, false),
        (Role::Callback, false),
        (Role::AppointmentClerk, false),
        (Role::Chief, false),
        (Role::Service, false),
        (Role::PartsClerk, true),
        (Role::Cashier, true),
        (Role::Accountant, true),
        (Role::HeadOffice, true),
        (Role::TechDepartment, true),
        (Role::Admin, true),
    ];
    for (role, masked) in callers {
        let mut client = registry
            .client(role, if masked || role == Role::Service { "*" } else { "BJ01" })
            .await;
        let got = client
            .get_customer(GetCustomerRequest {
                customer_id: id.clone(),
            })
            .await
            .unwrap()
            .into_inner();
        let got = got.customer.unwrap();
        let number = if masked { "138****0001" } else { "+86 13800000001" };
        assert_eq!(
            (got.phones_masked, got.phones[0].number.as_str()),
            (masked, number),
            "{role:?}"
        );
        assert_eq!(
            got.available_actions.is_empty(),
            !got.readonly_reason.is_empty(),
            "{role:?}"
        );
    }
    let mut analyst = registry.client(Role::HeadOffice, "*").await;
    let seen = analyst
        .find_customers(by_phone("13800000001"))
        .await
        .unwrap()
        .into_inner()
        .customers;
    assert_eq!(seen[0].phones[0].number, "138****0001");
    let denied = registry
        .client(Role::PartsClerk, "BJ01")
        .await
        .find_customers(by_phone("13800000001"))
        .await;
    assert_eq!(denied.unwrap_err().code(), Code::PermissionDenied);
}

async fn s25_another_branch_does_not_see_the_customer(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let id = wang_fang(&mut registry.hotline().await).await.id;
    let mut other = registry.client(Role::Hotline, "SH02").await;
    let unseen = other
        .get_customer(GetCustomerRequest {
            customer_id: id.clone(),
        })
        .await
        .unwrap_err();
    assert_eq!(refusal(&unseen), (Code::NotFound, "CUSTOMER_NOT_FOUND".to_owned()));
    let unknown = other
        .get_customer(GetCustomerRequest { customer_id: key() })
        .await
        .unwrap_err();
    assert_eq!(refusal(&unknown), refusal(&unseen), "like one that never was");
    assert_eq!(unknown.message(), unseen.message());
    assert!(found(&mut other, by_phone("13800000001")).await.is_empty());
    let filtered = FindCustomersRequest {
        branch_id: "BJ01".to_owned(),
        ..by_phone("13800000001")
    };
    assert!(found(&mut other, filtered).await.is_empty());
    let foreign = other
        .create_customer(customer("李强", "13800000002"))
        .await
        .unwrap_err();
    assert_eq!(reason(&foreign), "BRANCH_NOT_FOUND");
    let update = other.update_customer(update(&id, "李强")).await.unwrap_err();
    assert_eq!(reason(&update), "CUSTOMER_NOT_FOUND");
}

async fn s25_nothing_personal_lies_open_in_the_store_or_the_log(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let id = wang_fang(&mut hotline).await.id;
    hotline.update_customer(update(&id, "王芳芳")).await.unwrap();
    let personal = ["王芳", "王芳芳", "13800000001", "知春路", "无电梯", "站长甲", "员工乙"];
    let sees = |bytes: &[u8]| {
        personal
            .iter()
            .any(|text| bytes.windows(text.len()).any(|part| part == text.as_bytes()))
    };
    let events: Vec<Event> = registry.events().await;
    assert!(
        !events
            .iter()
            .any(|event| sees(&event.payload) || sees(event.subject.as_bytes()))
    );
    let mut tx = registry.rig.kit("registry").read().await.unwrap();
    let answers = aftersales_kit::fetch_all!(&mut tx, (Option<Vec<u8>>,), "SELECT response FROM idempotency").unwrap();
    let answers: Vec<Vec<u8>> = answers.into_iter().filter_map(|(answer,)| answer).collect();
    assert!(answers.len() > 3 && !answers.iter().any(|answer| sees(answer)));
    for sql in [
        "SELECT contact FROM customer",
        "SELECT name_mac FROM customer",
        "SELECT mac FROM customer_phone",
    ] {
        let rows = aftersales_kit::fetch_all!(&mut tx, (Vec<u8>,), sql).unwrap();
        assert!(!rows.is_empty() && !rows.iter().any(|(bytes,)| sees(bytes)), "{sql}");
    }
}
