//! Takes up a ticket that another service minted: a job that a technician received himself (DSP-34), a maintenance or a
//! revisit's fault by plan (DSP-66, DSP-67). The register knows them all (HOT-23).

use aftersales_kit::{Result, auth::BranchScope, db::Tx, refdata::BranchBook, seal::Sealer, series};

use super::{
    open_ticket::{REGISTER, VOUCHER},
    reconcile_register,
    seal_texts::{self, of_ticket},
    tell_timeline,
};
use crate::{
    domain::{
        intake::{AssetFacts, Intake},
        opening::{self, Opening},
    },
    events,
    store::{contacts, tickets},
};

/// A ticket as the service that minted it knows it.
#[derive(Clone)]
pub struct Minted {
    /// What was asked for.
    pub intake: Intake,
    /// What is known of the machine.
    pub facts: AssetFacts,
    /// Its id and who took it; its numbers are given here.
    pub opening: Opening,
}

/// Enters the ticket in the register, unless it is there.
///
/// # Errors
/// Those of the store.
pub async fn run(tx: &mut Tx, sealer: &Sealer, book: &BranchBook, minted: Minted) -> Result<()> {
    let Minted {
        intake,
        facts,
        mut opening,
    } = minted;
    let id = opening.id;
    if tickets::by_id(tx, &BranchScope::All, id).await?.is_some() {
        return Ok(());
    }
    let contact = seal_texts::seal_value(sealer, &intake.contact, of_ticket(id, "contact"))?;
    contacts::insert(tx, id, &contact).await?;
    opening.position = series::next(tx, book.id(), REGISTER.0).await?;
    opening.register_no = series::printed(book.id(), REGISTER.1, opening.position);
    let voucher = series::next(tx, book.id(), VOUCHER.0).await?;
    opening.voucher_no = series::printed(book.id(), VOUCHER.1, voucher);
    let ticket = opening::open(&intake, &facts, opening);
    let no_solution = seal_texts::seal(sealer, "", of_ticket(id, "solution"))?;
    tickets::insert(tx, &ticket, no_solution.as_deref(), None).await?;
    tx.emit(events::ticket_opened(&ticket));
    reconcile_register::watch(tx, book).await?;
    tell_timeline::own(tx).await
}
