//! Deadlines of the service `billing` at BJ01, started and ended by hand.

use std::sync::{Arc, Mutex};

use aftersales_kit::{
    Result,
    db::Tx,
    id::{new_uuid, random_uuid},
    policy::PolicyKey,
    refdata::BranchBook,
    rpc::Call,
    service::Kit,
    sla::{self, Deadline, NewDeadline},
    testing::rig::{Rig, at},
    time::Timestamp,
};
use aftersales_proto::{
    reception::v1::RegisterArrivalResponse,
    sla::v1::{DeadlineEvent, deadline_event::Event as Fact},
};
use futures::future::BoxFuture;
use prost::Message as _;
use uuid::Uuid;

use super::{arrival, branch};

/// A record of BJ01 with its ticket, whose deadlines a test moves.
#[derive(Clone)]
pub struct Case {
    pub kit: Kit,
    pub subject: Uuid,
    pub ticket_id: Uuid,
    book: Arc<BranchBook>,
}

impl Case {
    pub async fn new(rig: &Rig) -> Self {
        Self::of(rig, "BJ01").await
    }

    pub async fn of(rig: &Rig, code: &str) -> Self {
        let kit = rig.kit("billing").clone();
        Self {
            subject: new_uuid(),
            ticket_id: new_uuid(),
            book: kit.branch(&branch(code)).await.unwrap(),
            kit,
        }
    }

    fn new_deadline(&self, kind: &'static str, policy_key: PolicyKey, from: &str) -> NewDeadline {
        NewDeadline {
            kind,
            subject: self.subject,
            ticket_id: self.ticket_id,
            policy_key,
            from: at(from),
        }
    }

    pub async fn start(&self, kind: &'static str, key: PolicyKey, from: &str) -> Result<Deadline> {
        let (new, case) = (self.new_deadline(kind, key, from), self.clone());
        self.act(move |tx| Box::pin(async move { sla::start(tx, &case.book, new).await }))
            .await
    }

    pub async fn start_agreed(&self, kind: &'static str, key: PolicyKey, from: &str, due: &str) -> Deadline {
        let (new, case, due) = (self.new_deadline(kind, key, from), self.clone(), at(due));
        let started = self.act(move |tx| Box::pin(async move { sla::start_agreed(tx, &case.book, new, due).await }));
        started.await.unwrap()
    }

    pub async fn meet(&self, kind: &'static str, when: Timestamp) -> Option<Deadline> {
        let subject = self.subject;
        self.act(move |tx| Box::pin(sla::meet(tx, kind, subject, when)))
            .await
            .unwrap()
    }

    pub async fn meet_told(&self, kind: &'static str, when: Timestamp) -> Option<(Deadline, bool)> {
        let subject = self.subject;
        self.act(move |tx| Box::pin(sla::meet_told(tx, kind, subject, when)))
            .await
            .unwrap()
    }

    pub async fn pause(&self, kind: &'static str, reason: &'static str) -> bool {
        let subject = self.subject;
        self.act(move |tx| Box::pin(sla::pause(tx, kind, subject, reason)))
            .await
            .unwrap()
    }

    pub async fn resume(&self, kind: &'static str) -> bool {
        let case = self.clone();
        let resumed =
            self.act(move |tx| Box::pin(async move { sla::resume(tx, &case.book, kind, case.subject).await }));
        resumed.await.unwrap()
    }

    pub async fn supersede(&self, kind: &'static str, reason: &'static str) -> bool {
        let subject = self.subject;
        self.act(move |tx| Box::pin(sla::supersede(tx, kind, subject, reason)))
            .await
            .unwrap()
    }

    pub async fn cancel_all(&self, reason: &'static str) -> usize {
        let subject = self.subject;
        self.act(move |tx| Box::pin(sla::cancel_all(tx, subject, reason)))
            .await
            .unwrap()
    }

    /// The deadline with its history.
    pub async fn explain(&self, id: Uuid) -> sla::Explanation {
        let scope = aftersales_kit::auth::BranchScope::All;
        sla::explain(&mut self.kit.read().await.unwrap(), &scope, id)
            .await
            .unwrap()
    }

    /// The deadline as it stands.
    pub async fn now(&self, id: Uuid) -> Deadline {
        self.explain(id).await.deadline
    }

    /// As a caller does it, for whom the background makes way.
    async fn act<T, F>(&self, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        let made = Arc::new(Mutex::new(None));
        let slot = Arc::clone(&made);
        let call = Call::by_service("test", None);
        let request = arrival(random_uuid(), "by hand");
        let done = self.kit.command(&call, &request, move |tx| {
            Box::pin(async move {
                *slot.lock().unwrap() = Some(body(tx).await?);
                Ok(RegisterArrivalResponse::default())
            })
        });
        done.await?;
        let made = made.lock().unwrap().take();
        Ok(made.unwrap())
    }
}

/// The facts that the ledger of `billing` has told so far.
pub async fn facts(rig: &Rig) -> Vec<Fact> {
    let events = rig.events("billing").await;
    let ledger = events
        .into_iter()
        .filter(|event| event.payload_type == "aftersales.sla.v1.DeadlineEvent");
    ledger
        .filter_map(|event| DeadlineEvent::decode(event.payload.as_slice()).unwrap().event)
        .collect()
}

/// Their names, in order.
pub async fn fact_names(rig: &Rig) -> Vec<&'static str> {
    let name = |fact: &Fact| match fact {
        Fact::Started(_) => "started",
        Fact::Met(_) => "met",
        Fact::Missed(_) => "missed",
        Fact::Recomputed(_) => "recomputed",
        Fact::MissRevoked(_) => "revoked",
        Fact::Ended(_) => "ended",
    };
    facts(rig).await.iter().map(name).collect()
}
