//! What a visit for a fee asks for beside the free one: quote, consents, departure checklist, collection.

use aftersales::demo::request_id;
use aftersales_kit::{auth::Role, testing::rig::at};
use aftersales_proto::{
    common::v1::{Money, ServiceClass},
    dispatch::v1::{
        CompleteVisitRequest, ContactChannel, DepartureCheck, ExtraLine, InvoiceMode, PaymentMethod,
        RecordExtraConsentRequest, VisitPayment, WorkOrder, complete_visit_request::Result as Outcome,
        preparation_service_client::PreparationServiceClient,
    },
    hotline::v1::{
        ConsentChannel, ConsentGiver, Conversion, GetConversionReportRequest, OpenTicketRequest, PaidFlow,
        PreviewQuoteRequest, Quote, QuoteLineInput, intake_service_client::IntakeServiceClient,
    },
};

use super::{Desk, Step, boxed};

/// An amount in fen.
pub fn fen(minor_units: i64) -> Money {
    Money {
        currency_code: "CNY".to_owned(),
        minor_units,
    }
}

/// The quote of story S03: 上门费 and 检修, one of each.
fn quoted() -> Vec<QuoteLineInput> {
    let line = |code: &str| QuoteLineInput {
        item_code: code.to_owned(),
        quantity: 1,
    };
    vec![line("VISIT"), line("REPAIR")]
}

/// The checklist of a departure with the price list and an electronic invoice.
pub(super) fn taken_along() -> DepartureCheck {
    DepartureCheck {
        invoice_mode: InvoiceMode::Electronic.into(),
        price_list_brought: true,
    }
}

/// What is agreed, collected in cash; nothing for a visit without a fee.
pub(super) fn settled(order: &WorkOrder) -> Option<VisitPayment> {
    (order.service_class() == ServiceClass::A).then(|| VisitPayment {
        price_list_shown: true,
        collected: order.agreed_total.clone(),
        method: PaymentMethod::Cash.into(),
        to_be_invoiced_reason: String::new(),
        invoice: InvoiceMode::Electronic.into(),
    })
}

impl Desk<'_> {
    fn intakes(&self) -> IntakeServiceClient<aftersales::demo::Client> {
        let caller = self
            .world
            .caller(&[Role::Hotline], self.branch, &self.code("H1"))
            .expect("a caller");
        IntakeServiceClient::new(caller)
    }

    /// What H1 may tell the customer before the ticket.
    ///
    /// # Panics
    /// When there is no price list.
    pub async fn quote(&self) -> Quote {
        let request = PreviewQuoteRequest {
            branch_id: self.branch.to_owned(),
            lines: quoted(),
        };
        let answer = self.intakes().preview_quote(request).await.expect("a quote");
        answer.into_inner().quote.expect("a quote")
    }

    /// 李强's request for an on-site repair of a machine that nothing covers; as if it were free.
    ///
    /// # Panics
    /// When he is not known.
    pub async fn of_li(&self) -> OpenTicketRequest {
        let (customer, asset) = self.look_up("13800000002").await;
        let mut request = self.on_site(&customer, &asset);
        if let Some(contact) = &mut request.contact {
            "李强".clone_into(&mut contact.name);
            "13800000002".clone_into(&mut contact.phone);
            "北京市海淀区清华园8号".clone_into(&mut contact.address);
        }
        request
    }

    /// The same through the paid flow; the customer accepts the charge, and the total or not.
    pub async fn paid_on_site(&self, accepts: bool) -> OpenTicketRequest {
        let paid = PaidFlow {
            policy_explained: true,
            policy_accepted: true,
            lines: quoted(),
            quote_accepted: accepts,
            told_total: self.quote().await.total,
            given_by: ConsentGiver::Customer.into(),
            channel: ConsentChannel::Phone.into(),
        };
        OpenTicketRequest {
            request_id: request_id(),
            paid: Some(paid),
            ..self.of_li().await
        }
    }

    /// Accepted and declined quotes of the branch on a local day.
    ///
    /// # Panics
    /// When the report cannot be read.
    pub async fn conversion(&self, day: &str) -> Conversion {
        let edge = |time: &str| Some(at(&format!("{day}T{time}+08:00")).to_proto());
        let request = GetConversionReportRequest {
            branch_id: self.branch.to_owned(),
            from: edge("00:00:00"),
            to: edge("23:59:59"),
        };
        let answer = self
            .intakes()
            .get_conversion_report(request)
            .await
            .expect("an answer")
            .into_inner();
        answer.total.expect("a total")
    }

    /// The customer agrees on site to one more item.
    ///
    /// # Errors
    /// The refusal.
    pub async fn extra(&self, order: &WorkOrder, technician: &str, item: &str, price: i64) -> Step<WorkOrder> {
        let request = RecordExtraConsentRequest {
            request_id: request_id(),
            work_order_id: order.id.clone(),
            lines: vec![ExtraLine {
                item_code: item.to_owned(),
                quantity: 1,
                unit_price: Some(fen(price)),
            }],
            channel: ContactChannel::InPerson.into(),
            at: None,
            etag: String::new(),
        };
        let caller = self
            .world
            .caller(&[Role::Technician], self.branch, &self.code(technician))
            .expect("a caller");
        let answer = PreparationServiceClient::new(caller)
            .record_extra_consent(request)
            .await;
        Ok(answer.map_err(boxed)?.into_inner().work_order.expect("a work order"))
    }

    /// A completion as [`Desk::repaired`] fills it in, signed by 李强, with this amount collected in cash.
    pub fn collected(&self, order: &WorkOrder, signed_at: &str, amount: i64) -> CompleteVisitRequest {
        let mut request = self.repaired(order, at(signed_at));
        if let Some(Outcome::Repaired(result)) = &mut request.result {
            let signature = result.sign_off.as_mut().and_then(|it| it.signature.as_mut());
            "李强".clone_into(&mut signature.expect("a signature").signed_by);
        }
        if let Some(payment) = &mut request.payment {
            payment.collected = Some(fen(amount));
        }
        request
    }
}
