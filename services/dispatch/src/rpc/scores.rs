//! `ScoreService`: monthly scores (DSP-57 to DSP-60, X-23).

use std::{collections::HashMap, sync::Arc};

use aftersales_kit::{
    Result,
    id::BranchId,
    page::{PageTokens, page_size},
    reasons::BRANCH_UNKNOWN,
    refdata::BranchBook,
    rpc::Call,
    service::{Env, Kit},
    time::BusinessDate,
};
use aftersales_proto::dispatch::v1::{self as proto, score_service_server::ScoreService};
use uuid::Uuid;

use super::{convert::branch, shared::admit_own};
use crate::{
    app::{
        close_month,
        score_sheets::{self, Shown},
    },
    domain::{
        score::{Month, OrderFacts},
        score_reasons::SCORE_SHEET_NOT_FOUND,
    },
    store::{appeals, score_documents},
    wire::scores::small,
};

mod tables;
mod view;

const SHEETS: &str = "dispatch.score_sheets";
const ORDERS: &str = "dispatch.score_orders";
const PERSONS: &str = "dispatch.complaint_handling";

/// The service behind the contract.
pub struct Scores {
    kit: Kit,
    pages: Arc<PageTokens>,
}

aftersales_kit::forward! {
    ScoreService for Scores {
        get_score_sheet(GetScoreSheetRequest) -> GetScoreSheetResponse;
        list_score_sheets(ListScoreSheetsRequest) -> ListScoreSheetsResponse;
        list_score_orders(ListScoreOrdersRequest) -> ListScoreOrdersResponse;
        list_complaint_handling(ListComplaintHandlingRequest) -> ListComplaintHandlingResponse;
        close_month(CloseMonthRequest) -> CloseMonthResponse;
        put_band_table(PutBandTableRequest) -> PutBandTableResponse;
        get_band_table(GetBandTableRequest) -> GetBandTableResponse;
        put_bonus_table(PutBonusTableRequest) -> PutBonusTableResponse;
        get_bonus_table(GetBonusTableRequest) -> GetBonusTableResponse;
    }
}

impl Scores {
    /// On a service's hold on the kit.
    pub fn new(kit: Kit, env: &Env) -> Self {
        Self {
            kit,
            pages: env.pages.clone(),
        }
    }

    /// The branch and the month of a request, as far as they exist for the caller.
    async fn place(&self, call: &Call, branch_id: &str, month: &str) -> Result<(Arc<BranchBook>, Month)> {
        let branch: BranchId = branch(branch_id)?;
        call.caller.scope.admit(&branch, &BRANCH_UNKNOWN)?;
        Ok((self.kit.branch(&branch).await?, Month::parse(month, "month")?))
    }

    async fn get_score_sheet(
        &self,
        call: &Call,
        request: proto::GetScoreSheetRequest,
    ) -> Result<proto::GetScoreSheetResponse> {
        admit_own(&call.caller, &request.technician_id)?;
        let (book, month) = self.place(call, &request.branch_id, &request.month).await?;
        let sheets = score_sheets::of_month(&mut self.kit.read().await?, &book, month, self.kit.clock().now()).await?;
        let own = sheets.iter().find(|shown| shown.technician_id == request.technician_id);
        let missing = || {
            SCORE_SHEET_NOT_FOUND
                .refuse()
                .with("technician_id", &request.technician_id)
        };
        let own = own.ok_or_else(|| missing().with("month", month))?;
        Ok(proto::GetScoreSheetResponse {
            sheet: Some(view::sheet(call, own, self.today(&book)?)),
        })
    }

    fn today(&self, book: &BranchBook) -> Result<BusinessDate> {
        book.date_of(self.kit.clock().now())
    }

