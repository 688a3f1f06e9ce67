//! RPCs of consultations.

use std::sync::Arc;

use aftersales_kit::{
    Result,
    id::{BranchId, CustomerId},
    page::page_size,
    reasons::INVALID_REQUEST,
    refdata::BranchBook,
    rpc::Call,
};
use aftersales_proto::{
    hotline::v1::{
        AnswerConsultationRequest, AnswerConsultationResponse, ConsultationState as WantedState,
        GetConsultationRequest, GetConsultationResponse, ListConsultationsRequest, ListConsultationsResponse,
        QuestionRef, RecordConsultationRequest, RecordConsultationResponse,
    },
    registry::v1::BranchKind,
};

use super::{
    Hotline, convert,
    decode::{self, word},
};
use crate::{
    app::{
        answer_consultation::{self, AnswerConsultation},
        get_consultation, list_consultations,
        record_consultation::{self, RecordConsultation},
    },
    domain::{
        article::Question,
        consultation::{Consultation, ConsultationKind, ConsultationState, FollowUp},
        contact::Asker,
        prompts,
    },
    events::wording,
    store::consultations::Filter,
};

/// Name of the list in its page tokens.
pub(super) const LIST: &str = "hotline.consultations";

impl Hotline {
    pub(super) async fn record_consultation(
        &self,
        call: &Call,
        request: RecordConsultationRequest,
    ) -> Result<RecordConsultationResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let mut cmd = taken_down(call, &request)?;
        cmd.target_receives = self.receiving(cmd.target.as_ref()).await.is_some();
        let (sealer, caller) = (self.sealer(), call.clone());
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let view = record_consultation::run(tx, &sealer, &book, cmd).await?;
                    Ok(RecordConsultationResponse {
                        prompts: said(&caller, &view.consultation, &book),
                        consultation: Some(convert::consultation(&caller, &view)),
                    })
                })
            })
            .await
    }

    /// The book of that branch, if customers can go there.
    pub(super) async fn receiving(&self, branch: Option<&BranchId>) -> Option<Arc<BranchBook>> {
        let book = self.kit.branch(branch?).await.ok()?;
        (book.kind() == BranchKind::Branch).then_some(book)
    }

    pub(super) async fn answer_consultation(
        &self,
        call: &Call,
        request: AnswerConsultationRequest,
    ) -> Result<AnswerConsultationResponse> {
        let cmd = AnswerConsultation {
            id: decode::id(&request.consultation_id, "consultation_id", decode::uuid)?,
            answer: request.answer.clone(),
            customer_informed: request.customer_informed,
            question_ref: request.question_ref.as_ref().map(question).transpose()?,
            by: call.caller.subject.clone(),
            etag: request.etag.clone(),
        };
        let (sealer, scope, caller) = (self.sealer(), call.caller.scope.clone(), call.clone());
        let known = get_consultation::run(&mut self.read().await?, &sealer, &scope, cmd.id).await?;
        let book = self.kit.branch(&known.consultation.branch_id).await?;
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let view = answer_consultation::run(tx, &sealer, &scope, &book, cmd).await?;
                    let consultation = Some(convert::consultation(&caller, &view));
                    Ok(AnswerConsultationResponse { consultation })
                })
            })
            .await
    }

    pub(super) async fn get_consultation(
        &self,
        call: &Call,
        request: GetConsultationRequest,
    ) -> Result<GetConsultationResponse> {
        let id = decode::id(&request.consultation_id, "consultation_id", decode::uuid)?;
        let mut tx = self.read().await?;
        let view = get_consultation::run(&mut tx, &self.env.sealer, &call.caller.scope, id).await?;
        Ok(GetConsultationResponse {
            consultation: Some(convert::consultation(call, &view)),
        })
    }

    pub(super) async fn list_consultations(
        &self,
        call: &Call,
        request: ListConsultationsRequest,
    ) -> Result<ListConsultationsResponse> {
        let filter = self.consultation_filter(call, &request).await?;
        let (size, pages) = (page_size(request.page_size), &self.env.pages);
        let wanted = ListConsultationsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let after = pages.key(LIST, &wanted, &request.page_token)?;
        let mut tx = self.read().await?;
        let found = list_consultations::run(&mut tx, &self.env.sealer, &filter, after, size + 1).await?;
        let (found, next_page_token) = pages.cut(LIST, &wanted, found, size, |(key, _)| *key)?;
        let consultations = found
            .iter()
            .map(|(_, view)| convert::consultation(call, view))
            .collect();
        Ok(ListConsultationsResponse {
            consultations,
            next_page_token,
        })
    }

    pub(super) async fn consultation_filter(&self, call: &Call, request: &ListConsultationsRequest) -> Result<Filter> {
        let book = self.branch(call, &request.branch_id).await?;
        let state = match request.state() {
            WantedState::Unspecified => None,
            state => Some(word!(ConsultationState, state, "CONSULTATION_STATE_", "state")?),
        };
        Ok(Filter {
            branch_id: book.id().clone(),
            state,
            owner: (!request.owner.is_empty()).then(|| request.owner.clone()),
            overdue_at: request.overdue_only.then(|| self.kit.clock().now()),
        })
    }
}

/// What to say to a customer whose question stays open (HOT-43).
fn said(call: &Call, made: &Consultation, book: &BranchBook) -> Vec<String> {
    let open = made
        .follow_up
        .as_ref()
        .filter(|_| made.state == ConsultationState::FollowUpOpen);
    let Some(follow_up) = open else {
        return Vec::new();
    };
    let due = wording::local(follow_up.due_at, book.calendar().zone());
    let fact = |name: &str| (name == "due").then_some(due.as_str());
    vec![prompts::ASK_COLLEAGUE.with(call.locale, fact)]
}

fn taken_down(call: &Call, request: &RecordConsultationRequest) -> Result<RecordConsultation> {
    let kind = word!(ConsultationKind, request.kind(), "CONSULTATION_KIND_", "kind")?;
    let follow_up = request.follow_up.as_ref().map(|follow_up| {
        let due_at = decode::instant(follow_up.due_at.as_ref(), "follow_up.due_at")?;
        let due_at = due_at.ok_or_else(|| INVALID_REQUEST.field("follow_up.due_at", "must be filled in"))?;
        Ok::<_, aftersales_kit::Error>(FollowUp {
            owner: follow_up.owner.clone(),
            due_at,
        })
    });
    Ok(RecordConsultation {
        call_id: decode::optional(&request.call_id, "call_id", decode::uuid)?,
        ticket_id: None,
        customer_id: decode::optional(&request.customer_id, "customer_id", CustomerId::parse)?,
        kind,
        asker: Asker {
            name: request.caller_name.clone(),
            phone: request.caller_phone.clone(),
        },
        question: request.question.clone(),
        answer: request.answer.clone(),
        follow_up: follow_up.transpose()?,
        target: decode::optional_branch(&request.target_branch_id, "target_branch_id")?,
        target_receives: false,
        question_ref: request
            .question_ref
            .as_ref()
            .map(question)
            .transpose()?
            .unwrap_or_default(),
        agent_id: call.caller.subject.clone(),
    })
}

fn question(named: &QuestionRef) -> Result<Question> {
    Ok(Question {
        article_id: decode::optional(&named.article_id, "question_ref.article_id", decode::uuid)?,
        product_line: named.product_line.clone(),
        topic: named.topic.clone(),
    })
}
