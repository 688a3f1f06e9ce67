//! From the contract's requests to what the use cases take.

use aftersales_kit::{
    Refusal, Result,
    id::{BranchId, StaffId, WorkOrderId},
    reasons::{BRANCH_UNKNOWN, INVALID_REQUEST},
    rpc::Call,
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::{
    common::v1::{Money, Signature, TimeWindow},
    dispatch::v1 as proto,
};
use uuid::Uuid;

use crate::{
    app::Target,
    domain::{
        Absent, AnswerLater, CURRENCY, DepartureCheck, NotRepaired, Payment, Repaired, SignOff, SignatureMethod,
        VisitResult, Window, flow_reasons::CURRENCY_DIFFERS, planning_reasons::DATE_RANGE_EMPTY,
    },
    wire::Wire,
};

/// A field that must be there.
pub fn missing(field: &str) -> Refusal {
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

/// A branch of the caller's.
///
/// # Errors
/// `BRANCH_UNKNOWN`.
pub fn own_branch(call: &Call, code: &str) -> Result<BranchId> {
    let branch = branch(code)?;
    call.caller.scope.admit(&branch, &BRANCH_UNKNOWN)?;
    Ok(branch)
}

/// A staff code.
pub fn staff(code: &str) -> Result<StaffId> {
    staff_in(code, "technician_id")
}

/// A staff code in another field.
pub fn staff_in(code: &str, field: &str) -> Result<StaffId> {
    Ok(StaffId::parse(code).map_err(|_| INVALID_REQUEST.field(field, "must be a staff code"))?)
}

/// A staff code that may be left out.
pub fn maybe_staff(code: &str) -> Result<Option<StaffId>> {
    (!code.is_empty()).then(|| staff(code)).transpose()
}

/// The id of a record.
pub fn uuid(text: &str, field: &str) -> Result<Uuid> {
    Ok(Uuid::try_parse(text).map_err(|_| INVALID_REQUEST.field(field, "must be a UUID"))?)
}

/// A local date.
pub fn date(text: &str, field: &str) -> Result<BusinessDate> {
    Ok(BusinessDate::parse(text).ok_or_else(|| INVALID_REQUEST.field(field, "must be a date"))?)
}

/// A local date that may be left out.
pub fn maybe_date(text: &str, field: &str) -> Result<Option<BusinessDate>> {
    (!text.is_empty()).then(|| date(text, field)).transpose()
}

/// A range of local dates, both ends in it.
pub fn dates(from: &str, to: &str) -> Result<(BusinessDate, BusinessDate)> {
    let (from, to) = (date(from, "from_date")?, date(to, "to_date")?);
    if to < from {
        return Err(DATE_RANGE_EMPTY.field("to_date", "is before from_date").into());
    }
    Ok((from, to))
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

/// What the customer demanded and is answered later.
///
/// # Errors
/// `INVALID_REQUEST`.
pub fn demand(told: &proto::AnswerLater) -> Result<AnswerLater> {
    Ok(AnswerLater {
        topic: word(told.topic(), "answer_later.topic")?,
        demand: told.demand.clone(),
        by: instant(told.answer_by, "answer_later.answer_by")?,
    })
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

/// An amount in fen.
///
/// # Errors
/// `CURRENCY_DIFFERS`; `INVALID_REQUEST` below nothing.
pub fn fen(money: Option<&Money>, field: &str) -> Result<Option<i64>> {
    let Some(money) = money else {
        return Ok(None);
    };
    if money.currency_code != CURRENCY {
        return Err(CURRENCY_DIFFERS.field(field, "must be in CNY").into());
    }
    if money.minor_units < 0 {
        return Err(INVALID_REQUEST.field(field, "must not be less than nothing").into());
    }
    Ok(Some(money.minor_units))
}

/// What was taken along.
pub fn departure_check(check: Option<&proto::DepartureCheck>) -> DepartureCheck {
    check.map_or_else(DepartureCheck::default, |check| DepartureCheck {
        invoice_mode: Wire::from_wire(check.invoice_mode()),
        price_list_brought: check.price_list_brought,
    })
}

/// How a visit was paid.
///
/// # Errors
/// As [`fen`].
pub fn payment(told: Option<&proto::VisitPayment>) -> Result<Payment> {
    let Some(told) = told else {
        return Ok(Payment::default());
    };
    Ok(Payment {
        price_list_shown: told.price_list_shown,
        collected: fen(told.collected.as_ref(), "payment.collected")?,
        method: Wire::from_wire(told.method()),
        to_be_invoiced: told.to_be_invoiced_reason.clone(),
        invoice: Wire::from_wire(told.invoice()),
    })
}

/// An amount in fen that must be there.
///
/// # Errors
/// As [`fen`]; `INVALID_REQUEST` without one.
pub fn amount(money: Option<&Money>, field: &str) -> Result<i64> {
    Ok(fen(money, field)?.ok_or_else(|| missing(field))?)
}
