//! Policies, calendars, books and deadlines.

use std::sync::Arc;

use aftersales_kit::{Result, id::BranchId, page, rpc::Call, time::Timestamp};
use aftersales_proto::registry::v1::{
    ComputeDeadlineRequest, ComputeDeadlineResponse, GetBranchBookRequest, GetBranchBookResponse, GetCalendarRequest,
    GetCalendarResponse, ImportHolidaysRequest, ImportHolidaysResponse, ListPoliciesRequest, ListPoliciesResponse,
    PutCalendarDayRequest, PutCalendarDayResponse, PutPolicyRequest, PutPolicyResponse,
    put_calendar_day_request::Change,
};

use super::{Registry, convert};
use crate::{
    app::{
        compute_deadline, import_holidays,
        list_policies::{self, Listed},
        load_book::Book,
        put_calendar_day::{self, Command},
        put_policy, show_calendar,
    },
    domain::calendar,
    events,
};

impl Registry {
    pub(super) async fn put_policy(&self, call: &Call, request: PutPolicyRequest) -> Result<PutPolicyResponse> {
        let command = convert::put_policy(&request.policy.clone().unwrap_or_default())?;
        let scope = call.caller.scope.clone();
        let put = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let policy = put_policy::run(tx, &scope, command).await?;
                Ok(PutPolicyResponse {
                    policy: Some(events::policy(&policy)),
                })
            })
        });
        put.await
    }

    pub(super) async fn list_policies(
        &self,
        call: &Call,
        request: ListPoliciesRequest,
    ) -> Result<ListPoliciesResponse> {
        const LIST: &str = "registry.policies";
        let place = ListPoliciesRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let after: Option<(String, String, i64)> = self.pages.key(LIST, &place, &request.page_token)?;
        let now = self.kit.clock().now();
        let at = request.at.as_ref().and_then(Timestamp::from_proto).unwrap_or(now);
        let query = list_policies::Query {
            branch: convert::optional_branch(&request.branch_id)?,
            prefix: request.key_prefix.clone(),
            at: (!request.all_versions).then_some(at),
        };
        let listed = list_policies::run(&mut self.kit.read().await?, &call.caller.scope, &query).await?;
        let size = page::page_size(request.page_size);
        let later = |listed: &Listed| after.as_ref().is_none_or(|after| *after < listed.place());
        let limit = usize::try_from(size).unwrap_or_default() + 1;
        let rows = listed.into_iter().filter(later).take(limit).collect();
        let (rows, next_page_token) = self.pages.cut(LIST, &place, rows, size, Listed::place)?;
        Ok(ListPoliciesResponse {
            policies: rows.iter().map(convert::listed).collect(),
            next_page_token,
        })
    }

    pub(super) async fn import_holidays(
        &self,
        call: &Call,
        request: ImportHolidaysRequest,
    ) -> Result<ImportHolidaysResponse> {
        let notice = calendar::notice(&request.json)?;
        let (scope, dry_run) = (call.caller.scope.clone(), request.dry_run);
        let imported = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let imported = import_holidays::run(tx, &scope, notice, dry_run).await?;
                let days = convert::changed_days(&imported.changes);
                Ok(ImportHolidaysResponse {
                    year: imported.year,
                    days_changed: i32::try_from(days.len()).unwrap_or(i32::MAX),
                    days,
                    calendar_version: imported.national_version,
                })
            })
        });
        imported.await
    }

    pub(super) async fn put_calendar_day(
        &self,
        call: &Call,
        request: PutCalendarDayRequest,
    ) -> Result<PutCalendarDayResponse> {
        let branch = convert::branch_id(&request.branch_id)?;
        let (date, command) = match &request.change {
            Some(Change::ClearDate(text)) => {
                let date = convert::date("clear_date", text)?;
                (date, Command::Clear(date))
            }
            Some(Change::Day(day)) => {
                let day = convert::day(day)?;
                (day.date, Command::Set(day))
            }
            None => return Err(convert::missing("change")),
        };
        let scope = call.caller.scope.clone();
        let put = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let book = put_calendar_day::run(tx, &scope, &branch, command).await?;
                Ok(PutCalendarDayResponse {
                    day: Some(convert::date_to_day(&show_calendar::one(&book, date))),
                    calendar_version: book.published.calendar_version,
                })
            })
        });
        put.await
    }

    pub(super) async fn get_calendar(&self, request: GetCalendarRequest) -> Result<GetCalendarResponse> {
        let (from, to) = (convert::date("from", &request.from)?, convert::date("to", &request.to)?);
        let book = self.book(&convert::branch_id(&request.branch_id)?).await?;
        let shown = show_calendar::run(&book, from, to)?;
        Ok(GetCalendarResponse {
            dates: shown.iter().map(convert::shown).collect(),
            calendar_version: book.published.calendar_version,
        })
    }

    pub(super) async fn get_branch_book(&self, request: GetBranchBookRequest) -> Result<GetBranchBookResponse> {
        // the log's number first: a book that is read later holds at least what the number says
        let head = self.kit.feed().head().await?;
        let book = self.book(&convert::branch_id(&request.branch_id)?).await?;
        Ok(GetBranchBookResponse {
            book: Some(book.published.clone()),
            as_of_sequence: head.number.unsigned_abs(),
        })
    }

    pub(super) async fn compute_deadline(
        &self,
        call: &Call,
        request: ComputeDeadlineRequest,
    ) -> Result<ComputeDeadlineResponse> {
        let length = convert::length(request.length.as_ref())?;
        let from = convert::instant("from", request.from.as_ref())?;
        let book = self.book(&convert::branch_id(&request.branch_id)?).await?;
        let computed = compute_deadline::run(&book, &length, from, convert::mode(request.clock()))?;
        Ok(convert::computed(
            call.locale,
            &computed,
            book.published.calendar_version,
        ))
    }

    /// The book of a branch as it stands.
    pub(super) async fn book(&self, branch: &BranchId) -> Result<Arc<Book>> {
        self.books.load(&mut self.kit.read().await?, branch).await
    }
}
