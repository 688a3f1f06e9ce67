//! The registry: a branch's calendar or policies move its rounds.

use aftersales_kit::{Result, inbox::Effect, outbox::Event};
use aftersales_proto::registry::v1::{RegistryEvent, registry_event::Event as Fact};

use super::{Inbox, incomplete, read};
use crate::app::make_rounds;

impl Inbox {
    /// The kit has stored the branch's book by then, in the same transaction.
    pub(super) fn registry(&self, event: &Event) -> Result<Effect> {
        let Some(Fact::BranchBookChanged(changed)) = read::<RegistryEvent>(event)?.event else {
            return Ok(Effect::none());
        };
        let branch = changed.book.and_then(|book| book.branch).map(|branch| branch.branch_id);
        let branch = branch.and_then(|code| aftersales_kit::id::BranchId::parse(&code).ok());
        let branch = branch.ok_or_else(|| incomplete(event, "its branch"))?;
        let refs = self.kit.refdata().clone();
        Ok(Effect::new(move |tx| {
            Box::pin(async move {
                let book = refs.branch_in(tx, &branch).await?;
                make_rounds::reckon_again(tx, &book).await
            })
        }))
    }
}
