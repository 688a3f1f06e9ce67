//! The hotline's rules through its RPCs, on both databases, with a registry that is played.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on must fail"
)]

mod access;
mod bad_input;
mod calls;
mod consultations;
mod desk;
mod intake;
mod lists;
mod live;
mod modes;
mod played;
mod register;
mod timeline;
mod work;
