//! The desk of custody: each step of a take-back as one call, with what the step needs filled in.

use aftersales_kit::auth::Role;
use aftersales_proto::{
    common::v1::ServiceClass,
    dispatch::v1::{
        self as proto, ContactResult, NotRepairedPlan, Presence, TakeBack, complete_visit_request::Result as Told,
        custody_service_client::CustodyServiceClient,
    },
};

use super::{
    desk::{
        C1, Desk, E1, Step, appointment, arrival, assignment, attempt, completion, handed_over, key, no_parts, promise,
        receipt, signature, time,
    },
    paid::taken_along,
};

/// The department manager.
pub const D1: (Role, &str) = (Role::DepartmentManager, "D1");
/// The accountant.
pub const K1: (Role, &str) = (Role::Accountant, "K1");

/// When the goods are taken.
pub const TAKEN: &str = "2026-11-16T14:00:00+08:00";
/// When the repair is to be done.
pub const PLANNED: &str = "2026-11-18T18:00:00+08:00";

/// Dispatch at work, with its custody.
pub struct Custody {
    /// The rest of dispatch.
    pub desk: Desk,
}

macro_rules! calls {
    ($($name:ident($request:ident) -> $response:ident;)+) => {
        impl Custody {
            $(
                /// Calls the method as somebody of BJ01.
                pub async fn $name(
                    &self,
                    (role, code): (Role, &str),
                    request: proto::$request,
                ) -> Step<proto::$response> {
                    let answer = self.client(role, "BJ01", code).await.$name(request).await;
                    answer.map(tonic::Response::into_inner).map_err(Box::new)
                }
            )+
        }
    };
}

calls! {
    take_back_goods(TakeBackGoodsRequest) -> TakeBackGoodsResponse;
    register_goods_in(RegisterGoodsInRequest) -> RegisterGoodsInResponse;
    predict_late_finish(PredictLateFinishRequest) -> PredictLateFinishResponse;
    record_custody_action(RecordCustodyActionRequest) -> RecordCustodyActionResponse;
    finish_repair(FinishRepairRequest) -> FinishRepairResponse;
    give_up_repair(GiveUpRepairRequest) -> GiveUpRepairResponse;
    inspect_goods(InspectGoodsRequest) -> InspectGoodsResponse;
    set_return_date(SetReturnDateRequest) -> SetReturnDateResponse;
    deliver_goods(DeliverGoodsRequest) -> DeliverGoodsResponse;
    request_custody_invoice(RequestCustodyInvoiceRequest) -> RequestCustodyInvoiceResponse;
    archive_custody_voucher(ArchiveCustodyVoucherRequest) -> ArchiveCustodyVoucherResponse;
    get_take_back(GetTakeBackRequest) -> GetTakeBackResponse;
    get_repair_card(GetRepairCardRequest) -> GetRepairCardResponse;
    list_take_backs(ListTakeBacksRequest) -> ListTakeBacksResponse;
    list_custody_register(ListCustodyRegisterRequest) -> ListCustodyRegisterResponse;
    get_custody_balance(GetCustodyBalanceRequest) -> GetCustodyBalanceResponse;
}

/// Not repaired, to be taken back, signed by the customer.
pub fn taking_back(at: &str) -> proto::NotRepairedResult {
    proto::NotRepairedResult {
        findings: "主板故障".to_owned(),
        work_done: String::new(),
        plan: NotRepairedPlan::TakeBack.into(),
        plan_detail: "取回维修".to_owned(),
        customer_consents: true,
        customer_informed_at: time(at),
        signature: Some(signature(at)),
    }
}

/// The request to take the goods of an order.
pub fn taking(order: &str, at: &str) -> proto::TakeBackGoodsRequest {
    proto::TakeBackGoodsRequest {
        request_id: key(),
        work_order_id: order.to_owned(),
        goods: "台式电脑".to_owned(),
        serial_number: "SN300".to_owned(),
        accessories: "电源线一根".to_owned(),
        condition: "外壳有划痕".to_owned(),
        promised_return: "2026-11-19".to_owned(),
        receipt_signature: Some(signature(at)),
        taken_at: None,
        etag: String::new(),
    }
}

