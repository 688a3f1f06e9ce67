//! Reimbursement of tools and materials, approved by the matrix.

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig, rig::RigChannel},
};
use aftersales_proto::{
    common::v1::Money,
    dispatch::v1::{self as proto, Expense, ExpenseKind, ExpenseState, expense_service_client::ExpenseServiceClient},
};
use tonic::Code;

use super::{
    custody_desk::{D1, K1},
    desk::{C1, Desk, E1, E2, M1, key},
};

on_both_databases!(
    x_36_tools_and_materials_are_reimbursed_against_a_receipt,
    x_36_x_17_a_large_claim_waits_for_its_approval,
    x_36_a_technician_sees_his_own_claims,
);

/// A client of somebody.
pub async fn client(desk: &Desk, (role, code): (Role, &str)) -> ExpenseServiceClient<RigChannel> {
    ExpenseServiceClient::new(desk.rig.channel(&[role], "BJ01", code).await)
}

fn claiming(fen: i64, receipt: &str) -> proto::SubmitExpenseRequest {
    proto::SubmitExpenseRequest {
        request_id: key(),
        branch_id: "BJ01".to_owned(),
        kind: ExpenseKind::Tool.into(),
        description: "万用表".to_owned(),
        amount: Some(Money {
            currency_code: "CNY".to_owned(),
            minor_units: fen,
        }),
        receipt_reference: receipt.to_owned(),
        spent_on: "2026-11-16".to_owned(),
        work_order_id: String::new(),
    }
}

fn deciding(expense: &Expense, approved: bool, reason: &str) -> proto::DecideExpenseRequest {
    proto::DecideExpenseRequest {
        request_id: key(),
        expense_id: expense.id.clone(),
        approved,
        reason: reason.to_owned(),
        etag: String::new(),
    }
}

/// It is paid out.
pub fn paying(expense: &Expense) -> proto::ReimburseExpenseRequest {
    proto::ReimburseExpenseRequest {
        request_id: key(),
        expense_id: expense.id.clone(),
        payment_reference: "PAY-1".to_owned(),
        etag: String::new(),
    }
}

/// A claim of E1.
pub async fn claimed(desk: &Desk, fen: i64, receipt: &str) -> Expense {
    let answer = client(desk, E1)
        .await
        .submit_expense(claiming(fen, receipt))
        .await
        .unwrap();
    answer.into_inner().expense.unwrap()
}

async fn x_36_tools_and_materials_are_reimbursed_against_a_receipt(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let mut engineer = client(&desk, E1).await;
    let mut empty = claiming(0, "");
    empty.description = String::new();
    let refused = engineer.submit_expense(empty).await.unwrap_err();
    assert_eq!(rig::fields(&refused), ["description", "receipt_reference"]);
    let refused = engineer.submit_expense(claiming(0, "R-1")).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "AMOUNT_MISSING");
    let mut future = claiming(8_000, "R-1");
    future.spent_on = "2026-11-17".to_owned();
    let refused = engineer.submit_expense(future).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "SPENT_IN_FUTURE");
    let expense = claimed(&desk, 8_000, "R-1").await;
    assert_eq!(
        (expense.expense_no.as_str(), expense.claimed_by.as_str()),
        ("BJ01-EX-000001", "E1")
    );
    assert_eq!(expense.state(), ExpenseState::Submitted, "nobody must approve");
    let refused = client(&desk, E2)
        .await
        .submit_expense(claiming(8_000, "R-1"))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "EXPENSE_RECEIPT_USED");
    let refused = engineer.reimburse_expense(paying(&expense)).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let paid = client(&desk, K1)
        .await
        .reimburse_expense(paying(&expense))
        .await
        .unwrap()
        .into_inner();
    let paid = paid.expense.unwrap();
    assert_eq!(
        (paid.state(), paid.payment_reference.as_str()),
        (ExpenseState::Reimbursed, "PAY-1")
    );
    let refused = client(&desk, K1)
        .await
        .reimburse_expense(paying(&expense))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "EXPENSE_STATE", "paid once");
    assert_eq!(desk.count("ExpenseReimbursed").await, 1);
}

async fn x_36_x_17_a_large_claim_waits_for_its_approval(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    desk.matrix.reserve(50_000, Role::DepartmentManager);
    assert_eq!(claimed(&desk, 49_999, "R-0").await.state(), ExpenseState::Submitted);
    let expense = claimed(&desk, 50_000, "R-1").await;
    assert_eq!(expense.state(), ExpenseState::PendingApproval);
    let refused = client(&desk, K1)
        .await
        .reimburse_expense(paying(&expense))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "EXPENSE_STATE", "not paid before it is approved");
    let refused = client(&desk, M1)
        .await
        .decide_expense(deciding(&expense, true, ""))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "APPROVER_ROLE");
    let refused = client(&desk, D1)
        .await
        .decide_expense(deciding(&expense, false, ""))
        .await
        .unwrap_err();
    assert_eq!(rig::reason(&refused), "DECISION_REASON_MISSING");
    let answer = client(&desk, D1)
        .await
        .decide_expense(deciding(&expense, true, ""))
        .await
        .unwrap();
    assert_eq!(answer.into_inner().expense.unwrap().state(), ExpenseState::Approved);
    client(&desk, K1)
        .await
        .reimburse_expense(paying(&expense))
        .await
        .unwrap();
    let other = claimed(&desk, 90_000, "R-2").await;
    let answer = client(&desk, D1)
        .await
        .decide_expense(deciding(&other, false, "非必需"))
        .await
        .unwrap();
    let refused = answer.into_inner().expense.unwrap();
    assert_eq!(
        (refused.state(), refused.decision_reason.as_str()),
        (ExpenseState::Refused, "非必需")
    );
    assert!(client(&desk, K1).await.reimburse_expense(paying(&other)).await.is_err());
}

async fn x_36_a_technician_sees_his_own_claims(db: TestDb) {
    let desk = Desk::start(&db, "2026-11-16T09:40:00+08:00").await;
    let expense = claimed(&desk, 1_000, "R-1").await;
    let get = |id: &str| proto::GetExpenseRequest {
        expense_id: id.to_owned(),
    };
    let refused = client(&desk, E2).await.get_expense(get(&expense.id)).await.unwrap_err();
    assert_eq!(rig::reason(&refused), "EXPENSE_NOT_FOUND");
    client(&desk, E1).await.get_expense(get(&expense.id)).await.unwrap();
    let list = proto::ListExpensesRequest {
        branch_id: "BJ01".to_owned(),
        claimed_by: "E1".to_owned(),
        ..proto::ListExpensesRequest::default()
    };
    let seen = client(&desk, E2)
        .await
        .list_expenses(list.clone())
        .await
        .unwrap()
        .into_inner()
        .expenses;
    assert!(seen.is_empty(), "whomever else he names");
    let seen = client(&desk, C1)
        .await
        .list_expenses(list)
        .await
        .unwrap()
        .into_inner()
        .expenses;
    assert_eq!(seen.len(), 1);
    let mut foreign = ExpenseServiceClient::new(desk.rig.channel(&[Role::Cashier], "SH02", "A1-S").await);
    assert_eq!(
        foreign.get_expense(get(&expense.id)).await.unwrap_err().code(),
        Code::NotFound
    );
}
