//! A call with what came of it.

use aftersales_kit::{Result, auth::BranchScope, db::Tx, id::TicketId, seal::Sealer};
use uuid::Uuid;

use super::seal_texts::{self, of_call};
use crate::{
    domain::{
        call::{PhoneCall, Recording},
        need::{self, Need, Served, Stage},
        reasons::CALL_NOT_FOUND,
    },
    store::{
        call_inquiries, call_legs, call_needs,
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
    /// What the customer needs, judged; none before it is recorded.
    pub judged: Option<Need>,
    /// What came of it, counted.
    pub served: Served,
    /// Ticket that the customer asked about.
    pub inquired: Option<TicketId>,
}

impl CallView {
    /// A call of which nothing came yet.
    pub const fn new(call: PhoneCall, phone: String) -> Self {
        Self {
            call,
            phone,
            need: String::new(),
            ticket_ids: Vec::new(),
            consultation_ids: Vec::new(),
            recordings: Vec::new(),
            judged: None,
            served: Served { records: 0, owed: 0 },
            inquired: None,
        }
    }

    /// Where it stands in the flow (F-1, HOT-19).
    pub fn stage(&self) -> Stage {
        need::stage(self.call.state, self.judged.as_ref(), self.served)
    }
}

/// The call with that id.
///
/// # Errors
/// `CALL_NOT_FOUND`.
pub async fn run(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, id: Uuid) -> Result<CallView> {
    let stored = load(tx, scope, id).await?;
    view(tx, sealer, stored).await
}

/// A stored call with what came of it.
///
/// # Errors
/// Those of the store.
pub async fn view(tx: &mut Tx, sealer: &Sealer, stored: StoredCall) -> Result<CallView> {
    let id = stored.call.id;
    Ok(CallView {
        phone: seal_texts::open(sealer, stored.phone.as_deref(), of_call(id, "phone"))?,
        need: seal_texts::open(sealer, stored.need.as_deref(), of_call(id, "need"))?,
        ticket_ids: tickets::ids_of_call(tx, id).await?,
        consultation_ids: consultations::ids_of_call(tx, id).await?,
        recordings: call_legs::recordings(tx, id).await?,
        judged: call_needs::of_call(tx, id).await?,
        served: call_needs::served(tx, id).await?,
        inquired: call_inquiries::of_call(tx, id).await?,
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
