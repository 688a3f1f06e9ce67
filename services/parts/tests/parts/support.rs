//! What the tests start from: the service with a stand-in for dispatch, the catalogue of fixture F0, and short calls.

use aftersales_kit::{
    auth::Role,
    id::{BranchId, TicketId, WorkOrderId},
    outbox::NewEvent,
    testing::{
        TestDb,
        rig::{Rig, RigChannel, RigPlan, RigService},
    },
};
use aftersales_parts::{MIGRATIONS, NAME, member, serve};
use aftersales_proto::{
    common::v1::{Money, PartCondition},
    dispatch::v1::{
        DispatchEvent, WorkOrderCancelled, WorkOrderClosed, WorkOrderCreated, WorkOrderFacts, dispatch_event::Event,
    },
    parts::v1::{parts_service_client::PartsServiceClient, *},
};
use prost::Message;
use tonic::{Code, Status};

/// A client of the service.
pub type Client = PartsServiceClient<RigChannel>;

/// An id for a request.
pub fn rid() -> String {
    aftersales_kit::id::random_uuid().to_string()
}

/// A work order of dispatch.
#[derive(Debug, Clone)]
pub struct Order {
    pub id: String,
    pub ticket: String,
    pub facts: WorkOrderFacts,
}

/// The service under test.
pub struct Shop {
    pub rig: Rig,
    pub clerk: Client,
    pub technician: Client,
    pub other_clerk: Client,
}

impl Shop {
    /// Starts with HDD-1T (serialized, exchanged) and BOARD-X (neither) in the catalogue and nothing in stock.
    pub async fn open(db: &TestDb) -> Self {
        let plan = RigPlan {
            own: vec![RigService {
                name: NAME,
                migrations: MIGRATIONS,
                member,
                serve,
            }],
            stand_ins: &["registry", "dispatch"],
            fakes: Box::new(|server| server),
        };
        let rig = Rig::start(db, "2026-11-16T09:40:00+08:00", plan).await;
        let clerk = Client::new(rig.channel(&[Role::PartsClerk], "BJ01", "P1").await);
        let technician = Client::new(rig.channel(&[Role::Technician], "BJ01", "E1").await);
        let other_clerk = Client::new(rig.channel(&[Role::PartsClerk], "SH02", "P1-S").await);
        let shop = Self {
            rig,
            clerk,
            technician,
            other_clerk,
        };
        shop.put(part("HDD-1T", 32_000, true)).await.unwrap();
        shop.put(part("BOARD-X", 88_000, false)).await.unwrap();
        shop
    }

    pub async fn put(&self, part: Part) -> Result<Part, Status> {
        let request = PutPartRequest {
            request_id: rid(),
            part: Some(part),
            etag: String::new(),
        };
        Ok(self.clerk.clone().put_part(request).await?.into_inner().part.unwrap())
    }

    /// A work order of BJ01 that the service knows.
    pub async fn order(&self) -> Order {
        self.order_at("BJ01", false).await
    }

    pub async fn order_at(&self, branch: &str, reissued: bool) -> Order {
        let order = self.make(branch, reissued).await;
        self.rig.settle().await;
        order
    }

    /// Several work orders of BJ01.
    pub async fn orders(&self, count: usize) -> Vec<Order> {
        let mut orders = Vec::with_capacity(count);
        for _ in 0..count {
            orders.push(self.make("BJ01", false).await);
        }
        self.rig.settle().await;
        orders
    }

    async fn make(&self, branch: &str, reissued: bool) -> Order {
        let (id, ticket) = (WorkOrderId::new().to_string(), TicketId::new().to_string());
        let facts = WorkOrderFacts {
            work_order_id: id.clone(),
            work_order_no: format!("{branch}-D-000001"),
            ticket_id: ticket.clone(),
            branch_id: branch.to_owned(),
            reissued,
            ..WorkOrderFacts::default()
        };
        let order = Order { id, ticket, facts };
        let created = WorkOrderCreated {
            order: Some(order.facts.clone()),
            ..WorkOrderCreated::default()
        };
        self.tell(&order, "WorkOrderCreated", Event::WorkOrderCreated(created))
            .await;
        order
    }

