//! RPCs of what an intake holds beside its ticket.

use aftersales_kit::{
    Result,
    i18n::Locale,
    id::{CustomerId, TicketId},
    rpc::Call,
};
use aftersales_proto::{
    common::v1::Money,
    hotline::v1::{self as proto, ConsentSubject},
};

use super::{Hotline, billing::Billing, convert, decode};
use crate::{
    NAME,
    app::{
        get_ticket::{self, TicketName},
        take_intake::{self, IntakeView},
    },
    domain::{
        guidance::{Diagnosis, Estimate, JobPart},
        prompts,
        quote::{Line, PriceList, Priced, Quote, Wanted},
        ticket::{Ticket, TicketState},
        words::ServiceMode,
    },
    events::proto_value,
};

impl Hotline {
    pub(super) async fn get_intake(
        &self,
        call: &Call,
        request: proto::GetIntakeRequest,
    ) -> Result<proto::GetIntakeResponse> {
        let id = decode::id(&request.ticket_id, "ticket_id", TicketId::parse)?;
        let mut tx = self.read().await?;
        let view = get_ticket::run(&mut tx, &self.env.sealer, &call.caller.scope, &TicketName::Id(id)).await?;
        let taken = take_intake::of_ticket(&mut tx, id).await?;
        Ok(proto::GetIntakeResponse {
            intake: Some(intake(&view.ticket, &taken)),
        })
    }

    /// The price list in force at a branch.
    pub(super) async fn prices(&self, call: &Call, branch: &aftersales_kit::id::BranchId) -> Result<PriceList> {
        Billing::new(call, self.env.peers.channel(NAME, "billing"))
            .prices(branch)
            .await
    }

    pub(super) async fn preview_quote(
        &self,
        call: &Call,
        request: proto::PreviewQuoteRequest,
    ) -> Result<proto::PreviewQuoteResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let prices = self.prices(call, book.id()).await?;
        let priced = prices.price(&wanted(&request.lines), "lines")?;
        let now = self.kit.clock().now();
        let quote = proto::Quote {
            quoted_at: convert::instant(now),
            valid_until: convert::instant(take_intake::holds_until(&book, &prices, now)?),
            ..quoted(&priced)
        };
        Ok(proto::PreviewQuoteResponse {
            prompts: paid_prompts(call.locale, &priced),
            quote: Some(quote),
        })
    }

    pub(super) async fn confirm_profile(
        &self,
        call: &Call,
        request: proto::ConfirmProfileRequest,
    ) -> Result<proto::ConfirmProfileResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let customer = decode::id(&request.customer_id, "customer_id", CustomerId::parse)?;
        let by = call.caller.subject.clone();
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let profile = take_intake::confirm_profile(tx, &book, customer, &by).await?;
                    Ok(proto::ConfirmProfileResponse {
                        profile_confirmed_at: convert::instant(profile.confirmed_at),
                        confirm_again_from: convert::instant(profile.holds_until.plus(1)),
                    })
                })
            })
            .await
    }
}

/// Wanted lines, decoded.
pub fn wanted(lines: &[proto::QuoteLineInput]) -> Vec<Wanted> {
    let line = |line: &proto::QuoteLineInput| Wanted {
        code: line.item_code.clone(),
        quantity: line.quantity,
    };
    lines.iter().map(line).collect()
}

fn money(currency: &str, amount: i64) -> Option<Money> {
    (!currency.is_empty()).then(|| Money {
        currency_code: currency.to_owned(),
        minor_units: amount,
    })
}

fn quoted(priced: &Priced) -> proto::Quote {
    let line = |line: &Line| proto::QuoteLine {
        item_code: line.code.clone(),
        name: line.name.clone(),
        quantity: line.quantity,
        unit_price: money(&priced.currency, line.unit_price),
        amount: money(&priced.currency, line.amount()),
    };
    proto::Quote {
        price_list_id: priced.price_list_id.clone(),
        lines: priced.lines.iter().map(line).collect(),
        total: money(&priced.currency, priced.total),
        ..proto::Quote::default()
    }
}

