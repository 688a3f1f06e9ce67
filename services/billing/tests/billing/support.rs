//! What the tests start from: the service with a stand-in for the hotline, and short calls.

use aftersales_billing::{MIGRATIONS, NAME, member, serve};
use aftersales_kit::{
    auth::Role,
    id::{BranchId, TicketId},
    outbox::NewEvent,
    testing::{
        TestDb,
        rig::{Rig, RigChannel, RigPlan, RigService, at},
    },
};
use aftersales_proto::{
    billing::v1::{billing_service_client::BillingServiceClient, *},
    common::v1::{CoverageKind, Money, ServiceClass},
    hotline::v1::{HotlineEvent, TicketCancelled, TicketClosed, TicketHandedOver, TicketOpened, hotline_event::Event},
};
use tonic::{Code, Status};

/// A client of the service.
pub type Client = BillingServiceClient<RigChannel>;

/// An id for a request.
pub fn rid() -> String {
    aftersales_kit::id::random_uuid().to_string()
}

/// The service under test.
pub struct Office {
    pub rig: Rig,
    pub accountant: Client,
    pub technician: Client,
    pub other: Client,
    pub company: Client,
}

impl Office {
    /// Starts on Monday 2026-11-16 at 09:40 with nothing.
    pub async fn open(db: &TestDb) -> Self {
        let plan = RigPlan {
            own: vec![RigService {
                name: NAME,
                migrations: MIGRATIONS,
                member,
                serve,
            }],
            stand_ins: &["registry", "hotline"],
            fakes: Box::new(|server| server),
        };
        let rig = Rig::start(db, "2026-11-16T09:40:00+08:00", plan).await;
        let accountant = Client::new(rig.channel(&[Role::Accountant], "BJ01", "K1").await);
        let technician = Client::new(rig.channel(&[Role::Technician], "BJ01", "E1").await);
        let other = Client::new(rig.channel(&[Role::Accountant, Role::Cashier], "SH02", "K1-S").await);
        let company = Client::new(rig.channel(&[Role::Admin], "*", "OPS").await);
        Self {
            rig,
            accountant,
            technician,
            other,
            company,
        }
    }

    /// The hotline opens a ticket of BJ01.
    pub async fn ticket(&self, class: ServiceClass, coverage: CoverageKind) -> String {
        let covered = coverage == CoverageKind::InWarranty;
        let ticket_id = TicketId::new().to_string();
        let fact = TicketOpened {
            ticket_id: ticket_id.clone(),
            branch_id: "BJ01".to_owned(),
            service_class: class.into(),
            coverage_kind: coverage.into(),
            in_warranty: covered,
            in_onsite_period: covered,
            voucher_no: "BJ01-V-000001".to_owned(),
            ..TicketOpened::default()
        };
        self.tell(&ticket_id, "TicketOpened", Event::TicketOpened(fact)).await;
        let fact = TicketHandedOver {
            ticket_id: ticket_id.clone(),
            branch_id: "BJ01".to_owned(),
            service_class: class.into(),
            coverage_kind: coverage.into(),
            voucher_no: "BJ01-V-000001".to_owned(),
            ..TicketHandedOver::default()
        };
        self.tell(&ticket_id, "TicketHandedOver", Event::TicketHandedOver(fact))
            .await;
        ticket_id
    }

    /// The hotline closes a ticket.
    pub async fn close(&self, ticket_id: &str) {
        let fact = TicketClosed {
            ticket_id: ticket_id.to_owned(),
            branch_id: "BJ01".to_owned(),
            ..TicketClosed::default()
        };
        self.tell(ticket_id, "TicketClosed", Event::TicketClosed(fact)).await;
    }

    /// The hotline cancels a ticket.
    pub async fn cancel(&self, ticket_id: &str) {
        let fact = TicketCancelled {
            ticket_id: ticket_id.to_owned(),
            branch_id: "BJ01".to_owned(),
            ..TicketCancelled::default()
        };
        self.tell(ticket_id, "TicketCancelled", Event::TicketCancelled(fact))
            .await;
    }

