//! RPCs of requests, issues and returns.

use aftersales_kit::{
    Result,
    id::{BranchId, PartNo, TicketId, WorkOrderId},
    page,
    rpc::Call,
};
use aftersales_proto::{common::v1::PartCondition, parts::v1 as proto};

use super::{PartsRpc, convert, decode};
use crate::{
    app::{
        cancel_parts_request::{self, Cancellation},
        consume_part::{self, Consumption},
        issue_parts::{self, Issue},
        read_requests::{self, RequestFilter},
        request_parts::{self, Ask},
        return_part::{self, Return},
    },
    domain::{
        ids::{LineId, PartsRequestId},
        line::{Condition, Returned},
        request::{IssueLine, RequestState},
    },
};

impl PartsRpc {
    pub(super) async fn request_parts(
        &self,
        call: &Call,
        request: proto::RequestPartsRequest,
    ) -> Result<proto::RequestPartsResponse> {
        let lines = request.lines.iter().enumerate().map(|(index, line)| {
            let part_no = decode::id(&format!("lines[{index}].part_no"), PartNo::parse(&line.part_no))?;
            Ok((part_no, i64::from(line.quantity)))
        });
        let ask = Ask {
            work_order: decode::id("work_order_id", WorkOrderId::parse(&request.work_order_id))?,
            ticket: decode::id("ticket_id", TicketId::parse(&request.ticket_id))?,
            lines: lines.collect::<Result<_>>()?,
            by: call.caller.subject.clone(),
        };
        let answer = call.clone();
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let made = request_parts::run(tx, &answer.caller.scope, ask).await?;
                    let parts_request = Some(convert::parts_request(&answer, &made));
                    Ok(proto::RequestPartsResponse { parts_request })
                })
            })
            .await
    }

    pub(super) async fn issue_parts(
        &self,
        call: &Call,
        request: proto::IssuePartsRequest,
    ) -> Result<proto::IssuePartsResponse> {
        let lines = request.lines.iter().enumerate().map(|(index, line)| {
            Ok(IssueLine {
                line: decode::id(&format!("lines[{index}].line_id"), LineId::parse(&line.line_id))?,
                quantity: i64::from(line.quantity),
                serials: decode::serials(&line.serial_numbers),
            })
        });
        let issue = Issue {
            request: request_id(&request.parts_request_id)?,
            lines: lines.collect::<Result<_>>()?,
            issued_to: request.issued_to.clone(),
            by: call.caller.subject.clone(),
            etag: request.etag.clone(),
        };
        let answer = call.clone();
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let changed = issue_parts::run(tx, &answer.caller.scope, issue).await?;
                    let parts_request = Some(convert::parts_request(&answer, &changed));
                    Ok(proto::IssuePartsResponse { parts_request })
                })
            })
            .await
    }

    pub(super) async fn return_part(
        &self,
        call: &Call,
        request: proto::ReturnPartRequest,
    ) -> Result<proto::ReturnPartResponse> {
        let brought_by = if request.returned_by.is_empty() {
            &call.caller.subject
        } else {
            &request.returned_by
        };
        let back = Return {
            request: request_id(&request.parts_request_id)?,
            line: decode::id("line_id", LineId::parse(&request.line_id))?,
            pieces: Returned {
                condition: match request.condition() {
                    PartCondition::Good => Condition::Good,
                    PartCondition::Defective | PartCondition::Unspecified => Condition::Defective,
                },
                quantity: i64::from(request.quantity),
                serials: decode::serials(&request.serial_numbers),
                by: brought_by.clone(),
            },
            by: call.caller.subject.clone(),
            etag: request.etag.clone(),
        };
        let answer = call.clone();
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let changed = return_part::run(tx, &answer.caller.scope, back).await?;
                    let parts_request = Some(convert::parts_request(&answer, &changed));
                    Ok(proto::ReturnPartResponse { parts_request })
                })
            })
            .await
    }

    pub(super) async fn consume_part(
        &self,
        call: &Call,
        request: proto::ConsumePartRequest,
    ) -> Result<proto::ConsumePartResponse> {
        let used = Consumption {
            request: request_id(&request.parts_request_id)?,
            line: decode::id("line_id", LineId::parse(&request.line_id))?,
            quantity: i64::from(request.quantity),
            reason: request.reason.clone(),
            by: call.caller.subject.clone(),
            etag: request.etag.clone(),
        };
        let answer = call.clone();
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let changed = consume_part::run(tx, &answer.caller.scope, used).await?;
                    let parts_request = Some(convert::parts_request(&answer, &changed));
                    Ok(proto::ConsumePartResponse { parts_request })
                })
            })
            .await
    }

    pub(super) async fn cancel_parts_request(
        &self,
        call: &Call,
        request: proto::CancelPartsRequestRequest,
    ) -> Result<proto::CancelPartsRequestResponse> {
        let end = Cancellation {
            request: request_id(&request.parts_request_id)?,
            reason: request.reason.clone(),
            by: call.caller.subject.clone(),
            etag: request.etag.clone(),
        };
        let answer = call.clone();
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let changed = cancel_parts_request::run(tx, &answer.caller.scope, end).await?;
                    let parts_request = Some(convert::parts_request(&answer, &changed));
                    Ok(proto::CancelPartsRequestResponse { parts_request })
                })
            })
            .await
    }

    pub(super) async fn get_parts_request(
        &self,
        call: &Call,
        request: proto::GetPartsRequestRequest,
    ) -> Result<proto::GetPartsRequestResponse> {
        let id = request_id(&request.parts_request_id)?;
        let found = read_requests::one(&mut self.kit.read().await?, &call.caller.scope, id).await?;
        Ok(proto::GetPartsRequestResponse {
            parts_request: Some(convert::parts_request(call, &found)),
        })
    }

    pub(super) async fn list_parts_requests(
        &self,
        call: &Call,
        request: proto::ListPartsRequestsRequest,
    ) -> Result<proto::ListPartsRequestsResponse> {
        const LIST: &str = "parts.ListPartsRequests";
        let size = page::page_size(request.page_size);
        let filter = proto::ListPartsRequestsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let branch = decode::optional("branch_id", &request.branch_id, BranchId::parse)?;
        let states: Vec<RequestState> = request.states().filter_map(convert::state_of).collect();
        let wanted = RequestFilter {
            branch: branch.as_ref(),
            work_order: decode::optional("work_order_id", &request.work_order_id, WorkOrderId::parse)?,
            states: &states,
            issued_to: &request.issued_to,
            before: self.pages.key(LIST, &filter, &request.page_token)?,
            limit: size + 1,
        };
        let found = read_requests::page(&mut self.kit.read().await?, &call.caller.scope, &wanted).await?;
        let (found, next_page_token) = self.pages.cut(LIST, &filter, found, size, |request| request.id)?;
        Ok(proto::ListPartsRequestsResponse {
            parts_requests: found
                .iter()
                .map(|request| convert::parts_request(call, request))
                .collect(),
            next_page_token,
        })
    }
}

fn request_id(text: &str) -> Result<PartsRequestId> {
    decode::id("parts_request_id", PartsRequestId::parse(text))
}
