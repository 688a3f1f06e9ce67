//! Requests made from the contracts themselves: mostly plausible, with hostile values here and there, for any method
//! there is. A new method is covered on the day it enters the contract.

mod values;
mod wire;

use prost::Message as _;
use prost_reflect::{
    DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, MethodDescriptor, Value,
};
use tonic::Status;

pub use values::{Known, Picks};
use wire::Bytes;

/// How deep messages nest in a generated request.
const DEEPEST: u32 = 6;

/// The methods of the suite's own contracts.
///
/// # Panics
/// When the shipped descriptor is unreadable.
#[expect(clippy::expect_used, reason = "test support: without the contract there is no test")]
pub fn methods() -> Vec<MethodDescriptor> {
    let pool = DescriptorPool::decode(aftersales_proto::FILE_DESCRIPTOR_SET).expect("the contract");
    let services = pool
        .services()
        .filter(|service| service.full_name().starts_with("aftersales."));
    services
        .flat_map(|service| service.methods().collect::<Vec<_>>())
        .collect()
}

/// Makes requests for methods from known ids and picks.
pub struct Maker<'k> {
    known: &'k Known,
    picks: Picks,
}

impl<'k> Maker<'k> {
    /// Always the same requests for the same seed.
    pub fn new(known: &'k Known, seed: u64) -> Self {
        Self {
            known,
            picks: Picks::new(seed),
        }
    }

    /// A request of a method.
    pub fn request(&mut self, method: &MethodDescriptor) -> DynamicMessage {
        self.message(&method.input(), 0)
    }

    fn message(&mut self, of: &MessageDescriptor, depth: u32) -> DynamicMessage {
        if of.full_name() == "google.protobuf.Timestamp" {
            return self.timestamp(of);
        }
        let mut message = DynamicMessage::new(of.clone());
        for oneof in of.oneofs() {
            let members: Vec<FieldDescriptor> = oneof.fields().collect();
            let chosen = self.picks.below(members.len());
            if let Some(field) = members.get(chosen).filter(|_| !self.picks.rarely()) {
                self.fill(&mut message, field, depth);
            }
        }
        let plain = of.fields().filter(|field| field.containing_oneof().is_none());
        for field in plain {
            if !self.picks.sometimes() || field.name() == "request_id" {
                self.fill(&mut message, &field, depth);
            }
        }
        message
    }

    fn fill(&mut self, message: &mut DynamicMessage, field: &FieldDescriptor, depth: u32) {
        if depth >= DEEPEST && matches!(field.kind(), Kind::Message(_)) {
            return;
        }
        let value = if field.is_map() {
            return;
        } else if field.is_list() {
            let items = if self.picks.rarely() { 30 } else { self.picks.below(3) };
            Value::List((0..items).map(|_| self.value(field, depth)).collect())
        } else {
            self.value(field, depth)
        };
        message.set_field(field, value);
    }

    fn value(&mut self, field: &FieldDescriptor, depth: u32) -> Value {
        match field.kind() {
            Kind::Message(of) => Value::Message(self.message(&of, depth + 1)),
            Kind::String => Value::String(self.text(field.name())),
            Kind::Bytes => Value::Bytes(vec![0xff; self.picks.below(40)].into()),
            Kind::Bool => Value::Bool(!self.picks.sometimes()),
            Kind::Enum(of) => {
                let numbers: Vec<i32> = of.values().map(|value| value.number()).collect();
                let number = numbers
                    .get(self.picks.below(numbers.len()))
                    .copied()
                    .unwrap_or_default();
                Value::EnumNumber(if self.picks.rarely() { 9_999 } else { number })
            }
            Kind::Double => Value::F64(f64::NAN),
            Kind::Float => Value::F32(f32::INFINITY),
            Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => Value::I32(values::narrow(self.picks.number())),
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => Value::I64(self.picks.number()),
            Kind::Uint32 | Kind::Fixed32 => Value::U32(values::narrow(self.picks.number()).unsigned_abs()),
            Kind::Uint64 | Kind::Fixed64 => Value::U64(self.picks.number().unsigned_abs()),
        }
    }

    fn text(&mut self, name: &str) -> String {
        if name == "request_id" && !self.picks.rarely() {
            return aftersales_kit::id::random_uuid().to_string();
        }
        if self.picks.rarely() {
            return self.picks.hostile_text();
        }
        self.known.text(name, &mut self.picks)
    }

    fn timestamp(&mut self, of: &MessageDescriptor) -> DynamicMessage {
        let (seconds, nanos) = self.picks.instant();
        let mut message = DynamicMessage::new(of.clone());
        message.set_field_by_name("seconds", Value::I64(seconds));
        message.set_field_by_name("nanos", Value::I32(nanos));
        message
    }
}

/// Calls a method with a request; a stream is left after its first message.
///
/// # Errors
/// What the server answers.
pub async fn call(
    client: aftersales::demo::Client,
    method: &MethodDescriptor,
    request: &DynamicMessage,
) -> Result<(), Status> {
    let path = format!("/{}/{}", method.parent_service().full_name(), method.name());
    let path = http::uri::PathAndQuery::try_from(path).map_err(|source| Status::internal(source.to_string()))?;
    let mut grpc = tonic::client::Grpc::new(client);
    grpc.ready()
        .await
        .map_err(|source| Status::unknown(source.to_string()))?;
    let request = tonic::Request::new(request.encode_to_vec());
    if method.is_server_streaming() {
        let mut stream = grpc.server_streaming(request, path, Bytes).await?.into_inner();
        return stream.message().await.map(drop);
    }
    grpc.unary(request, path, Bytes).await.map(drop)
}
