//! The registry and the other services as the tests play them.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use aftersales_kit::{
    i18n::Locale,
    id::BranchId,
    outbox::NewEvent,
    phone::normalise_phone,
    status::refusal_status,
    testing::{
        fake::{Answers, unary},
        rig::at,
    },
    time::Timestamp,
};
use aftersales_proto::{
    billing::v1::{GetPriceListRequest, GetPriceListResponse, PriceItem, PriceList},
    common::v1::{CoverageKind, FaultKind, Money, ServiceClass},
    dispatch::v1::{DispatchEvent, WorkOrderFacts, WorkOrderState, dispatch_event::Event},
    registry::v1::{
        Asset, Branch, CheckEntitlementRequest, CheckEntitlementResponse, Customer, Entitlement, EntitlementReason,
        EntitlementReasonKind, FindCustomersRequest, FindCustomersResponse, GetAssetRequest, GetAssetResponse,
        GetBranchRequest, GetBranchResponse, GetCustomerRequest, GetCustomerResponse, GetStaffRequest,
        GetStaffResponse, ListAssetsRequest, ListAssetsResponse, Phone, StaffMember,
    },
};
use futures::future::BoxFuture;
use tonic::codegen::http::{Request, Response};
use tonic::{Status, body::Body};

/// 王芳 of BJ01.
pub const WANG: &str = "019a0000-0000-7000-8000-000000000001";
/// Her PC-100, covered on site and carried in.
pub const SN100: &str = "019a0000-0000-7000-8000-0000000000a1";
/// A machine of hers that is not our brand.
pub const FOREIGN: &str = "019a0000-0000-7000-8000-0000000000a3";
/// 李强 of BJ01.
pub const LI: &str = "019a0000-0000-7000-8000-000000000002";
/// His machine, out of warranty.
pub const SN200: &str = "019a0000-0000-7000-8000-0000000000a2";
/// A customer of SH02, and the machine.
pub const ZHAO: &str = "019a0000-0000-7000-8000-000000000003";
pub const SN300: &str = "019a0000-0000-7000-8000-0000000000a4";

/// Customers: id, branch, name, phone.
const CUSTOMERS: [(&str, &str, &str, &str); 3] = [
    (WANG, "BJ01", "王芳", "+8613800000001"),
    (LI, "BJ01", "李强", "+8613800000002"),
    (ZHAO, "SH02", "赵敏", "+8613800000003"),
];

/// Assets: id, customer, branch, serial number, invoice date, covered, not our brand.
const ASSETS: [(&str, &str, &str, &str, &str, bool, bool); 4] = [
    (SN100, WANG, "BJ01", "SN100", "2026-03-02", true, false),
    (FOREIGN, WANG, "BJ01", "SN900", "2026-03-02", true, true),
    (SN200, LI, "BJ01", "SN200", "2024-05-06", false, false),
    (SN300, ZHAO, "SH02", "SN300", "2026-03-02", true, false),
];

/// The name of H1.
pub const STAFF_NAME: &str = "小刘";

/// A billing that has published 上门费 80.00, 检修 120.00 and a hard disk 320.00.
#[derive(Default)]
pub struct Billing {
    /// Does not answer at the moment.
    pub down: AtomicBool,
}

impl Answers for Billing {
    const SERVICE: &'static str = "aftersales.billing.v1.BillingService";

    fn answer(self: Arc<Self>, method: &str, request: Request<Body>) -> Option<BoxFuture<'static, Response<Body>>> {
        if self.down.load(Ordering::Relaxed) {
            return Some(Box::pin(async { Status::unavailable("down").into_http() }));
        }
        (method == "GetPriceList").then(|| {
            unary(request, |wanted: GetPriceListRequest| {
                let items = [
                    ("VISIT", "上门费", 8_000),
                    ("CHECK", "检修", 12_000),
                    ("HDD-1T", "硬盘", 32_000),
                ];
                let item = |(code, name, fen): (&str, &str, i64)| PriceItem {
                    code: code.to_owned(),
                    name: name.to_owned(),
                    price: Some(yuan(fen)),
                    ..PriceItem::default()
                };
                Ok(GetPriceListResponse {
                    price_list: Some(PriceList {
                        id: "019a0000-0000-7000-8000-0000000000b1".to_owned(),
                        branch_id: wanted.branch_id,
                        available_actions: vec!["PublishPriceList".to_owned()],
                        items: items.into_iter().map(item).collect(),
                        ..PriceList::default()
                    }),
                })
            })
        })
    }
}

/// An amount of CNY.
pub fn yuan(fen: i64) -> Money {
    Money {
        currency_code: "CNY".to_owned(),
        minor_units: fen,
    }
}

/// A registry that knows fixture F0's customers.
#[derive(Default)]
pub struct Registry {
    /// Does not answer at the moment.
    pub down: AtomicBool,
    /// Its customers are archived.
    pub archived: AtomicBool,
}

fn refused(name: &str) -> Status {
    let known = aftersales_hotline::REASONS.iter().flat_map(|list| list.iter());
    let reason = known.copied().find(|reason| reason.name == name).expect("a reason");
    refusal_status(&reason.refuse(), Locale::En)
}

fn customer(id: &str) -> Result<Customer, Status> {
    let found = CUSTOMERS
        .iter()
        .find(|customer| customer.0 == id)
        .ok_or_else(|| refused("CUSTOMER_NOT_FOUND"))?;
    let (id, branch, name, phone) = *found;
    Ok(Customer {
        id: id.to_owned(),
        branch_id: branch.to_owned(),
        name: name.to_owned(),
        phones: vec![Phone {
            number: phone.to_owned(),
            label: String::new(),
        }],
        ..Customer::default()
    })
}