macro_rules! step_request {
    ($($(#[$meta:meta])* $name:ident = $request:ident { $($field:ident: $value:expr),* };)+) => {$(
        $(#[$meta])*
        pub fn $name(take_back: &TakeBack) -> proto::$request {
            proto::$request {
                request_id: key(),
                take_back_id: take_back.id.clone(),
                etag: String::new(),
                $($field: $value),*
            }
        }
    )+};
}

step_request! {
    /// Into the register, to be repaired by the order's technician.
    registration = RegisterGoodsInRequest {
        location: "维修室 2 号架".to_owned(),
        fault: "不通电".to_owned(),
        technician_id: String::new(),
        planned_finish: time(PLANNED)
    };
    /// It will take two days more.
    prediction = PredictLateFinishRequest {
        predicted_finish: time("2026-11-20T18:00:00+08:00"),
        reason: "缺少主板".to_owned()
    };
    /// What the manager does.
    action = RecordCustodyActionRequest {
        action: "外协加急, 11-20".to_owned(),
        new_planned_finish: time("2026-11-20T18:00:00+08:00")
    };
    /// Two and a half hours, one board.
    finish = FinishRepairRequest {
        repair_minutes: 150,
        replaced_parts: vec![proto::ReplacedPart {
            part_no: "BOARD-X".to_owned(),
            quantity: 1,
            serial_number: "NEW-BOARD".to_owned()
        }],
        no_parts_replaced: false
    };
    /// The customer does not want it.
    declined = GiveUpRepairRequest {
        reason: proto::UnrepairedReason::CustomerDeclined.into(),
        note: "客户嫌费用高，放弃维修".to_owned(),
        repair_minutes: 20
    };
    /// They pass.
    passed = InspectGoodsRequest { passed: true, note: String::new() };
    /// Back on the twentieth.
    dated = SetReturnDateRequest { return_date: "2026-11-20".to_owned() };
    /// Signed, and the receipt is back.
    delivery = DeliverGoodsRequest {
        signature: Some(signature("2026-11-16T10:00:00+08:00")),
        receipt_returned: true,
        lost_receipt_statement: String::new()
    };
    /// The invoice.
    invoice = RequestCustodyInvoiceRequest {};
    /// The voucher is in its folder.
    archive = ArchiveCustodyVoucherRequest { archive_reference: "2026-11/07".to_owned() };
}

impl Custody {
    /// Dispatch in the morning of the sixteenth.
    pub async fn start(db: &aftersales_kit::testing::TestDb) -> Self {
        let desk = Desk::start(db, "2026-11-16T09:40:00+08:00").await;
        Self { desk }
    }

    /// A client of somebody.
    pub async fn client(
        &self,
        role: Role,
        branch: &str,
        code: &str,
    ) -> CustodyServiceClient<aftersales_kit::testing::rig::RigChannel> {
        CustodyServiceClient::new(self.desk.rig.channel(&[role], branch, code).await)
    }

    /// E1 is with a customer of the class, at two o'clock; gives the order's id.
    pub async fn on_site(&self, class: ServiceClass) -> String {
        let desk = &self.desk;
        let mut fact = handed_over("2026-11-16T09:40:00+08:00");
        fact.service_class = class.into();
        let id = desk.hand_over(fact).await.id;
        desk.receive_work_order(C1, receipt(&id)).await.unwrap();
        desk.present("E1", Presence::InStation).await;
        desk.assign_technician(C1, assignment(&id, "E1", "")).await.unwrap();
        desk.log_contact(E1, attempt(&id, ContactResult::Reached, None))
            .await
            .unwrap();
        let window = promise(&id, "2026-11-16T13:00:00+08:00", "2026-11-16T15:00:00+08:00");
        desk.promise_visit(E1, window).await.unwrap();
        desk.report_appointment(E1, appointment(&id)).await.unwrap();
        desk.declare_no_parts(E1, no_parts(&id)).await.unwrap();
        desk.rig.advance_to("2026-11-16T13:30:00+08:00").await;
        desk.depart(E1, taken_along(&id)).await.unwrap();
        desk.arrive(E1, arrival(&id)).await.unwrap();
        desk.rig.advance_to(TAKEN).await;
        id
    }

    /// The visit ended with the goods to be taken back; gives the order's id.
    pub async fn unfixable(&self, class: ServiceClass) -> String {
        let id = self.on_site(class).await;
        let told = Told::NotRepaired(taking_back(TAKEN));
        self.desk.complete_visit(E1, completion(&id, told)).await.unwrap();
        id
    }

    /// Taken, with a receipt.
    pub async fn taken(&self, class: ServiceClass) -> TakeBack {
        let id = self.unfixable(class).await;
        self.take_back_goods(E1, taking(&id, TAKEN))
            .await
            .unwrap()
            .take_back
            .unwrap()
    }

    /// In the register, with a card.
    pub async fn registered(&self, class: ServiceClass) -> TakeBack {
        let taken = self.taken(class).await;
        self.register_goods_in(C1, registration(&taken))
            .await
            .unwrap()
            .take_back
            .unwrap()
    }

    /// Repaired, inspected and dated.
    pub async fn to_be_delivered(&self, class: ServiceClass) -> TakeBack {
        let taken = self.registered(class).await;
        self.finish_repair(E1, finish(&taken)).await.unwrap();
        self.inspect_goods(D1, passed(&taken)).await.unwrap();
        self.set_return_date(C1, dated(&taken))
            .await
            .unwrap()
            .take_back
            .unwrap()
    }

    /// The take-back as the coordinator sees it.
    pub async fn now(&self, taken: &TakeBack) -> TakeBack {
        let request = proto::GetTakeBackRequest {
            take_back_id: taken.id.clone(),
        };
        self.get_take_back(C1, request).await.unwrap().take_back.unwrap()
    }

    /// What came in, went out, is held, and how many receipts are open.
    pub async fn balance(&self) -> (i64, i64, i64, i64) {
        let request = proto::GetCustodyBalanceRequest {
            branch_id: "BJ01".to_owned(),
        };
        let it = self.get_custody_balance(C1, request).await.unwrap();
        (it.in_count, it.out_count, it.held, it.open_receipts)
    }
}
