//! The hotline's rules through its RPCs, on both databases, with a registry that is played.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on must fail"
)]

mod access;
mod bad_input;
mod bookings;
mod calls;
mod carried;
mod consultations;
mod desk;
mod guided;
mod intake;
mod lists;
mod modes;
mod paid;
mod played;
mod register;
mod returns;
mod sources;
mod timeline;
mod work;
