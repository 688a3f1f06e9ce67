//! Paid visits: what is taken along, agreed and collected.

use aftersales_kit::{
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    callback::v1::CallbackOutcome,
    common::v1::{CoverageKind, ServiceClass},
    dispatch::v1::{
        CompleteVisitRequest, ConfirmManualReadRequest, ContactChannel, ContactResult::Reached, DepartRequest,
        DepartureCheck, ExtraLine, GetVisitCardRequest, InvoiceMode, PaymentMethod, Presence,
        RecordExtraConsentRequest, VisitPayment, WorkOrderState, complete_visit_request::Result as Told,
        dispatch_event::Event as Fact,
    },
};

use super::{
    desk::{
        C1, Desk, E1, E2, arrival, assignment, attempt, completion, confirmation, departure, handed_over, key,
        no_parts, promise, receipt, repaired, report,
    },
    desk_flow::fen,
};

on_both_databases!(
    dsp_65_invoice_and_price_list_are_taken_along,
    dsp_65_dsp_70_what_is_agreed_is_collected_and_told,
    dsp_65_more_is_agreed_on_site_and_only_that_is_collected,
    dsp_65_what_is_paid_is_not_collected_again_at_the_next_visit,
    dsp_62_the_manual_of_an_unfamiliar_product_is_read,
);

const NOW: &str = "2026-11-16T10:00:00+08:00";
const START: &str = "2026-11-17T09:30:00+08:00";
const END: &str = "2026-11-17T11:00:00+08:00";

/// A paid order of 200.00, ready to depart.
async fn ready(desk: &Desk) -> String {
    let mut fact = handed_over(NOW);
    fact.service_class = ServiceClass::A.into();
    fact.coverage_kind = CoverageKind::None.into();
    fact.agreed_total = fen(20_000);
    fact.quote_version = 1;
    let order = desk.hand_over(fact).await;
    assert_eq!((order.agreed_total.clone(), order.quote_version), (fen(20_000), 1));
    let id = order.id;
    desk.receive_work_order(C1, receipt(&id)).await.unwrap();
    desk.present("E1", Presence::InStation).await;
    desk.assign_technician(C1, assignment(&id, "E1", "")).await.unwrap();
    desk.log_contact(E1, attempt(&id, Reached, None)).await.unwrap();
    desk.promise_visit(E1, promise(&id, START, END)).await.unwrap();
    desk.declare_no_parts(E1, no_parts(&id)).await.unwrap();
    desk.rig.advance_to(START).await;
    id
}

/// The departure to a visit with the price list and an electronic invoice.
pub fn taken_along(id: &str) -> DepartRequest {
    DepartRequest {
        check: Some(DepartureCheck {
            invoice_mode: InvoiceMode::Electronic.into(),
            price_list_brought: true,
        }),
        ..departure(id)
    }
}

async fn on_site(desk: &Desk) -> String {
    let id = ready(desk).await;
    desk.depart(E1, taken_along(&id)).await.unwrap();
    desk.arrive(E1, arrival(&id)).await.unwrap();
    id
}

fn paid(id: &str, amount: i64) -> CompleteVisitRequest {
    CompleteVisitRequest {
        payment: Some(VisitPayment {
            price_list_shown: true,
            collected: fen(amount),
            method: PaymentMethod::Cash.into(),
            to_be_invoiced_reason: String::new(),
            invoice: InvoiceMode::Electronic.into(),
        }),
        ..completion(id, Told::Repaired(repaired(START)))
    }
}

async fn dsp_65_invoice_and_price_list_are_taken_along(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = ready(&desk).await;
    let refused = desk.depart(E1, departure(&id)).await.unwrap_err();
    assert_eq!(
        (rig::reason(&refused).as_str(), rig::fields(&refused)),
        (
            "INVOICE_NOT_BROUGHT",
            ["check.invoice_mode", "check.price_list_brought"]
                .map(str::to_owned)
                .to_vec()
        )
    );
    let order = desk.depart(E1, taken_along(&id)).await.unwrap().work_order.unwrap();
    assert!(order.visits[0].departure_check.unwrap().price_list_brought);
    let free = desk.queued().await;
    assert!(
        !desk
            .order(&free)
            .await
            .available_actions
            .contains(&"RecordExtraConsent".to_owned())
    );
}

async fn dsp_65_dsp_70_what_is_agreed_is_collected_and_told(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = on_site(&desk).await;
    let bare = completion(&id, Told::Repaired(repaired(START)));
    let refused = desk.complete_visit(E1, bare).await.unwrap_err();
    assert_eq!(
        (rig::reason(&refused).as_str(), rig::fields(&refused)),
        (
            "PRICE_LIST_NOT_SHOWN",
            ["payment.collected", "payment.invoice", "payment.price_list_shown"]
                .map(str::to_owned)
                .to_vec()
        ),
        "all at once"
    );
    let mut yuan = paid(&id, 20_000);
    yuan.payment.as_mut().unwrap().collected.as_mut().unwrap().currency_code = "USD".to_owned();
    let refused = desk.complete_visit(E1, yuan).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "CURRENCY_DIFFERS");
    let mut unsaid = paid(&id, 20_000);
    unsaid.payment.as_mut().unwrap().method = 0;
    let refused = desk.complete_visit(E1, unsaid).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "PAYMENT_METHOD_MISSING");
    let order = desk
        .complete_visit(E1, paid(&id, 20_000))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(order.state(), WorkOrderState::DoneOnsite);
    assert_eq!(order.visits[0].payment.as_ref().unwrap().collected, fen(20_000));
    let collected = desk.told().await.into_iter().find_map(|fact| match fact {
        Fact::FeeCollected(fact) => Some(fact),
        _ => None,
    });
    let collected = collected.unwrap();
    assert_eq!(
        (
            collected.amount.clone(),
            collected.collected_by.as_str(),
            collected.method()
        ),
        (fen(20_000), "E1", PaymentMethod::Cash),
        "the money is in his hands"
    );
}