fn assets() -> impl Iterator<Item = Asset> {
    ASSETS
        .iter()
        .map(|(id, customer, branch, serial, invoice, _, foreign)| Asset {
            id: (*id).to_owned(),
            customer_id: (*customer).to_owned(),
            branch_id: (*branch).to_owned(),
            product_line: "PC".to_owned(),
            model: "PC-100".to_owned(),
            serial_number: (*serial).to_owned(),
            invoice_date: (*invoice).to_owned(),
            third_party: *foreign,
            ..Asset::default()
        })
}

fn asset(id: &str) -> Result<Asset, Status> {
    assets()
        .find(|asset| asset.id == id)
        .ok_or_else(|| refused("ASSET_NOT_FOUND"))
}

fn entitlement(request: &CheckEntitlementRequest) -> Result<CheckEntitlementResponse, Status> {
    let asset = asset(&request.asset_id)?;
    let when = request.at.as_ref().and_then(Timestamp::from_proto).expect("an instant");
    if when < at(&format!("{}T00:00:00+08:00", asset.invoice_date)) {
        return Err(refused("AT_BEFORE_ASSET"));
    }
    let covered = ASSETS.iter().any(|known| known.0 == asset.id && known.5);
    let free = covered && !asset.third_party && request.fault_kind() != FaultKind::ThirdPartyComponent;
    let reason = if covered {
        EntitlementReasonKind::WarrantyRuns
    } else {
        EntitlementReasonKind::WarrantyOver
    };
    let entitlement = Entitlement {
        asset_id: asset.id,
        at: request.at,
        in_warranty: covered,
        in_onsite_period: covered,
        free_onsite: free,
        free_carry_in: free,
        coverage_kind: if free {
            CoverageKind::InWarranty
        } else {
            CoverageKind::None
        }
        .into(),
        service_class: if free { ServiceClass::C } else { ServiceClass::A }.into(),
        reasons: vec![EntitlementReason {
            kind: reason.into(),
            text: "because".to_owned(),
        }],
        warranty_end: "2027-03-01".to_owned(),
        onsite_end: "2027-03-01".to_owned(),
        ..Entitlement::default()
    };
    Ok(CheckEntitlementResponse {
        entitlement: Some(entitlement),
    })
}

impl Answers for Registry {
    const SERVICE: &'static str = "aftersales.registry.v1.RegistryService";

    fn answer(self: Arc<Self>, method: &str, request: Request<Body>) -> Option<BoxFuture<'static, Response<Body>>> {
        if self.down.load(Ordering::Relaxed) {
            return Some(Box::pin(async { Status::unavailable("down").into_http() }));
        }
        Some(match method {
            "FindCustomers" => unary(request, |wanted: FindCustomersRequest| {
                let number = normalise_phone(&wanted.phone);
                let known = CUSTOMERS.iter().filter(|known| Some(known.3) == number.as_deref());
                let customers = known.map(|known| customer(known.0)).collect::<Result<_, _>>()?;
                Ok(FindCustomersResponse {
                    customers,
                    ..Default::default()
                })
            }),
            "GetCustomer" => unary(request, |wanted: GetCustomerRequest| {
                Ok(GetCustomerResponse {
                    customer: Some(customer(&wanted.customer_id)?),
                })
            }),
            "GetAsset" => unary(request, move |wanted: GetAssetRequest| {
                let asset = Asset {
                    customer_archived: self.archived.load(Ordering::Relaxed),
                    ..asset(&wanted.asset_id)?
                };
                Ok(GetAssetResponse { asset: Some(asset) })
            }),
            "ListAssets" => unary(request, |wanted: ListAssetsRequest| {
                let assets = assets()
                    .filter(|asset| asset.customer_id == wanted.customer_id)
                    .collect();
                Ok(ListAssetsResponse {
                    assets,
                    ..Default::default()
                })
            }),
            "GetStaff" => unary(request, |wanted: GetStaffRequest| {
                let member = StaffMember {
                    staff_id: wanted.staff_id.clone(),
                    branch_id: "BJ01".to_owned(),
                    name: STAFF_NAME.to_owned(),
                    ..StaffMember::default()
                };
                let known = (wanted.staff_id == "H1").then_some(member);
                Ok(GetStaffResponse { member: known })
            }),

            "GetBranch" => unary(request, |wanted: GetBranchRequest| {
                Ok(GetBranchResponse {
                    branch: Some(Branch {
                        branch_id: wanted.branch_id,
                        name: "上海浦东站".to_owned(),
                        address: "上海市浦东新区世纪大道1号".to_owned(),
                        phone: "021-50000000".to_owned(),
                        ..Branch::default()
                    }),
                })
            }),
            "CheckEntitlement" => unary(request, |wanted: CheckEntitlementRequest| entitlement(&wanted)),
            _ => return None,
        })
    }
}

/// What dispatch says about its order of a ticket.
pub fn order(ticket: &str, state: WorkOrderState) -> Option<WorkOrderFacts> {
    Some(WorkOrderFacts {
        work_order_id: "019a0000-0000-7000-8000-0000000000d1".to_owned(),
        work_order_no: "BJ01-D-000001".to_owned(),
        ticket_id: ticket.to_owned(),
        branch_id: "BJ01".to_owned(),
        technician_id: "E1".to_owned(),
        state: state.into(),
        visit_number: 1,
        ..WorkOrderFacts::default()
    })
}

/// An event of dispatch.
pub fn dispatched(ticket: &str, name: &str, event: Event) -> NewEvent {
    let branch = BranchId::parse("BJ01").expect("a branch");
    NewEvent::new(ticket, branch, name, &DispatchEvent { event: Some(event) })
}
