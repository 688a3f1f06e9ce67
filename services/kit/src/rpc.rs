//! What a handler starts with and ends with: the [`Call`].

use std::time::Duration;

use aftersales_proto::{Mutation, access, common::v1::UnavailableAction};
use tonic::{Request, Response, Status, metadata::MetadataValue};
use uuid::Uuid;

use crate::{
    auth::Caller,
    error::{Error, Refusal, Result},
    i18n::Locale,
    status,
    trace::{TRACEPARENT, TraceParent},
};

/// Taken from the time that is left when a call is made on behalf of another, so that the inner one gives up first.
const FORWARD_MARGIN: Duration = Duration::from_millis(50);

/// The instant until which the answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline(tokio::time::Instant);

impl Deadline {
    /// In `timeout` from now.
    pub fn after(timeout: Duration) -> Self {
        Self(tokio::time::Instant::now() + timeout)
    }

    /// What is left of it.
    pub fn left(self) -> Duration {
        self.0.saturating_duration_since(tokio::time::Instant::now())
    }
}

/// The path of the method that is called, as the contract has it; empty for a path of no contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Method(pub &'static str);

impl Method {
    /// Of a request's path.
    pub fn of(path: &str) -> Self {
        Self(access::access(path).map_or("", |method| method.path))
    }
}

/// Who calls what, in which language, and until when.
#[derive(Debug, Clone)]
pub struct Call {
    /// Who calls.
    pub caller: Caller,
    /// The language that the caller reads.
    pub locale: Locale,
    /// The idempotency key of a method that changes something.
    pub request_id: Option<Uuid>,
    /// The method's path, such as `/aftersales.hotline.v1.HotlineService/OpenTicket`.
    pub method: &'static str,
    /// The trace that the call belongs to, as a W3C `traceparent`.
    pub traceparent: Option<String>,
    /// Until when the answer is wanted.
    pub deadline: Option<Deadline>,
}

impl Call {
    /// Of a request that came through the access layer. Without that layer the caller is anonymous.
    pub fn of<T>(request: &Request<T>) -> Self {
        let extensions = request.extensions();
        Self {
            caller: extensions.get::<Caller>().cloned().unwrap_or_else(Caller::anonymous),
            locale: extensions.get::<Locale>().copied().unwrap_or_default(),
            request_id: None,
            method: extensions.get::<Method>().map_or("", |method| method.0),
            traceparent: extensions.get::<TraceParent>().map(ToString::to_string),
            deadline: extensions.get::<Deadline>().copied(),
        }
    }

    /// Of a request that changes something: with its idempotency key.
    pub fn of_mutation<T: Mutation>(request: &Request<T>) -> Self {
        let request_id = Uuid::try_parse(request.get_ref().request_id()).ok();
        Self {
            request_id,
            ..Self::of(request)
        }
    }

    /// Of a service of the suite that acts by itself: on a timer or an event.
    pub fn by_service(name: &str, traceparent: Option<String>) -> Self {
        Self {
            caller: Caller::service(name),
            locale: Locale::En,
            request_id: None,
            method: "",
            traceparent,
            deadline: None,
        }
    }

    /// The answer, or the status of what kept it, in the caller's language.
    ///
    /// # Errors
    /// The status of `result`'s error.
    pub fn reply<T>(&self, result: Result<T>) -> Result<Response<T>, Status> {
        result.map(Response::new).map_err(|error| self.status(&error))
    }

    /// The status of an error in the caller's language.
    pub fn status(&self, error: &Error) -> Status {
        status::to_status(error, self.locale)
    }

    /// A request to another service that this call needs: same trace, same language, a little less time.
    pub fn forward<T>(&self, message: T) -> Request<T> {
        let mut request = Request::new(message);
        let trace = self
            .traceparent
            .as_deref()
            .and_then(TraceParent::parse)
            .unwrap_or_else(TraceParent::start);
        if let Ok(trace) = MetadataValue::try_from(trace.as_str()) {
            request.metadata_mut().insert(TRACEPARENT, trace);
        }
        request
            .metadata_mut()
            .insert("accept-language", MetadataValue::from_static(self.locale.tag()));
        if let Some(deadline) = self.deadline {
            request.set_timeout(deadline.left().saturating_sub(FORWARD_MARGIN));
        }
        request
    }

