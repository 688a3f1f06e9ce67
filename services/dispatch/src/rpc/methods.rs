//! What the services of this house share: forwarding, and what a caller may do with a record.

use aftersales_kit::{
    Refusal, Result,
    auth::{Caller, Role, Roles},
    reasons::ROLE_NOT_ALLOWED,
    rpc::Call,
};
use aftersales_proto::access;

use crate::domain::score_reasons::SCORE_OF_OTHERS;

/// Implements a service of the contract by methods of the same names: decode, call, encode.
macro_rules! serve_methods {
    ($service:ident for $room:ident { $($name:ident($request:ident) -> $response:ident;)+ }) => {
        #[tonic::async_trait]
        impl $service for $room {
            $(
                async fn $name(
                    &self,
                    request: tonic::Request<proto::$request>,
                ) -> Result<tonic::Response<proto::$response>, tonic::Status> {
                    let call = Call::of(&request);
                    call.reply($room::$name(self, &call, request.into_inner()).await)
                }
            )+
        }
    };
}
pub(super) use serve_methods;

/// What this caller may do with a record now, or why nothing.
pub(super) fn actions(
    call: &Call,
    service: &str,
    possible: Result<&'static [&'static str], Refusal>,
) -> (Vec<String>, String) {
    let sentence = |refusal: &Refusal| call.locale.sentence(refusal.reason, &refusal.metadata);
    let possible = match possible {
        Ok(possible) => possible,
        Err(refusal) => return (Vec::new(), sentence(&refusal)),
    };
    let available = call.available_actions(service, possible);
    if !available.is_empty() {
        return (available, String::new());
    }
    let method = possible
        .first()
        .and_then(|name| access::access(&format!("/{service}/{name}")));
    let roles = Roles::from_bits(method.map_or(0, |method| method.roles));
    (Vec::new(), sentence(&ROLE_NOT_ALLOWED.refuse().with("roles", roles)))
}

/// A technician who is nothing else besides: he sees what is his own.
pub(super) fn sees_own_only(caller: &Caller) -> bool {
    caller.roles.iter().all(|role| role == Role::Technician)
}

/// Passes for one's own, and for everybody who is not only a technician.
///
/// # Errors
/// `SCORE_OF_OTHERS`.
pub(super) fn admit_own(caller: &Caller, technician: &str) -> Result<()> {
    if sees_own_only(caller) && caller.subject != technician {
        return Err((&SCORE_OF_OTHERS).into());
    }
    Ok(())
}
