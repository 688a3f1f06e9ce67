//! Fixture F0: two branches, a parts centre, their staff, two customers with a machine each, parts and prices.
//!
//! Loading it again changes nothing: every request has the same idempotency key each time.

use std::time::Duration;

use aftersales_kit::{auth::Role, reasons::BRANCH_UNKNOWN, status::reason_of, time::Timestamp};
use aftersales_proto::{
    billing::v1::{PriceItem, PublishPriceListRequest, billing_service_client::BillingServiceClient},
    clock::v1::{GetTimeRequest, clock_service_client::ClockServiceClient},
    common::v1::{Money, Zone},
    parts::v1::{
        GetStockRequest, Part, PutPartRequest, ReceiveStockRequest, SetStockLimitsRequest,
        parts_service_client::PartsServiceClient,
    },
    registry::v1::{
        Address, Branch, BranchKind, CreateCustomerRequest, OpeningPeriod, PartWarranty, PartyKind, Phone,
        PutBranchRequest, PutStaffRequest, RegisterAssetRequest, StaffMember, Weekday,
        registry_service_client::RegistryServiceClient,
    },
};
use anyhow::{Context, ensure};

use super::{START, World, request_id, world::Client};

/// How often to ask for what the other services do not know yet, and how long to wait in between.
const TRIES: u32 = 200;
const PAUSE: Duration = Duration::from_millis(50);

/// A branch of the fixture: code, name, address, phone, suffix of its staff codes.
const BRANCHES: [(&str, &str, &str, &str, &str); 2] = [
    ("BJ01", "北京海淀站", "北京市海淀区中关村大街1号", "010-62550001", ""),
    ("SH02", "上海浦东站", "上海市浦东新区世纪大道2号", "021-58880002", "-S"),
];

/// Code without suffix and role of the staff of each branch.
const STAFF: [(&str, Role); 14] = [
    ("H1", Role::Hotline),
    ("C1", Role::Coordinator),
    ("E1", Role::Technician),
    ("E2", Role::Technician),
    ("R1", Role::Receptionist),
    ("W1", Role::Workshop),
    ("WS1", Role::WorkshopSupervisor),
    ("P1", Role::PartsClerk),
    ("V1", Role::Callback),
    ("A1", Role::Cashier),
    ("K1", Role::Accountant),
    ("S1", Role::Supervisor),
    ("M1", Role::Chief),
    ("D1", Role::DepartmentManager),
];

/// Name, phone, address, serial number and invoice date of the customers of BJ01 and their machines.
const CUSTOMERS: [(&str, &str, &str, &str, &str); 2] = [
    ("王芳", "13800000001", "北京市海淀区学院路5号", "SN100", "2026-03-02"),
    ("李强", "13800000002", "北京市海淀区清华园8号", "SN200", "2024-05-06"),
];

/// Loads the fixture through the API.
///
/// # Errors
/// The first request that is refused.
pub async fn load(world: &World) -> anyhow::Result<()> {
    let operator = world.operator()?;
    let clock = ClockServiceClient::new(operator.clone())
        .get_time(GetTimeRequest {})
        .await?;
    let manual = clock.into_inner().manual;
    let mut registry = RegistryServiceClient::new(operator.clone());
    for branch in branches() {
        let code = branch.branch_id.clone();
        let request = PutBranchRequest {
            request_id: fixed(&format!("branch {code}")),
            branch: Some(branch),
            etag: String::new(),
        };
        registry
            .put_branch(request)
            .await
            .with_context(|| format!("put the branch {code}"))?;
    }
    for (branch, _, _, _, suffix) in BRANCHES {
        put_staff(&mut registry, branch, suffix).await?;
    }
    for customer in CUSTOMERS {
        put_customer(&mut registry, customer).await?;
    }
    if manual {
        world.settle().await?;
    }
    let mut tries = 0;
    while let Err(error) = load_goods(&operator).await {
        tries += 1;
        ensure!(is_unknown(&error) && tries < TRIES, error);
        tokio::time::sleep(PAUSE).await;
    }
    if manual { world.settle().await } else { Ok(()) }
}

