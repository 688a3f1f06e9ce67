//! A reception service with a fake hotline and registry, and the hotline's events as it would send them.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use aftersales_kit::{
    auth::Role,
    id::{AssetId, BranchId, CustomerId, TicketId},
    outbox::NewEvent,
    status,
    testing::{
        TestDb,
        fake::{Answers, Fake, unary},
        rig::{Rig, RigChannel, RigPlan, RigService, at, reason},
    },
};
use aftersales_proto::{
    common::v1::{Contact, CoverageKind, FaultKind, ServiceClass, Zone},
    hotline::v1::{
        CancelReason, GetTicketContactRequest, GetTicketContactResponse, HotlineEvent, TicketCancelled,
        TicketGuidedToBranch, hotline_event::Event as Hotline,
    },
    reception::v1::{
        ArrivalPurpose, ExpectedVisit, GetExpectedVisitRequest, RegisterArrivalRequest,
        reception_service_client::ReceptionServiceClient,
    },
    registry::v1::{Asset, Customer, GetAssetRequest, GetAssetResponse, GetCustomerRequest, GetCustomerResponse},
};
use aftersales_reception::{MIGRATIONS, NAME, member, serve};
use futures::future::BoxFuture;
use tonic::{Status, body::Body, codegen::http};

pub type Client = ReceptionServiceClient<RigChannel>;

/// The contact that the fake hotline gives for every ticket.
pub fn wang_fang() -> Contact {
    Contact {
        name: "王芳".to_owned(),
        phone: "13800000001".to_owned(),
        address: "北京市海淀区学院路1号".to_owned(),
        zone: Zone::InArea.into(),
        site_condition: "无".to_owned(),
    }
}

/// A hotline that knows one contact, or is away.
#[derive(Default)]
pub struct FakeHotline {
    pub away: AtomicBool,
}

impl Answers for FakeHotline {
    const SERVICE: &'static str = "aftersales.hotline.v1.HotlineService";

    fn answer(
        self: Arc<Self>,
        _: &str,
        request: http::Request<Body>,
    ) -> Option<BoxFuture<'static, http::Response<Body>>> {
        Some(unary(request, move |request: GetTicketContactRequest| {
            if self.away.load(Ordering::SeqCst) {
                return Err(Status::unavailable("away"));
            }
            Ok(GetTicketContactResponse {
                ticket_id: request.ticket_id,
                contact: Some(wang_fang()),
                need_summary: "无法开机".to_owned(),
                ..Default::default()
            })
        }))
    }
}

/// A registry with one customer of BJ01 and his machine; every other id is unknown.
pub struct FakeRegistry {
    pub customer: CustomerId,
    pub asset: AssetId,
    /// A machine of somebody else.
    pub sold: AssetId,
    /// The customer is archived.
    pub archived: AtomicBool,
}

aftersales_kit::reasons! {
    /// As the registry says it.
    CUSTOMER_NOT_FOUND: NotFound { action: "-", en: "-", zh_cn: "-", zh_tw: "-" }
    /// As the registry says it.
    ASSET_NOT_FOUND: NotFound { action: "-", en: "-", zh_cn: "-", zh_tw: "-" }
}

impl Answers for FakeRegistry {
    const SERVICE: &'static str = "aftersales.registry.v1.RegistryService";

    fn answer(
        self: Arc<Self>,
        method: &str,
        request: http::Request<Body>,
    ) -> Option<BoxFuture<'static, http::Response<Body>>> {
        match method {
            "GetCustomer" => Some(unary(request, move |request: GetCustomerRequest| {
                self.customer(&request)
            })),
            "GetAsset" => Some(unary(request, move |request: GetAssetRequest| self.asset(&request))),
            _ => None,
        }
    }
}

impl FakeRegistry {
    fn customer(&self, request: &GetCustomerRequest) -> Result<GetCustomerResponse, Status> {
        if request.customer_id != self.customer.to_string() {
            return Err(status::refusal_status(&CUSTOMER_NOT_FOUND.refuse(), Default::default()));
        }
        let customer = Customer {
            id: request.customer_id.clone(),
            branch_id: "BJ01".to_owned(),
            archived_at: self.archived.load(Ordering::Relaxed).then(Default::default),
            ..Default::default()
        };
        Ok(GetCustomerResponse {
            customer: Some(customer),
        })
    }

    fn asset(&self, request: &GetAssetRequest) -> Result<GetAssetResponse, Status> {
        let owner = match &request.asset_id {
            id if *id == self.asset.to_string() => self.customer,
            id if *id == self.sold.to_string() => CustomerId::new(),
            _ => return Err(status::refusal_status(&ASSET_NOT_FOUND.refuse(), Default::default())),
        };
        let asset = Asset {
            id: request.asset_id.clone(),
            customer_id: owner.to_string(),
            ..Default::default()
        };
        Ok(GetAssetResponse { asset: Some(asset) })
    }
}

/// A running reception service.
pub struct Desk {
    pub rig: Rig,
    pub hotline: Arc<FakeHotline>,
    pub registry: Arc<FakeRegistry>,
}

