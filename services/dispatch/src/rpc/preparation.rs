//! Methods around a visit: the manual, the card, what is added on site.

use aftersales_kit::{Result, rpc::Call};
use aftersales_proto::dispatch::v1 as proto;

use super::{
    Dispatch,
    convert::{fen, instant, missing, target, word},
    view::View,
};
use crate::{
    app::{confirm_manual_read, record_extra_consent},
    domain::{ExtraLine, card},
    store::work_orders,
};

impl Dispatch {
    pub(super) async fn confirm_manual_read(
        &self,
        call: &Call,
        request: proto::ConfirmManualReadRequest,
    ) -> Result<proto::ConfirmManualReadResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let order = confirm_manual_read::run(tx, &by, &target).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::ConfirmManualReadResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn record_extra_consent(
        &self,
        call: &Call,
        request: proto::RecordExtraConsentRequest,
    ) -> Result<proto::RecordExtraConsentResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let consent = record_extra_consent::Consent {
            at: instant(request.at, "at")?,
            channel: word(request.channel(), "channel")?,
            lines: lines(&request.lines)?,
        };
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let order = record_extra_consent::run(tx, &by, &target, consent).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::RecordExtraConsentResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn get_visit_card(
        &self,
        call: &Call,
        request: proto::GetVisitCardRequest,
    ) -> Result<proto::GetVisitCardResponse> {
        let mut tx = self.kit.read().await?;
        let id = target(&request.work_order_id, "")?.id;
        let order = work_orders::get(&mut tx, &call.caller.scope, id).await?;
        let shown = |prompt: &&card::Prompt| proto::CardItem {
            code: prompt.code.to_owned(),
            rule_id: prompt.rule_id.to_owned(),
            text: prompt.text(call.locale).to_owned(),
        };
        let items = card::prompts(&order).iter().map(shown).collect();
        Ok(proto::GetVisitCardResponse { items })
    }
}

fn lines(told: &[proto::ExtraLine]) -> Result<Vec<ExtraLine>> {
    let line = |(index, line): (usize, &proto::ExtraLine)| -> Result<ExtraLine> {
        let field = format!("lines[{index}].unit_price");
        let unit_price = fen(line.unit_price.as_ref(), &field)?.ok_or_else(|| missing(&field))?;
        Ok(ExtraLine {
            item_code: line.item_code.clone(),
            quantity: i64::from(line.quantity),
            unit_price,
        })
    };
    told.iter().enumerate().map(line).collect()
}
