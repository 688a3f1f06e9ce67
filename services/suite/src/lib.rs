//! The suite: every service in one process, the demonstration, and the operator's tools.

pub mod cli;
pub mod demo;
mod errors;
mod operate;
mod process;
mod services;
mod tail;

pub use errors::{all as reasons, catalogue};
pub use process::{Process, start};
pub use services::{SERVICES, ServiceEntry};
