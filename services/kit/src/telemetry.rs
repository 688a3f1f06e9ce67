//! Logs: one line an event, for people or machines, never with personal data.

use tracing_subscriber::{EnvFilter, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::config::{LogFormat, Telemetry};

/// Telemetry that cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter is malformed.
    #[error("configuration key telemetry.filter: \"{filter}\" is malformed ({what}); write levels like info,sqlx=warn")]
    Filter {
        /// The filter.
        filter: String,
        /// What is wrong with it.
        what: String,
    },
    /// Something else in the process collects logs already.
    #[error("logs are collected by something else in this process already")]
    Taken,
}

/// Starts the log on standard error for the whole process. To be called once, by `main`.
///
/// # Errors
/// A malformed filter; a second start.
pub fn init(telemetry: &Telemetry) -> Result<(), TelemetryError> {
    let filter = filter(&telemetry.filter)?;
    let base = tracing_subscriber::registry().with(filter);
    let started = match telemetry.log_format {
        LogFormat::Text => base
            .with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr))
            .try_init(),
        LogFormat::Json => {
            let lines = tracing_subscriber::fmt::layer()
                .json()
                .flatten_event(true)
                .with_current_span(true)
                .with_span_list(false);
            base.with(lines.with_writer(std::io::stderr)).try_init()
        }
    };
    started.map_err(|_| TelemetryError::Taken)
}

fn filter(text: &str) -> Result<EnvFilter, TelemetryError> {
    EnvFilter::try_new(text).map_err(|error| TelemetryError::Filter {
        filter: text.to_owned(),
        what: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_malformed_filter_names_its_key() {
        let text = filter("sqlx=loud").unwrap_err().to_string();
        assert!(
            text.contains("telemetry.filter") && text.contains("sqlx=loud"),
            "{text}"
        );
        assert!(filter(&Telemetry::default().filter).is_ok());
    }
}