fn quote(quote: &Quote) -> proto::Quote {
    let consent = |subject: ConsentSubject, accepted: bool| proto::Consent {
        subject: subject.into(),
        accepted,
        given_by: proto_value!(ConsentGiver, "CONSENT_GIVER_", quote.given_by),
        channel: proto_value!(ConsentChannel, "CONSENT_CHANNEL_", quote.channel),
        given_at: convert::instant(quote.quoted_at),
        taken_by: quote.taken_by.clone(),
    };
    let mut consents = vec![consent(ConsentSubject::PaidPolicy, quote.policy_accepted)];
    if quote.policy_accepted {
        consents.push(consent(ConsentSubject::Quote, quote.accepted));
    }
    proto::Quote {
        version: quote.version,
        quoted_at: convert::instant(quote.quoted_at),
        valid_until: quote.valid_until.and_then(convert::instant),
        consents,
        accepted: quote.accepted,
        ..quoted(&quote.priced)
    }
}

/// Parts of jobs.
pub fn parts(parts: &[JobPart]) -> Vec<proto::JobPart> {
    let part = |part: &JobPart| proto::JobPart {
        part_no: part.part_no.clone(),
        quantity: part.quantity,
    };
    parts.iter().map(part).collect()
}

/// An estimate.
pub fn estimate(it: &Estimate) -> proto::Estimate {
    proto::Estimate {
        job_codes: it.job_codes.clone(),
        minutes: it.minutes,
        parts: parts(&it.parts),
        price: money(&it.currency, it.price),
        estimated_at: convert::instant(it.at),
    }
}

fn diagnosis(it: &Diagnosis) -> proto::Diagnosis {
    let answer = |(question, answer): &(String, String)| proto::DiagnosisAnswer {
        question_code: question.clone(),
        answer_code: answer.clone(),
    };
    proto::Diagnosis {
        list_version: it.list_version,
        answers: it.answers.iter().map(answer).collect(),
    }
}

/// What an intake holds beside its ticket.
pub fn intake(ticket: &Ticket, view: &IntakeView) -> proto::Intake {
    let record = &view.record;
    proto::Intake {
        ticket_id: ticket.id.to_string(),
        branch_id: ticket.branch_id.to_string(),
        party: proto_value!(PartyType, "PARTY_TYPE_", record.party),
        quotes: view.quotes.iter().map(quote).collect(),
        booking_origin: proto_value!(BookingOrigin, "BOOKING_ORIGIN_", record.booking_origin),
        expected_on: convert::text(record.expected_on),
        guidance_message: record.guidance_message.clone(),
        documents_to_bring: record.documents.clone(),
        diagnosis: record.diagnosis.as_ref().map(diagnosis),
        estimate: record.estimate.as_ref().map(estimate),
        letter: record.letter.as_ref().map(|letter| proto::LetterSource {
            letter_no: letter.no.clone(),
            sender_confirmed_at: letter.sender_confirmed_at.and_then(convert::instant),
            receiver_confirmed_at: letter.receiver_confirmed_at.and_then(convert::instant),
        }),
        reporting_technician_id: record.technician.clone(),
    }
}

/// What to say once a ticket is open (HOT-17, HOT-37, BIL-41).
pub fn opened_prompts(locale: Locale, ticket: &Ticket, view: &IntakeView) -> Vec<String> {
    if view.quotes.iter().any(|quote| !quote.accepted) {
        return vec![prompts::DECLINE.text(locale).to_owned()];
    }
    match (ticket.mode, ticket.state) {
        (ServiceMode::OnSite, TicketState::HandedOver) => vec![prompts::ENGINEER_CONTACTS.text(locale).to_owned()],
        (ServiceMode::CarryIn, _) if !view.record.documents.is_empty() => {
            let list = view.record.documents.join("、");
            let fact = |name: &str| (name == "documents").then_some(list.as_str());
            vec![prompts::BRING_DOCUMENTS.with(locale, fact)]
        }
        _ => Vec::new(),
    }
}

/// What to say around a quote: the policy, the question, the words for a no (HOT-13, BIL-41).
fn paid_prompts(locale: Locale, priced: &Priced) -> Vec<String> {
    let (whole, part) = (priced.total / 100, priced.total % 100);
    let total = format!("{whole}.{part:02} {}", priced.currency);
    let fact = |name: &str| (name == "total").then_some(total.as_str());
    vec![
        prompts::PAID_POLICY.text(locale).to_owned(),
        prompts::ASK_CONSENT.with(locale, fact),
        prompts::DECLINE.text(locale).to_owned(),
    ]
}
