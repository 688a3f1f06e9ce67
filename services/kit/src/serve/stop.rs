//! Being told to stop.

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Cancels `stop` on Ctrl-C or SIGTERM; a second signal ends the process at once.
///
/// # Errors
/// The system takes no signal handlers.
pub fn on_signal(stop: &CancellationToken) -> std::io::Result<()> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let stop = stop.clone();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            if stop.is_cancelled() {
                tracing::warn!("told to stop twice; stopping at once");
                std::process::exit(130);
            }
            tracing::info!("told to stop; open calls may end");
            stop.cancel();
        }
    });
    Ok(())
}
