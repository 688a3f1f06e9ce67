//! Every command that can be given to a record is offered, or it is said why not.

use std::collections::BTreeSet;

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_proto::{
    FILE_DESCRIPTOR_SET,
    common::v1::{ServiceClass::C, UnavailableAction},
    dispatch::v1::{
        AppraisalFinding, GetTakeBackRequest, GetWorkOrderRequest, WorkOrder,
        dispatch_service_client::DispatchServiceClient,
    },
};
use prost::Message;
use prost_types::FileDescriptorSet;

use super::{
    appraisal::{client, recorded, replacing, to_be_replaced},
    custody_desk::{Custody, archive, dated, delivery, finish, passed, registration},
    desk::{C1, Desk, E1, cancelling, report},
};

on_both_databases!(
    actions_of_an_order_are_all_commands_that_name_it,
    actions_of_goods_in_custody_are_all_commands_that_name_them,
    actions_of_an_order_go_on_with_its_appraisal,
);

/// Everybody at once: whatever is left out is left out for no role's sake.
const EVERYBODY: &[Role] = &[
    Role::Coordinator,
    Role::Technician,
    Role::Workshop,
    Role::Hotline,
    Role::PartsClerk,
    Role::Cashier,
    Role::Accountant,
    Role::Chief,
    Role::DepartmentManager,
    Role::CompanyManager,
];

/// Commands of the contract whose request has one of the fields.
fn commands(fields: &[&str]) -> BTreeSet<String> {
    let files = FileDescriptorSet::decode(FILE_DESCRIPTOR_SET).unwrap().file;
    let of_dispatch: Vec<_> = files
        .iter()
        .filter(|file| file.package() == "aftersales.dispatch.v1")
        .collect();
    let names = |request: &str| {
        let mut messages = of_dispatch.iter().flat_map(|file| &file.message_type);
        let message = messages
            .find(|message| request.ends_with(&format!(".{}", message.name())))
            .unwrap();
        let has = |name: &str| message.field.iter().any(|field| field.name() == name);
        has("request_id") && fields.iter().any(|field| has(field))
    };
    let methods = of_dispatch
        .iter()
        .flat_map(|file| &file.service)
        .flat_map(|service| &service.method);
    let wanted = methods.filter(|method| names(method.input_type()));
    wanted.map(|method| method.name().to_owned()).collect()
}

fn told(available: &[String], unavailable: &[UnavailableAction]) -> BTreeSet<String> {
    assert!(
        unavailable
            .iter()
            .all(|kept| !kept.why.is_empty() && !kept.reason.is_empty())
    );
    let kept: BTreeSet<String> = unavailable.iter().map(|kept| kept.action.clone()).collect();
    assert!(
        available.iter().all(|action| !kept.contains(action)),
        "both possible and not"
    );
    available.iter().cloned().chain(kept).collect()
}

async fn seen(desk: &Desk, id: &str) -> WorkOrder {
    let mut client = DispatchServiceClient::new(desk.rig.channel(EVERYBODY, "BJ01", "E1").await);
    let request = GetWorkOrderRequest {
        work_order_id: id.to_owned(),
        ..GetWorkOrderRequest::default()
    };
    client
        .get_work_order(request)
        .await
        .unwrap()
        .into_inner()
        .work_order
        .unwrap()
}

async fn actions_of_an_order_are_all_commands_that_name_it(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let mut all = commands(&["work_order_id", "appraisal_id"]);
    // an appeal is against what counts in a month, and stands with the month's orders; an expense only mentions the order
    assert!(all.remove("FileAppeal") && all.remove("SubmitExpense"));
    assert!(all.remove("CreateWorkOrder"), "it makes the order that it names");
    let id = desk.queued().await;
    let order = seen(&desk, &id).await;
    assert_eq!(told(&order.available_actions, &order.unavailable_actions), all);
    assert!(order.available_actions.contains(&"ReceiveWorkOrder".to_owned()));
    desk.cancel_work_order(C1, cancelling(&id)).await.unwrap();
    let order = seen(&desk, &id).await;
    assert_eq!(told(&order.available_actions, &order.unavailable_actions), all);
    assert_eq!(order.available_actions, ["AmendWorkOrder"]);
    let start = "2026-11-17T14:00:00+08:00";
    let done = desk.done(start, "2026-11-17T16:00:00+08:00", start).await;
    desk.report_completion(E1, report(&done)).await.unwrap();
    let order = seen(&desk, &done).await;
    assert_eq!(told(&order.available_actions, &order.unavailable_actions), all);
}

