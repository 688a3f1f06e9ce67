//! RPCs of price lists.

use aftersales_kit::{
    Error, Result,
    id::BranchId,
    reasons::{BRANCH_UNKNOWN, INVALID_REQUEST},
    rpc::Call,
    time::Timestamp,
};
use aftersales_proto::billing::v1 as proto;

use super::{BillingRpc, bad, convert};
use crate::{
    app::{
        publish_price_list::{self, Publication},
        read_price_list,
    },
    domain::{
        price_list::Validity,
        reasons::{PRICE_LIST_NOT_FOUND, PRICE_LIST_OF_ALL_BRANCHES},
    },
};

impl BillingRpc {
    pub(super) async fn publish_price_list(
        &self,
        call: &Call,
        request: proto::PublishPriceListRequest,
    ) -> Result<proto::PublishPriceListResponse> {
        let publication = Publication {
            branch: self.branch_of(call, &request.branch_id).await?,
            validity: Validity {
                from: instant("valid_from", request.valid_from.as_ref())?.unwrap_or(Timestamp::MIN),
                to: instant("valid_to", request.valid_to.as_ref())?,
            },
            items: request.items.iter().map(convert::item_of).collect(),
            by: call.caller.subject.clone(),
        };
        let answer = call.clone();
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let list = publish_price_list::run(tx, publication).await?;
                    Ok(proto::PublishPriceListResponse {
                        price_list: Some(convert::price_list(&answer, &list)),
                    })
                })
            })
            .await
    }

    /// The branch that a list is for: one of the caller's, or all of them.
    async fn branch_of(&self, call: &Call, code: &str) -> Result<Option<BranchId>> {
        if code.is_empty() {
            let all = call.caller.scope.only().is_none();
            return if all {
                Ok(None)
            } else {
                Err((&PRICE_LIST_OF_ALL_BRANCHES).into())
            };
        }
        let branch = BranchId::parse(code).map_err(bad("branch_id"))?;
        call.caller.scope.admit(&branch, &BRANCH_UNKNOWN)?;
        self.kit.branch(&branch).await?;
        Ok(Some(branch))
    }

    pub(super) async fn get_price_list(
        &self,
        call: &Call,
        request: proto::GetPriceListRequest,
    ) -> Result<proto::GetPriceListResponse> {
        let branch = BranchId::parse(&request.branch_id).map_err(bad("branch_id"))?;
        call.caller.scope.admit(&branch, &PRICE_LIST_NOT_FOUND)?;
        let at = instant("at", request.at.as_ref())?.unwrap_or_else(|| self.kit.clock().now());
        let mut tx = self.kit.read().await?;
        self.kit.refdata().branch_in(&mut tx, &branch).await?;
        let list = read_price_list::run(&mut tx, &branch, at).await?;
        Ok(proto::GetPriceListResponse {
            price_list: Some(convert::price_list(call, &list)),
        })
    }
}

fn instant(field: &'static str, at: Option<&prost_types::Timestamp>) -> Result<Option<Timestamp>> {
    let decode =
        |at| Timestamp::from_proto(at).ok_or_else(|| Error::from(INVALID_REQUEST.field(field, "is no instant")));
    at.map(decode).transpose()
}
