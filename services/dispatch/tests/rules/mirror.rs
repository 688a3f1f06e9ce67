//! Clients of the live lists.

use aftersales_kit::{auth::Role, testing::rig::RigChannel};
use aftersales_proto::dispatch::v1::dispatch_live_service_client::DispatchLiveServiceClient;

use super::desk::Desk;

/// A client of the live lists.
pub type LiveClient = DispatchLiveServiceClient<RigChannel>;

/// A client of the live lists of somebody.
pub async fn live(desk: &Desk, role: Role, branch: &str, code: &str) -> LiveClient {
    DispatchLiveServiceClient::new(desk.rig.channel(&[role], branch, code).await)
}