async fn actions_of_goods_in_custody_are_all_commands_that_name_them(db: TestDb) {
    let custody = Custody::start(&db).await;
    let all = commands(&["take_back_id"]);
    let order = custody.unfixable(C).await;
    let before = seen(&custody.desk, &order).await;
    assert!(before.available_actions.contains(&"TakeBackGoods".to_owned()));
    assert!(before.take_back_id.is_empty());
    let taking = super::custody_desk::taking(&order, super::custody_desk::TAKEN);
    let taken = custody.take_back_goods(E1, taking).await.unwrap().take_back.unwrap();
    let after = seen(&custody.desk, &order).await;
    assert!(!after.available_actions.contains(&"TakeBackGoods".to_owned()));
    assert_eq!(after.take_back_id, taken.id);
    let mut client = aftersales_proto::dispatch::v1::custody_service_client::CustodyServiceClient::new(
        custody.desk.rig.channel(EVERYBODY, "BJ01", "E1").await,
    );
    let mut expect = async |action: &str| {
        let request = GetTakeBackRequest {
            take_back_id: taken.id.clone(),
        };
        let it = client
            .get_take_back(request)
            .await
            .unwrap()
            .into_inner()
            .take_back
            .unwrap();
        assert_eq!(told(&it.available_actions, &it.unavailable_actions), all, "{action}");
        assert!(
            action.is_empty() || it.available_actions.contains(&action.to_owned()),
            "{action}"
        );
    };
    expect("RegisterGoodsIn").await;
    custody.register_goods_in(C1, registration(&taken)).await.unwrap();
    expect("FinishRepair").await;
    expect("GiveUpRepair").await;
    custody.finish_repair(E1, finish(&taken)).await.unwrap();
    expect("InspectGoods").await;
    custody
        .inspect_goods(super::custody_desk::D1, passed(&taken))
        .await
        .unwrap();
    expect("SetReturnDate").await;
    custody.set_return_date(C1, dated(&taken)).await.unwrap();
    expect("DeliverGoods").await;
    custody.deliver_goods(E1, delivery(&taken)).await.unwrap();
    expect("ArchiveCustodyVoucher").await;
    custody.archive_custody_voucher(C1, archive(&taken)).await.unwrap();
    expect("").await;
}

async fn actions_of_an_order_go_on_with_its_appraisal(db: TestDb) {
    let (desk, id) = to_be_replaced(&db).await;
    let before = seen(&desk, &id).await;
    assert!(before.available_actions.contains(&"RecordAppraisal".to_owned()));
    let appraisal = recorded(&desk, &id, AppraisalFinding::ProductDefect).await;
    let order = seen(&desk, &id).await;
    assert_eq!(order.appraisal_id, appraisal.id);
    for action in ["RequestReplacement", "SettleRefusedReplacement", "ReopenWorkOrder"] {
        assert!(order.available_actions.contains(&action.to_owned()), "{action}");
    }
    assert!(!order.available_actions.contains(&"RecordAppraisal".to_owned()));
    desk.matrix.reserve(0, Role::CompanyManager);
    client(&desk, E1)
        .await
        .request_replacement(replacing(&appraisal, 100))
        .await
        .unwrap();
    let order = seen(&desk, &id).await;
    let why = |action: &str| {
        let mut kept = order.unavailable_actions.iter();
        kept.find(|kept| kept.action == action).map(|kept| kept.reason.as_str())
    };
    assert_eq!(why("DecideReplacement"), Some("OWN_REQUEST"), "E1 asked for it himself");
    assert_eq!(why("ReopenWorkOrder"), Some("APPROVAL_PENDING"));
    assert_eq!(why("CancelWorkOrder"), Some("APPROVAL_PENDING"));
    let refused = desk.cancel_work_order(C1, cancelling(&id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "APPROVAL_PENDING");
}
