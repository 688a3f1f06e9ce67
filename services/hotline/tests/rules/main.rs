//! The hotline's rules through its RPCs, on both databases, with a registry that is played.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on must fail"
)]

mod access;
mod agents;
mod amendments;
mod bad_input;
mod bookings;
mod calls;
mod carried;
mod complaints;
mod consultations;
mod coverage;
mod desk;
mod desk_pop;
mod exchange;
mod guided;
mod intake;
mod knowledge;
mod lists;
mod live;
mod live_lists;
mod missed;
mod modes;
mod needs;
mod paid;
mod played;
mod pops;
mod recordings;
mod register;
mod returns;
mod sources;
mod telephony;
mod telephony_metrics;
mod timeline;
mod work;
