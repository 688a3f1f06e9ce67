//! Orders on a blank form: self-received jobs and internal work.

use aftersales_kit::{
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    common::v1::ServiceClass,
    dispatch::v1::{
        ContactResult::Reached, CreateWorkOrderRequest, MissedServiceKind, PayerKind, RepairedResult, ServiceResult,
        WorkOrderSource, WorkOrderState, WorkOrderType, complete_visit_request::Result as Told,
        dispatch_event::Event as Fact,
    },
};

use super::{
    desk::{
        C1, Desk, E1, E2, arrival, attempt, completion, confirmation, departure, key, no_parts, promise, repaired,
        report, time,
    },
    desk_flow::{by_phone, internal, own_job},
};

on_both_databases!(
    dsp_34_a_self_received_job_reported_the_same_day_is_as_any_other,
    dsp_34_one_or_two_days_later_it_is_a_missed_service,
    dsp_34_more_than_two_days_later_there_is_neither_callback_nor_bonus,
    dsp_34_a_job_written_down_afterwards_is_judged_by_its_day,
    dsp_35_a_blank_form_is_complete_and_ones_own,
    dsp_49_orders_to_repair_and_to_install,
    dsp_51_dsp_52_dsp_54_internal_work_is_class_d_and_nobody_signs,
    x_28_class_d_has_no_customer_and_a_customer_no_class_d,
    dsp_53_a_third_party_pays,
    dsp_46_dsp_47_the_telephone_may_serve_and_the_sheet_still_closes,
);

const NOW: &str = "2026-11-16T09:30:00+08:00";
const START: &str = "2026-11-16T14:00:00+08:00";
const END: &str = "2026-11-16T16:00:00+08:00";

/// E1's own job, done on Monday the 16th at two.
async fn done(desk: &Desk) -> String {
    let order = desk.create_work_order(E1, own_job()).await.unwrap().work_order.unwrap();
    assert_eq!(
        (order.state(), order.source()),
        (WorkOrderState::Contacted, WorkOrderSource::Self_)
    );
    desk.promise_visit(E1, promise(&order.id, START, END)).await.unwrap();
    desk.declare_no_parts(E1, no_parts(&order.id)).await.unwrap();
    desk.rig.advance_to(START).await;
    desk.depart(E1, departure(&order.id)).await.unwrap();
    desk.arrive(E1, arrival(&order.id)).await.unwrap();
    desk.complete_visit(E1, completion(&order.id, Told::Repaired(repaired(START))))
        .await
        .unwrap();
    order.id
}

/// What the callback is told: days of delay, and why there is none.
async fn ready(desk: &Desk, id: &str) -> (i32, String) {
    desk.confirm_work_order(C1, confirmation(id)).await.unwrap();
    let told = desk.told().await.into_iter().rev().find_map(|fact| match fact {
        Fact::ReadyForCallback(fact) => Some((fact.report_delay_days, fact.exclusion)),
        _ => None,
    });
    told.unwrap()
}

async fn dsp_34_a_self_received_job_reported_the_same_day_is_as_any_other(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = done(&desk).await;
    desk.rig.advance_to("2026-11-16T21:00:00+08:00").await;
    assert!(desk.report_completion(E1, report(&id)).await.unwrap().same_day);
    assert_eq!(ready(&desk, &id).await, (0, String::new()));
    desk.rig.advance_to("2026-11-20T09:00:00+08:00").await;
    assert_eq!(desk.count("MissedServiceRecorded").await, 0, "nobody waits for a reply");
    assert_eq!(desk.count("DeadlineMissed").await, 0);
}

async fn dsp_34_one_or_two_days_later_it_is_a_missed_service(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = done(&desk).await;
    desk.rig.advance_to("2026-11-17T10:00:00+08:00").await;
    let answer = desk.report_completion(E1, report(&id)).await.unwrap();
    assert!(!answer.same_day);
    let order = answer.work_order.unwrap();
    assert_eq!(order.missed_services[0].kind(), MissedServiceKind::LateReport);
    assert_eq!(order.bonus_exclusion, "");
    assert_eq!(
        ready(&desk, &id).await,
        (1, String::new()),
        "the callback still happens"
    );
    assert_eq!(desk.count("CallbackSuppressed").await, 0);
}

async fn dsp_34_more_than_two_days_later_there_is_neither_callback_nor_bonus(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = done(&desk).await;
    desk.rig.advance_to("2026-11-19T09:00:00+08:00").await;
    let order = desk
        .report_completion(E1, report(&id))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(order.bonus_exclusion, "LATE_SELF_REPORT");
    let facts = desk.told().await;
    let suppressed = facts
        .iter()
        .any(|fact| matches!(fact, Fact::CallbackSuppressed(it) if it.reason == "LATE_SELF_REPORT"));
    let excluded = facts
        .iter()
        .any(|fact| matches!(fact, Fact::BonusExcluded(it) if it.report_delay_days == 3));
    assert!(suppressed && excluded);
    assert_eq!(ready(&desk, &id).await, (3, "LATE_SELF_REPORT".to_owned()));
}

