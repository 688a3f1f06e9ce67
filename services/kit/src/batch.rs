//! Commands that come many at a time: each is admitted, checked and answered as if it came alone.

use aftersales_proto::{
    Mutation,
    access::access,
    check::{Check, violations},
    common::v1::{FieldFault, Refusal},
};
use tonic::Status;
use tonic_types::StatusExt as _;

use crate::{Error, Result, auth::permit, reasons::METHOD_CLOSED, rpc::Call, status::to_status, violations::render};

/// The call of one command among many.
///
/// # Errors
/// The status that `method` would have answered before its use case: of the caller's role, or of the request's fields.
pub fn admit<R: Mutation + Check>(outer: &Call, method: &str, request: &R) -> Result<Call, Box<Status>> {
    let refuse = |error: Error| Box::new(to_status(&error, outer.locale));
    let access = access(method).ok_or_else(|| refuse((&METHOD_CLOSED).into()))?;
    permit(access, outer.caller.roles).map_err(refuse)?;
    let faults = violations(request);
    if !faults.is_empty() {
        return Err(Box::new(render(&faults)));
    }
    Ok(Call {
        method: access.path,
        ..outer.clone()
    })
}

/// A status as part of an answer.
pub fn refusal(status: &Status) -> Refusal {
    let details = status.get_error_details();
    let info = details.error_info();
    let message = details.localized_message().map(|text| text.message.clone());
    let fields = details.bad_request().map(|bad| bad.field_violations.clone());
    Refusal {
        code: status.code().into(),
        reason: info.map(|info| info.reason.clone()).unwrap_or_default(),
        message: message.unwrap_or_else(|| status.message().to_owned()),
        fields: fields.unwrap_or_default().into_iter().map(fault).collect(),
        metadata: info
            .map(|info| info.metadata.clone().into_iter().collect())
            .unwrap_or_default(),
    }
}

fn fault(field: tonic_types::FieldViolation) -> FieldFault {
    let told = field.localized_message.map(|text| text.message);
    FieldFault {
        field: field.field,
        description: told.unwrap_or(field.description),
        reason: field.reason,
    }
}
