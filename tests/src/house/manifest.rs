//! What the house test wants to know of a `Cargo.toml`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::root;

/// One line of a table of dependencies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The crate's name.
    pub name: String,
    /// Everything after the name, with a comment that ends the line.
    pub rest: String,
}

impl Dependency {
    /// Whether its version is the workspace's.
    #[must_use]
    pub fn is_inherited(&self) -> bool {
        let rest: String = self.rest.split_whitespace().collect();
        rest.starts_with(".workspace=true") || rest.contains("workspace=true,") || rest.contains("workspace=true}")
    }

    /// Whether it is a crate of this workspace.
    #[must_use]
    pub fn is_our_own(&self) -> bool {
        self.name == "aftersales" || self.name.starts_with("aftersales-")
    }

    /// Whether a reason stands beside it.
    #[must_use]
    pub fn has_a_reason(&self) -> bool {
        self.rest
            .split_once('#')
            .is_some_and(|(_, reason)| !reason.trim().is_empty())
    }
}

/// A `Cargo.toml`, read line by line: ours keep one dependency to a line.
#[derive(Debug)]
pub struct Manifest {
    /// The path below the workspace's directory.
    pub path: PathBuf,
    /// The dependencies of every kind.
    pub dependencies: Vec<Dependency>,
    /// Whether the lints are the workspace's.
    pub inherits_lints: bool,
}

impl Manifest {
    /// Reads the manifest at `path`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
        Ok(Self::of(path.strip_prefix(root()).unwrap_or(path), &text))
    }

    /// Takes `text`, the manifest at `path`, apart.
    #[must_use]
    pub fn of(path: &Path, text: &str) -> Self {
        let mut section = "";
        let mut manifest = Self {
            path: path.to_path_buf(),
            dependencies: Vec::new(),
            inherits_lints: false,
        };
        for line in text.lines().map(str::trim) {
            if let Some(header) = line.strip_prefix('[') {
                section = header.split(']').next().unwrap_or_default();
            } else if section == "lints" && line == "workspace = true" {
                manifest.inherits_lints = true;
            } else if section.ends_with("dependencies") {
                manifest.dependencies.extend(dependency(line));
            }
        }
        manifest
    }
}

fn dependency(line: &str) -> Option<Dependency> {
    let end = line.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')?;
    let (name, rest) = line.split_at(end);
    (!name.is_empty()).then(|| Dependency {
        name: name.to_owned(),
        rest: rest.trim().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
[package]
name = "aftersales-parts"
[lints]
workspace = true
[dependencies]
# a comment
aftersales-kit = { workspace = true, features = ["testing"] }
tonic.workspace = true
[target.'cfg(unix)'.dev-dependencies]
tempfile = "3" # scratch
"#;

    #[test]
    fn dependencies_of_every_kind_are_read() {
        let manifest = Manifest::of(Path::new("Cargo.toml"), TEXT);
        let read: Vec<(&str, bool, bool)> = manifest
            .dependencies
            .iter()
            .map(|found| (found.name.as_str(), found.is_inherited(), found.has_a_reason()))
            .collect();
        assert_eq!(
            read,
            [
                ("aftersales-kit", true, false),
                ("tonic", true, false),
                ("tempfile", false, true)
            ]
        );
        assert!(manifest.inherits_lints);
    }
}
