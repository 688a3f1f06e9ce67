//! RPCs of the lists that guide an intake (HOT-34, HOT-35, HOT-37).

use aftersales_kit::{Result, etag, rpc::Call};
use aftersales_proto::hotline::v1 as proto;

use super::{
    GUIDANCE, Hotline, convert,
    intake::{estimate, parts, wanted},
};
use crate::{
    app::take_intake,
    domain::{
        guidance::{Choice, Job, JobPart, Question, check_jobs, check_questions},
        intake_reasons::GUIDANCE_NOT_FOUND,
    },
    store::guidance::{Kind, Listed, newest, put},
};

impl Hotline {
    pub(super) async fn put_diagnosis_list(
        &self,
        call: &Call,
        request: proto::PutDiagnosisListRequest,
    ) -> Result<proto::PutDiagnosisListResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let questions: Vec<Question> = request.questions.iter().map(question).collect();
        let (line, by) = (request.product_line.clone(), call.caller.subject.clone());
        let (etag, caller) = (request.etag.clone(), call.clone());
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    check_questions(&questions)?;
                    let listed = put(tx, book.id(), (Kind::Diagnosis, &line), questions, &by, &etag).await?;
                    let diagnosis_list = Some(shown_diagnosis(&caller, book.id().as_str(), &line, listed));
                    Ok(proto::PutDiagnosisListResponse { diagnosis_list })
                })
            })
            .await
    }

    pub(super) async fn get_diagnosis_list(
        &self,
        call: &Call,
        request: proto::GetDiagnosisListRequest,
    ) -> Result<proto::GetDiagnosisListResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let mut tx = self.read().await?;
        let listed = newest(&mut tx, book.id(), Kind::Diagnosis, &request.product_line).await?;
        let listed = listed.ok_or(&GUIDANCE_NOT_FOUND)?;
        Ok(proto::GetDiagnosisListResponse {
            diagnosis_list: Some(shown_diagnosis(call, book.id().as_str(), &request.product_line, listed)),
        })
    }

    pub(super) async fn put_job_catalogue(
        &self,
        call: &Call,
        request: proto::PutJobCatalogueRequest,
    ) -> Result<proto::PutJobCatalogueResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let jobs: Vec<Job> = request.jobs.iter().map(job).collect();
        let by = call.caller.subject.clone();
        let (etag, caller) = (request.etag.clone(), call.clone());
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    check_jobs(&jobs)?;
                    let listed = put(tx, book.id(), (Kind::Jobs, ""), jobs, &by, &etag).await?;
                    let job_catalogue = Some(shown_jobs(&caller, book.id().as_str(), listed));
                    Ok(proto::PutJobCatalogueResponse { job_catalogue })
                })
            })
            .await
    }

    pub(super) async fn get_job_catalogue(
        &self,
        call: &Call,
        request: proto::GetJobCatalogueRequest,
    ) -> Result<proto::GetJobCatalogueResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let listed = newest(&mut self.read().await?, book.id(), Kind::Jobs, "").await?;
        let listed = listed.ok_or(&GUIDANCE_NOT_FOUND)?;
        Ok(proto::GetJobCatalogueResponse {
            job_catalogue: Some(shown_jobs(call, book.id().as_str(), listed)),
        })
    }

    pub(super) async fn estimate_jobs(
        &self,
        call: &Call,
        request: proto::EstimateJobsRequest,
    ) -> Result<proto::EstimateJobsResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let prices = self.prices(call, book.id()).await?;
        let mut tx = self.read().await?;
        let (codes, now) = (&request.job_codes, self.kit.clock().now());
        let found = take_intake::estimate(&mut tx, &book, codes, &prices, "job_codes", now).await?;
        Ok(proto::EstimateJobsResponse {
            estimate: Some(estimate(&found)),
        })
    }

    pub(super) async fn put_document_list(
        &self,
        call: &Call,
        request: proto::PutDocumentListRequest,
    ) -> Result<proto::PutDocumentListResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let (documents, job_type) = (request.documents.clone(), request.job_type.clone());
        let by = call.caller.subject.clone();
        let (etag, caller) = (request.etag.clone(), call.clone());
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let listed = put(tx, book.id(), (Kind::Documents, &job_type), documents, &by, &etag).await?;
                    let document_list = Some(shown_documents(&caller, book.id().as_str(), &job_type, listed));
                    Ok(proto::PutDocumentListResponse { document_list })
                })
            })
            .await
    }

    pub(super) async fn get_document_list(
        &self,
        call: &Call,
        request: proto::GetDocumentListRequest,
    ) -> Result<proto::GetDocumentListResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let mut tx = self.read().await?;
        let listed = newest(&mut tx, book.id(), Kind::Documents, &request.job_type).await?;
        let listed = listed.ok_or(&GUIDANCE_NOT_FOUND)?;
        Ok(proto::GetDocumentListResponse {
            document_list: Some(shown_documents(call, book.id().as_str(), &request.job_type, listed)),
        })
    }
}

