//! The methods of custody: decode, call, encode.

use std::sync::Arc;

use aftersales_kit::{
    Refusal, Result,
    page::PageTokens,
    reasons::INVALID_REQUEST,
    service::{Env, Kit},
};
use aftersales_proto::dispatch::v1::{self as proto, custody_service_server::CustodyService};

use crate::{app::custody::Held, domain::TakeBackId, personal::Copies};

pub(super) mod lists;
pub(super) mod reveal;
mod steps;
pub(super) mod view;

/// Custody behind the contract.
pub struct Custody {
    kit: Kit,
    copies: Copies,
    pages: Arc<PageTokens>,
}

impl Custody {
    /// On a service's hold on the kit.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            kit,
            copies: Copies::new(env.sealer.clone()),
            pages: env.pages.clone(),
        }
    }
}

fn take_back_id(id: &str) -> Result<TakeBackId, Refusal> {
    TakeBackId::parse(id).map_err(|_| INVALID_REQUEST.field("take_back_id", "must be a UUID"))
}

fn held(id: &str, etag: &str) -> Result<Held> {
    Ok(Held {
        id: take_back_id(id)?,
        etag: etag.to_owned(),
    })
}

aftersales_kit::forward! { CustodyService for Custody {
    take_back_goods(TakeBackGoodsRequest) -> TakeBackGoodsResponse;
    register_goods_in(RegisterGoodsInRequest) -> RegisterGoodsInResponse;
    predict_late_finish(PredictLateFinishRequest) -> PredictLateFinishResponse;
    record_custody_action(RecordCustodyActionRequest) -> RecordCustodyActionResponse;
    finish_repair(FinishRepairRequest) -> FinishRepairResponse;
    give_up_repair(GiveUpRepairRequest) -> GiveUpRepairResponse;
    inspect_goods(InspectGoodsRequest) -> InspectGoodsResponse;
    set_return_date(SetReturnDateRequest) -> SetReturnDateResponse;
    deliver_goods(DeliverGoodsRequest) -> DeliverGoodsResponse;
    request_custody_invoice(RequestCustodyInvoiceRequest) -> RequestCustodyInvoiceResponse;
    archive_custody_voucher(ArchiveCustodyVoucherRequest) -> ArchiveCustodyVoucherResponse;
    get_take_back(GetTakeBackRequest) -> GetTakeBackResponse;
    get_repair_card(GetRepairCardRequest) -> GetRepairCardResponse;
    list_take_backs(ListTakeBacksRequest) -> ListTakeBacksResponse;
    list_custody_register(ListCustodyRegisterRequest) -> ListCustodyRegisterResponse;
    get_custody_balance(GetCustodyBalanceRequest) -> GetCustodyBalanceResponse;
} }
