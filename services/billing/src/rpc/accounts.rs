//! RPCs of charges and accounts.

use aftersales_kit::{
    Result,
    id::{TicketId, WorkOrderId},
    rpc::Call,
};
use aftersales_proto::billing::v1 as proto;

use super::{BillingRpc, bad, convert};
use crate::{
    app::{
        read_account,
        record_charge::{self, Charging},
    },
    domain::charge::Ask,
};

impl BillingRpc {
    pub(super) async fn record_charge(
        &self,
        call: &Call,
        request: proto::RecordChargeRequest,
    ) -> Result<proto::RecordChargeResponse> {
        let work_order = match request.work_order_id.as_str() {
            "" => None,
            id => Some(WorkOrderId::parse(id).map_err(bad("work_order_id"))?),
        };
        let lines = request
            .lines
            .iter()
            .map(|line| (line.item_code.clone(), i64::from(line.quantity)));
        let charging = Charging {
            ticket: TicketId::parse(&request.ticket_id).map_err(bad("ticket_id"))?,
            ask: Ask {
                work_order,
                lines: lines.collect(),
                expected: convert::money_of(request.expected_amount.as_ref()),
                price_list_shown: request.price_list_shown,
                customer_consents: request.customer_consents,
            },
            by: call.caller.subject.clone(),
            etag: request.etag.clone(),
        };
        let answer = call.clone();
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let (charge, account, all) = record_charge::run(tx, &answer.caller.scope, charging).await?;
                    Ok(proto::RecordChargeResponse {
                        charge: Some(convert::charge(&charge)),
                        account: Some(convert::account(&answer, &account, &all)),
                    })
                })
            })
            .await
    }

    pub(super) async fn get_ticket_account(
        &self,
        call: &Call,
        request: proto::GetTicketAccountRequest,
    ) -> Result<proto::GetTicketAccountResponse> {
        let ticket = TicketId::parse(&request.ticket_id).map_err(bad("ticket_id"))?;
        let (account, charges) = read_account::run(&mut self.kit.read().await?, &call.caller.scope, ticket).await?;
        Ok(proto::GetTicketAccountResponse {
            account: Some(convert::account(call, &account, &charges)),
        })
    }
}
