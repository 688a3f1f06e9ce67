//! Requests that no client of ours should send.

use aftersales_kit::{auth::Role, testing::TestDb};
use aftersales_proto::registry::v1::{
    Branch, BranchContact, CreateCustomerRequest, FindCustomersRequest, ListBranchesRequest, OpeningPeriod,
    PutBranchRequest, RegisterAssetRequest,
};
use tonic::Code;

use crate::support::{
    Registry, address, branch, customer, fields, key, phone, put_branch, put_staff, reason, refusal, staff,
};

aftersales_kit::on_both_databases!(
    x_06_everything_that_is_missing_is_listed,
    bad_branches_are_refused_with_every_field,
    hostile_text_is_refused_and_changes_nothing,
    page_tokens_and_sizes_are_checked,
    reads_without_a_token_or_role_are_refused,
);

async fn x_06_everything_that_is_missing_is_listed(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let nothing = hotline
        .create_customer(CreateCustomerRequest::default())
        .await
        .unwrap_err();
    assert_eq!(
        fields(&nothing),
        ["addresses", "branch_id", "kind", "name", "phones", "request_id"]
    );
    let mut blank = customer(" \u{3000}", "not a phone");
    blank.phones.push(phone("0000000"));
    blank.addresses = vec![address(" ")];
    blank.kind = 99;
    let blank = hotline.create_customer(blank).await.unwrap_err();
    assert_eq!(
        fields(&blank),
        ["addresses[0].text", "kind", "name", "phones[0].number"]
    );
    let mut zeros = customer("王芳", "0000000");
    zeros.phones.push(phone("00000000"));
    let zeros = hotline.create_customer(zeros).await.unwrap_err();
    assert_eq!(fields(&zeros), ["phones[0].number", "phones[1].number"]);
    let asset = hotline
        .register_asset(RegisterAssetRequest::default())
        .await
        .unwrap_err();
    assert_eq!(
        fields(&asset),
        [
            "customer_id",
            "invoice_date",
            "model",
            "product_line",
            "request_id",
            "serial_number"
        ]
    );
    let negative = RegisterAssetRequest {
        request_id: key(),
        customer_id: key(),
        product_line: "PC".to_owned(),
        model: "PC-100".to_owned(),
        serial_number: "SN1".to_owned(),
        invoice_date: "2026-02-30".to_owned(),
        whole_warranty_months: -1,
        onsite_period_months: i32::MAX,
        ..Default::default()
    };
    let negative = hotline.register_asset(negative).await.unwrap_err();
    assert_eq!(
        fields(&negative),
        ["invoice_date", "onsite_period_months", "whole_warranty_months"]
    );
}

async fn bad_branches_are_refused_with_every_field(db: TestDb) {
    let registry = Registry::empty(&db, "2026-11-16 09:40").await;
    let mut admin = registry.admin.clone();
    let empty = admin
        .put_branch(PutBranchRequest {
            request_id: key(),
            ..Default::default()
        })
        .await
        .unwrap_err();
    assert_eq!(fields(&empty), ["branch"]);
    let bare = admin.put_branch(put_branch(Branch::default())).await.unwrap_err();
    let wanted = ["address", "branch_id", "kind", "name", "phone", "time_zone"].map(|field| format!("branch.{field}"));
    assert_eq!(fields(&bare), wanted);
    let period = |weekday: i32, opens: &str, closes: &str| OpeningPeriod {
        weekday,
        opens: opens.to_owned(),
        closes: closes.to_owned(),
    };
    let wrong = Branch {
        time_zone: "Asia/Peking".to_owned(),
        opening_periods: vec![
            period(1, "09:00", "12:00"),
            period(1, "11:00", "18:00"),
            period(2, "18:00", "09:00"),
            period(3, "22:00", "24:30"),
        ],
        ..branch("BJ01")
    };
    let wrong = admin.put_branch(put_branch(wrong)).await.unwrap_err();
    assert_eq!(reason(&wrong), "TIME_ZONE_UNKNOWN");
    assert_eq!(
        fields(&wrong),
        [
            "branch.opening_periods[1]",
            "branch.opening_periods[2].closes",
            "branch.opening_periods[3].closes",
            "branch.time_zone"
        ]
    );
    for zone in ["../../etc/passwd", "Etc/Unknown", "𠮷", "UTC+8"] {
        let status = admin
            .put_branch(put_branch(Branch {
                time_zone: zone.to_owned(),
                ..branch("BJ01")
            }))
            .await
            .unwrap_err();
        assert_eq!(
            refusal(&status),
            (Code::InvalidArgument, "TIME_ZONE_UNKNOWN".to_owned()),
            "{zone}"
        );
    }
    let half = Branch {
        chief: Some(BranchContact {
            name: "站长".to_owned(),
            phone: String::new(),
        }),
        ..branch("BJ01")
    };
    assert_eq!(
        fields(&admin.put_branch(put_branch(half)).await.unwrap_err()),
        ["branch.chief.phone"]
    );
    let lower = Branch {
        branch_id: "bj01".to_owned(),
        ..branch("BJ01")
    };
    assert_eq!(
        fields(&admin.put_branch(put_branch(lower)).await.unwrap_err()),
        ["branch.branch_id"]
    );
    assert!(registry.events().await.is_empty(), "nothing was stored");
    let several = Branch {
        opening_periods: vec![
            period(1, "13:00", "24:00"),
            period(1, "00:00", "12:00"),
            period(1, "12:00", "13:00"),
        ],
        ..branch("BJ01")
    };
    assert!(
        admin.put_branch(put_branch(several)).await.is_ok(),
        "periods may touch and reach midnight"
    );
    let orphan = admin
        .put_staff(put_staff(staff("E1", "XX99", Role::Technician)))
        .await
        .unwrap_err();
    assert_eq!(reason(&orphan), "BRANCH_NOT_FOUND");
}

