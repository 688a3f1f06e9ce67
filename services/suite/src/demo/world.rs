//! The callers of a story: each with a token of his own, on one connection.

use std::net::SocketAddr;

use aftersales_kit::{
    auth::{Bearer, BranchScope, Grant, Role, SigningKey},
    config::{Auth, Config},
    id::{self, BranchId},
    time::Timestamp,
};
use aftersales_proto::{
    billing::v1::billing_service_client::BillingServiceClient,
    callback::v1::callback_service_client::CallbackServiceClient,
    clock::v1::{
        AdvanceTimeRequest, SetTimeRequest, advance_time_request::Target, clock_service_client::ClockServiceClient,
    },
    dispatch::v1::dispatch_service_client::DispatchServiceClient,
    hotline::v1::hotline_service_client::HotlineServiceClient,
    operations::v1::{ListParkedEventsRequest, inbox_service_client::InboxServiceClient},
    parts::v1::parts_service_client::PartsServiceClient,
    registry::v1::registry_service_client::RegistryServiceClient,
    sla::v1::deadline_service_client::DeadlineServiceClient,
};
use anyhow::{Context, ensure};
use tonic::{
    service::interceptor::InterceptedService,
    transport::{Channel, Endpoint},
};

use crate::SERVICES;

/// A connection that shows one caller's token.
pub type Client = InterceptedService<Channel, Bearer>;

/// The running suite as its callers see it.
pub struct World {
    channel: Channel,
    signing: SigningKey,
    auth: Auth,
}

/// A fresh idempotency key.
pub fn request_id() -> String {
    id::random_uuid().to_string()
}

impl World {
    /// Connects to the server at `address`, whose tokens the data directory's key signs.
    ///
    /// # Errors
    /// When the key cannot be read or the server does not answer.
    pub async fn connect(config: &Config, address: SocketAddr) -> anyhow::Result<Self> {
        let endpoint = Endpoint::from_shared(format!("http://{address}"))?;
        Ok(Self {
            channel: endpoint
                .connect()
                .await
                .with_context(|| format!("no server answers at {address}"))?,
            signing: SigningKey::load_or_create(&config.data_dir)?,
            auth: config.auth.clone(),
        })
    }

    /// A token.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn token(&self, roles: &[Role], branch: &str, subject: &str) -> anyhow::Result<String> {
        let scope = match branch {
            "*" => BranchScope::All,
            code => BranchScope::of([BranchId::parse(code)?]),
        };
        let grant = Grant {
            subject: subject.to_owned(),
            roles: roles.to_vec(),
            scope,
            ttl_seconds: 12 * 3_600,
        };
        Ok(self.signing.issue(&self.auth, &grant)?)
    }

    /// A caller's connection.
    ///
    /// # Errors
    /// As [`World::token`].
    pub fn caller(&self, roles: &[Role], branch: &str, subject: &str) -> anyhow::Result<Client> {
        let token = self.token(roles, branch, subject)?;
        Ok(InterceptedService::new(self.channel.clone(), Bearer::new(token)))
    }

    /// The operator, who loads reference data and moves the clock.
    ///
    /// # Errors
    /// As [`World::token`].
    pub fn operator(&self) -> anyhow::Result<Client> {
        self.caller(
            &[Role::Admin, Role::Chief, Role::PartsClerk, Role::Accountant],
            "*",
            "operator",
        )
    }

    /// Moves the clock to an instant; returns when all that follows is done.
    ///
    /// # Errors
    /// What the server answers; an event that a service could not take in.
    pub async fn at(&self, time: &str) -> anyhow::Result<()> {
        let to = Timestamp::parse(time).with_context(|| format!("{time} is not an RFC 3339 instant"))?;
        let request = SetTimeRequest {
            request_id: request_id(),
            to: Some(to.to_proto()),
        };
        ClockServiceClient::new(self.operator()?).set_time(request).await?;
        self.nothing_is_parked().await
    }

    /// Returns when everything that follows from what was done so far is done; the clock stays.
    ///
    /// # Errors
    /// What the server answers; an event that a service could not take in.
    pub async fn settle(&self) -> anyhow::Result<()> {
        let request = AdvanceTimeRequest {
            request_id: request_id(),
            target: Some(Target::By(prost_types::Duration::default())),
        };
        ClockServiceClient::new(self.operator()?).advance_time(request).await?;
        self.nothing_is_parked().await
    }

    /// In a story every service takes in what the others tell.
    async fn nothing_is_parked(&self) -> anyhow::Result<()> {
        let mut inboxes = InboxServiceClient::new(self.operator()?);
        for service in &SERVICES {
            let request = ListParkedEventsRequest {
                service: service.name.to_owned(),
                page_size: 1,
                ..ListParkedEventsRequest::default()
            };
            let parked = inboxes.list_parked_events(request).await?.into_inner().events;
            ensure!(parked.is_empty(), "{} could not take in {parked:?}", service.name);
        }
        Ok(())
    }
}

macro_rules! clients {
    ($($(#[$meta:meta])* $name:ident: $client:ident;)+) => {
        impl World {
            $(
                $(#[$meta])*
                ///
                /// # Errors
                /// As [`World::token`].
                pub fn $name(&self, role: Role, branch: &str, subject: &str) -> anyhow::Result<$client<Client>> {
                    Ok($client::new(self.caller(&[role], branch, subject)?))
                }
            )+
        }
    };
}

clients! {
    /// The registry for one caller.
    registry: RegistryServiceClient;
    /// The hotline for one caller.
    hotline: HotlineServiceClient;
    /// Dispatch for one caller.
    dispatch: DispatchServiceClient;
    /// Parts for one caller.
    parts: PartsServiceClient;
    /// Billing for one caller.
    billing: BillingServiceClient;
    /// Callback for one caller.
    callback: CallbackServiceClient;
    /// Deadlines for one caller.
    deadlines: DeadlineServiceClient;
}
