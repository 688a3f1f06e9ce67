//! Story S17: unfixable on site for a fee, taken back against a receipt, repaired late, delivered, invoiced; report,
//! confirmation and callback go on.
#![expect(clippy::unwrap_used, reason = "a story that cannot be played must fail")]

use aftersales::demo::{World, request_id};
use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig, rig::at},
};
use aftersales_proto::{
    callback::v1::CallbackTaskState,
    common::v1::{ServiceClass, Signature, SignatureMethod},
    dispatch::v1::{
        ArchiveCustodyVoucherRequest, CompleteVisitRequest, DeliverGoodsRequest, EscalationCause, FinishRepairRequest,
        GetCustodyBalanceRequest, InspectGoodsRequest, ListTakeBacksRequest, NotRepairedPlan, NotRepairedResult,
        RecordCustodyActionRequest, RegisterGoodsInRequest, ReplacedPart, RequestCustodyInvoiceRequest,
        SetReturnDateRequest, TakeBack, TakeBackGoodsRequest, TakeBackState, WorkOrder, WorkOrderState,
        complete_visit_request::Result as Outcome, custody_service_client::CustodyServiceClient,
    },
    hotline::v1::Ticket,
};
use aftersales_tests::{desk::Desk, suite::Suite};
use tonic::Status;

on_both_databases!(
    s17_goods_are_taken_back_repaired_late_delivered_and_invoiced,
    s17_an_invoice_on_the_next_day_is_an_exception,
    s17_what_is_free_is_not_invoiced,
);

async fn s17_goods_are_taken_back_repaired_late_delivered_and_invoiced(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-16T09:30:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let (ticket, order, taken) = played(world, &desk, ServiceClass::A).await;
    let due = at("2026-11-21T00:00:00+08:00").to_proto();
    assert_eq!(taken.invoice_due_at, Some(due), "the day of the delivery");
    let requested = invoice(world, &taken).await.unwrap();
    assert_eq!(
        (requested.invoice_requested_by.as_str(), requested.invoice_late),
        ("K1", false)
    );
    let request = ArchiveCustodyVoucherRequest {
        request_id: request_id(),
        take_back_id: taken.id.clone(),
        archive_reference: "2026-11/17".to_owned(),
        etag: String::new(),
    };
    let filed = custody(world, Role::Coordinator, "C1")
        .archive_custody_voucher(request)
        .await
        .unwrap();
    assert_eq!(filed.into_inner().take_back.unwrap().state(), TakeBackState::Archived);
    goes_on(world, &desk, &order, &ticket).await;
    assert_eq!(overdue(&desk, &ticket).await, 0);
}

async fn s17_an_invoice_on_the_next_day_is_an_exception(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-16T09:30:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let (ticket, _, taken) = played(world, &desk, ServiceClass::A).await;
    assert_eq!(overdue(&desk, &ticket).await, 0);
    world.at("2026-11-21T10:00:00+08:00").await.unwrap();
    assert_eq!(overdue(&desk, &ticket).await, 1, "art. 13");
    assert!(invoice(world, &taken).await.unwrap().invoice_late);
}

async fn s17_what_is_free_is_not_invoiced(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-16T09:30:00+08:00").await;
    let (world, desk) = (&suite.world, Desk::bj01(&suite.world));
    let (_, _, taken) = played(world, &desk, ServiceClass::C).await;
    assert_eq!(taken.invoice_due_at, None);
    let refused = invoice(world, &taken).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "NOT_CHARGED", "class C is free");
}

/// From the call to the delivery.
async fn played(world: &World, desk: &Desk<'_>, class: ServiceClass) -> (Ticket, WorkOrder, TakeBack) {
    let (ticket, order) = unfixable(world, desk, class).await;
    let taken = receipt_and_card(world, &order).await;
    late(world, &taken).await;
    repaired(world, &taken).await;
    let given = delivered(world, desk, &ticket, &taken).await;
    (ticket, order, given)
}

async fn invoice(world: &World, taken: &TakeBack) -> Result<TakeBack, Box<Status>> {
    let request = RequestCustodyInvoiceRequest {
        request_id: request_id(),
        take_back_id: taken.id.clone(),
        etag: String::new(),
    };
    let mut accountant = custody(world, Role::Accountant, "K1");
    let answer = accountant.request_custody_invoice(request).await.map_err(Box::new)?;
    Ok(answer.into_inner().take_back.unwrap())
}

