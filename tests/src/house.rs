//! The sources of the workspace as the house test reads them: files, rooms, words, manifests.

mod lexer;
mod manifest;
mod source;

use std::path::{Path, PathBuf};

use anyhow::Context as _;

pub use lexer::{Lexed, Text};
pub use manifest::{Dependency, Manifest};
pub use source::Source;

/// The services that have the same rooms, in the order of the architecture page.
pub const SERVICES: [&str; 7] = [
    "hotline",
    "dispatch",
    "reception",
    "parts",
    "billing",
    "callback",
    "registry",
];

/// The workspace's directory.
#[must_use]
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_path_buf()
}

/// Every file with the extension `extension` in a crate of the workspace, built and fetched ones left out.
///
/// # Errors
/// When a directory cannot be read.
pub fn files(extension: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for directory in ["proto", "services", "tests"] {
        collect(&root().join(directory), extension, &mut found)?;
    }
    found.sort();
    Ok(found)
}

/// Every Rust source of the workspace.
///
/// # Errors
/// When one cannot be read.
pub fn sources() -> anyhow::Result<Vec<Source>> {
    files("rs")?.iter().map(|path| Source::read(path)).collect()
}

/// Every manifest of the workspace but the root's.
///
/// # Errors
/// When one cannot be read.
pub fn manifests() -> anyhow::Result<Vec<Manifest>> {
    let all = files("toml")?;
    let manifests = all.iter().filter(|path| path.ends_with("Cargo.toml"));
    manifests.map(|path| Manifest::read(path)).collect()
}

fn collect(directory: &Path, extension: &str, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(directory).with_context(|| format!("read {}", directory.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            if !matches!(name, "target" | "node_modules" | "gen") {
                collect(&path, extension, found)?;
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    Ok(())
}
