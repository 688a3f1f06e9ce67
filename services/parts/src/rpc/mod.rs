//! The RPCs: decode, call, encode.

mod catalogue;
mod convert;
mod decode;
mod requests;
mod stock;

use std::sync::Arc;

use aftersales_kit::{page::PageTokens, service::Kit};
use aftersales_proto::parts::v1::{self as proto, parts_service_server::PartsService};

/// The service's RPCs.
pub struct PartsRpc {
    kit: Kit,
    pages: Arc<PageTokens>,
}

impl PartsRpc {
    /// The RPCs over a store.
    pub const fn new(kit: Kit, pages: Arc<PageTokens>) -> Self {
        Self { kit, pages }
    }
}

aftersales_kit::forward! { PartsService for PartsRpc {
    put_part(PutPartRequest) -> PutPartResponse;
    get_part(GetPartRequest) -> GetPartResponse;
    list_parts(ListPartsRequest) -> ListPartsResponse;
    set_stock_limits(SetStockLimitsRequest) -> SetStockLimitsResponse;
    receive_stock(ReceiveStockRequest) -> ReceiveStockResponse;
    get_stock(GetStockRequest) -> GetStockResponse;
    list_stock(ListStockRequest) -> ListStockResponse;
    request_parts(RequestPartsRequest) -> RequestPartsResponse;
    issue_parts(IssuePartsRequest) -> IssuePartsResponse;
    return_part(ReturnPartRequest) -> ReturnPartResponse;
    consume_part(ConsumePartRequest) -> ConsumePartResponse;
    cancel_parts_request(CancelPartsRequestRequest) -> CancelPartsRequestResponse;
    get_parts_request(GetPartsRequestRequest) -> GetPartsRequestResponse;
    list_parts_requests(ListPartsRequestsRequest) -> ListPartsRequestsResponse;
    list_movements(ListMovementsRequest) -> ListMovementsResponse;
} }