/// What parts and billing have of the branches. They know a branch some milliseconds after the registry.
async fn load_goods(operator: &Client) -> anyhow::Result<()> {
    load_parts(PartsServiceClient::new(operator.clone())).await?;
    publish_prices(BillingServiceClient::new(operator.clone())).await
}

fn is_unknown(error: &anyhow::Error) -> bool {
    let status = error.downcast_ref::<tonic::Status>();
    status
        .and_then(reason_of)
        .is_some_and(|reason| reason == BRANCH_UNKNOWN.name)
}

/// The same key for the same thing, each time.
fn fixed(what: &str) -> String {
    uuid::Uuid::new_v5(
        &uuid::Uuid::NAMESPACE_OID,
        format!("aftersales fixture {what}").as_bytes(),
    )
    .to_string()
}

fn branches() -> Vec<Branch> {
    let branch = |code: &str, name: &str, kind: BranchKind, address: &str, phone: &str| Branch {
        branch_id: code.to_owned(),
        name: name.to_owned(),
        kind: kind.into(),
        address: address.to_owned(),
        phone: phone.to_owned(),
        time_zone: "Asia/Shanghai".to_owned(),
        opening_periods: office_hours(),
        ..Branch::default()
    };
    let mut all = vec![branch(
        "PC01",
        "备件中心",
        BranchKind::PartsCenter,
        "北京市大兴区京南路9号",
        "010-62550009",
    )];
    all.extend(BRANCHES.map(|(code, name, address, phone, _)| branch(code, name, BranchKind::Branch, address, phone)));
    all
}

fn office_hours() -> Vec<OpeningPeriod> {
    let days = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
    ];
    let period = |day: Weekday| OpeningPeriod {
        weekday: day.into(),
        opens: "09:00".to_owned(),
        closes: "18:00".to_owned(),
    };
    days.map(period).to_vec()
}

async fn put_staff(registry: &mut RegistryServiceClient<Client>, branch: &str, suffix: &str) -> anyhow::Result<()> {
    for (code, role) in STAFF {
        let staff_id = format!("{code}{suffix}");
        let member = StaffMember {
            staff_id: staff_id.clone(),
            branch_id: branch.to_owned(),
            name: staff_id.clone(),
            roles: vec![role.into()],
            ..StaffMember::default()
        };
        let request = PutStaffRequest {
            request_id: fixed(&format!("staff {staff_id}")),
            member: Some(member),
            etag: String::new(),
        };
        registry
            .put_staff(request)
            .await
            .with_context(|| format!("put the staff member {staff_id}"))?;
    }
    Ok(())
}

async fn put_customer(
    registry: &mut RegistryServiceClient<Client>,
    (name, phone, address, serial, invoice): (&str, &str, &str, &str, &str),
) -> anyhow::Result<()> {
    let request = CreateCustomerRequest {
        request_id: fixed(&format!("customer {phone}")),
        branch_id: "BJ01".to_owned(),
        kind: PartyKind::Person.into(),
        name: name.to_owned(),
        phones: vec![Phone {
            number: phone.to_owned(),
            label: "mobile".to_owned(),
        }],
        addresses: vec![Address {
            text: address.to_owned(),
            zone: Zone::InArea.into(),
            site_condition: String::new(),
        }],
    };
    let created = registry
        .create_customer(request)
        .await
        .context("create a customer")?
        .into_inner();
    let customer = created.customer.context("a customer was made but not told")?;
    let request = RegisterAssetRequest {
        request_id: fixed(&format!("asset {serial}")),
        customer_id: customer.id,
        product_line: "computer".to_owned(),
        model: "PC-100".to_owned(),
        serial_number: serial.to_owned(),
        invoice_date: invoice.to_owned(),
        whole_warranty_months: 12,
        part_warranties: vec![PartWarranty {
            component: "main parts".to_owned(),
            months: 24,
        }],
        onsite_period_months: 12,
        third_party: false,
        coverages: Vec::new(),
    };
    registry
        .register_asset(request)
        .await
        .with_context(|| format!("register the machine {serial}"))?;
    Ok(())
}

