//! The paid flow on the telephone: policy, quote, two consents, or a polite no (story S03, F-5A).

use std::sync::atomic::Ordering;

use aftersales_kit::{
    auth::Role,
    testing::{
        TestDb,
        rig::{fields, reason},
    },
};
use aftersales_proto::{
    common::v1::{CoverageKind, ServiceClass},
    hotline::v1::{
        ConsentChannel, ConsentGiver, ConsentSubject, Conversion, GetConversionReportRequest, GetIntakeRequest,
        GetRepeatCallReportRequest, HotlineEvent, ListRegisterRequest, OpenTicketRequest, OpenTicketResponse, PaidFlow,
        PreviewQuoteRequest, ProcessFlow, QuoteLineInput, RegisterRowState, RepeatRate, TicketHandedOver,
        TicketOutcome, TicketState, hotline_event::Event, intake_service_client::IntakeServiceClient,
    },
};
use prost::Message;
use tonic::Code;

use crate::{
    desk::{Desk, carried_in, proto_at, refused, time, written},
    played::{LI, SN200, yuan},
};

aftersales_kit::on_both_databases!(
    hot_13_s03_declined_closes_without_dispatch_and_accepted_carries_the_total,
    hot_13_both_consents_and_what_they_are_about_are_asked_for,
    hot_13_prices_come_from_the_published_list_alone,
    hot_08_the_repeated_call_counts_against_the_first_handler,
    x_28_every_ticket_has_exactly_one_class,
);

pub type Intakes = IntakeServiceClient<aftersales_kit::testing::rig::RigChannel>;

impl Desk {
    /// The intake desk as somebody of BJ01.
    pub async fn intakes(&self, role: Role, code: &str) -> Intakes {
        IntakeServiceClient::new(self.rig.channel(&[role], "BJ01", code).await)
    }

    async fn opened(&mut self, request: OpenTicketRequest) -> OpenTicketResponse {
        self.hotline.open_ticket(request).await.unwrap().into_inner()
    }

    /// What the last hand-over said.
    async fn handed_over(&self) -> TicketHandedOver {
        let events = self.rig.events("hotline").await;
        let read = |payload: &[u8]| HotlineEvent::decode(payload).unwrap().event;
        let told = events
            .iter()
            .rev()
            .filter(|event| event.kind.starts_with("aftersales.hotline."));
        let mut found = told.filter_map(|event| match read(&event.payload) {
            Some(Event::TicketHandedOver(fact)) => Some(fact),
            _ => None,
        });
        found.next().expect("a hand-over")
    }
}

fn line(code: &str, quantity: i32) -> QuoteLineInput {
    QuoteLineInput {
        item_code: code.to_owned(),
        quantity,
    }
}

/// The paid flow of a customer who accepts 200.00.
pub fn accepted() -> PaidFlow {
    PaidFlow {
        policy_explained: true,
        policy_accepted: true,
        lines: vec![line("VISIT", 1), line("CHECK", 1)],
        quote_accepted: true,
        told_total: Some(yuan(20_000)),
        given_by: ConsentGiver::Customer.into(),
        channel: ConsentChannel::Phone.into(),
    }
}

/// 李强's report about SN200, which nothing covers.
fn of_li(paid: Option<PaidFlow>) -> OpenTicketRequest {
    OpenTicketRequest {
        customer_id: LI.to_owned(),
        asset_id: SN200.to_owned(),
        paid,
        ..written()
    }
}

fn conversion(from: &str, to: &str) -> GetConversionReportRequest {
    GetConversionReportRequest {
        branch_id: "BJ01".to_owned(),
        from: proto_at(from),
        to: proto_at(to),
    }
}

const DAY: (&str, &str) = ("2026-11-16T00:00:00+08:00", "2026-11-17T00:00:00+08:00");

