//! A registry with fixture F0 put through its own RPCs, and words to talk to it.

use aftersales_kit::{
    auth::Role,
    outbox::Event,
    testing::{
        TestDb,
        fixture::{self, office_hours},
        rig::{self, Rig, RigChannel, RigPlan, RigService},
    },
};
use aftersales_proto::{
    common::v1::Zone,
    registry::v1::{
        Address, Asset, Branch, BranchBook, BranchContact, CheckEntitlementRequest, CreateCustomerRequest, Customer,
        Entitlement, PartWarranty, PartyKind, Phone, PutBranchRequest, PutStaffRequest, RegisterAssetRequest,
        RegistryEvent, StaffMember, registry_event, registry_service_client::RegistryServiceClient,
    },
};
use prost::Message;
use tonic::Status;

pub use aftersales_kit::testing::rig::{fields, reason};

/// Client of the registry as somebody.
pub type Client = RegistryServiceClient<RigChannel>;

/// A running registry.
pub struct Registry {
    pub rig: Rig,
    pub admin: Client,
}

/// A fresh idempotency key.
pub fn key() -> String {
    aftersales_kit::id::random_uuid().to_string()
}

/// An instant of Shanghai, `2026-11-16 09:40`.
pub fn at(local: &str) -> prost_types::Timestamp {
    rig::at(&format!("{}:00+08:00", local.replace(' ', "T"))).to_proto()
}

/// An answered instant in Shanghai's notation.
pub fn shown(at: Option<prost_types::Timestamp>) -> String {
    let at = at.expect("an instant");
    let local = aftersales_kit::time::Timestamp::from_micros((at.seconds + 8 * 3600) * 1_000_000);
    local.to_string()[..16].replace('T', " ")
}

impl Registry {
    /// An empty one at an instant of Shanghai.
    pub async fn empty(db: &TestDb, now: &str) -> Self {
        let plan = RigPlan {
            own: vec![RigService {
                name: aftersales_registry::NAME,
                migrations: aftersales_registry::MIGRATIONS,
                member: aftersales_registry::member,
                serve: aftersales_registry::serve,
            }],
            stand_ins: &["dispatch"],
            fakes: Box::new(|server| server),
        };
        let rig = Rig::start(db, &format!("{}:00+08:00", now.replace(' ', "T")), plan).await;
        let admin = RegistryServiceClient::new(rig.channel(&[Role::Admin], "*", "OPS").await);
        Self { rig, admin }
    }

    /// With the branches BJ01, SH02 and PC01.
    pub async fn start(db: &TestDb, now: &str) -> Self {
        let registry = Self::empty(db, now).await;
        for (code, name, kind, _) in fixture::BRANCHES {
            let request = put_branch(Branch {
                kind: kind.into(),
                name: name.to_owned(),
                ..branch(code)
            });
            registry.admin.clone().put_branch(request).await.expect("a branch");
        }
        registry
    }

    /// Somebody at a branch.
    pub async fn client(&self, role: Role, branch: &str) -> Client {
        let subject = if role == Role::Service {
            "service:hotline".to_owned()
        } else {
            format!("{role:?}-{branch}")
        };
        RegistryServiceClient::new(self.rig.channel(&[role], branch, &subject).await)
    }

    /// The hotline of BJ01.
    pub async fn hotline(&self) -> Client {
        self.client(Role::Hotline, "BJ01").await
    }

    /// The registry's events so far.
    pub async fn events(&self) -> Vec<Event> {
        self.rig.events(aftersales_registry::NAME).await
    }

    /// Short names of the events after the first `skip`.
    pub async fn event_names(&self, skip: usize) -> Vec<String> {
        let events = self.events().await;
        events[skip..]
            .iter()
            .map(|event| event.kind.rsplit('.').next().expect("a name").to_owned())
            .collect()
    }

    /// The last book that was told of a branch, with its cause.
    pub async fn last_book(&self, branch: &str) -> (BranchBook, String) {
        let events = self.events().await;
        let books = events
            .iter()
            .rev()
            .filter(|event| event.branch_id == branch)
            .filter_map(|event| match fact(event) {
                registry_event::Event::BranchBookChanged(changed) => {
                    Some((changed.book.expect("a book"), changed.cause))
                }
                _ => None,
            });
        books.into_iter().next().expect("a book of the branch")
    }
}

