//! The one binary: all services, or some of them, and the tools around them.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    aftersales::cli::run().await
}
