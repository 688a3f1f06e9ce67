//! The hotline sends a customer to the branch (HOT-14, REC-74).

use aftersales_kit::{Result, db::Tx};

use super::Desk;
use crate::{domain::ExpectedVisit, events, store};

/// Notes the expected visit; a ticket has one at most.
pub async fn run(tx: &mut Tx, desk: &Desk, visit: ExpectedVisit) -> Result<()> {
    if store::expected_visit::insert(tx, &desk.sealer, &visit).await? {
        tx.emit(events::expected(&visit));
    }
    Ok(())
}
