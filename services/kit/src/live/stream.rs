//! A live list as a stream: bounded, patient for a while, resumable wherever it ends.

use std::time::Duration;

use prost::Message;
use tokio::{sync::mpsc, time::Instant};
use tokio_util::sync::CancellationToken;

use super::{List, Live, News, Told, position::Position};
use crate::{
    Error, Refusal, Result,
    reasons::{STOPPING, SUBSCRIBER_TOO_SLOW},
    streams::{self, Stream},
};

/// How often a stream without news says so.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// How long a subscriber may leave a message unread before it is sent away with its token.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a stream waits for more before it reads what has happened, so that what comes together is told together.
const PACE: Duration = Duration::from_millis(20);
/// Rows of a page of the snapshot, and events of a batch.
const BATCH: i64 = 100;
/// Most bytes of one message of several rows; readers take 4 MiB.
const MESSAGE: usize = 1024 * 1024;

impl<L: List> Live<L> {
    /// Serves the list from `token` on, each message made by `answer`.
    ///
    /// # Errors
    /// `PAGE_TOKEN_INVALID`, `LOG_EPOCH_CHANGED`, `CURSOR_AHEAD`, `CURSOR_TRIMMED`. The stream ends with
    /// `SUBSCRIBER_TOO_SLOW` or `STOPPING`, whose metadata names the `resume_token`; with `CURSOR_TRIMMED` when it is
    /// overtaken; with the list's own errors.
    pub async fn stream<M: Send + 'static>(
        self,
        token: &str,
        answer: impl Fn(Told<L::Row>) -> M + Send + Sync + 'static,
    ) -> Result<Stream<M>> {
        let at = self.open(token).await?;
        let stop = self.kit.stopping();
        let call = self.call.clone();
        Ok(streams::serving(call, move |answers| async move {
            let mut sending = Sending {
                live: self,
                at,
                answer,
                answers,
                told: None,
                patience: PATIENCE,
                stop,
            };
            sending.serve().await
        }))
    }
}

struct Sending<L: List, A, M> {
    live: Live<L>,
    /// Covered by what was sent.
    at: Position<L::Place>,
    answer: A,
    answers: mpsc::Sender<M>,
    /// When the subscriber was last told anything.
    told: Option<Instant>,
    patience: Duration,
    stop: CancellationToken,
}

impl<L, A, M> Sending<L, A, M>
where
    L: List,
    A: Fn(Told<L::Row>) -> M + Send + Sync,
    M: Send,
{
    /// Sends until the subscriber leaves, is too slow, or the process stops.
    async fn serve(&mut self) -> Result<()> {
        let mut head = self.live.kit.feed().watch();
        while !self.answers.is_closed() {
            if self.stop.is_cancelled() {
                return Err(self.ended(STOPPING.refuse()));
            }
            let known = *head.borrow_and_update();
            if self.at.is_behind(known) {
                self.advance().await?;
                continue;
            }
            let silence = self.silence();
            tokio::select! {
                () = self.stop.cancelled() => {}
                () = self.answers.closed() => {}
                changed = head.changed() => match changed {
                    Ok(()) => tokio::time::sleep(PACE).await,
                    Err(_) => return Ok(()),
                },
                () = tokio::time::sleep(silence) => self.send(News::Heartbeat, self.at.clone()).await?,
            }
        }
        Ok(())
    }

    /// How long until a heartbeat is due: at once for one who was told nothing yet.
    fn silence(&self) -> Duration {
        self.told
            .map_or(Duration::ZERO, |told| HEARTBEAT.saturating_sub(told.elapsed()))
    }

    /// One step on. The position moves with the last message of the step: whoever is cut off before gets it all again.
    async fn advance(&mut self) -> Result<()> {
        let step = self.live.step(&self.at, BATCH).await?;
        let mut messages: Vec<News<L::Row>> = step.news.into_iter().flat_map(pieces).collect();
        let last = messages.pop();
        for news in messages {
            self.send(news, self.at.clone()).await?;
        }
        match last {
            Some(news) => self.send(news, step.next).await,
            None if self.told.is_some() && self.silence().is_zero() => self.send(News::Heartbeat, step.next).await,
            None => {
                self.at = step.next;
                Ok(())
            }
        }
    }

    /// The position moves with what was sent: where it stays is where a subscriber that is sent away goes on.
    async fn send(&mut self, news: News<L::Row>, next: Position<L::Place>) -> Result<()> {
        let resume_token = self.live.tokens.write(&next)?;
        let message = (self.answer)(Told { news, resume_token });
        match tokio::time::timeout(self.patience, self.answers.send(message)).await {
            Ok(Ok(())) => {
                (self.at, self.told) = (next, Some(Instant::now()));
                Ok(())
            }
            Ok(Err(_)) => Err(Error::unavailable("subscriber", "it left")),
            Err(_) => Err(self.ended(SUBSCRIBER_TOO_SLOW.refuse())),
        }
    }

    /// The end, with the place to go on.
    fn ended(&self, refusal: Refusal) -> Error {
        match self.live.tokens.write(&self.at) {
            Ok(token) => refusal.with("resume_token", token).into(),
            Err(error) => error,
        }
    }
}