    async fn list_score_sheets(
        &self,
        call: &Call,
        mut request: proto::ListScoreSheetsRequest,
    ) -> Result<proto::ListScoreSheetsResponse> {
        let (token, size) = page(&mut request.page_token, &mut request.page_size);
        let (book, month) = self.place(call, &request.branch_id, &request.month).await?;
        let after = self.pages.key::<String>(SHEETS, &request, &token)?;
        let mut sheets =
            score_sheets::of_month(&mut self.kit.read().await?, &book, month, self.kit.clock().now()).await?;
        sheets.retain(|shown| after.as_ref().is_none_or(|after| shown.technician_id > *after));
        let key = |shown: &Shown| shown.technician_id.clone();
        let (sheets, next_page_token) = self.pages.cut(SHEETS, &request, sheets, size, key)?;
        let today = self.today(&book)?;
        Ok(proto::ListScoreSheetsResponse {
            sheets: sheets.iter().map(|shown| view::sheet(call, shown, today)).collect(),
            next_page_token,
        })
    }

    async fn list_score_orders(
        &self,
        call: &Call,
        mut request: proto::ListScoreOrdersRequest,
    ) -> Result<proto::ListScoreOrdersResponse> {
        admit_own(&call.caller, &request.technician_id)?;
        let (token, size) = page(&mut request.page_token, &mut request.page_size);
        let (book, month) = self.place(call, &request.branch_id, &request.month).await?;
        let after = self.pages.key(ORDERS, &request, &token)?;
        let mut tx = self.kit.read().await?;
        let mut orders = score_sheets::orders(&mut tx, &book, month).await?;
        let key = |order: &OrderFacts| (order.visited_at, order.id);
        orders.retain(|order| order.technician_id == request.technician_id);
        orders.retain(|order| after.is_none_or(|after| key(order) > after));
        let (orders, next_page_token) = self.pages.cut(ORDERS, &request, orders, size, key)?;
        let closed = score_documents::is_closed(&mut tx, book.id(), &month.to_string()).await?;
        let ids: Vec<Uuid> = orders.iter().map(|order| order.id.uuid()).collect();
        let appeals: HashMap<_, _> = appeals::of_orders(&mut tx, &ids).await?.into_iter().collect();
        let shown = orders.iter().map(|order| {
            let possible = order.may_appeal(closed.then_some(month), appeals.get(&order.id));
            view::order(call, &book, order, possible)
        });
        Ok(proto::ListScoreOrdersResponse {
            orders: shown.collect::<Result<Vec<_>>>()?,
            next_page_token,
        })
    }

    async fn list_complaint_handling(
        &self,
        call: &Call,
        mut request: proto::ListComplaintHandlingRequest,
    ) -> Result<proto::ListComplaintHandlingResponse> {
        let (token, size) = page(&mut request.page_token, &mut request.page_size);
        let (book, month) = self.place(call, &request.branch_id, &request.month).await?;
        let after = self.pages.key::<String>(PERSONS, &request, &token)?;
        let handling =
            score_sheets::handling(&mut self.kit.read().await?, &book, month, self.kit.clock().now()).await?;
        let persons = handling
            .into_iter()
            .filter(|(code, _)| after.as_ref().is_none_or(|after| code > after));
        let persons: Vec<_> = persons.collect();
        let (persons, next_page_token) = self
            .pages
            .cut(PERSONS, &request, persons, size, |(code, _)| code.clone())?;
        let person = |(code, counts): &(String, _)| view::handling(code, counts);
        Ok(proto::ListComplaintHandlingResponse {
            persons: persons.iter().map(person).collect(),
            next_page_token,
        })
    }

    async fn close_month(&self, call: &Call, request: proto::CloseMonthRequest) -> Result<proto::CloseMonthResponse> {
        let (book, month) = self.place(call, &request.branch_id, &request.month).await?;
        let by = call.caller.subject.clone();
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let (sheets, amendments) = close_month::run(tx, &book, month, &by).await?;
                let count = |count: usize| small(i64::try_from(count).unwrap_or(i64::MAX));
                Ok(proto::CloseMonthResponse {
                    sheets: count(sheets),
                    amendments: count(amendments),
                })
            })
        });
        body.await
    }
}

/// The token and the size of a page, taken out of the request so that the rest is its filter.
pub(super) fn page(token: &mut String, size: &mut i32) -> (String, i64) {
    (std::mem::take(token), page_size(std::mem::take(size)))
}
