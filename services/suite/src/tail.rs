//! A service's events on standard output, one JSON object a line.

use std::process::ExitCode;

use aftersales_kit::{
    auth::{BranchScope, Grant, Role},
    config::Config,
    time::Timestamp,
};
use aftersales_proto::feed::v1::{
    Event, SubscribeRequest, feed_service_client::FeedServiceClient, subscribe_request::Start,
};
use anyhow::Context;
use tonic::{metadata::MetadataValue, transport::Endpoint};

use crate::{
    cli::TailArgs,
    operate::{print, sign},
};

/// Follows the feed until Ctrl-C or the limit.
pub(crate) async fn run(config: &Config, args: &TailArgs) -> anyhow::Result<ExitCode> {
    let address = args
        .address
        .clone()
        .unwrap_or_else(|| format!("http://{}", config.listen));
    let channel = Endpoint::from_shared(address.clone())
        .with_context(|| format!("{address} is not an address such as http://127.0.0.1:7070"))?
        .connect()
        .await
        .with_context(|| format!("no server answers at {address}; start one with: aftersales serve"))?;
    let token = match &args.token {
        Some(token) => token.clone(),
        None => sign(config, &head_office())?,
    };
    let bearer = MetadataValue::try_from(format!("Bearer {token}")).context("the token is not readable")?;
    let mut request = tonic::Request::new(SubscribeRequest {
        service: args.service.clone(),
        start: Some(Start::AfterSequence(args.after)),
        filter: None,
        max_batch: 100,
    });
    request.metadata_mut().insert("authorization", bearer);
    let mut answers = FeedServiceClient::new(channel).subscribe(request).await?.into_inner();
    let mut printed = 0;
    while let Some(answer) = answers.message().await? {
        for event in &answer.events {
            print(&format!("{}\n", line(event)))?;
            printed += 1;
            if args.limit.is_some_and(|limit| printed >= limit) {
                return Ok(ExitCode::SUCCESS);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn head_office() -> Grant {
    Grant {
        subject: "events-tail".to_owned(),
        roles: vec![Role::HeadOffice],
        scope: BranchScope::All,
        ttl_seconds: 24 * 3_600,
    }
}

fn line(event: &Event) -> serde_json::Value {
    let time = event
        .time
        .as_ref()
        .and_then(Timestamp::from_proto)
        .map(|at| at.to_string());
    serde_json::json!({
        "sequence": event.sequence,
        "time": time,
        "type": event.r#type,
        "subject": event.subject,
        "branch": event.branch_id,
        "actor": event.actor,
        "id": event.id,
        "causation_id": event.causation_id,
    })
}