    async fn tell(&self, ticket_id: &str, name: &str, event: Event) {
        let payload = HotlineEvent { event: Some(event) };
        let branch = BranchId::parse("BJ01").unwrap();
        self.rig
            .emit("hotline", NewEvent::new(ticket_id, branch, name, &payload))
            .await;
        self.rig.settle().await;
    }

    pub async fn publish(&self, list: PublishPriceListRequest) -> Result<PriceList, Status> {
        let mut who = if list.branch_id.is_empty() {
            self.company.clone()
        } else {
            self.accountant.clone()
        };
        Ok(who.publish_price_list(list).await?.into_inner().price_list.unwrap())
    }

    /// Publishes as a client does that is told to try again shortly.
    pub async fn publish_until_answered(&self, list: PublishPriceListRequest) -> Result<PriceList, Status> {
        loop {
            match self.publish(list.clone()).await {
                Err(status) if status.code() == Code::Unavailable => {}
                answer => return answer,
            }
        }
    }

    pub async fn price_list(&self, instant: Option<&str>) -> Result<PriceList, Status> {
        let request = GetPriceListRequest {
            branch_id: "BJ01".to_owned(),
            at: instant.map(|text| at(text).to_proto()),
        };
        Ok(self
            .technician
            .clone()
            .get_price_list(request)
            .await?
            .into_inner()
            .price_list
            .unwrap())
    }

    pub async fn charge(&self, request: RecordChargeRequest) -> Result<RecordChargeResponse, Status> {
        Ok(self.technician.clone().record_charge(request).await?.into_inner())
    }

    /// Charges as a client does that is told to try again shortly: with the same request id until there is an answer.
    pub async fn charge_until_answered(&self, request: RecordChargeRequest) -> RecordChargeResponse {
        loop {
            match self.charge(request.clone()).await {
                Ok(answer) => return answer,
                Err(status) => assert_eq!(status.code(), Code::Unavailable, "{status:?}"),
            }
        }
    }

    pub async fn account(&self, ticket_id: &str) -> Result<TicketAccount, Status> {
        let request = GetTicketAccountRequest {
            ticket_id: ticket_id.to_owned(),
        };
        Ok(self
            .technician
            .clone()
            .get_ticket_account(request)
            .await?
            .into_inner()
            .account
            .unwrap())
    }

    /// What the service told about a subject: short names, in order.
    pub async fn told(&self, subject: &str) -> Vec<String> {
        let events = self.rig.events(NAME).await;
        let wanted = events.iter().filter(|event| event.subject == subject);
        wanted
            .map(|event| event.kind.rsplit('.').next().unwrap().to_owned())
            .collect()
    }
}

/// An amount in fen.
pub fn fen(minor_units: i64) -> Option<Money> {
    Some(Money {
        currency_code: "CNY".to_owned(),
        minor_units,
    })
}

/// A price list of BJ01 from an instant on: item codes and fen.
pub fn list(branch: &str, from: &str, items: &[(&str, i64)]) -> PublishPriceListRequest {
    let item = |(code, price): &(&str, i64)| PriceItem {
        code: (*code).to_owned(),
        name: format!("服务 {code}"),
        content: "上门检修\n不含备件".to_owned(),
        unit: "次".to_owned(),
        price: fen(*price),
        conditions: String::new(),
    };
    PublishPriceListRequest {
        request_id: rid(),
        branch_id: branch.to_owned(),
        valid_from: Some(at(from).to_proto()),
        valid_to: None,
        items: items.iter().map(item).collect(),
    }
}

/// A charge of these items, shown and consented to.
pub fn charging(ticket_id: &str, lines: &[(&str, i32)], expected: i64) -> RecordChargeRequest {
    let line = |(code, quantity): &(&str, i32)| ChargeLineInput {
        item_code: (*code).to_owned(),
        quantity: *quantity,
    };
    RecordChargeRequest {
        request_id: rid(),
        ticket_id: ticket_id.to_owned(),
        work_order_id: String::new(),
        lines: lines.iter().map(line).collect(),
        expected_amount: fen(expected),
        price_list_shown: true,
        customer_consents: true,
        etag: String::new(),
    }
}
