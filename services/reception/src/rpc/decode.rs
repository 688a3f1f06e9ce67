//! Requests into commands and queries. The contract's own checks have passed before.

use aftersales_kit::{
    Error, Result,
    auth::BranchScope,
    id::{AssetId, BranchId, CustomerId},
    reasons::{BRANCH_UNKNOWN, INVALID_REQUEST},
    time::{BusinessDate, Timestamp},
};
use aftersales_proto::reception::v1::{
    self as proto, ExpectedVisitState, ListArrivalsRequest, ListExpectedVisitsRequest, RegisterArrivalRequest,
};
use uuid::Uuid;

use crate::{
    app::find_match::Arriving,
    domain::{ArrivalId, ExpectedVisitId, Purpose, VisitState},
    store::{arrival::ArrivalQuery, expected_visit::VisitQuery},
};

fn wrong(field: &str) -> Error {
    INVALID_REQUEST.field(field, "is not valid").into()
}

fn branch(code: &str) -> Result<BranchId> {
    BranchId::parse(code).map_err(|_| wrong("branch_id"))
}

pub(super) fn visit_query(
    request: &ListExpectedVisitsRequest,
    after: Option<(Option<BusinessDate>, ExpectedVisitId)>,
    limit: i64,
) -> Result<VisitQuery> {
    Ok(VisitQuery {
        branch_id: branch(&request.branch_id)?,
        state: state(request.state()),
        customer_id: CustomerId::parse(&request.customer_id).ok(),
        after,
        limit,
    })
}

pub(super) fn arrival_query(
    request: &ListArrivalsRequest,
    below: Option<(Timestamp, ArrivalId)>,
    limit: i64,
) -> Result<ArrivalQuery> {
    let instant = |at: &Option<prost_types::Timestamp>| at.as_ref().and_then(Timestamp::from_proto);
    Ok(ArrivalQuery {
        branch_id: branch(&request.branch_id)?,
        from: instant(&request.from).unwrap_or(Timestamp::MIN),
        to: instant(&request.to).unwrap_or(Timestamp::MAX),
        below: below.unwrap_or((Timestamp::MAX, ArrivalId::from_uuid(Uuid::max()))),
        limit,
    })
}

/// Who arrives, at a branch of the caller's.
pub(super) fn arriving(scope: &BranchScope, request: &RegisterArrivalRequest) -> Result<Arriving> {
    let branch_id = branch(&request.branch_id)?;
    scope.admit(&branch_id, &BRANCH_UNKNOWN)?;
    Ok(Arriving {
        branch_id,
        expected_visit_id: ExpectedVisitId::parse(&request.expected_visit_id).ok(),
        customer_id: CustomerId::parse(&request.customer_id).ok(),
        asset_id: AssetId::parse(&request.asset_id).ok(),
        purpose: purpose(request.purpose()).ok_or_else(|| wrong("purpose"))?,
    })
}

const fn purpose(purpose: proto::ArrivalPurpose) -> Option<Purpose> {
    match purpose {
        proto::ArrivalPurpose::Unspecified => None,
        proto::ArrivalPurpose::Repair => Some(Purpose::Repair),
        proto::ArrivalPurpose::Pickup => Some(Purpose::Pickup),
        proto::ArrivalPurpose::Consult => Some(Purpose::Consult),
        proto::ArrivalPurpose::Diagnose => Some(Purpose::Diagnose),
        proto::ArrivalPurpose::Quote => Some(Purpose::Quote),
    }
}

const fn state(state: ExpectedVisitState) -> Option<VisitState> {
    match state {
        ExpectedVisitState::Unspecified => None,
        ExpectedVisitState::Expected => Some(VisitState::Expected),
        ExpectedVisitState::Arrived => Some(VisitState::Arrived),
        ExpectedVisitState::Cancelled => Some(VisitState::Cancelled),
    }
}
