//! Story S01: in warranty, on site, engineer in the station, part in stock.

mod intake;
mod outcome;
mod visit;

use anyhow::Context;

use super::{Teller, World};

pub(super) const BRANCH: &str = "BJ01";

/// What the story carries from one step to the next.
#[derive(Debug, Default)]
pub(super) struct Thread {
    pub call_id: String,
    pub customer_id: String,
    pub asset_id: String,
    pub ticket_id: String,
    pub work_order_id: String,
    pub parts_request_id: String,
    pub part_line_id: String,
    pub stock_before: i32,
}

/// Plays the whole story.
///
/// # Errors
/// The first step that does not come through.
pub(super) async fn play(world: &World, teller: &mut Teller) -> anyhow::Result<()> {
    let mut thread = Thread::default();
    intake::play(world, teller, &mut thread)
        .await
        .context("at the hotline")?;
    visit::arrange(world, teller, &mut thread)
        .await
        .context("while arranging the visit")?;
    visit::play(world, teller, &mut thread)
        .await
        .context("at the customer's")?;
    outcome::play(world, teller, &thread).await.context("at the callback")?;
    outcome::show_timeline(world, teller, &thread)
        .await
        .context("reading the timeline")
}
