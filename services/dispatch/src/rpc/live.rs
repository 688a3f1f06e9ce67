//! Lists that stay up to date by themselves: the queue, work orders, one technician's own work.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    id::{BranchId, StaffId, WorkOrderId},
    live::{self, Current, List, Live, Stream},
    outbox::Event,
    page::page_size,
    reasons::BRANCH_UNKNOWN,
    rpc::Call,
};
use aftersales_proto::dispatch::v1::{self as proto, dispatch_live_service_server::DispatchLiveService};
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::{
    Dispatch,
    convert::branch,
    lists::{list_filter, narrowed},
};
use crate::{
    domain::{WorkOrder, reasons::TECHNICIAN_NOT_FOUND},
    store::{ListFilter, QueueKey, work_orders},
};

/// The live lists behind the contract.
pub struct LiveLists(Dispatch);

/// Work orders of some branches, newest first. Every event about an order names its ticket.
struct Orders {
    dispatch: Dispatch,
    call: Call,
    scope: BranchScope,
    filter: ListFilter,
}

impl List for Orders {
    type Key = Uuid;
    type Place = WorkOrderId;
    type Row = proto::WorkOrder;

    async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&WorkOrderId>,
        limit: i64,
    ) -> Result<Vec<(WorkOrderId, proto::WorkOrder)>> {
        let filter = ListFilter {
            before: after.copied(),
            limit,
            ..self.filter.clone()
        };
        let orders = work_orders::listed(tx, &self.scope, &filter).await?;
        let shown = self.dispatch.orders(tx, &self.call, &orders).await?;
        Ok(orders.iter().map(|order| order.id).zip(shown).collect())
    }

    fn touched(&self, event: &Event) -> Vec<Uuid> {
        live::subject(event)
    }

    async fn current(&self, tx: &mut Tx, tickets: &[Uuid]) -> Result<Vec<Current<proto::WorkOrder>>> {
        let orders = work_orders::of_tickets(tx, tickets).await?;
        let belongs = |order: &WorkOrder| self.scope.contains(&order.branch_id) && self.filter.admits(order);
        let (orders, gone) = orders.into_iter().partition::<Vec<_>, _>(belongs);
        let shown = self.dispatch.orders(tx, &self.call, &orders).await?;
        Ok(told(shown, &gone))
    }
}

/// The queue of a branch.
struct Queue {
    dispatch: Dispatch,
    call: Call,
    branch: BranchId,
    unassigned_only: bool,
}

impl List for Queue {
    type Key = Uuid;
    type Place = QueueKey;
    type Row = proto::QueueEntry;

    async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&QueueKey>,
        limit: i64,
    ) -> Result<Vec<(QueueKey, proto::QueueEntry)>> {
        let orders = work_orders::queue(tx, &self.branch, self.unassigned_only, after.copied(), limit).await?;
        let shown = self.dispatch.entries(tx, &self.call, &orders).await?;
        Ok(orders.iter().map(QueueKey::of).zip(shown).collect())
    }

    fn touched(&self, event: &Event) -> Vec<Uuid> {
        live::subject(event)
    }

    async fn current(&self, tx: &mut Tx, tickets: &[Uuid]) -> Result<Vec<Current<proto::QueueEntry>>> {
        let orders = work_orders::of_tickets(tx, tickets).await?;
        let belongs = |order: &WorkOrder| {
            let wanted = !self.unassigned_only || order.technician_id.is_none();
            order.branch_id == self.branch && order.state.is_in_queue() && wanted
        };
        let (orders, gone) = orders.into_iter().partition::<Vec<_>, _>(belongs);
        let shown = self.dispatch.entries(tx, &self.call, &orders).await?;
        Ok(told(shown, &gone))
    }
}

/// What is there, and what is not there any more.
fn told<R>(shown: Vec<R>, gone: &[WorkOrder]) -> Vec<Current<R>> {
    let gone = gone.iter().map(|order| Current::Gone(order.id.to_string()));
    shown.into_iter().map(Current::Row).chain(gone).collect()
}

impl LiveLists {
    /// Of the service.
    pub const fn new(dispatch: Dispatch) -> Self {
        Self(dispatch)
    }

    fn live<L: List>(&self, call: &Call, name: &'static str, filter: &impl prost::Message, list: L) -> Live<L> {
        Live::new(&self.0.kit, &self.0.pages, call, name, filter, list)
    }

    fn of_orders(&self, call: &Call, scope: BranchScope, filter: ListFilter) -> Orders {
        Orders {
            dispatch: self.0.clone(),
            call: call.clone(),
            scope,
            filter,
        }
    }

