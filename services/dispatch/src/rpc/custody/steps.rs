//! Methods that take goods one step further.

use aftersales_kit::{Result, reasons::INVALID_REQUEST, rpc::Call, time::BusinessDate};
use aftersales_proto::dispatch::v1 as proto;

use super::{Custody, held, view::View};
use crate::{
    app::custody::{
        archive_voucher, deliver_goods, escalate_repair, finish_repair, give_up_repair, inspect_goods,
        register_goods_in, request_invoice, set_return_date, take_back_goods,
    },
    domain::{Finish, Goods, Handing, ReplacedPart, Taking},
    rpc::{
        acting,
        convert::{instant, required, signature, staff, target, word},
    },
};

fn date(text: &str, field: &str) -> Result<BusinessDate> {
    BusinessDate::parse(text).ok_or_else(|| INVALID_REQUEST.field(field, "must be a date").into())
}

/// One step of a take-back: in one transaction, answered with the take-back and its personal data.
macro_rules! step {
    ($desk:ident, $call:ident, $request:ident -> $response:ident, |$tx:ident, $by:ident, $held:ident| $run:expr) => {{
        let ($by, view) = (acting(&$desk.kit, $call), View::of($call));
        let $held = held(&$request.take_back_id, &$request.etag)?;
        let body = $desk.kit.command($call, &$request, move |$tx| {
            Box::pin(async move {
                let taken = $run.await?;
                let take_back = Some(view.take_back(&taken, $tx.now()));
                Ok(proto::$response { take_back })
            })
        });
        let mut answer = body.await?;
        $desk.reveal(answer.take_back.iter_mut()).await?;
        Ok(answer)
    }};
}

