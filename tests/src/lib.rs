//! The test harness: what the tests of every crate stand on, and the tests that look at the suite as a whole.
//!
//! - [`postgres`] starts one private PostgreSQL cluster for a whole test run (binary `harness`).
//! - [`suite`] runs the whole suite in the test's process; [`desk`] are the steps that people take there.
//! - [`server`] starts the real `aftersales` binary and talks to its command line.
//! - [`clients`] runs the clients in other languages against it.
//! - [`hostile`] makes requests that nobody should send, from the contracts themselves.
//! - [`house`] reads the sources of the workspace for the house test.
//!
//! The test database of a single test comes from `aftersales_kit::testing`, which every crate can reach.

pub mod bench;
pub mod clients;
pub mod desk;
pub mod hostile;
pub mod house;
pub mod postgres;
pub mod server;
pub mod signal;
pub mod suite;
