//! The W3C trace context of a call: one trace from the hotline's call to the callback, across services and events.

use std::fmt;

use http::HeaderMap;

/// Name of the header.
pub const TRACEPARENT: &str = "traceparent";

/// A valid `traceparent` of version 00.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TraceParent(String);

impl TraceParent {
    /// A new trace, not sampled.
    pub fn start() -> Self {
        let (trace, span) = (crate::id::random_uuid(), crate::id::random_uuid());
        let (span, _) = span.as_u64_pair();
        Self(format!("00-{}-{:016x}-00", trace.simple(), span | 1))
    }

    /// From its text. `None` for anything but the 55 characters of version 00 with ids that are not all zero.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (version, trace, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let good = parts.next().is_none()
            && version == "00"
            && is_hex(trace, 32)
            && is_hex(span, 16)
            && is_hex(flags, 2)
            && [trace, span].iter().all(|id| id.bytes().any(|b| b != b'0'));
        good.then(|| Self(text.to_owned()))
    }

    /// The trace of a request: as its header says, or a new one when it has none or a malformed one.
    pub fn of(headers: &HeaderMap) -> Self {
        let header = headers.get(TRACEPARENT).and_then(|value| value.to_str().ok());
        header.and_then(Self::parse).unwrap_or_else(Self::start)
    }

    /// The header's value.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The trace's id: 32 hexadecimal digits.
    pub fn trace_id(&self) -> &str {
        self.0.split('-').nth(1).unwrap_or_default()
    }
}

impl fmt::Display for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_hex(text: &str, len: usize) -> bool {
    text.len() == len && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_valid_header_is_kept_and_anything_else_starts_a_trace() {
        assert_eq!(
            TraceParent::parse(GOOD).unwrap().trace_id(),
            "4bf92f3577b34da6a3ce929d0e0e4736"
        );
        let bad = [
            "",
            "00",
            "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        ];
        for text in bad {
            assert_eq!(TraceParent::parse(text), None, "{text}");
        }
        let mut headers = HeaderMap::new();
        let started = TraceParent::of(&headers);
        assert_eq!(TraceParent::parse(started.as_str()), Some(started));
        headers.insert(TRACEPARENT, GOOD.parse().unwrap());
        assert_eq!(TraceParent::of(&headers).as_str(), GOOD);
    }
}
