//! Methods from the first contact to the reported completion.

use aftersales_kit::{Result, rpc::Call, time::Timestamp};
use aftersales_proto::dispatch::v1 as proto;

use super::{
    Dispatch,
    convert::{demand, departure_check, instant, payment, target, visit_result, window, word},
    view::View,
};
use crate::{
    app::{
        arrive, complete_visit, declare_no_parts, depart, log_contact, promise_visit, report_appointment,
        report_completion,
    },
    domain::{Beyond, NewAttempt},
};

impl Dispatch {
    pub(super) async fn log_contact(
        &self,
        call: &Call,
        request: proto::LogContactRequest,
    ) -> Result<proto::LogContactResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let at = instant(request.at, "at")?;
        let new = NewAttempt {
            channel: word(request.channel(), "channel")?,
            result: word(request.result(), "result")?,
            note: request.note.clone(),
            fault_judgement: request.fault_judgement.clone(),
        };
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let order = log_contact::run(tx, &by, &target, at, new).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::LogContactResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn promise_visit(
        &self,
        call: &Call,
        request: proto::PromiseVisitRequest,
    ) -> Result<proto::PromiseVisitResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let beyond = request.beyond_limit.as_ref().map(|beyond| Beyond {
            reason: beyond.reason.clone(),
            consents: beyond.customer_consents,
        });
        let agreed = promise_visit::Agreed {
            at: instant(request.at, "at")?,
            window: window(request.window)?,
            beyond,
            override_reason: request.availability_override_reason.clone(),
        };
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let order = promise_visit::run(tx, &by, &target, agreed).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::PromiseVisitResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn report_appointment(
        &self,
        call: &Call,
        request: proto::ReportAppointmentRequest,
    ) -> Result<proto::ReportAppointmentResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let at = instant(request.at, "at")?;
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let (order, same_day) = report_appointment::run(tx, &by, &target, at).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::ReportAppointmentResponse { work_order, same_day })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn declare_no_parts(
        &self,
        call: &Call,
        request: proto::DeclareNoPartsRequest,
    ) -> Result<proto::DeclareNoPartsResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let order = declare_no_parts::run(tx, &by, &target).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::DeclareNoPartsResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn depart(&self, call: &Call, request: proto::DepartRequest) -> Result<proto::DepartResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let leaving = depart::Leaving {
            at: instant(request.at, "at")?,
            check: departure_check(request.check.as_ref()),
            reason: request.override_reason.clone(),
        };
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let order = depart::run(tx, &by, &target, leaving).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::DepartResponse { work_order })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn arrive(&self, call: &Call, request: proto::ArriveRequest) -> Result<proto::ArriveResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let at = instant(request.at, "at")?;
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let (order, on_time) = arrive::run(tx, &by, &target, at).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::ArriveResponse { work_order, on_time })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn complete_visit(
        &self,
        call: &Call,
        request: proto::CompleteVisitRequest,
    ) -> Result<proto::CompleteVisitResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let (result, name) = visit_result(request.result.clone())?;
        let told = complete_visit::Completion {
            at: instant(request.at, "at")?,
            result,
            payment: payment(request.payment.as_ref())?,
            demand: request.answer_later.as_ref().map(demand).transpose()?,
            signed_by: name.map(|name| self.copies.seal_name(target.id, &name)).transpose()?,
        };
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let (order, report_by) = complete_visit::run(tx, &by, &target, told).await?;
                let work_order = Some(view.order(&order));
                let report_by = report_by.map(Timestamp::to_proto);
                Ok(proto::CompleteVisitResponse { work_order, report_by })
            })
        });
        self.revealed(call, body.await?).await
    }

    pub(super) async fn report_completion(
        &self,
        call: &Call,
        request: proto::ReportCompletionRequest,
    ) -> Result<proto::ReportCompletionResponse> {
        let (by, view, target) = (
            self.by(call),
            View::of(call),
            target(&request.work_order_id, &request.etag)?,
        );
        let at = instant(request.at, "at")?;
        let body = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let (order, same_day) = report_completion::run(tx, &by, &target, at).await?;
                let work_order = Some(view.order(&order));
                Ok(proto::ReportCompletionResponse { work_order, same_day })
            })
        });
        self.revealed(call, body.await?).await
    }
}