/// What an event says.
pub fn fact(event: &Event) -> registry_event::Event {
    RegistryEvent::decode(event.payload.as_slice())
        .expect("a registry event")
        .event
        .expect("a fact")
}

/// A branch of F0.
pub fn branch(code: &str) -> Branch {
    Branch {
        branch_id: code.to_owned(),
        name: format!("{code} 站"),
        kind: 1,
        address: "北京市海淀区中关村大街 1 号".to_owned(),
        phone: "010-65100000".to_owned(),
        chief: Some(BranchContact {
            name: "站长甲".to_owned(),
            phone: "13900000009".to_owned(),
        }),
        time_zone: "Asia/Shanghai".to_owned(),
        opening_periods: office_hours(),
        ..Branch::default()
    }
}

pub fn put_branch(branch: Branch) -> PutBranchRequest {
    PutBranchRequest {
        request_id: key(),
        branch: Some(branch),
        etag: String::new(),
    }
}

/// A member of staff.
pub fn staff(code: &str, branch: &str, role: Role) -> StaffMember {
    StaffMember {
        staff_id: code.to_owned(),
        branch_id: branch.to_owned(),
        name: "员工乙".to_owned(),
        phone: "13700000007".to_owned(),
        roles: vec![role.into()],
        skills: vec!["PC".to_owned()],
        ..StaffMember::default()
    }
}

pub fn put_staff(member: StaffMember) -> PutStaffRequest {
    PutStaffRequest {
        request_id: key(),
        member: Some(member),
        etag: String::new(),
    }
}

pub fn phone(number: &str) -> Phone {
    Phone {
        number: number.to_owned(),
        label: "mobile".to_owned(),
    }
}

pub fn address(text: &str) -> Address {
    Address {
        text: text.to_owned(),
        zone: Zone::InArea.into(),
        site_condition: "5 楼，无电梯".to_owned(),
    }
}

/// A customer of BJ01.
pub fn customer(name: &str, number: &str) -> CreateCustomerRequest {
    CreateCustomerRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        kind: PartyKind::Person.into(),
        name: name.to_owned(),
        phones: vec![phone(number)],
        addresses: vec![address("海淀区知春路 2 号")],
    }
}

/// A PC with F0's periods: whole machine one year, main parts two years, on site one year.
pub fn asset(customer: &Customer, serial: &str, invoice: &str) -> RegisterAssetRequest {
    RegisterAssetRequest {
        request_id: key(),
        customer_id: customer.id.clone(),
        product_line: "PC".to_owned(),
        model: "PC-100".to_owned(),
        serial_number: serial.to_owned(),
        invoice_date: invoice.to_owned(),
        whole_warranty_months: 12,
        part_warranties: vec![PartWarranty {
            component: "主要部件".to_owned(),
            months: 24,
        }],
        onsite_period_months: 12,
        ..RegisterAssetRequest::default()
    }
}

/// 王芳.
pub async fn wang_fang(client: &mut Client) -> Customer {
    let created = client
        .create_customer(customer("王芳", "13800000001"))
        .await
        .expect("a customer");
    created.into_inner().customer.expect("a customer")
}

/// A customer with an asset.
pub async fn owned(client: &mut Client, serial: &str, invoice: &str) -> Asset {
    let owner = wang_fang(client).await;
    registered(client, asset(&owner, serial, invoice)).await
}

pub async fn registered(client: &mut Client, request: RegisterAssetRequest) -> Asset {
    client
        .register_asset(request)
        .await
        .expect("an asset")
        .into_inner()
        .asset
        .expect("an asset")
}

/// What an asset is entitled to at an instant of Shanghai.
pub async fn entitlement(client: &mut Client, asset: &Asset, local: &str) -> Entitlement {
    let checked = client
        .check_entitlement(check(asset, local))
        .await
        .expect("an entitlement");
    checked.into_inner().entitlement.expect("an entitlement")
}

pub fn check(asset: &Asset, local: &str) -> CheckEntitlementRequest {
    CheckEntitlementRequest {
        asset_id: asset.id.clone(),
        at: Some(at(local)),
        fault_kind: 1,
    }
}

/// Code and reason of a refusal.
pub fn refusal(status: &Status) -> (tonic::Code, String) {
    (status.code(), reason(status))
}
