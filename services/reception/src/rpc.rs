//! `ReceptionService`: decode, call, encode.

mod convert;
mod decode;

use std::sync::Arc;

use aftersales_kit::{
    Result,
    id::TicketId,
    page::{self, PageTokens},
    rpc::Call,
    service::Kit,
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::reception::v1::{
    GetArrivalRequest, GetArrivalResponse, GetExpectedVisitRequest, GetExpectedVisitResponse, ListArrivalsRequest,
    ListArrivalsResponse, ListExpectedVisitsRequest, ListExpectedVisitsResponse, RegisterArrivalRequest,
    RegisterArrivalResponse, reception_service_server::ReceptionService,
};
use tonic::{Request, Response, Status};

use crate::{
    app::{self, Desk, register_arrival::RegisterArrival},
    domain::{Arrival, ArrivalId, ExpectedVisit, ExpectedVisitId, VisitState, reasons::ARRIVAL_NOT_FOUND},
    peers::Peers,
};

/// Name of the list of visits in its page tokens.
const VISITS: &str = "reception.expected_visits";
/// Name of the list of arrivals in its page tokens.
const ARRIVALS: &str = "reception.arrivals";

/// The gRPC service.
pub struct Reception {
    /// The service's hold on the kit.
    pub kit: Kit,
    /// What the use cases stand on.
    pub desk: Desk,
    /// Signing of page tokens.
    pub pages: Arc<PageTokens>,
    /// Where customers, assets and missing contacts are asked for.
    pub peers: Peers,
}

impl Reception {
    async fn visits(&self, call: &Call, request: ListExpectedVisitsRequest) -> Result<ListExpectedVisitsResponse> {
        let size = page::page_size(request.page_size);
        let filter = ListExpectedVisitsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let after = self
            .pages
            .key::<(Option<BusinessDate>, ExpectedVisitId)>(VISITS, &filter, &request.page_token)?;
        let query = decode::visit_query(&request, after, size + 1)?;
        let mut tx = self.kit.read().await?;
        let visits = app::list_visits::run(&mut tx, &self.desk, &call.caller.scope, &query).await?;
        let key = |visit: &ExpectedVisit| (visit.expected_on, visit.id);
        let (visits, next_page_token) = self.pages.cut(VISITS, &filter, visits, size, key)?;
        let expected_visits = visits.into_iter().map(|visit| convert::visit(call, visit)).collect();
        Ok(ListExpectedVisitsResponse {
            expected_visits,
            next_page_token,
        })
    }

    async fn visit(&self, call: &Call, request: &GetExpectedVisitRequest) -> Result<GetExpectedVisitResponse> {
        let id = ExpectedVisitId::parse(&request.expected_visit_id).ok();
        let ticket = TicketId::parse(&request.ticket_id).ok();
        let mut tx = self.kit.read().await?;
        let mut visit = app::get_visit::run(&mut tx, &self.desk, &call.caller.scope, id, ticket).await?;
        drop(tx);
        if visit.state == VisitState::Expected && visit.matter.is_none() {
            visit.matter = self.peers.matter(call, visit.ticket_id).await;
        }
        Ok(GetExpectedVisitResponse {
            expected_visit: Some(convert::visit(call, visit)),
        })
    }

    async fn register(&self, call: &Call, request: RegisterArrivalRequest) -> Result<RegisterArrivalResponse> {
        let command = RegisterArrival {
            who: decode::arriving(&call.caller.scope, &request)?,
            remarks: request.remarks.clone(),
            received_by: call.caller.subject.clone(),
        };
        // told inside the command, so that a repeated request gets its first answer whatever the registry says now
        let known = self.check_stranger(call, &command).await;
        let (desk, by) = (self.desk.clone(), call.clone());
        let answer = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                known?;
                let arrival = app::register_arrival::run(tx, &desk, &by.caller.scope, command).await?;
                let matched = arrival.expected_visit_id.is_some();
                Ok(RegisterArrivalResponse {
                    arrival: Some(convert::arrival(&by, arrival)),
                    matched,
                })
            })
        });
        answer.await
    }

    /// Asks the registry about somebody whom nobody expects.
    async fn check_stranger(&self, call: &Call, command: &RegisterArrival) -> Result<()> {
        let (who, scope) = (&command.who, &call.caller.scope);
        let Some(customer) = who.customer_id.filter(|_| who.expected_visit_id.is_none()) else {
            return Ok(());
        };
        let mut tx = self.kit.read().await?;
        let expected = app::find_match::run(&mut tx, &self.desk, scope, who).await?.is_some();
        drop(tx);
        if expected {
            Ok(())
        } else {
            self.peers.check(call, scope, customer, who.asset_id).await
        }
    }

    async fn arrival(&self, call: &Call, request: &GetArrivalRequest) -> Result<GetArrivalResponse> {
        let id = ArrivalId::parse(&request.arrival_id).map_err(|_| &ARRIVAL_NOT_FOUND)?;
        let mut tx = self.kit.read().await?;
        let arrival = app::get_arrival::run(&mut tx, &self.desk, &call.caller.scope, id).await?;
        Ok(GetArrivalResponse {
            arrival: Some(convert::arrival(call, arrival)),
        })
    }

    async fn arrivals(&self, call: &Call, request: ListArrivalsRequest) -> Result<ListArrivalsResponse> {
        let size = page::page_size(request.page_size);
        let filter = ListArrivalsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let below = self
            .pages
            .key::<(Timestamp, ArrivalId)>(ARRIVALS, &filter, &request.page_token)?;
        let query = decode::arrival_query(&request, below, size + 1)?;
        let mut tx = self.kit.read().await?;
        let arrivals = app::list_arrivals::run(&mut tx, &self.desk, &call.caller.scope, &query).await?;
        let key = |arrival: &Arrival| (arrival.arrived_at, arrival.id);
        let (arrivals, next_page_token) = self.pages.cut(ARRIVALS, &filter, arrivals, size, key)?;
        let arrivals = arrivals
            .into_iter()
            .map(|arrival| convert::arrival(call, arrival))
            .collect();
        Ok(ListArrivalsResponse {
            arrivals,
            next_page_token,
        })
    }
}

#[tonic::async_trait]
impl ReceptionService for Reception {
    async fn list_expected_visits(
        &self,
        request: Request<ListExpectedVisitsRequest>,
    ) -> Result<Response<ListExpectedVisitsResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.visits(&call, request.into_inner()).await)
    }

    async fn get_expected_visit(
        &self,
        request: Request<GetExpectedVisitRequest>,
    ) -> Result<Response<GetExpectedVisitResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.visit(&call, request.get_ref()).await)
    }

    async fn register_arrival(
        &self,
        request: Request<RegisterArrivalRequest>,
    ) -> Result<Response<RegisterArrivalResponse>, Status> {
        let call = Call::of_mutation(&request);
        call.reply(self.register(&call, request.into_inner()).await)
    }

    async fn get_arrival(&self, request: Request<GetArrivalRequest>) -> Result<Response<GetArrivalResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.arrival(&call, request.get_ref()).await)
    }

    async fn list_arrivals(
        &self,
        request: Request<ListArrivalsRequest>,
    ) -> Result<Response<ListArrivalsResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.arrivals(&call, request.into_inner()).await)
    }
}
