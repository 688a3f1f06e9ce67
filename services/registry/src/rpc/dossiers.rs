//! DossierService: decode, call, encode.

use aftersales_kit::{Result, rpc::Call, time::Timestamp};
use aftersales_proto::{
    Mutation,
    registry::v1::{
        AddDossierDocumentRequest, AddDossierDocumentResponse, ArchiveCustomerRequest, ArchiveCustomerResponse,
        Customer, GetDossierRequest, GetDossierResponse, IssueDossierVoucherRequest, IssueDossierVoucherResponse,
        PutCoverageRequest, PutCoverageResponse, RecordExchangeRequest, RecordExchangeResponse, ReopenCustomerRequest,
        ReopenCustomerResponse,
    },
};
use prost::Message;

use super::{Registry, convert, present};
use crate::app::{archive_customer, file_document, open_dossier, put_coverage, record_exchange};

impl Registry {
    pub(super) async fn get_dossier(&self, call: &Call, request: GetDossierRequest) -> Result<GetDossierResponse> {
        let customer = convert::customer_id(&request.customer_id)?;
        let now = self.kit.clock().now();
        let at = request.at.as_ref().and_then(Timestamp::from_proto).unwrap_or(now);
        let mut tx = self.kit.read().await?;
        let branch = open_dossier::branch(&mut tx, &call.caller.scope, customer).await?;
        let book = self.books.load(&mut tx, &branch).await?;
        let dossier = open_dossier::run(&mut tx, &book, customer, at).await?;
        let mut seen = convert::dossier(&dossier, customer, &branch);
        for one in &mut seen.assets {
            one.asset = one.asset.take().map(|asset| present::asset(call, asset));
        }
        Ok(GetDossierResponse {
            dossier: Some(present::dossier(call, seen)),
        })
    }

    pub(super) async fn put_coverage(&self, call: &Call, request: PutCoverageRequest) -> Result<PutCoverageResponse> {
        let command = convert::put_coverage(&request)?;
        let scope = call.caller.scope.clone();
        let put = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let coverage = put_coverage::run(tx, &scope, command).await?;
                Ok(PutCoverageResponse {
                    coverage: Some(convert::coverage(&coverage)),
                })
            })
        });
        put.await
    }

    pub(super) async fn add_dossier_document(
        &self,
        call: &Call,
        request: AddDossierDocumentRequest,
    ) -> Result<AddDossierDocumentResponse> {
        let document = convert::document_to_file(&request, &call.caller.subject)?;
        let scope = call.caller.scope.clone();
        let filed = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let document = file_document::run(tx, &scope, document).await?;
                Ok(AddDossierDocumentResponse {
                    document: Some(convert::document(&document)),
                })
            })
        });
        filed.await
    }

    pub(super) async fn issue_dossier_voucher(
        &self,
        call: &Call,
        request: IssueDossierVoucherRequest,
    ) -> Result<IssueDossierVoucherResponse> {
        let asset = convert::asset_id(&request.asset_id)?;
        let (scope, by) = (call.caller.scope.clone(), call.caller.subject.clone());
        let issued = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let voucher = file_document::issue_voucher(tx, &scope, asset, by).await?;
                Ok(IssueDossierVoucherResponse {
                    voucher: Some(convert::voucher(&voucher)),
                })
            })
        });
        issued.await
    }

    pub(super) async fn record_exchange(
        &self,
        call: &Call,
        request: RecordExchangeRequest,
    ) -> Result<RecordExchangeResponse> {
        let command = record_exchange::Command {
            asset: convert::asset_id(&request.asset_id)?,
            date: convert::date("date", &request.date)?,
            new_serial: request.new_serial_number.trim().to_owned(),
            reason: request.reason.trim().to_owned(),
            by: call.caller.subject.clone(),
            etag: request.etag.clone(),
        };
        let scope = call.caller.scope.clone();
        let exchanged = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let (asset, claims) = record_exchange::run(tx, &scope, command).await?;
                Ok(convert::asset_to_proto(&asset, &claims))
            })
        });
        Ok(RecordExchangeResponse {
            asset: Some(present::asset(call, exchanged.await?)),
        })
    }

    pub(super) async fn archive_customer(
        &self,
        call: &Call,
        request: ArchiveCustomerRequest,
    ) -> Result<ArchiveCustomerResponse> {
        let command = archive_customer::Command {
            customer: convert::customer_id(&request.customer_id)?,
            archive: true,
            reason: request.reason.trim().to_owned(),
            by: call.caller.subject.clone(),
            etag: request.etag.clone(),
        };
        Ok(ArchiveCustomerResponse {
            customer: Some(self.decide_archive(call, &request, command).await?),
        })
    }

    pub(super) async fn reopen_customer(
        &self,
        call: &Call,
        request: ReopenCustomerRequest,
    ) -> Result<ReopenCustomerResponse> {
        let command = archive_customer::Command {
            customer: convert::customer_id(&request.customer_id)?,
            archive: false,
            reason: request.reason.trim().to_owned(),
            by: call.caller.subject.clone(),
            etag: request.etag.clone(),
        };
        Ok(ReopenCustomerResponse {
            customer: Some(self.decide_archive(call, &request, command).await?),
        })
    }

    async fn decide_archive(
        &self,
        call: &Call,
        request: &(impl Message + Mutation),
        command: archive_customer::Command,
    ) -> Result<Customer> {
        let (sealer, scope) = (self.sealer.clone(), call.caller.scope.clone());
        let decided = self.sealed_command(call, request, move |tx| {
            Box::pin(async move {
                let customer = archive_customer::run(tx, &sealer, &scope, command).await?;
                Ok(convert::customer_to_proto(&customer))
            })
        });
        Ok(present::customer(call, decided.await?))
    }
}