async fn load_parts(mut parts: PartsServiceClient<Client>) -> anyhow::Result<()> {
    for (part_no, name, fen) in [("HDD-1T", "硬盘 1 TB", 32_000), ("BOARD-X", "主板 X", 98_000)] {
        let part = Part {
            part_no: part_no.to_owned(),
            name: name.to_owned(),
            product_line: "computer".to_owned(),
            price: Some(yuan(fen)),
            serialized: true,
            exchange_part: true,
            ..Part::default()
        };
        let request = PutPartRequest {
            request_id: fixed(&format!("part {part_no}")),
            part: Some(part),
            etag: String::new(),
        };
        parts
            .put_part(request)
            .await
            .with_context(|| format!("put the part {part_no}"))?;
    }
    fill(&mut parts, "BJ01", "HDD-1T", 3).await?;
    fill(&mut parts, "PC01", "BOARD-X", 5).await?;
    let request = SetStockLimitsRequest {
        request_id: fixed("limits BJ01 HDD-1T"),
        branch_id: "BJ01".to_owned(),
        part_no: "HDD-1T".to_owned(),
        min_level: 2,
        max_level: 6,
        etag: String::new(),
    };
    parts.set_stock_limits(request).await.context("set the stock limits")?;
    Ok(())
}

/// Receives what is missing up to `wanted` pieces, so that the story can be played again.
async fn fill(parts: &mut PartsServiceClient<Client>, branch: &str, part_no: &str, wanted: i32) -> anyhow::Result<()> {
    let request = GetStockRequest {
        branch_id: branch.to_owned(),
        part_no: part_no.to_owned(),
    };
    let stock = parts.get_stock(request).await.map(tonic::Response::into_inner);
    let on_hand = stock
        .ok()
        .and_then(|answer| answer.stock)
        .map_or(0, |stock| stock.on_hand);
    let missing = wanted - on_hand;
    if missing <= 0 {
        return Ok(());
    }
    let request = ReceiveStockRequest {
        request_id: request_id(),
        branch_id: branch.to_owned(),
        part_no: part_no.to_owned(),
        quantity: missing,
        serial_numbers: (0..missing).map(|_| serial(part_no)).collect(),
        note: "opening stock".to_owned(),
    };
    parts
        .receive_stock(request)
        .await
        .with_context(|| format!("receive {part_no} at {branch}"))?;
    Ok(())
}

/// A serial number that no other piece has.
fn serial(part_no: &str) -> String {
    let random = request_id();
    format!("{part_no}-{}", random.get(..8).unwrap_or(&random).to_uppercase())
}

async fn publish_prices(mut billing: BillingServiceClient<Client>) -> anyhow::Result<()> {
    let item = |code: &str, name: &str, fen: i64| PriceItem {
        code: code.to_owned(),
        name: name.to_owned(),
        content: name.to_owned(),
        unit: "次".to_owned(),
        price: Some(yuan(fen)),
        conditions: String::new(),
    };
    let request = PublishPriceListRequest {
        request_id: fixed("prices BJ01"),
        branch_id: "BJ01".to_owned(),
        valid_from: Timestamp::parse(START).map(Timestamp::to_proto),
        valid_to: None,
        items: vec![
            item("VISIT", "上门费", 8_000),
            item("REPAIR", "检修", 12_000),
            item("CLEAN", "清洁", 5_000),
        ],
    };
    billing
        .publish_price_list(request)
        .await
        .context("publish the price list")?;
    Ok(())
}

fn yuan(fen: i64) -> Money {
    Money {
        currency_code: "CNY".to_owned(),
        minor_units: fen,
    }
}
