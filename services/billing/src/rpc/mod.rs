//! The RPCs: decode, call, encode.

mod accounts;
mod convert;
mod price_lists;

use aftersales_kit::{Error, id::InvalidId, reasons::INVALID_REQUEST, service::Kit};
use aftersales_proto::billing::v1::{self as proto, billing_service_server::BillingService};

/// The service's RPCs.
pub struct BillingRpc {
    kit: Kit,
}

impl BillingRpc {
    /// The RPCs over a store.
    pub const fn new(kit: Kit) -> Self {
        Self { kit }
    }
}

/// An id or code that the contract's checks should have caught, at this field.
fn bad(field: &'static str) -> impl Fn(InvalidId) -> Error {
    move |fault| INVALID_REQUEST.field(field, fault.to_string()).into()
}

aftersales_kit::forward! { BillingService for BillingRpc {
    publish_price_list(PublishPriceListRequest) -> PublishPriceListResponse;
    get_price_list(GetPriceListRequest) -> GetPriceListResponse;
    record_charge(RecordChargeRequest) -> RecordChargeResponse;
    get_ticket_account(GetTicketAccountRequest) -> GetTicketAccountResponse;
} }
