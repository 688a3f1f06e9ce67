//! Dispatch's events of a repair, as the registry reads them, and what is asked about it.

use aftersales_kit::{auth::Role, testing::rig::RigChannel};
use aftersales_kit::{id::BranchId, outbox::NewEvent};
use aftersales_proto::{
    common::v1::FaultKind,
    dispatch::v1::{
        DispatchEvent, VisitCompleted, VisitOutcome, WorkOrderCancelled, WorkOrderConfirmed, WorkOrderCreated,
        WorkOrderFacts, WorkOrderPartsWaiting, WorkOrderReady, dispatch_event::Event,
    },
    registry::v1::{
        Asset, ConsumerChoice, ConsumerRight, Entitlement, dossier_service_client::DossierServiceClient,
        law_service_client::LawServiceClient,
    },
};

use crate::support::{Client, Registry, at, check, key};

pub type Dossiers = DossierServiceClient<RigChannel>;
pub type Law = LawServiceClient<RigChannel>;

impl Registry {
    pub async fn dossiers(&self, role: Role, branch: &str) -> Dossiers {
        DossierServiceClient::new(self.somebody(role, branch, "A1").await)
    }

    pub async fn law(&self, role: Role, branch: &str) -> Law {
        LawServiceClient::new(self.somebody(role, branch, "D1").await)
    }
}

/// A work order of an asset.
pub struct Order {
    facts: WorkOrderFacts,
}

impl Order {
    pub fn of(asset: &Asset, number: &str) -> Self {
        let facts = WorkOrderFacts {
            work_order_id: key(),
            work_order_no: number.to_owned(),
            ticket_id: key(),
            branch_id: asset.branch_id.clone(),
            customer_id: asset.customer_id.clone(),
            asset_id: asset.id.clone(),
            fault_kind: FaultKind::Hardware.into(),
            ..WorkOrderFacts::default()
        };
        Self { facts }
    }

    async fn tell(&self, registry: &Registry, name: &str, event: Event) {
        let branch = BranchId::parse(&self.facts.branch_id).expect("a branch code");
        let event = DispatchEvent { event: Some(event) };
        let event = NewEvent::new(&self.facts.ticket_id, branch, name, &event);
        registry.rig.emit("dispatch", event).await;
        registry.rig.settle().await;
    }

    pub async fn created(&self, registry: &Registry, local: &str) {
        let fact = WorkOrderCreated {
            order: Some(self.facts.clone()),
            created_at: Some(at(local)),
            ..WorkOrderCreated::default()
        };
        self.tell(registry, "WorkOrderCreated", Event::WorkOrderCreated(fact))
            .await;
    }

    /// It waits for parts from the clock's instant on.
    pub async fn waits(&self, registry: &Registry) {
        let fact = WorkOrderPartsWaiting {
            order: Some(self.facts.clone()),
            ..WorkOrderPartsWaiting::default()
        };
        self.tell(registry, "WorkOrderPartsWaiting", Event::WorkOrderPartsWaiting(fact))
            .await;
    }

    pub async fn ready(&self, registry: &Registry, local: &str) {
        let fact = WorkOrderReady {
            order: Some(self.facts.clone()),
            no_parts_needed: false,
            ready_at: Some(at(local)),
        };
        self.tell(registry, "WorkOrderReady", Event::WorkOrderReady(fact)).await;
    }

    pub async fn repaired(&self, registry: &Registry, local: &str) {
        let fact = VisitCompleted {
            order: Some(self.facts.clone()),
            outcome: VisitOutcome::Repaired.into(),
            completed_at: Some(at(local)),
            ..VisitCompleted::default()
        };
        self.tell(registry, "VisitCompleted", Event::VisitCompleted(fact)).await;
    }

    pub async fn confirmed(&self, registry: &Registry, local: &str) {
        let fact = WorkOrderConfirmed {
            order: Some(self.facts.clone()),
            confirmed_at: Some(at(local)),
            ..WorkOrderConfirmed::default()
        };
        self.tell(registry, "WorkOrderConfirmed", Event::WorkOrderConfirmed(fact))
            .await;
    }

    pub async fn cancelled(&self, registry: &Registry, local: &str) {
        let fact = WorkOrderCancelled {
            order: Some(self.facts.clone()),
            cancelled_at: Some(at(local)),
            ..WorkOrderCancelled::default()
        };
        self.tell(registry, "WorkOrderCancelled", Event::WorkOrderCancelled(fact))
            .await;
    }
}

/// A repair from one instant to another.
pub async fn repaired(registry: &Registry, asset: &Asset, number: &str, (from, to): (&str, &str)) {
    let order = Order::of(asset, number);
    order.created(registry, from).await;
    order.repaired(registry, to).await;
    order.confirmed(registry, to).await;
}

/// What an asset is entitled to, with a fault of a kind.
pub async fn entitled(client: &mut Client, asset: &Asset, local: &str, fault: FaultKind) -> Entitlement {
    let mut request = check(asset, local);
    request.fault_kind = fault.into();
    let checked = client.check_entitlement(request).await.expect("an entitlement");
    checked.into_inner().entitlement.expect("an entitlement")
}

/// The rights by hardware fault: rule, last day.
pub async fn rights(client: &mut Client, asset: &Asset, local: &str) -> Vec<(String, String)> {
    let entitlement = entitled(client, asset, local, FaultKind::Hardware).await;
    let rights = entitlement.consumer_rights.into_iter();
    rights.map(|right| (right.law, right.until)).collect()
}

/// A rule and its last day.
pub fn right(law: &str, until: &str) -> (String, String) {
    (law.to_owned(), until.to_owned())
}

/// What a right lets the customer choose.
pub fn choices(right: &ConsumerRight) -> Vec<ConsumerChoice> {
    right.choices().collect()
}