async fn hot_13_s03_declined_closes_without_dispatch_and_accepted_carries_the_total(db: TestDb) {
    let mut desk = Desk::start_at(&db, "2026-11-16T10:00:00+08:00").await;
    let mut intakes = desk.intakes(Role::Hotline, "H1").await;
    assert_eq!(
        refused(desk.hotline.open_ticket(of_li(None)).await),
        "FREE_ONSITE_NOT_COVERED",
        "it is never wrapped up as free"
    );
    let declined = PaidFlow {
        quote_accepted: false,
        ..accepted()
    };
    let no = desk.opened(of_li(Some(declined))).await;
    let (ticket, intake) = (no.ticket.unwrap(), no.intake.unwrap());
    assert_eq!(
        (ticket.state(), ticket.outcome()),
        (TicketState::Closed, TicketOutcome::Declined)
    );
    assert!(ticket.contact.is_none(), "nobody needs the contact any more");
    assert!(no.prompts[0].contains("cannot offer this service"), "{:?}", no.prompts);
    assert_eq!(intake.quotes[0].total, Some(yuan(20_000)));
    let told = desk.told().await;
    assert!(!told.contains(&"TicketHandedOver".to_owned()), "{told:?}");
    assert!(told.contains(&"TicketClosed".to_owned()));
    let report = intakes.get_conversion_report(conversion(DAY.0, DAY.1)).await;
    let total = |agent_id: &str, accepted, declined| Conversion {
        agent_id: agent_id.to_owned(),
        accepted,
        declined,
    };
    assert_eq!(report.unwrap().into_inner().total, Some(total("", 0, 1)));
    let request = ListRegisterRequest {
        branch_id: "BJ01".to_owned(),
        ..Default::default()
    };
    let rows = desk.hotline.list_register(request).await.unwrap().into_inner().rows;
    assert_eq!(rows[0].state(), RegisterRowState::Void);

    desk.rig.advance_to("2026-11-16T11:00:00+08:00").await;
    let yes = desk.opened(of_li(Some(accepted()))).await;
    let (ticket, quote) = (yes.ticket.unwrap(), yes.intake.unwrap().quotes.remove(0));
    assert_eq!(
        (ticket.state(), ticket.service_class(), ticket.coverage_kind()),
        (TicketState::HandedOver, ServiceClass::A, CoverageKind::None)
    );
    assert_eq!(
        ticket.repeat_of_ticket_id, rows[0].ticket_id,
        "S03: the same day, the same need"
    );
    assert_eq!((quote.version, quote.total.clone()), (1, Some(yuan(20_000))));
    assert_eq!(
        time(quote.valid_until).to_string(),
        "2026-11-23T16:00:00Z",
        "seven days by policy, to 24:00"
    );
    let consents: Vec<_> = quote
        .consents
        .iter()
        .map(|consent| {
            (
                consent.subject(),
                consent.accepted,
                consent.channel(),
                consent.taken_by.as_str(),
            )
        })
        .collect();
    let by_phone = ConsentChannel::Phone;
    assert_eq!(
        consents,
        [
            (ConsentSubject::PaidPolicy, true, by_phone, "H1"),
            (ConsentSubject::Quote, true, by_phone, "H1")
        ]
    );
    let handed = desk.handed_over().await;
    assert_eq!((handed.agreed_total, handed.quote_version), (Some(yuan(20_000)), 1));
    let report = intakes.get_conversion_report(conversion(DAY.0, DAY.1)).await;
    let report = report.unwrap().into_inner();
    assert_eq!(
        (report.total, report.agents),
        (Some(total("", 1, 1)), vec![total("H1", 1, 1)])
    );
    let kept = intakes
        .get_intake(GetIntakeRequest {
            ticket_id: ticket.id.clone(),
        })
        .await;
    assert_eq!(kept.unwrap().into_inner().intake.unwrap().quotes, [quote]);
    let timeline = desk.timeline(&ticket.id).await;
    let said = timeline
        .iter()
        .find(|entry| entry.r#type.ends_with(".QuoteAnswered"))
        .unwrap();
    assert_eq!(
        said.text,
        "H1 explained the paid policy and quoted 200.00 CNY; the customer accepted both."
    );
    assert_eq!(said.process(), ProcessFlow::PaidService, "X-07");
}

async fn hot_13_both_consents_and_what_they_are_about_are_asked_for(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let silent = PaidFlow {
        policy_explained: false,
        ..accepted()
    };
    let status = desk.hotline.open_ticket(of_li(Some(silent))).await.unwrap_err();
    assert_eq!(
        (reason(&status), fields(&status)),
        (
            "POLICY_NOT_EXPLAINED".to_owned(),
            vec!["paid.policy_explained".to_owned()]
        )
    );
    let empty = PaidFlow {
        lines: Vec::new(),
        told_total: None,
        ..accepted()
    };
    let status = desk.hotline.open_ticket(of_li(Some(empty))).await.unwrap_err();
    assert_eq!(reason(&status), "DETAILS_MISSING");
    assert_eq!(fields(&status), ["paid.lines", "paid.told_total"]);
    let half = PaidFlow {
        policy_accepted: false,
        ..accepted()
    };
    let status = desk.hotline.open_ticket(of_li(Some(half))).await.unwrap_err();
    assert_eq!(fields(&status), ["paid.quote_accepted"]);
    let nobody = PaidFlow {
        given_by: 0,
        channel: 0,
        ..accepted()
    };
    let status = desk.hotline.open_ticket(of_li(Some(nobody))).await.unwrap_err();
    assert_eq!(fields(&status), ["paid.channel", "paid.given_by"]);
    let covered = OpenTicketRequest {
        paid: Some(accepted()),
        ..written()
    };
    assert_eq!(
        refused(desk.hotline.open_ticket(covered).await),
        "SERVICE_IS_COVERED",
        "what is covered is not charged"
    );
    let policy = PaidFlow {
        policy_accepted: false,
        quote_accepted: false,
        lines: Vec::new(),
        told_total: None,
        ..accepted()
    };
    let no = desk.opened(of_li(Some(policy))).await;
    assert_eq!(no.ticket.unwrap().outcome(), TicketOutcome::Declined);
    assert_eq!(no.intake.unwrap().quotes[0].total, None, "nothing was quoted");
}

async fn hot_13_prices_come_from_the_published_list_alone(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let mut intakes = desk.intakes(Role::Hotline, "H1").await;
    let preview = |lines| PreviewQuoteRequest {
        branch_id: "BJ01".to_owned(),
        lines,
    };
    let shown = intakes
        .preview_quote(preview(vec![line("HDD-1T", 2), line("VISIT", 1)]))
        .await;
    let shown = shown.unwrap().into_inner();
    assert_eq!(shown.quote.unwrap().total, Some(yuan(72_000)));
    assert!(shown.prompts[1].contains("720.00 CNY"), "{:?}", shown.prompts);
    let status = intakes
        .preview_quote(preview(vec![line("VISIT", 1), line("GOLD", 1)]))
        .await
        .unwrap_err();
    assert_eq!(
        (reason(&status), fields(&status)),
        (
            "ITEM_NOT_ON_PRICE_LIST".to_owned(),
            vec!["lines[1].item_code".to_owned()]
        )
    );
    let cheap = PaidFlow {
        told_total: Some(yuan(100)),
        ..accepted()
    };
    assert_eq!(
        refused(desk.hotline.open_ticket(of_li(Some(cheap))).await),
        "QUOTE_TOTAL_DIFFERS"
    );
    desk.billing.down.store(true, Ordering::Relaxed);
    let status = desk.hotline.open_ticket(of_li(Some(accepted()))).await.unwrap_err();
    assert_eq!(
        (status.code(), reason(&status)),
        (Code::Unavailable, "BILLING_UNAVAILABLE".to_owned())
    );
    let mut technician = desk.intakes(Role::Technician, "E1").await;
    let status = technician
        .preview_quote(preview(vec![line("VISIT", 1)]))
        .await
        .unwrap_err();
    assert_eq!(status.code(), Code::PermissionDenied);
}

async fn hot_08_the_repeated_call_counts_against_the_first_handler(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let no = PaidFlow {
        quote_accepted: false,
        ..accepted()
    };
    desk.opened(of_li(Some(no))).await;
    desk.hotline = desk.client(Role::Hotline, "BJ01", "H2").await;
    desk.opened(of_li(Some(accepted()))).await;
    desk.opened(written()).await;
    let mut chief = desk.intakes(Role::Chief, "M1").await;
    let request = GetRepeatCallReportRequest {
        branch_id: "BJ01".to_owned(),
        from: proto_at(DAY.0),
        to: proto_at(DAY.1),
    };
    let report = chief
        .get_repeat_call_report(request.clone())
        .await
        .unwrap()
        .into_inner();
    let rate = |agent: &str, handled, repeated, rate_basis_points| RepeatRate {
        agent_id: agent.to_owned(),
        handled,
        repeated,
        rate_basis_points,
    };
    assert_eq!(report.total, Some(rate("", 3, 1, 3_333)));
    assert_eq!(report.agents, [rate("H1", 1, 1, 10_000), rate("H2", 2, 0, 0)]);
    let mut other = IntakeServiceClient::new(desk.rig.channel(&[Role::Chief], "SH02", "M1-S").await);
    assert_eq!(
        refused(other.get_repeat_call_report(request.clone()).await),
        "BRANCH_UNKNOWN"
    );
    let crossed = GetRepeatCallReportRequest {
        from: request.to,
        to: request.from,
        ..request
    };
    assert_eq!(refused(chief.get_repeat_call_report(crossed).await), "TIME_ORDER");
}

async fn x_28_every_ticket_has_exactly_one_class(db: TestDb) {
    let mut desk = Desk::start(&db).await;
    let free = desk.opened(written()).await.ticket.unwrap();
    assert_eq!(free.service_class(), ServiceClass::C);
    let charged = desk.opened(of_li(Some(accepted()))).await.ticket.unwrap();
    assert_eq!(charged.service_class(), ServiceClass::A);
    assert_eq!(desk.handed_over().await.service_class(), ServiceClass::A);
    let brought = desk.opened(carried_in(of_li(Some(accepted())))).await.ticket.unwrap();
    assert_eq!(
        (brought.state(), brought.service_class()),
        (TicketState::GuidedToBranch, ServiceClass::A)
    );
    assert_eq!(desk.ticket(&brought.id).await.process(), ProcessFlow::Reception);
    assert_eq!(desk.ticket(&free.id).await.process(), ProcessFlow::OnSite);
}
