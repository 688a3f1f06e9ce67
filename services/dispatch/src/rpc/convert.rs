//! From the contract's requests to what the use cases take.

use aftersales_kit::{
    Refusal, Result,
    id::{BranchId, StaffId, WorkOrderId},
    reasons::INVALID_REQUEST,
    rpc::Call,
    time::Timestamp,
};
use aftersales_proto::{
    common::v1::{Money, Signature, TimeWindow},
    dispatch::v1 as proto,
};

use crate::{
    app::Target,
    domain::{Absent, Decider, NotRepaired, Repaired, SignOff, SignatureMethod, VisitResult, Window},
    wire::Wire,
};

fn missing(field: &str) -> Refusal {
    INVALID_REQUEST.field(field, "must be filled in")
}

/// The order that a command names.
pub fn target(id: &str, etag: &str) -> Result<Target> {
    let id = WorkOrderId::parse(id).map_err(|_| INVALID_REQUEST.field("work_order_id", "must be a UUID"))?;
    Ok(Target {
        id,
        etag: etag.to_owned(),
    })
}

/// A branch code.
pub fn branch(code: &str) -> Result<BranchId> {
    Ok(BranchId::parse(code).map_err(|_| INVALID_REQUEST.field("branch_id", "must be a branch code"))?)
}

/// A staff code.
pub fn staff(code: &str) -> Result<StaffId> {
    Ok(StaffId::parse(code).map_err(|_| INVALID_REQUEST.field("technician_id", "must be a staff code"))?)
}

/// A word that must be said.
pub fn word<W: Wire>(value: W::Proto, field: &str) -> Result<W> {
    W::from_wire(value).ok_or_else(|| missing(field).into())
}

/// An instant that may be left out.
pub fn instant(at: Option<prost_types::Timestamp>, field: &str) -> Result<Option<Timestamp>> {
    let read = |at: &prost_types::Timestamp| {
        Timestamp::from_proto(at).ok_or_else(|| INVALID_REQUEST.field(field, "must lie in the years 1 to 9999"))
    };
    Ok(at.as_ref().map(read).transpose()?)
}

/// An instant that must be said.
pub fn required(at: Option<prost_types::Timestamp>, field: &str) -> Result<Timestamp> {
    instant(at, field)?.ok_or_else(|| missing(field).into())
}

/// A window.
pub fn window(window: Option<TimeWindow>) -> Result<Window> {
    let window = window.ok_or_else(|| missing("window"))?;
    Ok(Window {
        start: required(window.start, "window.start")?,
        end: required(window.end, "window.end")?,
    })
}

/// What came of a visit, and the name of who signed.
pub fn visit_result(result: Option<proto::complete_visit_request::Result>) -> Result<(VisitResult, Option<String>)> {
    use proto::complete_visit_request::Result as Told;
    match result.ok_or_else(|| missing("result"))? {
        Told::Repaired(told) => repaired(told),
        Told::NotRepaired(told) => not_repaired(told),
        Told::CustomerAbsent(told) => {
            let absent = Absent {
                call_attempted_at: required(told.call_attempted_at, "customer_absent.call_attempted_at")?,
                note_left: told.note_left,
            };
            Ok((VisitResult::Absent(absent), None))
        }
    }
}

fn repaired(told: proto::RepairedResult) -> Result<(VisitResult, Option<String>)> {
    let (sign_off, name) = match told.sign_off {
        Some(told) => {
            let (sign_off, name) = sign_off(told)?;
            (Some(sign_off), name)
        }
        None => (None, None),
    };
    let repaired = Repaired {
        findings: told.findings,
        work_done: told.work_done,
        cleaned: told.cleaned,
        sign_off,
    };
    Ok((VisitResult::Repaired(repaired), name))
}

fn not_repaired(told: proto::NotRepairedResult) -> Result<(VisitResult, Option<String>)> {
    let plan = word(told.plan(), "not_repaired.plan")?;
    let (signature, name) = signature(told.signature, "not_repaired.signature")?;
    let not_repaired = NotRepaired {
        findings: told.findings,
        work_done: told.work_done,
        plan,
        plan_detail: told.plan_detail,
        consents: told.customer_consents,
        informed_at: instant(told.customer_informed_at, "not_repaired.customer_informed_at")?,
        signature,
    };
    Ok((VisitResult::NotRepaired(not_repaired), name))
}

fn sign_off(told: proto::SignOff) -> Result<(SignOff, Option<String>)> {
    let reasons = told.reasons().map(|reason| word(reason, "repaired.sign_off.reasons"));
    let reasons = reasons.collect::<Result<Vec<_>>>()?;
    let (delivered, satisfaction) = (Wire::from_wire(told.delivered()), Wire::from_wire(told.satisfaction()));
    let (signature, name) = signature(told.signature, "repaired.sign_off.signature")?;
    let sign_off = SignOff {
        delivered,
        satisfaction,
        accepted: told.system_accepted,
        reasons,
        suggestions: told.suggestions,
        signature,
    };
    Ok((sign_off, name))
}

/// When and how somebody signed, and his name.
pub type Signed = (Option<(Timestamp, SignatureMethod)>, Option<String>);

/// When and how somebody signed, and his name.
pub fn signature(told: Option<Signature>, field: &str) -> Result<Signed> {
    let Some(told) = told else {
        return Ok((None, None));
    };
    let method = word(told.method(), &format!("{field}.method"))?;
    let at = required(told.signed_at, &format!("{field}.signed_at"))?;
    Ok((Some((at, method)), Some(told.signed_by)))
}

/// Who decides on what the approval matrix reserves.
pub fn decider(call: &Call) -> Decider {
    Decider {
        code: call.caller.subject.clone(),
        roles: call.caller.roles,
    }
}

/// The only currency of the approval matrix.
const CURRENCY: &str = "CNY";

/// An amount in fen.
pub fn fen(amount: Option<&Money>, field: &str) -> Result<i64> {
    let amount = amount.ok_or_else(|| missing(field))?;
    if amount.currency_code != CURRENCY {
        return Err(INVALID_REQUEST
            .field(format!("{field}.currency_code"), "must be CNY")
            .into());
    }
    Ok(amount.minor_units)
}

/// An amount as the contract has it.
pub fn money(fen: i64) -> Money {
    Money {
        currency_code: CURRENCY.to_owned(),
        minor_units: fen,
    }
}
