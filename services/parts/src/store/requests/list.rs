//! Pages of requests, newest first.

use aftersales_kit::{
    Result,
    auth::BranchScope,
    db::Tx,
    fetch_all,
    id::{BranchId, WorkOrderId},
    on_tx,
};
use sqlx::AssertSqlSafe;

use super::{LineRow, RequestRow, assemble, select_lines, select_requests};
use crate::{
    domain::{
        ids::PartsRequestId,
        request::{PartsRequest, RequestState},
    },
    store::placeholders,
};

/// Which requests a list wants.
pub struct RequestFilter<'a> {
    /// Only this branch.
    pub branch: Option<&'a BranchId>,
    /// Only this work order.
    pub work_order: Option<WorkOrderId>,
    /// Only these states; empty for all.
    pub states: &'a [RequestState],
    /// Only what this member of staff carries; empty for all.
    pub issued_to: &'a str,
    /// The request before which the page begins.
    pub before: Option<PartsRequestId>,
    /// Most rows.
    pub limit: i64,
}

/// The statement whose first condition an index serves.
macro_rules! select {
    ($first:literal) => {
        select_requests!(concat!(
            "WHERE ",
            $first,
            " AND ($1 = '' OR r.branch_id = $1) AND ($2 = '' OR $2 LIKE '%,' || r.branch_id || ',%')",
            " AND ($3 IS NULL OR r.work_order_id = $3) AND ($4 = '' OR r.issued_to = $4)",
            " AND ($5 = '' OR $5 LIKE '%,' || r.state || ',%') AND ($6 IS NULL OR r.id < $6)",
            " ORDER BY r.id DESC LIMIT $7"
        ))
    };
}

/// Requests of the scope, newest first.
pub async fn list(tx: &mut Tx, scope: &BranchScope, filter: &RequestFilter<'_>) -> Result<Vec<PartsRequest>> {
    const OF_ORDER: &str = select!("r.work_order_id = $3");
    const OF_CARRIER: &str = select!("r.issued_to = $4");
    const OF_BRANCH: &str = select!("r.branch_id = $1");
    const OF_ALL: &str = select!("r.version > 0");
    let only = filter.branch.or_else(|| single(scope));
    let sql = match filter {
        RequestFilter {
            work_order: Some(_), ..
        } => OF_ORDER,
        RequestFilter { issued_to, .. } if !issued_to.is_empty() => OF_CARRIER,
        _ if only.is_some() => OF_BRANCH,
        _ => OF_ALL,
    };
    if only.is_some_and(|branch| !scope.contains(branch)) || scope.only().is_some_and(<[BranchId]>::is_empty) {
        return Ok(Vec::new());
    }
    let branches = scope
        .only()
        .map_or(String::new(), |branches| among(branches.iter().map(BranchId::as_str)));
    let states = among(filter.states.iter().map(|state| state.as_str()));
    let rows = fetch_all!(
        tx,
        RequestRow,
        sql,
        only.map_or("", BranchId::as_str),
        branches.as_str(),
        filter.work_order,
        filter.issued_to,
        states.as_str(),
        filter.before,
        filter.limit,
    )?;
    let lines = lines_of(tx, &rows).await?;
    assemble(rows, lines)
}

fn single(scope: &BranchScope) -> Option<&BranchId> {
    match scope.only() {
        Some([branch]) => Some(branch),
        _ => None,
    }
}

/// Texts as a list that SQL can search; empty for none.
fn among<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.map(|text| format!(",{text},")).collect()
}

async fn lines_of(tx: &mut Tx, requests: &[RequestRow]) -> Result<Vec<LineRow>> {
    if requests.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "{} WHERE l.request_id IN {} ORDER BY l.request_id, l.position",
        select_lines!(""),
        placeholders(1, requests.len())
    );
    on_tx!(tx, c => {
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for request in requests {
            query = query.bind(request.id);
        }
        Ok(query.fetch_all(c).await?)
    })
}
