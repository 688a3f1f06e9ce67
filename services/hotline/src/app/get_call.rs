//! A call with what came of it.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::TicketId, seal::Sealer};
use uuid::Uuid;

use super::seal_texts::{self, of_call};
use crate::{
    domain::{
        call::{PhoneCall, Recording},
        reasons::CALL_NOT_FOUND,
    },
    store::{
        call_legs,
        calls::{self, StoredCall},
        consultations, tickets,
    },
};

/// A call with what was said and what came of it.
#[derive(Debug, Clone)]
pub struct CallView {
    /// The call.
    pub call: PhoneCall,
    /// The caller's number; empty when withheld or forgotten.
    pub phone: String,
    /// What the customer needed; empty before the end or when forgotten.
    pub need: String,
    /// Tickets opened in it.
    pub ticket_ids: Vec<TicketId>,
    /// Consultations recorded in it.
    pub consultation_ids: Vec<Uuid>,
    /// Its recordings, by their beginning.
    pub recordings: Vec<Recording>,
}

/// The call with that id.
///
/// # Errors
/// `CALL_NOT_FOUND`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, id: Uuid) -> Result<CallView> {
    let stored = load(tx, scope, id).await?;
    Ok(CallView {
        phone: seal_texts::open(sealer, stored.phone.as_deref(), of_call(id, "phone"))?,
        need: seal_texts::open(sealer, stored.need.as_deref(), of_call(id, "need"))?,
        ticket_ids: tickets::ids_of_call(tx, id).await?,
        consultation_ids: consultations::ids_of_call(tx, id).await?,
        recordings: call_legs::recordings(tx, id).await?,
        call: stored.call,
    })
}

/// The stored call with that id.
///
/// # Errors
/// `CALL_NOT_FOUND`.
pub async fn load(tx: &mut Tx, scope: &BranchScope, id: Uuid) -> Result<StoredCall> {
    calls::by_id(tx, scope, id)
        .await?
        .ok_or_else(|| CALL_NOT_FOUND.refuse().with("call_id", id).into())
}