async fn hostile_text_is_refused_and_changes_nothing(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut hotline = registry.hotline().await;
    let before = registry.events().await.len();
    let megabyte = "长".repeat(300_000);
    let status = hotline
        .create_customer(customer(&"长".repeat(400_000), "13800000001"))
        .await
        .unwrap_err();
    assert_eq!(refusal(&status), (Code::InvalidArgument, "TOO_LARGE".to_owned()));
    for name in ["王\u{202E}芳", "王\u{0}芳", "王\n芳", "\u{2066}王芳", megabyte.as_str()] {
        let status = hotline
            .create_customer(customer(name, "13800000001"))
            .await
            .unwrap_err();
        assert_eq!(
            fields(&status),
            ["name"],
            "{:?}",
            name.chars().take(8).collect::<String>()
        );
    }
    let mut many = customer("王芳", "13800000001");
    many.phones = vec![phone("13800000001"); 11];
    assert_eq!(fields(&hotline.create_customer(many).await.unwrap_err()), ["phones"]);
    let mut lines = customer("王芳", "13800000001");
    lines.addresses[0].site_condition = "5 楼\n无电梯".to_owned();
    assert!(
        hotline.create_customer(lines).await.is_ok(),
        "a condition may have lines"
    );
    let find = FindCustomersRequest {
        name: megabyte,
        ..Default::default()
    };
    assert_eq!(fields(&hotline.find_customers(find).await.unwrap_err()), ["name"]);
    let quoted = FindCustomersRequest {
        name: "x' OR '1'='1".to_owned(),
        ..Default::default()
    };
    assert!(
        hotline
            .find_customers(quoted)
            .await
            .unwrap()
            .into_inner()
            .customers
            .is_empty()
    );
    assert_eq!(registry.event_names(before).await, ["CustomerChanged"]);
}

async fn page_tokens_and_sizes_are_checked(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut admin = registry.admin.clone();
    for token in ["garbage", "AAAA", "𠮷", "eyJhIjoxfQ=="] {
        let request = ListBranchesRequest {
            page_token: token.to_owned(),
            ..Default::default()
        };
        let status = admin.list_branches(request).await.unwrap_err();
        assert_eq!(
            refusal(&status),
            (Code::InvalidArgument, "PAGE_TOKEN_INVALID".to_owned()),
            "{token}"
        );
    }
    for page_size in [-1, 201, i32::MAX] {
        let request = ListBranchesRequest {
            page_size,
            ..Default::default()
        };
        assert_eq!(fields(&admin.list_branches(request).await.unwrap_err()), ["page_size"]);
    }
}

async fn reads_without_a_token_or_role_are_refused(db: TestDb) {
    let registry = Registry::start(&db, "2026-11-16 09:40").await;
    let mut phone_system = registry.client(Role::Softphone, "BJ01").await;
    let status = phone_system
        .list_branches(ListBranchesRequest::default())
        .await
        .unwrap_err();
    assert_eq!(
        refusal(&status),
        (Code::PermissionDenied, "ROLE_NOT_ALLOWED".to_owned())
    );
    let mut analyst = registry.client(Role::HeadOffice, "*").await;
    let status = analyst
        .create_customer(customer("王芳", "13800000001"))
        .await
        .unwrap_err();
    assert_eq!(refusal(&status).0, Code::PermissionDenied, "analysts change nothing");
}
