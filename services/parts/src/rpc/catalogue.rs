//! RPCs of the catalogue.

use aftersales_kit::{Result, page, rpc::Call};
use aftersales_proto::parts::v1 as proto;

use super::{PartsRpc, convert, decode};
use crate::{
    app::{
        put_part,
        read_catalogue::{self, PartFilter},
    },
    domain::{money::Money, part::PartContent},
};

impl PartsRpc {
    pub(super) async fn put_part(&self, call: &Call, request: proto::PutPartRequest) -> Result<proto::PutPartResponse> {
        let content = content(request.part.clone().unwrap_or_default())?;
        let (etag, answer) = (request.etag.clone(), call.clone());
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let part = put_part::run(tx, content, &etag).await?;
                    Ok(proto::PutPartResponse {
                        part: Some(convert::part(&answer, &part)),
                    })
                })
            })
            .await
    }

    pub(super) async fn get_part(&self, call: &Call, request: proto::GetPartRequest) -> Result<proto::GetPartResponse> {
        let part_no = decode::part_no("part_no", &request.part_no)?;
        let part = read_catalogue::one(&mut self.kit.read().await?, &part_no).await?;
        Ok(proto::GetPartResponse {
            part: Some(convert::part(call, &part)),
        })
    }

    pub(super) async fn list_parts(
        &self,
        call: &Call,
        request: proto::ListPartsRequest,
    ) -> Result<proto::ListPartsResponse> {
        const LIST: &str = "parts.ListParts";
        let size = page::page_size(request.page_size);
        let filter = proto::ListPartsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let after: Option<String> = self.pages.key(LIST, &filter, &request.page_token)?;
        let wanted = PartFilter {
            product_line: &request.product_line,
            prefix: &request.part_no_prefix,
            after: after.as_deref().unwrap_or_default(),
            limit: size + 1,
        };
        let found = read_catalogue::page(&mut self.kit.read().await?, &wanted).await?;
        let (found, next_page_token) = self
            .pages
            .cut(LIST, &filter, found, size, |part| part.content.part_no.to_string())?;
        Ok(proto::ListPartsResponse {
            parts: found.iter().map(|part| convert::part(call, part)).collect(),
            next_page_token,
        })
    }
}

fn content(part: proto::Part) -> Result<PartContent> {
    let price = part.price.unwrap_or_default();
    Ok(PartContent {
        part_no: decode::part_no("part.part_no", &part.part_no)?,
        name: part.name,
        product_line: part.product_line,
        price: Money {
            currency: price.currency_code,
            minor: price.minor_units,
        },
        serialized: part.serialized,
        exchange_part: part.exchange_part,
        discontinued: part.discontinued,
    })
}