impl Desk {
    /// Starts on Monday 2026-11-16 at 10:40.
    pub async fn start(db: &TestDb) -> Self {
        let hotline = Arc::new(FakeHotline::default());
        let registry = FakeRegistry {
            customer: CustomerId::new(),
            asset: AssetId::new(),
            sold: AssetId::new(),
            archived: AtomicBool::default(),
        };
        let registry = Arc::new(registry);
        let (hotline_fake, registry_fake) = (Fake(Arc::clone(&hotline)), Fake(Arc::clone(&registry)));
        let own = RigService {
            name: NAME,
            migrations: MIGRATIONS,
            member,
            serve,
        };
        let plan = RigPlan {
            own: vec![own],
            stand_ins: &["hotline", "registry"],
            fakes: Box::new(move |server| server.add_service(hotline_fake).add_service(registry_fake)),
        };
        Self {
            rig: Rig::start(db, "2026-11-16T10:40:00+08:00", plan).await,
            hotline,
            registry,
        }
    }

    pub async fn client(&self, role: Role, branch: &str, subject: &str) -> Client {
        ReceptionServiceClient::new(self.rig.channel(&[role], branch, subject).await)
    }

    /// R1, receptionist of BJ01.
    pub async fn r1(&self) -> Client {
        self.client(Role::Receptionist, "BJ01", "R1").await
    }

    pub async fn guide(&self, ticket: &Guided) {
        self.rig.emit("hotline", ticket.guided()).await;
        self.rig.settle().await;
    }

    pub async fn cancel(&self, ticket: &Guided) {
        self.rig.emit("hotline", ticket.cancelled()).await;
        self.rig.settle().await;
    }

    /// 王芳's ticket for her machine, guided from BJ01 to BJ01.
    pub fn wang_fangs(&self) -> Guided {
        Guided {
            ticket: TicketId::new(),
            customer: self.registry.customer,
            asset: self.registry.asset,
            target: "BJ01",
            expected_on: String::new(),
        }
    }

    /// The visit of a ticket, as R1 sees it.
    pub async fn visit(&self, ticket: &Guided) -> ExpectedVisit {
        visit_of(&mut self.r1().await, ticket).await.unwrap()
    }

    /// Facts of reception's own log by name.
    pub async fn facts(&self) -> Vec<String> {
        let events = self.rig.events(NAME).await;
        events
            .iter()
            .filter_map(|event| event.kind.strip_prefix("aftersales.reception.v1."))
            .map(str::to_owned)
            .collect()
    }

    /// An arrival of 王芳 for a repair, without more.
    pub fn arrival(&self) -> RegisterArrivalRequest {
        RegisterArrivalRequest {
            request_id: key(),
            branch_id: "BJ01".to_owned(),
            customer_id: self.registry.customer.to_string(),
            purpose: ArrivalPurpose::Repair.into(),
            ..Default::default()
        }
    }
}

pub async fn visit_of(client: &mut Client, ticket: &Guided) -> Result<ExpectedVisit, Status> {
    let request = GetExpectedVisitRequest {
        ticket_id: ticket.ticket.to_string(),
        ..Default::default()
    };
    Ok(client
        .get_expected_visit(request)
        .await?
        .into_inner()
        .expected_visit
        .unwrap())
}

/// A ticket whose customer brings the machine.
#[derive(Debug, Clone)]
pub struct Guided {
    pub ticket: TicketId,
    pub customer: CustomerId,
    pub asset: AssetId,
    pub target: &'static str,
    pub expected_on: String,
}

impl Guided {
    fn guided(&self) -> NewEvent {
        let fact = TicketGuidedToBranch {
            ticket_id: self.ticket.to_string(),
            branch_id: "BJ01".to_owned(),
            target_branch_id: self.target.to_owned(),
            customer_id: self.customer.to_string(),
            asset_id: self.asset.to_string(),
            product_line: "PC".to_owned(),
            model: "PC-100".to_owned(),
            fault_kind: FaultKind::Hardware.into(),
            service_class: ServiceClass::C.into(),
            coverage_kind: CoverageKind::InWarranty.into(),
            register_no: "BJ01-R-000001".to_owned(),
            voucher_no: "BJ01-V-000001".to_owned(),
            guided_at: Some(at("2026-11-15T16:00:00+08:00").to_proto()),
            expected_on: self.expected_on.clone(),
            ..TicketGuidedToBranch::default()
        };
        self.event("TicketGuidedToBranch", Hotline::TicketGuidedToBranch(fact))
    }

    fn cancelled(&self) -> NewEvent {
        let fact = TicketCancelled {
            ticket_id: self.ticket.to_string(),
            branch_id: "BJ01".to_owned(),
            reason: CancelReason::default().into(),
            cancelled_by: "H1".to_owned(),
            cancelled_at: None,
        };
        self.event("TicketCancelled", Hotline::TicketCancelled(fact))
    }

    fn event(&self, name: &str, event: Hotline) -> NewEvent {
        let payload = HotlineEvent { event: Some(event) };
        NewEvent::new(self.ticket, BranchId::parse("BJ01").unwrap(), name, &payload)
    }
}

/// A new idempotency key.
pub fn key() -> String {
    aftersales_kit::id::random_uuid().to_string()
}

/// The reason of a refusal.
pub fn refused<T: std::fmt::Debug>(answer: Result<T, Status>) -> String {
    reason(&answer.unwrap_err())
}