async fn dsp_34_a_job_written_down_afterwards_is_judged_by_its_day(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-18T23:30:00+08:00").await;
    let mut form = own_job();
    form.requested_at = time("2026-11-16T10:00:00+08:00");
    let id = desk.create_work_order(E1, form).await.unwrap().work_order.unwrap().id;
    let mut told = promise(&id, START, END);
    told.at = time("2026-11-16T10:10:00+08:00");
    desk.promise_visit(E1, told).await.unwrap();
    desk.declare_no_parts(E1, no_parts(&id)).await.unwrap();
    let mut told = departure(&id);
    told.at = time("2026-11-16T13:30:00+08:00");
    desk.depart(E1, told).await.unwrap();
    let mut told = arrival(&id);
    told.at = time(START);
    desk.arrive(E1, told).await.unwrap();
    let mut told = completion(&id, Told::Repaired(repaired(START)));
    told.at = time("2026-11-16T15:00:00+08:00");
    desk.complete_visit(E1, told).await.unwrap();
    desk.rig.settle().await;
    let order = desk
        .report_completion(E1, report(&id))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(
        order.visits[0].completed_at,
        time("2026-11-16T15:00:00+08:00"),
        "the told day of the work always counts"
    );
    assert_eq!(order.bonus_exclusion, "", "exactly two days are late, not more");
    assert_eq!(
        order
            .missed_services
            .iter()
            .map(|missed| missed.kind())
            .collect::<Vec<_>>(),
        [MissedServiceKind::LateReport]
    );
    assert_eq!(ready(&desk, &id).await, (2, String::new()));
}

async fn dsp_35_a_blank_form_is_complete_and_ones_own(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let empty = CreateWorkOrderRequest {
        customer_id: String::new(),
        asset_id: String::new(),
        contact: None,
        ..own_job()
    };
    let refused = desk.create_work_order(E1, empty).await.unwrap_err();
    assert_eq!(
        (rig::reason(&refused).as_str(), rig::fields(&refused)),
        (
            "BLANK_FORM_INCOMPLETE",
            ["asset_id", "contact", "customer_id"].map(str::to_owned).to_vec()
        ),
        "all at once"
    );
    let refused = desk.create_work_order(E2, own_job()).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_YOUR_WORK_ORDER");
    let mut late = own_job();
    late.requested_at = time("2026-11-16T09:30:01+08:00");
    let refused = desk.create_work_order(E1, late).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "TIME_IN_FUTURE");
    let mut foreign = own_job();
    foreign.branch_id = "SH02".to_owned();
    let refused = desk.create_work_order(E1, foreign).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::NotFound);
    let mut open = own_job();
    open.technician_id = String::new();
    let order = desk.create_work_order(C1, open).await.unwrap().work_order.unwrap();
    assert_eq!(order.state(), WorkOrderState::ContactedByCoordinator);
    assert!(!order.ticket_id.is_empty(), "dispatch mints the ticket");
    assert_eq!(order.contact.unwrap().phone, "13800000001");
}

async fn dsp_49_orders_to_repair_and_to_install(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    for order_type in [WorkOrderType::Install, WorkOrderType::InstallGuide] {
        let form = CreateWorkOrderRequest {
            order_type: order_type.into(),
            asset_id: String::new(),
            ..own_job()
        };
        let order = desk.create_work_order(E1, form).await.unwrap().work_order.unwrap();
        assert_eq!((order.order_type(), order.asset_id.as_str()), (order_type, ""));
    }
    let order = desk.create_work_order(E1, own_job()).await.unwrap().work_order.unwrap();
    assert_eq!(order.order_type(), WorkOrderType::Repair);
    let handed = desk.order(&desk.queued().await).await;
    assert_eq!(handed.order_type(), WorkOrderType::Repair);
    let unsaid = CreateWorkOrderRequest {
        order_type: 0,
        ..own_job()
    };
    let refused = desk.create_work_order(E1, unsaid).await.unwrap_err();
    assert_eq!(rig::fields(&refused), ["order_type"]);
}

async fn dsp_51_dsp_52_dsp_54_internal_work_is_class_d_and_nobody_signs(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let mut charged = internal(WorkOrderType::Showroom);
    charged.service_class = ServiceClass::A.into();
    let refused = desk.create_work_order(E1, charged).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "INTERNAL_WORK_IS_FREE");
    let (mut begin, types) = (
        9,
        [
            WorkOrderType::Showroom,
            WorkOrderType::PromoSupport,
            WorkOrderType::OtherTask,
        ],
    );
    for order_type in types {
        begin += 1;
        let order = desk
            .create_work_order(C1, internal(order_type))
            .await
            .unwrap()
            .work_order
            .unwrap();
        assert_eq!(
            (order.service_class(), order.source(), order.customer_id.as_str()),
            (ServiceClass::D, WorkOrderSource::Internal, "")
        );
        let (start, end) = (
            format!("2026-11-16T{begin}:00:00+08:00"),
            format!("2026-11-16T{}:00:00+08:00", begin + 1),
        );
        desk.promise_visit(E1, promise(&order.id, &start, &end)).await.unwrap();
        desk.declare_no_parts(E1, no_parts(&order.id)).await.unwrap();
        desk.rig.advance_to(&start).await;
        desk.depart(E1, departure(&order.id)).await.unwrap();
        desk.arrive(E1, arrival(&order.id)).await.unwrap();
        let told = RepairedResult {
            findings: "样机".to_owned(),
            work_done: "已整理".to_owned(),
            cleaned: false,
            sign_off: None,
        };
        desk.complete_visit(E1, completion(&order.id, Told::Repaired(told)))
            .await
            .unwrap();
        desk.report_completion(E1, report(&order.id)).await.unwrap();
        let mut sheet = confirmation(&order.id);
        sheet.voucher_returned = false;
        let closed = desk.confirm_work_order(C1, sheet).await.unwrap().work_order.unwrap();
        assert_eq!(closed.state(), WorkOrderState::Closed);
    }
    assert_eq!(desk.count("ReadyForCallback").await, 0, "nobody is called back");
    desk.rig.advance_to("2026-11-20T09:00:00+08:00").await;
    assert_eq!(desk.count("MissedServiceRecorded").await, 0);
}