    /// What keeps this caller from methods that his role may call: `unavailable_actions`. `kept` names the methods that
    /// are not possible on the record now, and for each why and what the sentence needs.
    pub fn unavailable_actions<'a>(
        &self,
        service: &str,
        kept: impl IntoIterator<Item = (&'a str, Refusal)>,
    ) -> Vec<UnavailableAction> {
        let kept = kept.into_iter();
        let mine = kept.filter(|(name, _)| !self.available_actions(service, &[name]).is_empty());
        mine.map(|(name, refusal)| UnavailableAction {
            action: name.to_owned(),
            reason: refusal.reason.name.to_owned(),
            why: self.locale.sentence(refusal.reason, &refusal.metadata),
        })
        .collect()
    }

    /// Of the methods that are possible in a record's state, those that this caller's role may call: `available_actions`.
    ///
    /// `service` is the full name (`aftersales.dispatch.v1.DispatchService`), `possible` are method names.
    pub fn available_actions(&self, service: &str, possible: &[&str]) -> Vec<String> {
        let allowed = |name: &&&str| {
            let method = access::access(&format!("/{service}/{name}"));
            method.is_some_and(|method| method.admits_any(self.caller.roles.bits()))
        };
        possible.iter().filter(allowed).map(|name| (*name).to_owned()).collect()
    }
}

/// Implements a gRPC service of the contract: each method decodes nothing, calls its namesake of the type with the
/// call and the message, and encodes the answer. `proto` is the contract's module where the macro stands.
#[macro_export]
macro_rules! forward {
    ($service:ident for $room:ident { $($name:ident($request:ident) -> $response:ident;)+ }) => {
        #[tonic::async_trait]
        impl $service for $room {
            $(
                async fn $name(
                    &self,
                    request: tonic::Request<proto::$request>,
                ) -> core::result::Result<tonic::Response<proto::$response>, tonic::Status> {
                    let call = $crate::rpc::Call::of(&request);
                    call.reply($room::$name(self, &call, request.into_inner()).await)
                }
            )+
        }
    };
}

#[cfg(test)]
mod tests {
    use aftersales_proto::clock::v1::{AdvanceTimeRequest, GetTimeRequest};

    use super::*;
    use crate::auth::{BranchScope, CallerKind, Role, Roles};

    fn request<T>(message: T, role: Role) -> Request<T> {
        let mut request = Request::new(message);
        request.extensions_mut().insert(Caller {
            subject: "E1".to_owned(),
            roles: Roles::from_iter([role]),
            scope: BranchScope::NONE,
            kind: CallerKind::Person,
        });
        request
    }

    #[test]
    fn actions_are_those_of_the_state_that_the_role_may_call() {
        const SERVICE: &str = "aftersales.clock.v1.ClockService";
        let possible = ["GetTime", "AdvanceTime", "NoSuchMethod"];
        let hotline = Call::of(&request(GetTimeRequest {}, Role::Hotline));
        assert_eq!(hotline.available_actions(SERVICE, &possible), ["GetTime"]);
        let admin = Call::of(&request(GetTimeRequest {}, Role::Admin));
        assert_eq!(admin.available_actions(SERVICE, &possible), ["GetTime", "AdvanceTime"]);
        assert!(
            Call::of(&Request::new(()))
                .available_actions(SERVICE, &possible)
                .is_empty()
        );
    }

    #[test]
    fn a_mutation_brings_its_key() {
        let id = crate::id::random_uuid();
        let message = AdvanceTimeRequest {
            request_id: id.to_string(),
            ..Default::default()
        };
        assert_eq!(
            Call::of_mutation(&request(message.clone(), Role::Admin)).request_id,
            Some(id)
        );
        assert_eq!(Call::of(&request(message, Role::Admin)).request_id, None);
    }

    #[test]
    fn a_forwarded_request_has_a_little_less_time() {
        let mut outer = request((), Role::Hotline);
        outer.extensions_mut().insert(Deadline::after(Duration::from_secs(10)));
        let inner = Call::of(&outer).forward(());
        let timeout = inner.metadata().get("grpc-timeout").unwrap().to_str().unwrap();
        let (digits, unit) = timeout.split_at(timeout.len() - 1);
        let micros = digits.parse::<u64>().unwrap() * if unit == "n" { 1 } else { 1_000 } / 1_000;
        assert!((9_000_000..=9_950_000).contains(&micros), "{timeout}");
        assert!(inner.metadata().get(TRACEPARENT).is_some());
    }
}