async fn overdue(desk: &Desk<'_>, ticket: &Ticket) -> usize {
    let log = desk.log("dispatch", ticket).await;
    let overdue = |kind: &str| kind.ends_with(".CustodyInvoiceOverdue");
    log.iter().filter(|event| overdue(&event.r#type)).count()
}

type Custody = CustodyServiceClient<aftersales::demo::Client>;

fn custody(world: &World, role: Role, code: &str) -> Custody {
    CustodyServiceClient::new(world.caller(&[role], "BJ01", code).unwrap())
}

fn signature(signed_at: &str) -> Option<Signature> {
    Some(Signature {
        signed_by: "王芳".to_owned(),
        signed_at: Some(at(signed_at).to_proto()),
        method: SignatureMethod::OnScreen.into(),
    })
}

async fn unfixable(world: &World, desk: &Desk<'_>, class: ServiceClass) -> (Ticket, WorkOrder) {
    world.at("2026-11-16T09:40:00+08:00").await.unwrap();
    let request = if class == ServiceClass::A {
        desk.paid_on_site(true).await
    } else {
        let (customer, asset) = desk.look_up("13800000001").await;
        desk.on_site(&customer, &asset)
    };
    let ticket = desk.open(request).await.unwrap();
    assert_eq!(ticket.service_class(), class);
    let order = desk.order(&ticket).await;
    desk.assign(&order, "E1").await.unwrap();
    desk.contact(&order, "E1").await.unwrap();
    desk.promise(&order, "E1", "2026-11-16T13:00:00+08:00", "2026-11-16T15:00:00+08:00")
        .await
        .unwrap();
    desk.report_appointment(&order, "E1").await.unwrap();
    desk.no_parts(&order, "E1").await.unwrap();
    desk.travel(&order, "E1", "2026-11-16T13:00:00+08:00", "2026-11-16T13:30:00+08:00")
        .await
        .unwrap();
    world.at("2026-11-16T14:00:00+08:00").await.unwrap();
    let mut result = NotRepairedResult {
        findings: "主板故障".to_owned(),
        work_done: String::new(),
        plan: NotRepairedPlan::TakeBack.into(),
        plan_detail: "取回维修，周五送还".to_owned(),
        customer_consents: true,
        customer_informed_at: None,
        signature: signature("2026-11-16T14:00:00+08:00"),
    };
    let completion = |result: NotRepairedResult| CompleteVisitRequest {
        request_id: request_id(),
        work_order_id: order.id.clone(),
        at: None,
        result: Some(Outcome::NotRepaired(result)),
        ..CompleteVisitRequest::default()
    };
    let refused = desk.complete("E1", completion(result.clone())).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "NEXT_STEP_NOT_TOLD", "DSP-71");
    result.customer_informed_at = Some(at("2026-11-16T14:00:00+08:00").to_proto());
    desk.complete("E1", completion(result)).await.unwrap();
    let order = desk.order(&ticket).await;
    assert_eq!(order.state(), WorkOrderState::WaitingSolution);
    (ticket, order)
}

async fn receipt_and_card(world: &World, order: &WorkOrder) -> TakeBack {
    let request = TakeBackGoodsRequest {
        request_id: request_id(),
        work_order_id: order.id.clone(),
        goods: "台式电脑".to_owned(),
        serial_number: "SN100".to_owned(),
        accessories: "电源线".to_owned(),
        condition: "外壳有划痕".to_owned(),
        promised_return: "2026-11-20".to_owned(),
        receipt_signature: signature("2026-11-16T14:00:00+08:00"),
        taken_at: None,
        etag: String::new(),
    };
    let taken = custody(world, Role::Technician, "E1")
        .take_back_goods(request)
        .await
        .unwrap();
    let taken = taken.into_inner().take_back.unwrap();
    assert_eq!(taken.receipt_no, "BJ01-RC-000001");
    let request = RegisterGoodsInRequest {
        request_id: request_id(),
        take_back_id: taken.id.clone(),
        location: "维修室".to_owned(),
        fault: "不通电".to_owned(),
        technician_id: String::new(),
        planned_finish: Some(at("2026-11-18T18:00:00+08:00").to_proto()),
        etag: String::new(),
    };
    let taken = custody(world, Role::Coordinator, "C1")
        .register_goods_in(request)
        .await
        .unwrap();
    let taken = taken.into_inner().take_back.unwrap();
    assert_eq!(taken.card_no, "BJ01-CARD-000001");
    assert_eq!(balance(world).await, (1, 0, 1));
    taken
}

async fn balance(world: &World) -> (i64, i64, i64) {
    let request = GetCustodyBalanceRequest {
        branch_id: "BJ01".to_owned(),
    };
    let answer = custody(world, Role::Chief, "M1")
        .get_custody_balance(request)
        .await
        .unwrap()
        .into_inner();
    (answer.in_count, answer.out_count, answer.held)
}

async fn late(world: &World, taken: &TakeBack) {
    world.at("2026-11-18T18:00:00+08:00").await.unwrap();
    let request = ListTakeBacksRequest {
        branch_id: "BJ01".to_owned(),
        escalated_only: true,
        ..ListTakeBacksRequest::default()
    };
    let mut manager = custody(world, Role::DepartmentManager, "D1");
    let waiting = manager.list_take_backs(request).await.unwrap().into_inner().take_backs;
    assert_eq!(waiting.len(), 1, "D1 is asked for help");
    assert_eq!(waiting[0].escalations[0].cause(), EscalationCause::Overdue);
    let request = RecordCustodyActionRequest {
        request_id: request_id(),
        take_back_id: taken.id.clone(),
        action: "外协加急, 11-20".to_owned(),
        new_planned_finish: Some(at("2026-11-20T18:00:00+08:00").to_proto()),
        etag: String::new(),
    };
    let acted = manager
        .record_custody_action(request)
        .await
        .unwrap()
        .into_inner()
        .take_back
        .unwrap();
    assert_eq!(acted.escalations[0].action, "外协加急, 11-20");
}

async fn repaired(world: &World, taken: &TakeBack) {
    world.at("2026-11-20T14:00:00+08:00").await.unwrap();
    let request = FinishRepairRequest {
        request_id: request_id(),
        take_back_id: taken.id.clone(),
        repair_minutes: 150,
        replaced_parts: vec![ReplacedPart {
            part_no: "BOARD-X".to_owned(),
            quantity: 1,
            serial_number: String::new(),
        }],
        no_parts_replaced: false,
        etag: String::new(),
    };
    custody(world, Role::Technician, "E1")
        .finish_repair(request)
        .await
        .unwrap();
    let mut engineer = custody(world, Role::Technician, "E1");
    let refused = engineer.deliver_goods(delivery(taken)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "CUSTODY_STATE", "delivery without inspection");
    let request = InspectGoodsRequest {
        request_id: request_id(),
        take_back_id: taken.id.clone(),
        passed: true,
        note: String::new(),
        etag: String::new(),
    };
    custody(world, Role::DepartmentManager, "D1")
        .inspect_goods(request)
        .await
        .unwrap();
    let request = SetReturnDateRequest {
        request_id: request_id(),
        take_back_id: taken.id.clone(),
        return_date: "2026-11-20".to_owned(),
        etag: String::new(),
    };
    custody(world, Role::Coordinator, "C1")
        .set_return_date(request)
        .await
        .unwrap();
}

fn delivery(taken: &TakeBack) -> DeliverGoodsRequest {
    DeliverGoodsRequest {
        request_id: request_id(),
        take_back_id: taken.id.clone(),
        signature: signature("2026-11-16T14:00:00+08:00"),
        receipt_returned: true,
        lost_receipt_statement: String::new(),
        etag: String::new(),
    }
}

async fn delivered(world: &World, desk: &Desk<'_>, ticket: &Ticket, taken: &TakeBack) -> TakeBack {
    world.at("2026-11-20T16:00:00+08:00").await.unwrap();
    let mut engineer = custody(world, Role::Technician, "E1");
    let lost = DeliverGoodsRequest {
        receipt_returned: false,
        ..delivery(taken)
    };
    let refused = engineer.deliver_goods(lost).await.unwrap_err();
    assert_eq!(
        rig::reason(&refused),
        "RECEIPT_NOT_RETURNED",
        "a statement of the loss is needed"
    );
    let mut request = delivery(taken);
    request.signature = signature("2026-11-20T16:00:00+08:00");
    let given = engineer
        .deliver_goods(request)
        .await
        .unwrap()
        .into_inner()
        .take_back
        .unwrap();
    assert!(given.receipt_voided);
    assert_eq!((given.return_date.as_str(), given.repair_minutes), ("2026-11-20", 150));
    assert_eq!(balance(world).await, (1, 1, 0), "the ledger of goods nets to nothing");
    assert_eq!(desk.order(ticket).await.state(), WorkOrderState::DoneOnsite);
    given
}

async fn goes_on(world: &World, desk: &Desk<'_>, order: &WorkOrder, ticket: &Ticket) {
    desk.report_completion(order, "E1").await.unwrap();
    desk.confirm(order).await.unwrap();
    assert_eq!(desk.order(ticket).await.state(), WorkOrderState::Confirmed);
    let task = desk.task(ticket).await.unwrap();
    world.at("2026-11-24T15:00:00+08:00").await.unwrap();
    let task = desk.satisfied(&task).await.unwrap();
    assert_eq!(task.state(), CallbackTaskState::Closed);
    assert_eq!(desk.order(ticket).await.state(), WorkOrderState::Closed);
}