impl Custody {
    pub(super) async fn take_back_goods(
        &self,
        call: &Call,
        request: proto::TakeBackGoodsRequest,
    ) -> Result<proto::TakeBackGoodsResponse> {
        let (by, view, target) = (
            acting(&self.kit, call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let (signed, name) = signature(request.receipt_signature.clone(), "receipt_signature")?;
        let told = Taking {
            goods: Goods {
                name: request.goods.clone(),
                serial_number: request.serial_number.clone(),
                accessories: request.accessories.clone(),
                condition: request.condition.clone(),
                promised_return: date(&request.promised_return, "promised_return")?,
            },
            at: instant(request.taken_at, "taken_at")?,
            signed,
        };
        let name = name.map(|name| self.copies.seal_name(target.id, &name)).transpose()?;
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let taken = take_back_goods::run(tx, &by, &target, told, name).await?;
                let take_back = Some(view.take_back(&taken, tx.now()));
                Ok(proto::TakeBackGoodsResponse { take_back })
            })
        });
        let mut answer = body.await?;
        self.reveal(answer.take_back.iter_mut()).await?;
        Ok(answer)
    }

    pub(super) async fn register_goods_in(
        &self,
        call: &Call,
        request: proto::RegisterGoodsInRequest,
    ) -> Result<proto::RegisterGoodsInResponse> {
        let technician_id = match request.technician_id.as_str() {
            "" => None,
            code => Some(staff(code)?),
        };
        let told = register_goods_in::Told {
            location: request.location.clone(),
            fault: request.fault.clone(),
            technician_id,
            planned_finish: required(request.planned_finish, "planned_finish")?,
        };
        step!(self, call, request -> RegisterGoodsInResponse, |tx, by, held| {
            register_goods_in::run(tx, &by, &held, told)
        })
    }

    pub(super) async fn predict_late_finish(
        &self,
        call: &Call,
        request: proto::PredictLateFinishRequest,
    ) -> Result<proto::PredictLateFinishResponse> {
        let finish = required(request.predicted_finish, "predicted_finish")?;
        let reason = request.reason.clone();
        step!(self, call, request -> PredictLateFinishResponse, |tx, by, held| {
            escalate_repair::predict(tx, &by, &held, finish, reason)
        })
    }

    pub(super) async fn record_custody_action(
        &self,
        call: &Call,
        request: proto::RecordCustodyActionRequest,
    ) -> Result<proto::RecordCustodyActionResponse> {
        let finish = required(request.new_planned_finish, "new_planned_finish")?;
        let action = request.action.clone();
        step!(self, call, request -> RecordCustodyActionResponse, |tx, by, held| {
            escalate_repair::act(tx, &by, &held, action, finish)
        })
    }

    pub(super) async fn finish_repair(
        &self,
        call: &Call,
        request: proto::FinishRepairRequest,
    ) -> Result<proto::FinishRepairResponse> {
        let part = |part: &proto::ReplacedPart| ReplacedPart {
            part_no: part.part_no.clone(),
            quantity: part.quantity,
            serial_number: part.serial_number.clone(),
        };
        let told = Finish {
            minutes: request.repair_minutes.into(),
            parts: request.replaced_parts.iter().map(part).collect(),
            no_parts: request.no_parts_replaced,
        };
        step!(self, call, request -> FinishRepairResponse, |tx, by, held| {
            finish_repair::run(tx, &by, &held, told)
        })
    }

    pub(super) async fn give_up_repair(
        &self,
        call: &Call,
        request: proto::GiveUpRepairRequest,
    ) -> Result<proto::GiveUpRepairResponse> {
        let why = (word(request.reason(), "reason")?, request.note.clone());
        let minutes = i64::from(request.repair_minutes);
        step!(self, call, request -> GiveUpRepairResponse, |tx, by, held| {
            give_up_repair::run(tx, &by, &held, why, minutes)
        })
    }

    pub(super) async fn inspect_goods(
        &self,
        call: &Call,
        request: proto::InspectGoodsRequest,
    ) -> Result<proto::InspectGoodsResponse> {
        let (passed, note) = (request.passed, request.note.clone());
        step!(self, call, request -> InspectGoodsResponse, |tx, by, held| {
            inspect_goods::run(tx, &by, &held, passed, note)
        })
    }

    pub(super) async fn set_return_date(
        &self,
        call: &Call,
        request: proto::SetReturnDateRequest,
    ) -> Result<proto::SetReturnDateResponse> {
        let day = date(&request.return_date, "return_date")?;
        step!(self, call, request -> SetReturnDateResponse, |tx, by, held| {
            set_return_date::run(tx, &by, &held, day)
        })
    }

    pub(super) async fn deliver_goods(
        &self,
        call: &Call,
        request: proto::DeliverGoodsRequest,
    ) -> Result<proto::DeliverGoodsResponse> {
        let (signed, name) = signature(request.signature.clone(), "signature")?;
        let told = Handing {
            signed,
            receipt_returned: request.receipt_returned,
            lost_receipt: request.lost_receipt_statement.clone(),
        };
        let copies = self.copies.clone();
        step!(self, call, request -> DeliverGoodsResponse, |tx, by, held| {
            deliver_goods::run(tx, &by, &held, told, deliver_goods::Signer { name, copies })
        })
    }

    pub(super) async fn request_custody_invoice(
        &self,
        call: &Call,
        request: proto::RequestCustodyInvoiceRequest,
    ) -> Result<proto::RequestCustodyInvoiceResponse> {
        step!(self, call, request -> RequestCustodyInvoiceResponse, |tx, by, held| {
            request_invoice::run(tx, &by, &held)
        })
    }

    pub(super) async fn archive_custody_voucher(
        &self,
        call: &Call,
        request: proto::ArchiveCustodyVoucherRequest,
    ) -> Result<proto::ArchiveCustodyVoucherResponse> {
        let reference = request.archive_reference.clone();
        step!(self, call, request -> ArchiveCustodyVoucherResponse, |tx, by, held| {
            archive_voucher::run(tx, &by, &held, reference)
        })
    }
}
