//! RPCs of service vouchers (服务凭证).

use aftersales_kit::{
    Error, Reason, Result, etag,
    id::{BranchId, TicketId},
    page::page_size,
    refdata::BranchBook,
    rpc::Call,
    time::Timestamp,
};
use aftersales_proto::hotline::v1::{
    ArchiveVoucherRequest, ArchiveVoucherResponse, ListVouchersRequest, ListVouchersResponse, Voucher, VoucherState,
};

use super::{Hotline, INTAKE, convert, decode};
use crate::{
    app::{
        archive_voucher::{self, ArchiveVoucher, VoucherView},
        get_ticket::{self, TicketName},
    },
    domain::{
        intake_reasons::{VOUCHER_ARCHIVED, VOUCHER_VOID},
        ticket::RegisterState,
    },
    events::proto_value,
    store::vouchers::Filter,
};

/// Name of the list in its page tokens.
pub(super) const LIST: &str = "hotline.vouchers";

impl Hotline {
    pub(super) async fn archive_voucher(
        &self,
        call: &Call,
        request: ArchiveVoucherRequest,
    ) -> Result<ArchiveVoucherResponse> {
        let cmd = ArchiveVoucher {
            ticket_id: decode::id(&request.ticket_id, "ticket_id", TicketId::parse)?,
            signed: request.signed,
            returned_at: decode::instant(request.returned_at.as_ref(), "returned_at")?,
            archive_place: request.archive_place.clone(),
            by: call.caller.subject.clone(),
            etag: request.etag.clone(),
        };
        let (scope, caller, name) = (call.caller.scope.clone(), call.clone(), TicketName::Id(cmd.ticket_id));
        let known = get_ticket::run(&mut self.read().await?, &self.env.sealer, &scope, &name).await?;
        let book = self.kit.branch(&known.ticket.branch_id).await?;
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let view = archive_voucher::run(tx, &scope, cmd).await?;
                    let voucher = Some(voucher(&caller, &view, &book, tx.now())?);
                    Ok(ArchiveVoucherResponse { voucher })
                })
            })
            .await
    }

    pub(super) async fn list_vouchers(
        &self,
        call: &Call,
        request: ListVouchersRequest,
    ) -> Result<ListVouchersResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let (size, pages) = (page_size(request.page_size), &self.env.pages);
        let wanted = ListVouchersRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let after = pages.key(LIST, &wanted, &request.page_token)?;
        let now = self.kit.clock().now();
        let filter = filter(book.id(), &request)?;
        let found = archive_voucher::list(&mut self.read().await?, &filter, after, size + 1).await?;
        let (found, next_page_token) = pages.cut(LIST, &wanted, found, size, place)?;
        let vouchers = found.iter().map(|view| voucher(call, view, &book, now));
        Ok(ListVouchersResponse {
            vouchers: vouchers.collect::<Result<_>>()?,
            next_page_token,
        })
    }
}

/// Which vouchers of a branch a request for the list means.
pub(super) fn filter(branch: &BranchId, request: &ListVouchersRequest) -> Result<Filter> {
    let state = match request.state() {
        VoucherState::Unspecified => None,
        VoucherState::Open => Some(RegisterState::Open),
        VoucherState::Archived => Some(RegisterState::Cleared),
        VoucherState::Void => Some(RegisterState::Void),
    };
    Ok(Filter {
        branch_id: branch.clone(),
        state,
        issued_before: decode::instant(request.issued_before.as_ref(), "issued_before")?,
    })
}

/// Where a voucher stands in the list.
pub(super) const fn place(view: &VoucherView) -> (Timestamp, TicketId) {
    (view.ticket.opened_at, view.ticket.id)
}

/// A voucher as a caller sees it.
pub(super) fn voucher(call: &Call, view: &VoucherView, book: &BranchBook, now: Timestamp) -> Result<Voucher> {
    let (it, register) = (&view.ticket, &view.ticket.register);
    let (state, possible, readonly): (_, &[&str], Option<&'static Reason>) = match register.state {
        RegisterState::Open => (VoucherState::Open, &["ArchiveVoucher"], None),
        RegisterState::Cleared => (VoucherState::Archived, &[], Some(&VOUCHER_ARCHIVED)),
        RegisterState::Void => (VoucherState::Void, &[], Some(&VOUCHER_VOID)),
    };
    let (available_actions, readonly_reason) = convert::actions_of(call, &[INTAKE], possible, readonly);
    let returned = view.returned.as_ref();
    let returned_at = returned.map(|returned| returned.returned_at).or(register.cleared_at);
    let (issued, until) = (book.date_of(it.opened_at)?, book.date_of(returned_at.unwrap_or(now))?);
    let age = book.calendar().working_days_between(issued, until);
    let age = age.map_err(|source| Error::internal_from("could not count working days", source))?;
    Ok(Voucher {
        voucher_no: register.voucher_no.clone(),
        branch_id: it.branch_id.to_string(),
        ticket_id: it.id.to_string(),
        register_no: register.no.clone(),
        state: state.into(),
        service_class: proto_value!(ServiceClass, "SERVICE_CLASS_", it.service_class),
        asset_id: it.asset_id.to_string(),
        work_order_no: convert::text(it.work_order.as_ref().map(|order| &order.no)),
        issued_at: convert::instant(it.opened_at),
        age_working_days: i32::try_from(age).unwrap_or(i32::MAX),
        returned_at: returned_at.and_then(convert::instant),
        archived_at: register.voucher_archived_at.and_then(convert::instant),
        archived_by: register.cleared_by.clone(),
        archive_place: returned
            .map(|returned| returned.archive_place.clone())
            .unwrap_or_default(),
        amendments: i32::try_from(view.amendments).unwrap_or(i32::MAX),
        etag: etag::of(it.version),
        available_actions,
        readonly_reason,
    })
}
