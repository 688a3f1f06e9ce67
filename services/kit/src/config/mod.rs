//! Configuration: a file, the environment and flags, in rising order of weight; unknown keys are refused.

mod check;
mod sections;

use std::path::{Path, PathBuf};

use config::{Environment, FileFormat, Map, Value};

pub use sections::{Auth, Clock, ClockMode, Config, Database, Limits, LogFormat, Secret, Telemetry, Tls, Web};

/// The commented default configuration, as `aftersales config print-default` prints it.
pub const fn print_default() -> &'static str {
    include_str!("default.toml")
}

/// Prefix of the environment variables, `AFTERSALES__SECTION__KEY`.
const PREFIX: &str = "AFTERSALES";

/// A configuration that cannot be used. The text names the file or key and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration file {}: {source}; make one with `aftersales config print-default`", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A key is unknown, or its value has the wrong type.
    #[error("configuration ({sources}): {what}; `aftersales config print-default` lists every key")]
    Content {
        /// Where the values came from.
        sources: String,
        /// What is wrong.
        what: String,
    },
    /// A value cannot be used.
    #[error("configuration key {key}: {problem}; {remedy}")]
    Value {
        /// The key, such as `auth.issuer`.
        key: &'static str,
        /// What is wrong with it.
        problem: String,
        /// What to do.
        remedy: &'static str,
    },
}

/// Collects the sources of a configuration.
#[derive(Debug, Default)]
pub struct Loader {
    file: Option<PathBuf>,
    environment: Option<Map<String, String>>,
    flags: Vec<(String, Value)>,
}

impl Loader {
    /// Starts from the defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a TOML file.
    pub fn file(mut self, path: Option<&Path>) -> Self {
        self.file = path.map(Path::to_owned);
        self
    }

    /// Takes variables `AFTERSALES__SECTION__KEY`, such as [`std::env::vars`]; lists are separated by commas.
    pub fn environment(mut self, variables: impl IntoIterator<Item = (String, String)>) -> Self {
        self.environment = Some(variables.into_iter().collect());
        self
    }

    /// Sets a key by a flag, such as `("listen", "127.0.0.1:0")`.
    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.flags.push((key.to_owned(), value.into()));
        self
    }

    /// Puts the sources together and checks every value.
    ///
    /// # Errors
    /// What cannot be read, is unknown, or cannot be used; the text says what to do.
    pub fn load(self) -> Result<Config, ConfigError> {
        let sources = self.sources();
        let failed = |error: config::ConfigError| ConfigError::Content {
            sources: sources.clone(),
            what: one_line(&error),
        };
        let mut builder = config::Config::builder();
        if let Some(path) = &self.file {
            let text = std::fs::read_to_string(path).map_err(|source| ConfigError::File {
                path: path.clone(),
                source,
            })?;
            builder = builder.add_source(config::File::from_str(&text, FileFormat::Toml));
        }
        if let Some(variables) = self.environment {
            builder = builder.add_source(environment(variables));
        }
        for (key, value) in self.flags {
            builder = builder.set_override(key, value).map_err(failed)?;
        }
        let config: Config = builder
            .build()
            .and_then(config::Config::try_deserialize)
            .map_err(failed)?;
        check::check(&config)?;
        Ok(config)
    }

    fn sources(&self) -> String {
        let file = self.file.as_ref().map(|path| format!("file {}", path.display()));
        let environment = self.environment.as_ref().map(|_| format!("environment {PREFIX}__*"));
        let flags = (!self.flags.is_empty()).then(|| "flags".to_owned());
        let sources: Vec<String> = [file, environment, flags].into_iter().flatten().collect();
        if sources.is_empty() {
            "defaults".to_owned()
        } else {
            sources.join(", ")
        }
    }
}

fn environment(variables: Map<String, String>) -> Environment {
    Environment::with_prefix(PREFIX)
        .prefix_separator("__")
        .separator("__")
        .try_parsing(true)
        .list_separator(",")
        .with_list_parse_key("only")
        .with_list_parse_key("web.allow_origins")
        .source(Some(variables))
}

fn one_line(error: &config::ConfigError) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
