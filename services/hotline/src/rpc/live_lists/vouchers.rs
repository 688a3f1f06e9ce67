//! Service vouchers (服务凭证), live (DSP-38).

use std::sync::Arc;

use aftersales_kit::{
    Result,
    db::Tx,
    id::TicketId,
    live::{self, Current, List, Stream},
    outbox::Event,
    refdata::BranchBook,
    rpc::Call,
    time::Timestamp,
};
use aftersales_proto::hotline::v1 as proto;
use uuid::Uuid;

use crate::{
    app::archive_voucher,
    rpc::{
        live::{LiveLists, Seen},
        vouchers::{LIST, filter, place, voucher},
    },
    store::vouchers::Filter,
};

impl List for Seen<(Filter, Arc<BranchBook>)> {
    type Key = Uuid;
    type Place = (Timestamp, TicketId);
    type Row = proto::Voucher;

    async fn page(
        &self,
        tx: &mut Tx,
        after: Option<&Self::Place>,
        limit: i64,
    ) -> Result<Vec<(Self::Place, proto::Voucher)>> {
        let (filter, book) = &self.filter;
        let found = archive_voucher::list(tx, filter, after.copied(), limit).await?;
        let now = self.now();
        let row = |view| Ok((place(view), voucher(&self.call, view, book, now)?));
        found.iter().map(row).collect()
    }

    fn touched(&self, event: &Event) -> Vec<Uuid> {
        live::subject(event)
    }

    async fn current(&self, tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Current<proto::Voucher>>> {
        let ((filter, book), now) = (&self.filter, self.now());
        let current = |view: archive_voucher::VoucherView| {
            let (held, id) = (filter.admits(&view.ticket), view.ticket.id);
            Current::when(held, id, || voucher(&self.call, &view, book, now))
        };
        let found = archive_voucher::of_ids(tx, ids).await?;
        found.into_iter().map(current).collect()
    }
}

impl LiveLists {
    pub(super) async fn vouchers(
        &self,
        call: &Call,
        request: proto::WatchVouchersRequest,
    ) -> Result<Stream<proto::WatchVouchersResponse>> {
        let wanted = proto::ListVouchersRequest {
            branch_id: request.branch_id,
            state: request.state,
            issued_before: request.issued_before,
            ..proto::ListVouchersRequest::default()
        };
        let book = self.0.branch(call, &wanted.branch_id).await?;
        let list = self.seen(call, (filter(book.id(), &wanted)?, book));
        let answer = live::told!(
            proto::WatchVouchersResponse,
            watch_vouchers_response,
            VoucherRows.vouchers
        );
        self.live(call, LIST, &wanted, list)
            .stream(&request.resume_token, answer)
            .await
    }
}
