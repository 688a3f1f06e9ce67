//! Streams that are served by a task of their own, through a bounded queue.

use futures::{StreamExt, stream::BoxStream};
use tokio::sync::{mpsc, oneshot};
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use crate::{Result, rpc::Call};

/// Messages that wait for a subscriber.
pub(crate) const BUFFER: usize = 4;

/// What a method answers with.
pub type Stream<M> = BoxStream<'static, Result<M, Status>>;

/// Runs `serve` in a task of its own. The stream ends with its error, after everything that was sent before.
pub(crate) fn serving<M, F>(call: Call, serve: impl FnOnce(mpsc::Sender<M>) -> F) -> Stream<M>
where
    M: Send + 'static,
    F: Future<Output = Result<()>> + Send + 'static,
{
    let (answers, sent) = mpsc::channel(BUFFER);
    let (ended, reason) = oneshot::channel();
    let work = serve(answers);
    tokio::spawn(async move {
        if let Err(error) = work.await {
            // nobody reads it when the subscriber is gone
            let _ = ended.send(call.status(&error));
        }
    });
    let reason = futures::stream::once(reason).filter_map(|reason| async { reason.ok().map(Err) });
    ReceiverStream::new(sent).map(Ok).chain(reason).boxed()
}