/// News cut into messages that readers take.
fn pieces<R: Message>(news: News<R>) -> Vec<News<R>> {
    match news {
        News::Snapshot(rows) => cut(rows).into_iter().map(News::Snapshot).collect(),
        News::Changed(rows) => cut(rows).into_iter().map(News::Changed).collect(),
        other => vec![other],
    }
}

fn cut<R: Message>(rows: Vec<R>) -> Vec<Vec<R>> {
    let (mut pieces, mut bytes) = (Vec::<Vec<R>>::new(), 0);
    for row in rows {
        let size = row.encoded_len();
        match pieces.last_mut().filter(|_| bytes + size <= MESSAGE) {
            Some(piece) => {
                bytes += size;
                piece.push(row);
            }
            None => {
                bytes = size;
                pieces.push(vec![row]);
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        clock::Clock,
        db::{Migrations, Tx},
        live::Current,
        outbox::Event,
        page::PageTokens,
        rpc::Call,
        seal::MasterKey,
        service::Kit,
        streams::BUFFER,
        testing::{TestDb, fresh_sqlite},
        time::Timestamp,
    };

    static NONE: sqlx::migrate::Migrator = sqlx::migrate::Migrator::DEFAULT;

    /// A list without end.
    struct Endless;

    impl List for Endless {
        type Key = i64;
        type Place = i64;
        type Row = i64;

        async fn page(&self, _: &mut Tx, after: Option<&i64>, limit: i64) -> Result<Vec<(i64, i64)>> {
            let first = after.copied().unwrap_or(0) + 1;
            Ok((first..first + limit).map(|n| (n, n)).collect())
        }

        fn touched(&self, _: &Event) -> Vec<i64> {
            Vec::new()
        }

        async fn current(&self, _: &mut Tx, _: &[i64]) -> Result<Vec<Current<i64>>> {
            Ok(Vec::new())
        }
    }

    async fn live(db: &TestDb) -> Live<Endless> {
        let migrations = Migrations {
            sqlite: &NONE,
            postgres: &NONE,
        };
        let clock = Clock::manual(Timestamp::from_micros(0));
        let kit = Kit::open("probe", &db.location("probe"), &migrations, clock)
            .await
            .unwrap();
        let master = MasterKey::load_or_create(db.keys()).unwrap();
        let pages = Arc::new(PageTokens::new(&master).unwrap());
        let call = Call::by_service("test", None);
        Live::new(&kit, &pages, &call, "probe.endless", &(), Endless)
    }

    #[tokio::test]
    async fn a_subscriber_who_does_not_read_is_sent_away_with_the_token_of_what_it_got() {
        let db = fresh_sqlite();
        let live = live(&db).await;
        let (answers, mut sent) = mpsc::channel(BUFFER);
        let mut sending = Sending {
            at: live.open("").await.unwrap(),
            live,
            answer: |told| told,
            answers,
            told: None,
            patience: Duration::from_millis(20),
            stop: CancellationToken::new(),
        };
        let Err(Error::Refused(refusal)) = sending.serve().await else {
            panic!("it went on");
        };
        assert_eq!(refusal.reason, &SUBSCRIBER_TOO_SLOW);
        drop(sending);
        let mut last = None;
        while let Some(told) = sent.recv().await {
            last = Some(told);
        }
        assert_eq!(
            refusal.metadata["resume_token"],
            last.unwrap().resume_token,
            "nothing is lost"
        );
    }

    #[test]
    fn big_rows_come_in_several_messages() {
        let rows = vec![
            "x".repeat(MESSAGE / 2 + 1),
            "y".to_owned(),
            "z".repeat(MESSAGE),
            "w".to_owned(),
        ];
        let sizes: Vec<usize> = pieces(News::Changed(rows))
            .iter()
            .map(|piece| match piece {
                News::Changed(rows) => rows.len(),
                _ => 0,
            })
            .collect();
        assert_eq!(sizes, [2, 1, 1]);
    }
}