    /// Dispatch cancels the order.
    pub async fn cancel_order(&self, order: &Order) {
        let fact = WorkOrderCancelled {
            order: Some(order.facts.clone()),
            ..WorkOrderCancelled::default()
        };
        self.tell(order, "WorkOrderCancelled", Event::WorkOrderCancelled(fact))
            .await;
        self.rig.settle().await;
    }

    /// Dispatch closes the order.
    pub async fn close_order(&self, order: &Order) {
        let fact = WorkOrderClosed {
            order: Some(order.facts.clone()),
            ..WorkOrderClosed::default()
        };
        self.tell(order, "WorkOrderClosed", Event::WorkOrderClosed(fact)).await;
        self.rig.settle().await;
    }

    async fn tell(&self, order: &Order, name: &str, event: Event) {
        let payload = DispatchEvent { event: Some(event) };
        let branch = BranchId::parse(&order.facts.branch_id).unwrap();
        self.rig
            .emit("dispatch", NewEvent::new(&order.ticket, branch, name, &payload))
            .await;
    }

    pub async fn receive(
        &self,
        part_no: &str,
        quantity: i32,
        serials: &[&str],
    ) -> Result<ReceiveStockResponse, Status> {
        let request = ReceiveStockRequest {
            request_id: rid(),
            branch_id: "BJ01".to_owned(),
            part_no: part_no.to_owned(),
            quantity,
            serial_numbers: texts(serials),
            note: "送货单 2026-1101".to_owned(),
        };
        Ok(self.clerk.clone().receive_stock(request).await?.into_inner())
    }

    pub async fn stock(&self, part_no: &str) -> StockLevel {
        let request = GetStockRequest {
            branch_id: "BJ01".to_owned(),
            part_no: part_no.to_owned(),
        };
        self.clerk
            .clone()
            .get_stock(request)
            .await
            .unwrap()
            .into_inner()
            .stock
            .unwrap()
    }

    pub async fn ask(&self, order: &Order, lines: &[(&str, i32)]) -> Result<PartsRequest, Status> {
        let asked = self.technician.clone().request_parts(asking(order, lines)).await?;
        Ok(asked.into_inner().parts_request.unwrap())
    }

    /// Asks as a client does that is told to try again shortly: with the same request id until there is an answer.
    pub async fn ask_until_answered(&self, order: &Order, lines: &[(&str, i32)]) -> PartsRequest {
        let request = asking(order, lines);
        loop {
            match self.technician.clone().request_parts(request.clone()).await {
                Ok(answer) => return answer.into_inner().parts_request.unwrap(),
                Err(status) => assert_eq!(status.code(), Code::Unavailable, "{status:?}"),
            }
        }
    }

    pub async fn issue(&self, request: &PartsRequest, lines: Vec<IssueLine>) -> Result<PartsRequest, Status> {
        let request = IssuePartsRequest {
            request_id: rid(),
            parts_request_id: request.id.clone(),
            lines,
            issued_to: "E1".to_owned(),
            etag: String::new(),
        };
        Ok(self
            .clerk
            .clone()
            .issue_parts(request)
            .await?
            .into_inner()
            .parts_request
            .unwrap())
    }

    pub async fn bring_back(
        &self,
        request: &PartsRequest,
        condition: PartCondition,
        quantity: i32,
        serials: &[&str],
    ) -> Result<PartsRequest, Status> {
        let request = ReturnPartRequest {
            request_id: rid(),
            parts_request_id: request.id.clone(),
            line_id: request.lines[0].line_id.clone(),
            condition: condition.into(),
            quantity,
            serial_numbers: texts(serials),
            returned_by: "E1".to_owned(),
            etag: String::new(),
        };
        Ok(self
            .clerk
            .clone()
            .return_part(request)
            .await?
            .into_inner()
            .parts_request
            .unwrap())
    }

