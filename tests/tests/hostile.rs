//! Bad input is the normal case: whatever a caller sends to whichever method, the answer is an answer or a refusal
//! with its reason. Never a panic, never INTERNAL.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use aftersales_kit::{
    auth::Role,
    on_both_databases,
    testing::{TestDb, rig},
};
use aftersales_tests::{
    desk::Desk,
    hostile::{self, Known, Maker},
    suite::Suite,
};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

on_both_databases!(no_request_is_our_fault);

/// Requests for each method.
const TRIES: u64 = 60;

async fn no_request_is_our_fault(db: TestDb) {
    let suite = Suite::start(&db, "2026-11-16T09:40:00+08:00").await;
    let known = known(&suite).await;
    let people = (1..64).filter_map(|number| Role::try_from(number).ok());
    let everything: Vec<Role> = people.filter(|role| *role != Role::Service).collect();
    let client = suite.world.caller(&everything, "BJ01", "E1").unwrap();
    let (mut faults, mut sent, mut deeper) = (Vec::new(), 0, 0);
    for (number, method) in (0_u64..).zip(hostile::methods()) {
        // moving the clock to the end of time is its own test
        if method.parent_service().full_name().starts_with("aftersales.clock.") {
            continue;
        }
        let mut maker = Maker::new(&known, number);
        for _ in 0..TRIES {
            let request = maker.request(&method);
            let answer = hostile::call(client.clone(), &method, &request).await;
            sent += 1;
            deeper += u32::from(!stopped_by_the_form(&answer));
            if let Some(fault) = answer.err().and_then(|refused| fault(&refused)) {
                faults.push(format!("{}: {fault} for {request:?}", method.full_name()));
                break;
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} methods at fault:\n{}",
        faults.len(),
        faults.join("\n\n")
    );
    assert!(
        deeper * 5 > sent,
        "only {deeper} of {sent} requests passed the checks of their fields"
    );
}

fn stopped_by_the_form(answer: &Result<(), Status>) -> bool {
    let refused = answer.as_ref().err();
    refused.is_some_and(|refused| rig::reason(refused) == "INVALID_REQUEST")
}

/// What is wrong with a refusal, if anything is.
fn fault(refused: &Status) -> Option<String> {
    let ours = matches!(
        refused.code(),
        Code::Internal | Code::Unknown | Code::DataLoss | Code::Unimplemented | Code::DeadlineExceeded
    );
    if ours {
        return Some(format!("{refused:?}"));
    }
    unexplained(refused)
}

/// Every refusal says why, in the catalogue's words, and what to do.
fn unexplained(refused: &Status) -> Option<String> {
    let details = refused.get_error_details();
    let explained = details.error_info().is_some_and(|info| {
        let remedy = info.metadata.get("remedy").is_some_and(|remedy| !remedy.is_empty());
        info.domain == "aftersales" && !info.reason.is_empty() && remedy
    });
    let told = details.localized_message().is_some_and(|told| !told.message.is_empty());
    (!explained || !told).then(|| format!("no reason, remedy or sentence: {refused:?}"))
}

/// A ticket under way, so that requests reach what lies behind the first check.
async fn known(suite: &Suite) -> Known {
    let desk = Desk::bj01(&suite.world);
    let (customer, asset) = desk.look_up("13800000001").await;
    let call = desk.answer("13800000001", "2026-11-16T09:40:00+08:00").await;
    let ticket = desk.open(desk.on_site(&customer, &asset)).await.unwrap();
    let order = desk.order(&ticket).await;
    let mut known = Known::default();
    known.add("customer_id", customer);
    known.add("asset_id", asset);
    known.add("call_id", call);
    known.add("work_order_id", order.id);
    known.add("register_no", ticket.register_no);
    known.add("ticket_id", ticket.id);
    known
}
