//! Methods that read.

use aftersales_kit::{
    Result, auth::BranchScope, id::WorkOrderId, page::page_size, reasons::INVALID_REQUEST, rpc::Call,
};
use aftersales_proto::dispatch::v1 as proto;
use uuid::Uuid;

use super::{
    Custody, take_back_id,
    view::{View, printed, row},
};
use crate::{
    domain::{CustodyState, Direction, TakeBackId, custody_reasons::CARD_NOT_OPEN},
    rpc::convert::{own_branch, staff},
    store::{CustodyFilter, custody_movements, take_backs, work_orders},
    wire::Wire,
};

const TAKE_BACKS: &str = "dispatch.take_backs";
const REGISTER: &str = "dispatch.custody_register";

impl Custody {
    pub(super) async fn get_take_back(
        &self,
        call: &Call,
        request: proto::GetTakeBackRequest,
    ) -> Result<proto::GetTakeBackResponse> {
        let mut tx = self.kit.read().await?;
        let taken = take_backs::get(&mut tx, &call.caller.scope, take_back_id(&request.take_back_id)?).await?;
        drop(tx);
        let mut take_back = Some(View::of(call).take_back(&taken, self.kit.clock().now()));
        self.reveal(take_back.iter_mut()).await?;
        Ok(proto::GetTakeBackResponse { take_back })
    }

    pub(super) async fn get_repair_card(
        &self,
        call: &Call,
        request: proto::GetRepairCardRequest,
    ) -> Result<proto::GetRepairCardResponse> {
        let mut tx = self.kit.read().await?;
        let taken = take_backs::get(&mut tx, &call.caller.scope, take_back_id(&request.take_back_id)?).await?;
        let order = work_orders::get(&mut tx, &BranchScope::All, taken.work_order_id).await?;
        drop(tx);
        let card = taken.card.as_ref().ok_or(&CARD_NOT_OPEN)?;
        let mut card = printed(&taken, card, order.number.clone());
        card.customer_name = self.customer_name(&order).await?;
        Ok(proto::GetRepairCardResponse { card: Some(card) })
    }

    pub(super) async fn list_take_backs(
        &self,
        call: &Call,
        mut request: proto::ListTakeBacksRequest,
    ) -> Result<proto::ListTakeBacksResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let branch = own_branch(call, &request.branch_id)?;
        let mut filter = filter(&request)?;
        filter.after = self.pages.key::<TakeBackId>(TAKE_BACKS, &request, &token)?;
        filter.limit = size + 1;
        let rows = take_backs::listed(&mut self.kit.read().await?, &branch, &filter).await?;
        let (rows, next_page_token) = self.pages.cut(TAKE_BACKS, &request, rows, size, |row| row.id)?;
        let (view, now) = (View::of(call), self.kit.clock().now());
        let mut take_backs: Vec<_> = rows.iter().map(|row| view.take_back(row, now)).collect();
        self.reveal(take_backs.iter_mut()).await?;
        Ok(proto::ListTakeBacksResponse {
            take_backs,
            next_page_token,
        })
    }

    pub(super) async fn list_custody_register(
        &self,
        call: &Call,
        mut request: proto::ListCustodyRegisterRequest,
    ) -> Result<proto::ListCustodyRegisterResponse> {
        let (token, size) = (
            std::mem::take(&mut request.page_token),
            page_size(std::mem::take(&mut request.page_size)),
        );
        let (branch, direction) = (
            own_branch(call, &request.branch_id)?,
            Direction::from_wire(request.direction()),
        );
        let after = self.pages.key::<Uuid>(REGISTER, &request, &token)?;
        let mut tx = self.kit.read().await?;
        let rows = custody_movements::listed(&mut tx, &branch, direction, after, size + 1).await?;
        let (rows, next_page_token) = self.pages.cut(REGISTER, &request, rows, size, |row| row.id)?;
        Ok(proto::ListCustodyRegisterResponse {
            rows: rows.iter().map(row).collect(),
            next_page_token,
        })
    }

    pub(super) async fn get_custody_balance(
        &self,
        call: &Call,
        request: proto::GetCustodyBalanceRequest,
    ) -> Result<proto::GetCustodyBalanceResponse> {
        let branch = own_branch(call, &request.branch_id)?;
        let mut tx = self.kit.read().await?;
        let (in_count, out_count) = custody_movements::counts(&mut tx, &branch).await?;
        let (open_receipts, held) = take_backs::open_counts(&mut tx, &branch).await?;
        Ok(proto::GetCustodyBalanceResponse {
            in_count,
            out_count,
            held,
            open_receipts,
        })
    }
}

/// Which take-backs a request is about.
pub fn filter(request: &proto::ListTakeBacksRequest) -> Result<CustodyFilter> {
    let order = |text: &str| -> Result<WorkOrderId> {
        Ok(WorkOrderId::parse(text).map_err(|_| INVALID_REQUEST.field("work_order_id", "must be a UUID"))?)
    };
    let technician = Some(request.technician_id.as_str()).filter(|code| !code.is_empty());
    let work_order = Some(request.work_order_id.as_str()).filter(|id| !id.is_empty());
    Ok(CustodyFilter {
        states: request.states().filter_map(CustodyState::from_wire).collect(),
        technician: technician.map(staff).transpose()?,
        receipt_open: request.receipt_open_only,
        escalated: request.escalated_only,
        work_order: work_order.map(order).transpose()?,
        ..CustodyFilter::default()
    })
}
