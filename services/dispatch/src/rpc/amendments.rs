//! The method that amends a finished order.

use aftersales_kit::{Result, rpc::Call};
use aftersales_proto::dispatch::v1::{self as proto, amendment_service_server::AmendmentService};

use super::{
    Dispatch,
    convert::{target, word},
    view::View,
};
use crate::{app::amend_work_order, domain::Correction};

impl Dispatch {
    async fn amend_work_order(
        &self,
        call: &Call,
        request: proto::AmendWorkOrderRequest,
    ) -> Result<proto::AmendWorkOrderResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let correction = Correction {
            subject: word(request.subject(), "subject")?,
            was: request.was.clone(),
            should_be: request.should_be.clone(),
            reason: request.reason.clone(),
        };
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let order = amend_work_order::run(tx, &by, &target, correction).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::AmendWorkOrderResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }
}

aftersales_kit::forward! { AmendmentService for Dispatch {
    amend_work_order(AmendWorkOrderRequest) -> AmendWorkOrderResponse;
} }