    pub async fn consume(&self, request: &PartsRequest, quantity: i32) -> Result<PartsRequest, Status> {
        let request = ConsumePartRequest {
            request_id: rid(),
            parts_request_id: request.id.clone(),
            line_id: request.lines[0].line_id.clone(),
            quantity,
            reason: "消耗件".to_owned(),
            etag: String::new(),
        };
        Ok(self
            .technician
            .clone()
            .consume_part(request)
            .await?
            .into_inner()
            .parts_request
            .unwrap())
    }

    pub async fn cancel(&self, request: &PartsRequest) -> Result<PartsRequest, Status> {
        let request = CancelPartsRequestRequest {
            request_id: rid(),
            parts_request_id: request.id.clone(),
            reason: "不需要了".to_owned(),
            etag: String::new(),
        };
        Ok(self
            .clerk
            .clone()
            .cancel_parts_request(request)
            .await?
            .into_inner()
            .parts_request
            .unwrap())
    }

    pub async fn get(&self, request: &PartsRequest) -> PartsRequest {
        let request = GetPartsRequestRequest {
            parts_request_id: request.id.clone(),
        };
        self.clerk
            .clone()
            .get_parts_request(request)
            .await
            .unwrap()
            .into_inner()
            .parts_request
            .unwrap()
    }

    /// The ledger of a part, oldest first.
    pub async fn movements(&self, part_no: &str) -> Vec<Movement> {
        let mut all = Vec::new();
        let mut request = ListMovementsRequest {
            branch_id: "BJ01".to_owned(),
            part_no: part_no.to_owned(),
            page_size: 200,
            ..ListMovementsRequest::default()
        };
        loop {
            let page = self
                .clerk
                .clone()
                .list_movements(request.clone())
                .await
                .unwrap()
                .into_inner();
            all.extend(page.movements);
            if page.next_page_token.is_empty() {
                return all;
            }
            request.page_token = page.next_page_token;
        }
    }

    /// What the service told about a ticket, or about everything: short names, in order.
    pub async fn told(&self, subject: Option<&str>) -> Vec<String> {
        let events = self.rig.events(NAME).await;
        let wanted = events
            .iter()
            .filter(|event| subject.is_none_or(|subject| event.subject == subject));
        wanted
            .map(|event| event.kind.rsplit('.').next().unwrap().to_owned())
            .collect()
    }

    /// The last event of this short name.
    pub async fn last(&self, name: &str) -> PartsEvent {
        let events = self.rig.events(NAME).await;
        let event = events
            .iter()
            .rfind(|event| event.kind.ends_with(&format!(".{name}")))
            .unwrap();
        PartsEvent::decode(event.payload.as_slice()).unwrap()
    }
}

fn asking(order: &Order, lines: &[(&str, i32)]) -> RequestPartsRequest {
    let line = |(part_no, quantity): &(&str, i32)| PartsLineInput {
        part_no: (*part_no).to_owned(),
        quantity: *quantity,
    };
    RequestPartsRequest {
        request_id: rid(),
        work_order_id: order.id.clone(),
        ticket_id: order.ticket.clone(),
        lines: lines.iter().map(line).collect(),
    }
}

/// An issue of so many pieces of the request's first line.
pub fn pieces(request: &PartsRequest, quantity: i32, serials: &[&str]) -> Vec<IssueLine> {
    let line_id = request.lines[0].line_id.clone();
    vec![IssueLine {
        line_id,
        quantity,
        serial_numbers: texts(serials),
    }]
}

pub fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// A catalogue entry.
pub fn part(part_no: &str, fen: i64, serialized: bool) -> Part {
    Part {
        part_no: part_no.to_owned(),
        name: format!("备件 {part_no}"),
        product_line: "PC".to_owned(),
        price: Some(Money {
            currency_code: "CNY".to_owned(),
            minor_units: fen,
        }),
        serialized,
        exchange_part: serialized,
        ..Part::default()
    }
}
