//! Turns the contracts under `aftersales/` into Rust: messages, clients and servers, and beside them the checks, the
//! access table and the redacted debug output that the options of the contracts ask for. No protoc is needed.

#[path = "build/access.rs"]
mod access;
#[path = "build/checks.rs"]
mod checks;
#[path = "build/debugs.rs"]
mod debugs;
#[path = "build/generate.rs"]
mod generate;
#[path = "build/names.rs"]
mod names;
#[path = "build/pattern.rs"]
mod pattern;
#[path = "build/rules.rs"]
mod rules;

use std::path::PathBuf;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    for input in ["build.rs", "build", "aftersales", "tests/fixtures"] {
        println!("cargo::rerun-if-changed={input}");
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    generate::generate(&["."], "aftersales", &out)?;
    generate::generate(
        &["tests/fixtures", "."],
        "tests/fixtures/aftersales",
        &out.join("fixture"),
    )
}
