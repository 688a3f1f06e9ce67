//! The method by which a coordinator fetches orders himself.

use aftersales_kit::{Result, reasons::BRANCH_UNKNOWN, rpc::Call};
use aftersales_proto::dispatch::v1::{
    ReceiveNextWorkOrdersRequest, ReceiveNextWorkOrdersResponse, hand_over_service_server::HandOverService,
};
use tonic::{Request, Response, Status};

use super::{Dispatch, convert::branch, view::View};
use crate::app::receive_work_order;

impl Dispatch {
    async fn receive_next_work_orders(
        &self,
        call: &Call,
        request: ReceiveNextWorkOrdersRequest,
    ) -> Result<ReceiveNextWorkOrdersResponse> {
        let (by, view, branch) = (self.by(call), View::of(call), branch(&request.branch_id)?);
        by.scope.admit(&branch, &BRANCH_UNKNOWN)?;
        let count = i64::from(request.count);
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let orders = receive_work_order::next(tx, &by, &branch, count).await?;
                let work_orders = orders.iter().map(|order| view.order(order)).collect();
                Ok(ReceiveNextWorkOrdersResponse { work_orders })
            })
        });
        let mut answer = body.await?;
        let mut tx = self.kit.read().await?;
        self.reveal(&mut tx, call, answer.work_orders.iter_mut()).await?;
        Ok(answer)
    }
}

#[tonic::async_trait]
impl HandOverService for Dispatch {
    async fn receive_next_work_orders(
        &self,
        request: Request<ReceiveNextWorkOrdersRequest>,
    ) -> Result<Response<ReceiveNextWorkOrdersResponse>, Status> {
        let call = Call::of(&request);
        call.reply(Self::receive_next_work_orders(self, &call, request.into_inner()).await)
    }
}
