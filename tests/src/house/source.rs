//! One Rust file: which service and room it belongs to, and what stands in it.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::lexer::{Lexed, is_word};
use super::root;

/// What begins a module of unit tests; it stands last in its file.
const UNIT_TESTS: &str = "#[cfg(test)]";

/// A Rust file taken apart.
#[derive(Debug)]
pub struct Source {
    /// The path below the workspace's directory.
    pub path: PathBuf,
    /// How many lines the file has.
    pub lines: usize,
    /// All that stands in it.
    pub all: Lexed,
    /// The same without its module of unit tests.
    pub shipped: Lexed,
}

impl Source {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
        let path = path.strip_prefix(root()).unwrap_or(path);
        Ok(Self::of(path, &text))
    }

    /// Takes `text`, the file at `path` below the workspace's directory, apart.
    #[must_use]
    pub fn of(path: &Path, text: &str) -> Self {
        Self {
            path: path.to_path_buf(),
            lines: text.lines().count(),
            all: Lexed::of(text),
            shipped: Lexed::of(before_unit_tests(text)),
        }
    }

    /// The directory below `services` that the file's crate is in, when it is in one.
    #[must_use]
    pub fn service(&self) -> Option<&str> {
        let mut parts = self.path.iter().filter_map(|part| part.to_str());
        (parts.next() == Some("services")).then(|| parts.next()).flatten()
    }

    /// Whether the file is part of what is shipped: in a `src` directory, and not a module of unit tests.
    #[must_use]
    pub fn is_shipped(&self) -> bool {
        let in_src = self.path.iter().any(|part| part == "src");
        in_src && !self.path.starts_with("tests") && self.path.file_stem().is_none_or(|stem| stem != "tests")
    }

    /// The room of a service's file: `rpc` for `src/rpc.rs` and for all in `src/rpc/`.
    #[must_use]
    pub fn room(&self) -> Option<&str> {
        let inside = self
            .path
            .strip_prefix(Path::new("services").join(self.service()?).join("src"))
            .ok()?;
        inside.iter().next()?.to_str().map(|part| part.trim_end_matches(".rs"))
    }

    /// The lines of shipped code on which the identifier `word` stands.
    pub fn lines_with(&self, word: &str) -> impl Iterator<Item = usize> {
        let lines = self.shipped.code.lines().enumerate();
        lines
            .filter(move |(_, line)| words(line).any(|found| found == word))
            .map(|(at, _)| at + 1)
    }

    /// The lines of shipped code that `matches` says yes to.
    pub fn lines_where(&self, matches: impl Fn(&str) -> bool) -> impl Iterator<Item = usize> {
        let lines = self.shipped.code.lines().enumerate();
        lines.filter(move |(_, line)| matches(line)).map(|(at, _)| at + 1)
    }

    /// The lines on which a shipped string holds an SQL statement.
    pub fn lines_with_sql(&self) -> impl Iterator<Item = usize> {
        self.shipped
            .strings
            .iter()
            .filter(|string| is_sql(&string.text))
            .map(|string| string.line)
    }
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !is_word(c))
}

fn is_sql(text: &str) -> bool {
    let mut words = text.split_whitespace();
    match words.next() {
        Some("SELECT" | "WITH") => words.next().is_some(),
        Some("INSERT" | "REPLACE") => words.next() == Some("INTO"),
        Some("DELETE") => words.next() == Some("FROM"),
        Some("UPDATE") => words.any(|word| word == "SET"),
        _ => false,
    }
}

fn before_unit_tests(text: &str) -> &str {
    let at = text
        .match_indices(UNIT_TESTS)
        .map(|(at, _)| at)
        .find(|&at| begins_module(&text[at..]));
    at.map_or(text, |at| &text[..at])
}

/// Whether a module with a body, and not a `mod tests;`, follows the attribute.
fn begins_module(text: &str) -> bool {
    let item = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'));
    item.is_some_and(|line| line.starts_with("mod ") && line.ends_with('{'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source::of(Path::new(path), text)
    }

    #[test]
    fn a_room_is_a_file_or_a_directory() {
        for path in ["services/parts/src/app.rs", "services/parts/src/app/issue_parts.rs"] {
            let source = source(path, "");
            assert_eq!((source.service(), source.room()), (Some("parts"), Some("app")));
        }
        let test = source("services/parts/tests/issue.rs", "");
        assert_eq!(
            (test.service(), test.room(), test.is_shipped()),
            (Some("parts"), None, false)
        );
    }

    #[test]
    fn words_count_only_whole_and_in_shipped_code() {
        let text = "use sqlx::Row;\n// sqlx\nlet sqlx_like = \"sqlx\";\n#[cfg(test)]\nmod tests {\n use sqlx::X;\n}\n";
        let found: Vec<usize> = source("a.rs", text).lines_with("sqlx").collect();
        assert_eq!(found, [1]);
    }

    #[test]
    fn sql_is_told_from_prose() {
        for sql in [
            "SELECT 1",
            "\n  INSERT INTO a",
            "UPDATE a SET b = 1",
            "DELETE FROM a",
            "WITH x AS (SELECT 1)",
        ] {
            assert!(is_sql(sql), "{sql}");
        }
        for prose in ["select a branch", "UPDATE the notes", "DELETE", "INSERT a coin", ""] {
            assert!(!is_sql(prose), "{prose}");
        }
    }
}
