//! The edge of a process, from outside: who gets in, what a call is held to, and how it ends.
#![expect(clippy::unwrap_used, reason = "tests")]

mod access;
mod http_side;
mod limits;
mod peers;
mod serving;
mod support;
mod tls;