fn question(given: &proto::DiagnosisQuestion) -> Question {
    let choice = |given: &proto::DiagnosisChoice| Choice {
        code: given.code.clone(),
        text: given.text.clone(),
        next: given.next_code.clone(),
    };
    Question {
        code: given.code.clone(),
        text: given.text.clone(),
        choices: given.choices.iter().map(choice).collect(),
    }
}

fn shown_diagnosis(call: &Call, branch: &str, line: &str, listed: Listed<Vec<Question>>) -> proto::DiagnosisList {
    let choice = |choice: Choice| proto::DiagnosisChoice {
        code: choice.code,
        text: choice.text,
        next_code: choice.next,
    };
    let question = |question: Question| proto::DiagnosisQuestion {
        code: question.code,
        text: question.text,
        choices: question.choices.into_iter().map(choice).collect(),
    };
    let (available_actions, readonly_reason) = convert::actions_of(call, &[GUIDANCE], &["PutDiagnosisList"], None);
    proto::DiagnosisList {
        branch_id: branch.to_owned(),
        product_line: line.to_owned(),
        version: listed.version,
        etag: etag::of(listed.version),
        available_actions,
        readonly_reason,
        questions: listed.content.into_iter().map(question).collect(),
        put_at: convert::instant(listed.put_at),
        put_by: listed.put_by,
    }
}

fn job(given: &proto::CatalogueJob) -> Job {
    let part = |part: &proto::JobPart| JobPart {
        part_no: part.part_no.clone(),
        quantity: part.quantity,
    };
    Job {
        code: given.code.clone(),
        name: given.name.clone(),
        minutes: given.minutes,
        parts: given.parts.iter().map(part).collect(),
        price_items: wanted(&given.price_items),
    }
}

fn shown_jobs(call: &Call, branch: &str, listed: Listed<Vec<Job>>) -> proto::JobCatalogue {
    let job = |job: Job| proto::CatalogueJob {
        parts: parts(&job.parts),
        code: job.code,
        name: job.name,
        minutes: job.minutes,
        price_items: job
            .price_items
            .into_iter()
            .map(|item| proto::QuoteLineInput {
                item_code: item.code,
                quantity: item.quantity,
            })
            .collect(),
    };
    let (available_actions, readonly_reason) = convert::actions_of(call, &[GUIDANCE], &["PutJobCatalogue"], None);
    proto::JobCatalogue {
        branch_id: branch.to_owned(),
        version: listed.version,
        etag: etag::of(listed.version),
        available_actions,
        readonly_reason,
        jobs: listed.content.into_iter().map(job).collect(),
        put_at: convert::instant(listed.put_at),
        put_by: listed.put_by,
    }
}

fn shown_documents(call: &Call, branch: &str, job_type: &str, listed: Listed<Vec<String>>) -> proto::DocumentList {
    let (available_actions, readonly_reason) = convert::actions_of(call, &[GUIDANCE], &["PutDocumentList"], None);
    proto::DocumentList {
        branch_id: branch.to_owned(),
        job_type: job_type.to_owned(),
        version: listed.version,
        etag: etag::of(listed.version),
        available_actions,
        readonly_reason,
        documents: listed.content,
        put_at: convert::instant(listed.put_at),
        put_by: listed.put_by,
    }
}
