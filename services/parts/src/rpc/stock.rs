//! RPCs of stock and its ledger.

use aftersales_kit::{
    Result,
    id::{PartNo, WorkOrderId},
    page,
    rpc::Call,
    time::Timestamp,
};
use aftersales_proto::parts::v1 as proto;

use super::{PartsRpc, convert, decode};
use crate::app::{
    read_stock::{self, MovementFilter},
    receive_stock::{self, Delivery},
    set_stock_limits,
};

impl PartsRpc {
    pub(super) async fn set_stock_limits(
        &self,
        call: &Call,
        request: proto::SetStockLimitsRequest,
    ) -> Result<proto::SetStockLimitsResponse> {
        let branch = decode::place(call, &request.branch_id)?;
        self.kit.branch(&branch).await?;
        let part_no = decode::part_no("part_no", &request.part_no)?;
        let limits = (i64::from(request.min_level), i64::from(request.max_level));
        let etag = request.etag.clone();
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let stock = set_stock_limits::run(tx, &branch, &part_no, limits, &etag).await?;
                    Ok(proto::SetStockLimitsResponse {
                        stock: Some(convert::stock(&stock)),
                    })
                })
            })
            .await
    }

    pub(super) async fn receive_stock(
        &self,
        call: &Call,
        request: proto::ReceiveStockRequest,
    ) -> Result<proto::ReceiveStockResponse> {
        let branch = decode::place(call, &request.branch_id)?;
        self.kit.branch(&branch).await?;
        let delivery = Delivery {
            branch,
            part_no: decode::part_no("part_no", &request.part_no)?,
            quantity: i64::from(request.quantity),
            serials: decode::serials(&request.serial_numbers),
            note: request.note.clone(),
            by: call.caller.subject.clone(),
        };
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let (stock, served) = receive_stock::run(tx, delivery).await?;
                    Ok(proto::ReceiveStockResponse {
                        stock: Some(convert::stock(&stock)),
                        reserved_request_ids: served.iter().map(ToString::to_string).collect(),
                    })
                })
            })
            .await
    }

    pub(super) async fn get_stock(
        &self,
        call: &Call,
        request: proto::GetStockRequest,
    ) -> Result<proto::GetStockResponse> {
        let branch = decode::place(call, &request.branch_id)?;
        let part_no = decode::part_no("part_no", &request.part_no)?;
        let stock = read_stock::one(&mut self.kit.read().await?, &branch, &part_no).await?;
        Ok(proto::GetStockResponse {
            stock: Some(convert::stock(&stock)),
        })
    }

    pub(super) async fn list_stock(
        &self,
        call: &Call,
        request: proto::ListStockRequest,
    ) -> Result<proto::ListStockResponse> {
        const LIST: &str = "parts.ListStock";
        let branch = decode::place(call, &request.branch_id)?;
        let size = page::page_size(request.page_size);
        let filter = proto::ListStockRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let after: Option<String> = self.pages.key(LIST, &filter, &request.page_token)?;
        let after = after.unwrap_or_default();
        let mut tx = self.kit.read().await?;
        let found = read_stock::page(&mut tx, &branch, request.below_min_only, &after, size + 1).await?;
        let (found, next_page_token) = self
            .pages
            .cut(LIST, &filter, found, size, |stock| stock.part_no.to_string())?;
        Ok(proto::ListStockResponse {
            stocks: found.iter().map(convert::stock).collect(),
            next_page_token,
        })
    }

    pub(super) async fn list_movements(
        &self,
        call: &Call,
        request: proto::ListMovementsRequest,
    ) -> Result<proto::ListMovementsResponse> {
        const LIST: &str = "parts.ListMovements";
        let branch = decode::place(call, &request.branch_id)?;
        let part_no = decode::optional("part_no", &request.part_no, PartNo::parse)?;
        let size = page::page_size(request.page_size);
        let filter = proto::ListMovementsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let after: Option<(i64, i64)> = self.pages.key(LIST, &filter, &request.page_token)?;
        let wanted = MovementFilter {
            branch: &branch,
            part_no: part_no.as_ref(),
            work_order: decode::optional("work_order_id", &request.work_order_id, WorkOrderId::parse)?,
            kind: convert::kind_of(request.kind()),
            from: decode::instant("from", request.from.as_ref())?.unwrap_or(Timestamp::MIN),
            to: decode::instant("to", request.to.as_ref())?.unwrap_or(Timestamp::MAX),
            after: after.unwrap_or_default(),
            limit: size + 1,
        };
        let found = read_stock::movements(&mut self.kit.read().await?, &wanted).await?;
        let (found, next_page_token) = self
            .pages
            .cut(LIST, &filter, found, size, |movement| movement.position)?;
        Ok(proto::ListMovementsResponse {
            movements: found.iter().map(convert::movement).collect(),
            next_page_token,
        })
    }
}