async fn x_28_class_d_has_no_customer_and_a_customer_no_class_d(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let own = CreateWorkOrderRequest {
        service_class: ServiceClass::D.into(),
        ..own_job()
    };
    let refused = desk.create_work_order(E1, own).await.unwrap_err();
    assert_eq!(
        (rig::reason(&refused).as_str(), rig::fields(&refused)),
        ("CLASS_D_IS_INTERNAL", vec!["service_class".to_owned()])
    );
    let showroom = CreateWorkOrderRequest {
        customer_id: key(),
        ..internal(WorkOrderType::Showroom)
    };
    let refused = desk.create_work_order(C1, showroom).await.unwrap_err();
    assert_eq!(
        (rig::reason(&refused).as_str(), rig::fields(&refused)),
        ("CLASS_D_IS_INTERNAL", vec!["customer_id".to_owned()])
    );
}

async fn dsp_53_a_third_party_pays(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let form = CreateWorkOrderRequest {
        service_class: ServiceClass::A.into(),
        payer_kind: PayerKind::ThirdParty.into(),
        ..own_job()
    };
    let refused = desk.create_work_order(E1, form.clone()).await.unwrap_err();
    assert_eq!(
        (rig::reason(&refused).as_str(), rig::fields(&refused)),
        ("PAYER_MISSING", vec!["payer_id".to_owned()])
    );
    let party = key();
    let form = CreateWorkOrderRequest {
        request_id: key(),
        payer_id: party.clone(),
        ..form
    };
    let order = desk.create_work_order(E1, form).await.unwrap().work_order.unwrap();
    assert_eq!(
        (order.payer_kind(), order.payer_id.as_str()),
        (PayerKind::ThirdParty, party.as_str())
    );
    let told = desk.told().await.into_iter().rev().find_map(|fact| match fact {
        Fact::WorkOrderCreated(fact) => fact.order,
        _ => None,
    });
    assert_eq!(told.unwrap().payer_id, party, "billing is told who pays (BIL-36)");
}

async fn dsp_46_dsp_47_the_telephone_may_serve_and_the_sheet_still_closes(db: TestDb) {
    let desk = Desk::start(&db, NOW).await;
    let id = desk.assigned().await;
    let refused = desk.resolve_by_phone(E2, by_phone(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_YOUR_WORK_ORDER");
    let order = desk
        .resolve_by_phone(E1, by_phone(&id))
        .await
        .unwrap()
        .work_order
        .unwrap();
    assert_eq!(
        (order.state(), order.result()),
        (WorkOrderState::PartsSettled, ServiceResult::ByPhone)
    );
    assert_eq!(ready(&desk, &id).await, (0, String::new()));
    desk.rig.advance_to("2026-11-20T09:00:00+08:00").await;
    assert_eq!(desk.count("MissedServiceRecorded").await, 0, "it was the reply");
    let other = desk.queued().await;
    desk.receive_work_order(C1, super::desk::receipt(&other)).await.unwrap();
    desk.assign_technician(C1, super::desk::assignment(&other, "E1", ""))
        .await
        .unwrap();
    desk.log_contact(E1, attempt(&other, Reached, None)).await.unwrap();
    assert_eq!(
        desk.order(&other).await.result(),
        ServiceResult::Unspecified,
        "not over"
    );
    let (start, end) = ("2026-11-20T10:00:00+08:00", "2026-11-20T11:00:00+08:00");
    desk.promise_visit(E1, promise(&other, start, end)).await.unwrap();
    desk.declare_no_parts(E1, no_parts(&other)).await.unwrap();
    desk.rig.advance_to(start).await;
    desk.depart(E1, departure(&other)).await.unwrap();
    desk.arrive(E1, arrival(&other)).await.unwrap();
    desk.complete_visit(E1, completion(&other, Told::Repaired(repaired(start))))
        .await
        .unwrap();
    let refused = desk.confirm_work_order(C1, confirmation(&other)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "COMPLETION_NOT_REPORTED", "the sequence");
    assert_eq!(desk.order(&other).await.result(), ServiceResult::Completed);
}
