//! `DigestService`: reports about complaints and loyalty.

use std::sync::Arc;

use aftersales_kit::{
    Result,
    page::{PageTokens, page_size},
    rpc::Call,
    service::Kit,
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::{
    callback::v1::{
        self as proto, GetChurnReportRequest, GetChurnReportResponse, GetMeetingDigestRequest,
        GetMeetingDigestResponse, digest_service_server::DigestService,
    },
    common::v1::DissatisfactionReason,
};
use tonic::{Request, Response, Status};

use super::decode::{branch, wrong};
use crate::{
    app::{Desk, report_churn, report_digest},
    domain::{
        digest::{Entry, Source, Totals},
        loyalty::{Away, Churn, ClassSum, sums},
    },
    events,
};

const DIGEST: &str = "callback.digest";
const CHURN: &str = "callback.churn";

/// The gRPC service.
pub struct Digest {
    /// The service's hold on the kit.
    pub kit: Kit,
    /// What the use cases stand on.
    pub desk: Desk,
    /// Signing of page tokens.
    pub pages: Arc<PageTokens>,
}

impl Digest {
    async fn digest(&self, call: &Call, mut request: GetMeetingDigestRequest) -> Result<GetMeetingDigestResponse> {
        let (token, size) = page(&mut request.page_token, &mut request.page_size);
        let date = |text: &str, field| BusinessDate::parse(text).ok_or_else(|| wrong(field));
        let range = (date(&request.from, "from")?, date(&request.to, "to")?);
        let branch = branch(&request.branch_id)?;
        let after = self.pages.key(DIGEST, &request, &token)?;
        let mut tx = self.kit.read().await?;
        let (mut entries, from) = report_digest::run(&mut tx, &self.desk, &call.caller.scope, &branch, range).await?;
        let totals = Totals::of(&entries, from);
        entries.retain(|entry| after.is_none_or(|after| entry.key() > after));
        let (entries, next_page_token) = self.pages.cut(DIGEST, &request, entries, size, Entry::key)?;
        let kind = |(kind, count): (&Option<_>, &i64)| proto::DigestType {
            r#type: kind
                .map_or(DissatisfactionReason::Unspecified, events::dissatisfaction)
                .into(),
            count: *count,
        };
        Ok(GetMeetingDigestResponse {
            entries: entries.into_iter().map(|entry| shown(entry, from)).collect(),
            next_page_token,
            reported: totals.reported,
            solved: totals.solved,
            open: totals.open,
            types: totals.types.iter().map(kind).collect(),
        })
    }

    async fn churn(&self, call: &Call, mut request: GetChurnReportRequest) -> Result<GetChurnReportResponse> {
        let (token, size) = page(&mut request.page_token, &mut request.page_size);
        let branch = branch(&request.branch_id)?;
        let after = self.pages.key(CHURN, &request, &token)?;
        let mut tx = self.kit.read().await?;
        let mut away =
            report_churn::run(&mut tx, &self.desk, &call.caller.scope, &branch, self.kit.clock().now()).await?;
        let classes = sums(&away).into_iter().map(class).collect();
        let key = |customer: &Away| (customer.rank(), customer.last_visit, customer.customer_id);
        away.retain(|customer| after.is_none_or(|after| key(customer) > after));
        let (away, next_page_token) = self.pages.cut(CHURN, &request, away, size, key)?;
        Ok(GetChurnReportResponse {
            customers: away.into_iter().map(customer).collect(),
            next_page_token,
            classes,
        })
    }
}

/// The token and the size of a page, taken out of the request so that the rest is its filter.
fn page(token: &mut String, size: &mut i32) -> (String, i64) {
    (std::mem::take(token), page_size(std::mem::take(size)))
}

fn shown(entry: Entry, from: Timestamp) -> proto::DigestEntry {
    let source = match entry.source {
        Source::Callback => proto::ComplaintSource::Callback,
        Source::Hotline => proto::ComplaintSource::Hotline,
    };
    proto::DigestEntry {
        source: source.into(),
        open: entry.is_open(),
        from_before: entry.reported_at < from,
        id: entry.id.to_string(),
        ticket_id: entry.ticket_id.map(|id| id.to_string()).unwrap_or_default(),
        number: entry.number,
        reported_at: Some(entry.reported_at.to_proto()),
        technician_id: entry.technician_id,
        types: entry
            .types
            .iter()
            .map(|kind| events::dissatisfaction(*kind).into())
            .collect(),
        solution: entry.solution,
        owner: entry.owner,
        due_at: entry.due_at.map(Timestamp::to_proto),
        solved_at: entry.solved_at.map(Timestamp::to_proto),
    }
}

fn customer(away: Away) -> proto::ChurnEntry {
    let state = match away.churn {
        Churn::Dormant => proto::ChurnState::Dormant,
        Churn::Lost => proto::ChurnState::Lost,
    };
    proto::ChurnEntry {
        customer_id: away.customer_id.to_string(),
        state: state.into(),
        loyalty_class: events::loyalty(away.loyalty).into(),
        repurchase_percent: away.percent.and_then(|percent| i32::try_from(percent).ok()),
        last_visit_date: away.last_visit.to_string(),
    }
}

fn class(sum: ClassSum) -> proto::ChurnClass {
    proto::ChurnClass {
        loyalty_class: events::loyalty(sum.loyalty).into(),
        dormant: sum.dormant,
        lost: sum.lost,
        weight_percent: sum.weight,
    }
}

#[tonic::async_trait]
impl DigestService for Digest {
    async fn get_meeting_digest(
        &self,
        request: Request<GetMeetingDigestRequest>,
    ) -> Result<Response<GetMeetingDigestResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.digest(&call, request.into_inner()).await)
    }

    async fn get_churn_report(
        &self,
        request: Request<GetChurnReportRequest>,
    ) -> Result<Response<GetChurnReportResponse>, Status> {
        let call = Call::of(&request);
        call.reply(self.churn(&call, request.into_inner()).await)
    }
}