async fn dsp_65_more_is_agreed_on_site_and_only_that_is_collected(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = on_site(&desk).await;
    let consent = RecordExtraConsentRequest {
        request_id: key(),
        work_order_id: id.clone(),
        lines: vec![ExtraLine {
            item_code: "HDD-1T".to_owned(),
            quantity: 1,
            unit_price: fen(32_000),
        }],
        channel: ContactChannel::InPerson.into(),
        at: None,
        etag: String::new(),
    };
    let refused = desk.complete_visit(E1, paid(&id, 52_000)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "COLLECTION_NOT_AGREED", "before the consent");
    let refused = desk.record_extra_consent(E2, consent.clone()).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_YOUR_WORK_ORDER");
    let order = desk
        .record_extra_consent(E1, consent)
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(order.agreed_total, fen(52_000));
    assert_eq!(order.extra_consents[0].recorded_by, "E1");
    let refused = desk.complete_visit(E1, paid(&id, 62_000)).await.unwrap_err();
    assert_eq!(
        (rig::reason(&refused).as_str(), rig::fields(&refused)),
        ("COLLECTION_NOT_AGREED", vec!["payment.collected".to_owned()])
    );
    desk.complete_visit(E1, paid(&id, 52_000)).await.unwrap();
    let free = desk.queued().await;
    desk.receive_work_order(C1, receipt(&free)).await.unwrap();
    desk.present("E1", Presence::InStation).await;
    desk.assign_technician(C1, assignment(&free, "E1", "")).await.unwrap();
    desk.log_contact(E1, attempt(&free, Reached, None)).await.unwrap();
    let (start, end) = ("2026-11-17T16:00:00+08:00", "2026-11-17T17:00:00+08:00");
    desk.promise_visit(E1, promise(&free, start, end)).await.unwrap();
    let consent = RecordExtraConsentRequest {
        request_id: key(),
        work_order_id: free,
        lines: vec![ExtraLine {
            item_code: "CLEAN".to_owned(),
            quantity: 1,
            unit_price: fen(5_000),
        }],
        channel: ContactChannel::Phone.into(),
        at: None,
        etag: String::new(),
    };
    let refused = desk.record_extra_consent(E1, consent).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "WORK_IS_FREE");
}

async fn dsp_65_what_is_paid_is_not_collected_again_at_the_next_visit(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = on_site(&desk).await;
    desk.complete_visit(E1, paid(&id, 20_000)).await.unwrap();
    desk.report_completion(E1, report(&id)).await.unwrap();
    desk.confirm_work_order(C1, confirmation(&id)).await.unwrap();
    super::closing::callback_closed(&desk, &id, CallbackOutcome::Revisit).await;
    assert_eq!(desk.state(&id).await, WorkOrderState::Contacted, "DSP-32");
    let (start, end) = ("2026-11-18T09:30:00+08:00", "2026-11-18T11:00:00+08:00");
    desk.promise_visit(E1, promise(&id, start, end)).await.unwrap();
    desk.declare_no_parts(E1, no_parts(&id)).await.unwrap();
    desk.rig.advance_to(start).await;
    desk.depart(E1, taken_along(&id)).await.unwrap();
    desk.arrive(E1, arrival(&id)).await.unwrap();
    let refused = desk.complete_visit(E1, paid(&id, 1)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "COLLECTION_NOT_AGREED");
    assert_eq!(rig::metadata(&refused)["collected_before"], "20000");
    let bare = completion(&id, Told::Repaired(repaired(start)));
    let order = desk.complete_visit(E1, bare).await.unwrap().work_order.unwrap();
    assert_eq!(order.state(), WorkOrderState::DoneOnsite, "it is settled already");
}

async fn dsp_62_the_manual_of_an_unfamiliar_product_is_read(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = ready(&desk).await;
    let hint = desk.order(&id).await.manual.unwrap();
    assert!(hint.unfamiliar, "PC is none of E1's skills");
    assert_eq!(hint.read_at, None);
    let card = GetVisitCardRequest {
        work_order_id: id.clone(),
    };
    let items = desk.get_visit_card(E1, card.clone()).await.unwrap().items;
    let codes: Vec<&str> = items.iter().map(|item| item.code.as_str()).collect();
    assert_eq!(
        codes,
        ["CONDUCT", "PREFERENCES", "MANUAL", "PAID_VISIT", "ANGER", "POLICY"]
    );
    let read = ConfirmManualReadRequest {
        request_id: key(),
        work_order_id: id.clone(),
        etag: String::new(),
    };
    let refused = desk.confirm_manual_read(E2, read.clone()).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_YOUR_WORK_ORDER");
    let order = desk.confirm_manual_read(E1, read).await.unwrap().work_order.unwrap();
    assert_eq!(order.manual.unwrap().read_by, "E1");
    let items = desk.get_visit_card(E1, card).await.unwrap().items;
    assert!(items.iter().all(|item| item.code != "MANUAL"), "ticked");
    assert_eq!(desk.count("ManualRead").await, 1);
}