    /// The open orders of the technician who calls: those that he leads and those to which he comes along.
    fn my_work(&self, call: &Call) -> Result<Live<Orders>> {
        let code = &call.caller.subject;
        let technician = StaffId::parse(code).map_err(|_| TECHNICIAN_NOT_FOUND.refuse().with("technician_id", code))?;
        let filter = ListFilter {
            member: Some(technician),
            open_only: true,
            ..ListFilter::default()
        };
        let orders = self.of_orders(call, call.caller.scope.clone(), filter);
        Ok(self.live(call, "dispatch.my_work", &(), orders))
    }

    async fn queue(
        &self,
        call: &Call,
        mut request: proto::WatchDispatchQueueRequest,
    ) -> Result<Stream<proto::WatchDispatchQueueResponse>> {
        let token = std::mem::take(&mut request.resume_token);
        let branch = branch(&request.branch_id)?;
        call.caller.scope.admit(&branch, &BRANCH_UNKNOWN)?;
        let queue = Queue {
            dispatch: self.0.clone(),
            call: call.clone(),
            branch,
            unassigned_only: request.unassigned_only,
        };
        let answer = live::told!(
            proto::WatchDispatchQueueResponse,
            watch_dispatch_queue_response,
            QueueRows.entries
        );
        self.live(call, "dispatch.queue", &request, queue)
            .stream(&token, answer)
            .await
    }

    async fn work_orders(
        &self,
        call: &Call,
        mut request: proto::WatchWorkOrdersRequest,
    ) -> Result<Stream<proto::WatchWorkOrdersResponse>> {
        let token = std::mem::take(&mut request.resume_token);
        let scope = narrowed(&call.caller.scope, &request.branch_id)?;
        let orders = self.of_orders(call, scope, list_filter(request.filter.as_ref())?);
        let answer = live::told!(
            proto::WatchWorkOrdersResponse,
            watch_work_orders_response,
            WorkOrderRows.work_orders
        );
        self.live(call, "dispatch.work_orders", &request, orders)
            .stream(&token, answer)
            .await
    }

    async fn watched_work(
        &self,
        call: &Call,
        request: proto::WatchMyWorkRequest,
    ) -> Result<Stream<proto::WatchMyWorkResponse>> {
        let answer = live::told!(
            proto::WatchMyWorkResponse,
            watch_my_work_response,
            WorkOrderRows.work_orders
        );
        self.my_work(call)?.stream(&request.resume_token, answer).await
    }

    async fn pulled_work(&self, call: &Call, request: proto::PullMyWorkRequest) -> Result<proto::PullMyWorkResponse> {
        let pulled = self
            .my_work(call)?
            .pull(&request.token, page_size(request.page_size))
            .await?;
        Ok(proto::PullMyWorkResponse {
            reset: pulled.reset,
            work_orders: pulled.rows,
            removed_ids: pulled.removed,
            next_token: pulled.next_token,
            has_more: pulled.has_more,
        })
    }
}

#[tonic::async_trait]
impl DispatchLiveService for LiveLists {
    type WatchDispatchQueueStream = Stream<proto::WatchDispatchQueueResponse>;
    type WatchWorkOrdersStream = Stream<proto::WatchWorkOrdersResponse>;
    type WatchMyWorkStream = Stream<proto::WatchMyWorkResponse>;

    async fn watch_dispatch_queue(
        &self,
        request: Request<proto::WatchDispatchQueueRequest>,
    ) -> Result<Response<Self::WatchDispatchQueueStream>, Status> {
        let call = Call::of(&request);
        call.reply(self.queue(&call, request.into_inner()).await)
    }

    async fn watch_work_orders(
        &self,
        request: Request<proto::WatchWorkOrdersRequest>,
    ) -> Result<Response<Self::WatchWorkOrdersStream>, Status> {
        let call = Call::of(&request);
        call.reply(self.work_orders(&call, request.into_inner()).await)
    }

    async fn watch_my_work(
        &self,
        request: Request<proto::WatchMyWorkRequest>,
    ) -> Result<Response<Self::WatchMyWorkStream>, Status> {
        let call = Call::of(&request);
        call.reply(self.watched_work(&call, request.into_inner()).await)
    }

    async fn pull_my_work(
        &self,
        request: Request<proto::PullMyWorkRequest>,
    ) -> Result<Response<proto::PullMyWorkResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.pulled_work(&call, request.into_inner()).await)
    }
}
